public import Documents

/// How a service is spoken to.
public enum WireProtocol: String, Sendable, Hashable, CaseIterable {
    /// Form parameters in, XML out.
    case query
    /// EC2's own form of ``query``.
    case ec2
    /// JSON in and out, the operation in a header.
    case json
    /// JSON in and out, the operation in the method and path.
    case restJSON = "rest-json"
    /// XML in and out, the operation in the method and path.
    case restXML = "rest-xml"
    /// Smithy's RPC v2: CBOR in and out, the operation in the path. Spoken only with a service that has nothing older.
    case cbor = "smithy-rpc-v2-cbor"
}

/// What a model says of its service as a whole.
public struct Metadata: Sendable {
    /// The protocol that we speak with the service; nil when it speaks none of ours.
    public let wireProtocol: WireProtocol?
    /// The protocols that the model names, the preferred one first.
    public let protocols: [String]
    /// The version of the API, a date: `2010-12-01`.
    public let apiVersion: String
    /// The first label of the service's host: `email`.
    public let endpointPrefix: String
    /// The service's name in a signature's scope: `ses`.
    public let signingName: String
    /// The signature's kind: `v4`, `s3`, `s3v4`, `v2` …
    public let signatureVersion: String
    /// The service's identifier with spaces as published: `SESv2`, `Secrets Manager`.
    public let serviceID: String
    /// The service's name for people.
    public let fullName: String
    /// What stands before the operation in the `X-Amz-Target` header of the JSON protocol.
    public let targetPrefix: String?
    /// The namespace of XML documents.
    public let xmlNamespace: String?
    /// The version of the JSON protocol, `1.0` or `1.1`.
    public let jsonVersion: String
    /// The host of a service that has one for all regions.
    public let globalEndpoint: String?
    /// Whether a service of the JSON protocol also sends its older query protocol's error codes.
    public let isQueryCompatible: Bool

    /// The metadata of botocore's object of that name.
    public init(_ value: Value) {
        func text(_ name: String) -> String? { value[name]?.string }
        let preferred = text("protocol")
        var names = value["protocols"]?.array?.compactMap(\.string) ?? []
        if let preferred, !names.contains(preferred) { names.insert(preferred, at: 0) }
        protocols = names
        let spoken = ([preferred].compactMap(\.self) + names).compactMap(WireProtocol.init)
        wireProtocol = spoken.first { $0 != .cbor } ?? spoken.first
        apiVersion = text("apiVersion") ?? ""
        endpointPrefix = text("endpointPrefix") ?? ""
        signingName = text("signingName") ?? text("endpointPrefix") ?? ""
        signatureVersion = text("signatureVersion") ?? "v4"
        fullName = text("serviceFullName") ?? text("serviceId") ?? ""
        serviceID = text("serviceId") ?? ""
        targetPrefix = text("targetPrefix")
        xmlNamespace = text("xmlNamespace") ?? value["xmlNamespace"]?["uri"]?.string
        jsonVersion = text("jsonVersion") ?? "1.0"
        globalEndpoint = text("globalEndpoint")
        isQueryCompatible = value["awsQueryCompatible"] != nil
    }

    /// The service's identifier as environment variables and the shared configuration spell it: `secrets_manager`.
    public var configurationKey: String {
        String(serviceID.lowercased().map { $0 == " " ? "_" : $0 })
    }
}
