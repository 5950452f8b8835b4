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
            return entry.isScalar ? String(decoding: document.text(of: entry), as: UTF8.self) : nil
        }
        /// The text in UTF-8, where this is a scalar, good for as long as the node is.
        var utf8: UnsafeBufferPointer<UInt8>? {
            let entry = entry
            return entry.isScalar ? document.text(of: entry) : nil
        }
        /// Whether this is a scalar and `text` its text.
        public func says(_ text: String) -> Bool {
            var text = text
            return text.withUTF8 { entry.isScalar && document.reads(entry, $0) }
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
                var next = place + 1
                while next < entry.end {
                    if document.reads(document.entries[next], key) {
                        return Node(document: document, place: next + 1)
                    }
                    next = Int(document.entries[next + 1].end)
                }
                return nil
            }
        }
        /// Whether this is a plain scalar that says nothing (empty, `~` or `null`).
        public var isNull: Bool {
            let entry = entry
            guard entry.kind == .plain, entry.count <= 4 else { return false }
            return entry.count == 0 || says("~") || says("null")
        }
        /// Calls `body` with the UTF-8 of each scalar in this node, keys too, in the order written.
        public func forEachText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
            for entry in document.entries[place..<Int(entry.end)] where entry.isScalar {
                body(document.text(of: entry))
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
    ///
    /// Unchecked, because pointers are in it: into memory that only this object holds and nobody writes to.
    final class Document: @unchecked Sendable {
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
        }
        let entries: UnsafeBufferPointer<Entry>
        private let text: UnsafeBufferPointer<UInt8>

        init(entries: [Entry], text: [UInt8]) {
            self.entries = .copy(of: entries)
            self.text = .copy(of: text)
        }

        deinit {
            entries.deallocate()
            text.deallocate()
        }

        /// Whether `text` is the text of a scalar.
        func reads(_ entry: Entry, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
            Int(entry.count) == text.count
                && (text.isEmpty
                    || memcmp(text.baseAddress!, self.text(of: entry).baseAddress!, text.count) == 0)
        }

        /// The text of a scalar, good for as long as this object is.
        func text(of entry: Entry) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(
                start: text.baseAddress.map { $0 + Int(entry.start) }, count: Int(entry.count))
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

extension UnsafeBufferPointer {
    /// Memory of its own that holds `elements`.
    fileprivate static func copy(of elements: [Element]) -> UnsafeBufferPointer {
        let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = copy.initialize(from: elements)
        return UnsafeBufferPointer(copy)
    }
}
