import AWSWire
import Documents
import ServiceModels

/// Finds the service that a request is for, on one port for all of them.
struct Router: Sendable {
    private let bySigningName: [String: [String]]
    private let byVersion: [String: [String]]
    private let byTarget: [String: String]
    private let wires: [String: Wire]

    /// A router among `services`; those without a model are left out.
    init(_ services: [String], models: ModelLibrary) {
        var signing = [String: [String]](), version = [String: [String]](), target = [String: String]()
        var wires = [String: Wire]()
        for service in services {
            guard wires[service] == nil, let model = try? models.model(service) else { continue }
            let metadata = model.metadata
            wires[service] = Wire(model)
            signing[metadata.signingName, default: []].append(service)
            version[metadata.apiVersion, default: []].append(service)
            if let prefix = metadata.targetPrefix { target[prefix] = service }
        }
        bySigningName = signing
        byVersion = version
        byTarget = target
        self.wires = wires
    }

    /// The codec of `service`.
    func wire(_ service: String) -> Wire? { wires[service] }

    /// The services that are known, sorted.
    var services: [String] { wires.keys.sorted() }

    /// The services that `request` may be for, the likeliest first.
    func candidates(_ request: HTTPRequest, scope: String?) -> [String] {
        if request.path.hasPrefix("/v2/email/") { return ["sesv2"] }
        if let target = request.headers["X-Amz-Target"], let dot = target.lastIndex(of: "."),
            let service = byTarget[String(target[..<dot])]
        {
            return [service]
        }
        if let target = request.rpcTarget, let service = byTarget[String(target.service)] { return [service] }
        if let scope, let services = bySigningName[scope] {
            if services.count == 1 { return services }
            let isForm = request.path == "/" && request.method == "POST"
            return services.sorted { a, b in rank(a, isForm) < rank(b, isForm) }
        }
        let form = String(decoding: request.body.prefix(4096), as: UTF8.self)
        let pairs = Percent.pairs(form, plusIsSpace: true) + Percent.pairs(request.query, plusIsSpace: true)
        guard let version = pairs.first(where: { $0.name == "Version" })?.value else { return [] }
        return (byVersion[version] ?? []).filter { isQuery($0) }
    }

    private func isQuery(_ service: String) -> Bool {
        let kind = wires[service]?.model.metadata.wireProtocol
        return kind == .query || kind == .ec2
    }

    private func rank(_ service: String, _ isForm: Bool) -> (Int, String) {
        (isQuery(service) == isForm ? 0 : 1, service)
    }
}
