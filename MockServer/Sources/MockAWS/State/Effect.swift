import Documents

/// What a changing call does to the recorded answers of one that reads: a line of ``Effect/table``.
///
/// Where that says it all, an operation needs no code. A line is
///
///     service Operation -> Reading(Key, Key:Parameter): path = source
///
/// The keys are parameters of the reading operation that must mean what the changing call's parameter of that name (or
/// of the name behind the colon) means. The path leads into the answer. The source is a parameter, a text in quotes,
/// `true`, `false`, or `statement`, the policy statement that the call makes. `=` puts it there and takes it away where
/// the parameter is not given, `?=` only puts it there, `+=` adds members or elements, `-=` takes some away, and
/// `gone CODE STATUS message` makes the answer an error.
struct Effect: Sendable, Hashable {
    enum Change: Sendable, Hashable {
        case set, setIfGiven, add, remove
        case gone(code: String, status: Int, message: String)
    }

    enum Source: Sendable, Hashable {
        case parameter([String])
        case constant(Value)
        case statement
    }

    /// `service:Operation` of the call that changes.
    let write: String
    /// The operation, of the same service, whose answers change.
    let read: String
    /// Its parameters, each with the one of the changing call that it must agree with.
    let keys: [(read: String, write: String)]
    let path: [String]
    let change: Change
    let source: Source

    static func == (a: Effect, b: Effect) -> Bool { "\(a)" == "\(b)" }
    func hash(into hasher: inout Hasher) { hasher.combine("\(self)") }

    /// The effect that a line writes; nil where it writes none.
    init?(_ line: some StringProtocol) {
        let halves = Self.cut(line, at: " -> ")
        guard let halves, let words = Self.cut(halves.1, at: "): "), let asked = Self.cut(words.0, at: "("),
            let name = Self.cut(halves.0, at: " ")
        else { return nil }
        write = "\(name.0):\(name.1)"
        read = asked.0
        keys = asked.1.split(separator: ",").map { text in
            let key = text.drop { $0 == " " }
            let pair = key.split(separator: ":").map(String.init)
            return (pair[0], pair.last!)
        }
        if words.1.hasPrefix("gone ") {
            let parts = words.1.split(separator: " ", maxSplits: 3).map(String.init)
            guard parts.count == 4, let status = Int(parts[2]) else { return nil }
            path = []
            source = .constant(.null)
            change = .gone(code: parts[1], status: status, message: parts[3])
            return
        }
        let kinds: [(String, Change)] = [
            (" ?= ", .setIfGiven), (" += ", .add), (" -= ", .remove), (" = ", .set),
        ]
        for (mark, change) in kinds {
            guard let sides = Self.cut(words.1, at: mark) else { continue }
            self.change = change
            path = sides.0.split(separator: ".").map(String.init)
            if sides.1 == "statement" {
                source = .statement
            } else if let constant = try? JSON.parse(sides.1) {
                source = .constant(constant)
            } else {
                source = .parameter(sides.1.split(separator: ".").map(String.init))
            }
            return
        }
        return nil
    }

    private static func cut(_ text: some StringProtocol, at mark: String) -> (String, String)? {
        guard let place = text.firstRange(of: mark) else { return nil }
        return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
    }

    /// What the source is for `call`; nil where the parameter is not given.
    func value(_ call: Call) -> Value? {
        switch source {
        case .constant(let value): value
        case .statement: call.policyStatement
        case .parameter(let names):
            names.reduce(Value.object(call.parameters) as Value?) { value, name in value?[name] }
        }
    }

    /// `output` after `call`.
    func changed(_ output: Object, by call: Call) -> Object {
        Self.put(path[...], self, call, in: .object(output)).object ?? output
    }

    private static func put(_ path: ArraySlice<String>, _ effect: Effect, _ call: Call, in value: Value?)
        -> Value
    {
        guard let name = path.first else { return effect.end(value, call) ?? .null }
        var object = value?.object ?? Object()
        let isLast = path.count == 1
        let new =
            isLast ? effect.end(object[name], call) : put(path.dropFirst(), effect, call, in: object[name])
        object[name] = new
        return .object(object)
    }

    /// What stands at the end of the path after `call`; nil for nothing.
    private func end(_ old: Value?, _ call: Call) -> Value? {
        let new = value(call)
        switch change {
        case .set: return new
        case .setIfGiven: return new ?? old
        case .add where source == .statement: return new.map { Self.policy(old, adding: $0) }
        case .remove where source == .statement: return Self.policy(old, removing: new?["Sid"])
        case .add: return Self.joined(old, new)
        case .remove: return Self.reduced(old, new)
        case .gone: return old
        }
    }

    private static func joined(_ old: Value?, _ new: Value?) -> Value? {
        switch new {
        case .object(let members)?:
            var object = old?.object ?? Object()
            // An empty text is how SQS takes an attribute away.
            for member in members { object[member.key] = member.value == "" ? Value?.none : member.value }
            return .object(object)
        case .array(let items)?:
            var list = old?.array ?? []
            for item in items {
                list.removeAll { $0 == item || name($0) != nil && name($0) == name(item) }
                list.append(item)
            }
            return .array(list)
        default: return old
        }
    }

    private static func reduced(_ old: Value?, _ new: Value?) -> Value? {
        let names = new?.array ?? new.map { [$0] } ?? []
        switch old {
        case .object(var object)?:
            for name in names { if let name = name.string { object[name] = nil } }
            return .object(object)
        case .array(let items)?:
            return .array(items.filter { item in !names.contains { $0 == item || name(item) == $0 } })
        default: return old
        }
    }

    /// What tells the elements of a list apart, such as the key of a tag.
    private static func name(_ item: Value) -> Value? { item["Key"] ?? item["TagKey"] ?? item["key"] }

    private static func policy(_ old: Value?, adding statement: Value) -> Value {
        .string(PolicyText(old?.string).adding(statement).text)
    }

    /// The policy without a statement; nil when none is left.
    private static func policy(_ old: Value?, removing sid: Value?) -> Value? {
        let left = PolicyText(old?.string).removing(sid?.string ?? "")
        return left.statements.isEmpty ? nil : .string(left.text)
    }
}
