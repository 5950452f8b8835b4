import Documents
import TestSupport
import Testing

/// Whatever one call meets, nothing that failed or was unknown passes because of it.
@Suite struct NoFalsePassTests {
    /// One call of a scan, as a fault finds it again.
    struct Asked: Hashable, Sendable {
        let call: String
        let region: String
        let parameters: Value

        init(_ request: Mock.Request) {
            call = request.call
            region = request.region
            parameters = request.parameters
        }

        var service: String { String(call.prefix { $0 != ":" }) }
        var operation: String { String(call.drop { $0 != ":" }.dropFirst()) }

        /// `effect` for this call alone.
        func fault(_ effect: Value) -> Value {
            var wanted = Object()
            for (name, value) in parameters.object ?? Object() {
                // Of a batch the first item; the whole batch is met, and then the share with that item.
                guard let text = (value[0] ?? value).string, name != "NextToken" else { continue }
                wanted[name] = .string(text)
            }
            return [
                "service": .string(service), "operation": .string(operation), "region": .string(region),
                "parameters": .object(wanted), "fault": effect,
            ]
        }
    }

    static let denial: Value = [
        "error": ["code": "AccessDeniedException", "status": 403, "message": "denied by the test"]
    ]

    /// Checks whose findings depend on calls in many ways: listings, batches, joins, absence.
    static let checks = [
        "ses_identity_not_publicly_accessible", "ses_identity_verified", "sns_topic_not_publicly_accessible",
    ]

    private func scan(_ mock: Mock, _ folder: TemporaryFolder, _ checks: [String]) throws -> Program.Outcome {
        let arguments = [
            "--check", checks.joined(separator: ","), "--region", "eu-west-1,us-east-1", "--format", "json",
        ]
        return try Assay.run(Assay.scan(mock, arguments), in: folder.path)
    }

    /// The gaps of a call, by what went wrong and what it leaves unseen.
    private func gaps(_ report: JSONReport, _ asked: Asked) -> Set<[Value?]> {
        let gaps = report.gaps.filter {
            $0["call"]?.string == asked.call && $0["region"]?.string == asked.region
        }
        return Set(gaps.map { [$0["error"]?["code"], $0["unseen"]] })
    }

    private func key(_ finding: JSONReport.Finding) -> String {
        "\(finding.check) \(finding.region) \(finding.resource ?? "-")"
    }

    /// What is wrong with `report`, of a scan in which a call failed, beside `base`, the report of one in which none did.
    private func wrongs(_ report: JSONReport, _ base: JSONReport) -> [String] {
        let before = Dictionary(base.findings.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(report.findings.map(key))
        var wrongs = report.findings.filter {
            ["pass", "not-applicable"].contains($0.status) && before[key($0)]?.status != $0.status
        }.map { "\($0) was \(before[key($0)]?.status ?? "not there")" }
        for finding in base.findings where !after.contains(key(finding)) {
            let stands = report.findings.contains {
                $0.check == finding.check && $0.region == finding.region && $0.resource == nil
                    && $0.status == "unknown"
            }
            if !stands { wrongs.append("\(finding) has vanished") }
        }
        return wrongs
    }

    @Test(arguments: [
        denial, "malformed", ["status": ["status": 404, "body": "<html>", "type": "text/html"]],
    ])
    func `no call that fails makes a finding pass, and a gap names it`(_ effect: Value) throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let base = try JSONReport(try scan(mock, folder, Self.checks))
        let requests = try mock.requests().filter { $0.parameters["NextToken"] == nil }
        let calls = Set(requests.map(Asked.init))
        let failed = Set(requests.filter { $0.status != 200 }.map(Asked.init))
        #expect(calls.count > 35)
        for call in calls where call.service != "sts" {
            try mock.control("PUT", "faults", JSON.text([call.fault(effect)]))
            let report = try JSONReport(try scan(mock, folder, Self.checks))
            #expect(wrongs(report, base) == [], "\(call)")
            let met = try JSON.parse(Array(try mock.control("GET", "faults").utf8))
            #expect((met[0]?["met"]?.int ?? 0) > 0, "\(call) was not asked again")
            let isNamed = !gaps(report, call).subtracting(gaps(base, call)).isEmpty
            #expect(isNamed || failed.contains(call), "no gap names \(call)")
        }
    }

    @Test func `nothing passes when an operation is denied, for every check of SES and SNS`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        func scan() throws -> JSONReport {
            let arguments = ["--service", "ses,sns", "--region", "eu-west-1", "--format", "json"]
            return try JSONReport(try Assay.run(Assay.scan(mock, arguments), in: folder.path))
        }
        let base = try scan()
        let operations = Set(try mock.requests().map(\.call)).subtracting(["sts:GetCallerIdentity"])
        #expect(operations.count > 15)
        for operation in operations.sorted() {
            let parts = operation.split(separator: ":").map { Value.string(String($0)) }
            let fault: Value = ["service": parts[0], "operation": parts[1], "fault": Self.denial]
            try mock.control("PUT", "faults", JSON.text([fault]))
            let report = try scan()
            #expect(wrongs(report, base) == [], "\(operation)")
            #expect(
                report.gapWords.contains("eu-west-1 \(operation) AccessDeniedException"),
                "no gap names \(operation)")
        }
    }
}
