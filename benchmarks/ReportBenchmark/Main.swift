import Files
import Findings
import Glibc
import Reporting

/// Times each format, and measures what it needs above the findings themselves.
///
/// `ReportBenchmark [FINDINGS]`: writes a report of so many findings (10,000) five times in each format, and prints the
/// median time, the peak of the resident memory above what the report itself takes, and the size. Each format runs in a
/// process of its own, so that none has the memory of another.
@main
enum Main {
    static func main() throws {
        let words = CommandLine.arguments
        let count = words.count > 1 ? Int(words[1]) ?? 10_000 : 10_000
        if words.count > 2, let format = ReportFormat(rawValue: words[2]) {
            return try measure(format, count)
        }
        print("\(count) findings")
        print("format        median   peak above   size")
        for format in ReportFormat.allCases { try run([words[0], String(count), format.rawValue]) }
    }

    private static func measure(_ format: ReportFormat, _ count: Int) throws {
        let report = SampleFindings.report(count)
        let options = ReportOptions(width: 120)
        let size = Size()
        let descriptor = open("/proc/self/clear_refs", O_WRONLY)
        try Files.append(Array("5".utf8), to: descriptor, path: "/proc/self/clear_refs")
        close(descriptor)
        let before = try memory("VmRSS:")
        var times = [Duration]()
        let clock = ContinuousClock()
        for _ in 0..<5 {
            size.bytes = 0
            times.append(try clock.measure { try format.write(report, options) { size.bytes += $0.count } })
        }
        let peak = try memory("VmHWM:") - before
        let median = times.sorted()[times.count / 2] / .milliseconds(1)
        print(
            "\(padded(format.rawValue, 10))\(padded(rounded(median), -10)) ms \(padded(rounded(Double(peak) / 1024), -8)) MiB \(padded(rounded(Double(size.bytes) / 1e6), -8)) MB"
        )
    }

    private final class Size { var bytes = 0 }

    /// A figure of this process's memory, in KiB.
    private static func memory(_ name: String) throws -> Int {
        let line = try Files.text("/proc/self/status").split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { $0.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } } ?? 0
    }

    private static func rounded(_ number: Double) -> String { String((number * 10).rounded() / 10) }

    /// `text` filled to `width` columns; to the right where it is negative.
    private static func padded(_ text: String, _ width: Int) -> String {
        let space = String(repeating: " ", count: max(0, abs(width) - text.utf8.count))
        return width < 0 ? space + text : text + space
    }

    private static func run(_ words: [String]) throws {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var id = pid_t()
        fflush(nil)
        guard posix_spawn(&id, "/proc/self/exe", nil, nil, &arguments, &environment) == 0 else {
            throw NotStarted()
        }
        var status: Int32 = 0
        waitpid(id, &status, 0)
        guard status == 0 else { throw NotStarted() }
    }
}

struct NotStarted: Error {}
