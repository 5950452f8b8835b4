import Findings
import Reporting
import Testing

@Suite struct GitHubAnnotationsTests {
    @Test func `failures are errors and what is unknown is a warning, at the check's own line`() throws {
        let lines = try GitHubAnnotations.lines(SampleReport.report)
        #expect(lines.count { $0.hasPrefix("::error ") } == 4)
        #expect(lines.count { $0.hasPrefix("::warning ") } == 2)
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "::error file=checks.d/ses/ses_identity_not_publicly_accessible.yaml,line=41,"
                        + "title=ses_identity_not_publicly_accessible (critical%2C fail)::arn:aws:ses:")
            })
        #expect(lines.last == "::notice title=assay::4 failed, 2 unknown, 2 passed, 1 manual, 2 accepted")
    }

    @Test func `a name can't begin a command of its own`() throws {
        for line in try GitHubAnnotations.lines(SampleReport.report) {
            #expect(!line.contains("\n") && !line.contains("\r"))
            #expect(line.hasPrefix("::"))
        }
    }

    @Test func `no more than GitHub shows`() throws {
        #expect(try GitHubAnnotations.lines(SampleReport.large(200)).count == 21)
    }
}
