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

        convenience init(
            _ condition: PolicyDocument.Condition, _ variables: Bool, _ numbers: inout KeyNumbers
        ) {
            let key = numbers.number(condition.key)
            var hasVariables = false
            if variables, condition.comparison.takesVariables {
                for value in condition.values { hasVariables = numbers.number(in: value) || hasVariables }
            }
            self.init(
                key: key, comparison: condition.comparison, values: condition.values,
                hasVariables: hasVariables,
                texts: hasVariables
                    ? nil : Texts.set(condition.comparison.comparison, condition.values, variables))
        }

        /// Whether the key must be there and be one of some texts, with no wildcard.
        var isFixed: Bool {
            guard let texts, !texts.hasPatterns else { return false }
            return !comparison.isNegated && !comparison.truthWhenAbsent && comparison.comparison != .null
        }
    }

    /// A statement.
    final class Rule {
        let policy: Int
        let statement: PolicyDocument.Statement
        let variables: Bool
        let atoms: [Atom]
        /// The actions that it is about, of the list at hand.
        var actions = ActionList.Places()
        /// The resources it is about; nil where all are.
        let resources: [String]?
        let resourcesHaveVariables: Bool
        /// The texts of `resources`, where no variable is in the way.
        private(set) lazy var resourceTexts: PatternSet? =
            resourcesHaveVariables ? nil : resources.flatMap { Texts.set(.stringLike, $0, variables) }

        /// Whether a condition lets in only a few values of its key.
        let hasFixed: Bool

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
            policy: Int, _ statement: PolicyDocument.Statement, variables: Bool, of resource: String,
            _ numbers: inout KeyNumbers
        ) {
            var atoms = [Atom]()
            if !statement.conditions.isEmpty { atoms.reserveCapacity(statement.conditions.count) }
            for condition in statement.conditions { atoms.append(Atom(condition, variables, &numbers)) }
            var resources = statement.resources
            var hasVariables = false
            if let all = resources {
                if all.contains(where: Self.isShort) { resources = all.map { Self.completed($0, resource) } }
                if statement.isNotResource ? all.isEmpty : all.contains("*") { resources = nil }
                if variables {
                    for text in resources ?? [] { hasVariables = numbers.number(in: text) || hasVariables }
                }
            }
            hasFixed = atoms.contains(where: \.isFixed)
            self.policy = policy
            self.statement = statement
            self.variables = variables
            self.atoms = atoms
            self.resources = resources
            resourcesHaveVariables = hasVariables
        }

        // API Gateway completes `execute-api:/stage/...` to the ARN of the API.
        private static func isShort(_ text: String) -> Bool { text.begins(with: "execute-api:/") }

        private static func completed(_ text: String, _ resource: String) -> String {
            guard isShort(text) else { return text }
            let api = resource.split(separator: "/", maxSplits: 1).first.map(String.init) ?? resource
            return api + text.dropFirst("execute-api:".count)
        }
    }

    let context: ResourceContext
    let documents: [PolicyDocument]
    let rules: [Rule]
    /// Those that allow, and those that deny.
    let allows: [Rule]
    let denies: [Rule]
    private let numbers: KeyNumbers
    let names: Names
    /// Whether a policy asks for a fixed secret.
    let asksForBearer: Bool
    let evaluator: Evaluator
    private(set) lazy var namedAccounts = PatternSet(literals: names.accounts.items)
    private(set) lazy var namedOrganizations = PatternSet(literals: names.organizations.items)
    private(set) lazy var ourAccounts = PatternSet(literals: [context.account] + context.trustedAccounts)
    private(set) lazy var ourOrganization = context.organizationID.map { PatternSet(literals: [$0]) } ?? .none
    private(set) lazy var myAccount = PatternSet(literals: [context.account])

    /// The condition keys of all statements, and those of `others`, in lower case.
    var keys: [String] { numbers.keys }
    var roles: [KeyRole] { numbers.roles }
    /// The partition, region and service that the resource's ARN tells.
    var partition: String { context.partition }
    var region: String { context.region }
    var service: String? { context.service }

    /// The statements of `documents`; a question asks about the keys `others` too, in lower case.
    init(_ documents: [PolicyDocument], _ context: borrowing ResourceContext, asking others: [String] = []) {
        self.context = copy context
        self.documents = documents
        evaluator = Evaluator(documents)
        var numbers = KeyNumbers()
        var rules = [Rule]()
        rules.reserveCapacity(documents.reduce(0) { $0 + $1.statements.count })
        for (policy, document) in documents.enumerated() {
            for statement in document.statements {
                let rule = Rule(
                    policy: policy, statement, variables: document.hasVariables, of: self.context.arn,
                    &numbers)
                rules.append(rule)
            }
        }
        for key in others { _ = numbers.number(key) }
        names = Names(
            in: rules, numbers.roles, ours: self.context.account, self.context.trustedAccounts,
            self.context.organizationID, self.context.partition)
        self.rules = rules
        denies = rules.filter(\.statement.isDeny)
        allows = denies.isEmpty ? rules : rules.filter { !$0.statement.isDeny }
        self.numbers = numbers
        asksForBearer = numbers.roles.contains(.bearer)
    }

    /// Whether an Allow names services.
    var lendsToServices: Bool {
        rules.contains { !$0.statement.isDeny && !$0.statement.principals.services.isEmpty }
    }

    /// Whether callers are of the partition `aws` alone.
    private(set) lazy var isInUsualPartition =
        partition == "aws" && names[.otherPartitions].isEmpty

    func place(of key: String) -> Int? { numbers.place(of: key) }
}
