#if canImport(Glibc)
    internal import Glibc
#endif

extension YAML {
    /// Words that texts of documents are compared with; no text is made of a node for that.
    public struct Words: Sendable {
        private let bytes: [UInt8]
        private let counts: [UInt32]

        /// These words, each once.
        public init(_ words: [String]) {
            bytes = words.flatMap(\.utf8)
            counts = words.map { UInt32($0.utf8.count) }
        }

        /// The place of the word that a scalar says; nil where it says none of them, and for lists and maps.
        public func index(of node: Node) -> Int? {
            guard let text = node.utf8 else { return nil }
            return bytes.withUnsafeBufferPointer { bytes in
                var start = 0
                for (place, count) in counts.enumerated() {
                    if Int(count) == text.count,
                        count == 0 || memcmp(bytes.baseAddress! + start, text.baseAddress!, text.count) == 0
                    {
                        return place
                    }
                    start += Int(count)
                }
                return nil
            }
        }
    }
}
