import Files
import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// A file that lines are appended to, private to its user.
final class LineFile: Sendable {
    private let path: String
    private let descriptor: Int32
    private let hasFailed = Atomic(false)

    init(_ path: String) throws(FileFailure) {
        self.path = path
        try Files.makePrivateFile(path)
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, attempt: "write", code: errno) }
    }

    deinit { close(descriptor) }

    /// Appends complete lines; says once that it can't, and goes on without.
    func append(_ lines: [UInt8]) {
        do throws(FileFailure) { try Files.append(lines, to: descriptor, path: path) } catch {
            guard !hasFailed.exchange(true, ordering: .relaxed) else { return }
            Console.error("mock-aws: \(error); the log lacks requests from here on")
        }
    }
}
