#if canImport(Glibc)
    internal import Glibc
#endif

/// What is looked for among the bytes of texts: characters take many times as long.
extension StringProtocol {
    /// Whether it begins with the bytes of `text`.
    func begins(with text: String) -> Bool {
        // Where the bytes lie in a row, as nearly always, there is no quicker way.
        let inRow = utf8.withContiguousStorageIfAvailable { mine in
            text.utf8.withContiguousStorageIfAvailable { its in
                guard let a = mine.baseAddress, let b = its.baseAddress else { return its.isEmpty }
                return mine.count >= its.count && memcmp(a, b, its.count) == 0
            }
        }
        return inRow.flatMap(\.self) ?? utf8.starts(with: text.utf8)
    }

    /// Whether it holds one of the wildcards `*` and `?`.
    var hasWildcards: Bool {
        let inRow = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.place(of: UInt8(ascii: "*")) != nil || bytes.place(of: UInt8(ascii: "?")) != nil
        }
        return inRow ?? utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    /// Whether it holds a byte.
    func has(_ byte: UInt8) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.place(of: byte) != nil } ?? utf8.contains(byte)
    }

    /// What comes before the first `byte`; all of it where there is none.
    func before(_ byte: UInt8) -> SubSequence {
        let place =
            utf8.withContiguousStorageIfAvailable { bytes in bytes.place(of: byte) ?? bytes.count }
            ?? utf8.prefix { $0 != byte }.count
        return self[..<utf8.index(startIndex, offsetBy: place)]
    }
}

extension String {
    /// Whether its bytes come before those of `text`.
    func precedes(_ text: String) -> Bool {
        let inRow = utf8.withContiguousStorageIfAvailable { mine in
            text.utf8.withContiguousStorageIfAvailable { its in
                guard let a = mine.baseAddress, let b = its.baseAddress else {
                    return mine.isEmpty && !its.isEmpty
                }
                let order = memcmp(a, b, Swift.min(mine.count, its.count))
                return order == 0 ? mine.count < its.count : order < 0
            }
        }
        return inRow.flatMap(\.self) ?? utf8.lexicographicallyPrecedes(text.utf8)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the first `byte` is.
    func place(of byte: UInt8) -> Int? {
        guard let start = baseAddress, let found = memchr(start, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }
}
