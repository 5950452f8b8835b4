/// How far a scan has come, and the lines that say so on a terminal.
public struct ScanProgress: Sendable, Hashable {
    /// An account and region, and its calls.
    public struct Part: Sendable, Hashable {
        /// The account.
        public let account: String
        /// The region.
        public let region: String
        /// Calls that have been answered.
        public var done: Int
        /// Calls that are known to be needed; more may come.
        public var planned: Int
        /// Calls that gave no answer.
        public var failed: Int

        /// A part.
        public init(account: String, region: String, done: Int, planned: Int, failed: Int = 0) {
            self.account = account
            self.region = region
            self.done = done
            self.planned = planned
            self.failed = failed
        }
    }
    /// The parts, in the order in which they are shown.
    public var parts: [Part]
    /// What is being waited for, the longest wait first, such as `ses:GetIdentityPolicies`.
    public var waiting: [String]
    /// Seconds since the scan began.
    public var elapsed: Double
    /// Seconds until it ends, where the plan knows; else it is worked out from the rate so far.
    public var left: Double?
    /// More parts than this are summed up.
    private static let mostParts = 8

    /// How far a scan has come.
    public init(parts: [Part], waiting: [String] = [], elapsed: Double, left: Double? = nil) {
        self.parts = parts
        self.waiting = waiting
        self.elapsed = elapsed
        self.left = left
    }

    /// The lines, each of at most `width` columns.
    public func lines(width: Int = 80, colour: Bool = false) -> [String] {
        let text = TerminalText(hasColour: colour)
        let width = max(20, width)
        let done = parts.reduce(0) { $0 + $1.done }
        let planned = parts.reduce(0) { $0 + $1.planned }
        let failed = parts.reduce(0) { $0 + $1.failed }
        let rate = elapsed > 0 ? Double(done) / elapsed : 0
        var words = ["\(done) of \(planned) calls"]
        if rate > 0 { words.append("\(digits(rate)) a second") }
        if failed > 0 { words.append("\(failed) not seen") }
        let rest = left ?? (rate > 0 && done < planned ? Double(planned - done) / rate : nil)
        if let rest, done < planned { words.append("\(duration(rest)) left") }
        var lines = [fitting(bar(done, planned) + " " + words.joined(separator: ", "), width)]
        if let first = waiting.first {
            let more = waiting.count > 1 ? " and \(waiting.count - 1) more" : ""
            lines.append(text.styled(fitting("waiting for \(first)\(more)".visible, width), .dim))
        }
        guard parts.count > 1 else { return lines }
        let open = parts.filter { $0.done < $0.planned }
        for part in open.prefix(Self.mostParts) {
            let failed = part.failed > 0 ? ", \(part.failed) not seen" : ""
            let line = "  \(part.account) \(part.region)".visible
            lines.append(
                fitting(TerminalText.padded(line, 34) + " \(part.done) of \(part.planned)\(failed)", width))
        }
        let finished = parts.count - open.count
        let hidden = max(0, open.count - Self.mostParts)
        if finished + hidden > 0 {
            let words = [
                finished > 0 ? "\(finished) done" : nil, hidden > 0 ? "\(hidden) more at work" : nil,
            ]
            lines.append(
                text.styled(fitting("  " + words.compactMap { $0 }.joined(separator: ", "), width), .dim))
        }
        return lines
    }

    private func bar(_ done: Int, _ planned: Int) -> String {
        let width = 16
        let full = planned > 0 ? min(width, done * width / planned) : 0
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
    }

    private func digits(_ number: Double) -> String {
        number >= 10 ? String(Int(number.rounded())) : String((number * 10).rounded() / 10)
    }

    private func duration(_ seconds: Double) -> String {
        let seconds = Int(min(seconds, 1e6).rounded(.up))
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }

    private func fitting(_ line: String, _ width: Int) -> String {
        if TerminalText.columns(line) <= width { return line }
        return TerminalText.wrapped(line, width - 1)[0] + "…"
    }
}

/// Lines at the foot of a terminal that are drawn over again.
public struct ProgressDisplay: Sendable {
    private var drawn = 0

    /// A display that has drawn nothing yet.
    public init() {}

    /// What to write so that `lines` stand where those of the frame before stood; no lines clear the display.
    public mutating func frame(_ lines: [String]) -> String {
        let up = drawn > 0 ? "\u{1b}[\(drawn)A" : ""
        drawn = lines.count
        return up + "\r\u{1b}[J" + lines.map { $0 + "\n" }.joined()
    }
}
