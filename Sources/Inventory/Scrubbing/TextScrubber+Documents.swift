public import Documents

extension TextScrubber {
    /// `text` where it is a JSON document, as text or percent-encoded, scrubbed as one; nil where it is none.
    ///
    /// What begins like one and can't be read becomes text that can't be read either.
    public mutating func document(_ text: String) -> String? {
        let isEncoded = text.hasPrefix("%7B") || text.hasPrefix("%7b")
        let plain = isEncoded ? PercentEncoding.decode(text) ?? "{" : text
        guard let first = plain.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
            return nil
        }
        guard let value = try? JSON.parse(plain) else { return "{ scrubbed: this was no JSON" }
        let scrubbed = JSON.text(document(value, under: nil))
        return isEncoded ? PercentEncoding.encode(scrubbed) : scrubbed
    }

    /// `value` with every text in it replaced, but what the words of policies are made of.
    public mutating func document(_ value: Value, under key: String?) -> Value {
        switch value {
        case .string(let text):
            if let key, Self.policyWords.contains(key.lowercased()) { return value }
            return .string(document(text) ?? (text.hasPrefix("arn:") ? arn(text) : name(text)))
        case .array(let items):
            var out = [Value]()
            for item in items { out.append(document(item, under: key)) }
            return .array(out)
        case .object(let object):
            var out = Object()
            for member in object { out[sentence(member.key)] = document(member.value, under: member.key) }
            return .object(out)
        default: return value
        }
    }

    /// Keys of policies, and of conditions, whose values are AWS's words.
    private static let policyWords: Set = [
        "version", "effect", "action", "notaction", "aws:principaltype", "aws:requestedregion",
        "sns:protocol",
        "aws:calledvia", "aws:viaawsservice", "aws:securetransport", "s3:x-amz-acl", "kms:viaservice",
    ]
}
