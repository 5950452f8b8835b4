import Documents
public import Files

#if canImport(Glibc)
    internal import Glibc
#endif

/// A file of exchanges, a line of JSON each, appended as they arrive; private to its user.
///
/// Confined to the task that writes it. A kill can cut the last line at most, which reading passes over.
public final class ExchangeLog {
    /// The file.
    public let path: String
    private let descriptor: Int32

    /// Opens the log at `path` for appending; makes it (mode 0600) where it is not there.
    public init(appendingTo path: String) throws(FileFailure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileFailure(path: path, attempt: "write", code: errno) }
        // Two scans that write one log would each resume from the other's.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw FileFailure(path: path, attempt: "lock", code: code)
        }
        fchmod(descriptor, 0o600)
        // A cut last line must not swallow the next one.
        let end = lseek(descriptor, 0, SEEK_END)
        if end > 0, Self.lastByte(path, end) != UInt8(ascii: "\n") {
            try Files.append([UInt8(ascii: "\n")], to: descriptor, path: path)
        }
    }

    deinit { close(descriptor) }

    /// Whether a scan that runs writes the log at `path`.
    public static func isInUse(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private static func lastByte(_ path: String, _ end: Int) -> UInt8? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var byte: UInt8 = 0
        return pread(file, &byte, 1, end - 1) == 1 ? byte : nil
    }

    /// Appends `exchange` as one line, in one write.
    public func append(_ exchange: Exchange) throws(FileFailure) {
        var line = [UInt8]()
        JSON.write(exchange.json, to: &line)
        line.append(UInt8(ascii: "\n"))
        try Files.append(line, to: descriptor, path: path)
    }

    /// What a log holds.
    public struct Contents: Sendable {
        /// The exchanges in the order in which they were written.
        public var exchanges: [Exchange] = []
        /// Lines that are no exchange, by number from 1, and why; the last line of a killed scan is often one.
        public var unreadable: [(line: Int, reason: String)] = []
    }

    /// Reads the log at `path`.
    public static func read(_ path: String) throws(FileFailure) -> Contents {
        let bytes = try Files.read(path)
        var contents = Contents()
        bytes.withUnsafeBytes { bytes in
            var number = 0
            var start = 0
            while start < bytes.count {
                number += 1
                let newline = memchr(
                    bytes.baseAddress! + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
                let end = newline.map { UnsafeRawPointer($0) - bytes.baseAddress! } ?? bytes.count
                defer { start = end + 1 }
                guard end > start else { continue }
                do {
                    let value = try JSON.parse(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                    contents.exchanges.append(try Exchange(json: value))
                } catch {
                    contents.unreadable.append((number, "\(error)"))
                }
            }
        }
        return contents
    }
}
