public import Documents

/// A call that changes something, with everything that it needs.
public struct ChangingCall: Sendable, Hashable {
    /// The service, as the models call it.
    public let service: String
    /// The operation.
    public let operation: String
    /// The parameters.
    public let parameters: Object
    /// The IAM action that it needs.
    public let permission: String

    /// A call.
    public init(service: String, operation: String, parameters: Object, permission: String) {
        self.service = service
        self.operation = operation
        self.parameters = parameters
        self.permission = permission
    }

    /// `service:Operation`.
    public var call: String { "\(service):\(operation)" }
}

/// One change of a step: a call, what it changes from and to, and what takes it back.
public struct PlannedChange: Sendable, Hashable {
    /// What a change is looked for by, before and after it.
    public enum Subject: Sendable, Hashable {
        /// What a fix of the step's label changes, under a key.
        case culprit(key: Value)
        /// What must be so first, by its place in the fix.
        case preparation(Int)
        /// Whether the resource is there.
        case resource
    }
    /// What changes.
    public let subject: Subject
    /// What it is: texts of documents byte for byte; null where it is absent.
    public let before: Value
    /// What it becomes, null for absent; nil where nobody knows beforehand.
    public let after: Value?
    /// Whether it is the text of a document.
    public let isDocument: Bool
    /// The call.
    public let call: ChangingCall
    /// What takes it back; nil where nothing does.
    public let undo: ChangingCall?
}

/// One step of a plan: what resolves a part of a finding.
public struct PlannedStep: Sendable, Hashable {
    /// Its name in the plan: `1`, `2` …
    public var id: String
    /// The check that failed.
    public let check: String
    /// The resource, by ARN.
    public let resource: String
    /// The region that is asked.
    public let region: String
    /// What tells the finding from others.
    public let fingerprint: String
    /// Why the finding failed.
    public let reason: String
    /// The fix, by name.
    public let fix: String
    /// What it does.
    public let title: String
    /// The label that it mends, or `resource`.
    public let label: String
    /// What it may break: `safe`, `disruptive`, `destructive`.
    public let risk: String
    /// Why it can't be taken back; nil where it can.
    public let irreversible: String?
    /// The changes, in order.
    public let changes: [PlannedChange]

    /// The changes of documents and values, as lines that people read.
    public var diff: String {
        changes.filter { $0.subject != .resource }
            .map { Difference.unified($0.before, $0.after, name: $0.name) }.joined()
    }

    /// The IAM actions of its calls that change something, for applying it and taking it back.
    public var permissions: [String] {
        Set(changes.flatMap { [$0.call.permission, $0.undo?.permission].compactMap(\.self) }).sorted()
    }
}

extension PlannedChange {
    /// What changes, for people.
    public var name: String {
        switch subject {
        case .culprit(key: .string(let name)): name
        case .culprit(key: .null): "value"
        case .culprit(let key): "element \(key)"
        case .preparation: "what must be so first"
        case .resource: "resource"
        }
    }
}
