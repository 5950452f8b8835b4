public import Expressions

/// How to see one kind of AWS thing, and which call each of its attributes costs.
public final class ResourceType: Sendable {
    /// Where things of a kind live.
    public enum Scope: String, Sendable, CaseIterable {
        /// In each region.
        case region
        /// Once in an account.
        case global
    }

    /// The id, such as `ses.identity`.
    public let id: String
    /// What it is called, such as `SES email identity`.
    public let title: String
    /// Where it lives.
    public let scope: Scope
    /// How it is listed; nil where there is exactly one in each account (and region).
    public let list: Listing?
    /// How references and calls name one.
    public let name: Template
    /// Its ARN.
    public let arn: Template
    /// The region of one that is listed globally.
    public let region: ScopedExpression?
    /// Whose rules the policy analyser applies; nil for the generic ones, the worst case.
    public let policyKind: String?
    /// The attribute whose `gone_on` tells whether a reference exists.
    public let probe: String?
    /// The attributes, in the order written.
    public let attributes: [Attribute]
    /// Where it is declared.
    public let place: Place

    /// The service, such as `ses`.
    public var service: String { String(id.prefix { $0 != "." }) }

    private let byName: [String: Attribute]

    /// The attribute called `name`.
    public func attribute(_ name: String) -> Attribute? { byName[name] }

    /// A resource type.
    public init(
        id: String, title: String, scope: Scope, list: Listing?, name: Template, arn: Template,
        region: ScopedExpression?, policyKind: String?, probe: String?, attributes: [Attribute], place: Place
    ) {
        self.id = id
        self.title = title
        self.scope = scope
        self.list = list
        self.name = name
        self.arn = arn
        self.region = region
        self.policyKind = policyKind
        self.probe = probe
        self.attributes = attributes
        byName = Dictionary(attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.place = place
    }
}

/// An expression with what it reads of its scope.
public final class ScopedExpression: Sendable {
    /// The expression.
    public let expression: Expression
    /// What it reads of the scope that it is evaluated in: chains of member names from the scope's root
    /// (`detail.Policies`, `key.metadata.KeyManager`), each as long as it is plain member access; `[]` in it means the
    /// whole scope.
    public let reads: [[String]]
    /// The same for each variable that holds a resource, `resource` above all.
    public let variableReads: [String: [[String]]]

    /// An expression with what it reads.
    public init(expression: Expression, reads: [[String]], variableReads: [String: [[String]]] = [:]) {
        self.expression = expression
        self.reads = reads
        self.variableReads = variableReads
    }
}

/// A parameter of a call or an operand: text with expressions, or a list or map of such.
public indirect enum Pattern: Sendable {
    /// Text with expressions in it, and what they read.
    case template(Template, reads: [[String]], variableReads: [String: [[String]]])
    /// A list.
    case list([Pattern])
    /// A map, in the order written.
    case map([(name: String, pattern: Pattern)])
}

/// A call and what becomes of its answer.
public struct Read: Sendable {
    /// Names of the input member that takes a page token and the output member that gives the next.
    public struct Paging: Sendable, Hashable {
        /// The input member.
        public let send: String
        /// The output member.
        public let take: String
        /// Names of members.
        public init(send: String, take: String) {
            self.send = send
            self.take = take
        }
    }
    /// Which part of the answer belongs to one resource.
    public enum Entry: Sendable {
        /// The value under a key of a map.
        case key(Pattern)
        /// The element of a list whose member has a value.
        case element(member: String, value: Pattern)
    }
    /// One call for many resources.
    public struct Batch: Sendable, Hashable {
        /// The list parameter that takes many.
        public let parameter: String
        /// How many at most.
        public let size: Int
        /// One call for many resources.
        public init(parameter: String, size: Int) {
            self.parameter = parameter
            self.size = size
        }
    }

    /// The service, by its folder in botocore.
    public let service: String
    /// The operation.
    public let operation: String
    /// The parameters, in the order written.
    public let with: [(name: String, pattern: Pattern)]
    /// How it pages, where the model does not tell.
    public let paging: Paging?
    /// What of the answer counts (an expression on the output).
    public let pick: Expression?
    /// Which part of that is this resource's.
    public let entry: Entry?
    /// Whether a missing entry is absent, and not a gap.
    public let isMissingEntryAbsent: Bool
    /// Whether many resources are asked for at once.
    public let batch: Batch?
    /// Types that the model lacks, by path below what is picked.
    public let types: [(path: ValuePath, type: ValueType)]
    /// Members that AWS always sends; an answer without one is a gap.
    public let always: [ValuePath]
    /// Errors that mean that there is none.
    public let absentOn: Set<String>
    /// Errors that mean that the resource is gone.
    public let goneOn: Set<String>
    /// When false, it is not asked and absent.
    public let when: ScopedExpression?
    /// The IAM action, where it is not the operation's.
    public let permission: String?
    /// Where it is declared.
    public let place: Place

    /// `service:Operation`.
    public let call: String

    /// A call and what becomes of its answer.
    public init(
        service: String, operation: String, with: [(name: String, pattern: Pattern)], paging: Paging?,
        pick: Expression?, entry: Entry?, isMissingEntryAbsent: Bool, batch: Batch?,
        types: [(path: ValuePath, type: ValueType)], always: [ValuePath], absentOn: Set<String>,
        goneOn: Set<String>,
        when: ScopedExpression?, permission: String?, place: Place
    ) {
        self.service = service
        self.operation = operation
        call = "\(service):\(operation)"
        self.with = with
        self.paging = paging
        self.pick = pick
        self.entry = entry
        self.isMissingEntryAbsent = isMissingEntryAbsent
        self.batch = batch
        self.types = types
        self.always = always
        self.absentOn = absentOn
        self.goneOn = goneOn
        self.when = when
        self.permission = permission
        self.place = place
    }
}

/// A type that a resource type declares where the model has only text.
public indirect enum ValueType: Sendable, Hashable {
    /// Text, an integer, any number, a boolean, a time: the text is read as that.
    case string, integer, number, boolean, time
    /// A policy as JSON text, or the same URL-encoded.
    case policy, policyURL
    /// Tags of any shape, as a map from key to value.
    case tags
    /// Text of a list.
    case enumeration([String])
    /// JSON text with these members.
    case json([String: ValueType])
}

/// How the resources of a type are listed.
public struct Listing: Sendable {
    /// Where the list comes from.
    public enum Source: Sendable {
        /// A call; for each parent, where `parent` is given.
        case call(Read)
        /// An attribute of the parent.
        case attribute
    }
    /// The call or attribute.
    public let source: Source
    /// Where the list is in the answer; of an attribute, an expression on the parent.
    public let each: ScopedExpression
    /// What an element that is plain text is called.
    public let named: String?
    /// The parent type.
    public let parent: String?

    /// How resources are listed.
    public init(source: Source, each: ScopedExpression, named: String?, parent: String?) {
        self.source = source
        self.each = each
        self.named = named
        self.parent = parent
    }
}

/// Something known of a resource.
public final class Attribute: Sendable {
    /// How it is known.
    public enum Kind: Sendable {
        /// By a call.
        case read(Read)
        /// By other resources.
        case join(Join)
        /// From what is known already.
        case derived(value: ScopedExpression, type: ValueType?)
    }
    /// The name.
    public let name: String
    /// How it is known.
    public let kind: Kind
    /// Where it is declared.
    public let place: Place

    /// Something known of a resource.
    public init(name: String, kind: Kind, place: Place) {
        self.name = name
        self.kind = kind
        self.place = place
    }
}

/// Other resources that belong to a resource.
public struct Join: Sendable {
    /// How they are found.
    public enum Kind: Sendable {
        /// By reference: an expression that gives one id or ARN (text) or several (a list); with `first`, the first
        /// of a list that is there.
        case reference(ScopedExpression, first: Bool)
        /// By named references.
        case references([(name: String, expression: ScopedExpression)])
        /// The listed ones whose values (expressions on them) equal mine.
        case matching([(theirs: ScopedExpression, mine: Pattern)])
        /// All in the account and region, or the one that is there.
        case all
    }
    /// Their type.
    public let type: String
    /// How they are found.
    public let kind: Kind
    /// When false, absent.
    public let when: ScopedExpression?
    /// Whether the value is one resource, which paths walk through, or several, which only quantifiers step into.
    public let isSingle: Bool

    /// Other resources.
    public init(type: String, kind: Kind, when: ScopedExpression?, isSingle: Bool) {
        self.type = type
        self.kind = kind
        self.when = when
        self.isSingle = isSingle
    }
}
