import AWSWire

#if canImport(Glibc)
    internal import Glibc
#endif

/// Encoded answers to calls that only read, found again by the bytes of the request that mean something.
///
/// Dates and signatures are not among them: a second call with the same question gets the same bytes with a date and a
/// request ID of its own. Every change of the state drops all. What is asked once is not kept.
struct AnswerCache: Sendable {
    /// What of a request decides about its answer, once its signature holds.
    struct Key: Hashable, Sendable {
        private let bytes: [UInt8]
        /// Of `bytes`, and of a number that differs from process to process.
        let mark: UInt64

        private static let seed = UInt64.random(in: 0 ... .max)

        /// The key of the request in `asked`; nil where it is signed in its query string, which differs every time.
        init?(_ asked: Asked) {
            let request = asked.request
            guard case .success(let signature) = asked.signature, signature?.expires == nil else {
                return nil
            }
            var bytes = [UInt8]()
            bytes.reserveCapacity(request.body.count + request.target.utf8.count + 192)
            bytes.append(request.keepsAlive ? 1 : 0)
            bytes.append(request.method)
            bytes.append(0)
            bytes.append(request.target)
            for name in ["x-amz-target", "content-type"] as [StaticString] {
                bytes.append(0)
                if let value = request.bytes(ofHeader: name) { bytes.append(contentsOf: value) }
            }
            if let signature {
                for part in [signature.keyID, signature.region, signature.service] {
                    bytes.append(0)
                    bytes.append(part)
                }
            }
            bytes.append(0)
            bytes.append(contentsOf: request.body)
            self.bytes = bytes
            mark = Self.mark(of: bytes)
        }

        /// Eight bytes at a time, multiplied and folded.
        private static func mark(of bytes: [UInt8]) -> UInt64 {
            func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
                let product = a.multipliedFullWidth(by: b)
                return product.high ^ product.low
            }
            return bytes.withUnsafeBytes { bytes in
                var mark = seed ^ UInt64(bytes.count)
                var place = 0
                while place + 8 <= bytes.count {
                    let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                    mark = mix(mark ^ word, 0x9e37_79b9_7f4a_7c15)
                    place += 8
                }
                var rest: UInt64 = 0
                while place < bytes.count {
                    rest = rest << 8 | UInt64(bytes[place])
                    place += 1
                }
                return mix(mark ^ rest, 0xbf58_476d_1ce4_e5b9)
            }
        }

        func hash(into hasher: inout Hasher) { hasher.combine(mark) }

        static func == (a: Key, b: Key) -> Bool { a.mark == b.mark && a.bytes == b.bytes }

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
        func bytes(at date: String, _ requestID: RequestID) -> [UInt8] {
            var copy = bytes
            var date = date
            copy.withUnsafeMutableBytes { copy in
                date.withUTF8 {
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
            bytes.withUnsafeBytes { bytes in
                var places = [Int]()
                var start = 0
                while start + wanted.count <= bytes.count,
                    let found = memchr(
                        bytes.baseAddress! + start, Int32(wanted[0]), bytes.count - wanted.count - start + 1)
                {
                    let place = UnsafeRawPointer(found) - bytes.baseAddress!
                    let isIt = memcmp(found, wanted, wanted.count) == 0
                    if isIt { places.append(place) }
                    start = place + (isIt ? wanted.count : 1)
                }
                return places
            }
        }
    }

    /// How many bytes are kept at most.
    private static let most = 32 << 20

    private var kept: [Key: Kept] = [:]
    private var size = 0
    /// Marks of the questions asked lately, each in one place.
    private var asked = [UInt64](repeating: 0, count: 8192)

    /// How many answers are kept.
    var count: Int { kept.count }

    subscript(_ key: Key) -> Kept? { kept[key] }

    /// Whether the answer to the question of `key` is worth keeping: it was asked before, not long ago.
    mutating func wants(_ key: Key) -> Bool {
        let place = Int(truncatingIfNeeded: key.mark & 8191)
        if asked[place] == key.mark { return true }
        asked[place] = key.mark
        return false
    }

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
