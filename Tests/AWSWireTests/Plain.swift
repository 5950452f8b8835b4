@testable import AWSWire
import Documents
import ServiceModels

/// Between the values of botocore's tests and ours, and comparisons that leave out what does not matter.
enum Plain {
    /// botocore's tests write bytes as text and moments as seconds; ours are base64 and ISO 8601.
    static func toWire(_ value: Value, _ shape: Shape?) -> Value {
        guard let shape else { return value }
        switch (shape.kind, value) {
        case (.structure(let structure), .object(let object)):
            return .object(Object(object.map { ($0.key, toWire($0.value, structure.member($0.key)?.shape)) }))
        case (.list(let element), .array(let items)): return .array(items.map { toWire($0, element.shape) })
        case (.map(_, let element), .object(let object)):
            return .object(Object(object.map { ($0.key, toWire($0.value, element.shape)) }))
        case (.blob, .string(let text)): return .string(Base64.encode(Array(text.utf8)))
        case (.timestamp, .integer(let seconds)): return .string(Timestamp(seconds: Double(seconds)).iso8601)
        case (.timestamp, .number(let seconds)): return .string(Timestamp(seconds: seconds).iso8601)
        default: return value
        }
    }

    /// What CBOR in base64 holds; null where there is nothing.
    static func cbor(_ base64: String) throws -> Value {
        let bytes = Base64.decode(base64) ?? []
        return bytes.isEmpty ? .null : try CBORReader.parse(bytes)
    }

    /// Without members that are null.
    static func bare(_ value: Value) -> Value {
        switch value {
        case .object(let object):
            .object(Object(object.members.filter { !$0.value.isNull }.map { ($0.key, bare($0.value)) }))
        case .array(let items): .array(items.map(bare))
        default: value
        }
    }

    /// A path, and the parts of the query string in the order of the alphabet.
    static func target(_ text: String) -> [String] {
        let parts = text.split(separator: "?", maxSplits: 1)
        return [parts.first.map(String.init) ?? ""]
            + (parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : [])
    }

    /// A header's value without the parameters and spaces that mean nothing.
    static func header(_ text: String) -> String {
        var text = text
        if text.hasPrefix("application/x-www-form-urlencoded") { text = "application/x-www-form-urlencoded" }
        return String(text.filter { $0 != " " })
    }

    static func difference(_ made: String, _ wanted: String) -> String? {
        let wanted = wanted.hasPrefix(" ") ? String(wanted.drop { $0 == " " || $0 == "\n" }) : wanted
        if made == wanted { return nil }
        if let a = try? JSON.parse(made), let b = try? JSON.parse(wanted) {
            return bare(a) == bare(b) ? nil : "body \(made), not \(wanted)"
        }
        if wanted.hasPrefix("<"), let a = try? XML.parse(Array(made.utf8)),
            let b = try? XML.parse(Array(wanted.utf8))
        {
            return tree(a) == tree(b) ? nil : "body \(made), not \(wanted)"
        }
        if wanted.hasPrefix("Action=") {
            return made.split(separator: "&").sorted() == wanted.split(separator: "&").sorted()
                ? nil : "body \(made), not \(wanted)"
        }
        // A body of an empty object is the same as none.
        if wanted.isEmpty, made == "{}" { return nil }
        return "body \(made), not \(wanted)"
    }

    private static func tree(_ element: XML.Element) -> XML.Element {
        var element = element
        element.children = element.children.map(tree)
        if !element.children.isEmpty { element.text = "" }
        return element
    }
}
