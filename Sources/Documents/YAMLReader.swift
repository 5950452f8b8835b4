internal import CLibYAML

/// Builds a document from libyaml's events.
struct YAMLReader {
    let file: String
    private var parser = yaml_parser_t()
    private var entries: [YAML.Document.Entry] = []
    private var text: [UInt8] = []
    private static let deepest = 200
    private static let largest = 1 << 30
    /// Of maps with more members than this the keys are kept in a set while they are read.
    private static let small = 16

    init(file: String) { self.file = file }

    mutating func read(_ bytes: [UInt8]) throws(Diagnostic) -> YAML.Node {
        if bytes.count > Self.largest {
            throw Diagnostic(file: file, line: 1, column: 1, message: "larger than 1 GiB")
        }
        guard yaml_parser_initialize(&parser) == 1 else { preconditionFailure("libyaml is out of memory") }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        text.reserveCapacity(bytes.count)
        entries.reserveCapacity(bytes.count / 16)
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<Void, Diagnostic> in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            do throws(Diagnostic) { return .success(try document()) } catch {
                let isUnreadable = parser.error == YAML_READER_ERROR
                return .failure(isUnreadable ? unreadable(bytes.prefix(Int(parser.problem_offset))) : error)
            }
        }
        try result.get()
        return YAML.Node(document: YAML.Document(entries: entries, text: text), place: 0)
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

    private mutating func document() throws(Diagnostic) {
        while true {
            let event = try next()
            switch event.kind {
            case YAML_STREAM_END_EVENT:
                if entries.isEmpty { throw mistake(event, "the file is empty") }
                return
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
            case YAML_DOCUMENT_START_EVENT:
                if !entries.isEmpty {
                    throw mistake(event, "a second document begins here; one file is one document")
                }
            default: try node(event, depth: 0)
            }
        }
    }

    /// Takes in the node that `event` begins.
    private mutating func node(_ event: Event, depth: Int) throws(Diagnostic) {
        if depth > Self.deepest { throw mistake(event, "nested more than \(Self.deepest) levels deep") }
        if event.kind == YAML_ALIAS_EVENT {
            throw mistake(event, "aliases are not used here; write the value again")
        }
        if event.hasAnchor { throw mistake(event, "anchors are not used here; remove the & word") }
        if event.hasTag { throw mistake(event, "tags are not used here; remove the ! word") }
        switch event.kind {
        case YAML_SCALAR_EVENT: begin(event.isPlain ? .plain : .quoted, event)
        case YAML_SEQUENCE_START_EVENT: try sequence(event, depth: depth)
        case YAML_MAPPING_START_EVENT: try mapping(event, depth: depth)
        default: throw mistake(event, "a value was expected here")
        }
    }

    private mutating func sequence(_ event: Event, depth: Int) throws(Diagnostic) {
        let place = begin(.sequence, event)
        while true {
            let inner = try next()
            if inner.kind == YAML_SEQUENCE_END_EVENT { return end(place) }
            try node(inner, depth: depth + 1)
            entries[place].count += 1
        }
    }

    private mutating func mapping(_ event: Event, depth: Int) throws(Diagnostic) {
        let place = begin(.mapping, event)
        var seen = Set<[UInt8]>()
        while true {
            let inner = try next()
            if inner.kind == YAML_MAPPING_END_EVENT { return end(place) }
            let key = entries.count
            try node(inner, depth: depth + 1)
            guard entries[key].isScalar else {
                let kind = inner.kind == YAML_SEQUENCE_START_EVENT ? "list" : "map"
                throw mistake(inner, "a key is text, not a \(kind)")
            }
            guard isNew(key, in: place, &seen) else {
                let name = String(decoding: text[inner.start..<inner.start + inner.count], as: UTF8.self)
                throw mistake(inner, "the key \(name) is here twice")
            }
            try node(try next(), depth: depth + 1)
            entries[place].count += 1
        }
    }

    /// Whether the key at `key` is none of those before it in the map at `map`. Nearly every map is small: what was read is
    /// its own index then.
    private func isNew(_ key: Int, in map: Int, _ seen: inout Set<[UInt8]>) -> Bool {
        func name(_ key: Int) -> ArraySlice<UInt8> {
            text[Int(entries[key].start)..<Int(entries[key].start + entries[key].count)]
        }
        let isSmall = entries[map].count <= Self.small
        var next = isSmall || seen.isEmpty ? map + 1 : key
        while next < key {
            if !isSmall {
                seen.insert(Array(name(next)))
            } else if entries[next].count == entries[key].count, name(next) == name(key) {
                return false
            }
            next = Int(entries[next + 1].end)
        }
        return isSmall || seen.insert(Array(name(key))).inserted
    }

    /// Takes in the beginning of a node, its place.
    @discardableResult
    private mutating func begin(_ kind: YAML.Document.Kind, _ event: Event) -> Int {
        entries.append(
            YAML.Document.Entry(
                kind: kind, line: UInt32(event.line), column: UInt32(event.column),
                start: UInt32(event.start), count: UInt32(event.count), end: UInt32(entries.count + 1)))
        return entries.count - 1
    }

    /// Takes in the end of the list or map at `place`.
    private mutating func end(_ place: Int) { entries[place].end = UInt32(entries.count) }

    private struct Event {
        var kind: yaml_event_type_t
        var line: Int
        var column: Int
        /// Of a scalar, where its text stands in `text`.
        var start = 0
        var count = 0
        var isPlain = false
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
            event.start = text.count
            event.count = scalar.length
            text.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
            event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
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
