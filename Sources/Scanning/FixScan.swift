public import AWSClient
import AWSWire
import Assembly
import Checks
import Collection
public import Documents
import Evaluation
import Findings
public import Remediation

/// Plans fixes of one account, and reads its resources afresh while they are applied or taken back.
public struct FixScan {
    /// The checks, the settings and the time.
    public let scan: Scan
    /// The account, and what answers for it.
    public let account: Scan.Account

    /// Looks at `account` as `scan` does.
    public init(scan: Scan, account: Scan.Account) {
        self.scan = scan
        self.account = account
    }

    /// What resolves the failures of the selected checks; nothing is changed.
    ///
    /// - Parameters:
    ///   - named: the fixes that are wanted, by name; the defaults where it is empty.
    ///   - resources: the resources, by ARN; all where it is empty. Destructive fixes are for named ones alone.
    /// - Returns: the plan, and what was found.
    public func plan(named: Set<String>, resources: Set<String>, made: Timestamp) async -> (
        FixPlan, Scan.Result
    ) {
        var planner = FixPlanner(
            evaluator: scan.evaluator, models: scan.models, named: named, resources: resources)
        var result = await scan.judge(
            account, fixing: true,
            each: { check, verdict, resource, resolver in
                guard resources.isEmpty || resources.contains(resource.arn) else { return }
                planner.plan(check, verdict, resource, resolver)
            })
        if !resources.isEmpty {
            result.findings.removeAll { $0.resource.map { !resources.contains($0) } ?? false }
        }
        let steps = planner.steps
        let checks = Set(steps.map(\.check))
        let plan = FixPlan(
            account: account.id, partition: account.partition, made: made, regions: account.regions,
            parameters: scan.evaluator.parameters.filter { checks.contains($0.key) && !$0.value.isEmpty },
            permissions: permissions(steps), steps: steps, unresolved: planner.unresolved)
        return (plan, result)
    }

    /// The IAM actions that applying `steps`, proving what came of it and taking it back need.
    private func permissions(_ steps: [PlannedStep]) -> [String] {
        let types = scan.library.resourceTypes
        let checks = Set(steps.map(\.check)).compactMap { scan.library.checks[$0] }
        let needs = Need.all(of: checks, fixing: true, types)
        let reads = Plan(needs: needs, types: types, models: scan.models).permissions
        return Set(steps.isEmpty ? [] : reads + steps.flatMap(\.permissions)).sorted()
    }

    /// What applying and taking back need, with calls that change something sent by `session`.
    public func world(_ client: AWSClient, _ session: Session) -> FixWorld {
        let session = session.allowingChanges
        return FixWorld(
            look: { await look($0) },
            send: { call, region in
                let attempted = await client.send(
                    service: call.service, operation: call.operation, parameters: call.parameters,
                    region: region, session: session)
                switch attempted.outcome {
                case .output: return .taken
                case .error(let error): return .refused(error.code, error.message)
                case .failure(let failure): return .unclear(failure.message)
                }
            },
            now: { Timestamp.now() },
            wait: { times in
                guard times <= 6 else { return false }
                try? await Task.sleep(for: .milliseconds(50 << times))
                return true
            })
    }

    /// What became of a finding that a plan is to resolve.
    public enum Proof: String, Sendable {
        /// It is gone.
        case fixed
        /// It is still there.
        case stillFailing = "still failing"
        /// Nobody knows.
        case notVerified = "could not verify"
    }

    /// Collects and judges again what the steps of `plan` are about, one proof for each finding.
    public func verify(_ plan: FixPlan) async -> [(step: PlannedStep, proof: Proof, why: String)] {
        var seen = Set<String>()
        var proofs = [(step: PlannedStep, proof: Proof, why: String)]()
        for step in plan.steps where seen.insert(step.fingerprint).inserted {
            guard let check = scan.library.checks[step.check] else {
                proofs.append((step, .notVerified, "there is no check \(step.check) here"))
                continue
            }
            let found = await read(step, check)
            guard let resource = found.resource, !resource.isGone else {
                proofs.append(
                    found.why.map { (step, .notVerified, $0) } ?? (step, .fixed, "the resource is gone"))
                continue
            }
            let finding = scan.evaluator.verdict(check, resource, found.resolver).finding
            let proof: Proof =
                switch finding.status {
                case .pass, .notApplicable: .fixed
                case .fail: .stillFailing
                default: .notVerified
                }
            proofs.append((step, proof, finding.reason))
        }
        return proofs
    }

    private func look(_ step: PlannedStep) async -> [Sight] {
        guard let check = scan.library.checks[step.check] else {
            return step.changes.map { _ in .unseen("there is no check \(step.check) here") }
        }
        let found = await read(step, check)
        if found.resource == nil, let why = found.why { return step.changes.map { _ in .unseen(why) } }
        return Sight.all(of: step, check, found.resource, scan.evaluator, found.resolver)
    }

    private struct Reading {
        let resolver: Resolver
        /// Nil where it is not there, or could not be found.
        var resource: Resource?
        /// Why nobody knows whether it is there.
        var why: String?
    }

    /// Reads the resource of `step` afresh, and of it what `check` needs.
    private func read(_ step: PlannedStep, _ check: Check) async -> Reading {
        let resolver = scan.resolver(account)
        var reading = Reading(resolver: resolver)
        guard let type = scan.library.resourceTypes[check.resource] else { return reading }
        resolver.listed = [type.id]
        resolver.listedRegions = Set(account.regions)
        let need = Need.all(of: [check], fixing: true, scan.library.resourceTypes)[check.resource] ?? Need()
        let region = type.scope == .global ? account.homeRegion : step.region
        while true {
            resolver.beginRound()
            if let list = resolver.resources(of: type, region: region) {
                if let resource = list.resources.first(where: { $0.arn == step.resource }) {
                    if resolver.locate(resource), resolver.prefetch(need, of: resource) {
                        reading.resource = resource
                        return reading
                    }
                    if resolver.missing.isEmpty {
                        reading.resource = resource
                        return reading
                    }
                } else {
                    reading.why = list.incomplete.map { unseen in
                        resolver.answers.gaps(of: unseen).map { "\($0.call): \($0.code) (\($0.message))" }
                            .joined(separator: "; ")
                    }
                    return reading
                }
            }
            let open = resolver.missing.filter { resolver.answers[$0.key] == nil }
            guard !open.isEmpty else {
                reading.why = "what it needs could not be asked for"
                return reading
            }
            let pager = Pager(models: scan.models)
            for call in open where resolver.answers[call.key] == nil {
                resolver.answers[call.key] = await pager.answer(call.key, paging: call.paging) {
                    await account.page($0)
                }
            }
        }
    }
}
