import Reporting
import Testing

@Suite struct ScanProgressTests {
    private static let one = ScanProgress(
        parts: [ScanProgress.Part(account: "111122223333", region: "eu-west-1", done: 30, planned: 120)],
        waiting: ["ses:GetIdentityPolicies", "sns:GetTopicAttributes"], elapsed: 10)

    @Test func `one account and region takes two lines`() {
        #expect(
            Self.one.lines() == [
                "[####............] 30 of 120 calls, 3.0 a second, 30 s left",
                "waiting for ses:GetIdentityPolicies and 1 more",
            ])
    }

    @Test func `what the plan knows of the time left goes before the rate so far`() {
        var progress = Self.one
        progress.left = 3725
        #expect(progress.lines()[0].hasSuffix("1 h 2 min left"))
    }

    @Test func `many accounts and regions are told apart, and summed up where they are too many`() {
        let parts = (0..<20).map {
            ScanProgress.Part(
                account: "11112222000\($0 % 10)", region: "eu-west-\($0)", done: $0 < 5 ? 10 : $0 % 10,
                planned: 10,
                failed: $0 == 6 ? 2 : 0)
        }
        let lines = ScanProgress(parts: parts, elapsed: 2).lines()
        #expect(lines.count == 10)
        #expect(lines[0].contains("2 not seen"))
        #expect(lines[1].hasPrefix("  111122220005 eu-west-5"))
        #expect(lines[9] == "  5 done, 7 more at work")
    }

    @Test func `before the first answer nothing is promised`() {
        let progress = ScanProgress(
            parts: [ScanProgress.Part(account: "1", region: "r", done: 0, planned: 5)], elapsed: 0)
        #expect(progress.lines() == ["[................] 0 of 5 calls"])
    }

    @Test func `no line is wider than asked for, and no name steers the terminal`() {
        let progress = ScanProgress(
            parts: [
                ScanProgress.Part(account: "1\u{1b}[2J", region: "r", done: 0, planned: 5),
                ScanProgress.Part(account: "2", region: "r", done: 0, planned: 5),
            ], waiting: [String(repeating: "x\u{7}", count: 100)], elapsed: 1)
        for line in progress.lines(width: 30) {
            #expect(line.count <= 30)
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }

    @Test func `a frame is drawn over the one before, and cleared at the end`() {
        var display = ProgressDisplay()
        #expect(display.frame(["a", "b"]) == "\r\u{1b}[Ja\nb\n")
        #expect(display.frame(["c"]) == "\u{1b}[2A\r\u{1b}[Jc\n")
        #expect(display.frame([]) == "\u{1b}[1A\r\u{1b}[J")
        #expect(display.frame([]) == "\r\u{1b}[J")
    }
}
