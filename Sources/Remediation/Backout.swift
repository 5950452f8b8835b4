public import Documents

/// Takes back what a journal says was, or may have been, changed, the last first.
public struct Backout {
    /// What became of a change.
    public enum Outcome: Sendable, Hashable {
        /// It is as it was before; `isExact` tells whether byte for byte.
        case restored(isExact: Bool)
        /// It was as before already, and nothing was sent.
        case already
        /// Somebody has changed it since, and nothing was sent: what is there.
        case changed(String)
        /// Nothing takes it back, or AWS did not: why.
        case lost(String)
        /// It may or may not be as before: why.
        case failed(String)

        /// Whether all is as it was.
        public var isWhole: Bool {
            switch self {
            case .restored, .already: true
            case .changed, .lost, .failed: false
            }
        }
    }

    /// A change that is taken back.
    public struct Entry: Sendable, Hashable {
        /// Its step.
        public let step: PlannedStep
        /// Its place in the step.
        public let place: Int
        /// What it was, as read right before it was changed.
        public let before: Value
        /// What takes it back; nil where nothing does.
        public let undo: ChangingCall?
        /// Whether it was taken back already.
        public var isUndone = false

        /// The change.
        public var change: PlannedChange { step.changes[place] }
    }

    /// The account, 12 digits.
    public let account: String
    /// The partition, such as `aws`.
    public let partition: String
    /// The regions of the plan.
    public let regions: [String]
    /// The settings of the checks.
    public let parameters: [String: [String: Value]]
    /// The changes, in the order in which they are taken back.
    public let entries: [Entry]

    /// What `events` of one journal leave to take back.
    public init(_ events: [FixJournal.Event]) throws(PlanFailure) {
        var plan: FixPlan?
        var entries = [Entry]()
        func find(_ step: String, _ place: Int) -> Int? {
            entries.lastIndex { $0.step.id == step && $0.place == place && !$0.isUndone }
        }
        for event in events {
            switch event {
            case .begin(let begun, _):
                if let plan, plan.digest != begun.digest {
                    throw PlanFailure("the journal is of several plans")
                }
                plan = begun
            case .intended(let id, let place, let before, let undo):
                guard let step = plan?.steps.first(where: { $0.id == id }),
                    step.changes.indices.contains(place)
                else {
                    throw PlanFailure("the journal tells of step \(id), which its plan does not have")
                }
                if let old = find(id, place) { entries.remove(at: old) }
                entries.append(Entry(step: step, place: place, before: before, undo: undo))
            case .undone(let id, let place): if let found = find(id, place) { entries[found].isUndone = true }
            case .done, .failed, .undoing: break
            }
        }
        guard let plan else { throw PlanFailure("the journal is empty: nothing was changed by it") }
        account = plan.account
        partition = plan.partition
        regions = plan.regions
        parameters = plan.parameters
        self.entries = entries.reversed()
    }

    /// Takes everything back; also what somebody has changed since where `force`.
    public func run(
        in world: FixWorld, journal: FixJournal, force: Bool = false,
        progress: (Entry, Outcome) -> Void = { _, _ in }
    ) async throws -> [(entry: Entry, outcome: Outcome)] {
        var results = [(entry: Entry, outcome: Outcome)]()
        for entry in entries {
            let outcome = entry.isUndone ? .already : try await takeBack(entry, world, journal, force)
            results.append((entry, outcome))
            progress(entry, outcome)
        }
        return results
    }

    private func takeBack(
        _ entry: Entry, _ world: FixWorld, _ journal: FixJournal, _ force: Bool
    ) async throws -> Outcome {
        let change = entry.change
        let sights = try await world.look(entry.step)
        guard sights.indices.contains(entry.place) else { return .failed("it could not be read") }
        let sight = sights[entry.place]
        if sight.shows(entry.before, of: change) {
            try journal.append(.undone(step: entry.step.id, change: entry.place), at: world.now())
            return .already
        }
        if case .unseen = sight { return .failed(sight.words) }
        guard let undo = entry.undo else {
            return .lost(entry.step.irreversible ?? "the check names nothing that takes it back")
        }
        if case .gone = sight { return .lost(sight.words) }
        let isOurs = change.after.map { sight.shows($0, of: change) } ?? true
        guard isOurs || force else { return .changed(sight.words) }
        try journal.append(.undoing(step: entry.step.id, change: entry.place), at: world.now())
        let sent = try await world.send(undo, entry.step.region)
        let seen = try await world.settled(entry.step, entry.place, sent == .taken ? entry.before : nil)
        if seen.shows(entry.before, of: change) {
            try journal.append(.undone(step: entry.step.id, change: entry.place), at: world.now())
            return .restored(isExact: seen == .value(entry.before))
        }
        switch sent {
        case .taken: return .failed("AWS took the call, but \(seen.words)")
        case .refused: return .lost(sent.words)
        case .unclear: return .failed(sent.words)
        }
    }
}
