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
        var seen = SingleNames()
        var operators = text.enter()
        while let written = try text.member(&operators) {
            let (name, known) = try comparison(written)
            func here() -> String { path() + "." + name }
            guard let known else {
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
            if !seen.insert(known.name) { fail(here(), "the operator is there twice, in different case") }
            unread = try readKeys(known.value, name, into: &conditions, here()) || unread
        }
        return unread
    }

    /// The name of an operator as written, and the operator; nil when AWS has none of that name.
    private mutating func comparison(
        _ written: JSONReader.Quoted
    ) throws(JSONReader.Failure) -> (name: String, NameTable<ConditionOperator>.Entry?) {
        if let bytes = text.bytes(written), let usual = ConditionOperator.usual.find(bytes) {
            return (usual.name, usual)
        }
        let name = try text.text(written)
        return (name, ConditionOperator.find(name))
    }

    /// Reads the keys of an operator; true when something in them could not be read.
    private mutating func readKeys(
        _ comparison: ConditionOperator, _ name: String, into conditions: inout [PolicyDocument.Condition],
        _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) -> Bool {
        var unread = false
        var seen = SingleNames()
        var keys = text.enter()
        while let member = try text.member(&keys) {
            let (written, key) = try key(member)
            func at() -> String { path() + "." + written }
            if !seen.insert(key) { fail(at(), "the key is there twice, in different case") }
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
            conditions.add(
                PolicyDocument.Condition(
                    comparison: comparison, operatorName: name, key: key, writtenKey: written, values: values)
            )
        }
        return unread
    }

    /// A key as written, and in lower case.
    private mutating func key(
        _ written: JSONReader.Quoted
    ) throws(JSONReader.Failure) -> (written: String, folded: String) {
        let bytes = text.bytes(written)
        if let bytes, let (name, folded) = usualKeys.find(bytes) { return (name, folded) }
        let text = try text.text(written)
        let isFolded = bytes?.allSatisfy { $0 < 0x80 && !($0 >= 0x41 && $0 <= 0x5a) } ?? false
        return (text, isFolded ? text : text.lowercased())
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

/// Names that may be there once. Most often there is but one, which costs nothing.
private struct SingleNames {
    private var first: String?
    private var others = NameList()

    /// Adds a name; false where it is there.
    mutating func insert(_ name: String) -> Bool {
        guard let first else {
            first = name
            return true
        }
        if name == first || others.contains(name) { return false }
        others.insert(name)
        return true
    }
}
