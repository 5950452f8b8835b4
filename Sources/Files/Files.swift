#if canImport(Glibc)
    internal import Glibc
#endif

/// Why a file could not be read or written.
public struct FileFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What was attempted: `read`, `write`, `list`.
    public let attempt: String
    /// The system's error number.
    public let code: Int32

    /// A failed `attempt` on `path`.
    public init(path: String, attempt: String, code: Int32) {
        self.path = path
        self.attempt = attempt
        self.code = code
    }

    /// `cannot read PATH: No such file or directory`.
    public var description: String { "cannot \(attempt) \(path): \(String(cString: strerror(code)))" }

    /// Whether there is no such file.
    public var isAbsent: Bool { code == ENOENT || code == ENOTDIR }
}

/// Whole files in and out. What is written is written whole or not at all, and is private to its user (mode 0600).
public enum Files {
    /// The bytes of the file at `path`, at most `limit` of them (a larger file is an error: `EFBIG`).
    public static func read(_ path: String, limit: Int = 1 << 30) throws(FileFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileFailure(path: path, attempt: "read", code: errno) }
        defer { close(file) }
        var status = stat()
        fstat(file, &status)
        // A file in one piece, with room for a byte more, which tells of one that has grown; a pipe piece by piece.
        let size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        var bytes = try part(of: file, size.map { min(limit, $0) + 1 } ?? 65536, path, expected: size)
        while !bytes.isEmpty {
            guard bytes.count <= limit else { throw FileFailure(path: path, attempt: "read", code: EFBIG) }
            if let size, bytes.count <= size { break }
            let more = try part(of: file, 65536, path)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    /// The next bytes of an open file, `most` of them unless it ends before; none are waited for behind the `expected`.
    private static func part(
        of file: Int32, _ most: Int, _ path: String, expected: Int? = nil
    ) throws(FileFailure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            while count < most {
                let got = Glibc.read(file, buffer.baseAddress! + count, most - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                if got <= 0 { return }
                count += got
                if count == expected { return }
            }
        }
        guard code == 0 else { throw FileFailure(path: path, attempt: "read", code: code) }
        return bytes
    }

    /// The file at `path` as text; bytes that are no UTF-8 become U+FFFD.
    public static func text(_ path: String, limit: Int = 1 << 30) throws(FileFailure) -> String {
        String(decoding: try read(path, limit: limit), as: UTF8.self)
    }

    /// Writes `bytes` to `path`, whole or not at all: to a new file beside it, synced, then renamed over it.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(FileFailure) {
        let beside = "\(path).\(getpid()).new"
        let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard file >= 0 else { throw FileFailure(path: path, attempt: "write", code: errno) }
        var code: Int32 = 0
        do throws(FileFailure) { try append(bytes, to: file, path: path) } catch { code = error.code }
        if code == 0, fsync(file) != 0, errno != EINVAL { code = errno }
        close(file)
        if code == 0, rename(beside, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(beside)
            throw FileFailure(path: path, attempt: "write", code: code)
        }
    }

    /// Writes all of `bytes` to the open file `descriptor`, which `path` names in an error.
    public static func append(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileFailure) {
        var code: Int32 = 0
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
                if count < 0, errno == EINTR { continue }
                if count < 0 {
                    code = errno
                    return
                }
                sent += count
            }
        }
        if code != 0 { throw FileFailure(path: path, attempt: "write", code: code) }
    }

    /// The names in the folder at `path`, sorted, without `.` and `..`.
    public static func list(_ path: String) throws(FileFailure) -> [String] { try entries(path).map(\.name) }

    /// What is in the folder at `path`, sorted by name, each with its kind as `readdir` tells it.
    private static func entries(_ path: String) throws(FileFailure) -> [(name: String, kind: Int)] {
        guard let folder = opendir(path) else { throw FileFailure(path: path, attempt: "list", code: errno) }
        defer { closedir(folder) }
        var entries = [(name: String, kind: Int)]()
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { entries.append((name, Int(entry.pointee.d_type))) }
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// Every file below the folder at `path`, as paths that begin with it, sorted; hidden names are passed over.
    ///
    /// - Parameter only: the one name in the folder that is gone into; nil for all.
    public static func walk(_ path: String, only: String? = nil) throws(FileFailure) -> [String] {
        var files = [String]()
        let all = if let only { [(name: only, kind: Int(DT_UNKNOWN))] } else { try entries(path) }
        for (name, kind) in all where !name.hasPrefix(".") {
            let inner = path.hasSuffix("/") ? path + name : path + "/" + name
            // Of a plain file or folder the entry tells that it is one; what a link leads to, and some file systems, must be
            // asked.
            let isFolder = kind == Int(DT_DIR) || kind != Int(DT_REG) && isFolder(inner)
            if isFolder { files += try walk(inner) } else { files.append(inner) }
        }
        return files
    }

    /// Whether a file or folder is at `path`.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether a folder is at `path`.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes the folder at `path`, and those above it, private to the user (0700), where they are not there.
    public static func makeFolder(_ path: String) throws(FileFailure) {
        guard !isFolder(path) else { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FileFailure(path: path, attempt: "make", code: errno)
        }
    }

    /// Makes an empty file at `path` where none is, and takes away what others may do with one that is there.
    public static func makePrivateFile(_ path: String) throws(FileFailure) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileFailure(path: path, attempt: "make", code: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & 0o077 == 0 || fchmod(file, 0o600) == 0 else {
            throw FileFailure(path: path, attempt: "make private", code: errno)
        }
    }

    /// Gives the file at `path` the name `other`, in the place of a file that has it.
    public static func move(_ path: String, to other: String) throws(FileFailure) {
        guard rename(path, other) == 0 else { throw FileFailure(path: path, attempt: "move", code: errno) }
    }

    /// Removes the file at `path`; one that is not there is no error.
    public static func remove(_ path: String) throws(FileFailure) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw FileFailure(path: path, attempt: "remove", code: errno)
        }
    }
}
