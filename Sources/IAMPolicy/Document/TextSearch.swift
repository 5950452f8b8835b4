#if canImport(Glibc)
    internal import Glibc
#endif

import Documents

/// What is looked for among the bytes of texts: characters take many times as long.
extension StringProtocol {
    /// What `body` makes of its bytes.
    @inline(__always) func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        // Where they lie in a row, as nearly always, there is no quicker way to look through them.
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }

    /// Whether it begins with the bytes of `text`.
    func begins(with text: String) -> Bool {
        withBytes { mine in
            text.withBytes { its in
                guard let a = mine.baseAddress, let b = its.baseAddress else { return its.isEmpty }
                return mine.count >= its.count && memcmp(a, b, its.count) == 0
            }
        }
    }

    /// Whether it holds one of the wildcards `*` and `?`.
    var hasWildcards: Bool { withBytes(\.hasWildcards) }

    /// Whether it holds a byte.
    func has(_ byte: UInt8) -> Bool { withBytes { $0.place(of: byte) != nil } }

    /// What comes before the first `byte`; all of it where there is none.
    func before(_ byte: UInt8) -> SubSequence {
        let place = withBytes { $0.place(of: byte) ?? $0.count }
        return self[..<utf8.index(startIndex, offsetBy: place)]
    }

    /// Whether its bytes come before those of `text`.
    func precedes(_ text: String) -> Bool {
        withBytes { mine in
            text.withBytes { its in
                guard let a = mine.baseAddress, let b = its.baseAddress else { return mine.count < its.count }
                let order = memcmp(a, b, Swift.min(mine.count, its.count))
                return order == 0 ? mine.count < its.count : order < 0
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether it holds one of the wildcards `*` and `?`.
    var hasWildcards: Bool { place(of: UInt8(ascii: "*")) != nil || place(of: UInt8(ascii: "?")) != nil }
}
