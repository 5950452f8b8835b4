import Assembly
public import Checks
import Collection
import Documents
import Evaluation
public import Findings
import Inventory
import Remediation
public import ServiceModels

/// Runs the cases that lie beside a check, with the answers that they give in AWS's place.
public struct CheckTestRun: Sendable {
    /// The checks.
    public let library: CheckLibrary
    /// The models.
    public let models: ModelLibrary

    /// Runs cases of `library`.
    public init(library: CheckLibrary, models: ModelLibrary) {
        self.library = library
        self.models = models
    }

    /// What came of one case.
    public struct Result: Sendable {
        /// The check's id.
        public let check: String
        /// The case.
        public let name: String
        /// What is wrong; empty when the case passed.
        public let problems: [String]
        /// The calls that were made, in the order in which they were, for people.
        public let calls: [String]
        /// The findings, for people.
        public let findings: [Finding]
        /// Where the case is written.
        public let place: Place
    }

    /// Runs every case of the check `id`.
    public func run(_ id: String) async -> [Result] {
        guard let test = library.tests[id], let check = library.checks[id] else { return [] }
        var results = [Result]()
        for one in test.cases { results.append(await run(one, of: test, check)) }
        return results
    }

    private func run(_ one: CheckTest.Case, of test: CheckTest, _ check: Check) async -> Result {
        let world = TestWorld(one.answers, own: one.own)
        let outcome = await judge(one, of: test, check, world)
        let problems = await Self.problems(one, outcome.findings, world) + outcome.planned
        return Result(
            check: check.id, name: one.name, problems: problems, calls: await world.calls,
            findings: outcome.findings, place: one.place)
    }

    /// What judging a case gives: the findings, and with them what fixes would change.
    struct Judged {
        var findings: [Finding] = []
        /// What is wrong with the steps that fixes plan.
        var planned: [String] = []
    }

    func judge(
        _ one: CheckTest.Case, of test: CheckTest, _ check: Check, _ world: TestWorld
    ) async -> Judged {
        let models = models
        let resolver = Resolver(
            types: library.resourceTypes,
            setting: .init(
                account: test.account, partition: "aws", homeRegion: test.region,
                requiredParameters: {
                    Set((try? models.model($0))?.operation($1)?.input?.structure?.required ?? [])
                }),
            answers: Answers())
        var settings = Dictionary(
            uniqueKeysWithValues: check.parameters.filter { !$0.isRequired }.map { ($0.name, $0.standard) })
        settings.merge(one.parameters) { $1 }
        let evaluator = Evaluator(now: test.now, parameters: [check.id: settings])
        let needs = Need.all(of: [check], fixing: !one.fixes.isEmpty, library.resourceTypes)
        var work = AccountWork(needs: needs, regions: [test.region])
        work.mergesBatches = false
        let pager = Pager(models: models)
        var judged = Judged()
        let shared = SharedWork()
        await work.run(
            resolver,
            ask: { request in
                await pager.answer(request.key, paging: request.paging) { key in await world.page(key) }
            },
            listed: { type, region, list in
                guard let unseen = list.incomplete else { return }
                judged.findings.append(
                    evaluator.incomplete(
                        check, account: test.account, region: region, isGlobal: type.scope == .global, unseen,
                        resolver.answers))
            },
            ready: { resource in
                evaluator.judge([check], resource, resolver, sharing: shared, seeksCulprits: true) {
                    judged.findings.append($1.finding)
                    judged.planned += steps(one, check, $1, resource, resolver, evaluator)
                }
            },
            progress: { _ in })
        return judged
    }

    /// What is wrong with the steps that the fixes of a case plan for one resource.
    private func steps(
        _ one: CheckTest.Case, _ check: Check, _ verdict: Evaluator.Verdict, _ resource: Resource,
        _ resolver: Resolver, _ evaluator: Evaluator
    ) -> [String] {
        guard verdict.finding.status == .fail else { return [] }
        return one.fixes.sorted { $0.key < $1.key }.flatMap { name, expected in
            var planner = FixPlanner(
                evaluator: evaluator, models: models, named: [name], resources: [resource.arn])
            planner.plan(check, verdict, resource, resolver)
            let changes = planner.steps.flatMap(\.changes)
            guard changes.count == expected.count else {
                let why = planner.unresolved.map { ": \($0.why)" }.joined()
                return ["\(name) plans \(changes.count) calls and not \(expected.count)\(why)"]
            }
            return zip(changes, expected).flatMap { change, step in
                var problems = [String]()
                if !change.call.matches(step.call, step.with) {
                    problems.append("\(name) plans \(change.call.words) and not \(step.call) \(step.with)")
                }
                if let undo = step.undo, change.undo?.matches(undo.call, undo.with) != true {
                    problems.append(
                        "\(name) is taken back by \(change.undo?.words ?? "nothing") and not \(undo.call) \(undo.with)"
                    )
                }
                return problems
            }
        }
    }

    private static func problems(_ one: CheckTest.Case, _ findings: [Finding], _ world: TestWorld) async
        -> [String]
    {
        var problems = [String]()
        for call in await world.unanswered { problems.append("no answer is given for \(call)") }
        for answer in await world.unused() {
            problems.append(
                "the answer of \(answer.service):\(answer.operation) in line \(answer.place.line) was not used"
            )
        }
        var left = findings
        var missed = [CheckTest.Expectation]()
        // The most exact expectations choose first.
        for expected in one.expected.sorted(by: { $0.exactness > $1.exactness }) {
            if let place = left.firstIndex(where: { expected.fits($0) }) {
                left.remove(at: place)
            } else {
                missed.append(expected)
            }
        }
        for expected in missed { problems.append("expected \(expected.words), which was not found") }
        for finding in left { problems.append("found \(finding.words), which was not expected") }
        return problems
    }
}

/// The answers of a case, and which of them were used.
actor TestWorld {
    private let answers: [CheckTest.Answer]
    private let own: Int
    private var used = Set<Int>()
    private var pages: [String: Int] = [:]
    private(set) var calls: [String] = []
    private(set) var unanswered: [String] = []

    init(_ answers: [CheckTest.Answer], own: Int) {
        self.answers = answers
        self.own = own
    }

    private static let token = "page "

    func page(_ key: Exchange.Key) -> Page {
        let words = "\(key.call) \(key.parameters)"
        calls.append(words)
        let token = key.parameters.object?.first { $0.value.string?.hasPrefix(Self.token) == true }
        var asked = key.parameters.object ?? Object()
        if let token { asked[token.key] = nil }
        let place = answers.indices.first { place in
            let answer = answers[place]
            return answer.service == key.service && answer.operation == key.operation
                && answer.with.isFound(in: .object(asked))
        }
        guard let place else {
            unanswered.append(words)
            return .refused(Refusal(code: "not-given", message: "the case gives no answer"))
        }
        used.insert(place)
        let number = token?.value.string.flatMap { Int($0.dropFirst(Self.token.count)) } ?? 0
        guard answers[place].pages.indices.contains(number) else {
            return .refused(Refusal(code: "not-given", message: "the case gives no such page"))
        }
        switch answers[place].pages[number] {
        case .error(let code): return .refused(Refusal(code: code, message: ""))
        case .output(let output):
            guard number + 1 < answers[place].pages.count else { return .output(output) }
            return .output(output.promising(Self.token + String(number + 1)))
        }
    }

    func unused() -> [CheckTest.Answer] {
        answers.indices.filter { $0 < own && !used.contains($0) }.map { answers[$0] }
    }
}

extension Value {
    /// Whether every member of this is in `other`, of lists every element.
    func isFound(in other: Value) -> Bool {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            mine.allSatisfy { member in theirs[member.key].map { member.value.isFound(in: $0) } ?? false }
        case (.array(let mine), .array(let theirs)):
            mine.allSatisfy { item in theirs.contains { item.isFound(in: $0) } }
        default: self == other
        }
    }

    /// This output with a token for the next page under each name that services use.
    fileprivate func promising(_ token: String) -> Value {
        guard var object else { return self }
        for name in [
            "NextToken", "nextToken", "NextMarker", "Marker", "marker", "nextMarker", "position",
            "NextPageToken",
        ]
        where object[name] == nil {
            object[name] = .string(token)
        }
        for name in ["IsTruncated", "Truncated"] { object[name] = true }
        return .object(object)
    }
}

extension ChangingCall {
    fileprivate var words: String { "\(call) \(Value.object(parameters))" }

    /// Whether it is this call with these parameters, and perhaps others; texts of documents count as documents.
    fileprivate func matches(_ call: String, _ with: Value) -> Bool {
        self.call == call && with.isFound(in: Value.object(parameters).withDocuments(like: with))
    }
}

extension Value {
    /// This value with text read as JSON wherever `other` has a document.
    fileprivate func withDocuments(like other: Value) -> Value {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            .object(
                Object(mine.members.map { ($0.key, theirs[$0.key].map($0.value.withDocuments) ?? $0.value) }))
        case (.string(let text), .object), (.string(let text), .array): (try? JSON.parse(text)) ?? self
        default: self
        }
    }
}

extension CheckTest.Expectation {
    fileprivate var exactness: Int {
        (subject == .any ? 0 : 4) + (reason == nil ? 0 : 2) + (gap == nil ? 0 : 2) + (region == nil ? 0 : 1)
    }

    fileprivate func fits(_ finding: Finding) -> Bool {
        guard finding.status == status else { return false }
        switch subject {
        case .any: break
        case .none: if finding.resource != nil { return false }
        case .resource(let arn): if finding.resource != arn { return false }
        }
        if let region, finding.region != region { return false }
        if let reason, !finding.reason.contains(reason) { return false }
        if let gap, !finding.gaps.contains(where: { $0.call == gap }) { return false }
        return true
    }

    fileprivate var words: String {
        var words = status.rawValue
        switch subject {
        case .any: break
        case .none: words += " about the account and region"
        case .resource(let arn): words += " of \(arn)"
        }
        if let region { words += " in \(region)" }
        if let reason { words += " with \"\(reason)\" in the reason" }
        if let gap { words += " with a gap in \(gap)" }
        return words
    }
}

extension Finding {
    fileprivate var words: String {
        "\(headline.status.rawValue) of \(headline.resource ?? "the account and region") in \(headline.region) (\(reason))"
    }
}
