import Files
import Findings
import Reporting
import TestSupport
import Testing

@Suite struct ReportFilesTests {
    @Test func `several reports at once, private to the user`() throws {
        let folder = try TemporaryFolder()
        let outputs = ReportFormat.allCases.map {
            ReportFiles.Output(format: $0, path: "\(folder.path)/report.\($0.rawValue)")
        }
        try ReportFiles.write(SampleReport.report, to: outputs)
        #expect(try Files.list(folder.path).count == ReportFormat.allCases.count)
        for output in outputs {
            #expect(try Files.read(output.path) == output.format.bytes(SampleReport.report))
        }
    }

    @Test func `one that can't be written leaves all as they were`() throws {
        let folder = try TemporaryFolder()
        let first = "\(folder.path)/report.json"
        try Files.write(Array("before".utf8), to: first)
        let failure = #expect(throws: FileFailure.self) {
            try ReportFiles.write(
                SampleReport.report,
                to: [
                    ReportFiles.Output(format: .json, path: first),
                    ReportFiles.Output(format: .csv, path: "\(folder.path)/absent/report.csv"),
                ])
        }
        #expect(failure?.path.hasSuffix("absent/report.csv") == true)
        #expect(try Files.text(first) == "before")
        #expect(try Files.list(folder.path) == ["report.json"])
    }

    @Test func `a full disk leaves nothing behind`() throws {
        // /dev/full takes no byte; it is no ordinary file and is written to as it is.
        #expect(throws: FileFailure.self) {
            try ReportFiles.write(
                SampleReport.report, to: [ReportFiles.Output(format: .json, path: "/dev/full")])
        }
        #expect(Files.exists("/dev/full"))
    }
}
