public import Documents
import Files
import Synchronization

/// Finds the models of services: those embedded, and those that an installed AWS CLI or botocore brought.
///
/// Copies share what was read. Only what is asked for is read.
public struct ModelLibrary: Sendable {
    /// The folders that are searched for services that are not embedded, the first one first.
    public var searchPaths: [String] {
        shared.searchPaths.withLock { known in
            if let known { return known }
            let found = search()
            known = found
            return found
        }
    }
    private let search: @Sendable () -> [String]
    private let shared: Shared

    private final class Shared: Sendable {
        let searchPaths = Mutex<[String]?>(nil)
        let models = Mutex<[String: ServiceModel]>([:])
        let rules = Mutex<[String: Value]>([:])
        let facts = Mutex<[String: Range<Int>]?>(nil)
    }

    /// A library that searches `searchPaths`; of none, only what is embedded.
    public init(searchPaths: [String] = []) {
        self.init { searchPaths }
    }

    /// A library that searches the folders that `search` gives; it is asked once, when something is not embedded.
    public init(search: @escaping @Sendable () -> [String]) {
        self.search = search
        shared = Shared()
    }

    /// The model of `service`.
    public func model(_ service: String) throws(ModelFailure) -> ServiceModel {
        if let known = shared.models.withLock({ $0[service] }) { return known }
        let model = try load(service)
        return shared.models.withLock { models in
            if let known = models[service] { return known }
            models[service] = model
            return model
        }
    }

    /// The names of the embedded services, sorted.
    public var embeddedServices: [String] {
        Embedded.names.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".endpoints.json") }
            .map { String($0.dropLast(5)) }.filter { $0 != "partitions" && $0 != "facts" }.sorted()
    }

    /// The names of all services that have a model, embedded or installed, sorted.
    public func availableServices() -> [String] {
        var names = Set(embeddedServices)
        for path in searchPaths {
            names.formUnion(
                ((try? Files.list(path)) ?? []).filter { InstalledModel.version(of: $0, in: path) != nil })
        }
        return names.sorted()
    }

    /// The endpoint rule set of `service`; nil when neither the binary nor a folder has one.
    public func endpointRules(_ service: String) -> Value? {
        if let known = shared.rules.withLock({ $0[service] }) { return known.isNull ? nil : known }
        var rules = Embedded.file("\(service).endpoints.json").flatMap { try? JSON.parse($0) }
        if rules == nil, !embeddedServices.contains(service) {
            rules =
                searchPaths.lazy.compactMap {
                    InstalledModel.part("endpoint-rule-set-1", of: service, in: $0)
                }.first
        }
        shared.rules.withLock { $0[service] = rules ?? .null }
        return rules
    }

    /// AWS's partitions, as the rule sets' function `aws.partition` reads them.
    public func partitions() -> Value {
        if let known = shared.rules.withLock({ $0["partitions"] }) { return known }
        let partitions = Embedded.file("partitions.json").flatMap { try? JSON.parse($0) } ?? .null
        shared.rules.withLock { $0["partitions"] = partitions }
        return partitions
    }

    private func load(_ service: String) throws(ModelFailure) -> ServiceModel {
        let facts = facts(service)
        guard
            service.utf8.allSatisfy({
                $0 == 45 || $0 == 95 || (48...57).contains($0) || (97...122).contains($0)
            })
        else {
            throw absent(service)
        }
        if service != "facts", service != "partitions", let text = Embedded.file("\(service).json") {
            let rest = InstalledRest { [self] in try? installed(service, .null)?.storage }
            return try ServiceModel(
                name: service, text: ModelText(embedded: text), facts: facts, rest: rest)
        }
        if let model = try installed(service, facts) { return model }
        throw absent(service)
    }

    private func installed(_ service: String, _ facts: Value) throws(ModelFailure) -> ServiceModel? {
        for path in searchPaths {
            guard let text = try InstalledModel.text(of: service, in: path) else { continue }
            return try ServiceModel(name: service, text: text, facts: facts)
        }
        return nil
    }

    private func absent(_ service: String) -> ModelFailure {
        ModelFailure(
            service: service,
            problem: .absent(
                searched: searchPaths.filter(Files.isFolder),
                suggestion: suggestion(for: service, among: availableServices())))
    }

    private func facts(_ service: String) -> Value {
        guard let text = Embedded.file("facts.json") else { return .null }
        let range = shared.facts.withLock { facts in
            let known = facts ?? JSONIndex(text)?.members ?? [:]
            facts = known
            return known[service]
        }
        guard let range else { return .null }
        return (try? JSON.parse(UnsafeRawBufferPointer(rebasing: text[range]))) ?? .null
    }
}
