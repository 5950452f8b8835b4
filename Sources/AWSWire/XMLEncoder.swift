import Documents
import ServiceModels

/// Writes XML by its shape: indented by two spaces as AWS's query services do, or on one line.
struct XMLEncoder {
    private(set) var out: [UInt8] = []
    let isIndented: Bool
    private var depth = 0

    init(isIndented: Bool) { self.isIndented = isIndented }

    mutating func raw(_ text: String) { out.append(text) }

    /// An element with what `inside` writes into it.
    mutating func element(
        _ name: String, attributes: String = "", _ inside: (inout XMLEncoder) throws(WireFailure) -> Void
    ) throws(WireFailure) {
        open(name, attributes)
        let empty = out.count
        out.append(62)
        let start = out.count
        if isIndented { out.append(10) }
        depth += 1
        try inside(&self)
        depth -= 1
        if out.count == start + (isIndented ? 1 : 0) {
            out.removeSubrange(empty...)
            out += "/>".utf8
        } else {
            indent()
            close(name)
        }
        if isIndented { out.append(10) }
    }

    /// An element with text in it.
    mutating func text(_ name: String, _ text: String, attributes: String = "") {
        open(name, attributes)
        if text.isEmpty, isIndented {
            out += "/>".utf8
        } else {
            out.append(62)
            XML.appendEscaped(text, to: &out)
            close(name)
        }
        if isIndented { out.append(10) }
    }

    private mutating func open(_ name: String, _ attributes: String) {
        indent()
        out.append(60)
        out.append(name)
        if !attributes.isEmpty { out.append(attributes) }
    }

    private mutating func close(_ name: String) {
        out.append(60)
        out.append(47)
        out.append(name)
        out.append(62)
    }

    private mutating func indent() {
        if isIndented { for _ in 0..<2 * depth { out.append(32) } }
    }

    static func namespace(_ traits: Traits) -> String {
        guard let uri = traits.xmlNamespace else { return "" }
        return " xmlns\(traits.xmlPrefix.map { ":" + $0 } ?? "")=\"\(XML.escaped(uri))\""
    }

    /// The members of `structure` that stand in elements.
    mutating func members(_ value: Object, _ structure: Structure) throws(WireFailure) {
        for member in structure.members where member.traits.location == nil && !member.traits.isXMLAttribute {
            guard let value = value[member.name], !value.isNull else { continue }
            try self.value(value, member, member.wireName)
        }
    }

    /// The members of `structure` that stand in attributes, each behind a space.
    static func attributes(_ value: Object, _ structure: Structure) throws(WireFailure) -> String {
        var text = ""
        for member in structure.members where member.traits.isXMLAttribute {
            guard let value = value[member.name], !value.isNull else { continue }
            text +=
                " \(member.wireName)=\"\(XML.escaped(try Scalar.text(value, member, timestamps: .iso8601, member.name)))\""
        }
        return text
    }

    mutating func value(_ value: Value, _ member: Member, _ name: String) throws(WireFailure) {
        let namespace = Self.namespace(member.traits)
        switch (member.shape.kind, value) {
        case (.structure(let structure), .object(let object)):
            let attributes = try Self.attributes(object, structure)
            try element(name, attributes: namespace + attributes) { (out) throws(WireFailure) in
                try out.members(object, structure)
            }
        case (.list(let inner), .array(let items)):
            if member.traits.isFlattened {
                let name = XMLDecoder.names(flattened: member)[0]
                for item in items { try self.value(item, inner, name) }
                return
            }
            try element(name, attributes: namespace) { (out) throws(WireFailure) in
                for item in items { try out.value(item, inner, inner.traits.locationName ?? "member") }
            }
        case (.map(let key, let inner), .object(let object)):
            if member.traits.isFlattened {
                for entry in object { try self.entry(entry, key, inner, name) }
                return
            }
            try element(name, attributes: namespace) { (out) throws(WireFailure) in
                for entry in object { try out.entry(entry, key, inner, "entry") }
            }
        default: text(name, try Scalar.text(value, member, timestamps: .iso8601, name), attributes: namespace)
        }
    }

    private mutating func entry(_ entry: Object.Member, _ key: Member, _ inner: Member, _ name: String)
        throws(WireFailure)
    {
        try element(name) { (out) throws(WireFailure) in
            out.text(key.traits.locationName ?? "key", entry.key, attributes: Self.namespace(key.traits))
            try out.value(entry.value, inner, inner.traits.locationName ?? "value")
        }
    }
}
