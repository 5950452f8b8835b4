import Documents
import TestSupport
import Testing

/// Throttling, errors of the server and broken connections: tried again, or a gap with the call and the error.
@Suite struct FaultyScanTests {
    private static let arguments = [
        "--check",
        "ses_identity_not_publicly_accessible,ses_identity_verified,sns_topic_not_publicly_accessible",
        "--region", "eu-west-1,us-east-1", "--format", "json",
    ]

    /// The scan in which nothing goes wrong.
    private static let base = Result<JSONReport, any Error> {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        return try JSONReport(try Assay.run(Assay.scan(mock, arguments), in: folder.path))
    }

    private func scan(_ faults: Value) throws -> (report: JSONReport, requests: [Mock.Request]) {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        try mock.control("PUT", "faults", JSON.text(faults))
        let outcome = try Assay.run(Assay.scan(mock, Self.arguments), in: folder.path)
        #expect(outcome.err == "")
        return (try JSONReport(outcome), try mock.requests())
    }

    static let passing: [Value] = [
        ["sequence": ["throttle", "throttle", "through"]],
        ["sequence": ["html-500", "empty-503", "through"]],
        ["sequence": ["reset", "reset-in-head", "through"]],
        ["sequence": ["reset-after-head", "close", "through"]],
        ["sequence": ["cut", "through"]],
        ["fault": ["latency": ["from": 5, "to": 60]]],
        ["fault": ["drip": ["bytes": 200, "every": 1]]],
        ["fault": "throttle", "probability": 0.1],
    ]

    @Test(arguments: passing)
    func `what goes away when tried again changes nothing`(_ fault: Value) throws {
        var faults = [Value]()
        for operation in [
            "ListEmailIdentities", "GetEmailIdentity", "GetTopicAttributes", "ListTopics",
            "GetCallerIdentity",
        ] {
            var one = try #require(fault.object)
            one["operation"] = .string(operation)
            faults.append(.object(one))
        }
        let (report, requests) = try scan(.array(faults))
        let base = try Self.base.get()
        #expect(report.judged.subtracting(base.judged) == [])
        #expect(base.judged.subtracting(report.judged) == [])
        #expect(report.gapWords == base.gapWords)
        if fault["fault"]?.object == nil { #expect(requests.count > Set(requests.map(\.asked)).count) }
    }

    struct Lasting: Sendable, CustomTestStringConvertible {
        let effect: Value
        let codes: Set<String>
        var testDescription: String { "\(effect)" }
    }

    static let lasting = [
        Lasting(
            effect: "throttle",
            codes: ["TooManyRequestsException", "Throttled", "Throttling", "ThrottlingException"]),
        Lasting(effect: "html-500", codes: ["500"]),
        Lasting(effect: "empty-503", codes: ["503"]),
        Lasting(effect: "reset", codes: ["reset"]),
        Lasting(effect: "reset-in-head", codes: ["reset"]),
        Lasting(effect: "reset-after-head", codes: ["reset"]),
        Lasting(effect: "close", codes: ["reset"]),
        Lasting(effect: "cut", codes: ["reset"]),
        Lasting(effect: "wrong-length", codes: ["reset", "malformed"]),
        Lasting(effect: "malformed", codes: ["malformed"]),
        Lasting(
            effect: ["status": ["status": 200, "body": "<html>", "type": "text/html"]], codes: ["malformed"]),
    ]

    @Test(arguments: lasting)
    func `what stays is a gap, and what needed the call is unknown`(_ lasting: Lasting) throws {
        let (report, _) = try scan([
            [
                "operation": "GetEmailIdentity", "parameters": ["EmailIdentity": "*.example.net"],
                "fault": lasting.effect,
            ],
            ["operation": "GetTopicAttributes", "fault": lasting.effect],
        ])
        let base = try Self.base.get()
        let before = Dictionary(grouping: base.findings) { "\($0.check) \($0.region) \($0.resource ?? "")" }
        var unknown = 0
        for finding in report.findings {
            let old = try #require(
                before["\(finding.check) \(finding.region) \(finding.resource ?? "")"]?.first)
            let needed =
                finding.check == "ses_identity_not_publicly_accessible"
                && finding.resource?.hasSuffix(".example.net") == true
                || finding.check == "sns_topic_not_publicly_accessible" && finding.resource != nil
            guard needed else {
                #expect(finding.status == old.status || finding.status == "unknown", "\(finding)")
                continue
            }
            #expect(finding.status == "unknown", "\(finding)")
            #expect(
                finding.reason.contains("sesv2:GetEmailIdentity")
                    || finding.reason.contains("sns:GetTopicAttributes"),
                "\(finding)")
            unknown += 1
        }
        #expect(unknown >= 14)
        for call in ["sesv2:GetEmailIdentity", "sns:GetTopicAttributes"] {
            let codes = Set(
                report.gaps.filter { $0["call"]?.string == call }.compactMap { $0["error"]?["code"]?.string })
            #expect(!codes.isDisjoint(with: lasting.codes), "\(codes)")
        }
    }

    @Test func `a page token that repeats ends the list with a gap`() throws {
        let (report, _) = try scan([
            ["operation": "ListEmailIdentities", "region": "eu-west-1", "fault": "repeat-token"]
        ])
        #expect(
            report.gapWords.contains("eu-west-1 sesv2:ListEmailIdentities repeated-token"),
            "\(report.gapWords)")
        let whole = report.findings.filter {
            $0.region == "eu-west-1" && $0.resource == nil && $0.check.hasPrefix("ses_")
        }
        #expect(whole.map(\.status) == ["unknown", "unknown"], "\(whole)")
    }
}
