public import Checks
public import Documents
import Expressions
import Findings
import Inventory

/// Makes resources out of the answers that are there, and says which calls are still missing.
///
/// Pure but for the answers and gaps that it shares with its owner: it sends nothing. What needs an answer that is not
/// there yet is nil, and the call is among ``missing``.
public final class Resolver {
    /// What is the same for a whole account.
    public struct Setting: Sendable {
        /// The account, 12 digits.
        public var account: String
        /// The partition, such as `aws`.
        public var partition: String
        /// Where what is global is asked, and where a region is not known.
        public var homeRegion: String
        /// The input members that an operation requires.
        public var requiredParameters: @Sendable (_ service: String, _ operation: String) -> Set<String>

        /// What is the same for a whole account.
        public init(
            account: String, partition: String, homeRegion: String,
            requiredParameters: @escaping @Sendable (_ service: String, _ operation: String) -> Set<String>
        ) {
            self.account = account
            self.partition = partition
            self.homeRegion = homeRegion
            self.requiredParameters = requiredParameters
        }
    }

    /// The resource types.
    public let types: [String: ResourceType]
    /// What is the same for the whole account.
    public let setting: Setting
    /// The answers and gaps.
    public let answers: Answers
    /// Calls whose answers were looked for in this round and are not there.
    public internal(set) var missing: [Call] = []
    /// The types whose listings the scan asks for anyway, so that references to them may wait for these.
    public var listed: Set<String> = []
    /// The regions that the scan covers.
    public var listedRegions: Set<String> = []

    private var round = 0
    private var variables: (region: String, values: [String: Value])?
    var listings: [ListingKey: ResourceList] = [:]
    var references: [ReferenceKey: Resource] = [:]
    var required: [String: Set<String>] = [:]
    var texts: [String: [(document: Value, text: String)]] = [:]

    struct ListingKey: Hashable {
        let type: String
        let region: String
    }

    struct ReferenceKey: Hashable {
        let type: String
        let region: String
        let name: String
    }

    /// Makes resources of `types` out of `answers`.
    public init(types: [String: ResourceType], setting: Setting, answers: Answers) {
        self.types = types
        self.setting = setting
        self.answers = answers
    }

    /// Begins a round of questions: what is ``missing`` is looked for again. Between the end of a round and the beginning of
    /// the next one answers come, and only then.
    public func beginRound() {
        missing = []
        round += 1
    }

    /// Sees that everything in `need` is known of `resource`; false while calls are missing.
    public func prefetch(_ need: Need, of resource: Resource) -> Bool {
        var isReady = true
        for (name, inner) in need.attributes.sorted(by: { $0.key < $1.key }) {
            guard let known = known(name, of: resource) else {
                isReady = false
                continue
            }
            switch known {
            case .value: break
            case .resource(let other):
                if !prefetch(inner, behind: name, of: resource, other) { isReady = false }
            case .resources(let others):
                for case (_, .success(let other)) in others
                where !prefetch(inner, behind: name, of: resource, other) {
                    isReady = false
                }
            }
        }
        return isReady
    }

    private func prefetch(_ need: Need, behind name: String, of resource: Resource, _ other: Resource) -> Bool
    {
        if need.isEmpty { return exists(other) != nil }
        return prefetch(need, of: other)
    }

    /// The scope of `resource` as a value, with what `reads` asks for; nil while calls are missing.
    public func scope(_ resource: Resource, reads: [[String]]) -> Value? {
        var isReady = true
        var object = Object()
        for read in reads {
            guard let name = read.first, object[name] == nil else { continue }
            let rest = { reads.filter { $0.first == name }.map { Array($0.dropFirst()) } }
            guard let value = scoped(name, of: resource, reads: rest) else {
                isReady = false
                continue
            }
            object[name] = value
        }
        return isReady ? .object(object) : nil
    }

    private func scoped(_ name: String, of resource: Resource, reads: () -> [[String]]) -> Value? {
        switch name {
        case "id": return .string(resource.name)
        case "arn": return .string(resource.arn)
        case "account": return .string(resource.account)
        case "region": return .string(resource.region)
        case "item": return resource.item
        default: break
        }
        guard let known = known(name, of: resource) else { return nil }
        switch known {
        case .value(let value): return value
        case .resource(let other):
            let reads = reads()
            guard let exists = exists(other) else { return nil }
            switch exists {
            case .failure(let mark) where reads.contains([]): return .unseen(mark.unseen)
            case .success(false): return .null
            default: break
            }
            let inner = reads.filter { !$0.isEmpty }
            return scope(other, reads: inner.isEmpty ? [["id"], ["arn"]] : inner + [["id"]])
        case .resources(let others):
            return .array(
                others.map { other in
                    switch other.resource {
                    case .success(let resource): .string(resource.arn)
                    case .failure(let mark): .unseen(mark.unseen)
                    }
                })
        }
    }

    /// The value of an expression that is nothing but `path`: what it is on ``scope(_:reads:)``, which is not made for it;
    /// nil while calls are missing.
    public func value(at path: ArraySlice<String>, of resource: Resource) -> Value? {
        guard let name = path.first else { return nil }
        let rest = path.dropFirst()
        let there = resource.known[name]
        if there != nil || resource.type.attribute(name) != nil || name == "parent" {
            guard let known = there ?? known(name, of: resource) else { return nil }
            if case .value(let value) = known { return value.following(rest) }
            if case .resource(let other) = known, !rest.isEmpty {
                guard let exists = exists(other) else { return nil }
                if case .success(false) = exists { return .null }
                return value(at: rest, of: other)
            }
        }
        return scoped(name, of: resource) { [Array(rest)] }?.following(rest)
    }

    /// What is known under the path `names` of `resource`: resources behind joins, or a value; nil while calls are missing.
    public func known(_ names: [String], of resource: Resource) -> Known? {
        guard let name = names.first else { return .resource(resource) }
        guard let known = known(name, of: resource) else { return nil }
        let rest = Array(names.dropFirst())
        if rest.isEmpty { return known }
        guard case .resource(let other) = known else { return known }
        guard let exists = exists(other) else { return nil }
        if case .success(false) = exists { return .value(.null) }
        return self.known(rest, of: other)
    }

    /// Whether `resource` is there, unseen where its probe was refused; nil while that is not known.
    func exists(_ resource: Resource) -> Result<Bool, UnseenMark>? {
        if resource.isGone { return .success(false) }
        if resource.isListed { return .success(true) }
        guard let probe = resource.type.probe else { return .success(true) }
        guard let known = known(probe, of: resource) else { return nil }
        if resource.isGone { return .success(false) }
        if case .value(.unseen(let unseen)) = known { return .failure(UnseenMark(unseen: unseen)) }
        return .success(true)
    }

    /// What is known under `name`; nil while calls are missing.
    func known(_ name: String, of resource: Resource) -> Known? {
        if let known = resource.known[name] { return known }
        if name == "item" { return .value(resource.item) }
        if name == "parent" { return resource.parent.map { .resource($0) } ?? .value(.null) }
        guard let attribute = resource.type.attribute(name) else { return .value(.null) }
        if resource.resolving.contains(name) { return .value(.null) }
        if resource.waiting.round == round, resource.waiting.names.contains(name) { return nil }
        resource.resolving.append(name)
        defer { resource.resolving.removeLast() }
        let known: Known?
        switch attribute.kind {
        case .read(let read): known = value(of: read, resource).map { .value($0) }
        case .join(let join): known = join.isSingle ? single(join, of: resource) : several(join, of: resource)
        case .derived(let expression, let type):
            known = evaluate(expression, on: resource).map { value in
                .value(type.map { converted(value, [(ValuePath([]), $0)], resource, call: name) } ?? value)
            }
        }
        if let known {
            resource.known[name] = known
        } else {
            if resource.waiting.round != round { resource.waiting = (round, []) }
            resource.waiting.names.append(name)
        }
        return known
    }

    /// The variables that every expression has. They are made anew for another region only.
    func variables(_ region: String) -> [String: Value] {
        if let variables, variables.region == region { return variables.values }
        let values: [String: Value] = [
            "account": .string(setting.account), "region": .string(region),
            "partition": .string(setting.partition),
        ]
        variables = (region, values)
        return values
    }

    /// The value of `expression` on the scope of `resource`; nil while calls are missing.
    func evaluate(_ expression: ScopedExpression, on resource: Resource) -> Value? {
        if let path = expression.expression.path { return value(at: path[...], of: resource) }
        guard let scope = scope(resource, reads: expression.reads) else { return nil }
        return evaluate(expression.expression, scope, resource.region)
    }

    func evaluate(_ expression: Expression, _ scope: Value, _ region: String) -> Value {
        do {
            return try expression.evaluate(
                scope, variables: expression.mayReadVariables ? variables(region) : [:])
        } catch {
            return .unseen(unseen(error, expression.text, region))
        }
    }

    private func unseen(_ failure: EvaluationFailure, _ text: String, _ region: String) -> Unseen {
        switch failure {
        case .unseen(let unseen): unseen
        case .failed:
            answers.unseen(
                Gap(
                    account: setting.account, region: region, call: "", code: "expression",
                    message: failure.description, unseen: text))
        }
    }

    /// The value of `pattern` on the scope of `resource`; nil while calls are missing.
    func render(_ pattern: Pattern, on resource: Resource) -> Value? {
        render(pattern, region: resource.region) { self.scope(resource, reads: $0) }
    }

    func render(_ pattern: Pattern, region: String, scope: ([[String]]) -> Value?) -> Value? {
        switch pattern {
        case .template(let template, let reads, _):
            guard let scope = scope(reads) else { return nil }
            do {
                return try template.evaluate(
                    scope, variables: template.mayReadVariables ? variables(region) : [:])
            } catch {
                return .unseen(unseen(error, template.text, region))
            }
        case .list(let parts):
            var items = [Value]()
            for part in parts {
                guard let item = render(part, region: region, scope: scope) else { return nil }
                if !item.isNull { items.append(item) }
            }
            return parts.isEmpty || !items.isEmpty ? .array(items) : .null
        case .map(let parts):
            var object = Object()
            for part in parts {
                guard let value = render(part.pattern, region: region, scope: scope) else { return nil }
                if !value.isNull { object[part.name] = value }
            }
            return .object(object)
        }
    }
}
