import Checks
import Documents
import Files
import Findings
import ServiceModels
import TestSupport
import Testing

@Suite struct AuthorTests {
    private let models = ModelLibrary(searchPaths: [])

    /// Loads the texts in a folder of their own.
    private func load(_ scaffold: Scaffold, id: String, in folder: TemporaryFolder) throws -> CheckLibrary {
        try Files.makeFolder(folder.path + "/new")
        if let resources = scaffold.resources {
            try Files.write(Array(resources.utf8), to: folder.path + "/new/resources.yaml")
        }
        try Files.write(Array(scaffold.check.utf8), to: folder.path + "/new/\(id).yaml")
        try Files.write(Array(scaffold.test.utf8), to: folder.path + "/new/\(id).test.yaml")
        return try CheckLibrary.load(folders: [folder.path], models: models, withTests: true)
    }

    @Test(arguments: [
        ("kms_key_new", "kms.key", "kms:ListKeys"), ("sqs_queue_new", "sqs.queue", "sqs:ListQueues"),
        ("iam_role_new", "iam.role", "iam:ListRoles"),
        ("ecr_repository_new", "ecr.repository", "ecr:DescribeRepositories"),
        ("glacier_vault_new", "glacier.vault", "glacier:ListVaults"),
    ])
    func `a new check of a new resource type loads as written`(_ id: String, _ type: String, _ call: String)
        throws
    {
        let empty = CheckLibrary(
            resourceTypes: [:], checks: [:], frameworks: [], sharedParameters: [:], tests: [:], folders: [])
        let scaffold = try Scaffold(id: id, resource: type, listing: call, library: empty, models: models)
        let library = try load(scaffold, id: id, in: try TemporaryFolder())
        #expect(library.checks[id]?.resource == type)
        #expect(library.tests[id]?.cases.count == 2)
    }

    @Test func `an account that a call wants is the scan's`() throws {
        let empty = CheckLibrary(
            resourceTypes: [:], checks: [:], frameworks: [], sharedParameters: [:], tests: [:], folders: [])
        let scaffold = try Scaffold(
            id: "glacier_vault_new", resource: "glacier.vault", listing: "glacier:ListVaults", library: empty,
            models: models)
        let resources = try #require(scaffold.resources)
        #expect(resources.contains(#"with: {accountId: "{$account}"}"#))
        #expect(
            resources.contains(
                #"GetVaultAccessPolicy with {accountId: "{$account}", vaultName: "{item.VaultName}"}"#))
    }

    @Test func `a new check of a resource type that is there needs no call`() throws {
        let library = try Catalogue.load()
        let scaffold = try Scaffold(
            id: "sns_topic_new", resource: "sns.topic", listing: nil, library: library, models: models)
        #expect(scaffold.resources == nil)
        #expect(scaffold.test.contains("sns:ListTopics"))
        #expect(throws: ScaffoldFailure.self) {
            try Scaffold(
                id: "sns_topic_new", resource: "sns.topc", listing: nil, library: library, models: models)
        }
    }

    @Test func `the folder's digest changes with a file`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/parameters.yaml"
        func digest(_ standard: String) throws -> String {
            try Files.write(
                Array("parameters: {a: {title: t, type: integer, default: \(standard)}}\n".utf8), to: path)
            return try CheckLibrary.load(folders: [folder.path], models: models).folders[0].digest
        }
        let first = try digest("1")
        #expect(first.utf8.count == 64)
        #expect(try digest("2") != first)
        #expect(try digest("1") == first)
    }

    @Test(arguments: ["/", "//", "///"])
    func `slashes behind a folder's name do not count`(_ slashes: String) throws {
        let folder = try TemporaryFolder()
        try Files.write(
            Array("parameters: {a: {title: t, type: integer, default: 1}}\n".utf8),
            to: folder.path + "/parameters.yaml")
        let plain = try CheckLibrary.load(folders: [folder.path], models: models)
        let library = try CheckLibrary.load(folders: [folder.path + slashes], models: models)
        #expect(library.folders[0].digest == plain.folders[0].digest)
        try Files.write(Array("{}\n".utf8), to: folder.path + "/é.yml")
        #expect(throws: Diagnostics.self) {
            try CheckLibrary.load(folders: [folder.path + slashes], models: models)
        }
    }

    @Test(arguments: FileKind.allCases)
    func `the schema of a file names every key that the reader takes`(_ kind: FileKind) throws {
        let schema = kind.schema
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["type"] == "object")
        // Each form that is mentioned is defined.
        let text = JSON.text(schema)
        for part in text.split(separator: "\"#/$defs/").dropFirst() {
            let name = String(part.prefix { $0 != "\"" })
            #expect(schema["$defs"]?[name] != nil, "\(name) is not defined")
        }
    }

    @Test func `the same check in two folders is a mistake unless it may be overridden`() throws {
        let one = try TemporaryFolder(), two = try TemporaryFolder()
        for (folder, title) in [(one, "first"), (two, "second")] {
            try Files.makeFolder(folder.path + "/sns")
            let check = "title: \(title)\nresource: sns.topic\nseverity: low\nmanual: ask\n"
            try Files.write(Array(check.utf8), to: folder.path + "/sns/sns_a.yaml")
        }
        try Files.write(Array(Pack.resources.utf8), to: one.path + "/sns/resources.yaml")
        let folders = [one.path, two.path]
        #expect(throws: Diagnostics.self) { try CheckLibrary.load(folders: folders, models: models) }
        let library = try CheckLibrary.load(folders: folders, models: models, allowOverride: true)
        #expect(library.checks["sns_a"]?.title == "second")
    }

    @Test func `the catalogue leaves nothing to remark`() throws {
        #expect(try Catalogue.load().remarks.map(\.description) == [])
    }
}
