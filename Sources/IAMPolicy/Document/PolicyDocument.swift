/// A policy document, read. What AWS would refuse is told in ``problems``; the statements are then a lenient reading.
public struct PolicyDocument: Sendable {
    /// What is wrong with a document, and where in it.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// The place, such as `Statement[2].Condition`; empty for the document as a whole.
        public let path: String
        /// What is wrong: lower case, no full stop.
        public let message: String
        /// The line and column of text that is no JSON, from 1.
        let spot: JSONPlace.Spot?

        init(path: String, message: String, spot: JSONPlace.Spot? = nil) {
            self.path = path
            self.message = message
            self.spot = spot
        }

        /// The message about a statement without Principal and NotPrincipal, as in policies of identities.
        static let noPrincipal = "the statement has no Principal"

        /// `path: message`.
        public var description: String {
            let place = path.isEmpty ? spot.map(\.description) ?? "" : path
            return place.isEmpty ? message : "\(place): \(message)"
        }
    }

    /// Whether policy variables are honoured: the version is 2012-10-17.
    public var hasVariables = false
    /// The statements, in order.
    public var statements: [Statement] = []
    /// Why AWS would refuse the document; empty when it would not.
    public var problems: [Problem] = []

    /// The statement whose place in the document is `index`; nil where that could not be read.
    public func statement(at index: Int) -> Statement? {
        // Most often all could be read.
        if statements.indices.contains(index), statements[index].index == index { return statements[index] }
        return statements.first { $0.index == index }
    }

    /// A statement: an object, because a decision hands it on many times.
    public final class Statement: Sendable {
        /// Its place in the document, from 0.
        public let index: Int
        /// Its `Sid`.
        public let sid: String?
        /// Whether its `Effect` is `Deny`.
        public let isDeny: Bool
        /// Who it is about.
        public let principals: Principals
        /// Whether `principals` are those that it is *not* about.
        public let isNotPrincipal: Bool
        /// Action patterns, as written.
        public let actions: [String]
        /// Whether `actions` are those that it is *not* about.
        public let isNotAction: Bool
        /// Resource patterns; nil when the statement has no such element.
        public let resources: [String]?
        /// Whether `resources` are those that it is *not* about.
        public let isNotResource: Bool
        /// Its conditions, all of which must hold.
        public let conditions: [Condition]

        init(
            index: Int, sid: String? = nil, isDeny: Bool = false, principals: Principals,
            isNotPrincipal: Bool = false, actions: [String], isNotAction: Bool = false,
            resources: [String]? = nil, isNotResource: Bool = false, conditions: [Condition] = []
        ) {
            self.index = index
            self.sid = sid
            self.isDeny = isDeny
            self.principals = principals
            self.isNotPrincipal = isNotPrincipal
            self.actions = actions
            self.isNotAction = isNotAction
            self.resources = resources
            self.isNotResource = isNotResource
            self.conditions = conditions
        }
    }

    /// A condition: one operator on one key.
    public struct Condition: Sendable {
        /// How the values are compared.
        public let comparison: ConditionOperator
        /// The operator as written.
        public let operatorName: String
        /// The key, in lower case.
        public let key: String
        /// The key as written.
        public let writtenKey: String
        /// The values, as text.
        public let values: [String]
    }
}

/// The principals of a statement.
public struct Principals: Sendable {
    /// Whether `*` is among them.
    public var isEveryone = false
    /// AWS accounts and identities.
    public var aws: [AWSPrincipal] = []
    /// Service principals; `*` for any.
    public var services: [String] = []
    /// Identity providers, as written; `*` for any.
    public var federated: [String] = []
    /// S3's canonical user ids.
    public var canonicalUsers: [String] = []

    /// Nobody.
    public init() {}

    /// `*`.
    static var everyone: Principals {
        var out = Principals()
        out.isEveryone = true
        return out
    }
}

/// An AWS account or identity named in a policy.
public enum AWSPrincipal: Sendable, Hashable {
    /// Every identity of the account with this number.
    case account(String)
    /// One user or role, by ARN.
    case identity(arn: String, account: String)
    /// One session of a role, or one federated user of STS, by ARN.
    case session(arn: String, account: String)
    /// The id that AWS leaves behind when the identity was deleted; nobody is it any more.
    case deleted(String)
    /// An identity outside the accounts, such as a CloudFront origin access identity.
    case special(arn: String)
}
