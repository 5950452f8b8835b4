/// A request that was found, which the evaluator allows.
final class Proof: Sendable {
    let request: Request
    /// The statements that allow it; nil where something else was asked than the evaluator.
    let statements: [Evaluator.Place]?

    init(request: Request, statements: [Evaluator.Place]?) {
        self.request = request
        self.statements = statements
    }
}
