import Checks
import Documents
import Files
import Findings
import Reporting

extension Command {
    private static let file = Flag(
        "exceptions", "FILE", help: "the file of accepted findings (default: assay-exceptions.yaml)")

    static let exceptionsList = Command(
        path: ["exceptions", "list"], summary: "List the accepted findings, with their ends and owners",
        words: "", flags: [file],
        examples: [("assay exceptions list", "what has ended and what ends within 30 days")]
    ) { arguments, console in
        guard let exceptions = try ReportOutput.exceptions(arguments) else {
            throw UsageError("there is no assay-exceptions.yaml here; assay exceptions add makes one")
        }
        let now = Timestamp.now()
        let lines = exceptions.listing(at: now).split(separator: "\n", omittingEmptySubsequences: false)
        try console.print(lines.map { String($0).visible }.joined(separator: "\n"))
        for exception in exceptions.all {
            let days = exception.daysLeft(at: now)
            guard days <= Exceptions.warningDays else { continue }
            let end = days < 0 ? "ended" : "ends"
            console.say(
                "\(exception.place): \(exception.check) \(end) on \(exception.expiry)".visible
                    + ", of \(exception.owner.visible)")
        }
        return 0
    }

    static let exceptionsAdd = Command(
        path: ["exceptions", "add"], summary: "Accept a finding, with a reason, an owner and an end",
        words: "",
        flags: [
            file, Flag("check", "ID", help: "the check"),
            Flag("resource", "ARN", help: "the resource; * and ? stand for any characters and for one"),
            Flag("reason", "TEXT", help: "why it is accepted"),
            Flag("owner", "NAME", help: "who answers for it"),
            Flag("expiry", "DATE", help: "the last day on which it holds, such as 2027-03-31"),
            Flag("account", "ID", help: "only in this account"),
            Flag("region", "NAME", help: "only in this region"),
            Flag("ticket", "TEXT", help: "where it is tracked"),
        ] + LibraryOptions.folders,
        examples: [
            (
                "assay exceptions add --check sns_topic_not_publicly_accessible --resource 'arn:aws:sns:*:*:feed' "
                    + "--reason 'a public feed' --owner team-a --expiry 2027-03-31",
                "a topic that is public on purpose, until it is looked at again"
            )
        ]
    ) { arguments, console in
        func needed(_ name: String) throws(UsageError) -> String {
            guard let value = arguments.value(name), !value.isEmpty else {
                throw UsageError("assay exceptions add needs --\(name)")
            }
            return value
        }
        let exception = try FindingException(
            check: needed("check"), resource: needed("resource"), account: arguments.value("account"),
            region: arguments.value("region"), reason: needed("reason"), owner: needed("owner"),
            expiry: needed("expiry"), ticket: arguments.value("ticket"))
        let (library, _) = try LibraryOptions.library(arguments, console)
        if library.checks[exception.check] == nil {
            let hint = suggestion(for: exception.check, among: library.checks.keys.sorted())
            throw UsageError("there is no check \(exception.check)\(hint.map { "; " + $0 } ?? "")")
        }
        if exception.daysLeft(at: .now()) < 0, Timestamp(exception.expiry) != nil {
            throw UsageError("--expiry \(exception.expiry) is over already")
        }
        let path = arguments.value("exceptions") ?? ReportOutput.usualExceptions
        let old = Files.exists(path) ? try Files.text(path) : nil
        let new = try Exceptions.adding(exception, to: old, file: path)
        try Files.write(Array(new.utf8), to: path)
        console.say("added to \(path)")
        return 0
    }
}
