import Documents

#if canImport(Glibc)
    import Glibc
#endif

/// Where a report's bytes go, a chunk at a time.
public typealias ReportSink = ([UInt8]) throws -> Void

/// Gathers a report's bytes and hands them on in chunks, so that no report is ever held whole.
struct ReportWriter: ~Copyable {
    private var buffer: [UInt8] = []
    private let sink: ReportSink
    private static let chunk = 1 << 16

    init(_ sink: @escaping ReportSink) {
        self.sink = sink
        buffer.reserveCapacity(Self.chunk + 4096)
    }

    mutating func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.chunk { try flush() }
    }

    mutating func line(_ text: String = "") throws {
        buffer.append(contentsOf: text.utf8)
        try write("\n")
    }

    /// Writes `value` as JSON text that is safe to show: characters that steer a terminal or turn text around are escaped.
    mutating func json(_ value: Value, _ layout: JSON.Layout = [], depth: Int = 0) throws {
        let start = buffer.count
        JSON.write(value, layout, depth: depth, to: &buffer)
        escapeSteering(from: start)
        if buffer.count >= Self.chunk { try flush() }
    }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try sink(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes the steering characters of the JSON text that begins at `start` as `\u` escapes, which mean the same.
    private mutating func escapeSteering(from start: Int) {
        let mayHave = buffer.withUnsafeBytes { bytes in
            [0xC2, 0xD8, 0xE2].contains { memchr(bytes.baseAddress! + start, $0, bytes.count - start) != nil }
        }
        guard mayHave else { return }
        let text = String(decoding: buffer[start...], as: UTF8.self)
        buffer.removeSubrange(start...)
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x80, scalar.steers {
                let digits = String(scalar.value, radix: 16)
                buffer.append(
                    contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            } else {
                buffer.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
    }
}
