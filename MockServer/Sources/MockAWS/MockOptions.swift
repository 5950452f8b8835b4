/// How a mock answers.
public struct MockOptions: Sendable {
    /// How strictly requests are authenticated.
    public var authentication = AuthenticationMode.strict
    /// How many times faster than AWS's clock the published rates are enforced; 0 does not enforce them.
    public var rates = 0.0
    /// The seed of everything that is drawn by lot.
    public var seed: UInt64 = 1
    /// How many requests the journal remembers.
    public var journal = 1000
    /// Takes a line of JSON for each request, as the journal has it; called one at a time.
    public var log: (@Sendable ([UInt8]) -> Void)?
    /// Where service models are searched besides those embedded.
    public var modelPaths: [String] = []

    /// Strict authentication, no rates.
    public init() {}
}
