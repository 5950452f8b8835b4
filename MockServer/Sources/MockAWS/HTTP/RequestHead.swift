/// A request's head, read: the request line, the fields, and what they say about the body.
struct RequestHead: Sendable {
    /// How long the body is.
    enum Length: Sendable, Equatable {
        case none
        case fixed(Int)
        case chunked
    }

    let bytes: [UInt8]
    let fields: [IncomingRequest.Field]
    let method: String
    let target: String
    private(set) var keepsAlive: Bool
    private(set) var length = Length.none
    private(set) var expectsContinue = false

    /// The request with this head.
    func request(body: [UInt8]) -> IncomingRequest {
        IncomingRequest(
            method: method, target: target, keepsAlive: keepsAlive, body: body, head: bytes, fields: fields)
    }

    /// Reads `bytes`, which end with the empty line.
    init(_ bytes: [UInt8], limits: FramingLimits) throws(FramingRefusal) {
        self.bytes = bytes
        var lines = HeadLines(bytes)
        guard let line = try lines.next() else { throw .malformed("the request line is missing") }
        let words = Self.words(bytes, line)
        guard let words, words.method.allSatisfy({ isToken(bytes[$0]) }) else {
            throw .malformed("the request line is malformed")
        }
        guard words.target.count <= limits.target else {
            throw FramingRefusal(status: 414, reason: "the target is longer than \(limits.target) bytes")
        }
        // RFC 3986 has ASCII alone; what else came in would be longer as text than it was in bytes.
        guard words.target.allSatisfy({ bytes[$0] > 0x20 && bytes[$0] < 0x7f }) else {
            throw .malformed("the target holds what a URL has in percent-encoding")
        }
        method = String(decoding: bytes[words.method], as: UTF8.self)
        target = String(decoding: bytes[words.target], as: UTF8.self)
        let version = bytes[words.version]
        let isOld = version.elementsEqual("HTTP/1.0".utf8)
        guard isOld || version.elementsEqual("HTTP/1.1".utf8) else {
            if version.starts(with: "HTTP/".utf8) {
                throw FramingRefusal(status: 505, reason: "only HTTP/1.0 and HTTP/1.1 are spoken here")
            }
            throw .malformed("the request line names no HTTP version")
        }
        keepsAlive = !isOld
        var fields = [IncomingRequest.Field]()
        fields.reserveCapacity(16)
        while let line = try lines.next() {
            guard fields.count < limits.fields else {
                throw FramingRefusal(status: 431, reason: "more than \(limits.fields) header fields")
            }
            fields.append(try readField(bytes, line))
        }
        self.fields = fields
        try interpret(isOld: isOld)
    }

    private static func words(
        _ bytes: [UInt8], _ line: Range<Int>
    ) -> (method: Range<Int>, target: Range<Int>, version: Range<Int>)? {
        guard let first = bytes[line].firstIndex(of: 32), first > line.lowerBound,
            let second = bytes[first + 1..<line.upperBound].firstIndex(of: 32), second > first + 1,
            !bytes[second + 1..<line.upperBound].contains(32)
        else { return nil }
        return (line.lowerBound..<first, first + 1..<second, second + 1..<line.upperBound)
    }

    private mutating func interpret(isOld: Bool) throws(FramingRefusal) {
        var hosts = 0
        for field in fields {
            switch field.name.count {
            case 4 where named(field, "host"): hosts += 1
            case 6 where named(field, "expect"):
                guard value(field) == "100-continue" else {
                    throw FramingRefusal(status: 417, reason: "only 100-continue can be expected")
                }
                expectsContinue = !isOld
            case 10 where named(field, "connection"):
                for word in value(field).split(separator: ",") {
                    let word = word.drop { $0 == " " || $0 == "\t" }
                    if word.hasPrefix("close") { keepsAlive = false }
                    if isOld, word.hasPrefix("keep-alive") { keepsAlive = true }
                }
            case 14 where named(field, "content-length"): try fixed(field)
            case 17 where named(field, "transfer-encoding"):
                guard length == .none else { throw .malformed("two lengths of the body") }
                guard !isOld else { throw .malformed("HTTP/1.0 has no transfer encodings") }
                guard value(field) == "chunked" else {
                    throw FramingRefusal(status: 501, reason: "only the transfer encoding chunked is known")
                }
                length = .chunked
            default: break
            }
        }
        guard hosts == 1 || hosts == 0 && isOld else {
            throw .malformed("a request names one host, this one names \(hosts)")
        }
    }

    private mutating func fixed(_ field: IncomingRequest.Field) throws(FramingRefusal) {
        guard length == .none else { throw .malformed("two lengths of the body") }
        guard (1...15).contains(field.value.count), bytes[field.value].allSatisfy({ (48...57).contains($0) })
        else { throw .malformed("the content length is no number") }
        length = .fixed(bytes[field.value].reduce(0) { $0 * 10 + Int($1 - 48) })
    }

    private func named(_ field: IncomingRequest.Field, _ name: StaticString) -> Bool {
        name.withUTF8Buffer { name in
            for place in 0..<name.count where bytes[field.name.lowerBound + place] | 0x20 != name[place] {
                return false
            }
            return true
        }
    }

    private func value(_ field: IncomingRequest.Field) -> String {
        String(decoding: bytes[field.value], as: UTF8.self).lowercased()
    }
}

extension FramingRefusal {
    static func malformed(_ reason: String) -> FramingRefusal { FramingRefusal(status: 400, reason: reason) }
}
