public import Assembly
public import Checks
public import Documents
public import ServiceModels

/// The calls that a scan would make, worked out from the checks alone.
public struct Plan: Sendable {
    /// One operation of the plan.
    public struct Step: Sendable, Hashable {
        /// The service.
        public let service: String
        /// The operation.
        public let operation: String
        /// What costs one call: `account and region`, `100 SES email identity resources` …
        public let per: String
        /// Whether pages are followed.
        public let isPaged: Bool
        /// The IAM action that it needs.
        public let permission: String
        /// Whether the service authorization reference confirms the action's name.
        public let isVerified: Bool
        /// Calls a second, at which the scan starts.
        public let rate: Double
        /// Whether it is asked only under a condition.
        public let isConditional: Bool

        /// `service:Operation`.
        public var call: String { "\(service):\(operation)" }
    }

    /// The operations, by service and name.
    public let steps: [Step]

    /// The plan for `needs` of `types`.
    public init(needs: [String: Need], types: [String: ResourceType], models: ModelLibrary) {
        var planner = Planner(types: types, models: models)
        planner.add(
            "sts", "GetCallerIdentity", per: "account", paging: nil, permission: nil, isConditional: false)
        for (id, need) in needs { if let type = types[id] { planner.add(type, need, isListed: true) } }
        steps = planner.steps.values.sorted { ($0.service, $0.operation) < ($1.service, $1.operation) }
    }

    /// The IAM actions that the plan needs; who calls may be asked without one.
    public var permissions: [String] {
        Set(steps.map(\.permission)).subtracting(["sts:GetCallerIdentity"]).sorted()
    }

    /// The least IAM policy that the plan needs, as a document.
    public var policy: Value {
        [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Sid": "Scan", "Effect": "Allow", "Action": .array(permissions.map { .string($0) }),
                    "Resource": "*",
                ]
            ],
        ]
    }
}

private struct Planner {
    let types: [String: ResourceType]
    let models: ModelLibrary
    var steps: [String: Plan.Step] = [:]
    private var done = Set<String>()

    init(types: [String: ResourceType], models: ModelLibrary) {
        self.types = types
        self.models = models
    }

    mutating func add(_ type: ResourceType, _ need: Need, isListed: Bool) {
        if isListed, let list = type.list {
            if let parent = list.parent.flatMap({ types[$0] }) {
                add(parent, Need(), isListed: true)
                if case .attribute = list.source { add(list.each.reads, of: parent) }
            }
            if case .call(let read) = list.source {
                add(read, per: list.parent.flatMap { types[$0]?.title } ?? place(type))
            }
        }
        if isListed, let region = type.region { add(region.reads, of: type) }
        for (name, inner) in need.attributes {
            if name == "parent" {
                if let parent = type.list?.parent.flatMap({ types[$0] }) {
                    add(parent, inner, isListed: false)
                }
            } else {
                add(name, of: type, inner)
            }
        }
    }

    private func place(_ type: ResourceType) -> String {
        type.scope == .global ? "account" : "account and region"
    }

    private mutating func add(_ reads: [[String]], of type: ResourceType) {
        for read in reads {
            guard let name = read.first else { continue }
            if let next = Need.behind(name, of: type, types) {
                add(name, of: type, Need())
                add([Array(read.dropFirst())], of: next)
            } else {
                add(name, of: type, Need())
            }
        }
    }

    private mutating func add(_ name: String, of type: ResourceType, _ need: Need) {
        guard let attribute = type.attribute(name) else { return }
        let isFirst = done.insert("\(type.id).\(name)").inserted
        switch attribute.kind {
        case .read(let read):
            guard isFirst else { return }
            let isOnce = read.with.allSatisfy { $0.pattern.isLiteral }
            let size = read.batch.map { "\($0.size) " } ?? ""
            add(read, per: isOnce ? place(type) : size + type.title)
            for (_, pattern) in read.with { add(pattern.reads, of: type) }
            if let when = read.when { add(when.reads, of: type) }
        case .derived(let value, _): if isFirst { add(value.reads, of: type) }
        case .join(let join):
            guard let other = types[join.type] else { return }
            if isFirst {
                if let when = join.when { add(when.reads, of: type) }
                switch join.kind {
                case .reference(let expression, _):
                    add(expression.reads, of: type)
                    if let probe = other.probe { add(probe, of: other, Need()) }
                case .references(let named):
                    for one in named { add(one.expression.reads, of: type) }
                    if let probe = other.probe { add(probe, of: other, Need()) }
                case .matching(let pairs):
                    for pair in pairs {
                        add(pair.mine.reads, of: type)
                        add(pair.theirs.reads, of: other)
                    }
                    add(other, Need(), isListed: true)
                case .all: add(other, Need(), isListed: true)
                }
            }
            add(other, need, isListed: false)
        }
    }

    private mutating func add(_ read: Read, per: String) {
        add(
            read.service, read.operation, per: per, paging: read.paging, permission: read.permission,
            isConditional: read.when != nil)
    }

    mutating func add(
        _ service: String, _ operation: String, per: String, paging: Read.Paging?, permission: String?,
        isConditional: Bool
    ) {
        let model = try? models.model(service)
        let found = model?.operation(operation)
        let action = model?.permission(operation)
        let key = "\(service):\(operation)"
        guard steps[key] == nil else { return }
        steps[key] = Plan.Step(
            service: service, operation: operation, per: per, isPaged: Pager.paginator(found, paging) != nil,
            permission: permission ?? action?.action ?? key,
            isVerified: permission != nil || action?.verified == true,
            rate: model?.facts.rate(operation)?.perSecond ?? 10, isConditional: isConditional)
    }
}

extension Pattern {
    /// What it reads of its scope.
    fileprivate var reads: [[String]] {
        switch self {
        case .template(_, let reads, _): reads
        case .list(let parts): parts.flatMap(\.reads)
        case .map(let parts): parts.flatMap(\.pattern.reads)
        }
    }

    fileprivate var isLiteral: Bool { reads.isEmpty }
}
