public import Documents

extension Form {
    /// The form as JSON Schema (draft 2020-12).
    ///
    /// A scalar's place decides what it means, so text stands beside the number or boolean that an editor's own YAML
    /// rules make of it.
    var schema: Value {
        switch self {
        case .text(let kind): ["type": ["string", "number", "boolean"], "description": .string(kind)]
        case .word(let words): ["enum": .array(words.map(Self.scalar))]
        case .integer(let least):
            least == Int.min ? ["type": "integer"] : ["type": "integer", "minimum": .integer(least)]
        case .boolean: ["type": "boolean"]
        case .expression: ["type": ["string", "number", "boolean"], "description": "a JMESPath expression"]
        case .template: ["type": ["string", "number", "boolean"], "description": "text with {expressions}"]
        case .list(let form): ["type": "array", "items": form.schema]
        case .map(let key, let form):
            ["type": "object", "description": .string("from \(key)"), "additionalProperties": form.schema]
        case .record(let record): record.schema()
        case .choice(let choice): ["oneOf": .array(choice.records.map { $0.record.schema(head: $0.head) })]
        case .either(let forms): ["anyOf": .array(forms.map(\.schema))]
        case .any: true
        case .named(let name): ["$ref": .string("#/$defs/\(name.rawValue)")]
        }
    }

    /// A word as an editor sees it: `true` is a boolean there.
    private static func scalar(_ word: String) -> Value {
        word == "true" ? true : word == "false" ? false : .string(word)
    }

    /// The names of forms that this one mentions, directly.
    var names: Set<Form.Name> {
        switch self {
        case .text, .word, .integer, .boolean, .expression, .template, .any: []
        case .list(let form), .map(_, let form): form.names
        case .record(let record): record.keys.reduce(into: []) { $0.formUnion($1.form.names) }
        case .choice(let choice):
            choice.records.reduce(into: []) { $0.formUnion(Form.record($1.record).names) }
        case .either(let forms): forms.reduce(into: []) { $0.formUnion($1.names) }
        case .named(let name): [name]
        }
    }
}

extension Record {
    /// The map as JSON Schema; `head` is a key that it must have as well.
    fileprivate func schema(head: String? = nil) -> Value {
        var properties = Object()
        for key in keys {
            var schema = key.form.schema
            if case .object(var object) = schema, object["$ref"] == nil {
                object["description"] = .string(key.meaning)
                schema = .object(object)
            }
            properties[key.name] = schema
        }
        var object = Object()
        object["type"] = "object"
        object["properties"] = .object(properties)
        let required = keys.filter { $0.isRequired || $0.name == head }.map { Value.string($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        object["additionalProperties"] = false
        return .object(object)
    }
}

/// A kind of file in a folder of checks; its name decides.
public enum FileKind: String, Sendable, CaseIterable {
    /// `resources.yaml`, `NAME.resources.yaml`.
    case resources
    /// `ID.yaml`.
    case check
    /// `ID.test.yaml`.
    case test
    /// `frameworks/NAME.yaml`.
    case framework
    /// `parameters.yaml`.
    case parameters

    /// The kind of the file at `path`, below its folder of checks; nil where it is none of ours.
    public init?(path: String) {
        let (folder, name) = Self.parts(path)
        guard name.hasSuffix(".yaml") else { return nil }
        if folder == "frameworks" || folder.hasSuffix("/frameworks") {
            self = .framework
        } else if name == "parameters.yaml" {
            self = .parameters
        } else if name == "resources.yaml" || name.hasSuffix(".resources.yaml") {
            self = .resources
        } else if name.hasSuffix(".test.yaml") {
            self = .test
        } else {
            self = .check
        }
    }

    /// The folder and the name of the file at `path`; a folder of none is empty.
    static func parts(_ path: String) -> (folder: String, name: String) {
        let bytes = path.utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
        return (
            String(Substring(bytes[..<slash])), String(Substring(bytes[bytes.index(after: slash)...]))
        )
    }

    /// Which files are of this kind, as globs below a folder of checks.
    public var globs: [String] {
        switch self {
        case .resources: ["**/resources.yaml", "**/*.resources.yaml"]
        case .check: ["*/*.yaml"]
        case .test: ["**/*.test.yaml"]
        case .framework: ["frameworks/*.yaml"]
        case .parameters: ["parameters.yaml"]
        }
    }

    var form: Form {
        switch self {
        case .resources: Forms.resourcesFile
        case .check: Forms.checkFile
        case .test: Forms.testFile
        case .framework: Forms.frameworkFile
        case .parameters: Forms.parametersFile
        }
    }

    /// The JSON Schema (draft 2020-12) of files of this kind, from the tables that the loader reads them by.
    public var schema: Value {
        var open = Array(form.names)
        var names = Set(open)
        while let name = open.popLast() {
            for other in Forms.named(name).names where names.insert(other).inserted { open.append(other) }
        }
        var object = Object()
        object["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        object["title"] = .string("assay: \(rawValue)")
        for member in form.schema.object ?? Object() { object[member.key] = member.value }
        if !names.isEmpty {
            object["$defs"] = .object(
                Object(
                    names.sorted { $0.rawValue < $1.rawValue }.map { ($0.rawValue, Forms.named($0).schema) }))
        }
        return .object(object)
    }
}
