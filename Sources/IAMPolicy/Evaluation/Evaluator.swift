/// Answers one request by the letter of the policies: no algebra, no facts about keys.
///
/// It shares nothing with the decision but the parsed values, and so can judge it.
public struct Evaluator: Sendable {
    /// A statement of one of several policies.
    public struct Place: Sendable, Hashable {
        /// The policy's place among those that were given, from 0.
        public let policy: Int
        /// The statement's index in it, from 0.
        public let statement: Int
    }

    let documents: [PolicyDocument]

    /// An evaluator of `documents`, judged as one set.
    public init(_ documents: [PolicyDocument]) { self.documents = documents }

    /// The decision on `request`, and the statements that made it: the denying ones, else the allowing ones.
    public func evaluate(_ request: Request) -> (decision: Decision, statements: [Place]) {
        evaluate(request, action: request.action.lowercased())
    }

    /// The same for those who have the request's action in lower case at hand.
    func evaluate(_ request: Request, action: String) -> (decision: Decision, statements: [Place]) {
        var allowing = [Place]()
        var denying = [Place]()
        for policy in documents.indices {
            let variables = documents[policy].hasVariables
            // By index, so that no statement is copied on the way.
            for at in documents[policy].statements.indices
            where Self.obstacle(documents[policy].statements[at], request, action, variables: variables)
                == nil
            {
                let place = Place(policy: policy, statement: documents[policy].statements[at].index)
                if documents[policy].statements[at].isDeny {
                    denying.append(place)
                } else {
                    allowing.append(place)
                }
            }
        }
        if !denying.isEmpty { return (.explicitDeny, denying) }
        return allowing.isEmpty ? (.implicitDeny, []) : (.allow, allowing)
    }

    static func applies(_ statement: PolicyDocument.Statement, _ request: Request, variables: Bool) -> Bool {
        obstacle(statement, request, request.action.lowercased(), variables: variables) == nil
    }

    /// What keeps a statement from being about a request.
    enum Obstacle {
        case principal, action, resource
        /// The first condition that does not hold.
        case condition(PolicyDocument.Condition)
    }

    /// The first obstacle; nil where the statement is about the request. `action` is the request's, in lower case.
    static func obstacle(
        _ statement: PolicyDocument.Statement, _ request: Request, _ action: String, variables: Bool
    ) -> Obstacle? {
        guard principalMatches(statement.principals, request.caller) != statement.isNotPrincipal else {
            return .principal
        }
        let isAbout = statement.actions.contains { text in
            if text == "*" || text == request.action { return true }
            let text = text.lowercased()
            return text == action || text.hasWildcards && glob(text, action)
        }
        guard isAbout != statement.isNotAction else { return .action }
        if let resources = statement.resources {
            let hit = resources.contains { text in
                if text == "*" { return true }
                if !text.has(UInt8(ascii: "$")) {
                    if text == request.resource { return true }
                    if !text.hasWildcards, !text.begins(with: "execute-api:/") { return false }
                }
                return like(resource(text, request), request.resource, variables, request)
            }
            guard hit != statement.isNotResource else { return .resource }
        }
        return statement.conditions.first { !holds($0, request, variables) }.map { .condition($0) }
    }

    // API Gateway completes `execute-api:/stage/...` to the ARN of the API.
    private static func resource(_ text: String, _ request: Request) -> String {
        guard text.hasPrefix("execute-api:/") else { return text }
        let api =
            request.resource.split(separator: "/", maxSplits: 1).first.map(String.init) ?? request.resource
        return api + text.dropFirst("execute-api:".count)
    }

    private static func principalMatches(_ principals: Principals, _ caller: Request.Caller) -> Bool {
        if principals.isEveryone { return true }
        switch caller {
        case .unsigned: return false
        case .identity(let arn): return named(principals.aws, arn, nil)
        case .session(let arn, let identity): return named(principals.aws, identity, arn)
        case .service(let name): return principals.services.contains { $0 == "*" || $0 == name }
        case .federated(let name): return principals.federated.contains { $0 == "*" || $0 == name }
        case .canonicalUser(let id): return principals.canonicalUsers.contains(id)
        case .special(let arn):
            return principals.aws.contains { if case .special(arn) = $0 { true } else { false } }
        }
    }

    private static func named(_ list: [AWSPrincipal], _ identity: String, _ session: String?) -> Bool {
        let owner = ARN.account(in: identity) ?? ""
        return list.contains { principal in
            switch principal {
            case .account(let number): number == owner
            case .identity(let arn, _): arn == identity
            case .session(let arn, _): arn == session
            case .deleted, .special: false
            }
        }
    }

    private static func holds(_ condition: PolicyDocument.Condition, _ request: Request, _ variables: Bool)
        -> Bool
    {
        let how = condition.comparison
        let actual = request.context[condition.key]
        if how.comparison == .null {
            switch how.quantifier {
            case .forAllValues: return true
            case .forAnyValue: return false
            case .none: return condition.values.contains { ($0.lowercased() == "true") == (actual == nil) }
            }
        }
        guard let actual else {
            if how.ifExists { return true }
            switch how.quantifier {
            case .forAllValues: return true
            case .forAnyValue: return false
            case .none: return how.isNegated
            }
        }
        func hit(_ value: String) -> Bool {
            let found = condition.values.contains { compare(how.comparison, value, $0, request, variables) }
            return found != how.isNegated
        }
        switch how.quantifier {
        case .forAllValues: return actual.allSatisfy(hit)
        case .forAnyValue: return actual.contains(where: hit)
        case .none: return how.isNegated ? actual.allSatisfy(hit) : actual.contains(where: hit)
        }
    }

    private static func compare(
        _ how: ConditionOperator.Comparison, _ actual: String, _ written: String, _ request: Request,
        _ variables: Bool
    ) -> Bool {
        switch how {
        case .stringEquals, .stringEqualsIgnoreCase:
            if !variables || !written.has(UInt8(ascii: "$")) {
                return how == .stringEquals
                    ? written == actual : written.lowercased() == actual.lowercased()
            }
            guard let text = expand(written, variables, request) else { return false }
            let plain = String(String.UnicodeScalarView(text.map(\.scalar)))
            return how == .stringEquals ? plain == actual : plain.lowercased() == actual.lowercased()
        case .stringLike:
            if !written.hasWildcards, !written.has(UInt8(ascii: "$")) {
                return written.utf8.elementsEqual(actual.utf8)
            }
            return like(written, actual, variables, request)
        case .arnLike:
            guard let text = expand(written, variables, request) else { return false }
            if text.count == 1, text[0].scalar == "*", !text[0].isLiteral { return true }
            let pattern = fields(text) { $0.scalar }
            let value = fields(Array(actual.unicodeScalars)) { $0 }
            guard pattern.count == 6, value.count == 6 else { return false }
            return zip(pattern, value).allSatisfy { match($0, $1) }
        case .numericEquals: return numbers(actual, written) { $0 == $1 }
        case .numericLess: return numbers(actual, written) { $0 < $1 }
        case .numericLessEquals: return numbers(actual, written) { $0 <= $1 }
        case .numericGreater: return numbers(actual, written) { $0 > $1 }
        case .numericGreaterEquals: return numbers(actual, written) { $0 >= $1 }
        case .dateEquals: return times(actual, written) { $0 == $1 }
        case .dateLess: return times(actual, written) { $0 < $1 }
        case .dateLessEquals: return times(actual, written) { $0 <= $1 }
        case .dateGreater: return times(actual, written) { $0 > $1 }
        case .dateGreaterEquals: return times(actual, written) { $0 >= $1 }
        case .bool: return actual.lowercased() == written.lowercased()
        case .binaryEquals: return actual == written
        case .ipAddress:
            guard let address = IPRange(actual), let range = IPRange(written) else { return false }
            return address.isV6 == range.isV6 && range.low <= address.low && address.low <= range.high
        case .null: return false
        }
    }

    private static func numbers(_ a: String, _ b: String, _ test: (Double, Double) -> Bool) -> Bool {
        guard let a = Scalar.number(a), let b = Scalar.number(b) else { return false }
        return test(a, b)
    }

    private static func times(_ a: String, _ b: String, _ test: (Double, Double) -> Bool) -> Bool {
        guard let a = Scalar.time(a), let b = Scalar.time(b) else { return false }
        return test(a, b)
    }

    /// A character of a pattern, and whether it is never a wildcard.
    private struct Letter {
        let scalar: Unicode.Scalar
        let isLiteral: Bool
    }

    /// `text` with its variables replaced; nil when one of them has no value.
    private static func expand(_ text: String, _ variables: Bool, _ request: Request) -> [Letter]? {
        func letters(_ text: String, _ isLiteral: Bool) -> [Letter] {
            text.unicodeScalars.map { Letter(scalar: $0, isLiteral: isLiteral) }
        }
        guard variables, text.has(UInt8(ascii: "$")), let parsed = VariableText(text) else {
            return letters(text, false)
        }
        var out = [Letter]()
        for part in parsed.parts {
            switch part {
            case .text(let text): out += letters(text, false)
            case .literal(let text): out += letters(text, true)
            case .key(let key, let fallback):
                guard let value = request.context[key].flatMap({ $0.count == 1 ? $0[0] : nil }) ?? fallback
                else { return nil }
                out += letters(value, true)
            }
        }
        return out
    }

    private static func fields<Item>(_ items: [Item], _ scalar: (Item) -> Unicode.Scalar) -> [[Item]] {
        var out: [[Item]] = [[]]
        for item in items {
            if scalar(item) == ":", out.count < 6 { out.append([]) } else { out[out.count - 1].append(item) }
        }
        return out
    }

    /// Whether `actual` is what `written` with its variables replaced and its wildcards stands for.
    private static func like(_ written: String, _ actual: String, _ variables: Bool, _ request: Request)
        -> Bool
    {
        guard variables, written.has(UInt8(ascii: "$")) else { return glob(written, actual) }
        guard let pattern = expand(written, variables, request) else { return false }
        return match(pattern, Array(actual.unicodeScalars))
    }

    private static func glob(_ pattern: String, _ text: String) -> Bool {
        let found = pattern.utf8.withContiguousStorageIfAvailable { pattern in
            text.utf8.withContiguousStorageIfAvailable { text in glob(pattern, text) }
        }
        if let found = found ?? nil { return found }
        return Array(pattern.utf8).withUnsafeBufferPointer { pattern in
            Array(text.utf8).withUnsafeBufferPointer { text in glob(pattern, text) }
        }
    }

    /// As ``match(_:_:)``, over bytes: a `?` takes all bytes of one character, and no character begins within another.
    private static func glob(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>)
        -> Bool
    {
        func isWithin(_ place: Int) -> Bool { place < text.count && text[place] & 0xc0 == 0x80 }
        var (p, t) = (0, 0)
        var back: (pattern: Int, text: Int)?
        while t < text.count {
            let wanted = p < pattern.count ? pattern[p] : 0
            if p < pattern.count, wanted == UInt8(ascii: "*") {
                back = (p, t)
                p += 1
            } else if p < pattern.count, wanted == UInt8(ascii: "?"), !isWithin(t) {
                p += 1
                t += 1
                while isWithin(t) { t += 1 }
            } else if p < pattern.count, wanted == text[t] {
                p += 1
                t += 1
            } else if let (star, from) = back {
                p = star + 1
                t = from + 1
                back = (star, t)
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
        return p == pattern.count
    }

    private static func match(_ pattern: [Letter], _ text: [Unicode.Scalar]) -> Bool {
        var (p, t) = (0, 0)
        var back: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p].scalar == "*", !pattern[p].isLiteral {
                back = (p, t)
                p += 1
            } else if p < pattern.count,
                pattern[p].scalar == text[t] || pattern[p].scalar == "?" && !pattern[p].isLiteral
            {
                p += 1
                t += 1
            } else if let (star, from) = back {
                p = star + 1
                t = from + 1
                back = (star, t)
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p].scalar == "*", !pattern[p].isLiteral { p += 1 }
        return p == pattern.count
    }
}
