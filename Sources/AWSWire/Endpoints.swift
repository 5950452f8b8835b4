public import Documents
public import ServiceModels
import Synchronization

/// Where services are reached, by the rule sets that come with their models.
public struct Endpoints: Sendable {
    private let library: ModelLibrary
    /// AWS's partitions.
    public let partitions: Partitions
    private let known = Known()

    private final class Known: Sendable {
        struct Question: Hashable {
            let service: String
            let region: String
            let useFIPS: Bool
            let useDualStack: Bool
            let override: String?
            let context: Object
        }
        let answers = Mutex<[Question: Endpoint]>([:])
    }

    /// The endpoints of the services of `library`.
    public init(_ library: ModelLibrary) {
        self.library = library
        partitions = Partitions(library.partitions())
    }

    /// The partition that `region` is in.
    public func partition(ofRegion region: String) -> Partition { partitions.partition(ofRegion: region) }

    /// Where `operation` of the service of `model` is reached.
    ///
    /// - Parameters:
    ///   - override: the URL to ask instead of AWS's; what signs is still the service's.
    ///   - parameters: the call's parameters: some, such as a bucket, are part of the endpoint.
    /// - Throws: the rule set's reason: no such region for the service, no FIPS there …
    public func resolve(
        _ model: ServiceModel, region: String, useFIPS: Bool = false, useDualStack: Bool = false,
        override: String? = nil, operation: Operation? = nil, parameters: Object = Object()
    ) throws(EndpointFailure) -> Endpoint {
        let context = context(operation, parameters)
        let question = Known.Question(
            service: model.name, region: region, useFIPS: useFIPS, useDualStack: useDualStack,
            override: override,
            context: context)
        if let answer = known.answers.withLock({ $0[question] }) { return answer }
        let answer = try ask(model, question)
        known.answers.withLock { answers in
            // A bucket is part of the question, and there may be very many.
            if answers.count > 5000 { answers = [:] }
            answers[question] = answer
        }
        return answer
    }

    /// The parameters that are part of the endpoint.
    private func context(_ operation: Operation?, _ parameters: Object) -> Object {
        guard let operation else { return Object() }
        var context = Object()
        for fixed in operation.staticContext { context[fixed.key] = fixed.value["value"] }
        for member in operation.input?.structure?.members ?? .empty {
            if let name = member.traits.contextParameter, let value = parameters[member.name] {
                context[name] = value
            }
        }
        return context
    }

    private func ask(_ model: ServiceModel, _ question: Known.Question) throws(EndpointFailure) -> Endpoint {
        guard HostLabel.isValid(question.region) else {
            throw EndpointFailure("\(question.region) is no region")
        }
        let isLocal = question.override.map(Self.isLocal) ?? false
        guard let rules = library.endpointRules(model.name),
            !(isLocal && question.context["AccountId"] != nil)
        else {
            return plain(model, question)
        }
        var parameters = question.context
        parameters["Region"] = .string(question.region)
        parameters["UseFIPS"] = .bool(question.useFIPS)
        parameters["UseDualStack"] = .bool(question.useDualStack)
        if let override = question.override {
            parameters["Endpoint"] = .string(override)
            // As AWS's clients do: a bucket in the name of a host of one's own would seldom resolve.
            parameters["ForcePathStyle"] = true
        }
        let result = try EndpointRules(rules, partitions: partitions).resolve(parameters)
        let schemes = result.properties["authSchemes"]?.array ?? []
        let scheme = schemes.first { $0["name"]?.string == "sigv4" }
        var headers = Headers()
        for header in result.headers {
            for value in header.value.array ?? [] { headers.append(header.key, value.string ?? "") }
        }
        return Endpoint(
            url: result.url, signingRegion: scheme?["signingRegion"]?.string ?? question.region,
            signingName: scheme?["signingName"]?.string ?? model.metadata.signingName,
            holdsBucket: question.context["Bucket"] != nil,
            holdsHostPrefix: question.context["AccountId"] != nil
                && question.context["RequiresAccountId"] != nil,
            headers: headers, disablesDoubleEncoding: scheme?["disableDoubleEncoding"]?.bool)
    }

    /// The endpoint of a service without rules: the host is made as nearly all hosts of AWS are.
    private func plain(_ model: ServiceModel, _ question: Known.Question) -> Endpoint {
        let partition = partition(ofRegion: question.region)
        let fips = question.useFIPS ? "-fips" : ""
        let suffix = question.useDualStack ? partition.dualStackDNSSuffix : partition.dnsSuffix
        let host =
            model.metadata.globalEndpoint
            ?? "\(model.metadata.endpointPrefix)\(fips).\(question.region).\(suffix)"
        return Endpoint(
            url: question.override ?? "https://\(host)",
            signingRegion: model.metadata.globalEndpoint == nil ? question.region : partition.globalRegion,
            signingName: model.metadata.signingName,
            holdsHostPrefix: question.override.map(Self.isLocal) ?? false)
    }

    /// Whether a URL's host is an address or `localhost`, where no name can stand in front of it.
    private static func isLocal(_ url: String) -> Bool {
        let authority = Endpoint(url: url, signingRegion: "", signingName: "").authority
        let host = authority.hasPrefix("[") ? authority : String(authority.prefix { $0 != ":" })
        return host == "localhost" || host.hasPrefix("[") || EndpointFunctions.isIPv4(host)
    }
}
