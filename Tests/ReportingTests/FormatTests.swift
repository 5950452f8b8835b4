import Documents
import Findings
@testable import Reporting
import TestSupport
import Testing

@Suite struct FormatTests {
    static let machineFormats: [ReportFormat] = [.ocsf, .asff, .sarif, .junit, .oscal, .csv]

    @Test(arguments: ReportFormat.allCases.filter { $0 != .table && $0 != .json })
    func `each format as it was reviewed`(format: ReportFormat) throws {
        let text = try format.text(SampleReport.report, ReportOptions(changes: SampleReport.changes))
        try Golden.expect(text, is: "report.\(format.rawValue)")
    }

    @Test(.enabled(if: Validator.isHere), arguments: machineFormats)
    func `each format holds against its published schema`(format: ReportFormat) throws {
        let options = ReportOptions(changes: SampleReport.changes)
        #expect(
            try Validator.complaint(format.rawValue, try format.bytes(SampleReport.report, options)) == nil)
    }

    // The schema of `BatchImportFindings` wants at least one finding, so an empty list of ASFF is none.
    @Test(.enabled(if: Validator.isHere), arguments: machineFormats.filter { $0 != .asff })
    func `a report of nothing is valid too`(format: ReportFormat) throws {
        let empty = Report(scan: SampleReport.scan, checks: [:], findings: [], gaps: [])
        #expect(try Validator.complaint(format.rawValue, try format.bytes(empty)) == nil)
    }

    @Test(arguments: ReportFormat.allCases)
    func `an account that could not be entered is told of`(format: ReportFormat) throws {
        let gap = Gap(
            account: "", region: "global", call: "sts:AssumeRole", code: "AccessDenied", message: "no",
            unseen: "the account behind a role")
        let report = Report(
            scan: SampleReport.scan, checks: SampleReport.report.checks,
            findings: [
                Finding(
                    check: "ses_identity_verified", status: .unknown, severity: .low, resource: nil,
                    resourceType: "ses.identity", account: "", region: "global",
                    reason: "the account could not be entered", gaps: [gap])
            ].filed, gaps: [gap])
        let bytes = try format.bytes(report)
        #expect(String(decoding: bytes, as: UTF8.self).contains("the account could not be entered"))
        if Self.machineFormats.contains(format), Validator.isHere {
            #expect(try Validator.complaint(format.rawValue, bytes) == nil)
        }
    }

    @Test(arguments: ReportFormat.allCases)
    func `no format lets a name steer what shows it`(format: ReportFormat) throws {
        let text = try format.text(SampleReport.report)
        for scalar in text.unicodeScalars where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
            #expect(scalar == "\n" || scalar == "\r" && format == .csv)
        }
        #expect(!text.unicodeScalars.contains("\u{202e}"))
    }

    @Test(arguments: ReportFormat.allCases)
    func `the same report is the same bytes`(format: ReportFormat) throws {
        #expect(try format.bytes(SampleReport.report) == format.bytes(SampleReport.report))
    }

    // A status is the same in all formats.

    /// The word for the status of each finding in each format, by fingerprint (by order where the format has none).
    private func statuses(_ format: ReportFormat) throws -> [String: String] {
        let bytes = try format.bytes(SampleReport.report)
        func table(_ items: [Value]?, _ pair: (Value) -> (String?, String?)) -> [String: String] {
            var table = [String: String]()
            for item in items ?? [] {
                if case (let key?, let word?) = pair(item) { table[key] = word }
            }
            return table
        }
        switch format {
        case .json:
            return table(try JSON.parse(bytes)["findings"]?.array) {
                ($0["fingerprint"]?.string, $0["status"]?.string)
            }
        case .jsonl:
            let lines = try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
                try JSON.parse(String($0))
            }
            return table(lines.filter { $0["type"] == "finding" }) {
                ($0["fingerprint"]?.string, $0["status"]?.string)
            }
        case .ocsf:
            return table(try JSON.parse(bytes).array) {
                ($0["finding_info"]?["uid"]?.string, $0["compliance"]?["status"]?.string)
            }
        case .asff:
            return table(try JSON.parse(bytes).array) {
                (
                    $0["ProductFields"]?["assay/fingerprint"]?.string,
                    ($0["Compliance"]?["Status"]?.string ?? "") + " "
                        + ($0["Compliance"]?["StatusReasons"]?[0]?["ReasonCode"]?.string ?? "")
                )
            }
        case .sarif:
            return table(try JSON.parse(bytes)["runs"]?[0]?["results"]?.array) {
                ($0["partialFingerprints"]?["assay/v1"]?.string, $0["kind"]?.string)
            }
        case .oscal:
            return table(
                try JSON.parse(bytes)["assessment-results"]?["results"]?[0]?["findings"]?.array
            ) { finding in
                let fingerprint = finding["props"]?.array?.first { $0["name"] == "fingerprint" }
                return (
                    fingerprint?["value"]?.string,
                    (finding["target"]?["status"]?["state"]?.string ?? "") + " "
                        + (finding["target"]?["status"]?["reason"]?.string ?? "")
                )
            }
        default: return [:]
        }
    }

    private static let words: [ReportFormat: [Status: String]] = [
        .json: [
            .pass: "pass", .fail: "fail", .unknown: "unknown", .manual: "manual",
            .notApplicable: "not-applicable",
        ],
        .jsonl: [
            .pass: "pass", .fail: "fail", .unknown: "unknown", .manual: "manual",
            .notApplicable: "not-applicable",
        ],
        .ocsf: [
            .pass: "Pass", .fail: "Fail", .unknown: "Unknown", .manual: "Manual",
            .notApplicable: "Not Applicable",
        ],
        .asff: [
            .pass: "PASSED PASSED", .fail: "FAILED FAILED", .unknown: "NOT_AVAILABLE UNKNOWN",
            .manual: "WARNING MANUAL", .notApplicable: "NOT_AVAILABLE NOT_APPLICABLE",
        ],
        .sarif: [.fail: "fail", .unknown: "open", .manual: "review"],
        .oscal: [
            .pass: "satisfied pass", .fail: "not-satisfied fail", .unknown: "not-satisfied other",
            .manual: "not-satisfied other", .notApplicable: "satisfied other",
        ],
    ]

    @Test(arguments: [ReportFormat.json, .jsonl, .ocsf, .asff, .sarif, .oscal])
    func `a status is the same in all formats`(format: ReportFormat) throws {
        let said = try statuses(format)
        for finding in SampleReport.findings {
            #expect(said[finding.fingerprint] == Self.words[format]?[finding.status], "\(finding.reason)")
        }
    }

    @Test func `JUnit counts failures, errors and what is skipped as the summary does`() throws {
        let text = try ReportFormat.junit.text(SampleReport.report)
        let summary = SampleReport.report.summary
        func count(_ part: String) -> Int {
            text.split(separator: part, omittingEmptySubsequences: false).count - 1
        }
        #expect(count("<testcase ") == summary.total)
        #expect(count("<failure ") == summary[.fail])
        #expect(count("<error ") == summary[.unknown])
        #expect(count("<skipped ") == summary.accepted + summary[.manual] + summary[.notApplicable])
    }

    @Test func `CSV and the table have a row for each finding, with its status`() throws {
        let rows = try ReportFormat.csv.text(SampleReport.report).split(separator: "\r\n").dropFirst()
        #expect(rows.count == SampleReport.findings.count)
        for (row, finding) in zip(rows, SampleReport.report.findings) {
            #expect(row.contains(",\(finding.status.rawValue),\(finding.severity.rawValue),"))
            #expect(row.hasSuffix(finding.fingerprint))
        }
    }

    // What GitHub's code scanning asks of SARIF.

    @Test func `SARIF has no more results than GitHub takes, and says how many are left out`() throws {
        #expect(SARIFReport.mostResults == 25_000)
        nonisolated(unsafe) var bytes = [UInt8]()
        var writer = ReportWriter { bytes += $0 }
        try SARIFReport.write(SampleReport.large(80), ReportOptions(), most: 25, to: &writer)
        try writer.flush()
        let run = try #require(try JSON.parse(bytes)["runs"]?[0])
        #expect(run["results"]?.array?.count == 25)
        #expect(run["properties"]?["omittedResults"] == 15)
        #expect(run["results"]?[0]?["kind"] == "fail")
    }

    @Test func `every SARIF result has a place in a file and fingerprints`() throws {
        let value = try JSON.parse(try ReportFormat.sarif.bytes(SampleReport.report))
        for result in value["runs"]?[0]?["results"]?.array ?? [] {
            let place = result["locations"]?[0]?["physicalLocation"]
            #expect(place?["artifactLocation"]?["uri"]?.string?.hasPrefix("checks.d/s") == true)
            #expect((place?["region"]?["startLine"]?.int ?? 0) >= 1)
            #expect(result["partialFingerprints"]?["primaryLocationLineHash"]?.string != nil)
        }
        for rule in value["runs"]?[0]?["tool"]?["driver"]?["rules"]?.array ?? [] {
            #expect((rule["properties"]?["tags"]?.array?.count ?? 99) <= 20)
        }
    }
}
