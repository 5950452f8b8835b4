import AWSWire
import Documents
import ServiceModels

/// A request understood: who calls what, where.
struct Call: Sendable {
    /// What is called.
    let known: KnownOperation
    /// The parameters by the model.
    let parameters: Object
    /// The account that calls.
    let account: String
    /// The ARN of the caller.
    let caller: String
    /// The region that is called.
    let region: String
    /// When the call came.
    let at: Timestamp

    /// The service, by botocore's folder.
    var service: String { known.service }
    /// The operation.
    var operation: Operation { known.operation }
    /// `service:Operation`.
    var name: String { known.name }
    /// How the service words its errors.
    var words: ErrorWords { known.words }
    /// Whether it changes nothing, by its name.
    var onlyReads: Bool { known.onlyReads }

    /// The partition of the region.
    var partition: String {
        region.hasPrefix("cn-") ? "aws-cn" : region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
    }

    /// A text parameter; nil where it is not given.
    func text(_ name: String) -> String? { parameters[name]?.string }

    /// A text parameter that must be there.
    func need(_ name: String) throws(ServiceError) -> String {
        guard let text = parameters[name]?.string, !text.isEmpty else {
            throw words.invalid(
                "1 validation error detected: Value at '\(name)' failed to satisfy constraint: Member must not be null"
            )
        }
        return text
    }

    /// The texts of a list parameter.
    func texts(_ name: String) -> [String] { parameters[name]?.array?.compactMap(\.string) ?? [] }

    private func seal(token: String, limit: String?) -> Int {
        var question = parameters
        question[token] = nil
        if let limit { question[limit] = nil }
        var hash = 0xcbf2_9ce4_8422_2325 as UInt64
        for byte in "\(account) \(region) \(name) \(JSON.text(.object(question), .sorted))".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: hash)
    }

    /// The token of the page that begins at `offset`.
    func token(_ offset: Int, token: String = "NextToken", limit: String?) -> String {
        PageToken.make(offset, seal(token: token, limit: limit))
    }

    /// The part of a list of `count` that is asked for, and the token of what is behind it.
    func page(_ count: Int, token: String = "NextToken", limit: String?, most: Int)
        throws(ServiceError) -> (range: Range<Int>, next: String?)
    {
        var start = 0
        if let given = text(token), !given.isEmpty {
            guard let offset = PageToken.offset(given, seal(token: token, limit: limit)), offset <= count
            else {
                throw words.badToken
            }
            start = offset
        }
        let asks = limit.flatMap { parameters[$0]?.int } ?? most
        let end = min(count, start + (asks <= 0 ? most : min(asks, most)))
        return (start..<end, end < count ? self.token(end, token: token, limit: limit) : nil)
    }
}
