public import Assembly
public import Checks
public import Documents
import Expressions
public import Inventory
public import ServiceModels

/// What one page brought.
public enum Page: Sendable {
    /// The decoded output.
    case output(Value)
    /// No answer.
    case refused(Refusal)
}

/// Follows the pages of a call to their end.
public struct Pager: Sendable {
    /// Where the models come from.
    public let models: ModelLibrary
    /// More pages than this are an error: a listing does not end.
    public var mostPages = 10_000

    /// Follows pages by `models`.
    public init(models: ModelLibrary) { self.models = models }

    /// Names of input and output members that are tokens where a model has no paginator, in the order of trust.
    private static let conventions = [
        ("NextToken", "NextToken"), ("nextToken", "nextToken"), ("Marker", "NextMarker"),
        ("Marker", "Marker"),
        ("marker", "nextMarker"), ("marker", "marker"), ("PageToken", "NextPageToken"),
        ("pageToken", "nextPageToken"), ("NextMarker", "NextMarker"), ("position", "position"),
    ]
    private static let limits = [
        "MaxResults", "maxResults", "MaxItems", "maxItems", "PageSize", "pageSize", "Limit", "limit",
        "MaxRecords",
    ]

    /// The answer to `key`: every page that is `recorded` or that `page` gives, in order.
    ///
    /// A token that repeats, and more pages than ``mostPages``, end it with a refusal of ours. Where a token that is
    /// recorded is refused now, it may have grown too old: the list starts over, and nothing recorded is taken.
    public func answer(
        _ key: Exchange.Key, paging: Read.Paging?, recorded: (Exchange.Key) -> Page? = { _ in nil },
        page: (Exchange.Key) async -> Page
    ) async -> Answer {
        var tokenIsRecorded = false
        var isOld = false
        let answer = await follow(key, paging) { asked in
            if let known = recorded(asked) {
                tokenIsRecorded = true
                return known
            }
            let page = await page(asked)
            if tokenIsRecorded, case .refused(let refusal) = page, refusal.mayBeOnesFault { isOld = true }
            tokenIsRecorded = false
            return page
        }
        return isOld ? await follow(key, paging, page) : answer
    }

    private func follow(
        _ key: Exchange.Key, _ paging: Read.Paging?, _ page: (Exchange.Key) async -> Page
    ) async -> Answer {
        let operation = (try? models.model(key.service))?.operation(key.operation)
        let paginator = Self.paginator(operation, paging)
        var parameters = key.parameters.object ?? Object()
        if let operation, let paginator, let limit = Self.limit(operation, paginator),
            parameters[limit.name] == nil
        {
            parameters[limit.name] = .integer(limit.most)
        }
        var pages = [Value]()
        var seen = Set<[Value]>()
        while true {
            let asked = Exchange.Key(
                account: key.account, region: key.region, service: key.service, operation: key.operation,
                parameters: .object(parameters))
            switch await page(asked) {
            case .refused(let refusal): return Answer(pages: pages, refusal: refusal)
            case .output(let output): pages.append(output)
            }
            guard let paginator, let tokens = Self.tokens(paginator, pages.last!) else {
                return Answer(pages: pages)
            }
            guard seen.insert(tokens).inserted else {
                return Answer(
                    pages: pages,
                    refusal: Refusal(code: "repeated-token", message: "the token of the next page repeats"))
            }
            guard pages.count < mostPages else {
                return Answer(
                    pages: pages,
                    refusal: Refusal(
                        code: "too-many-pages", message: "the list has more than \(mostPages) pages"))
            }
            for (name, token) in zip(paginator.inputTokens, tokens) {
                parameters[name] = token.isNull ? Value?.none : token
            }
        }
    }

    /// How the pages of `operation` hang together; nil where it has none.
    static func paginator(_ operation: ServiceModels.Operation?, _ paging: Read.Paging?) -> Paginator? {
        if let paging {
            return Paginator(inputTokens: [paging.send], outputTokens: [paging.take], resultKeys: [])
        }
        guard let operation else { return nil }
        if let paginator = operation.paginator { return paginator }
        guard let input = operation.input?.structure, let output = operation.output?.structure else {
            return nil
        }
        for (send, take) in conventions where input.member(send) != nil && output.member(take) != nil {
            return Paginator(inputTokens: [send], outputTokens: [take], resultKeys: [])
        }
        return nil
    }

    /// The parameter that limits a page's size, and the most that it may be.
    private static func limit(_ operation: ServiceModels.Operation, _ paginator: Paginator) -> (
        name: String, most: Int
    )? {
        guard let input = operation.input?.structure else { return nil }
        for name in [paginator.limitKey].compactMap({ $0 }) + limits {
            guard let member = input.member(name) else { continue }
            return member.shape.maximum.map { (name, Int($0)) }
        }
        return nil
    }

    /// The tokens of the page behind `output`; nil when it is the last.
    private static func tokens(_ paginator: Paginator, _ output: Value) -> [Value]? {
        if let more = paginator.moreResults, value(more, output).bool != true { return nil }
        let tokens = paginator.outputTokens.map { value($0, output) }
        return tokens.contains { !$0.isNull && $0 != "" } ? tokens : nil
    }

    private static func value(_ expression: String, _ output: Value) -> Value {
        if let member = output[expression] { return member }
        return (try? Expression.parse(expression, functions: .jmespath).evaluate(output)) ?? .null
    }
}
