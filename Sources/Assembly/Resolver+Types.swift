import Checks
public import Documents
import Findings
import Inventory

extension Resolver {
    /// The text that AWS sent for a document of `resource`, byte for byte (URL-encoded ones decoded); nil where it was
    /// no text.
    public func text(of document: Value, _ resource: Resource) -> String? {
        texts[resource.arn]?.last { $0.document == document }?.text
    }

    /// `value` with the text at each path read as its type; what is not of the type is unseen.
    func converted(
        _ value: Value, _ types: [(path: ValuePath, type: ValueType)], _ resource: Resource, call: String,
        _ key: Exchange.Key? = nil
    ) -> Value {
        var value = value
        for (path, type) in types {
            value = value.mapped(path.steps[...]) { part in
                if let converted = type.read(part) {
                    if let text = part.string, converted.string == nil {
                        self.texts[resource.arn, default: []].append((converted, type.plain(text)))
                    }
                    return converted
                }
                return .unseen(
                    self.answers.unseen(
                        Gap(
                            account: self.setting.account, region: key?.region ?? resource.region, call: call,
                            parameters: key?.parameters ?? [:], code: "unreadable",
                            message:
                                "\(path.steps.isEmpty ? "the value" : path.description) is \(type.complaint)",
                            unseen: "\(resource.type.title) \(resource.name)")))
            }
        }
        return value
    }
}

extension Value {
    /// This value with what lies at the end of `steps` changed by `change`; what is absent stays absent.
    func mapped(_ steps: ArraySlice<ValuePath.Step>, _ change: (Value) -> Value) -> Value {
        if isNull { return self }
        if case .unseen = self { return self }
        guard let step = steps.first else { return change(self) }
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.member(let name), .object(var object)):
            if let member = object[name] { object[name] = member.mapped(rest, change) }
            return .object(object)
        case (.elements, .array(let items)): return .array(items.map { $0.mapped(rest, change) })
        case (.values, .object(let object)):
            return .object(Object(object.members.map { ($0.key, $0.value.mapped(rest, change)) }))
        default: return self
        }
    }
}

extension ValueType {
    /// Text of this type without its encoding.
    fileprivate func plain(_ text: String) -> String {
        if case .policyURL = self { PercentEncoding.decode(text) ?? text } else { text }
    }

    /// `value` as a value of this type; nil when it is none. A value that is of the type already stays.
    func read(_ value: Value) -> Value? {
        switch (self, value) {
        case (.string, .string), (.boolean, .bool), (.number, .number), (.number, .integer),
            (.integer, .integer):
            return value
        case (.integer, .string(let text)): return Int(text).map { .integer($0) }
        case (.number, .string(let text)):
            return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case (.boolean, .string(let text)):
            return ["true": true, "false": false][text.lowercased()].map { .bool($0) }
        case (.time, .string(let text)):
            if let time = Timestamp(text) { return .string(time.iso8601) }
            return Double(text).map { .string(Timestamp(seconds: $0).iso8601) }
        case (.time, .integer), (.time, .number):
            return value.double.map { .string(Timestamp(seconds: $0).iso8601) }
        case (.policy, .object), (.policyURL, .object): return value
        case (.policy, .string(let text)): return ValueType.object(in: text)
        case (.policyURL, .string(let text)):
            return PercentEncoding.decode(text).flatMap { ValueType.object(in: $0) }
        case (.tags, _): return ValueType.tags(in: value)
        case (.enumeration, .string): return value
        case (.json(let members), .string(let text)):
            return ValueType.object(in: text).flatMap { ValueType.json(members).read($0) }
        case (.json(let members), .object(var object)):
            for (name, type) in members {
                guard let member = object[name], !member.isNull else { continue }
                guard let read = type.read(member) else { return nil }
                object[name] = read
            }
            return .object(object)
        default: return nil
        }
    }

    private static func object(in text: String) -> Value? {
        guard let value = try? JSON.parse(text), value.object != nil else { return nil }
        return value
    }

    private static func tags(in value: Value) -> Value? {
        switch value {
        case .object(let object): return object.allSatisfy { $0.value.string != nil } ? value : nil
        case .array(let items):
            var tags = Object()
            for item in items {
                if case .unseen = item { return item }
                let key = item["Key"] ?? item["key"] ?? item["TagKey"] ?? item["tagKey"]
                guard let key = key?.string else { return nil }
                tags[key] = item["Value"] ?? item["value"] ?? item["TagValue"] ?? item["tagValue"] ?? ""
            }
            return .object(tags)
        default: return nil
        }
    }

    fileprivate var complaint: String {
        switch self {
        case .string: "no text"
        case .integer: "no whole number"
        case .number: "no number"
        case .boolean: "neither true nor false"
        case .time: "no time"
        case .policy: "no policy: it is not a JSON object"
        case .policyURL: "no policy: it is not a URL-encoded JSON object"
        case .tags: "no list or map of tags"
        case .enumeration: "no text"
        case .json: "no JSON object of the declared form"
        }
    }
}
