#if canImport(Glibc)
    internal import Glibc
#endif

/// Text as it stands in memory.
extension UnsafeBufferPointer<UInt8> {
    /// Whether it says `word`, which is ASCII.
    @inlinable @inline(__always) public func says(_ word: StaticString) -> Bool {
        // Of several words, most are seen by their lengths not to be it.
        count == word.utf8CodeUnitCount && begins(word)
    }

    /// Whether it begins with `word`, which is ASCII.
    @inlinable @inline(__always) public func begins(with word: StaticString) -> Bool {
        count >= word.utf8CodeUnitCount && begins(word)
    }

    /// Where the first `byte` is.
    public func place(of byte: UInt8) -> Int? {
        guard let start = baseAddress, let found = memchr(start, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    /// Whether it begins with a word that is not longer. As the word is known, a comparison or two remain of the loops.
    @inlinable @inline(__always) func begins(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard length > 0 else { return true }
        let (mine, its) = (UnsafeRawPointer(baseAddress!), UnsafeRawPointer(word.utf8Start))
        var place = 0
        while place &+ 8 <= length {
            if mine.word(UInt64.self, at: place) != its.word(UInt64.self, at: place) { return false }
            place &+= 8
        }
        if place &+ 4 <= length {
            if mine.word(UInt32.self, at: place) != its.word(UInt32.self, at: place) { return false }
            place &+= 4
        }
        while place < length {
            if mine.word(UInt8.self, at: place) != its.word(UInt8.self, at: place) { return false }
            place &+= 1
        }
        return true
    }
}

extension UnsafeRawPointer {
    @inlinable @inline(__always) func word<Word: FixedWidthInteger>(_ word: Word.Type, at place: Int) -> Word
    {
        loadUnaligned(fromByteOffset: place, as: word)
    }
}

extension String {
    /// The text that `bytes` are, which must be valid UTF-8; whether they are known to be ASCII.
    public init(valid bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool = false) {
        // As much as lies in a string without memory of its own is made faster so.
        if bytes.count < 16 {
            self.init(unsafeUninitializedCapacity: bytes.count) { $0.initialize(fromContentsOf: bytes) }
            return
        }
        var text = UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII)
        if !isASCII { _ = text.checkForASCII() }
        self.init(copying: text)
    }
}
