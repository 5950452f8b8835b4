import Checks
import Documents
import Findings
import Reporting
import Scanning

extension Command {
    static let checksList = Command(
        path: ["checks", "list"], summary: "List the checks", words: "",
        flags: LibraryOptions.selection + LibraryOptions.folders + [
            Flag("format", "FORMAT", choices: ["table", "json", "ids"], help: "table, json, or only the ids")
        ],
        examples: [("assay checks list --service sns --severity high", "the SNS checks that matter most")]
    ) { arguments, console in
        let (library, _) = try LibraryOptions.library(arguments, console)
        let checks = try LibraryOptions.select(arguments, library)
        if arguments.value("format") == "json" {
            let list: [Value] = checks.map { check in
                [
                    "id": .string(check.id), "title": .string(check.title),
                    "severity": .string(check.severity.rawValue),
                    "service": .string(check.service), "resource": .string(check.resource),
                    "manual": .bool(check.isManual), "fixes": .array(check.fixes.map { .string($0.name) }),
                ]
            }
            try console.print(JSON.text(.array(list), .indented) + "\n")
            return 0
        }
        if arguments.value("format") == "ids" {
            try console.print(checks.map { $0.id + "\n" }.joined())
            return 0
        }
        let width = checks.map(\.id.count).max() ?? 0
        var text = ""
        for check in checks {
            text += check.id.padded(to: width + 2)
            text += check.severity.rawValue.padded(to: 15)
            text += check.title
            text += "\n"
        }
        try console.print(text + "\(checks.count) checks\n")
        return 0
    }

    static let checksValidate = Command(
        path: ["checks", "validate"], summary: "Report every mistake in the folders of checks", words: "",
        flags: LibraryOptions.folders,
        examples: [("assay checks validate --checks my-checks", "before a commit")]
    ) { arguments, console in
        let (library, _) = try LibraryOptions.library(arguments, console, withTests: true)
        let cases = library.tests.values.reduce(0) { $0 + $1.cases.count }
        try console.print(
            "\(library.checks.count) checks, \(library.resourceTypes.count) resource types, \(cases) cases, "
                + "\(library.frameworks.count) frameworks: no mistakes\n")
        return 0
    }

    static let checksTest = Command(
        path: ["checks", "test"], summary: "Run the cases that lie beside the checks, without AWS",
        words: "[ID…]",
        flags: LibraryOptions.folders + [Flag("verbose", help: "show the calls and findings of each case")],
        examples: [("assay checks test ses_identity_not_publicly_accessible", "the cases of one check")]
    ) { arguments, console in
        let (library, models) = try LibraryOptions.library(arguments, console, withTests: true)
        for id in arguments.words where library.checks[id] == nil {
            let hint = suggestion(for: id, among: library.checks.keys.sorted()).map { "; " + $0 } ?? ""
            throw UsageError("there is no check \(id)\(hint)")
        }
        let ids = arguments.words.isEmpty ? library.checks.keys.sorted() : arguments.words
        let runner = CheckTestRun(library: library, models: models)
        var passed = 0
        var failed = 0
        for id in ids {
            if library.tests[id] == nil { console.say("\(id): there are no cases") }
            for result in await runner.run(id) {
                let isFine = result.problems.isEmpty
                if isFine { passed += 1 } else { failed += 1 }
                if isFine, !arguments.has("verbose") { continue }
                var text =
                    "\(isFine ? "passed" : "FAILED") \(id): \(result.name) (\(result.place.file):\(result.place.line))\n"
                for problem in result.problems { text += "    \(problem)\n" }
                for call in result.calls { text += "    called \(call)\n" }
                for finding in result.findings {
                    text +=
                        "    found  \(finding.status.rawValue) \(finding.resource ?? "-"): \(finding.reason)\n"
                }
                try console.print(text)
            }
        }
        try console.print("\(passed) passed, \(failed) failed\n")
        return failed == 0 ? 0 : 1
    }

    static let frameworksList = Command(
        path: ["frameworks", "list"],
        summary: "List the frameworks and how many of their controls checks touch",
        words: "", flags: LibraryOptions.folders,
        examples: [("assay frameworks list", "the names for --framework")]
    ) { arguments, console in
        let (library, _) = try LibraryOptions.library(arguments, console)
        let width = library.frameworks.map(\.name.count).max() ?? 0
        var text = ""
        for framework in library.frameworks.sorted(by: { $0.name < $1.name }) {
            let checks = Set(framework.controls.flatMap(\.checks.keys)).count
            text +=
                framework.name.padded(to: width + 2)
                + "\(framework.fullTitle): \(counted(framework.controls.count, "control")), "
                + "\(counted(checks, "check"))\n"
        }
        try console.print(text)
        return 0
    }
}

private func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

extension Check {
    /// Whether only a person can answer.
    var isManual: Bool { if case .manual = question { true } else { false } }
}

extension String {
    /// The text with spaces behind it, up to `width` characters.
    func padded(to width: Int) -> String {
        let spaces = repeatElement(UInt8(ascii: " "), count: max(1, width - count))
        return self + String(decoding: spaces, as: UTF8.self)
    }
}
