/// One request to a resource, with everything that policies can ask about it.
public struct Request: Sendable, Hashable {
    /// Who makes a request.
    public enum Caller: Sendable, Hashable {
        /// Somebody without credentials.
        case unsigned
        /// A user, a role (any session of it) or an account's root, by ARN.
        case identity(arn: String)
        /// One session of a role or one federated user, by its own ARN and that of its role.
        case session(arn: String, identity: String)
        /// An AWS service.
        case service(String)
        /// Somebody who comes through an identity provider, named as a policy names it.
        case federated(String)
        /// An account known only by S3's canonical id.
        case canonicalUser(String)
        /// An identity outside the accounts, such as a CloudFront origin access identity.
        case special(arn: String)
    }

    /// Who makes it.
    public var caller: Caller
    /// The action, `service:Action`.
    public var action: String
    /// The ARN of what it is about.
    public var resource: String
    /// The condition keys that it carries. Others are absent.
    public var context: RequestContext

    /// A request that carries the keys in `context`, in lower case, with their values.
    public init(caller: Caller, action: String, resource: String, context: [String: [String]]) {
        self.init(caller: caller, action: action, resource: resource, context: RequestContext(context))
    }

    init(caller: Caller, action: String, resource: String, context: RequestContext) {
        self.caller = caller
        self.action = action
        self.resource = resource
        self.context = context
    }
}

/// What policies say to a request.
public enum Decision: String, Sendable, Hashable {
    /// A statement allows it and none denies it.
    case allow
    /// A statement denies it.
    case explicitDeny = "explicit-deny"
    /// No statement allows it.
    case implicitDeny = "implicit-deny"
}
