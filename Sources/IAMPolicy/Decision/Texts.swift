/// The texts that a condition's values match.
enum Texts {
    static func set(_ comparison: ConditionOperator.Comparison, _ values: [String], _ variables: Bool)
        -> PatternSet?
    {
        switch comparison {
        case .stringEquals
        where !variables || !values.contains(where: { $0.has(UInt8(ascii: "$")) }):
            return PatternSet(literals: values)
        case .stringLike where !variables || !values.contains(where: { $0.has(UInt8(ascii: "$")) }):
            return PatternSet(globs: values)
        case .stringEquals, .stringLike, .stringEqualsIgnoreCase, .arnLike:
            return set(comparison, values.map { parts($0, variables) })
        case .bool: return PatternSet(patterns: values.map { Pattern(literal: $0).ignoringCase })
        case .binaryEquals: return PatternSet(literals: values)
        default: return nil
        }
    }

    private static func parts(_ text: String, _ variables: Bool) -> [(text: String, isLiteral: Bool)] {
        guard variables, text.has(UInt8(ascii: "$")), let parsed = VariableText(text) else {
            return [(text, false)]
        }
        return parsed.parts.map {
            switch $0 {
            case .text(let text): (text, false)
            case .literal(let text): (text, true)
            case .key: ("", true)
            }
        }
    }

    /// The texts that values match whose parts are either literal or may hold wildcards.
    static func set(_ comparison: ConditionOperator.Comparison, _ values: [[(text: String, isLiteral: Bool)]])
        -> PatternSet?
    {
        var literals = [String]()
        var patterns = [Pattern]()
        for parts in values {
            let whole = parts.map(\.text).joined()
            let isPlain = !parts.contains {
                !$0.isLiteral && $0.text.utf8.contains { $0 == 0x2a || $0 == 0x3f }
            }
            switch comparison {
            case .stringEquals: literals.append(whole)
            case .stringEqualsIgnoreCase: patterns.append(Pattern(literal: whole).ignoringCase)
            case .stringLike:
                if isPlain { literals.append(whole) } else { patterns.append(glob(parts)) }
            case .arnLike:
                if let pattern = arn(parts) {
                    if isPlain { literals.append(whole) } else { patterns.append(pattern) }
                }
            default: return nil
            }
        }
        return PatternSet(literals: literals, patterns: patterns)
    }

    private static func glob(_ parts: [(text: String, isLiteral: Bool)]) -> Pattern {
        var pattern = Pattern()
        for part in parts {
            if part.isLiteral { pattern.append(literal: part.text) } else { pattern.append(glob: part.text) }
        }
        return pattern
    }

    private static func arn(_ parts: [(text: String, isLiteral: Bool)]) -> Pattern? {
        if parts.count == 1, parts[0].text == "*", !parts[0].isLiteral { return Pattern(glob: "*") }
        var pattern = Pattern()
        var field = 0
        let colon = CharacterClass(of: ":")
        for part in parts {
            for scalar in part.text.unicodeScalars {
                let one = String(Character(scalar))
                if scalar == ":", field < 5 {
                    field += 1
                    pattern.append(literal: one)
                } else if part.isLiteral {
                    pattern.append(literal: one)
                } else {
                    pattern.append(glob: one, excluding: field < 5 ? colon : nil)
                }
            }
        }
        return field == 5 ? pattern : nil
    }
}
