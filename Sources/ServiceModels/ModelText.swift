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

    /// The place among its members of the member `name` of an indexed object.
    func index(of name: String, in table: NameTable) -> Int? { table.index(of: name, in: bytes) }

    /// The name of the member at a place among its members, and where its value stands.
    func place(_ index: Int, in table: NameTable) -> (name: String, value: Range<Int>) {
        table.member(index, in: bytes)
    }

    /// The names of the members of an indexed object.
    func names(in table: NameTable) -> [String] { table.names(in: bytes) }

    /// The text that lies under the two names of `path` in the object at `range`; nil where there is none.
    func text(at path: [String], in range: Range<Int>) -> String? {
        let object = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard let inner = JSONIndex(object, nested: [path[0]])?.nested[path[0]],
            let place = inner.value(of: path[1], in: object)
        else { return nil }
        return (try? JSON.parse(UnsafeRawBufferPointer(rebasing: object[place])))?.string
    }

    /// The names of the members of the object under `name` in the object at `range`.
    func names(at name: String, in range: Range<Int>) -> [String] {
        let object = UnsafeRawBufferPointer(rebasing: bytes[range])
        return JSONIndex(object, nested: [name])?.nested[name]?.names(in: object) ?? []
    }

    /// The value at `range`.
    func parse(_ range: Range<Int>) throws(JSON.Failure) -> Value {
        try JSON.parse(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}
