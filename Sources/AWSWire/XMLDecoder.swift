import Documents
import ServiceModels

/// Reads XML by its shape.
enum XMLDecoder {
    static func structure(_ element: XML.Element, _ structure: Structure) throws(WireFailure) -> Object {
        var object = Object()
        for member in structure.members where !member.traits.isOutsideResponseBody {
            if let value = try self.member(element, member) { object[member.name] = value }
        }
        if structure.isUnion, object.isEmpty, let unknown = element.children.first {
            return Object.unknownMember(unknown.name)
        }
        return object
    }

    private static func member(_ parent: XML.Element, _ member: Member) throws(WireFailure) -> Value? {
        if member.traits.isXMLAttribute {
            let name = member.wireName
            guard let text = parent.attributes[name] else { return nil }
            return try Scalar.value(text, member, member.name)
        }
        if member.traits.isFlattened {
            for name in names(flattened: member) {
                let found = parent.children.filter { matches($0, name) }
                if !found.isEmpty { return try flattened(found, member) }
            }
            return nil
        }
        let name = member.wireName
        guard let element = parent.children.first(where: { matches($0, name) }) else { return nil }
        return try value(element, member)
    }

    /// The names by which a flattened list's elements go: the list's own where it has one, else its elements'.
    static func names(flattened member: Member) -> [String] {
        var names = [String]()
        if let own = member.traits.locationName { names.append(own) }
        if case .list(let element) = member.shape.kind, let inner = element.traits.locationName {
            names.append(inner)
        }
        return names + [member.name]
    }

    private static func matches(_ element: XML.Element, _ name: String) -> Bool {
        if element.name == name { return true }
        guard let prefix = element.prefix else { return false }
        return name == "\(prefix):\(element.name)"
    }

    private static func flattened(_ found: [XML.Element], _ member: Member) throws(WireFailure) -> Value {
        switch member.shape.kind {
        case .list(let element):
            var items = [Value]()
            for item in found { items.append(try value(item, element)) }
            return .array(items)
        case .map(let key, let element): return .object(try entries(found, key, element))
        default: return try value(found[0], member)
        }
    }

    private static func entries(_ found: [XML.Element], _ key: Member, _ element: Member) throws(WireFailure)
        -> Object
    {
        var object = Object()
        for entry in found {
            guard let name = entry[key.traits.locationName ?? "key"]?.text,
                let child = entry[element.traits.locationName ?? "value"]
            else { continue }
            object[name] = try value(child, element)
        }
        return object
    }

    static func value(_ element: XML.Element, _ member: Member) throws(WireFailure) -> Value {
        switch member.shape.kind {
        case .structure(let structure): return .object(try self.structure(element, structure))
        case .list(let inner):
            var items = [Value]()
            for item in element.children { items.append(try value(item, inner)) }
            return .array(items)
        case .map(let key, let inner): return .object(try entries(element.children, key, inner))
        default: return try Scalar.value(element.text, member, "the element \(element.name)")
        }
    }
}
