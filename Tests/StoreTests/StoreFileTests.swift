import Files
import Findings
import TestSupport
import Testing

@testable import Store

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct StoreFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/history.db"
    }

    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private static func isWhole(_ store: Store, findings: Int) throws {
        let check = try store.database.prepare("PRAGMA integrity_check")
        _ = try check.step()
        #expect(check.text(0) == "ok")
        let scans = try store.database.number("SELECT count(*) FROM scan")
        #expect(try store.database.number("SELECT count(*) FROM observation") == scans * findings)
        #expect(try store.database.number("SELECT count(*) FROM scan WHERE counts = '{}'") == 0)
    }

    @Test func `the store is private to its user`() throws {
        let mask = umask(0)
        defer { umask(mask) }
        _ = try Store(path: path).record(report(0, [finding("a", .fail)]))
        #expect(Self.mode(path) == 0o600)
        chmod(path, 0o644)
        let store = try Store(path: path)
        #expect(Self.mode(path) == 0o600)
        try store.database.transaction(writing: true) { () throws(StoreFailure) in
            try store.database.run("DELETE FROM observation")
            #expect(Self.mode(path + "-journal") == 0o600)
        }
    }

    @Test func `a scan is stored once`() throws {
        let store = try Store(path: path)
        _ = try store.record(report(0, [finding("a", .fail)]))
        let failure = #expect(throws: StoreFailure.self) {
            try store.record(report(0, [finding("b", .fail)]))
        }
        #expect(failure?.description == "cannot write the store \(path): the scan scan-0 is in it already")
        #expect(try store.lives(of: "b").isEmpty)
        try Self.isWhole(store, findings: 1)
    }

    @Test func `a finding that is there twice is stored once, with the worse status`() throws {
        let store = try Store(path: path)
        _ = try store.record(report(0, [finding("a", .pass), finding("a", .fail)]))
        #expect(try store.lives(of: "a").map(\.events.last?.status) == [.fail])
        try Self.isWhole(store, findings: 1)
    }

    @Test(arguments: [1, 4, 9, 16, 25, 36, 49, 64])
    func `a scan that is killed while it writes leaves the last whole one`(_ milliseconds: Int) async throws {
        await #expect(processExitsWith: .signal(SIGALRM)) {
            [file = path as String, milliseconds = milliseconds as Int] in
            let store = try Store(path: file)
            // Nobody catches the alarm, so it ends the process wherever it is.
            var timer = itimerval(
                it_interval: timeval(tv_sec: 0, tv_usec: 0),
                it_value: timeval(tv_sec: 0, tv_usec: milliseconds * 1000))
            setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
            for day in 0... {
                let findings = (0..<300).map {
                    finding("\($0)", day % 2 == 0 ? .fail : .pass, reason: "\(day) \($0)")
                }
                _ = try store.record(report(day, findings))
            }
        }
        let store = try Store(path: path)
        try Self.isWhole(store, findings: 300)
        _ = try store.record(report(-1, (0..<300).map { finding("\($0)", .fail) }))
        try Self.isWhole(store, findings: 300)
    }

    @Test func `scans at once do not disturb each other`() async throws {
        let file = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let store = try Store(path: file)
                    for day in 0..<5 {
                        let findings = (0..<50).map { finding("\($0)", .fail) }
                        _ = try store.record(report(day, findings, id: "\(writer)-\(day)"))
                        _ = try store.scans()
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try Store(path: path)
        #expect(try store.scans().count == 20)
        try Self.isWhole(store, findings: 50)
        #expect(try store.lives(of: "c").allSatisfy { $0.events.map(\.change) == [.failed] })
    }

    @Test func `an older store is brought up to date, and a copy kept`() throws {
        _ = try Store(path: path).record(report(0, [finding("a", .fail)]))
        let next = Schema(
            steps: Schema.current.steps + ["ALTER TABLE scan ADD COLUMN note TEXT; DELETE FROM event"])
        let store = try Store(path: path, schema: next)
        #expect(try store.database.number("PRAGMA user_version") == 2)
        #expect(try store.database.number("SELECT count(*) FROM event") == 0)
        #expect(Self.mode(path + ".version-1") == 0o600)
        #expect(!Files.exists(path + ".version-1.partial"))
        #expect(try Store(path: path + ".version-1").lives(of: "a").map(\.events.count) == [1])
        let failure = #expect(throws: StoreFailure.self) { try Store(path: path) }
        #expect(
            failure?.message.hasPrefix("a later version of assay wrote it (format 2, this one knows 1)")
                == true)
    }

    @Test func `a migration that fails leaves the store as it was`() throws {
        _ = try Store(path: path).record(report(0, [finding("a", .fail)]))
        let broken = Schema(steps: Schema.current.steps + ["DELETE FROM event; SELECT * FROM missing"])
        #expect(throws: StoreFailure.self) { try Store(path: path, schema: broken) }
        #expect(try Store(path: path).lives(of: "a").map(\.events.count) == [1])
    }

    @Test func `what is no store is refused and left alone`() throws {
        try Files.write(Array("some text that is long enough to be no database at all".utf8), to: path)
        let failure = #expect(throws: StoreFailure.self) { try Store(path: path) }
        #expect(failure?.message == "it is no SQLite database; name another file with --store")
        #expect(try Files.text(path).hasPrefix("some text"))
        let other = folder.path + "/other.db"
        try Files.makePrivateFile(other)
        try Database(path: other).run("CREATE TABLE t (a); PRAGMA user_version = 3")
        let second = #expect(throws: StoreFailure.self) { try Store(path: other) }
        #expect(second?.message == "it is a database of another program; name another file with --store")
        #expect(throws: StoreFailure.self) { try Store(path: folder.path) }
    }

    @Test func `hostile text comes back as it was`() throws {
        let store = try Store(path: path)
        let name = "'; DROP TABLE scan; --\u{0}\n\u{1B}[31m\u{202E}é"
        _ = try store.record(
            report(0, [finding(name, .fail, reason: name + String(repeating: "x", count: 70_000))]))
        let life = try #require(try store.lives(of: name).first)
        #expect(life.name.resource == name && life.reason.utf8.count == name.utf8.count + 70_000)
    }
}
