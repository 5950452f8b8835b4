import Documents

extension PolicyParser {
    /// Reads a `Condition` element; true when something in it could not be read.
    mutating func readConditions(
        into conditions: inout [PolicyDocument.Condition], _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) -> Bool {
        let kind = try text.kind()
        guard kind == .object else {
            try text.skip()
            fail(path(), "a condition is an object of operators, not \(kind)")
            return true
        }
        var unread = false
        var seen = FoldedNames()
        var operators = text.enter()
        while let name = try text.name(&operators) {
            func here() -> String { path() + "." + name }
            guard let comparison = ConditionOperator(name) else {
                let plain = name.split(separator: ":").last.map(String.init) ?? name
                fail(
                    here(),
                    "there is no such operator; "
                        + (suggestion(for: plain, among: ConditionOperator.names)
                            ?? "for example StringEquals"))
                try text.skip()
                unread = true
                continue
            }
            let kind = try text.kind()
            guard kind == .object else {
                try text.skip()
                fail(here(), "an operator holds an object of keys, not \(kind)")
                unread = true
                continue
            }
            if !seen.insert(name) { fail(here(), "the operator is there twice, in different case") }
            unread = try readKeys(comparison, name, into: &conditions, here()) || unread
        }
        return unread
    }

    /// Reads the keys of an operator; true when something in them could not be read.
    private mutating func readKeys(
        _ comparison: ConditionOperator, _ name: String, into conditions: inout [PolicyDocument.Condition],
        _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) -> Bool {
        var unread = false
        var seen = FoldedNames()
        var keys = text.enter()
        while let written = try text.name(&keys) {
            func at() -> String { path() + "." + written }
            let key = written.lowercased()
            if !seen.insert(written) { fail(at(), "the key is there twice, in different case") }
            if key.isEmpty { fail(at(), "the key is empty") }
            guard let values = try values(at()) else {
                unread = true
                continue
            }
            var good = true
            for text in values { good = check(text, comparison, at()) && good }
            guard good else {
                unread = true
                continue
            }
            conditions.append(
                PolicyDocument.Condition(
                    comparison: comparison, operatorName: name, key: key, writtenKey: written, values: values)
            )
        }
        return unread
    }

    private mutating func values(_ path: @autoclosure () -> String) throws(JSONReader.Failure) -> [String]? {
        let kind = try text.kind()
        if let text = try value(kind) { return [text] }
        guard kind == .array else {
            try text.skip()
            fail(path(), "a value is text, a number, a boolean or a list of them, not \(kind)")
            return nil
        }
        var out: [String]? = []
        var items = text.enter()
        var place = 0
        while try text.hasItem(&items) {
            let kind = try text.kind()
            if let text = try value(kind) {
                out?.append(text)
            } else {
                try text.skip()
                if out != nil {
                    fail("\(path())[\(place)]", "a value is text, a number or a boolean, not \(kind)")
                }
                out = nil
            }
            place += 1
        }
        return out
    }

    /// The text, number or boolean that comes next, as text; nil for what is of another kind.
    private mutating func value(_ kind: JSONReader.Kind) throws(JSONReader.Failure) -> String? {
        switch kind {
        case .string: try text.string()
        case .number: try text.number()
        case .boolean: try text.boolean() ? "true" : "false"
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
        guard document.hasVariables, text.has(UInt8(ascii: "$")), VariableText(text) == nil else {
            return true
        }
        fail(path(), "a policy variable is written ${key}, this is \(Self.shown(text))")
        return false
    }
}

/// Names of which case does not matter. Most often there is but one, which costs nothing.
private struct FoldedNames {
    private var first: String?
    private var names = NameList()

    /// Adds a name; false where it is there.
    mutating func insert(_ name: String) -> Bool {
        guard let first else {
            first = name
            return true
        }
        if names.isEmpty { names.insert(first.lowercased()) }
        let folded = name.lowercased()
        if names.contains(folded) { return false }
        names.insert(folded)
        return true
    }
}
