/// How a member or a shape stands in messages.
///
/// A class, so that the many members without anything special share one and copies cost nothing.
public final class Traits: Sendable {
    /// Where in an HTTP message.
    public enum Location: String, Sendable {
        /// A label of the path.
        case uri
        /// A parameter of the query string.
        case querystring
        /// A header.
        case header
        /// All headers with a prefix.
        case headers
        /// The response's status.
        case statusCode
    }

    /// How a moment is written.
    public enum TimestampFormat: String, Sendable {
        /// `2026-11-23T18:13:44Z`.
        case iso8601
        /// HTTP's date.
        case rfc822
        /// Seconds since the epoch.
        case unix = "unixTimestamp"
    }

    /// Where in an HTTP message; nil in its body.
    public let location: Location?
    /// The name in the message, where it is not the member's own.
    public let locationName: String?
    /// The name in an `ec2` request.
    public let queryName: String?
    /// Whether a list's elements (or a map's entries) stand beside the other members, without an element around them.
    public let isFlattened: Bool
    /// The XML namespace.
    public let xmlNamespace: String?
    /// The prefix that declares ``xmlNamespace``.
    public let xmlPrefix: String?
    /// Whether it is an attribute in XML.
    public let isXMLAttribute: Bool
    /// How a moment is written, where the model says so.
    public let timestampFormat: TimestampFormat?
    /// Whether the bytes are meant to be streamed.
    public let isStreaming: Bool
    /// Whether it is a label in the host's name.
    public let isHostLabel: Bool
    /// Whether a client that gives no value makes one up.
    public let isIdempotencyToken: Bool
    /// Whether text is JSON, base64-encoded in a header.
    public let isJSONValue: Bool
    /// Whether the value is not for logs.
    public let isSensitive: Bool
    /// The endpoint parameter that it sets.
    public let contextParameter: String?

    static let none = Traits(JSONView(UnsafeRawBufferPointer(start: nil, count: 0)), over: nil)

    /// The traits in botocore's reference to a shape, over those of the shape.
    static func of(_ reference: JSONView?, over base: Traits) -> Traits {
        guard let reference, reference.members.contains(where: { !isPlain($0.name) }) else { return base }
        return Traits(reference, over: base)
    }

    /// Whether a shape's member `name` says nothing of how the shape stands in messages.
    static func isPlain(_ name: JSONView.Name) -> Bool { plain.contains { name == $0 } }

    private static let plain: [StaticString] = [
        "shape", "type", "members", "required", "enum", "min", "max", "member", "key", "value", "pattern",
        "exception", "error",
    ]

    /// The traits in botocore's object `value`, over those of the shape.
    init(_ value: JSONView, over base: Traits?) {
        var location = base?.location, locationName = base?.locationName, queryName = base?.queryName
        var xmlNamespace = base?.xmlNamespace, xmlPrefix = base?.xmlPrefix
        var timestampFormat = base?.timestampFormat, contextParameter: String?
        var isFlattened = base?.isFlattened ?? false, isXMLAttribute = base?.isXMLAttribute ?? false
        var isStreaming = base?.isStreaming ?? false, isHostLabel = false
        var isIdempotencyToken = base?.isIdempotencyToken ?? false
        var isJSONValue = base?.isJSONValue ?? false, isSensitive = base?.isSensitive ?? false
        for (name, value) in value.members where !Self.isPlain(name) {
            switch name {
            case "location": location = value.string.flatMap(Location.init) ?? location
            case "locationName": locationName = value.string ?? locationName
            case "queryName": queryName = value.string ?? queryName
            case "flattened": isFlattened = value.bool ?? isFlattened
            case "xmlNamespace":
                xmlNamespace = value["uri"]?.string ?? value.string ?? xmlNamespace
                xmlPrefix = value["prefix"]?.string ?? xmlPrefix
            case "xmlAttribute": isXMLAttribute = value.bool ?? isXMLAttribute
            case "timestampFormat":
                timestampFormat = value.string.flatMap(TimestampFormat.init) ?? timestampFormat
            case "streaming": isStreaming = value.bool ?? isStreaming
            case "hostLabel": isHostLabel = value.bool ?? false
            case "idempotencyToken": isIdempotencyToken = value.bool ?? isIdempotencyToken
            case "jsonvalue": isJSONValue = value.bool ?? isJSONValue
            case "sensitive": isSensitive = value.bool ?? isSensitive
            case "contextParam": contextParameter = value["name"]?.string
            default: break
            }
        }
        self.location = location
        self.locationName = locationName
        self.queryName = queryName
        self.isFlattened = isFlattened
        self.xmlNamespace = xmlNamespace
        self.xmlPrefix = xmlPrefix
        self.isXMLAttribute = isXMLAttribute
        self.timestampFormat = timestampFormat
        self.isStreaming = isStreaming
        self.isHostLabel = isHostLabel
        self.isIdempotencyToken = isIdempotencyToken
        self.isJSONValue = isJSONValue
        self.isSensitive = isSensitive
        self.contextParameter = contextParameter
    }
}
