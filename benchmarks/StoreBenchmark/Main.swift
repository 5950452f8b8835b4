import Documents
import Files
import Findings
import Store

/// Fills a new store and times what people wait for.
///
/// `StoreBenchmark FILE [SCANS] [FINDINGS]`: stores so many scans of so many findings (1,000 of 1,000), in each of which a
/// hundredth of the findings differ from the scan before, then prints the median times.
@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else { throw Usage() }
        let scans = arguments.count > 2 ? Int(arguments[2]) ?? 1_000 : 1_000
        let findings = arguments.count > 3 ? Int(arguments[3]) ?? 1_000 : 1_000
        try Files.remove(arguments[1])
        let clock = ContinuousClock()
        var writing = [Duration]()
        do {
            let store = try Store(path: arguments[1])
            for scan in 0..<scans {
                let report = report(scan, findings)
                writing.append(try clock.measure { _ = try store.record(report) })
            }
        }
        func median(_ body: () throws -> Void) rethrows -> Duration {
            var times = [Duration]()
            for _ in 0..<15 { times.append(try clock.measure(body)) }
            return times.sorted()[times.count / 2]
        }
        print("record             \(writing.sorted()[writing.count / 2])")
        print("diff, opened anew  \(try median { try difference(arguments[1], "latest-1", "latest") })")
        print("diff first, last   \(try median { try difference(arguments[1], "1", "latest") })")
        print("scans              \(try median { _ = try Store(path: arguments[1]).scans() })")
        print("lives of a check   \(try median { _ = try Store(path: arguments[1]).lives(of: "check_3") })")
    }

    private static func difference(_ path: String, _ before: String, _ after: String) throws {
        let store = try Store(path: path)
        guard let before = try store.scan(before), let after = try store.scan(after) else { throw Usage() }
        _ = try store.difference(from: before, to: after)
    }

    private static func report(_ scan: Int, _ count: Int) -> Report {
        let start = Timestamp(seconds: 1_700_000_000 + Double(scan) * 86_400)
        var filer = FindingFiler(SpillFile(folder: "/tmp"))
        let findings = (0..<count).map { place in
            // Each finding turns once in 100 scans.
            let isFailing = (place + scan) / 100 % 2 == 0
            let finding = Finding(
                check: "check_\(place % 60)", status: isFailing ? .fail : .pass, severity: .high,
                resource: "arn:aws:ses:eu-west-1:111122223333:identity/example\(place).com",
                resourceType: "ses.identity", account: "111122223333", region: "eu-west-1",
                reason: isFailing ? "a statement lets anyone in (\(place % 10))" : "nobody outside is let in")
            return filer.file(finding)
        }
        let info = ScanInfo(
            id: "scan-\(scan)", started: start, finished: start, version: "1.0",
            checks: (0..<60).map { "check_\($0)" },
            accounts: [
                .init(id: "111122223333", regions: ["eu-west-1"], caller: "arn:aws:iam::111122223333:user/a")
            ],
            folders: [], calls: 10)
        return Report(scan: info, checks: [:], findings: findings, gaps: [])
    }
}

struct Usage: Error, CustomStringConvertible {
    let description = "usage: StoreBenchmark FILE [SCANS] [FINDINGS]"
}
