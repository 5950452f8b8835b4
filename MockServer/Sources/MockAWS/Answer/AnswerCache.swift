import Documents

/// Encoded answers to calls that only read, found again by the bytes of the request that mean something.
///
/// Dates and signatures are not among them: a second call with the same question gets the same bytes with a date and a
/// request ID of its own. Every change of the state drops all.
struct AnswerCache: Sendable {
    /// What of a request decides about its answer, once its signature holds.
    struct Key: Hashable, Sendable {
        private let bytes: [UInt8]

        /// The key of `request`; nil where it is signed in its query string, which differs every time.
        init?(_ request: IncomingRequest) {
            guard !request.target.utf8.contains(UInt8(ascii: "?")) || !request.target.contains("X-Amz-")
            else { return nil }
            var bytes = [UInt8]()
            bytes.reserveCapacity(request.body.count + request.target.utf8.count + 192)
            bytes.append(request.keepsAlive ? 1 : 0)
            bytes.append(contentsOf: request.method.utf8)
            bytes.append(0)
            bytes.append(contentsOf: request.target.utf8)
            for name in ["x-amz-target", "content-type"] as [StaticString] {
                bytes.append(0)
                if let value = request.bytes(ofHeader: name) { bytes.append(contentsOf: value) }
            }
            bytes.append(0)
            if let header = request.bytes(ofHeader: "authorization") {
                guard let scope = CredentialScope(header) else { return nil }
                bytes.append(contentsOf: header[scope.keyID])
                bytes.append(0)
                bytes.append(contentsOf: header[scope.place])
            }
            bytes.append(0)
            bytes.append(contentsOf: request.body)
            self.bytes = bytes
        }

        func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

        static func == (a: Key, b: Key) -> Bool { a.bytes == b.bytes }

        var count: Int { bytes.count }
    }

    /// An answer, whole, and the places in it that each request gets anew.
    final class Kept: Sendable {
        let understood: Understood
        let status: Int
        let size: Int
        private let bytes: [UInt8]
        private let date: Int
        private let requestIDs: [Int]

        /// `bytes`, answered with `requestID`; nil where no date stands in its head.
        init?(_ bytes: [UInt8], status: Int, requestID: RequestID, understood: Understood, keySize: Int) {
            guard let date = Kept.places(of: Array("\r\nDate: ".utf8), in: bytes).first else { return nil }
            self.bytes = bytes
            self.date = date + 8
            requestIDs = Kept.places(of: Array(requestID.text.utf8), in: bytes)
            self.status = status
            self.understood = understood
            size = bytes.count + keySize + 256
        }

        /// The bytes for one more request.
        func bytes(at date: [UInt8], _ requestID: RequestID) -> [UInt8] {
            var copy = bytes
            copy.withUnsafeMutableBytes { copy in
                date.withUnsafeBytes {
                    copy.baseAddress!.advanced(by: self.date)
                        .copyMemory(from: $0.baseAddress!, byteCount: $0.count)
                }
                for place in requestIDs {
                    requestID.write(to: UnsafeMutableRawBufferPointer(rebasing: copy[place..<place + 36]))
                }
            }
            return copy
        }

        private static func places(of wanted: [UInt8], in bytes: [UInt8]) -> [Int] {
            guard let first = wanted.first, bytes.count >= wanted.count else { return [] }
            return (0...bytes.count - wanted.count).filter { place in
                bytes[place] == first && bytes[place..<place + wanted.count].elementsEqual(wanted)
            }
        }
    }

    /// How many bytes are kept at most.
    private static let most = 32 << 20

    private var kept: [Key: Kept] = [:]
    private var size = 0

    subscript(_ key: Key) -> Kept? { kept[key] }

    mutating func keep(_ answer: Kept, for key: Key) {
        if size + answer.size > Self.most { removeAll() }
        if let old = kept.updateValue(answer, forKey: key) { size -= old.size }
        size += answer.size
    }

    mutating func removeAll() {
        guard !kept.isEmpty else { return }
        kept.removeAll()
        size = 0
    }
}

/// Where a key ID, and the region and service, stand in an `Authorization` header.
struct CredentialScope {
    let keyID: Range<Int>
    /// The region and the service, with the slash between them.
    let place: Range<Int>

    /// Reads the credential in `header`; nil where it has not its five parts.
    init?(_ header: ArraySlice<UInt8>) {
        let found = header.withUnsafeBufferPointer { bytes -> (Range<Int>, Range<Int>)? in
            let name: StaticString = "Credential="
            let count = name.utf8CodeUnitCount
            var start = 0
            while start + count <= bytes.count,
                !(bytes[start] == 67 && (0..<count).allSatisfy { bytes[start + $0] == name.utf8Start[$0] })
            { start += 1 }
            start += count
            guard start < bytes.count else { return nil }
            var end = start
            while end < bytes.count, bytes[end] != 44, bytes[end] != 32 { end += 1 }
            var slashes = (0, 0, 0, 0)  // The last four, the last one first.
            var seen = 0
            var at = end - 1
            while at >= start, seen < 4 {
                if bytes[at] == 47 {
                    switch seen {
                    case 0: slashes.0 = at
                    case 1: slashes.1 = at
                    case 2: slashes.2 = at
                    default: slashes.3 = at
                    }
                    seen += 1
                }
                at -= 1
            }
            guard seen == 4 else { return nil }
            return (start..<slashes.3, slashes.2 + 1..<slashes.0)
        }
        guard let found else { return nil }
        let offset = header.startIndex
        keyID = found.0.lowerBound + offset..<found.0.upperBound + offset
        place = found.1.lowerBound + offset..<found.1.upperBound + offset
    }
}
