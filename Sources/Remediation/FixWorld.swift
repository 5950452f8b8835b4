public import Documents

/// What applying and taking back need of the world: reading again, sending, the time.
public struct FixWorld {
    /// What became of a call that changes something.
    public enum Sent: Sendable, Hashable {
        /// AWS took it.
        case taken
        /// AWS refused it: the code and the message.
        case refused(String, String)
        /// Nobody knows whether AWS took it.
        case unclear(String)

        var words: String {
            switch self {
            case .taken: "AWS took the call"
            case .refused(let code, let message): "\(code): \(message)"
            case .unclear(let why): "it is not clear whether AWS took the call: \(why)"
            }
        }
    }

    /// What stands now where the changes of a step are made, read afresh, one for each change.
    let look: (PlannedStep) async throws -> [Sight]
    /// Sends a call to a region.
    let send: (ChangingCall, _ region: String) async throws -> Sent
    /// The time.
    let now: () -> Timestamp
    /// Waits before the resource is read once more, when a change does not show yet; false when that was enough.
    let wait: (_ times: Int) async -> Bool

    /// A world.
    public init(
        look: @escaping (PlannedStep) async throws -> [Sight],
        send: @escaping (ChangingCall, _ region: String) async throws -> Sent,
        now: @escaping () -> Timestamp, wait: @escaping (_ times: Int) async -> Bool = { _ in false }
    ) {
        self.look = look
        self.send = send
        self.now = now
        self.wait = wait
    }

    /// What stands where change `place` of `step` is made, read until it shows `wanted`, or long enough.
    func settled(_ step: PlannedStep, _ place: Int, _ wanted: Value?) async throws -> Sight {
        var times = 0
        while true {
            let sights = try await look(step)
            let sight = sights.indices.contains(place) ? sights[place] : .unseen("it was not read")
            guard let wanted, !sight.shows(wanted, of: step.changes[place]) else { return sight }
            times += 1
            guard await wait(times) else { return sight }
        }
    }
}
