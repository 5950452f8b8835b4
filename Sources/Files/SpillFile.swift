#if canImport(Glibc)
    internal import Glibc
#endif
import Synchronization

/// Bytes that are put away until they are asked for: in memory while they are few, then in a file without a name that
/// nobody else can open and that is gone when the program ends, however it ends.
///
/// A file that can't be written (a full disk) loses nothing: from then on the bytes stay in memory, and ``failure`` says
/// why.
public final class SpillFile: Sendable {
    private struct State {
        /// -1 before the first bytes went to the file.
        var descriptor: Int32 = -1
        /// How many bytes are in the file.
        var written = 0
        /// What comes after those.
        var rest: [UInt8] = []
        var failure: FileFailure?
    }
    private let state = Mutex(State())
    private let folder: String
    private let limit: Int

    /// A place for bytes, of which about `limit` stay in memory, and the rest goes to a file in `folder`.
    public init(folder: String, limit: Int = 1 << 16) {
        self.folder = folder
        self.limit = limit
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Why the bytes stay in memory, where they do.
    public var failure: FileFailure? { state.withLock { $0.failure } }

    /// Puts `bytes` away, and says where they begin.
    public func append(_ bytes: [UInt8]) -> Int {
        state.withLock { state in
            let place = state.written + state.rest.count
            state.rest.append(contentsOf: bytes)
            if state.rest.count >= limit, state.failure == nil { spill(&state) }
            return place
        }
    }

    /// The `count` bytes that begin at `place`.
    public func read(_ count: Int, at place: Int) throws(FileFailure) -> [UInt8] {
        let (descriptor, inMemory) = state.withLock { state -> (Int32, [UInt8]?) in
            let start = place - state.written
            return (state.descriptor, start < 0 ? nil : Array(state.rest[start..<start + count]))
        }
        if let inMemory { return inMemory }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
            while got < count {
                let more = pread(descriptor, buffer.baseAddress! + got, count - got, place + got)
                if more < 0, errno == EINTR { continue }
                if more <= 0 { code = more < 0 ? errno : EIO }
                if more <= 0 { return }
                got += more
            }
        }
        guard code == 0 else { throw FileFailure(path: name, attempt: "read", code: code) }
        return bytes
    }

    private var name: String { "a temporary file in \(folder)" }

    private func spill(_ state: inout State) {
        do throws(FileFailure) {
            if state.descriptor < 0 { state.descriptor = try unnamed() }
            try Files.append(state.rest, to: state.descriptor, path: name)
            state.written += state.rest.count
            state.rest.removeAll(keepingCapacity: true)
        } catch {
            // What was written of a part that did not fit is never read.
            state.failure = error
        }
    }

    private func unnamed() throws(FileFailure) -> Int32 {
        let path = "\(folder)/assay.\(UInt64.random(in: 0...UInt64.max))"
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileFailure(path: name, attempt: "write", code: errno) }
        unlink(path)
        return file
    }
}
