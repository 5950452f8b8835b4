import Checks
import Files
import ServiceModels
import TestSupport
import Testing

@testable import Scanning

/// A check of a call that the program's own model of a service lacks, by the model of an installed botocore or AWS CLI.
@Suite struct InstalledServiceTests {
    private static let resources = """
        resources:
          ec2.volume:
            title: EBS volume
            scope: region
            list: {call: ec2:DescribeVolumes, each: Volumes, always: [VolumeId, Encrypted]}
            id: "{item.VolumeId}"
            arn: arn:{$partition}:ec2:{$region}:{$account}:volume/{id}

        """
    private static let check = """
        title: EBS volumes are encrypted
        resource: ec2.volume
        severity: high
        assert: {value: item.Encrypted, equals: true, reason: the volume is not encrypted}

        """
    private static let test = """
        cases:
          - name: encrypted
            given: {ec2:DescribeVolumes: {answer: {Volumes: [{VolumeId: vol-1, Encrypted: true}]}}}
            expect: pass
          - name: not encrypted
            given: {ec2:DescribeVolumes: {answer: {Volumes: [{VolumeId: vol-1, Encrypted: false}]}}}
            expect: fail
          - name: denied
            given: {ec2:DescribeVolumes: {error: UnauthorizedOperation}}
            expect: [{resource: none, status: unknown, gap: ec2:DescribeVolumes}]

        """

    @Test func `an operation that the embedded model lacks is found in the installed one`() async throws {
        var environment: [String: String] = [:]
        for name in ["AWS_DATA_PATH", "HOME", "VIRTUAL_ENV", "PATH"] {
            environment[name] = Environment.value(name)
        }
        let models = ModelLibrary(searchPaths: ModelLibrary.standardPaths(environment: environment))
        guard try models.model("ec2").operation("DescribeVolumes") != nil else {
            print("EC2 by an installed model: skipped, no botocore or AWS CLI is installed")
            return
        }
        #expect(try ModelLibrary().model("ec2").operation("DescribeVolumes") == nil)
        let folder = try TemporaryFolder()
        try Files.makeFolder(folder.path + "/ec2")
        for (name, text) in [
            ("resources", Self.resources), ("ec2_volume_encrypted", Self.check),
            ("ec2_volume_encrypted.test", Self.test),
        ] { try Files.write(Array(text.utf8), to: "\(folder.path)/ec2/\(name).yaml") }
        let library = try CheckLibrary.load(folders: [folder.path], models: models, withTests: true)
        let results = await CheckTestRun(library: library, models: models).run("ec2_volume_encrypted")
        #expect(results.map(\.problems) == [[], [], []])
    }
}
