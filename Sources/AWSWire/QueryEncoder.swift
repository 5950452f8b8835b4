import Documents
import ServiceModels

/// Writes the form of a request of the query and ec2 protocols.
struct QueryEncoder {
    let isEC2: Bool
    private(set) var form: [UInt8] = []

    init(isEC2: Bool) { self.isEC2 = isEC2 }

    mutating func append(_ name: String, _ value: String) {
        if !form.isEmpty { form.append(38) }
        Percent.append(name, to: &form)
        form.append(61)
        Percent.append(value, to: &form)
    }

    mutating func structure(_ value: Object, _ structure: Structure, prefix: String) throws(WireFailure) {
        for member in structure.members {
            guard let value = value[member.name], !value.isNull else { continue }
            let name = isEC2 ? Self.ec2Name(member) : name(of: member)
            try self.value(value, member, prefix.isEmpty ? name : "\(prefix).\(name)")
        }
    }

    /// EC2 takes the query name, else the wire name with a capital first letter.
    static func ec2Name(_ member: Member) -> String {
        if let name = member.traits.queryName { return name }
        let name = member.wireName
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// A flattened list without a name of its own goes by its elements' name.
    private func name(of member: Member) -> String { member.wireName }

    private mutating func value(_ value: Value, _ member: Member, _ name: String) throws(WireFailure) {
        switch (member.shape.kind, value) {
        case (.structure(let structure), .object(let object)):
            try self.structure(object, structure, prefix: name)
        case (.list(let element), .array(let items)):
            if items.isEmpty {
                if !isEC2 { append(name, "") }
                return
            }
            var prefix = name
            if !isEC2 {
                if member.traits.isFlattened {
                    // The elements' name takes the place of the list's, unless the list has one of its own.
                    if let inner = element.traits.locationName, member.traits.locationName == nil {
                        prefix = name.hasSuffix(member.name) ? name.dropLast(member.name.count) + inner : name
                    }
                } else {
                    prefix = "\(name).\(element.traits.locationName ?? "member")"
                }
            }
            for (place, item) in items.enumerated() {
                try self.value(item, element, "\(prefix).\(place + 1)")
            }
        case (.map(let key, let element), .object(let object)):
            let prefix = member.traits.isFlattened ? name : "\(name).entry"
            for (place, entry) in object.enumerated() {
                append("\(prefix).\(place + 1).\(key.traits.locationName ?? "key")", entry.key)
                try self.value(
                    entry.value, element, "\(prefix).\(place + 1).\(element.traits.locationName ?? "value")")
            }
        default: append(name, try Scalar.text(value, member, timestamps: .iso8601, name))
        }
    }
}
