import Documents

extension PolicyParser {
    /// Reads a `Condition` element; true when something in it could not be read.
    mutating func read(
        conditions value: Value, into statement: inout PolicyDocument.Statement,
        _ path: @autoclosure () -> String
    ) -> Bool {
        guard case .object(let operators) = value else {
            fail(path(), "a condition is an object of operators, not \(value.kind)")
            return true
        }
        var unread = false
        var seenOperators = [String]()
        for member in operators.members {
            func here() -> String { path() + "." + member.key }
            guard let comparison = ConditionOperator(member.key) else {
                let plain = member.key.split(separator: ":").last.map(String.init) ?? member.key
                fail(
                    here(),
                    "there is no such operator; "
                        + (suggestion(for: plain, among: ConditionOperator.names)
                            ?? "for example StringEquals"))
                unread = true
                continue
            }
            guard case .object(let keys) = member.value else {
                fail(here(), "an operator holds an object of keys, not \(member.value.kind)")
                unread = true
                continue
            }
            if operators.count > 1 {
                let folded = member.key.lowercased()
                if seenOperators.contains(folded) {
                    fail(here(), "the operator is there twice, in different case")
                }
                seenOperators.append(folded)
            }
            var seen = [String]()
            for entry in keys.members {
                func at() -> String { here() + "." + entry.key }
                let key = entry.key.lowercased()
                if keys.count > 1 {
                    if seen.contains(key) { fail(at(), "the key is there twice, in different case") }
                    seen.append(key)
                }
                if key.isEmpty { fail(at(), "the key is empty") }
                guard let values = texts(ofCondition: entry.value, at()) else {
                    unread = true
                    continue
                }
                var good = true
                for text in values { good = check(text, comparison, at()) && good }
                guard good else {
                    unread = true
                    continue
                }
                statement.conditions.append(
                    PolicyDocument.Condition(
                        comparison: comparison, operatorName: member.key, key: key, writtenKey: entry.key,
                        values: values))
            }
        }
        return unread
    }

    private mutating func texts(ofCondition value: Value, _ path: @autoclosure () -> String) -> [String]? {
        if let text = Self.text(value) { return [text] }
        guard case .array(let items) = value else {
            fail(path(), "a value is text, a number, a boolean or a list of them, not \(value.kind)")
            return nil
        }
        var out = [String]()
        out.reserveCapacity(items.count)
        for (place, item) in items.enumerated() {
            guard let text = Self.text(item) else {
                fail("\(path())[\(place)]", "a value is text, a number or a boolean, not \(item.kind)")
                return nil
            }
            out.append(text)
        }
        return out
    }

    private static func text(_ value: Value) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): Int(exactly: number).map(String.init) ?? number.description
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    private mutating func check(
        _ text: String, _ comparison: ConditionOperator, _ path: @autoclosure () -> String
    ) -> Bool {
        switch comparison.comparison {
        case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arnLike:
            return check(variables: text, path())
        case .numericEquals, .numericLess, .numericLessEquals, .numericGreater, .numericGreaterEquals:
            if Scalar.number(text) != nil { return true }
            fail(path(), "this is no number: \(Self.shown(text))")
        case .dateEquals, .dateLess, .dateLessEquals, .dateGreater, .dateGreaterEquals:
            if Scalar.time(text) != nil { return true }
            fail(path(), "this is no time: \(Self.shown(text)); write it as 2026-01-31T12:00:00Z")
        case .bool, .null:
            if Scalar.bool(text) != nil { return true }
            fail(path(), "this is true or false, not \(Self.shown(text))")
        case .ipAddress:
            if IPRange(text) != nil { return true }
            fail(path(), "this is no IP address or range: \(Self.shown(text)); write it as 198.51.100.0/24")
        case .binaryEquals:
            if text.utf8.count % 4 == 0,
                text.utf8.allSatisfy({ byte in
                    (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a)
                        || byte == 0x2b || byte == 0x2f || byte == 0x3d
                })
            {
                return true
            }
            fail(path(), "this is no base64: \(Self.shown(text))")
        }
        return false
    }

    /// Whether the policy variables in `text` are well formed, in a version that has them.
    @discardableResult
    mutating func check(variables text: String, _ path: @autoclosure () -> String) -> Bool {
        guard document.hasVariables, text.utf8.contains(UInt8(ascii: "$")), VariableText(text) == nil else {
            return true
        }
        fail(path(), "a policy variable is written ${key}, this is \(Self.shown(text))")
        return false
    }
}
