public import Documents

/// A function that expressions can call. A class, so that a call takes no copy of it.
public final class Function: Sendable {
    /// What stands before the bracket.
    public let name: String
    /// The least number of arguments.
    public let least: Int
    /// The largest number of arguments; nil: any number.
    public let most: Int?
    /// The places of arguments that are references (`&x`).
    let references: Set<Int>
    let body: Body

    enum Body: Sendable {
        case builtIn(BuiltIn)
        case added(keepsUnseen: Bool, @Sendable ([Value]) throws(EvaluationFailure) -> Value)
    }

    /// A function of the caller's.
    ///
    /// `body` gets as many arguments as were written, never null and never unseen. With `keepsUnseen` it may also get
    /// lists with unseen elements, else a call with such a list is unseen by itself.
    public init(
        _ name: String, arguments: Int, keepsUnseen: Bool = false,
        _ body: @escaping @Sendable ([Value]) throws(EvaluationFailure) -> Value
    ) {
        self.name = name
        least = arguments
        most = arguments
        references = []
        self.body = .added(keepsUnseen: keepsUnseen, body)
    }

    init(_ builtIn: BuiltIn) {
        name = builtIn.rawValue
        least = builtIn.arity.least
        most = builtIn.arity.most
        references = builtIn.references
        body = .builtIn(builtIn)
    }
}

/// The functions that an expression may call, by name.
public struct Functions: Sendable {
    private var functions: [String: Function]

    /// Those of JMESPath's specification (<https://jmespath.org/specification.html>) alone.
    public static let jmespath = Functions(BuiltIn.allCases.filter(\.isStandard).map(Function.init))

    /// Those of JMESPath, and `split`, `suffixes` and `lower`.
    public static let standard = Functions(BuiltIn.allCases.map(Function.init))

    private init(_ functions: [Function]) {
        self.functions = Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
    }

    /// The same, and `added`, which take the place of those with their names.
    public func adding(_ added: [Function]) -> Functions {
        var result = self
        for function in added { result.functions[function.name] = function }
        return result
    }

    /// The function `name`.
    public subscript(_ name: String) -> Function? { functions[name] }

    /// All names, sorted.
    public var names: [String] { functions.keys.sorted() }
}
