import Assembly
import Documents
import IAMPolicy

/// What the checks of one resource ask for in common, worked out once.
final class SharedWork {
    private var values: [(text: String, value: Value)] = []
    private var context: (owner: Resource, context: ResourceContext)?

    /// The value of the expression with `text` on the resource: what `work` gives the first time.
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
}
