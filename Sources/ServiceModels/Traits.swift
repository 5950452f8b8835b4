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
        func text(_ name: StaticString) -> String? { value[name]?.string }
        func flag(_ name: StaticString) -> Bool? { value[name]?.bool }
        location = text("location").flatMap(Location.init) ?? base?.location
        locationName = text("locationName") ?? base?.locationName
        queryName = text("queryName") ?? base?.queryName
        isFlattened = flag("flattened") ?? base?.isFlattened ?? false
        xmlNamespace = value["xmlNamespace"]?["uri"]?.string ?? text("xmlNamespace") ?? base?.xmlNamespace
        xmlPrefix = value["xmlNamespace"]?["prefix"]?.string ?? base?.xmlPrefix
        isXMLAttribute = flag("xmlAttribute") ?? base?.isXMLAttribute ?? false
        timestampFormat = text("timestampFormat").flatMap(TimestampFormat.init) ?? base?.timestampFormat
        isStreaming = flag("streaming") ?? base?.isStreaming ?? false
        isHostLabel = flag("hostLabel") ?? false
        isIdempotencyToken = flag("idempotencyToken") ?? base?.isIdempotencyToken ?? false
        isJSONValue = flag("jsonvalue") ?? base?.isJSONValue ?? false
        isSensitive = flag("sensitive") ?? base?.isSensitive ?? false
        contextParameter = value["contextParam"]?["name"]?.string
    }
}
