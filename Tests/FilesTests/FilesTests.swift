import Files
import Glibc
import TestSupport
import Testing

/// Files are private, and whole or not there.
@Suite struct FilesTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) -> mode_t {
        var info = stat()
        return stat(path, &info) == 0 ? info.st_mode & 0o777 : 0
    }

    @Test func `what is written is read, private to its user`() throws {
        let path = folder.path + "/a"
        try Files.write(Array("one".utf8), to: path)
        #expect(try Files.text(path) == "one")
        #expect(mode(path) == 0o600)
        try Files.write(Array("two".utf8), to: path)
        #expect(try Files.text(path) == "two")
        #expect(try Files.list(folder.path) == ["a"], "nothing is left beside it")
    }

    @Test func `a file that is written over is never half there`() throws {
        let path = folder.path + "/a"
        try Files.write(Array("one".utf8), to: path)
        let open = fopen(path, "r")
        defer { fclose(open) }
        try Files.write(Array("two, longer".utf8), to: path)
        var buffer = [CChar](repeating: 0, count: 32)
        #expect(fread(&buffer, 1, 31, open) == 3, "who had it open sees the old one whole")
    }

    @Test func `a limit is kept`() throws {
        let path = folder.path + "/a"
        try Files.write([UInt8](repeating: 1, count: 100), to: path)
        #expect(try Files.read(path, limit: 100).count == 100)
        #expect(throws: FileFailure.self) { try Files.read(path, limit: 99) }
    }

    @Test func `a failure names path, attempt and reason`() {
        do {
            _ = try Files.read(folder.path + "/absent")
            Issue.record("it was read")
        } catch {
            #expect(error.isAbsent)
            #expect("\(error)" == "cannot read \(folder.path)/absent: No such file or directory")
        }
        #expect(throws: FileFailure.self) { try Files.write([1], to: folder.path + "/no/such") }
    }

    @Test func `a folder is walked in order`() throws {
        try Files.makeFolder(folder.path + "/b/c")
        for name in ["z", "b/y", "b/c/x"] { try Files.write([], to: "\(folder.path)/\(name)") }
        let all = try Files.walk(folder.path)
        #expect(all.count == 3)
        #expect(all == all.sorted())
        #expect(try Files.walk(folder.path, only: "b") == Array(all.prefix(2)))
        #expect(try Files.walk(folder.path, only: "z") == [all[2]])
    }

    @Test func `a staged file is not there before it is placed`() throws {
        let path = folder.path + "/report"
        do {
            let staged = try StagedFile(path)
            try staged.append([1, 2])
            #expect(!Files.exists(path))
        }
        #expect(!Files.exists(path), "one that is never placed leaves nothing")
        #expect(try Files.list(folder.path).isEmpty)
        let staged = try StagedFile(path)
        try staged.append([1, 2])
        try staged.place()
        #expect(try Files.read(path) == [1, 2])
        #expect(mode(path) == 0o600)
    }
}
