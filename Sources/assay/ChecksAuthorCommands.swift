import Checks
import Documents
import Files

extension Command {
    static let checksNew = Command(
        path: ["checks", "new"], summary: "Write the files of a new check, ready to edit", words: "ID",
        flags: LibraryOptions.folders + [
            Flag("resource", "TYPE", help: "what the check asks about, such as sns.topic"),
            Flag(
                "operation", "CALL",
                help: "for a new resource type: the call that lists them, as in sns:ListTopics"
            ),
        ],
        examples: [
            ("assay checks new sns_topic_encrypted --resource sns.topic", "a check of a known resource type"),
            (
                "assay checks new backup_vault_private --checks mine --resource backup.vault --operation backup:ListBackupVaults",
                "a check of a service that no check knows yet, in a folder of its own"
            ),
        ]
    ) { arguments, console in
        guard arguments.words.count == 1 else { throw UsageError("assay checks new takes one id") }
        guard let resource = arguments.value("resource") else {
            throw UsageError("assay checks new needs --resource, such as sns.topic")
        }
        let id = arguments.words[0]
        guard id.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f })
        else { throw UsageError("an id is lower-case letters, digits and _, and \(id) is not") }
        let (top, folders) = try LibraryOptions.writingFolders(arguments)
        let models = LibraryOptions.models(console)
        let library = try CheckLibrary.load(
            folders: folders, models: models, allowOverride: arguments.has("allow-override"))
        let scaffold = try Scaffold(
            id: id, resource: resource, listing: arguments.value("operation"), library: library,
            models: models)
        let parts = resource.split(separator: ".", maxSplits: 1).map(String.init)
        let folder = "\(top)/\(parts[0])"
        var files = [("\(id).yaml", scaffold.check), ("\(id).test.yaml", scaffold.test)]
        if let text = scaffold.resources, parts.count == 2 {
            files.append(("\(parts[1]).resources.yaml", text))
        }
        let paths = files.map { ("\(folder)/\($0.0)", $0.1) }
        if let there = paths.first(where: { Files.exists($0.0) }) {
            throw UsageError("\(there.0) is there already")
        }
        try Files.makeFolder(folder)
        for (path, text) in paths {
            try Files.write(Array(text.utf8), to: path, mode: 0o644)
            try console.print(path + "\n")
        }
        let named = arguments.rawValues("checks").map { " --checks \($0)" }.joined()
        console.say(
            "replace each TODO, then: assay checks validate\(named) && assay checks test \(id)\(named)")
        return 0
    }

    static let checksSchema = Command(
        path: ["checks", "schema"], summary: "Print the JSON Schema of a kind of file, for editors",
        words: "[KIND]", wordChoices: FileKind.allCases.map(\.rawValue), flags: [],
        examples: [
            ("assay checks schema", "the kinds, and which files are of each"),
            (
                "assay checks schema check > check.schema.json",
                "what completes and proves checks in an editor"
            ),
        ]
    ) { arguments, console in
        guard let word = arguments.words.first else {
            for kind in FileKind.allCases {
                try console.print(
                    kind.rawValue.padded(to: 12) + kind.globs.joined(separator: ", ") + "\n")
            }
            return 0
        }
        guard arguments.words.count == 1, let kind = FileKind(rawValue: word) else {
            let names = FileKind.allCases.map(\.rawValue)
            let hint = suggestion(for: word, among: names).map { "; " + $0 } ?? ""
            throw UsageError("assay checks schema takes one of \(names.joined(separator: ", "))\(hint)")
        }
        try console.print(JSON.text(kind.schema, .indented) + "\n")
        return 0
    }
}
