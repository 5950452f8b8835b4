import Documents

/// Applies the steps of a plan, one after the other: reads, notes, sends, reads again.
public struct Application {
    /// What became of a step.
    public enum Outcome: Sendable, Hashable {
        /// It was made, and shows.
        case made
        /// It was so already, and nothing was sent.
        case already
        /// What it would change is not what the plan says any more; nothing was sent.
        case changed(String)
        /// It was not made, or does not show.
        case failed(String)
        /// It was not tried, because of an earlier step.
        case notTried
    }

    private let world: FixWorld
    private let journal: FixJournal

    /// Applies in `world`, and notes in `journal`.
    public init(world: FixWorld, journal: FixJournal) {
        self.world = world
        self.journal = journal
    }

    /// The steps of `plan` whose resources are not as the plan says, before anything is sent, and what is there. A step
    /// that changes what an earlier one has changed is not among them.
    public static func changed(_ plan: FixPlan, in world: FixWorld) async throws -> [(
        step: PlannedStep, found: String
    )] {
        var touched = Set<[String]>()
        var changed = [(step: PlannedStep, found: String)]()
        for step in plan.steps {
            guard touched.insert([step.resource, step.region]).inserted else { continue }
            let sights = try await world.look(step)
            if let found = zip(step.changes, sights).lazy.compactMap({ $0.mismatch($1) }).first {
                changed.append((step, found))
            }
        }
        return changed
    }

    /// Applies `plan`; after a step that can't be made the rest only where `keepsGoing`.
    public func apply(
        _ plan: FixPlan, keepsGoing: Bool = false, progress: (PlannedStep, Outcome) -> Void = { _, _ in }
    ) async throws -> [(step: PlannedStep, outcome: Outcome)] {
        try journal.append(.begin(plan, digest: plan.digest), at: world.now())
        var results = [(step: PlannedStep, outcome: Outcome)]()
        var isEnded = false
        for step in plan.steps {
            let outcome = isEnded ? Outcome.notTried : try await apply(step)
            switch outcome {
            case .made, .already, .notTried: break
            case .changed, .failed: isEnded = !keepsGoing
            }
            results.append((step, outcome))
            progress(step, outcome)
        }
        return results
    }

    private func apply(_ step: PlannedStep) async throws -> Outcome {
        var isMade = false
        for (place, change) in step.changes.enumerated() {
            // Each call is made on what was read right before it.
            let sights = try await world.look(step)
            guard sights.count == step.changes.count else {
                return .failed("the resource was not read whole")
            }
            for (other, sight) in zip(step.changes, sights).dropFirst(place) {
                if let found = other.mismatch(sight) {
                    return isMade ? .failed("the rest of the step was left: \(found)") : .changed(found)
                }
            }
            if let after = change.after, sights[place].shows(after, of: change) { continue }
            if let problem = try await make(step, place, change, sights[place]) { return .failed(problem) }
            isMade = true
        }
        return isMade ? .made : .already
    }

    /// Makes one change; what went wrong, if something did.
    private func make(_ step: PlannedStep, _ place: Int, _ change: PlannedChange, _ sight: Sight) async throws
        -> String?
    {
        let before: Value = if case .value(let seen) = sight { seen } else { change.before }
        let undo = change.undo.map { undo in
            ChangingCall(
                service: undo.service, operation: undo.operation,
                parameters: change.isDocument && change.before.string != nil
                    ? Value.object(undo.parameters).replacing(change.before, with: before).object
                        ?? undo.parameters
                    : undo.parameters,
                permission: undo.permission)
        }
        try journal.append(
            .intended(step: step.id, change: place, before: before, undo: undo), at: world.now())
        let sent = try await world.send(change.call, step.region)
        if sent == .taken {
            try journal.append(.done(step: step.id, change: place), at: world.now())
        } else {
            try journal.append(.failed(step: step.id, change: place, why: sent.words), at: world.now())
        }
        let seen = try await world.settled(step, place, sent == .taken ? change.after : nil)
        // An answer that says "already so" is none: what is there counts.
        if let after = change.after {
            if seen.shows(after, of: change) { return nil }
        } else if sent == .taken {
            return nil
        }
        return sent == .taken ? "AWS took the call, but \(seen.words)" : sent.words
    }
}

extension PlannedChange {
    /// What is there instead of what the plan starts from or ends with; nil where it is one of these.
    fileprivate func mismatch(_ sight: Sight) -> String? {
        if sight.shows(before, of: self) { return nil }
        if let after, sight.shows(after, of: self) { return nil }
        return sight.words
    }
}
