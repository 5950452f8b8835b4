import Documents

/// The text of a model: part of the binary, which is not copied, or read from somewhere.
///
/// Unchecked, because a pointer is in it: to a constant of the binary, or into memory that only this object holds, and
/// nobody writes to either.
final class ModelText: @unchecked Sendable {
    private let bytes: UnsafeRawBufferPointer
    private let owned: UnsafeMutableRawBufferPointer?

    /// A text that is part of the binary.
    init(embedded bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        owned = nil
    }

    /// A text that was read.
    init(_ text: [UInt8]) {
        let owned = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
        owned.copyBytes(from: text)
        self.owned = owned
        bytes = UnsafeRawBufferPointer(owned)
    }

    deinit { owned?.deallocate() }

    /// Where the members of the object at `start` stand, and those of its members called `nested`.
    func index(nested: [String] = []) -> JSONIndex? { JSONIndex(bytes, nested: nested) }

    /// Where the value of the member `name` of an indexed object stands.
    func place(of name: String, in table: NameTable) -> Range<Int>? { table.value(of: name, in: bytes) }

    /// The names of the members of an indexed object.
    func names(in table: NameTable) -> [String] { table.names(in: bytes) }

    /// The value at `range`.
    func parse(_ range: Range<Int>) throws(JSON.Failure) -> Value {
        try JSON.parse(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}

/// The definitions of a model's shapes, each parsed when it is asked for.
final class ShapeSource: Sendable {
    private let text: ModelText
    private let places: NameTable

    init(_ text: ModelText, _ places: NameTable) {
        self.text = text
        self.places = places
    }

    /// The names of the shapes.
    var names: [String] { text.names(in: places) }

    /// The definition of the shape called `name`; nil where there is none that can be read.
    func definition(_ name: String) -> Object? {
        text.place(of: name, in: places).flatMap { try? text.parse($0).object }
    }

    /// What builds shapes from these definitions.
    func builder() -> ShapeBuilder {
        ShapeBuilder { [self] in definition($0) }
    }
}
