import Assembly
import Checks
import Collection
import Documents
import Findings

extension Command {
    static let checksShow = Command(
        path: ["checks", "show"], summary: "Show everything that a check says of itself", words: "ID",
        flags: LibraryOptions.folders + [
            Flag("resource", "ARN", help: "fill the resource's name into the commands"),
            Flag(
                "format", "FORMAT", choices: ["text", "markdown"],
                help: "text (the default on a terminal) or markdown (the default elsewhere)"),
        ],
        examples: [
            (
                "assay checks show ses_identity_not_publicly_accessible",
                "what it asks, why, and how to mend it by hand"
            )
        ]
    ) { arguments, console in
        let (library, models) = try LibraryOptions.library(arguments, console)
        guard arguments.words.count == 1, let id = arguments.words.first else {
            throw UsageError("assay checks show takes the id of a check")
        }
        guard let check = library.checks[id] else {
            let hint = suggestion(for: id, among: library.checks.keys.sorted()).map { "; " + $0 } ?? ""
            throw UsageError("there is no check \(id)\(hint)")
        }
        let needs = Need.all(of: [check], library.resourceTypes)
        let plan = Plan(needs: needs, types: library.resourceTypes, models: models)
        let text = CheckText(check, library, plan, resource: arguments.value("resource"))
        let isForReading = arguments.value("format").map { $0 == "text" } ?? console.outIsTerminal
        try console.print(
            isForReading ? text.plain(width: console.width, hasColour: console.usesColour) : text.markdown)
        return 0
    }
}
