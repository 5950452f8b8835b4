internal import CZlib

/// Gzip, as botocore's models are kept (<https://zlib.net/manual.html>).
enum Gzip {
    /// The bytes that `packed` holds; nil when it is no whole gzip file or holds more than `limit` bytes.
    static func unpack(_ packed: [UInt8], limit: Int = 1 << 28) -> [UInt8]? {
        var stream = z_stream()
        guard assay_inflate_init(&stream, 15 + 16) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var packed = packed
        var out = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 1 << 17)
        let count = packed.count
        return packed.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(truncatingIfNeeded: count)
            while true {
                var status: Int32 = 0
                var made = 0
                chunk.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    made = buffer.count - Int(stream.avail_out)
                }
                out += chunk[..<made]
                guard out.count <= limit else { return nil }
                if status == Z_STREAM_END { return out }
                guard status == Z_OK, made > 0 || stream.avail_in > 0 else { return nil }
            }
        }
    }
}
