import Documents
import Findings
import Reporting
import Store

extension Command {
    static let diff = Command(
        path: ["diff"], summary: "Tell how two scans of the history differ", words: "[SCAN] [SCAN]",
        flags: [
            HistoryOptions.store,
            Flag("format", "FORMAT", choices: ["table", "json"], help: "table or json"),
        ],
        examples: [
            ("assay diff", "the last scan and the one before it"),
            ("assay diff 17 latest", "scan 17 of assay history, and the last one"),
        ]
    ) { arguments, console in
        let words = arguments.words
        guard words.count <= 2 else { throw UsageError("assay diff takes at most two scans") }
        let store = try HistoryOptions.existing(arguments, console.environment)
        func scan(_ word: String) throws -> Scan {
            guard let scan = try store.scan(word) else {
                throw UsageError(
                    word == "latest-1"
                        ? "the history holds one scan; there is nothing to compare it with"
                        : "the history has no scan \(word.visible); assay history lists them")
            }
            return scan
        }
        let difference = try store.difference(
            from: scan(words.first ?? "latest-1"), to: scan(words.count == 2 ? words[1] : "latest"))
        try console.print(
            arguments.value("format") == "json"
                ? JSON.text(difference.document, .indented) + "\n" : difference.text)
        return difference.entries.contains { $0.kind != .notLookedAt } ? 1 : 0
    }
}

extension Difference.Sight {
    fileprivate var words: String { status.rawValue + (isAccepted ? " (accepted)" : "") }

    fileprivate var document: Value {
        [
            "status": .string(status.rawValue), "accepted": .bool(isAccepted),
            "severity": .string(severity.rawValue), "reason": .string(reason),
        ]
    }
}

extension Difference {
    /// The difference as lines.
    var text: String {
        var text =
            "from scan \(before.number) (\(before.info.started.words)) "
            + "to scan \(after.number) (\(after.info.started.words))\n"
        for entry in entries {
            let from = entry.before?.words ?? "not there"
            let to = entry.after?.words ?? (entry.kind == .notLookedAt ? "not looked at" : "not there")
            text += "\n\(entry.kind.rawValue.padded(to: 15))\(entry.name.words)\n"
            text += "  from \(from) to \(to)" + (entry.after.map { ": \($0.reason.visible)" } ?? "") + "\n"
        }
        return text + (entries.isEmpty ? "" : "\n") + "\(entries.count) differ, \(unchanged) are the same\n"
    }

    /// The difference as a document.
    var document: Value {
        [
            "from": .string(before.info.id), "to": .string(after.info.id), "unchanged": .integer(unchanged),
            "entries": .array(
                entries.map { entry in
                    var document = entry.name.document
                    document["kind"] = .string(entry.kind.rawValue)
                    document["before"] = entry.before?.document ?? .null
                    document["after"] = entry.after?.document ?? .null
                    return .object(document)
                }),
        ]
    }
}
