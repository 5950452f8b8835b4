/// How much an evaluation may do.
public struct Limits: Sendable, Hashable {
    /// How many steps: nodes visited, elements compared, sorted or made.
    public var steps: Int
    /// How large what it makes may be: values in lists and objects, and 16 bytes of text, count one each.
    public var output: Int

    /// Limits of `steps` and `output`.
    public init(steps: Int = 1_000_000, output: Int = 1_000_000) {
        self.steps = steps
        self.output = output
    }

    /// How long an expression may be, in characters.
    static let length = 65_536
    /// How deep an expression may be nested.
    static let depth = 256
}
