import Collection
import Documents
import Reporting
import Scanning
import Synchronization

/// Draws the progress of a scan on stderr, a few times a second.
final class ProgressLine: Sendable {
    private struct State {
        var parts: [String: ScanProgress.Part] = [:]
        var display = ProgressDisplay()
        var drawn = 0.0
    }

    private let console: Console
    private let isShown: Bool
    private let started = Timestamp.now().seconds
    private let state = Mutex(State())

    init(_ console: Console, isShown: Bool) {
        self.console = console
        self.isShown = isShown
    }

    /// Notes how far a part is, and draws when it is time.
    func show(_ progress: LiveScan.Progress) {
        guard isShown else { return }
        let now = Timestamp.now().seconds
        let frame: String? = state.withLock { state in
            let planned =
                progress.isDone ? progress.work.answered : progress.work.answered + progress.work.waiting
            if progress.isDone {
                let done = state.parts[progress.account]?.done ?? 0
                state.parts[progress.account]?.planned = done
            } else {
                state.parts[progress.account] = .init(
                    account: progress.account, region: "", done: progress.work.answered, planned: planned)
            }
            guard now - state.drawn > 0.15 else { return nil }
            state.drawn = now
            let parts = state.parts.values.sorted { $0.account < $1.account }
            let lines = ScanProgress(parts: parts, elapsed: now - started).lines(width: console.width)
            return state.display.frame(lines)
        }
        if let frame { console.draw(frame) }
    }

    /// Takes the drawing away.
    func clear() {
        guard isShown else { return }
        console.draw(state.withLock { $0.display.frame([]) })
    }
}
