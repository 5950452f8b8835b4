internal import Documents
internal import Expressions
public import ServiceModels

/// How an operation's pages hang together, from its paginator, from a convention, or as a check says.
public struct Paging: Sendable {
    /// The parameters that take tokens.
    public let send: [String]
    /// Where a page shows the next one's tokens, as JMESPath.
    public let take: [String]
    /// Where a page says whether another follows.
    public let more: String?
    /// The parameter that limits a page, and the most that it takes; nil where the model knows no most.
    public let limit: (name: String, maximum: Int)?
    private let takes: [Expression]
    private let moreExpression: Expression?

    /// The names that tokens go by where a model lacks a paginator: sent, and taken.
    private static let conventions = [
        ("NextToken", "NextToken"), ("nextToken", "nextToken"), ("Marker", "NextMarker"),
        ("Marker", "Marker"),
        ("marker", "nextMarker"), ("marker", "marker"), ("NextMarker", "NextMarker"),
        ("nextMarker", "nextMarker"),
        ("PageToken", "NextPageToken"), ("pageToken", "nextPageToken"), ("NextPageToken", "NextPageToken"),
        ("nextPageToken", "nextPageToken"), ("ContinuationToken", "NextContinuationToken"),
        ("continuationToken", "continuationToken"), ("PaginationToken", "PaginationToken"),
        ("paginationToken", "paginationToken"), ("position", "position"), ("Position", "Position"),
        ("StartingToken", "NextToken"), ("NextPageMarker", "NextPageMarker"), ("Cursor", "NextCursor"),
    ]
    private static let limits = [
        "MaxResults", "maxResults", "MaxItems", "maxItems", "PageSize", "pageSize", "Limit", "limit",
        "MaxRecords",
        "maxRecords",
    ]

    /// How `operation` pages; nil when it does not.
    ///
    /// - Parameter override: the token's input member and its output member, where neither the model nor a convention
    ///   tells.
    public init?(_ operation: Operation, override: (send: String, take: String)? = nil) {
        let input = operation.input?.structure
        var limitKey: String?
        if let override {
            (send, take, more) = ([override.send], [override.take], nil)
        } else if let paginator = operation.paginator {
            (send, take, more) = (paginator.inputTokens, paginator.outputTokens, paginator.moreResults)
            limitKey = paginator.limitKey
        } else {
            let output = operation.output?.structure
            let found = Self.conventions.first { input?.member($0.0) != nil && output?.member($0.1) != nil }
            guard let found else { return nil }
            (send, take, more) = ([found.0], [found.1], nil)
        }
        let names = limitKey.map { [$0] } ?? Self.limits
        limit =
            names.lazy.compactMap { name -> (String, Int)? in
                guard let shape = input?.member(name)?.shape, let maximum = shape.maximum else { return nil }
                switch shape.kind {
                case .integer, .long: return (name, Int(maximum))
                default: return nil
                }
            }.first
        guard let parsed = try? take.map({ try Expression.parse($0) }) else { return nil }
        takes = parsed
        moreExpression = more.flatMap { try? Expression.parse($0) }
    }

    /// What follows a page.
    enum Next: Equatable {
        case end
        case page([Value])
        case broken(String)
    }

    /// What follows the page with `output`.
    func next(_ output: Value) -> Next {
        let tokens = takes.map { (try? $0.evaluate(output)) ?? .null }
        let isEnd = tokens.allSatisfy { $0.isNull || $0.string == "" }
        if let moreExpression, let more = (try? moreExpression.evaluate(output))?.bool {
            if !more { return .end }
            if isEnd { return .broken("a page says that more follow and gives no token") }
        }
        return isEnd ? .end : .page(tokens)
    }
}
