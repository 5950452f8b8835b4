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

        init(
            key: Int, comparison: ConditionOperator, values: [String], hasVariables: Bool, texts: PatternSet?
        ) {
            self.key = key
            self.comparison = comparison
            self.values = values
            self.hasVariables = hasVariables
            self.texts = texts
        }

        /// Whether the key must be there and be one of some texts, with no wildcard.
        var isFixed: Bool {
            guard let texts, texts.patterns.isEmpty else { return false }
            return !comparison.isNegated && !comparison.truthWhenAbsent && comparison.comparison != .null
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

        /// Whether a condition fixes the caller, or the source for which a service acts. No stranger is one that is fixed.
        let fixesPrincipal: Bool
        let fixesSource: Bool

        /// The accounts and identities that its principals name, as a set of texts; nil where there are none.
        private(set) lazy var named: (lift: Lift, set: PatternSet)? = {
            var accounts = [String]()
            var identities = [String]()
            for principal in statement.principals.aws {
                switch principal {
                case .account(let number): accounts.append(number)
                case .identity(let arn, let number):
                    if !statement.principals.aws.contains(.account(number)) { identities.append(arn) }
                default: break
                }
            }
            if identities.isEmpty {
                return accounts.isEmpty ? nil : (.accountOfARN, PatternSet(literals: accounts))
            }
            let whole =
                accounts.isEmpty ? [] : Lift.accountOfARN.whole(PatternSet(literals: accounts)).patterns
            return (.whole, PatternSet(literals: identities, patterns: whole))
        }()

        init(
            policy: Int, statement: PolicyDocument.Statement, variables: Bool, atoms: [Atom],
            resources: [String]?, resourcesHaveVariables: Bool, roles: [KeyRole]
        ) {
            fixesPrincipal = atoms.contains { $0.isFixed && roles[$0.key].isPrincipal }
            fixesSource = atoms.contains { $0.isFixed && roles[$0.key].isSource }
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
    /// For many keys: where each is.
    private var places: [String: Int] = [:]
    private(set) var names = Names()
    /// Whether a policy asks for a fixed secret.
    private(set) var asksForBearer = false
    let evaluator: Evaluator
    /// The partition, region and service that the resource's ARN tells.
    let partition: String
    let region: String
    let service: String?

    init(_ documents: [PolicyDocument], _ context: ResourceContext) {
        self.documents = documents
        self.context = context
        evaluator = Evaluator(documents)
        partition = context.partition
        region = context.region
        service = context.service
        for (policy, document) in documents.enumerated() {
            for statement in document.statements {
                let atoms = statement.conditions.map { atom($0, document.hasVariables) }
                var resources = statement.resources
                if resources?.contains(where: Self.isShort) == true { resources = resources?.map(completed) }
                if !statement.isNotResource, resources?.contains("*") == true { resources = nil }
                if statement.isNotResource, resources?.isEmpty == true { resources = nil }
                var hasVariables = false
                if document.hasVariables {
                    for text in resources ?? [] { hasVariables = numberKeys(in: text) || hasVariables }
                }
                rules.append(
                    Rule(
                        policy: policy, statement: statement, variables: document.hasVariables, atoms: atoms,
                        resources: resources, resourcesHaveVariables: hasVariables, roles: roles))
            }
        }
        names.collect(from: self)
    }

    // API Gateway completes `execute-api:/stage/...` to the ARN of the API.
    private static func isShort(_ text: String) -> Bool { text.begins(with: "execute-api:/") }

    private func completed(_ text: String) -> String {
        guard Self.isShort(text) else { return text }
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
            key: key, comparison: condition.comparison, values: condition.values, hasVariables: hasVariables,
            texts: hasVariables
                ? nil : Texts.set(condition.comparison.comparison, condition.values, variables))
    }

    /// Numbers the keys whose values `text` asks for; whether there are any.
    private func numberKeys(in text: String) -> Bool {
        guard text.has(UInt8(ascii: "$")), let text = VariableText(text) else { return false }
        var hasKeys = false
        for case .key(let name, _) in text.parts {
            _ = number(name)
            hasKeys = true
        }
        return hasKeys
    }

    func number(_ key: String) -> Int {
        if let place = place(of: key) { return place }
        keys.append(key)
        if !places.isEmpty {
            places[key] = keys.count - 1
        } else if keys.count > 16 {
            for (place, key) in keys.enumerated() { places[key] = place }
        }
        let role = KeyRole(key)
        if case .bearer = role { asksForBearer = true }
        roles.append(role)
        return keys.count - 1
    }

    func place(of key: String) -> Int? { places.isEmpty ? keys.firstIndex(of: key) : places[key] }

    // MARK: who is not among the callers of a reach

    private lazy var namedAccounts = PatternSet(literals: names.accounts.items)
    private lazy var namedOrganizations = PatternSet(literals: names.organizations.items)
    private lazy var ourAccounts = PatternSet(literals: context.trustedAccounts + [context.account])

    func accounts(outside reach: Reach) -> PatternSet {
        switch reach {
        case .strangers: namedAccounts
        case .untrusted: ourAccounts
        case .outsiders: PatternSet(literals: [context.account])
        case .everyone: PatternSet()
        }
    }

    func organizations(outside reach: Reach) -> PatternSet {
        switch reach {
        case .strangers: namedOrganizations
        case .untrusted: PatternSet(literals: context.organizationID.map { [$0] } ?? [])
        case .outsiders, .everyone: PatternSet()
        }
    }
}
