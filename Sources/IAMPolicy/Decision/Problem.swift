/// The statements of all policies of a resource, made ready for the decision: keys numbered, names collected.
///
/// One object for all searches of a decision, which would otherwise copy it a dozen times.
final class Problem {
    /// A statement's condition.
    final class Atom {
        let key: Int
        let comparison: ConditionOperator
        let values: [String]
        /// Whether a value asks for another key's value.
        let hasVariables: Bool
        /// The texts that match, where no variable is in the way and the comparison is one of texts.
        let texts: PatternSet?

        init(_ condition: PolicyDocument.Condition, key: Int, hasVariables: Bool, texts: PatternSet?) {
            self.key = key
            comparison = condition.comparison
            values = condition.values
            self.hasVariables = hasVariables
            self.texts = texts
        }
    }

    /// A statement.
    final class Rule {
        let policy: Int
        let statement: PolicyDocument.Statement
        let variables: Bool
        let atoms: [Atom]
        /// The resources it is about; nil where all are.
        let resources: [String]?
        let resourcesHaveVariables: Bool
        /// The texts of `resources`, where no variable is in the way.
        let resourceTexts: PatternSet?

        init(
            policy: Int, statement: PolicyDocument.Statement, variables: Bool, atoms: [Atom],
            resources: [String]?, resourcesHaveVariables: Bool
        ) {
            self.policy = policy
            self.statement = statement
            self.variables = variables
            self.atoms = atoms
            self.resources = resources
            self.resourcesHaveVariables = resourcesHaveVariables
            resourceTexts =
                resourcesHaveVariables ? nil : resources.flatMap { Texts.set(.stringLike, $0, variables) }
        }
    }

    let context: ResourceContext
    let documents: [PolicyDocument]
    var rules: [Rule] = []
    /// The condition keys of all statements, in lower case.
    var keys: [String] = []
    var roles: [KeyRole] = []
    var names = Names()
    let evaluator: Evaluator
    /// The partition, region and service that the resource's ARN tells.
    let partition: String
    let region: String
    let service: String?

    init(_ documents: [PolicyDocument], _ context: ResourceContext) {
        self.documents = documents
        self.context = context
        evaluator = Evaluator(documents)
        let arn = ARN(context.arn)
        partition = arn.map { String($0.partition) } ?? "aws"
        region = arn.map { String($0.region) } ?? ""
        service = context.kind.service ?? context.service
        for (policy, document) in documents.enumerated() {
            for statement in document.statements {
                let atoms = statement.conditions.map { atom($0, document.hasVariables) }
                var resources = statement.resources?.map(completed)
                if !statement.isNotResource, resources?.contains("*") == true { resources = nil }
                if statement.isNotResource, resources?.isEmpty == true { resources = nil }
                var hasVariables = false
                if document.hasVariables {
                    for text in resources ?? [] { hasVariables = numberKeys(in: text) || hasVariables }
                }
                rules.append(
                    Rule(
                        policy: policy, statement: statement, variables: document.hasVariables, atoms: atoms,
                        resources: resources, resourcesHaveVariables: hasVariables))
            }
        }
        names.collect(from: self)
    }

    // API Gateway completes `execute-api:/stage/...` to the ARN of the API.
    private func completed(_ text: String) -> String {
        guard text.hasPrefix("execute-api:/") else { return text }
        let api = context.arn.split(separator: "/", maxSplits: 1).first.map(String.init) ?? context.arn
        return api + text.dropFirst("execute-api:".count)
    }

    private func atom(_ condition: PolicyDocument.Condition, _ variables: Bool) -> Atom {
        let key = number(condition.key)
        var hasVariables = false
        if variables, condition.comparison.takesVariables {
            for value in condition.values { hasVariables = numberKeys(in: value) || hasVariables }
        }
        return Atom(
            condition, key: key, hasVariables: hasVariables,
            texts: hasVariables
                ? nil : Texts.set(condition.comparison.comparison, condition.values, variables))
    }

    /// Numbers the keys whose values `text` asks for; whether there are any.
    private func numberKeys(in text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "$")), let text = VariableText(text) else { return false }
        var hasKeys = false
        for case .key(let name, _) in text.parts {
            _ = number(name)
            hasKeys = true
        }
        return hasKeys
    }

    func number(_ key: String) -> Int {
        if let place = keys.firstIndex(of: key) { return place }
        keys.append(key)
        roles.append(KeyRole(key))
        return keys.count - 1
    }

    func place(of key: String) -> Int? { keys.firstIndex(of: key) }
}

/// The fixed names in the policies: whoever is one of them is no stranger.
struct Names {
    var accounts = Set<String>()
    var organizations = Set<String>()
    var buckets = Set<String>()
    var networks = Set<String>()
    var userIDs = Set<String>()
    var sourceResources = Set<String>()
    /// The partitions of the identities that are named: an account is in one of them only.
    var partitions = Set<String>()
    var services: [String] = []
    var sessions: [String] = []
    var specials: [String] = []
    var canonicalUsers: [String] = []
    var federated: [String] = []

    mutating func collect(from problem: Problem) {
        accounts.insert(problem.context.account)
        accounts.formUnion(problem.context.trustedAccounts)
        if let organization = problem.context.organizationID { organizations.insert(organization) }
        for rule in problem.rules {
            let principals = rule.statement.principals
            for principal in principals.aws {
                switch principal {
                case .account(let number): accounts.insert(number)
                case .identity(let arn, let number):
                    accounts.insert(number)
                    collect(partition: arn)
                case .session(let arn, let number):
                    accounts.insert(number)
                    if !sessions.contains(arn) { sessions.append(arn) }
                case .special(let arn): if !specials.contains(arn) { specials.append(arn) }
                case .deleted: break
                }
            }
            for name in principals.services where !services.contains(name) { services.append(name) }
            for name in principals.federated where !federated.contains(name) { federated.append(name) }
            for name in principals.canonicalUsers where !canonicalUsers.contains(name) {
                canonicalUsers.append(name)
            }
            for atom in rule.atoms { for value in atom.values { collect(value, problem.roles[atom.key]) } }
        }
    }

    private mutating func collect(partition arn: String) {
        guard arn.hasPrefix("arn:") else { return }
        let name = arn.dropFirst(4).prefix { $0 != ":" }
        if name.hasPrefix("aws"), !name.contains("*"), !name.contains("?") { partitions.insert(String(name)) }
    }

    private mutating func collect(_ value: String, _ role: KeyRole) {
        switch role {
        case .principalArn: collect(partition: value)
        case .vpc, .vpce, .vpcArn:
            for part in value.split(whereSeparator: { $0 == "/" || $0 == ":" })
            where part.hasPrefix("vpc") && !part.contains("*") && !part.contains("?") {
                networks.insert(String(part))
            }
        case .sourceArn:
            if let arn = ARN(value), !arn.resource.contains("*"), !arn.resource.contains("?"),
                !isAccountNumber(arn.account)
            {
                if arn.service == "s3" {
                    buckets.insert(String(arn.resource))
                } else {
                    sourceResources.insert(String(arn.resource))
                }
            }
        case .userID:
            for part in value.split(separator: ":")
            where part.utf8.count >= 12 && part.hasPrefix("A") && !part.contains("*") && !part.contains("?") {
                userIDs.insert(String(part))
            }
        default: break
        }
        // Numbers of accounts and ids of organisations, wherever they stand.
        var run = 0
        var at = value.utf8.startIndex
        while true {
            let byte = at < value.utf8.endIndex ? value.utf8[at] : 0
            if byte >= 0x30, byte <= 0x39 {
                run += 1
            } else {
                if run == 12 { accounts.insert(String(value[value.utf8.index(at, offsetBy: -12)..<at])) }
                run = 0
            }
            if at == value.utf8.endIndex { break }
            value.utf8.formIndex(after: &at)
        }
        switch role {
        case .principalOrgID, .principalOrgPaths, .sourceOrgID, .sourceOrgPaths, .vpceOrgID, .vpceOrgPaths:
            let first = value.prefix { $0 != "/" }
            if first.hasPrefix("o-"), !first.contains("*"), !first.contains("?"), !first.contains("$") {
                organizations.insert(String(first))
            }
        default: break
        }
    }
}

/// The texts that a condition's values match.
enum Texts {
    static func set(_ comparison: ConditionOperator.Comparison, _ values: [String], _ variables: Bool)
        -> PatternSet?
    {
        switch comparison {
        case .stringEquals
        where !variables || !values.contains(where: { $0.utf8.contains(UInt8(ascii: "$")) }):
            return PatternSet(literals: values)
        case .stringEquals, .stringLike, .stringEqualsIgnoreCase, .arnLike:
            return set(comparison, values.map { parts($0, variables) })
        case .bool: return PatternSet(patterns: values.map { Pattern(literal: $0).ignoringCase })
        case .binaryEquals: return PatternSet(literals: values)
        default: return nil
        }
    }

    private static func parts(_ text: String, _ variables: Bool) -> [(text: String, isLiteral: Bool)] {
        guard variables, text.utf8.contains(UInt8(ascii: "$")), let parsed = VariableText(text) else {
            return [(text, false)]
        }
        return parsed.parts.map {
            switch $0 {
            case .text(let text): (text, false)
            case .literal(let text): (text, true)
            case .key: ("", true)
            }
        }
    }

    /// The texts that values match whose parts are either literal or may hold wildcards.
    static func set(_ comparison: ConditionOperator.Comparison, _ values: [[(text: String, isLiteral: Bool)]])
        -> PatternSet?
    {
        var literals = [String]()
        var patterns = [Pattern]()
        for parts in values {
            let whole = parts.map(\.text).joined()
            let isPlain = !parts.contains {
                !$0.isLiteral && $0.text.utf8.contains { $0 == 0x2a || $0 == 0x3f }
            }
            switch comparison {
            case .stringEquals: literals.append(whole)
            case .stringEqualsIgnoreCase: patterns.append(Pattern(literal: whole).ignoringCase)
            case .stringLike:
                if isPlain { literals.append(whole) } else { patterns.append(glob(parts)) }
            case .arnLike:
                if let pattern = arn(parts) {
                    if isPlain { literals.append(whole) } else { patterns.append(pattern) }
                }
            default: return nil
            }
        }
        return PatternSet(literals: literals, patterns: patterns)
    }

    private static func glob(_ parts: [(text: String, isLiteral: Bool)]) -> Pattern {
        var pattern = Pattern()
        for part in parts {
            if part.isLiteral { pattern.append(literal: part.text) } else { pattern.append(glob: part.text) }
        }
        return pattern
    }

    private static func arn(_ parts: [(text: String, isLiteral: Bool)]) -> Pattern? {
        if parts.count == 1, parts[0].text == "*", !parts[0].isLiteral { return Pattern(glob: "*") }
        var pattern = Pattern()
        var field = 0
        let colon = CharacterClass(of: ":")
        for part in parts {
            for scalar in part.text.unicodeScalars {
                let one = String(Character(scalar))
                if scalar == ":", field < 5 {
                    field += 1
                    pattern.append(literal: one)
                } else if part.isLiteral {
                    pattern.append(literal: one)
                } else {
                    pattern.append(glob: one, excluding: field < 5 ? colon : nil)
                }
            }
        }
        return field == 5 ? pattern : nil
    }
}
