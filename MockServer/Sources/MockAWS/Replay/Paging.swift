import Documents
import ServiceModels

/// How the pages of an operation hang together, also where the model has no paginator and only the usual names.
struct Paging: Sendable {
    let inputToken: String
    let outputToken: String
    let limit: String?
    let results: [String]
    let more: String?

    init?(_ operation: Operation) {
        if let paginator = operation.paginator, let input = paginator.inputTokens.first,
            let output = paginator.outputTokens.first, !paginator.resultKeys.isEmpty,
            !output.contains("."), !output.contains("["), !output.contains("|")
        {
            inputToken = input
            outputToken = output
            limit = paginator.limitKey
            results = paginator.resultKeys
            more = paginator.moreResults
            return
        }
        let inputs = operation.input?.structure?.members ?? .empty
        let outputs = operation.output?.structure?.members ?? .empty
        let tokens = ["NextToken", "nextToken", "Marker", "PageToken"]
        let token = tokens.first { name in
            inputs.contains { $0.name == name } && outputs.contains { $0.name == name }
        }
        let lists = outputs.filter { if case .list = $0.shape.kind { true } else { false } }
        guard let token, let list = lists.first else { return nil }
        inputToken = token
        outputToken = token
        limit =
            inputs.first { ["PageSize", "MaxResults", "MaxItems", "Limit", "maxResults"].contains($0.name) }?
            .name
        results = [list.name]
        more = nil
    }
}
