import AWSWire
import Files
import Inventory

#if canImport(Glibc)
    internal import Glibc
#endif

/// The pseudonyms of a recorded world, kept beside it so that a later recording goes on with them.
///
/// The file holds keyed hashes and numbers, never a real name. The key is in the user's state folder and not in the
/// world, so that nobody who is given the world can try out names. The file is locked while the world is recorded.
final class PseudonymFile {
    /// The file's name in the folder of a world; readers of worlds pass over hidden files.
    static let name = ".pseudonyms"

    private static let format = "pseudonyms/1"
    private let path: String
    private let descriptor: Int32
    private(set) var pseudonyms: Pseudonyms

    /// Opens the file of the world in `folder`, with the key in the file `keyFile`; makes both where they are not there.
    init(folder: String, keyFile: String) throws {
        path = folder + "/" + Self.name
        let key = try Self.key(keyFile)
        let check = Digest.hex(Array(Digest.hmac(key: key, Array(Self.format.utf8)).prefix(8)))
        let isNew = !Files.exists(path)
        if isNew, let other = try Files.walk(folder).first(where: { !$0.hasSuffix("/world.json") }) {
            throw RecordingFailure(
                "\(folder) holds what was not recorded here (\(other)); name a new folder with --world")
        }
        try Files.makePrivateFile(path)
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw FileFailure(path: path, attempt: "write", code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw RecordingFailure("another recording writes to \(folder)")
        }
        let text = try Files.text(path)
        var lines = text.split(separator: "\n")[...]
        // A kill can cut the last line; what it named is in no file of the world.
        let isCut = !text.isEmpty && !text.hasSuffix("\n")
        if isCut { lines.removeLast() }
        let header = "\(Self.format) \(check)"
        if lines.isEmpty { lines = [Substring(header)] }
        guard lines.first == header[...] else {
            throw RecordingFailure(
                "\(folder) was recorded with another key than \(keyFile), so the same things would get other names; "
                    + "name a new folder with --world, or put that key back")
        }
        guard let pseudonyms = Pseudonyms(key: key, saved: lines.dropFirst()) else {
            throw RecordingFailure("\(path) is damaged; name a new folder with --world")
        }
        self.pseudonyms = pseudonyms
        if isNew || isCut || text.isEmpty {
            guard ftruncate(descriptor, 0) == 0 else {
                throw FileFailure(path: path, attempt: "write", code: errno)
            }
            try append(lines.map(String.init))
        }
    }

    deinit { close(descriptor) }

    /// Keeps what is new in `pseudonyms`: complete lines, in one write.
    func append(_ lines: [String]) throws(FileFailure) {
        guard !lines.isEmpty else { return }
        try Files.append(
            Array((lines.joined(separator: "\n") + "\n").utf8), to: descriptor, path: path)
    }

    /// The key in the file at `path`; made by lot where there is none.
    private static func key(_ path: String) throws -> [UInt8] {
        if !Files.exists(path) {
            if let slash = path.lastIndex(of: "/") { try Files.makeFolder(String(path[..<slash])) }
            var generator = SystemRandomNumberGenerator()
            let made = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try Files.write(Array((Digest.hex(made) + "\n").utf8), to: path)
        }
        let text = try Files.text(path)
        guard text.utf8.count >= 64 else {
            throw RecordingFailure("\(path) holds no key; remove it to have a new one made")
        }
        return Array(text.utf8.prefix(64))
    }
}
