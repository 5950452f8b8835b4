import Documents
import Files
@testable import Remediation
import TestSupport
import Testing

@Suite struct ApplicationTests {
    private static let open = #"{"Statement": [{"Effect":"Allow","Principal":"*"}],  "Version":"2012-10-17"}"#
    private static let narrow = #"{"Version":"2012-10-17","Statement":[]}"#

    /// Two resources; the first has two changes, the last is a deletion.
    private static let changes: [[(name: String, before: String?, after: String?)]] = [
        [("a", open, narrow), ("b", nil, narrow)], [("c", open, nil)],
    ]
    private static let original = ["a": open, "c": open]
    private static let wanted = ["a": narrow, "b": narrow]

    private func apply(
        _ plan: FixPlan, _ account: PretendedAccount, _ path: String, keepsGoing: Bool = false
    ) async throws -> [Application.Outcome] {
        try await Application(world: account.world, journal: FixJournal(appendingTo: path))
            .apply(plan, keepsGoing: keepsGoing).map(\.outcome)
    }

    private func takeBack(_ account: PretendedAccount, _ path: String, force: Bool = false) async throws -> [(
        entry: Backout.Entry, outcome: Backout.Outcome
    )] {
        try await Backout(FixJournal.read(path)).run(
            in: account.world, journal: FixJournal(appendingTo: path), force: force)
    }

    @Test func `applied twice and taken back twice, everything is sent once`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        let account = PretendedAccount(Self.original)
        let plan = PretendedAccount.plan(Self.changes)
        #expect(try await apply(plan, account, path) == [.made, .made])
        #expect(account.values == Self.wanted)
        #expect(try await apply(plan, account, path) == [.already, .already])
        #expect(account.taken == 3)
        #expect(
            try await takeBack(account, path).map(\.outcome)
                == [.restored(isExact: true), .restored(isExact: true), .restored(isExact: true)])
        #expect(account.values == Self.original)
        #expect(try await takeBack(account, path).allSatisfy { $0.outcome == .already })
        #expect(account.taken == 6)
    }

    @Test func `a plan is read back as it was written, and not when it was edited`() throws {
        let plan = PretendedAccount.plan(Self.changes)
        #expect(try FixPlan(text: plan.text) == plan)
        #expect(try FixPlan(text: plan.text).digest == plan.digest)
        let edited = String(plan.text.replacing("eu-west-1", with: "eu-west-2"))
        #expect { try FixPlan(text: edited) } throws: { "\($0)".contains("edited") }
        let old = String(plan.text.replacing("assay-plan/1", with: "assay-plan/9"))
        #expect { try FixPlan(text: old) } throws: { "\($0)".contains("assay-plan/9") }
    }

    @Test func `white space and order do not count, anything else is refused and nothing is sent`()
        async throws
    {
        let folder = try TemporaryFolder()
        let plan = PretendedAccount.plan(Self.changes)
        let same = #"{"Version":"2012-10-17","Statement":[{"Principal":"*","Effect":"Allow"}]}"#
        let laidOut = PretendedAccount(["a": same, "c": Self.open])
        #expect(try await apply(plan, laidOut, folder.path + "/one") == [.made, .made])
        #expect(try await takeBack(laidOut, folder.path + "/one").allSatisfy { $0.outcome.isWhole })
        // What was read right before the call is what comes back.
        #expect(laidOut.values == ["a": same, "c": Self.open])

        let other = #"{"Version":"2012-10-17","Statement":[{"Principal":"*","Effect":"Deny"}]}"#
        let changed = PretendedAccount(["a": other, "c": Self.open])
        #expect(try await apply(plan, changed, folder.path + "/two") == [.changed(other), .notTried])
        #expect(changed.taken == 0)
        #expect(
            try await apply(plan, changed, folder.path + "/three", keepsGoing: true) == [
                .changed(other), .made,
            ])
    }

    @Test func `what somebody has changed since stays unless forced`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        let account = PretendedAccount(Self.original)
        _ = try await apply(PretendedAccount.plan(Self.changes), account, path)
        account.values["a"] = "{}"
        #expect(try await takeBack(account, path).last?.outcome == .changed("{}"))
        #expect(account.values == ["a": "{}", "c": Self.open])
        #expect(try await takeBack(account, path, force: true).allSatisfy { $0.outcome.isWhole })
        #expect(account.values == Self.original)
    }

    @Test func `killed at any moment, backout or another apply ends clean`() async throws {
        let plan = PretendedAccount.plan(Self.changes)
        var moments = 0
        for moment in 0..<1000 {
            let folder = try TemporaryFolder()
            for goesOn in [false, true] {
                let path = folder.path + "/journal-\(goesOn)"
                let account = PretendedAccount(Self.original)
                account.life = moment
                do {
                    _ = try await apply(plan, account, path)
                    #expect(moments > 9)
                    return
                } catch is PretendedAccount.Killed {}
                // The line that was being written is cut.
                let written = try Files.text(path)
                try Files.write(Array((written + #"{"format":"assay-jour"#).utf8), to: path)
                account.life = .max
                if goesOn {
                    _ = try await apply(plan, account, path)
                    #expect(account.values == Self.wanted, "killed at \(moment)")
                }
                // Backout is killed at each of its moments, too.
                var end = 0
                repeat {
                    account.life = end
                    end += 1
                } while (try? await takeBack(account, path)) == nil && end < 1000
                #expect(account.values == Self.original, "killed at \(moment)")
            }
            moments += 1
        }
        Issue.record("it never ended")
    }

    @Test(arguments: 0..<300) func `whatever goes wrong, backout ends at the start or names what does not`(
        seed: Int
    ) async throws {
        var numbers = Numbers(state: UInt64(seed))
        var original = [String: String]()
        var changes = [[(name: String, before: String?, after: String?)]]()
        for resource in 0..<Int.random(in: 1...4, using: &numbers) {
            var list = [(name: String, before: String?, after: String?)]()
            for place in 0..<Int.random(in: 1...3, using: &numbers) {
                let name = "\(resource).\(place)"
                original[name] = [nil, Self.open, "{ }"].randomElement(using: &numbers)!
                list.append((name, original[name], Bool.random(using: &numbers) ? Self.narrow : nil))
            }
            changes.append(list)
        }
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        let account = PretendedAccount(original)
        func fates() -> [PretendedAccount.Fate] {
            (0..<12).map { _ in PretendedAccount.Fate.allCases.randomElement(using: &numbers)! }
        }
        account.fates = fates()
        let outcomes = try await apply(
            PretendedAccount.plan(changes), account, path, keepsGoing: Bool.random(using: &numbers))
        for (list, outcome) in zip(changes, outcomes) where outcome == .made || outcome == .already {
            for change in list { #expect(account.values[change.name] == change.after) }
        }
        account.fates = fates()
        let results = try await takeBack(account, path)
        let named = Set(results.filter { !$0.outcome.isWhole }.map(\.entry.change.name))
        let different = Set(changes.flatMap { $0.map(\.name) }.filter { account.values[$0] != original[$0] })
        #expect(different == named)
        account.fates = []
        #expect(try await takeBack(account, path).allSatisfy { $0.outcome.isWhole })
        #expect(account.values == original)
    }
}

/// Numbers that are the same for the same seed.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
