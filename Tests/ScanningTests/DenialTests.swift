import Assembly
import Checks
import Documents
import Findings
import ServiceModels
import TestSupport
import Testing

@testable import Scanning

/// The first promise: what could not be read is never a pass and never silence.
@Suite struct DenialTests {
    /// The checks of the repository.
    static let library = Result { try loadedChecks() }

    static func loadedChecks() throws -> (library: CheckLibrary, models: ModelLibrary) {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let models = ModelLibrary()
        return (try CheckLibrary.load(folders: [root + "/checks.d"], models: models, withTests: true), models)
    }

    static let ids = ((try? library.get().library.tests.keys.sorted()) ?? [])

    @Test func `the repository's checks load and have cases`() throws {
        #expect(try Self.library.get().library.tests.count > 50)
    }

    private static func passes(_ findings: [Finding]) -> Int { findings.count { $0.status == .pass } }

    /// Ways in which an answer does not come as it should.
    enum Harm: String, CaseIterable, Sendable {
        case denied, unreadable, truncated, garbled

        /// The harmed answer; nil where it can't be harmed so.
        func harm(_ answer: CheckTest.Answer) -> CheckTest.Answer? {
            let pages: [CheckTest.Answer.Reply]
            switch self {
            case .denied: pages = [.error("AccessDeniedException")]
            case .unreadable: pages = [.error("unreadable")]
            case .truncated: pages = answer.pages.map(\.shortened) + [.error("ThrottlingException")]
            case .garbled:
                pages = answer.pages.map(\.garbled)
                if zip(pages, answer.pages).allSatisfy({ $0.isSame(as: $1) }) { return nil }
            }
            return CheckTest.Answer(
                service: answer.service, operation: answer.operation, with: answer.with, pages: pages,
                place: answer.place)
        }
    }

    /// Takes each answer of each case away in turn, in each way, and compares with the whole case.
    @Test(arguments: ids)
    func `a pass needs every answer that it needs`(_ id: String) async throws {
        let (run, test, check) = try Self.subject(id)
        for one in test.cases {
            let whole = await run.judge(one, of: test, check, TestWorld(one.answers, own: one.own)).findings
            var needed = 0
            for harm in Harm.allCases {
                for place in one.answers.indices {
                    let left = try await Self.judge(run, one, test, check, whole, [place: harm])
                    if Self.passes(left) < Self.passes(whole) { needed += 1 }
                }
            }
            // A pass that no answer is needed for would be no proof.
            if Self.passes(whole) > 0 {
                #expect(needed > 0, "\(id), \(one.name): passes whatever is denied")
            }
        }
    }

    /// Every pair of answers, each harmed in a way of its own (drawn by lot; with `ASSAY_DENIALS=all` in every way), and
    /// larger sets by lot.
    @Test(arguments: ids)
    func `several harmed answers make no finding better and none disappear`(_ id: String) async throws {
        let (run, test, check) = try Self.subject(id)
        let isWhole = Environment.value("ASSAY_DENIALS") == "all"
        var lot = Lot(seed: 7)
        for one in test.cases where one.answers.count > 1 {
            let whole = await run.judge(one, of: test, check, TestWorld(one.answers, own: one.own)).findings
            let ways = Harm.allCases
            for a in one.answers.indices {
                for b in one.answers.indices where b > a {
                    let drawn = [(ways.randomElement(using: &lot)!, ways.randomElement(using: &lot)!)]
                    for (first, second) in isWhole ? ways.flatMap({ a in ways.map { (a, $0) } }) : drawn {
                        _ = try await Self.judge(run, one, test, check, whole, [a: first, b: second])
                    }
                }
            }
            for _ in 0..<(isWhole ? 60 : 4) {
                var harms: [Int: Harm] = [:]
                for place in one.answers.indices where Bool.random(using: &lot) {
                    harms[place] = ways.randomElement(using: &lot)!
                }
                _ = try await Self.judge(run, one, test, check, whole, harms)
            }
        }
    }

    private static func subject(_ id: String) throws -> (CheckTestRun, CheckTest, Check) {
        let (library, models) = try library.get()
        return (
            CheckTestRun(library: library, models: models), try #require(library.tests[id]),
            try #require(library.checks[id])
        )
    }

    /// Judges `one` with harmed answers and expects each finding to be what it is in `whole`, or unknown.
    private static func judge(
        _ run: CheckTestRun, _ one: CheckTest.Case, _ test: CheckTest, _ check: Check, _ whole: [Finding],
        _ harms: [Int: Harm]
    ) async throws -> [Finding] {
        var answers = one.answers
        var harmed = [String]()
        for (place, harm) in harms.sorted(by: { $0.key < $1.key }) {
            guard let answer = harm.harm(answers[place]) else { continue }
            answers[place] = answer
            harmed.append("\(answer.service):\(answer.operation) \(harm)")
        }
        let world = TestWorld(answers, own: one.own)
        let left = await run.judge(one, of: test, check, world).findings
        // What has no further page is shorter, and not cut off: another answer and no harmed one.
        for (place, harm) in harms where harm == .truncated {
            let call = "\(answers[place].service):\(answers[place].operation) "
            let calls = await world.calls.filter { $0.hasPrefix(call) }
            if !calls.isEmpty, !calls.contains(where: { $0.contains("page 1") }) { return whole }
        }
        let words = "\(check.id), \(one.name): \(harmed.joined(separator: ", "))"
        for finding in left where finding.status != .unknown {
            let before = whole.first { $0.resource == finding.resource && $0.region == finding.region }
            #expect(
                before?.status == finding.status,
                "\(words): \(finding.resource ?? "-") is \(finding.status) and was \(before?.status.rawValue ?? "not there")"
            )
        }
        for finding in whole {
            #expect(
                left.contains { $0.resource == finding.resource }
                    || left.contains {
                        $0.resource == nil && $0.status == .unknown
                            && [finding.region, "global"].contains($0.region)
                    }, "\(words): nothing is said of \(finding.resource ?? "-")")
        }
        return left
    }
}

extension CheckTest.Answer.Reply {
    /// This without the last element of each list.
    fileprivate var shortened: Self {
        guard case .output(let output) = self, let object = output.object else { return self }
        return .output(
            .object(
                Object(
                    object.map { member in
                        (member.key, member.value.array.map { .array(Array($0.dropLast())) } ?? member.value)
                    })))
    }

    /// This with each document in it cut in half.
    fileprivate var garbled: Self {
        if case .output(let output) = self { .output(output.garbled) } else { self }
    }

    fileprivate func isSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.output(let a), .output(let b)): a == b
        case (.error(let a), .error(let b)): a == b
        default: false
        }
    }
}

extension Value {
    fileprivate var garbled: Value {
        switch self {
        case .string(let text) where text.hasPrefix("{") || text.hasPrefix("%7B"):
            .string(String(text.prefix(text.count / 2)))
        case .array(let items): .array(items.map(\.garbled))
        case .object(let object): .object(Object(object.map { ($0.key, $0.value.garbled) }))
        default: self
        }
    }
}

/// Numbers drawn by lot, the same for the same seed (SplitMix64).
private struct Lot: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
