#if canImport(Glibc)
    internal import Glibc
#endif

/// YAML text in, each node with the place where it stands.
///
/// Reading is libyaml's (<https://pyyaml.org/wiki/LibYAML>). Anchors, aliases, tags, repeated keys and several
/// documents are refused: a file of ours says each thing once.
public enum YAML {
    /// A node of a document, which it keeps alive.
    public struct Node: Sendable {
        let document: Document
        let place: Int

        /// What the node holds.
        public enum Content: Sendable {
            /// A scalar; `plain` tells that it was written without quotes, so that `~` may mean nothing.
            case scalar(String, plain: Bool)
            /// A list.
            case sequence([Node])
            /// A map; keys are scalars, each once, in the order written.
            case mapping([(key: Node, value: Node)])
        }
        private var entry: Document.Entry { document.entries[place] }

        /// What it holds.
        public var content: Content {
            switch entry.kind {
            case .plain, .quoted: .scalar(text!, plain: entry.kind == .plain)
            case .sequence: .sequence(items!)
            case .mapping: .mapping(members!)
            }
        }
        /// The line where it begins, from 1.
        public var line: Int { Int(entry.line) }
        /// The column where it begins, from 1, in characters.
        public var column: Int { Int(entry.column) }

        /// Whether this is a scalar.
        public var isText: Bool { entry.isScalar }
        /// Whether this is a list.
        public var isList: Bool { entry.kind == .sequence }
        /// Whether this is a map.
        public var isMap: Bool { entry.kind == .mapping }
        /// Whether this is a scalar without quotes around it.
        public var isPlain: Bool { entry.kind == .plain }

        /// The text, where this is a scalar.
        public var text: String? {
            let entry = entry
            return entry.isScalar ? String(decoding: document.text[entry.text], as: UTF8.self) : nil
        }
        /// The elements, where this is a list.
        public var items: [Node]? {
            let entry = entry
            guard entry.kind == .sequence else { return nil }
            var items = [Node]()
            items.reserveCapacity(Int(entry.count))
            var next = place + 1
            while next < entry.end {
                items.append(Node(document: document, place: next))
                next = Int(document.entries[next].end)
            }
            return items
        }
        /// The members, where this is a map.
        public var members: [(key: Node, value: Node)]? {
            let entry = entry
            guard entry.kind == .mapping else { return nil }
            var members = [(key: Node, value: Node)]()
            members.reserveCapacity(Int(entry.count))
            var next = place + 1
            while next < entry.end {
                members.append(
                    (Node(document: document, place: next), Node(document: document, place: next + 1)))
                next = Int(document.entries[next + 1].end)
            }
            return members
        }
        /// The value under `key`, where this is a map that has it.
        public subscript(_ key: String) -> Node? {
            let entry = entry
            guard entry.kind == .mapping else { return nil }
            var key = key
            return key.withUTF8 { key in
                document.member(key, in: place + 1..<Int(entry.end)).map {
                    Node(document: document, place: $0 + 1)
                }
            }
        }
        /// Whether this is a plain scalar that says nothing (empty, `~` or `null`).
        public var isNull: Bool {
            let entry = entry
            guard entry.kind == .plain, entry.count <= 4 else { return false }
            return entry.count == 0 || text == "~" || text == "null"
        }
        /// Calls `body` with the UTF-8 of each scalar in this node, keys too, in the order written.
        public func forEachText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
            document.text.withUnsafeBufferPointer { text in
                for entry in document.entries[place..<Int(entry.end)] where entry.isScalar {
                    body(UnsafeBufferPointer(rebasing: text[entry.text]))
                }
            }
        }
        /// What kind of node this is, in a word for messages.
        public var kind: String {
            switch entry.kind {
            case .plain, .quoted: "text"
            case .sequence: "list"
            case .mapping: "map"
            }
        }
    }

    /// The nodes of a document, one behind the other, and the texts of its scalars: a tree of a few thousand nodes takes two
    /// pieces of memory.
    final class Document: Sendable {
        enum Kind: UInt8 { case plain, quoted, sequence, mapping }

        /// A node; what lies in it follows, of a map each key before its value.
        struct Entry {
            let kind: Kind
            let line: UInt32
            let column: UInt32
            /// Of a scalar, where its text begins.
            let start: UInt32
            /// Of a scalar, how many bytes it has; of a list or map, how many elements or members.
            var count: UInt32
            /// The place behind the last node in it.
            var end: UInt32

            var isScalar: Bool { kind == .plain || kind == .quoted }
            var text: Range<Int> { Int(start)..<Int(start) + Int(count) }
        }
        let entries: [Entry]
        let text: [UInt8]

        init(entries: [Entry], text: [UInt8]) {
            self.entries = entries
            self.text = text
        }

        /// The place of the key `key` among members that stand in `places`.
        func member(_ key: UnsafeBufferPointer<UInt8>, in places: Range<Int>) -> Int? {
            Self.member(key, in: places, entries, text)
        }

        static func member(
            _ key: UnsafeBufferPointer<UInt8>, in places: Range<Int>, _ entries: [Entry], _ text: [UInt8]
        ) -> Int? {
            text.withUnsafeBufferPointer { text in
                var next = places.lowerBound
                while next < places.upperBound {
                    let entry = entries[next]
                    if entry.count == key.count,
                        key.isEmpty
                            || memcmp(key.baseAddress!, text.baseAddress! + Int(entry.start), key.count) == 0
                    {
                        return next
                    }
                    next = Int(entries[next + 1].end)
                }
                return nil
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
