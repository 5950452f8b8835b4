#if canImport(Glibc)
    internal import Glibc
#endif

/// A file that is written in chunks and appears whole, when it is put in place; one that never is leaves nothing behind.
///
/// What is there already and is no ordinary file (a pipe, `/dev/stdout`) is written to as it is.
public final class StagedFile {
    /// Where the file will be.
    public let path: String
    private let beside: String?
    private var descriptor: Int32

    /// Opens a new file beside `path`, private to the user unless `mode` says otherwise.
    public init(_ path: String, mode: UInt32 = 0o600) throws(FileFailure) {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            beside = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            beside = "\(path).\(getpid()).new"
            descriptor = open(beside!, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        }
        guard descriptor >= 0 else { throw FileFailure(path: path, attempt: "write", code: errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if let beside { unlink(beside) }
    }

    /// Appends `bytes`.
    public func append(_ bytes: [UInt8]) throws(FileFailure) {
        try Files.append(bytes, to: descriptor, path: path)
    }

    /// Makes sure that what was appended is on the disk.
    public func sync() throws(FileFailure) {
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw FileFailure(path: path, attempt: "write", code: errno)
        }
    }

    /// Puts the file in place, over one that was there before. Nothing can be appended afterwards.
    public func place() throws(FileFailure) {
        if let beside, rename(beside, path) != 0 {
            throw FileFailure(path: path, attempt: "write", code: errno)
        }
        close(descriptor)
        descriptor = -1
    }
}
