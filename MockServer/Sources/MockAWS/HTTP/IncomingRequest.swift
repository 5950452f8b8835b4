/// A request as it came in: the bytes of its head, where its fields are in them, and its body.
///
/// Fields are ranges of the head, so that one that nobody asks for costs nothing.
public struct IncomingRequest: Sendable {
    /// The method, as sent.
    public let method: String
    /// The request target, as sent: path and query, percent-encoded.
    public let target: String
    /// Whether the connection may carry another request after this one.
    public let keepsAlive: Bool
    /// The body, with any chunked framing taken off.
    public let body: [UInt8]

    let head: [UInt8]
    let fields: [Field]

    /// Where a header field is in the head; the value without the white space around it.
    struct Field: Sendable {
        let name: Range<Int>
        let value: Range<Int>
    }

    init(
        method: String, target: String, keepsAlive: Bool, body: [UInt8], head: [UInt8], fields: [Field]
    ) {
        self.method = method
        self.target = target
        self.keepsAlive = keepsAlive
        self.body = body
        self.head = head
        self.fields = fields
    }

    /// A request made in the process, for tests and for replays; `Content-Length` is added where it is missing.
    public init(
        method: String = "POST", target: String = "/", headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        var head = [UInt8]()
        var fields = [Field]()
        func add(_ name: String, _ value: String) {
            let start = head.count
            head += name.utf8
            let middle = head.count
            head += value.utf8
            fields.append(Field(name: start..<middle, value: middle..<head.count))
        }
        for (name, value) in headers { add(name, value) }
        if !body.isEmpty, !headers.contains(where: { $0.name.lowercased() == "content-length" }) {
            add("Content-Length", String(body.count))
        }
        self.init(method: method, target: target, keepsAlive: true, body: body, head: head, fields: fields)
    }

    /// The first value of the header field `name` (in lower case); nil where there is none.
    public func header(_ name: StaticString) -> String? {
        bytes(ofHeader: name).map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(ofHeader name: StaticString) -> ArraySlice<UInt8>? {
        for field in fields where field.name.count == name.utf8CodeUnitCount && matches(field.name, name) {
            return head[field.value]
        }
        return nil
    }

    private func matches(_ range: Range<Int>, _ name: StaticString) -> Bool {
        name.withUTF8Buffer { name in
            head.withUnsafeBufferPointer { head in
                for place in 0..<name.count {
                    let byte = head[range.lowerBound + place]
                    let lower = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
                    if lower != name[place] { return false }
                }
                return true
            }
        }
    }

    /// Every header field in the order sent, names as sent.
    public var headers: [(name: String, value: String)] {
        head.withUnsafeBufferPointer { head in
            fields.map { field in
                (
                    String(decoding: UnsafeBufferPointer(rebasing: head[field.name]), as: UTF8.self),
                    String(decoding: UnsafeBufferPointer(rebasing: head[field.value]), as: UTF8.self)
                )
            }
        }
    }
}
