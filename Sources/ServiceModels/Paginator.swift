/// How an operation's pages hang together.
public struct Paginator: Sendable, Hashable {
    /// The parameters that take a page's tokens.
    public let inputTokens: [String]
    /// Where a page shows the next one's tokens, as JMESPath, one for each of ``inputTokens``.
    public let outputTokens: [String]
    /// What a page holds a part of, as JMESPath; the first is the list that the operation is about.
    public let resultKeys: [String]
    /// The parameter that limits a page's size.
    public let limitKey: String?
    /// Where a page says whether another one follows, as JMESPath.
    public let moreResults: String?

    /// A paginator.
    public init(
        inputTokens: [String], outputTokens: [String], resultKeys: [String], limitKey: String? = nil,
        moreResults: String? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.resultKeys = resultKeys
        self.limitKey = limitKey
        self.moreResults = moreResults
    }

    /// The paginator of botocore's object; nil when that has no tokens.
    init?(_ value: JSONView) {
        func names(_ key: StaticString) -> [String] {
            value[key].map { value in value.string.map { [$0] } ?? value.strings } ?? []
        }
        inputTokens = names("input_token")
        outputTokens = names("output_token")
        resultKeys = names("result_key")
        limitKey = value["limit_key"]?.string
        moreResults = value["more_results"]?.string
        guard !inputTokens.isEmpty, inputTokens.count == outputTokens.count else { return nil }
    }
}
