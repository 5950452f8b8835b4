import Documents

/// A word of an expression.
struct Token {
    enum Kind: Hashable {
        case identifier(String), quoted(String), variable(String), literal(Value), number(Int)
        case dot, star, comma, colon, assign
        case pipe, or, and, not, reference
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
        case leftParenthesis, rightParenthesis, leftBrace, rightBrace
        case leftBracket, rightBracket, flatten, filter
        case current, end
    }

    let kind: Kind
    /// The characters that it takes.
    let range: Range<Int>
}

extension Token.Kind {
    /// How strongly it binds what stands before it; 0 ends an expression.
    ///
    /// The order is that of <https://jmespath.org/specification.html>; `!` binds stronger than `.`.
    var power: Int {
        switch self {
        case .pipe: 1
        case .or: 2
        case .and: 3
        case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: 5
        case .flatten: 9
        case .star: Power.star
        case .filter: Power.filter
        case .dot: Power.dot
        case .not: Power.not
        case .leftBrace: 50
        case .leftBracket: 55
        case .leftParenthesis: 60
        default: 0
        }
    }

    /// The word as a message shows it.
    var shown: String {
        switch self {
        case .identifier(let name): "'\(name)'"
        case .quoted(let name): "\"\(name)\""
        case .variable(let name): "'$\(name)'"
        case .literal: "a literal"
        case .number(let number): "'\(number)'"
        case .dot: "'.'"
        case .star: "'*'"
        case .comma: "','"
        case .colon: "':'"
        case .assign: "'='"
        case .pipe: "'|'"
        case .or: "'||'"
        case .and: "'&&'"
        case .not: "'!'"
        case .reference: "'&'"
        case .equal: "'=='"
        case .unequal: "'!='"
        case .less: "'<'"
        case .lessOrEqual: "'<='"
        case .greater: "'>'"
        case .greaterOrEqual: "'>='"
        case .leftParenthesis: "'('"
        case .rightParenthesis: "')'"
        case .leftBrace: "'{'"
        case .rightBrace: "'}'"
        case .leftBracket: "'['"
        case .rightBracket: "']'"
        case .flatten: "'[]'"
        case .filter: "'[?'"
        case .current: "'@'"
        case .end: "the end"
        }
    }
}

/// The powers that the parser names.
enum Power {
    /// Words that bind less end a projection.
    static let endOfProjection = 10
    static let star = 20
    static let filter = 21
    static let dot = 40
    static let not = 45
}
