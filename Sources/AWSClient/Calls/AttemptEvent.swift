public import AWSWire

/// One attempt of a call, for progress and for debugging.
public struct AttemptEvent: Sendable {
    /// The service, as its model is called.
    public let service: String
    /// The operation.
    public let operation: String
    /// The region.
    public let region: String
    /// The account of the session; may be empty.
    public let account: String
    /// Which attempt of its call it is, from 1.
    public let number: Int
    /// Where it went, query string included.
    public let url: String
    /// What was sent. ``debugText`` is what may be shown of it.
    public let request: HTTPRequest
    /// What came back.
    public let result: Result<HTTPResponse, TransportFailure>
    /// Whether the service throttled it.
    public let isThrottled: Bool
    /// Whether bodies may be shown: the operation reads, and returns no secrets.
    public let isOpen: Bool
    /// How long it took, in milliseconds.
    public let milliseconds: Double
}

extension AttemptEvent {
    /// Request and response as text, with credentials, tokens and signatures struck out.
    public var debugText: String {
        var lines = [
            "> \(request.method) \(Self.struck(url: url))  (\(service):\(operation) \(region), attempt \(number))"
        ]
        lines += request.headers.fields.map { "> \($0.name): \(Self.struck($0))" }
        lines += body(request.body, ">")
        switch result {
        case .success(let response):
            lines.append("< \(response.status)  (\(Int(milliseconds.rounded())) ms)")
            lines += response.headers.fields.map { "< \($0.name): \(Self.struck($0))" }
            lines += body(response.body, "<")
        case .failure(let failure): lines.append("< no response: \(failure)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func body(_ bytes: [UInt8], _ mark: String) -> [String] {
        guard !bytes.isEmpty else { return [] }
        guard isOpen else { return ["\(mark) (\(bytes.count) bytes, not shown: they may hold secrets)"] }
        let shown = bytes.prefix(8192)
        let text = String(decoding: shown, as: UTF8.self).map { character in
            character.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" }
                ? "\u{FFFD}" : character
        }
        let rest = bytes.count > shown.count ? ["\(mark) (and \(bytes.count - shown.count) bytes)"] : []
        return String(text).split(separator: "\n", omittingEmptySubsequences: false).map { "\(mark) \($0)" }
            + rest
    }

    private static func struck(_ field: Headers.Field) -> String {
        let name = field.name.lowercased()
        if name == "authorization" {
            return String(field.value.prefix { $0 != " " }) + " ***"
        }
        let isSecret =
            ["cookie", "set-cookie", "proxy-authorization"].contains(name)
            || ["token", "secret", "password", "credential", "signature"].contains { name.contains($0) }
        return isSecret ? "***" : field.value
    }

    private static func struck(url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return url }
        let parts = url[url.index(after: mark)...].split(separator: "&").map { part -> String in
            let name = part.prefix { $0 != "=" }.lowercased()
            let isSecret = [
                "x-amz-signature", "x-amz-credential", "x-amz-security-token", "awsaccesskeyid", "signature",
            ]
            .contains(name)
            return isSecret ? name + "=***" : String(part)
        }
        return url[...mark] + parts.joined(separator: "&")
    }
}
