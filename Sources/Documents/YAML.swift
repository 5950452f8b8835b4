internal import CLibYAML

/// YAML text in, each node with the place where it stands.
///
/// Reading is libyaml's (<https://pyyaml.org/wiki/LibYAML>). Anchors, aliases, tags, repeated keys and several
/// documents are refused: a file of ours says each thing once.
public enum YAML {
    /// A node of a document.
    public struct Node: Sendable {
        /// What the node holds.
        public indirect enum Content: Sendable {
            /// A scalar; `plain` tells that it was written without quotes, so that `~` may mean nothing.
            case scalar(String, plain: Bool)
            /// A list.
            case sequence([Node])
            /// A map; keys are scalars, each once, in the order written.
            case mapping([(key: Node, value: Node)])
        }
        /// What it holds.
        public let content: Content
        /// The line where it begins, from 1.
        public let line: Int
        /// The column where it begins, from 1, in characters.
        public let column: Int

        /// A node at a place.
        public init(_ content: Content, line: Int, column: Int) {
            self.content = content
            self.line = line
            self.column = column
        }

        /// The text, where this is a scalar.
        public var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
        /// The elements, where this is a list.
        public var items: [Node]? { if case .sequence(let items) = content { items } else { nil } }
        /// The members, where this is a map.
        public var members: [(key: Node, value: Node)]? {
            if case .mapping(let all) = content { all } else { nil }
        }
        /// The value under `key`, where this is a map that has it.
        public subscript(_ key: String) -> Node? { members?.first { $0.key.text == key }?.value }
        /// Whether this is a plain scalar that says nothing (empty, `~` or `null`).
        public var isNull: Bool {
            if case .scalar(let text, plain: true) = content {
                ["", "~", "null"].contains(text)
            } else {
                false
            }
        }
        /// What kind of node this is, in a word for messages.
        public var kind: String {
            switch content {
            case .scalar: "text"
            case .sequence: "list"
            case .mapping: "map"
            }
        }
    }

    /// The one document in `text`, which came from `file`.
    ///
    /// - Throws: the first mistake; behind one, YAML's structure is a guess. An empty document is a mistake.
    public static func parse(_ text: String, file: String) throws(Diagnostic) -> Node {
        try parse(Array(text.utf8), file: file)
    }

    /// The one document in `bytes`, UTF-8, which came from `file`.
    ///
    /// - Throws: the first mistake, as ``parse(_:file:)-(String,_)`` does; bytes that are no UTF-8 are one.
    public static func parse(_ bytes: [UInt8], file: String) throws(Diagnostic) -> Node {
        var reader = YAMLReader(file: file)
        return try reader.read(bytes)
    }
}

/// Builds nodes from libyaml's events.
private struct YAMLReader {
    let file: String
    private var parser = yaml_parser_t()
    private static let deepest = 200

    init(file: String) { self.file = file }

    mutating func read(_ bytes: [UInt8]) throws(Diagnostic) -> YAML.Node {
        guard yaml_parser_initialize(&parser) == 1 else { preconditionFailure("libyaml is out of memory") }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<YAML.Node, Diagnostic> in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            do throws(Diagnostic) { return .success(try document()) } catch {
                let isUnreadable = parser.error == YAML_READER_ERROR
                return .failure(isUnreadable ? unreadable(bytes.prefix(Int(parser.problem_offset))) : error)
            }
        }
        return try result.get()
    }

    /// The mistake that what stands behind `before` is no text: libyaml counts bytes there, not lines.
    private func unreadable(_ before: ArraySlice<UInt8>) -> Diagnostic {
        let lines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let column = String(decoding: lines.last ?? [], as: UTF8.self).unicodeScalars.count
        return Diagnostic(
            file: file, line: max(1, lines.count), column: column + 1,
            message: "not YAML: the byte here is no UTF-8 text, or a control character",
            hint: "save the file as UTF-8")
    }

    private mutating func document() throws(Diagnostic) -> YAML.Node {
        var root: YAML.Node?
        while true {
            let event = try next()
            switch event.kind {
            case YAML_STREAM_END_EVENT:
                guard let root else { throw mistake(event, "the file is empty") }
                return root
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
            case YAML_DOCUMENT_START_EVENT:
                if root != nil {
                    throw mistake(event, "a second document begins here; one file is one document")
                }
            default: root = try node(event, depth: 0)
            }
        }
    }

    private mutating func node(_ event: Event, depth: Int) throws(Diagnostic) -> YAML.Node {
        if depth > Self.deepest { throw mistake(event, "nested more than \(Self.deepest) levels deep") }
        if event.kind == YAML_ALIAS_EVENT {
            throw mistake(event, "aliases are not used here; write the value again")
        }
        if event.hasAnchor { throw mistake(event, "anchors are not used here; remove the & word") }
        if event.hasTag { throw mistake(event, "tags are not used here; remove the ! word") }
        switch event.kind {
        case YAML_SCALAR_EVENT:
            return YAML.Node(.scalar(event.text, plain: event.plain), line: event.line, column: event.column)
        case YAML_SEQUENCE_START_EVENT:
            var items = [YAML.Node]()
            while true {
                let inner = try next()
                if inner.kind == YAML_SEQUENCE_END_EVENT {
                    return YAML.Node(.sequence(items), line: event.line, column: event.column)
                }
                items.append(try node(inner, depth: depth + 1))
            }
        case YAML_MAPPING_START_EVENT:
            var members = [(key: YAML.Node, value: YAML.Node)]()
            var seen = Set<String>()
            // Nearly every map is small: what was read is its own index then.
            func isNew(_ name: String) -> Bool {
                if members.count <= 16 { return !members.contains { $0.key.text == name } }
                if seen.isEmpty { seen = Set(members.lazy.compactMap(\.key.text)) }
                return seen.insert(name).inserted
            }
            while true {
                let inner = try next()
                if inner.kind == YAML_MAPPING_END_EVENT {
                    return YAML.Node(.mapping(members), line: event.line, column: event.column)
                }
                let key = try node(inner, depth: depth + 1)
                guard let name = key.text else { throw mistake(inner, "a key is text, not a \(key.kind)") }
                guard isNew(name) else {
                    throw mistake(inner, "the key \(name) is here twice")
                }
                members.append((key, try node(try next(), depth: depth + 1)))
            }
        default: throw mistake(event, "a value was expected here")
        }
    }

    private struct Event {
        var kind: yaml_event_type_t
        var line: Int
        var column: Int
        var text = ""
        var plain = false
        var hasAnchor = false
        var hasTag = false
    }

    private mutating func next() throws(Diagnostic) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(&parser, &raw) == 1 else {
            let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
            let mark = parser.problem_mark
            let context = parser.context.map { " (" + String(cString: $0) + ")" } ?? ""
            throw Diagnostic(
                file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1,
                message: "not YAML: \(problem)\(context)", hint: hint(problem))
        }
        defer { yaml_event_delete(&raw) }
        var event = Event(
            kind: raw.type, line: Int(raw.start_mark.line) + 1, column: Int(raw.start_mark.column) + 1)
        switch raw.type {
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            event.text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            event.plain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            event.hasAnchor = scalar.anchor != nil
            event.hasTag = scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            event.hasAnchor = raw.data.sequence_start.anchor != nil
            event.hasTag = raw.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT:
            event.hasAnchor = raw.data.mapping_start.anchor != nil
            event.hasTag = raw.data.mapping_start.tag != nil
        default: break
        }
        return event
    }

    private func hint(_ problem: String) -> String? {
        if problem.contains("a tab character") { return "indent with spaces" }
        if problem.contains("mapping values are not allowed") {
            return "put quotes around text with a colon and a space in it"
        }
        if problem.contains("expected key") || problem.contains("expected ',' or") {
            return "look for a quote, bracket or indentation that is wrong here or above"
        }
        return problem.contains("cannot start any token") || problem.contains("alias")
            || problem.contains("tag")
            ? "put quotes around an expression that begins with @ ` * ! or &" : nil
    }

    private func mistake(_ event: Event, _ message: String) -> Diagnostic {
        Diagnostic(file: file, line: event.line, column: event.column, message: message)
    }
}
