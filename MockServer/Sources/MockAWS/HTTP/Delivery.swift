/// How an answer reaches the client: steps carried out in order, down to the byte.
///
/// An ordinary answer is one step. A fault is another list of steps, made by a pure function, so that a test sees
/// exactly the bytes that a client will.
public struct Delivery: Sendable, Hashable {
    /// A step.
    public enum Step: Sendable, Hashable {
        /// Sends bytes.
        case bytes([UInt8])
        /// Waits, in milliseconds, while other connections go on.
        case wait(Double)
        /// Resets the connection (RST) once what was sent before has left.
        case reset
        /// Closes the connection (FIN) once what was sent before has left.
        case close
        /// Goes on with the steps of an answer that somebody is still making, while other connections go on.
        case later(LaterDelivery)
    }

    /// The steps.
    public var steps: [Step]

    /// Those steps.
    public init(_ steps: [Step]) { self.steps = steps }

    /// Every byte that is sent, for tests.
    public var bytes: [UInt8] {
        steps.reduce(into: []) { if case .bytes(let bytes) = $1 { $0 += bytes } }
    }
}
