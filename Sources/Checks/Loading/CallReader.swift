import Documents
import ServiceModels

/// Proves what is said of a reading call beside its parameters: that it reads, how it pages, what its errors mean.
struct CallReader {
    let registry: Registry
    let mistakes: Mistakes
    let asked: Asked
    private(set) var paging: Read.Paging?
    private(set) var absentOn: Set<String> = []
    private(set) var goneOn: Set<String> = []

    init(registry: Registry, mistakes: Mistakes, asked: Asked) {
        self.registry = registry
        self.mistakes = mistakes
        self.asked = asked
    }

    /// Reads those keys of `node`.
    mutating func read(_ node: YAML.Node) {
        if let call = node["call"] {
            switch asked.model.classOf(asked.operation.name) {
            case .read: break
            case .write: mistakes.add(call, "\(asked.call) changes something; only fixes may")
            case .secretBearing: mistakes.add(call, "\(asked.call) returns secrets, which no check may see")
            }
        }
        readPaging(node)
        absentOn = errors(node["absent_on"])
        goneOn = errors(node["gone_on"])
        if let both = absentOn.intersection(goneOn).sorted().first {
            mistakes.add(node["gone_on"]!, "'\(both)' can't mean both absent and gone")
        }
        if let permission = node["permission"], let text = permission.text,
            text.split(separator: ":", omittingEmptySubsequences: false).count != 2
        {
            mistakes.add(permission, "'\(text)' is no IAM action", hint: "write service:Action")
        }
    }

    // MARK: pages

    private mutating func readPaging(_ node: YAML.Node) {
        let input = asked.operation.input?.structure, output = asked.operation.output?.structure
        if let written = node["paging"] {
            if let paginator = asked.operation.paginator, !paginator.inputTokens.isEmpty {
                mistakes.add(written, "the model says how \(asked.call) pages; 'paging' is idle")
            }
            let send = written.text("send") ?? "", take = written.text("take") ?? ""
            if input?.member(send) == nil, let place = written["send"] {
                mistakes.add(
                    place, "\(asked.call) has no parameter '\(send)'",
                    hint: suggestion(for: send, among: input?.members.map(\.name) ?? []))
            }
            if output?.member(take) == nil, let place = written["take"] {
                mistakes.add(
                    place, "the answer of \(asked.call) has no '\(take)'",
                    hint: suggestion(for: take, among: output?.members.map(\.name) ?? []))
            }
            paging = Read.Paging(send: send, take: take)
        } else if asked.operation.paginator == nil, let call = node["call"] {
            let tokens = output?.members.filter { Self.isToken($0) } ?? []
            if !tokens.isEmpty, !tokens.contains(where: { input?.member($0.name) != nil }) {
                let candidates = input?.members.filter { Self.isToken($0) }.map(\.name) ?? []
                if !candidates.isEmpty {
                    mistakes.add(
                        call, "\(asked.call) pages in a way that the model does not tell",
                        hint: "add 'paging: {send: \(candidates[0]), take: \(tokens[0].name)}'")
                }
            }
        }
    }

    private static func isToken(_ member: Member) -> Bool {
        guard case .string = member.shape.kind else { return false }
        let name = member.name.lowercased()
        return name.hasSuffix("marker") || name.hasSuffix("pagetoken") || name.hasSuffix("nexttoken")
            || name.hasPrefix("next") || name == "token" || name == "paginationtoken" || name == "cursor"
    }

    // MARK: errors

    private func errors(_ node: YAML.Node?) -> Set<String> {
        guard let items = node?.items else { return [] }
        var codes = Set<String>()
        let known = ErrorCodes.of(asked)
        for item in items {
            guard let code = item.text else { continue }
            codes.insert(code)
            if ErrorCodes.neverMeansAbsent(code) {
                mistakes.add(item, "'\(code)' says that nobody knows; it never means absent or gone")
            } else if !known.contains(code) {
                mistakes.add(
                    item, "\(asked.call) has no error '\(code)'",
                    hint: suggestion(for: code, among: known.sorted())
                        ?? (known.isEmpty ? nil : "it has \(TypeChecker.some(known.sorted()))"))
            }
        }
        return codes
    }

    // MARK: batches

    /// The batch that `node` writes.
    func batch(_ node: YAML.Node, _ asked: Asked) -> Read.Batch? {
        guard let written = node["batch"] else { return nil }
        guard let members = written.members, members.count == 1,
            let size = members[0].value.text.flatMap({ Int($0) })
        else {
            mistakes.add(written, "'batch' names one list parameter and how many it takes: {Names: 100}")
            return nil
        }
        let name = members[0].key.text!
        guard let member = asked.operation.input?.structure?.member(name) else {
            mistakes.add(
                members[0].key, "\(asked.call) has no parameter '\(name)'",
                hint: suggestion(
                    for: name, among: asked.operation.input?.structure?.members.map(\.name) ?? []))
            return nil
        }
        if case .list = member.shape.kind {
            if let most = member.shape.maximum, Double(size) > most {
                mistakes.add(members[0].value, "\(name) takes at most \(Int(most))")
            }
        } else {
            mistakes.add(members[0].key, "'\(name)' is no list")
        }
        if node["with"]?[name]?.items?.count != 1 {
            mistakes.add(written, "'with' gives '\(name)' a list of one: what names this resource")
        }
        if node["entry"] == nil { mistakes.add(written, "one call for many resources needs an 'entry'") }
        return Read.Batch(parameter: name, size: size)
    }
}

/// What error codes can mean.
enum ErrorCodes {
    /// The codes of an operation's errors as they stand on the wire.
    static func of(_ asked: Asked) -> Set<String> {
        var codes = Set(asked.model.facts.unmodelledErrors(asked.operation.name))
        let isJSON =
            asked.model.metadata.wireProtocol.map { [.json, .cbor, .restJSON].contains($0) } ?? false
        for shape in asked.operation.errors {
            codes.insert(isJSON ? shape.name : shape.structure?.errorCode ?? shape.name)
        }
        return codes
    }

    private static let starts = [
        "accessdenied", "authorization", "unauthorized", "notauthorized", "throttl", "toomanyrequests",
        "requestlimitexceeded", "requestthrottled", "slowdown", "expiredtoken", "requestexpired",
        "invalidclienttoken",
        "unrecognizedclient", "signaturedoesnotmatch", "incompletesignature", "missingauthenticationtoken",
        "invalidaccesskeyid", "internal", "serviceunavailable", "serverexception", "servicefailure",
        "optinrequired",
        "invalidtoken", "forbidden", "kmsaccessdenied", "requesttimeout", "bandwidthlimit",
        "transactioninprogress",
        "provisionedthroughputexceeded", "priorrequestnotcomplete", "authfailure", "authentication",
    ]

    /// Whether a code says that we may not see, came too often or with a bad key, or that AWS is broken.
    static func neverMeansAbsent(_ code: String) -> Bool {
        let lower = code.lowercased()
        return starts.contains { lower.hasPrefix($0) }
    }

    /// Codes that any operation may answer, for tests.
    static let common: Set<String> = [
        "AccessDenied", "AccessDeniedException", "AllAccessDisabled", "AuthFailure", "AuthorizationError",
        "AuthorizationErrorException", "ExpiredToken", "ExpiredTokenException", "Forbidden", "InternalError",
        "InternalFailure", "InternalServerError", "InternalServerException", "InternalServiceError",
        "InternalServiceErrorException", "InternalServiceException", "InvalidClientTokenId", "OptInRequired",
        "NotAuthorized", "RequestExpired", "RequestLimitExceeded", "ServiceException", "ServiceUnavailable",
        "ServiceUnavailableException", "SignatureDoesNotMatch", "SlowDown", "Throttled", "Throttling",
        "ThrottlingException", "ThrottledException", "TooManyRequestsException", "UnauthorizedOperation",
        "UnrecognizedClientException", "ValidationError", "ValidationException", "InvalidParameterValue",
        "NotAuthorizedException", "KMSAccessDeniedException",
    ]
}
