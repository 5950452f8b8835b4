import Documents

/// Cuts text into the words of an expression.
struct Lexer {
    private let text: [Unicode.Scalar]
    private var at: Int

    init(_ text: [Unicode.Scalar], from start: Int = 0) {
        self.text = text
        at = start
    }

    /// The words up to the end of the text, and `.end`.
    mutating func tokens() throws(ExpressionFailure) -> [Token] {
        var tokens = [Token]()
        repeat { tokens.append(try next()) } while tokens.last?.kind != .end
        return tokens
    }

    /// The words up to the brace that closes one opened before the lexer's start, and `.end` in that brace's place, all
    /// counted from the lexer's start; nil where no brace closes it.
    mutating func tokensToClosingBrace() throws(ExpressionFailure) -> [Token]? {
        let start = at
        var tokens = [Token]()
        var open = 1
        while true {
            let token = try next()
            let range = token.range.lowerBound - start..<token.range.upperBound - start
            switch token.kind {
            case .end: return nil
            case .leftBrace: open += 1
            case .rightBrace: open -= 1
            default: break
            }
            guard open > 0 else {
                tokens.append(Token(kind: .end, range: range.lowerBound..<range.lowerBound))
                return tokens
            }
            tokens.append(Token(kind: token.kind, range: range))
        }
    }

    private mutating func next() throws(ExpressionFailure) -> Token {
        while at < text.count, Self.isSpace(text[at]) { at += 1 }
        let start = at
        guard at < text.count else { return Token(kind: .end, range: start..<start) }
        let first = text[at]
        at += 1
        let kind = try word(first, at: start)
        return Token(kind: kind, range: start..<at)
    }

    private mutating func word(_ first: Unicode.Scalar, at start: Int) throws(ExpressionFailure) -> Token.Kind
    {
        switch first {
        case ".": return .dot
        case "*": return .star
        case ",": return .comma
        case ":": return .colon
        case "@": return .current
        case "(": return .leftParenthesis
        case ")": return .rightParenthesis
        case "{": return .leftBrace
        case "}": return .rightBrace
        case "]": return .rightBracket
        case "[": return take("]") ? .flatten : take("?") ? .filter : .leftBracket
        case "|": return take("|") ? .or : .pipe
        case "&": return take("&") ? .and : .reference
        case "!": return take("=") ? .unequal : .not
        case "=": return take("=") ? .equal : .assign
        case "<": return take("=") ? .lessOrEqual : .less
        case ">": return take("=") ? .greaterOrEqual : .greater
        case "'": return .literal(.string(try rawString(at: start)))
        case "`": return .literal(try literal(at: start))
        case "\"": return .quoted(try quoted(at: start))
        case "$": return .variable(try variable(at: start))
        case "-": return try number(at: start)
        case _ where Self.isDigit(first): return try number(at: start)
        case _ where Self.startsName(first): return .identifier(name(from: start))
        default:
            throw ExpressionFailure(
                at: start, "'\(Character(first))' has no meaning here", hint: Self.hint(for: first))
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard at < text.count, text[at] == scalar else { return false }
        at += 1
        return true
    }

    private mutating func name(from start: Int) -> String {
        while at < text.count, Self.startsName(text[at]) || Self.isDigit(text[at]) { at += 1 }
        return string(text[start..<at])
    }

    private mutating func variable(at start: Int) throws(ExpressionFailure) -> String {
        guard at < text.count, Self.startsName(text[at]) else {
            throw ExpressionFailure(at: start, "'$' without the name of a variable")
        }
        return name(from: start + 1)
    }

    private mutating func number(at start: Int) throws(ExpressionFailure) -> Token.Kind {
        while at < text.count, Self.isDigit(text[at]) { at += 1 }
        if text[start] == "-", at == start + 1 {
            throw ExpressionFailure(at: start, "'-' without digits", hint: Self.hint(for: "-"))
        }
        guard let number = Int(string(text[start..<at])) else {
            throw ExpressionFailure(at: start, "the number is too large")
        }
        return .number(number)
    }

    /// What stands up to the next `quote`; a backslash takes the character behind it along.
    private mutating func body(
        to quote: Unicode.Scalar, at start: Int, _ what: String
    ) throws(ExpressionFailure) -> ArraySlice<Unicode.Scalar> {
        while at < text.count, text[at] != quote { at += text[at] == "\\" ? 2 : 1 }
        guard at < text.count else {
            at = text.count
            throw ExpressionFailure(
                at: start, "the \(what) has no end", hint: "close it with \(Character(quote))")
        }
        at += 1
        return text[start + 1..<at - 1]
    }

    private mutating func rawString(at start: Int) throws(ExpressionFailure) -> String {
        Self.unescape("'", try body(to: "'", at: start, "text"))
    }

    private mutating func literal(at start: Int) throws(ExpressionFailure) -> Value {
        let body = try body(to: "`", at: start, "literal")
        do { return try JSON.parse(Self.unescape("`", body)) } catch {
            throw ExpressionFailure(
                at: start, "the literal is no JSON: \(error.message)",
                hint: "text stands in single quotes: 'text'")
        }
    }

    private mutating func quoted(at start: Int) throws(ExpressionFailure) -> String {
        let body = try body(to: "\"", at: start, "quoted name")
        do {
            if case .string(let name) = try JSON.parse("\"" + string(body) + "\"") { return name }
            throw ExpressionFailure(at: start, "the quoted name is no JSON text")
        } catch let failure as ExpressionFailure {
            throw failure
        } catch {
            throw ExpressionFailure(at: start, "the quoted name is no JSON text: \(error)")
        }
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(scalars) }

    /// `body` with `\quote` as `quote`; other backslashes stay.
    private static func unescape(_ quote: Unicode.Scalar, _ body: ArraySlice<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        var escaped = false
        for scalar in body {
            if escaped, scalar != quote { result.append("\\") }
            if escaped || scalar != "\\" { result.append(scalar) }
            escaped = !escaped && scalar == "\\"
        }
        return String(result)
    }

    private static func hint(for scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "#", "%", "+", "/", "-", "^", "~":
            "a name with other characters than letters, digits and _ stands in \"…\""
        case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}": "use straight quotes"
        default: nil
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

    private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar >= "a" && scalar <= "z" || scalar >= "A" && scalar <= "Z" || scalar == "_"
    }
}

extension String {
    /// The text of `scalars`; of ASCII, as names are, without a look at each character's bytes.
    init(_ scalars: ArraySlice<Unicode.Scalar>) {
        if scalars.allSatisfy(\.isASCII) {
            self.init(unsafeUninitializedCapacity: scalars.count) { buffer in
                for (place, scalar) in scalars.enumerated() {
                    buffer[place] = UInt8(truncatingIfNeeded: scalar.value)
                }
                return scalars.count
            }
        } else {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            self.init(view)
        }
    }
}
