public import Assembly
public import Checks
import Documents
public import Evaluation
import Findings
import enum IAMPolicy.Edited
public import ServiceModels

/// Makes the steps of a plan out of verdicts, resource by resource; sends nothing.
///
/// Fixes of one resource build on each other: a later check is judged on what the steps before it leave.
public struct FixPlanner {
    /// Judges, and proves what fixes come to.
    public let evaluator: Evaluator
    /// The services' models.
    public let models: ModelLibrary
    /// The fixes that were named; empty for the default of each failed part.
    public let named: Set<String>
    /// The resources that were named, by ARN; destructive fixes are planned for these alone.
    public let resources: Set<String>
    private var made: [PlannedStep] = []
    private var left: [FixPlan.Unresolved] = []
    /// What steps leave of the last resource.
    private var changed: Resource?

    /// A planner of the fixes `named`, or of the defaults.
    public init(
        evaluator: Evaluator, models: ModelLibrary, named: Set<String> = [], resources: Set<String> = []
    ) {
        self.evaluator = evaluator
        self.models = models
        self.named = named
        self.resources = resources
    }

    /// The steps by region and resource, numbered; those of one resource, which build on each other, as they were made.
    ///
    /// Resources are judged in the order in which AWS answers, which no two scans have in common.
    public var steps: [PlannedStep] {
        let order = made.enumerated().sorted { a, b in
            (a.element.region, a.element.resource, a.offset) < (
                b.element.region, b.element.resource, b.offset
            )
        }
        return order.enumerated().map { place, step in
            var step = step.element
            step.id = String(place + 1)
            return step
        }
    }

    /// The failed findings without a step, or with too few, by resource and check.
    public var unresolved: [FixPlan.Unresolved] {
        left.sorted { ($0.resource, $0.check, $0.why) < ($1.resource, $1.check, $1.why) }
    }

    /// Plans what resolves `verdict`, which `check` gave of `resource`; nothing where it did not fail.
    public mutating func plan(
        _ check: Check, _ verdict: Evaluator.Verdict, _ resource: Resource, _ resolver: Resolver
    ) {
        guard verdict.finding.status == .fail else { return }
        var verdict = verdict
        var current = resource
        if let changed, changed.arn == resource.arn, changed.type.id == resource.type.id {
            current = changed
            verdict = evaluator.verdict(check, changed, resolver)
            guard verdict.finding.status == .fail else { return }
        }
        let before = made.count
        var problems = [String]()
        for fix in chosen(check, verdict, &problems) {
            let culprits =
                fix.target == "resource"
                ? [Culprit(key: .null, value: .null)] : verdict.culprits[fix.target] ?? []
            switch make(fix, culprits, check, verdict, current, resolver) {
            case .failure(let problem): problems.append("\(fix.name): \(problem.why)")
            case .success(let fixed):
                made += fixed.steps
                current = fixed.resource
            }
        }
        changed = current
        if problems.isEmpty, made.count > before,
            !made[before...].contains(where: { $0.label == "resource" })
        {
            let after = evaluator.verdict(check, current, resolver).finding
            if after.status == .fail {
                problems.append("with the steps it would still fail: \(after.reason)")
            }
        }
        if made.count == before, problems.isEmpty {
            problems.append(
                "the check has no \(named.isEmpty ? "" : "such ")fix for it: \(verdict.finding.reason)")
        }
        for problem in problems {
            left.append(.init(check: check.id, resource: resource.arn, why: problem))
        }
    }

    /// The fixes for what failed: those that were named, else the first of each label that has culprits.
    private func chosen(_ check: Check, _ verdict: Evaluator.Verdict, _ problems: inout [String]) -> [Fix] {
        let labels = Set(verdict.culprits.filter { !$0.value.isEmpty }.keys)
        var fixes = [Fix]()
        if named.isEmpty {
            var done = Set<String>()
            for fix in check.fixes where labels.contains(fix.target) && fix.risk != .destructive {
                if done.insert(fix.target).inserted { fixes.append(fix) }
            }
            let usable = check.fixes.filter { $0.target == "resource" && $0.risk != .destructive }
            if fixes.isEmpty, let fix = usable.first { fixes.append(fix) }
            return fixes
        }
        for fix in check.fixes
        where named.contains(fix.name) && (labels.contains(fix.target) || fix.target == "resource") {
            if fix.risk == .destructive, !resources.contains(verdict.finding.resource ?? "") {
                problems.append(
                    "\(fix.name) is destructive: name each resource that it is for with --resource ARN")
            } else {
                fixes.append(fix)
            }
        }
        return fixes
    }

    private struct Problem: Error { let why: String }

    private struct Made {
        var steps: [PlannedStep]
        var resource: Resource
    }

    /// The steps of one fix, and the resource as they leave it.
    ///
    /// A verdict names what its witness rests on. Where that is mended and the rest still fails, the rest is mended too.
    private func make(
        _ fix: Fix, _ culprits: [Culprit], _ check: Check, _ verdict: Evaluator.Verdict, _ resource: Resource,
        _ resolver: Resolver
    ) -> Result<Made, Problem> {
        var culprits = culprits
        do throws(Problem) {
            while true {
                let outcomes = try outcomes(fix, culprits, check, resource, resolver)
                let afters = zip(culprits, outcomes).compactMap { culprit, outcome in
                    outcome.after.map { (key: culprit.key, after: $0) }
                }
                var made = Made(steps: [], resource: resource)
                let isProvable = fix.target != "resource" && afters.count == culprits.count
                if isProvable {
                    made.resource = evaluator.after(fix.target, afters, check, resource, resolver)
                    if !evaluator.holds(fix.target, replacing: afters, check, resource, resolver) {
                        let left =
                            evaluator.verdict(check, made.resource, resolver).culprits[fix.target] ?? []
                        let more = left.filter { one in !culprits.contains { $0.key == one.key } }
                        guard !more.isEmpty, more.allSatisfy({ $0.key.string != nil }) else {
                            throw Problem(why: "it was not proved that the finding would be gone")
                        }
                        culprits += more
                        continue
                    }
                }
                for (culprit, outcome) in zip(culprits, outcomes)
                where fix.target == "resource" || outcome.after != culprit.value {
                    made.steps.append(
                        try step(outcome.fix, culprit, outcome.after, check, verdict, resource, resolver))
                }
                return .success(made)
            }
        } catch { return .failure(error) }
    }

    private struct Outcome {
        var fix: Fix
        /// Null for absent; nil where nobody knows.
        var after: Value?
    }

    /// What becomes of each culprit.
    private func outcomes(
        _ fix: Fix, _ culprits: [Culprit], _ check: Check, _ resource: Resource, _ resolver: Resolver
    ) throws(Problem) -> [Outcome] {
        switch fix.change {
        case .none:
            return culprits.map { _ in Outcome(fix: fix, after: fix.target == "resource" ? .null : nil) }
        case .absent: return culprits.map { _ in Outcome(fix: fix, after: .null) }
        case .value(let pattern):
            var outcomes = [Outcome]()
            for culprit in culprits {
                let now = evaluator.current(fix.target, key: culprit.key, check, resource, resolver)
                let after = evaluator.render(
                    pattern, variables: ["key": culprit.key, "before": now], check, resource, resolver)
                if after.hasUnseen { throw Problem(why: "part of what it needs could not be seen") }
                outcomes.append(Outcome(fix: fix, after: after.like(now)))
            }
            return outcomes
        case .remove, .restrict, .addStatement:
            guard
                let edited = evaluator.edited(fix.target, culprits, by: fix.change, check, resource, resolver)
            else {
                throw Problem(why: "the label is on no policy question")
            }
            var outcomes = [Outcome]()
            for one in edited {
                switch one {
                case .document(let document): outcomes.append(Outcome(fix: fix, after: document))
                case .failed(let why): throw Problem(why: why)
                case .empty:
                    guard let name = fix.whenEmpty, let other = check.fixes.first(where: { $0.name == name })
                    else {
                        throw Problem(why: "no statement would be left; take another fix with --fix")
                    }
                    outcomes.append(Outcome(fix: other, after: .null))
                }
            }
            return outcomes
        }
    }

    private func step(
        _ fix: Fix, _ culprit: Culprit, _ after: Value?, _ check: Check, _ verdict: Evaluator.Verdict,
        _ resource: Resource, _ resolver: Resolver
    ) throws(Problem) -> PlannedStep {
        var changes = [PlannedChange]()
        for (place, first) in fix.first.enumerated() {
            if let change = try preparation(first, place, culprit.key, check, resource, resolver) {
                changes.append(change)
            }
        }
        let subject: PlannedChange.Subject = fix.target == "resource" ? .resource : .culprit(key: culprit.key)
        var before: Value = true
        var isDocument = false
        if fix.target != "resource" {
            let now = evaluator.current(fix.target, key: culprit.key, check, resource, resolver)
            if now.hasUnseen { throw Problem(why: "what it changes could not be seen") }
            isDocument = evaluator.changesDocuments(fix.target, check)
            before = evaluator.text(of: now, fix.target, check, resource, resolver).map { .string($0) } ?? now
        }
        let sent = after.map { isDocument && !$0.isNull ? .string(JSON.text($0)) : $0 }
        let variables = ["key": culprit.key, "before": before, "after": sent ?? .null]
        changes.append(
            PlannedChange(
                subject: subject, before: before, after: sent, isDocument: isDocument,
                call: try call(fix.call, variables, check, resource, resolver),
                undo: try fix.undo.map { undo throws(Problem) in
                    try call(undo, variables, check, resource, resolver)
                }))
        return PlannedStep(
            id: "", check: check.id, resource: resource.arn, region: resource.region,
            fingerprint: verdict.finding.fingerprint, reason: verdict.finding.reason, fix: fix.name,
            title: fix.title,
            label: fix.target, risk: fix.risk.rawValue, irreversible: fix.irreversible, changes: changes)
    }

    /// The change that must come first; nil where it need not.
    private func preparation(
        _ first: Fix.Preparation, _ place: Int, _ key: Value, _ check: Check, _ resource: Resource,
        _ resolver: Resolver
    ) throws(Problem) -> PlannedChange? {
        let variables = ["key": key]
        if let condition = first.condition {
            let answer = evaluator.value(of: condition, variables: variables, check, resource, resolver)
            if answer.hasUnseen { throw Problem(why: "whether something must come first could not be seen") }
            if answer != true { return nil }
        }
        let now = evaluator.value(of: first.value, variables: variables, check, resource, resolver)
        let to = evaluator.render(first.to, variables: variables, check, resource, resolver).like(now)
        if now.hasUnseen || to.hasUnseen { throw Problem(why: "what must come first could not be seen") }
        if now.isNull || now == to { return nil }
        let values = ["key": key, "before": now, "after": to]
        return PlannedChange(
            subject: .preparation(place), before: now, after: to, isDocument: false,
            call: try call(first.call, values, check, resource, resolver),
            undo: try call(first.undo, values, check, resource, resolver))
    }

    private func call(
        _ call: Fix.Call, _ variables: [String: Value], _ check: Check, _ resource: Resource,
        _ resolver: Resolver
    ) throws(Problem) -> ChangingCall {
        guard let model = try? models.model(call.service), let operation = model.operation(call.operation)
        else {
            throw Problem(why: "the model of \(call.service):\(call.operation) is not at hand")
        }
        var parameters = Object()
        for (name, pattern) in call.with {
            let value = evaluator.render(pattern, variables: variables, check, resource, resolver)
            if value.hasUnseen {
                throw Problem(why: "\(name) of \(call.service):\(call.operation) could not be seen")
            }
            let fitted = value.fitted(to: operation.input?.structure?.member(name)?.shape)
            if !fitted.isNull { parameters[name] = fitted }
        }
        return ChangingCall(
            service: call.service, operation: call.operation, parameters: parameters,
            permission: model.permission(call.operation).action)
    }
}
