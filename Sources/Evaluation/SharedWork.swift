import Assembly
import Checks
import Documents
import IAMPolicy

/// What checks and resources ask for in common, worked out once.
///
/// Confined to the task that judges one account.
public final class SharedWork {
    private var settings: [ObjectIdentifier: (check: Check, values: [String: Value])] = [:]
    private var values: [(text: String, value: Value)] = []
    private var context: (owner: Resource, context: ResourceContext)?
    private var decisions: [ObjectIdentifier: (owner: Resource, made: [Decision])] = [:]

    /// The answer to a question about the policies of a resource that others refer to: one topic serves many identities.
    private struct Decision {
        let place: Place
        let trusted: [String]
        let organization: String?
        let answer: Inquiry.Answer
    }

    /// Nothing yet.
    public init() {}

    /// Lets go of what is known of the resource that was judged, before the next one is.
    func beginResource() {
        values.removeAll(keepingCapacity: true)
        context = nil
    }

    /// The settings of `check`: what `work` gives the first time.
    func settings(of check: Check, _ work: () -> [String: Value]) -> [String: Value] {
        if let known = settings[ObjectIdentifier(check)] { return known.values }
        let made = work()
        settings[ObjectIdentifier(check)] = (check, made)
        return made
    }

    /// The value of the expression with `text` on the resource that is judged: what `work` gives the first time.
    func value(of text: String, _ work: () -> Value) -> Value {
        for known in values where known.text == text { return known.value }
        let value = work()
        values.append((text, value))
        return value
    }

    /// What the policy analyser is told of `owner`: what `work` gives the first time.
    func context(of owner: Resource, _ work: () -> ResourceContext) -> ResourceContext {
        if let context, context.owner === owner { return context.context }
        let made = work()
        context = (owner, made)
        return made
    }

    /// The answer to the question at `place` about the policies of `owner`, with the accounts and organisation of
    /// `context` trusted: what `work` gives the first time.
    func answer(
        at place: Place, about owner: Resource, _ context: ResourceContext, _ work: () -> Inquiry.Answer
    ) -> Inquiry.Answer {
        let id = ObjectIdentifier(owner)
        let known = decisions[id]?.made.first {
            $0.place == place && $0.trusted == context.trustedAccounts
                && $0.organization == context.organizationID
        }
        if let known { return known.answer }
        let answer = work()
        decisions[id, default: (owner, [])].made.append(
            Decision(
                place: place, trusted: context.trustedAccounts, organization: context.organizationID,
                answer: answer))
        return answer
    }
}
