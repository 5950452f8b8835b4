import Synchronization

/// An answer that is still in the making, on another thread than the connection's.
///
/// It is made once, by ``make(_:)``, and taken once.
public final class LaterDelivery: Sendable, Hashable {
    private struct State {
        var delivery: Delivery?
        var tell: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// An answer that nobody has made yet.
    public init() {}

    /// Says what the answer is.
    public func make(_ delivery: Delivery) {
        let tell = state.withLock { state in
            state.delivery = delivery
            return state.tell
        }
        tell?()
    }

    /// The answer; nil where it is not made yet, and `tell` is called as soon as it is.
    func take(orTell tell: @escaping @Sendable () -> Void) -> Delivery? {
        state.withLock { state in
            if state.delivery == nil { state.tell = tell }
            return state.delivery
        }
    }

    /// Two are the same only where they are one.
    public static func == (a: LaterDelivery, b: LaterDelivery) -> Bool { a === b }

    /// Hashes which one it is.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
