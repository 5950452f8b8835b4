extension Evaluator {
    /// An Allow that does not allow a request, and why.
    public struct Miss: Sendable {
        /// The statement.
        public let place: Place
        /// What in it is not about the request: lower case, no full stop.
        public let reason: String
    }

    /// Why no Allow allows `request`: each with the first thing in it that is not about the request.
    public func misses(_ request: Request) -> [Miss] {
        let action = request.action.lowercased()
        var out = [Miss]()
        for (policy, document) in documents.enumerated() {
            for statement in document.statements where !statement.isDeny {
                let obstacle = Self.obstacle(statement, request, action, variables: document.hasVariables)
                guard let obstacle else { continue }
                out.append(
                    Miss(
                        place: Place(policy: policy, statement: statement.index),
                        reason: reason(obstacle, request)))
            }
        }
        return out
    }

    private func reason(_ obstacle: Obstacle, _ request: Request) -> String {
        switch obstacle {
        case .principal: return "it is for other principals"
        case .action: return "it is for other actions"
        case .resource: return "it is for other resources"
        case .condition(let condition):
            let actual =
                request.context[condition.key].map { "is " + $0.joined(separator: ", ") } ?? "is absent"
            return "\(condition.operatorName) does not hold: \(condition.writtenKey) \(actual)"
        }
    }
}
