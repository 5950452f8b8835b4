/// What one set of policies allows and another does not.
public struct Difference: Sendable {
    /// A request that only one of them allows.
    public let witness: Witness?
    /// The actions of such requests.
    public let actions: [String]
    /// Whether the search was not able to settle it.
    public let isUndecided: Bool

    /// Whether there is none.
    public var isEmpty: Bool { witness == nil && !isUndecided }

    /// What `second`, called `name`, allows to anybody, our account included, that `first` does not.
    public static func added(
        from first: PolicyDocument, to second: PolicyDocument, named name: String = "",
        of context: ResourceContext
    ) -> Difference {
        added(from: [first], to: [second], named: name, of: context)
    }

    /// What the set `second`, each of it called `name`, allows to anybody, our account included, that the set `first`
    /// does not.
    public static func added(
        from first: [PolicyDocument], to second: [PolicyDocument], named name: String = "",
        of context: ResourceContext
    ) -> Difference {
        let problem = Problem(first + second, context)
        var analyser = Analyser(problem)
        analyser.includesOwnerOnly = true
        analyser.isAboutDifference = true
        let (old, new) = (Evaluator(first), Evaluator(second))
        let isAdded: (Request) -> Bool = {
            new.evaluate($0).decision == .allow && old.evaluate($0).decision != .allow
        }
        var actions = [String]()
        var shown: Witness?
        let groups = analyser.groups()
        var isUndecided = analyser.lacksActions
        for group in groups {
            let allows = group.allows.filter { $0.policy >= first.count }
            let denies = group.denies.filter { $0.policy >= first.count }
            let olds = group.allows.filter { $0.policy < first.count }
            let oldDenies = group.denies.filter { $0.policy < first.count }
            var request: Request?
            // The first allows it nowhere; or it denies it.
            for also in [nil] + oldDenies.map(Optional.some) where request == nil {
                let narrowed = group.with(denies: denies + (also == nil ? olds : []))
                let answer = analyser.look(
                    narrowed, Analyser.everyone, among: allows, also: also, accepts: isAdded)
                request = answer.request
                if answer.isIncomplete { isUndecided = true }
            }
            if let request {
                actions += group.names
                if shown == nil {
                    let alone = Problem(second, context)
                    shown = IAMPolicy.witness(request, .nobody, alone, second.map { _ in name })
                }
            }
        }
        return Difference(witness: shown, actions: actions.sorted(), isUndecided: shown == nil && isUndecided)
    }
}
