import Documents

/// The text of a model: part of the binary, which is not copied, or read from somewhere.
///
/// Unchecked, because a pointer is in it: to a constant of the binary, or into memory that only this object holds, and
/// nobody writes to either.
final class ModelText: @unchecked Sendable {
    private let bytes: UnsafeRawBufferPointer
    private let owned: UnsafeMutableRawBufferPointer?

    /// A text that is part of the binary, where each operation and each shape has a line of its own.
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

    /// Where the members of the text's object stand, and those of its members called `nested`.
    func index(nested: [String] = []) -> JSONIndex? {
        JSONIndex(bytes, nested: nested, isLined: owned == nil)
    }

    /// The value at `range`, which is good for as long as this object is.
    subscript(_ range: Range<Int>) -> JSONView { JSONView(UnsafeRawBufferPointer(rebasing: bytes[range])) }

    /// Where the value of the member `name` of an indexed object stands.
    func place(of name: String, in table: NameTable) -> Range<Int>? {
        index(of: name, in: table).map { place($0, in: table).value }
    }

    /// The place among its members of the member `name` of an indexed object.
    func index(of name: String, in table: NameTable) -> Int? {
        var name = name
        return name.withUTF8 { table.index(of: UnsafeRawBufferPointer($0), in: bytes) }
    }

    /// The place among its members of the member `name` of an indexed object.
    func index(of name: JSONView.Name, in table: NameTable) -> Int? {
        table.index(of: name.bytes, in: bytes)
    }

    /// The name of the member at a place among its members, and where its value stands.
    func place(_ index: Int, in table: NameTable) -> (name: String, value: Range<Int>) {
        table.member(index, in: bytes)
    }

    /// The first of the names of the members of an indexed object that `isWanted`.
    func name(in table: NameTable, _ isWanted: (JSONView.Name) -> Bool) -> String? {
        table.name(in: bytes, isWanted)
    }

    /// The names of the members of an indexed object.
    func names(in table: NameTable) -> [String] { table.names(in: bytes) }

    /// The value at `range`.
    func parse(_ range: Range<Int>) throws(JSON.Failure) -> Value {
        try JSON.parse(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}
