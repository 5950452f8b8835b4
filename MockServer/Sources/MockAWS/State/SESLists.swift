import AWSWire
import Documents
import ServiceModels

/// Contact lists and pools of dedicated addresses of SES v2: things with a name, listed, read, made and deleted alike.
extension SESState {
    /// A kind of thing: what calls name it by, and the members that its list shows.
    private struct Kind {
        let list: String
        let one: String
        let id: String
        let shown: [String]
        let words: String
    }

    private static let kinds = [
        Kind(
            list: "ContactLists", one: "ContactList", id: "ContactListName",
            shown: ["ContactListName", "LastUpdatedTimestamp"], words: "List"),
        Kind(
            list: "DedicatedIpPools", one: "DedicatedIpPool", id: "PoolName", shown: [],
            words: "Pool"),
    ]

    mutating func answerLists(_ call: Call) throws(ServiceError) -> Object? {
        let operation = call.operation.name
        guard let kind = Self.kinds.first(where: { operation.contains($0.one) }) else { return nil }
        var all = lists[kind.list] ?? Object()
        if operation == "List\(kind.list)" {
            let (range, next) = try call.page(all.count, limit: "PageSize", most: 1000)
            let items = all.members[range].map { member -> Value in
                kind.shown.isEmpty
                    ? .string(member.key)
                    : .object(Object(kind.shown.compactMap { name in member.value[name].map { (name, $0) } }))
            }
            var output = Object([(kind.list, .array(items))])
            if let next { output["NextToken"] = .string(next) }
            return output
        }
        let name = try call.need(kind.id)
        if operation == "Create\(kind.one)" {
            guard all[name] == nil else {
                throw ServiceError(
                    code: "AlreadyExistsException",
                    message: "\(kind.words) with name: \(name) already exists.",
                    status: 400)
            }
            var document = call.parameters
            if kind.one == "ContactList" {
                for stamp in ["CreatedTimestamp", "LastUpdatedTimestamp"] {
                    document[stamp] = .string(call.at.iso8601)
                }
            } else {
                document["ScalingMode"] = document["ScalingMode"] ?? "STANDARD"
            }
            lists[kind.list, default: Object()][name] = .object(document)
            return Object()
        }
        guard var document = all[name]?.object else {
            throw ServiceError(
                code: "NotFoundException", message: "\(kind.words) with name: \(name) doesn't exist.",
                status: 404)
        }
        switch operation {
        case "Get\(kind.one)":
            if kind.one == "ContactList" { return document }
            document["Tags"] = nil
            return Object([(kind.one, .object(document))])
        case "Delete\(kind.one)": all[name] = nil
        case "UpdateContactList", "PutDedicatedIpPoolScalingAttributes":
            for member in call.parameters { document[member.key] = member.value }
            if kind.one == "ContactList" { document["LastUpdatedTimestamp"] = .string(call.at.iso8601) }
            all[name] = .object(document)
        default: return nil
        }
        lists[kind.list] = all
        return Object()
    }

    /// Takes over what a recorded answer shows.
    mutating func seedLists(_ operation: String, _ output: Object) {
        for kind in Self.kinds {
            if operation == "List\(kind.list)" {
                for item in output[kind.list]?.array ?? [] {
                    guard let name = item.string ?? item[kind.id]?.string else { continue }
                    let known = lists[kind.list]?[name]
                    lists[kind.list, default: Object()][name] =
                        known ?? (item.object.map { .object($0) } ?? [kind.id: item])
                }
            } else if operation == "Get\(kind.one)" {
                let document = output[kind.one] ?? .object(output)
                guard let name = document[kind.id]?.string else { continue }
                lists[kind.list, default: Object()][name] = document
            }
        }
    }
}
