import Files
import Glibc
import TestSupport
import Testing

/// What is put away comes back, wherever it was put.
@Suite struct SpillFileTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// The open files of this program that are in the folder.
    private func openFiles() throws -> [String] {
        try Files.list("/proc/self/fd").compactMap { name in
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = buffer.withUnsafeMutableBytes {
                readlink(
                    "/proc/self/fd/\(name)", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
            }
            let path = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            return path.hasPrefix(folder.path) ? path : nil
        }
    }

    @Test func `what is put away comes back, from memory and from a file that has no name`() throws {
        let file = SpillFile(folder: folder.path, limit: 1000)
        let parts = (0..<100).map { number in [UInt8](repeating: UInt8(number), count: number) }
        let places = parts.map(file.append)
        for (part, place) in zip(parts, places) { #expect(try file.read(part.count, at: place) == part) }
        #expect(file.failure == nil)
        #expect(try openFiles().count == 1)
        #expect(try openFiles().allSatisfy { $0.hasSuffix("(deleted)") })
        #expect(try Files.list(folder.path).isEmpty)
    }

    @Test func `few bytes need no file`() throws {
        let file = SpillFile(folder: folder.path, limit: 1000)
        #expect(file.append([1, 2, 3]) == 0)
        #expect(try file.read(2, at: 1) == [2, 3])
        #expect(try openFiles().isEmpty)
    }

    @Test func `a folder that can't be written loses nothing, and the failure is told`() throws {
        let file = SpillFile(folder: folder.path + "/none", limit: 10)
        let places = (0..<20).map { file.append([UInt8](repeating: $0, count: 5)) }
        for (number, place) in places.enumerated() {
            #expect(try file.read(5, at: place) == [UInt8](repeating: UInt8(number), count: 5))
        }
        #expect(file.failure?.code == ENOENT)
        #expect(file.failure?.description.contains("a temporary file in \(folder.path)/none") == true)
    }

    @Test func `a file that can't grow loses nothing`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var most = rlimit(rlim_cur: 100, rlim_max: 100)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &most) == 0)
            let file = SpillFile(folder: "/tmp", limit: 60)
            let places = (0..<10).map { file.append([UInt8](repeating: $0, count: 30)) }
            for (number, place) in places.enumerated() {
                #expect(try file.read(30, at: place) == [UInt8](repeating: UInt8(number), count: 30))
            }
            #expect(file.failure?.code == EFBIG)
        }
    }
}
