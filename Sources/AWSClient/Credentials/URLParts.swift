/// A URL, cut where the wire needs it: `scheme://host:port/path`.
struct URLParts: Sendable, Hashable {
    var scheme: String
    /// The host, an IPv6 address in its brackets.
    var host: String
    var port: Int?
    /// What follows, with its `/`; empty where nothing does.
    var path: String

    /// The parts of `text`; nil when it is no URL of http or https.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), let colon = text.firstIndex(of: ":") else {
            return nil
        }
        scheme = text[..<colon].lowercased()
        guard ["http", "https"].contains(scheme), text[colon...].hasPrefix("://") else { return nil }
        let rest = text[text.index(colon, offsetBy: 3)...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        path = String(rest[end...])
        let authority = rest[..<end]
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let afterAddress = authority.firstIndex(of: "]") ?? authority.startIndex
        if let mark = authority[afterAddress...].firstIndex(of: ":") {
            host = String(authority[..<mark])
            guard let number = UInt16(authority[authority.index(after: mark)...]) else { return nil }
            port = Int(number)
        } else {
            host = String(authority)
        }
        guard !host.isEmpty else { return nil }
    }
}
