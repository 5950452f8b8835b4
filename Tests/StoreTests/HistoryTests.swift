import Documents
import Findings
import Store
import TestSupport
import Testing

@Suite struct HistoryTests {
    let folder: TemporaryFolder
    let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(path: folder.path + "/state/history.db")
    }

    /// The changes of scans that each see one finding with a status; nil: the scan looks, and it is not there.
    private func changes(_ statuses: [Status?], accepted: [Bool] = []) throws -> [Change?] {
        try statuses.enumerated().map { day, status in
            let isAccepted = accepted.indices.contains(day) && accepted[day]
            let findings = status.map { [finding("arn:x", $0, accepted: isAccepted)] } ?? []
            let changes = try store.record(report(day, findings))
            #expect(changes.entries.count <= 1)
            return changes.entries.first?.change
        }
    }

    @Test(
        arguments: [
            ([.pass, .pass, .fail, .fail, .pass, .fail], [.seen, nil, .failed, nil, .fixed, .reopened]),
            ([.fail, .unknown, .unknown, .pass], [.failed, .changed, nil, .fixed]),
            ([.fail, .unknown, .fail], [.failed, .changed, .changed]),
            ([.fail, nil, nil, .fail], [.failed, .fixed, nil, .reopened]),
            ([.pass, nil, .pass], [.seen, .gone, .changed]),
            ([.unknown, .fail, .notApplicable], [.seen, .failed, .fixed]),
            ([.manual, .manual], [.seen, nil]),
            ([.pass, .unknown, .fail], [.seen, .changed, .failed]),
        ] as [([Status?], [Change?])])
    func `a finding is seen, fails, is fixed and opens again`(_ statuses: [Status?], _ wanted: [Change?])
        throws
    {
        #expect(try changes(statuses) == wanted)
    }

    @Test func `the life of a finding`() throws {
        _ = try changes([.pass, .fail, .pass, .fail, .unknown])
        let lives = try store.lives(of: "arn:x")
        let life = try #require(lives.first)
        #expect(lives.count == 1)
        #expect(life.name.check == "c" && life.reason == "because" && life.severity == .high)
        #expect(life.firstSeen == time(0) && life.lastSeen == time(4))
        #expect(life.events.map(\.change) == [.seen, .failed, .fixed, .reopened, .changed])
        #expect(life.events.map(\.status) == [.pass, .fail, .pass, .fail, .unknown])
        #expect(life.events.map(\.at) == (0...4).map(time))
        #expect(life.isOpen && life.fixed == nil)
        _ = try store.record(report(9, []))
        let later = try #require(try store.lives(of: "c").first)
        #expect(later.fixed == time(9) && !later.isOpen && later.lastSeen == time(4))
        #expect(try store.lives(of: life.name.fingerprint) == [later])
        #expect(try store.lives(of: "nothing").isEmpty)
    }

    @Test func `what is missing is fixed only where the scan looked`() throws {
        let seen = [finding("arn:x", .fail), finding("arn:g", .fail, region: "global")]
        _ = try store.record(report(0, seen))
        func entries(_ day: Int, _ report: Report) throws -> Int { try store.record(report).entries.count }
        #expect(try entries(1, report(1, [], checks: ["d"])) == 0)
        #expect(try entries(2, report(2, [], accounts: ["444455556666"])) == 0)
        #expect(try entries(3, report(3, [], caller: nil)) == 0)
        #expect(try entries(4, report(4, [], interrupted: true)) == 0)
        let gap = finding(nil, .unknown)
        let other = finding(nil, .unknown, region: "global")
        #expect(try store.record(report(5, [gap, other])).entries.map(\.name.resource) == [nil, nil])
        #expect(try store.lives(of: "arn:x").first?.isOpen == true)
        let global = try store.record(report(6, [], regions: ["us-east-1"])).entries.filter {
            $0.change == .fixed
        }
        #expect(global.map(\.name.resource) == ["arn:g"])
        let rest = try store.record(report(7, [])).entries.filter { $0.change == .fixed }
        #expect(rest.map(\.name.resource) == ["arn:x"])
    }

    @Test func `what is new fails, is not accepted, and did not fail before`() throws {
        func new(_ day: Int, _ findings: [Finding]) throws -> [String] {
            let new = try store.record(report(day, findings)).new
            return findings.filter { new.contains($0.fingerprint) }.compactMap(\.resource)
        }
        #expect(
            try new(0, [finding("a", .fail), finding("b", .fail, accepted: true), finding("c", .pass)]) == [
                "a"
            ])
        #expect(try new(1, [finding("a", .fail), finding("b", .fail), finding("c", .unknown)]) == ["b"])
        #expect(try new(2, [finding("a", .pass), finding("b", .fail), finding("c", .fail)]) == ["c"])
        #expect(try new(3, [finding("a", .fail), finding("b", .fail), finding("c", .fail)]) == ["a"])
    }

    @Test func `findings know when they were first seen`() throws {
        _ = try store.record(report(0, [finding("a", .fail)]))
        let later = [finding("a", .pass), finding("b", .pass)]
        let changes = try store.record(report(3, later))
        #expect(changes.firstSeen == [later[0].fingerprint: time(0), later[1].fingerprint: time(3)])
    }

    @Test func `two scans are compared`() throws {
        let kinds: [(String, Status?, Status?, Difference.Kind?)] = [
            ("a", .pass, .fail, .new), ("b", nil, .fail, .new), ("c", .fail, .pass, .fixed),
            ("d", .fail, nil, .fixed),
            ("e", .pass, .unknown, .unknown), ("f", .fail, .fail, nil),
            ("g", .pass, .notApplicable, .changed),
            ("h", nil, .pass, .appeared), ("i", .pass, nil, .gone), ("j", .unknown, .unknown, nil),
            ("k", .unknown, .pass, .changed), ("l", nil, .unknown, .unknown),
            ("m", .fail, .notApplicable, .fixed),
        ]
        _ = try store.record(report(0, kinds.compactMap { row in row.1.map { finding(row.0, $0) } }))
        _ = try store.record(report(1, kinds.compactMap { row in row.2.map { finding(row.0, $0) } }))
        let (before, after) = (
            try #require(try store.scan("latest-1")), try #require(try store.scan("latest"))
        )
        let difference = try store.difference(from: before, to: after)
        let found = Dictionary(uniqueKeysWithValues: difference.entries.map { ($0.name.resource ?? "", $0) })
        for (name, was, now, kind) in kinds {
            #expect(found[name]?.kind == kind, "\(name)")
            if kind != nil {
                #expect(found[name]?.before?.status == was && found[name]?.after?.status == now)
            }
        }
        #expect(difference.unchanged == 2)
        #expect(difference.entries.map(\.kind.rawValue).first == "new")
        #expect(
            difference.entries.map(\.name.resource) == [
                "a", "b", "c", "d", "m", "e", "l", "g", "k", "h", "i",
            ])
        #expect(try store.difference(from: after, to: after).entries.isEmpty)
    }

    @Test func `a comparison tells what was not looked at`() throws {
        _ = try store.record(
            report(0, [finding("a", .fail), finding("b", .fail, check: "d"), finding("c", .pass)]))
        _ = try store.record(
            report(1, [finding(nil, .unknown), finding("c", .pass, accepted: true)], checks: ["c"]))
        let scans = try store.scans()
        let difference = try store.difference(from: scans[1], to: scans[0])
        #expect(difference.entries.map(\.kind) == [.unknown, .changed, .notLookedAt, .notLookedAt])
    }

    @Test func `scans are found by number, id and age`() throws {
        for day in 1...3 {
            _ = try store.record(
                report(day, [finding("a", .fail), finding("b", .fail, accepted: true)], id: "s\(day)"))
        }
        #expect(try store.scans().map(\.number) == [3, 2, 1])
        #expect(try store.scans(limit: 2).map(\.info.id) == ["s3", "s2"])
        #expect(try store.scan("latest")?.number == 3)
        #expect(try store.scan("latest-2")?.number == 1)
        #expect(try store.scan("latest-3") == nil)
        #expect(try store.scan("latestx") == nil)
        #expect(try store.scan("2")?.info == report(2, [], id: "s2").scan)
        #expect(try store.scan("s2")?.counts == [.fail: 1])
        #expect(try store.scan("s2")?.accepted == 1)
        #expect(try store.scan("9") == nil)
    }
}
