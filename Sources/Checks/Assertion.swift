public import Documents
public import IAMPolicy

/// A question with an answer in three values: a tree of operators whose leaves are expressions.
public final class Assertion: Sendable {
    /// The operator.
    public indirect enum Kind: Sendable {
        /// True when all are.
        case all([Assertion])
        /// True when one is.
        case any([Assertion])
        /// The opposite.
        case not(Assertion)
        /// About the elements of a list, the values of a map, or the resources of a join.
        case quantifier(Quantifier, ScopedExpression, that: Assertion, where: Assertion?)
        /// A comparison of one value.
        case value(ScopedExpression, Comparison)
        /// Whether the policies let a caller do something.
        case allows(PolicyQuestion)
        /// Whether the policies deny something to everybody, explicitly.
        case denies(PolicyQuestion)
    }

    /// How many elements must hold.
    public enum Quantifier: String, Sendable, CaseIterable {
        /// Each.
        case every
        /// One at least.
        case some
        /// Not one.
        case none
    }

    /// The answer where the subject is absent.
    public enum Absent: String, Sendable, CaseIterable {
        /// Yes.
        case `true`
        /// No.
        case `false`
        /// Nobody knows.
        case unknown
    }

    /// The operator.
    public let kind: Kind
    /// What fixes and reports call it.
    public let label: String?
    /// What is shown when it is false and decides.
    public let reason: Pattern?
    /// The answer where the subject is absent; nil where it can't be.
    public let absent: Absent?
    /// Where it begins.
    public let place: Place

    /// A question.
    public init(kind: Kind, label: String?, reason: Pattern?, absent: Absent?, place: Place) {
        self.kind = kind
        self.label = label
        self.reason = reason
        self.absent = absent
        self.place = place
    }
}

/// What a value is compared with.
public struct Comparison: Sendable {
    /// How.
    public enum Operator: String, Sendable, CaseIterable {
        /// The same value.
        case equals
        /// One of a list.
        case `in`
        /// A list that has all of a list.
        case includes
        /// Text of a glob, or of one of several.
        case matches
        /// A number not less than, not more than.
        case atLeast = "at_least"
        case atMost = "at_most"
        /// A time longer ago than, less long ago than, a duration before the scan.
        case olderThan = "older_than"
        case newerThan = "newer_than"
        /// An address or range inside a CIDR range.
        case within
        /// There at all.
        case exists
        /// Without elements, members or characters.
        case empty
    }
    /// How.
    public let operation: Operator
    /// With what: a literal, a list, `$name`, or a template.
    public let operand: Operand

    /// What the right side of a comparison is.
    public indirect enum Operand: Sendable {
        /// A value that is known when the file is read.
        case literal(Value)
        /// A variable (a parameter, `account`, `region` …), without the `$`.
        case variable(String)
        /// A template.
        case pattern(Pattern)
        /// A list of such.
        case list([Operand])
    }

    /// A comparison.
    public init(operation: Operator, operand: Operand) {
        self.operation = operation
        self.operand = operand
    }
}

/// A question to the policy analyser.
public struct PolicyQuestion: Sendable {
    /// Where the policies are: each a document, a list or a map of documents; all together one set.
    public let policies: [ScopedExpression]
    /// Who would call; nil in `denies`.
    public let from: CallerClass?
    /// The actions asked about; nil for all of the resource's kind.
    public let actions: [String]?
    /// Condition keys of the request that are fixed: each to one of these, nil standing for absent.
    public let context: [(key: String, values: [String?])]
    /// Accounts that are trusted.
    public let trusted: Comparison.Operand?
    /// The organisation whose accounts are trusted.
    public let organization: Comparison.Operand?

    /// A question.
    public init(
        policies: [ScopedExpression], from: CallerClass?, actions: [String]?,
        context: [(key: String, values: [String?])], trusted: Comparison.Operand?,
        organization: Comparison.Operand?
    ) {
        self.policies = policies
        self.from = from
        self.actions = actions
        self.context = context
        self.trusted = trusted
        self.organization = organization
    }
}
