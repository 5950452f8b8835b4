import Documents
import Files

/// The models in a folder laid out as botocore's `data` is: `SERVICE/VERSION/service-2.json`, plain or gzipped, with
/// paginators and `sdk-extras` beside it.
enum InstalledModel {
    /// The folder of the newest version of `service` that has a model; versions are dates, so the last name is newest.
    static func version(of service: String, in path: String) -> String? {
        let folder = "\(path)/\(service)"
        guard Files.isFolder(folder), let versions = try? Files.list(folder) else { return nil }
        return versions.sorted(by: >).map { "\(folder)/\($0)" }
            .first { Files.exists("\($0)/service-2.json") || Files.exists("\($0)/service-2.json.gz") }
    }

    /// The text of the model of `service` with its paginators and extras; nil when the folder has none.
    static func text(of service: String, in path: String) throws(ModelFailure) -> [UInt8]? {
        guard let folder = version(of: service, in: path) else { return nil }
        guard let model = file(folder, "service-2") else {
            throw ModelFailure(
                service: service, problem: .unreadable("\(folder)/service-2.json cannot be read"))
        }
        let extras = ["service-2", "paginators-1"].compactMap { parsed(folder, "\($0).sdk-extras")?["merge"] }
        let pages = parsed(folder, "paginators-1")?["pagination"] ?? .object(Object())
        if extras.allSatisfy({ $0["shapes"] == nil && $0["operations"] == nil && $0["metadata"] == nil }) {
            let pages = extras.reduce(pages) { merged($0, $1["pagination"] ?? .null) }
            if let joined = joined(model, pagination: pages) { return joined }
        }
        guard var whole = try? JSON.parse(model).object else {
            throw ModelFailure(
                service: service, problem: .unreadable("\(folder)/service-2.json is no JSON object"))
        }
        whole["pagination"] = pages
        return Array(JSON.text(extras.reduce(.object(whole)) { merged($0, $1) }).utf8)
    }

    /// The JSON file `kind` of the newest version of `service`.
    static func part(_ kind: String, of service: String, in path: String) -> Value? {
        version(of: service, in: path).flatMap { parsed($0, kind) }
    }

    /// The model with the member `pagination` put in front of its last brace, without reading the rest.
    private static func joined(_ model: [UInt8], pagination: Value) -> [UInt8]? {
        guard let end = model.lastIndex(of: UInt8(ascii: "}")) else { return nil }
        var out = Array(model[..<end])
        out += ",\"pagination\":".utf8
        JSON.write(pagination, to: &out)
        out.append(UInt8(ascii: "}"))
        return out
    }

    private static func file(_ folder: String, _ kind: String) -> [UInt8]? {
        if let plain = try? Files.read("\(folder)/\(kind).json", limit: 1 << 28) { return plain }
        return (try? Files.read("\(folder)/\(kind).json.gz", limit: 1 << 26)).flatMap { Gzip.unpack($0) }
    }

    private static func parsed(_ folder: String, _ kind: String) -> Value? {
        file(folder, kind).flatMap { try? JSON.parse($0) }
    }

    /// `base` with the members of `extra` over it, objects merged member by member.
    private static func merged(_ base: Value, _ extra: Value) -> Value {
        guard case .object(var object) = base, case .object(let more) = extra else {
            return extra.isNull ? base : extra
        }
        for member in more { object[member.key] = merged(object[member.key] ?? .null, member.value) }
        return .object(object)
    }
}
