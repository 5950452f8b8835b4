public import Documents
public import Findings

/// One question asked of one resource type. A class, so that a copy for each resource costs nothing.
public final class Check: Sendable {
    /// Who answers.
    public enum Question: Sendable {
        /// The assertion, for each resource.
        case assert(Assertion)
        /// A person; the text is the question.
        case manual(String)
    }

    /// The id: its file's name, and what the user types.
    public let id: String
    /// The title, a sentence without full stop.
    public let title: String
    /// The id of the resource type.
    public let resource: String
    /// How bad a failure is.
    public let severity: Severity
    /// The profile level of a benchmark, where it has one.
    public let level: Int?
    /// The parameters, in the order written; shared ones resolved.
    public let parameters: [Parameter]
    /// Which resources it concerns; nil for all.
    public let applies: Assertion?
    /// What is asked.
    public let question: Question
    /// Further evidence, shown with each finding.
    public let show: [(name: String, expression: ScopedExpression)]
    /// How to mend it, the default first.
    public let fixes: [Fix]
    /// What is told of it.
    public let prose: Prose
    /// The folder of checks that it came from, as given.
    public let folder: String
    /// Where it is: the file, and the line of `assert` or `manual`.
    public let place: Place

    /// The service, such as `ses`.
    public var service: String { String(resource.prefix { $0 != "." }) }

    /// A check.
    public init(
        id: String, title: String, resource: String, severity: Severity, level: Int?, parameters: [Parameter],
        applies: Assertion?, question: Question, show: [(name: String, expression: ScopedExpression)],
        fixes: [Fix],
        prose: Prose, folder: String, place: Place
    ) {
        self.id = id
        self.title = title
        self.resource = resource
        self.severity = severity
        self.level = level
        self.parameters = parameters
        self.applies = applies
        self.question = question
        self.show = show
        self.fixes = fixes
        self.prose = prose
        self.folder = folder
        self.place = place
    }
}

/// What a check tells people, each part in Markdown's inline form; empty where it says nothing.
public struct Prose: Sendable, Hashable {
    /// What is asked.
    public var description = ""
    /// Why.
    public var rationale = ""
    /// What is good about it.
    public var pros: [String] = []
    /// What it costs.
    public var cons: [String] = []
    /// What AWS does by itself.
    public var defaultValue = ""
    /// What is needed, beside the permissions, which come from the plan.
    public var prerequisites: [String] = []
    /// How to look by hand.
    public var audit = CheckInfo.Steps()
    /// How to mend by hand.
    public var remediation = CheckInfo.Steps()
    /// How to take that back by hand.
    public var backout = CheckInfo.Steps()
    /// Where to read more.
    public var references: [String] = []

    /// No prose.
    public init() {}
}

/// A setting of a check.
public struct Parameter: Sendable {
    /// The type of a setting.
    public indirect enum Kind: Sendable, Hashable {
        case string, integer, number, boolean, duration, account, organization, region, arn, glob
        case enumeration([String])
        case list(Kind)
    }
    /// The name.
    public let name: String
    /// What it means.
    public let title: String
    /// Its type.
    public let kind: Kind
    /// The value where the user sets none: of the kind's type; `.null` for none. A duration is a number of seconds.
    public let standard: Value
    /// Whether it must be set (a parameter without `default`).
    public let isRequired: Bool
    /// Whether several checks share it.
    public let isShared: Bool

    /// A setting.
    public init(name: String, title: String, kind: Kind, standard: Value, isRequired: Bool, isShared: Bool) {
        self.name = name
        self.title = title
        self.kind = kind
        self.standard = standard
        self.isRequired = isRequired
        self.isShared = isShared
    }
}

/// How a failure is mended.
public struct Fix: Sendable {
    /// What a fix may break.
    public enum Risk: String, Sendable, CaseIterable {
        /// Nothing.
        case safe
        /// Something that worked may stop.
        case disruptive
        /// Something is gone afterwards.
        case destructive
    }
    /// What the culprit becomes.
    public enum Change: Sendable {
        /// Nothing becomes of it: the call says it all.
        case none
        /// A value.
        case value(Pattern)
        /// Nothing: it goes.
        case absent
        /// The document without what lets the class in.
        case remove(from: String)
        /// The document with a condition on `to`: `account` or `organization`.
        case restrict(from: String, to: String)
        /// The document with one more statement.
        case addStatement(Pattern)
    }
    /// A call that changes something.
    public struct Call: Sendable {
        /// The service.
        public let service: String
        /// The operation.
        public let operation: String
        /// The parameters.
        public let with: [(name: String, pattern: Pattern)]
        /// A call.
        public init(service: String, operation: String, with: [(name: String, pattern: Pattern)]) {
            self.service = service
            self.operation = operation
            self.with = with
        }
    }
    /// A change that must be made before the fix can be, where the value is not so already.
    public struct Preparation: Sendable {
        /// What is looked at.
        public let value: ScopedExpression
        /// What it becomes.
        public let to: Pattern
        /// For which culprits; nil for all.
        public let condition: ScopedExpression?
        /// The call.
        public let call: Call
        /// What takes it back.
        public let undo: Call
        /// A change that comes first.
        public init(
            value: ScopedExpression, to: Pattern, condition: ScopedExpression?, call: Call, undo: Call
        ) {
            self.value = value
            self.to = to
            self.condition = condition
            self.call = call
            self.undo = undo
        }
    }
    /// The name.
    public let name: String
    /// What it does, a sentence without full stop.
    public let title: String
    /// The label of the assertion whose culprits it mends, or `resource`.
    public let target: String
    /// What it may break.
    public let risk: Risk
    /// What the culprit becomes.
    public let change: Change
    /// What must be so before the call is made, in order.
    public let first: [Preparation]
    /// The call.
    public let call: Call
    /// What takes it back.
    public let undo: Call?
    /// Why nothing takes it back.
    public let irreversible: String?
    /// The fix for an edit that leaves no statement.
    public let whenEmpty: String?
    /// Where it is declared.
    public let place: Place

    /// How a failure is mended.
    public init(
        name: String, title: String, target: String, risk: Risk, change: Change, first: [Preparation] = [],
        call: Call, undo: Call?, irreversible: String?, whenEmpty: String?, place: Place
    ) {
        self.name = name
        self.title = title
        self.target = target
        self.risk = risk
        self.change = change
        self.first = first
        self.call = call
        self.undo = undo
        self.irreversible = irreversible
        self.whenEmpty = whenEmpty
        self.place = place
    }
}
