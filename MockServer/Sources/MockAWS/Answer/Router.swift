import AWSWire
import Documents
import ServiceModels

/// Finds the service that a request is for, on one port for all of them.
struct Router: Sendable {
    /// The services that share a name in signatures: those that take forms first, and those that do not first.
    private struct Signed: Sendable {
        var forForms: [KnownService] = []
        var forOthers: [KnownService] = []
    }

    private var bySigningName: [String: Signed] = [:]
    private var byVersion: [String: [KnownService]] = [:]
    private var byTarget: [String: KnownService] = [:]
    private var services: [String: KnownService] = [:]

    /// A router among `services`; those without a model are left out.
    init(_ services: [String], models: ModelLibrary) {
        for name in services {
            guard self.services[name] == nil, let model = try? models.model(name) else { continue }
            let service = KnownService(name, model)
            self.services[name] = service
            bySigningName[model.metadata.signingName, default: Signed()].forForms.append(service)
            if service.isQuery { byVersion[model.metadata.apiVersion, default: []].append(service) }
            if let prefix = model.metadata.targetPrefix { byTarget[prefix] = service }
        }
        for (name, signed) in bySigningName {
            let all = signed.forForms.sorted { $0.name < $1.name }
            let (forms, others) = (all.filter(\.isQuery), all.filter { !$0.isQuery })
            bySigningName[name] = Signed(forForms: forms + others, forOthers: others + forms)
        }
    }

    /// The service called `name`; nil where it has no model.
    subscript(_ name: String) -> KnownService? { services[name] }

    /// The services that `request` may be for, the likeliest first.
    func candidates(_ request: HTTPRequest, scope: String?) -> [KnownService] {
        if request.path.hasPrefix("/v2/email/") { return services["sesv2"].map { [$0] } ?? [] }
        if let target = request.headers["X-Amz-Target"], let dot = target.lastIndex(of: "."),
            let service = byTarget[String(target[..<dot])]
        {
            return [service]
        }
        if request.path != "/", let target = request.rpcTarget, let service = byTarget[String(target.service)]
        {
            return [service]
        }
        if let scope, let signed = bySigningName[scope] {
            return request.path == "/" && request.method == "POST" ? signed.forForms : signed.forOthers
        }
        let form = String(decoding: request.body.prefix(4096), as: UTF8.self)
        let pairs = Percent.pairs(form, plusIsSpace: true) + Percent.pairs(request.query, plusIsSpace: true)
        guard let version = pairs.first(where: { $0.name == "Version" })?.value else { return [] }
        return byVersion[version] ?? []
    }
}
