public import Documents
internal import ServiceModels

/// How a listing ended.
public enum PagesEnd: Sendable, Hashable {
    /// All pages were seen.
    case complete
    /// Whoever took the pages had enough.
    case stopped
    /// A page was an error or failed; it was handed over.
    case failed
    /// The pages do not hang together: a token came again, or there is no end to them. What is missing is unseen.
    case broken(String)
}

extension AWSClient {
    /// Calls an operation page after page, the pages as large as allowed, and hands each over as it arrives.
    ///
    /// An operation that does not page is called once.
    /// - Parameters:
    ///   - paging: the token's input and output member, where neither the model nor a convention tells.
    ///   - maximumPages: where it ends at the latest.
    ///   - each: takes the page's parameters and what the call came to; false for no more.
    public func pages(
        service: String, operation: String, parameters: Object, region: String, session: Session,
        paging override: (send: String, take: String)? = nil, maximumPages: Int = 10_000,
        each: (Object, Attempted) async -> Bool
    ) async -> PagesEnd {
        let model = try? models.model(service)
        let paging = (model?.operation(operation)).flatMap { Paging($0, override: override) }
        var parameters = parameters
        if let limit = paging?.limit, parameters[limit.name] == nil {
            parameters[limit.name] = .integer(limit.maximum)
        }
        var seen = Set<[Value]>()
        for _ in 0..<maximumPages {
            let page = await send(
                service: service, operation: operation, parameters: parameters, region: region,
                session: session)
            guard await each(parameters, page) else { return .stopped }
            guard let output = page.output else { return .failed }
            guard let paging else { return .complete }
            switch paging.next(output) {
            case .end: return .complete
            case .broken(let why): return .broken(why)
            case .page(let tokens):
                guard seen.insert(tokens).inserted else { return .broken("a page token came a second time") }
                for (name, token) in zip(paging.send, tokens) {
                    parameters[name] = token.isNull ? Value?.none : token
                }
            }
        }
        return .broken("there are more than \(maximumPages) pages")
    }
}
