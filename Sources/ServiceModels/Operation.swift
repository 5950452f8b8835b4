public import Documents

/// An entry of a service's model: what can be asked, how, and what comes back.
public final class Operation: Sendable {
    /// The operation's name: `GetEmailIdentity`.
    public let name: String
    /// The HTTP method.
    public let httpMethod: String
    /// The path with its labels and a fixed query string: `/v2/email/identities/{EmailIdentity}`.
    public let requestURI: String
    /// The status of a success.
    public let successStatus: Int
    /// The parameters; nil when there are none.
    public let input: Shape?
    /// What stands at the parameters themselves: the root element of an XML body and its namespace.
    public let inputTraits: Traits
    /// The parameter that is the whole body, where the operation and not its input's shape says so.
    public let inputPayload: String?
    /// The result; nil when there is none.
    public let output: Shape?
    /// The element around the members of a query protocol's result.
    public let resultWrapper: String?
    /// The errors that the model knows.
    public var errors: [Shape] {
        shapes.text[definition]["errors"]?.elements.compactMap { $0["shape"]?.string }.map(shapes.shape) ?? []
    }
    /// Where the operation's definition stands in the model's text.
    private let definition: Range<Int>
    private let shapes: ShapeArena
    /// How its pages hang together; nil when the model knows no pages.
    public let paginator: Paginator?
    /// What stands before the host's name, with its labels: `{AccountId}.`.
    public let hostPrefix: String?
    /// The values of endpoint parameters that the operation fixes.
    public let staticContext: Object
    /// Whether the request goes unsigned.
    public let isUnsigned: Bool
    /// Whether the service wants a checksum of the body.
    public let needsChecksum: Bool
    /// Whether the model itself marks the operation as one that only reads; most models do not mark any.
    public let isMarkedReadOnly: Bool
    /// Why it cannot be called by us; nil when it can.
    public let unsupported: String?

    init(
        _ name: String, _ definition: Range<Int>, _ shapes: ShapeArena, _ paginator: Paginator?,
        _ metadata: Metadata
    ) {
        let value = shapes.text[definition]
        self.name = name
        self.definition = definition
        self.shapes = shapes
        var http: JSONView?, input: JSONView?, output: JSONView?, endpoint: JSONView?, context: JSONView?
        var auth: JSONView?, authtype: JSONView?, checksum: JSONView?, required: JSONView?,
            readonly: JSONView?
        for (name, value) in value.members {
            switch name {
            case "http": http = value
            case "input": input = value
            case "output": output = value
            case "endpoint": endpoint = value
            case "staticContextParams": context = value
            case "auth": auth = value
            case "authtype": authtype = value
            case "httpChecksum": checksum = value
            case "httpChecksumRequired": required = value
            case "readonly": readonly = value
            default: break
            }
        }
        httpMethod = http?["method"]?.string ?? "POST"
        requestURI = http?["requestUri"]?.string ?? "/"
        successStatus = http?["responseCode"]?.int ?? 200
        self.input = input?["shape"]?.string.map { shapes.shape($0) }
        self.output = output?["shape"]?.string.map { shapes.shape($0) }
        inputTraits = Traits.of(input, over: self.input?.traits ?? .none)
        inputPayload = input?["payload"]?.string
        resultWrapper = output?["resultWrapper"]?.string
        self.paginator = paginator
        hostPrefix = endpoint?["hostPrefix"]?.string
        staticContext = context?.value?.object ?? Object()
        let scheme = auth?.strings.first
        isUnsigned = authtype?.string == "none" || scheme == "smithy.api#noAuth"
        needsChecksum = required?.bool ?? checksum?["requestChecksumRequired"]?.bool ?? false
        isMarkedReadOnly = readonly?.bool ?? false
        unsupported = Self.reason(self.input, self.output, scheme ?? authtype?.string, metadata)
    }

    private static func reason(
        _ input: Shape?, _ output: Shape?, _ signature: String?, _ metadata: Metadata
    ) -> String? {
        guard metadata.wireProtocol != nil else {
            return
                "the service speaks only \(metadata.protocols.joined(separator: ", ")), which is not spoken here"
        }
        for (side, shape) in [("request", input), ("response", output)] {
            for member in shape?.structure?.members ?? .empty where member.shape.isEventStream {
                return "its \(side) is an event stream"
            }
        }
        if let signature, signature == "bearer" || signature.hasSuffix("httpBearerAuth") {
            return "it wants a bearer token instead of a signature"
        }
        return nil
    }
}
