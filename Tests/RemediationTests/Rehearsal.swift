import AWSClient
import AWSWire
import Assembly
import Checks
import Collection
import Documents
import Evaluation
import Files
import Findings
import Inventory
import MockAWS
import Remediation
@testable import Scanning
import ServiceModels
import Synchronization
import TestSupport

/// A case of a check's tests, served by a mock, in which fixes are planned, applied and taken back.
struct Rehearsal {
    let library: CheckLibrary
    let models: ModelLibrary
    let check: Check
    let test: CheckTest
    let one: CheckTest.Case

    /// The exchanges that judging the case makes: the answers of the case, with the parameters that were asked.
    func world() async throws -> World {
        let answers = TestWorld(one.answers, own: one.own)
        _ = await CheckTestRun(library: library, models: models).judge(one, of: test, check, answers)
        var world = World()
        world.account = test.account
        for (place, asked) in await answers.calls.enumerated() {
            let space = asked.firstIndex(of: " ")!, colon = asked.firstIndex(of: ":")!
            let key = Exchange.Key(
                account: test.account, region: test.region, service: String(asked[..<colon]),
                operation: String(asked[asked.index(after: colon)..<space]),
                parameters: try JSON.parse(String(asked[space...].dropFirst())))
            let reply: Exchange.Reply
            switch await answers.page(key) {
            case .output(let output): reply = .output(output)
            case .refused(let refusal):
                let isDenied = ErrorKind.of(refusal.code) == .denied
                let errors = try models.model(key.service).operation(key.operation)?.errors ?? []
                let modelled = errors.compactMap(\.structure).first { $0.errorCode == refusal.code }
                reply = .error(
                    code: refusal.code, message: "", status: modelled?.errorStatus ?? (isDenied ? 403 : 404))
            }
            world.exchanges.append(
                (Exchange(key: key, reply: reply, at: test.now, source: .derived), "\(one.name):\(place + 1)")
            )
        }
        return world
    }

    /// What went wrong; nothing when the fix did what it promises.
    func rehearse(_ fix: Fix) async throws -> [String] {
        let server = try MockServer(try await world())
        defer { server.stop() }
        let (scan, client, seen) = reach(server)
        let first = await scan.plan(named: [], resources: [], made: test.now)
        let failing = Set(first.1.findings.filter { $0.status == .fail }.compactMap(\.resource))
        guard !failing.isEmpty else {
            return ["nothing fails: \(first.1.findings.map { try? $0.whole().reason })"]
        }
        let before = seen.all()
        let (plan, _) = await scan.plan(named: [fix.name], resources: failing, made: test.now)
        guard !plan.steps.isEmpty else { return ["no step: \(plan.unresolved.map(\.why))"] }
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal"
        let world = scan.world(client, client.session())
        let applied = try await Application(world: world, journal: FixJournal(appendingTo: path)).apply(
            plan, keepsGoing: true)
        var problems = applied.filter { $0.outcome != .made }.map { "applied: \($0.outcome)" }
        for (_, proof, why) in await scan.verify(plan) where proof != .fixed {
            problems.append("\(proof.rawValue): \(why)")
        }
        let isLasting = plan.steps.allSatisfy { $0.changes.allSatisfy { $0.undo == nil } }
        let results = try await Backout(FixJournal.read(path)).run(
            in: world, journal: FixJournal(appendingTo: path), force: false)
        problems += results.filter { $0.outcome.isWhole == isLasting }.map { "taken back: \($0.outcome)" }
        guard !isLasting else { return problems }
        seen.forget()
        _ = await scan.plan(named: [], resources: [], made: test.now)
        let after = seen.all()
        for (asked, answer) in before where after[asked] != answer {
            problems.append("not as before: \(asked): \(answer) has become \(after[asked] ?? .null)")
        }
        return problems
    }

    /// A scan of the account behind `server`, and what it sees.
    private func reach(_ server: MockServer) -> (FixScan, AWSClient, Seen) {
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "AWS_REGION": test.region,
        ]
        var configuration = ClientConfiguration(
            settings: Settings(environment: environment, configuration: SharedConfiguration()))
        configuration.endpointURL = server.url
        configuration.isRateLimited = false
        let client = AWSClient(models: models, configuration: configuration)
        let source = AccountSource(
            client: client, session: client.session(), recording: nil, journal: nil)
        var settings = Dictionary(
            uniqueKeysWithValues: check.parameters.filter { !$0.isRequired }.map { ($0.name, $0.standard) })
        settings.merge(one.parameters) { $1 }
        let seen = Seen()
        let account = Scan.Account(
            id: test.account, partition: "aws", regions: [test.region], homeRegion: test.region,
            page: { key in
                let page = await source.page(key)
                seen.note(key, page)
                return page
            })
        let scan = Scan(
            library: library, checks: [check],
            evaluator: Evaluator(now: test.now, parameters: [check.id: settings]), models: models,
            file: SpillFile(folder: "/tmp"))
        return (FixScan(scan: scan, account: account), client, seen)
    }
}

/// What was answered to each question, the last time that it was asked.
final class Seen: Sendable {
    private let answers = Mutex<[String: Value]>([:])

    func note(_ key: Exchange.Key, _ page: Page) {
        let answer: Value =
            switch page {
            case .output(let output): output
            case .refused(let refusal): .string(refusal.code)
            }
        answers.withLock { $0["\(key.call) \(key.parameters)"] = answer }
    }

    func all() -> [String: Value] { answers.withLock { $0 } }
    func forget() { answers.withLock { $0 = [:] } }
}
