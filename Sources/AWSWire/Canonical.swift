import Documents

extension SigV4 {
    /// The canonical form of a request.
    struct Canonical {
        let bytes: [UInt8]
        let signedHeaders: String
        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// Headers that proxies and clients change, and so are not signed.
        private static let unsigned: Set<String> = [
            "authorization", "connection", "expect", "user-agent", "x-amzn-trace-id", "transfer-encoding",
            "amz-sdk-invocation-id", "amz-sdk-request", "accept-encoding",
        ]

        /// - Parameter signed: the names of the headers that are signed, in lower case; all but ``unsigned`` where nil.
        init(_ request: HTTPRequest, hash: String, options: Options, signed: [String]? = nil) {
            var headers = [(name: String, value: String)]()
            for field in request.headers.fields {
                let name = field.name.lowercased()
                if let signed {
                    if !signed.contains(name) { continue }
                } else if Self.unsigned.contains(name) {
                    continue
                }
                let value = Self.trimmed(field.value)
                if let place = headers.firstIndex(where: { $0.name == name }) {
                    headers[place].value += "," + value
                } else {
                    headers.append((name, value))
                }
            }
            headers.sort { $0.name < $1.name }
            signedHeaders = headers.map(\.name).joined(separator: ";")
            var out = [UInt8]()
            out.reserveCapacity(512)
            out.append(request.method)
            out.append(10)
            Self.appendPath(request.path, options, to: &out)
            out.append(10)
            Self.appendQuery(request.query, to: &out)
            out.append(10)
            for header in headers {
                out.append(header.name)
                out.append(58)
                out.append(header.value)
                out.append(10)
            }
            out.append(10)
            out.append(signedHeaders)
            out.append(10)
            out.append(hash)
            bytes = out
        }

        /// Without white space at the ends, and with single spaces inside.
        private static func trimmed(_ value: String) -> String {
            var isSingle = true
            var last: UInt8 = 32
            for byte in value.utf8 {
                if byte == 9 || byte == 10 || byte == 13 || byte == 32 && last == 32 { isSingle = false }
                last = byte
            }
            if isSingle, last != 32 { return value }
            return value.utf8.split { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
                .map { String(Substring($0)) }.joined(separator: " ")
        }

        private static func appendPath(_ path: String, _ options: Options, to out: inout [UInt8]) {
            let path = options.normalizesPath ? normalized(path) : path
            if path.isEmpty {
                out.append(47)
            } else if options.encodesPathTwice {
                Percent.append(path, keepingSlashes: true, to: &out)
            } else {
                appendEncoded(path, keepingSlashes: true, to: &out)
            }
        }

        private static func normalized(_ path: String) -> String {
            // Nearly every path is: no segment is empty or begins with a dot.
            var last: UInt8 = 0
            let isNormal = path.utf8.allSatisfy { byte in
                defer { last = byte }
                return last != 47 || byte != 47 && byte != 46
            }
            if isNormal { return path }
            var kept = [Substring]()
            for part in path.split(separator: "/") {
                if part == ".." {
                    if !kept.isEmpty { kept.removeLast() }
                } else if part != "." {
                    kept.append(part)
                }
            }
            let isFolder = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
            return "/" + kept.joined(separator: "/") + (isFolder && !kept.isEmpty ? "/" : "")
        }

        /// Text that is percent-encoded already, as sent; what should have been encoded and was not is encoded.
        private static func appendEncoded(
            _ text: some StringProtocol, keepingSlashes: Bool = false, to out: inout [UInt8]
        ) {
            let bytes = Array(text.utf8)
            var at = 0
            while at < bytes.count {
                if bytes[at] == 37, at + 2 < bytes.count, bytes[at + 1].hexDigit != nil,
                    bytes[at + 2].hexDigit != nil
                {
                    out += bytes[at..<at + 3]
                    at += 3
                    continue
                }
                let plain = Percent.isPlain(bytes[at]) || keepingSlashes && bytes[at] == 47
                if plain { out.append(bytes[at]) } else { Percent.append(byte: bytes[at], to: &out) }
                at += 1
            }
        }

        private static func appendQuery(_ query: String, to out: inout [UInt8]) {
            guard !query.isEmpty else { return }
            var pairs = [(name: String, value: String)]()
            for part in query.utf8.split(separator: 38) {
                let cut = part.firstIndex(of: 61)
                var name = [UInt8]()
                var value = [UInt8]()
                appendEncoded(Substring(part[..<(cut ?? part.endIndex)]), to: &name)
                if let cut { appendEncoded(Substring(part[part.index(after: cut)...]), to: &value) }
                let text = String(decoding: name, as: UTF8.self)
                if text == "X-Amz-Signature" { continue }
                pairs.append((text, String(decoding: value, as: UTF8.self)))
            }
            pairs.sort { ($0.name, $0.value) < ($1.name, $1.value) }
            for (place, pair) in pairs.enumerated() {
                if place > 0 { out.append(38) }
                out += pair.name.utf8
                out.append(61)
                out += pair.value.utf8
            }
        }
    }
}
