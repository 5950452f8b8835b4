import Documents

/// A value in JSON text, looked at where it stands: only what is asked for is read, and no tree is made of the rest.
///
/// It is good for as long as the text is. Of a text that is no JSON it sees nothing, or nonsense; it never reads beyond.
struct JSONView {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The members of an object, in the order written; none where this is no object.
    var members: Members { Members(bytes) }

    /// The elements of a list; none where this is no list.
    var elements: Elements { Elements(bytes) }

    /// Whether this is an object.
    var isObject: Bool { bytes.first == UInt8(ascii: "{") }

    /// The value of the member `name` of an object.
    subscript(_ name: StaticString) -> JSONView? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// The text, where this is text.
    var string: String? {
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\"") else { return nil }
        return name?.text ?? value?.string
    }

    /// The letters, where this is text that stands here as it is.
    var name: Name? {
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\"") else { return nil }
        let inner = UnsafeRawBufferPointer(rebasing: bytes[1..<bytes.count - 1])
        return inner.contains(UInt8(ascii: "\\")) ? nil : Name(inner)
    }

    /// The texts, where this is a list of such.
    var strings: [String] { elements.compactMap(\.string) }

    /// The truth value, where this is one.
    var bool: Bool? {
        let text = Name(bytes)
        return text == "true" ? true : text == "false" ? false : nil
    }

    /// The number, where this is one.
    var double: Double? { value?.double }

    /// The number, where this is one without a fraction.
    var int: Int? { value?.int }

    /// What it holds; nil where it is no JSON.
    var value: Value? { try? JSON.parse(bytes) }

    /// The letters between two quotes, as they are written.
    struct Name {
        let bytes: UnsafeRawBufferPointer

        init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        /// The letters as text.
        var text: String { String(decoding: bytes, as: UTF8.self) }

        static func == (name: Name, word: StaticString) -> Bool {
            let count = word.utf8CodeUnitCount
            guard name.bytes.count == count else { return false }
            for place in 0..<count where name.bytes[place] != word.utf8Start[place] { return false }
            return true
        }

        /// So that names can be switched over.
        static func ~= (word: StaticString, name: Name) -> Bool { name == word }
    }

    /// Goes over an object's members.
    struct Members: Sequence, IteratorProtocol {
        /// No members.
        static var none: Members { Members(UnsafeRawBufferPointer(start: nil, count: 0)) }
        private let bytes: UnsafeRawBufferPointer
        private var scanner: JSONScanner
        private var isOpen: Bool

        init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            scanner = JSONScanner(bytes)
            isOpen = scanner.open()
        }

        mutating func next() -> (name: Name, value: JSONView)? {
            guard isOpen, let name = scanner.key(), let value = scanner.value() else {
                isOpen = false
                return nil
            }
            return (
                Name(UnsafeRawBufferPointer(rebasing: bytes[name])),
                JSONView(UnsafeRawBufferPointer(rebasing: bytes[value]))
            )
        }
    }

    /// Goes over a list's elements.
    struct Elements: Sequence, IteratorProtocol {
        private let bytes: UnsafeRawBufferPointer
        private var scanner: JSONScanner
        private var isOpen: Bool

        init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            scanner = JSONScanner(bytes)
            isOpen = scanner.openList()
        }

        mutating func next() -> JSONView? {
            guard isOpen, let value = scanner.element() else {
                isOpen = false
                return nil
            }
            return JSONView(UnsafeRawBufferPointer(rebasing: bytes[value]))
        }
    }
}
