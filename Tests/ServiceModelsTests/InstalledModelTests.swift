import Documents
import Files
import ServiceModels
import TestSupport
import Testing

/// Models that botocore or the AWS CLI brought.
@Suite struct InstalledModelTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ path: String, _ text: String) throws {
        let whole = "\(folder.path)/\(path)"
        try Files.makeFolder(String(whole[..<whole.lastIndex(of: "/")!]))
        try Files.write(Array(text.utf8), to: whole)
    }

    private func model(_ version: String) -> String {
        """
        {"metadata":{"protocol":"json","apiVersion":"\(version)","serviceId":"Wind"},
         "operations":{"ListMills":{"output":{"shape":"Mills"}}},
         "shapes":{"Mills":{"type":"structure","members":{"NextToken":{"shape":"Text"}}},"Text":{"type":"string"}}}
        """
    }

    @Test func `the newest version is read, with its paginators and extras`() throws {
        try write("wind/2019-01-01/service-2.json", model("2019-01-01"))
        try write("wind/2024-05-06/service-2.json", model("2024-05-06"))
        try write(
            "wind/2024-05-06/paginators-1.json",
            #"{"pagination":{"ListMills":{"input_token":"NextToken","output_token":"NextToken","result_key":"Mills"}}}"#
        )
        try write(
            "wind/2024-05-06/service-2.sdk-extras.json",
            #"{"version":1.0,"merge":{"metadata":{"serviceId":"Wind Mill"},"shapes":{"Text":{"type":"timestamp"}}}}"#
        )
        let library = ModelLibrary(searchPaths: [folder.path])
        let model = try library.model("wind")
        #expect(model.metadata.apiVersion == "2024-05-06")
        #expect(model.metadata.serviceID == "Wind Mill")
        #expect(model.operation("ListMills")?.paginator?.resultKeys == ["Mills"])
        guard case .timestamp = model.shape("Text").kind else {
            Issue.record("the extras were not merged")
            return
        }
        #expect(library.availableServices().contains("wind"))
    }

    @Test func `an embedded model is read before an installed one`() throws {
        try write("ses/2099-01-01/service-2.json", model("2099-01-01"))
        #expect(try ModelLibrary(searchPaths: [folder.path]).model("ses").metadata.apiVersion == "2010-12-01")
    }

    @Test func `a broken model says which file`() throws {
        try write("wind/2024-05-06/service-2.json", "{")
        let failure = #expect(throws: ModelFailure.self) {
            try ModelLibrary(searchPaths: [folder.path]).model("wind")
        }
        #expect("\(try #require(failure))".contains("wind"))
    }

    @Test func `installed programs are found beside the PATH and the home`() throws {
        try write("venv/lib/python3.9/site-packages/botocore/data/x", "")
        try write("venv/lib/python3.11/site-packages/botocore/data/x", "")
        try write("opt/aws-cli/v2/current/dist/awscli/botocore/data/x", "")
        let root = folder.path
        let paths = ModelLibrary.standardPaths(environment: [
            "AWS_DATA_PATH": "~/mine:/else", "HOME": "\(root)/home", "VIRTUAL_ENV": "\(root)/venv",
            "PATH": "\(root)/opt/bin",
        ])
        #expect(
            paths.prefix(6).elementsEqual([
                "\(root)/home/mine", "/else", "\(root)/home/.aws/models",
                "\(root)/venv/lib/python3.11/site-packages/botocore/data",
                "\(root)/venv/lib/python3.9/site-packages/botocore/data",
                "\(root)/opt/aws-cli/v2/current/dist/awscli/botocore/data",
            ]))
    }
}
