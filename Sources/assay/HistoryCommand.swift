import Documents
import Findings
import Reporting
import Store

extension Command {
    static let history = Command(
        path: ["history"], summary: "List the scans, or tell the life of findings", words: "[CHECK|ARN]",
        flags: [
            HistoryOptions.store, Flag("limit", "N", help: "at most so many scans (default: 20)"),
            Flag("format", "FORMAT", choices: ["table", "json"], help: "table or json"),
        ],
        examples: [
            ("assay history", "the scans, the latest first"),
            (
                "assay history ses_identity_not_publicly_accessible",
                "when each of its findings came, went and came back"
            ),
        ]
    ) { arguments, console in
        let isJSON = arguments.value("format") == "json"
        guard let word = arguments.words.first else {
            let text = arguments.value("limit") ?? "20"
            guard let limit = Int(text), limit > 0 else {
                throw UsageError("--limit takes a whole number above 0, not \(text)")
            }
            let scans = try HistoryOptions.existing(arguments, console.environment).scans(limit: limit)
            try console.print(
                isJSON
                    ? JSON.text(.array(scans.map(\.document)), .indented) + "\n"
                    : scans.map { $0.line + "\n" }.joined())
            return 0
        }
        guard arguments.words.count == 1 else { throw UsageError("assay history takes one check or ARN") }
        let store = try HistoryOptions.existing(arguments, console.environment)
        let lives = try store.lives(of: word)
        if isJSON {
            try console.print(JSON.text(.array(lives.map(\.document)), .indented) + "\n")
        } else if lives.isEmpty {
            let hint = suggestion(for: word, among: try store.names()).map { "; " + $0 } ?? ""
            console.say("assay: no scan in the history found anything for \(word)\(hint)".visible)
        } else {
            try console.print(lives.map(\.text).joined(separator: "\n"))
        }
        return lives.isEmpty ? 1 : 0
    }
}

extension Timestamp {
    /// The time to the second, as people read it: `2026-11-23T18:13:44Z`.
    var words: String { String(iso8601.prefix(19)) + "Z" }
}

extension Scan {
    /// The scan as a line of a list.
    var line: String {
        let accounts = Set(info.accounts.map(\.id)).count
        let statuses: [Status] = [.fail, .unknown, .pass]
        let counted = statuses.map { "\(counts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
        return
            "\(number)".padded(to: 6) + info.started.words.padded(to: 22)
            + "\(accounts) account\(accounts == 1 ? "" : "s"), ".padded(to: 13) + counted
            + ", \(accepted) accepted" + (info.isInterrupted ? ", ended early" : "")
    }

    /// The scan as a document.
    var document: Value {
        var counted = Object()
        for status in Status.allCases { counted[status.rawValue] = .integer(counts[status] ?? 0) }
        return [
            "number": .integer(number), "id": .string(info.id), "started": .string(info.started.iso8601),
            "finished": .string(info.finished.iso8601), "interrupted": .bool(info.isInterrupted),
            "accounts": .array(
                info.accounts.map { account in
                    [
                        "id": .string(account.id), "entered": .bool(account.caller != nil),
                        "regions": .array(account.regions.map { .string($0) }),
                    ]
                }),
            "checks": .integer(info.checks.count), "counts": .object(counted), "accepted": .integer(accepted),
        ]
    }
}

extension FindingName {
    /// The check and what it is about, for a terminal.
    var words: String {
        let subject = resource ?? "every \(resourceType) of \(account) in \(region)"
        return "\(check.visible)  \(subject.visible)"
    }

    /// The name's parts for a document.
    var document: Object {
        let subject: Value = resource.map { .string($0) } ?? .null
        return Object([
            ("check", .string(check)), ("resource", subject), ("account", .string(account)),
            ("region", .string(region)), ("fingerprint", .string(fingerprint)),
        ])
    }
}

extension Life {
    /// The life as lines.
    var text: String {
        var text =
            "\(name.words)\n  \(severity.rawValue), \(isOpen ? "open" : "not open"): \(reason.visible)\n"
        text += "  first seen \(firstSeen.words), last seen \(lastSeen.words)\n"
        for event in events {
            let status = event.status?.rawValue ?? "the resource is gone"
            text +=
                "  \(event.at.words)  scan \(event.scan)  \(event.change.rawValue): \(status)"
                + (event.isAccepted ? ", accepted" : "") + "\n"
        }
        return text
    }

    /// The life as a document.
    var document: Value {
        var document = name.document
        document["severity"] = .string(severity.rawValue)
        document["reason"] = .string(reason)
        document["open"] = .bool(isOpen)
        document["first_seen"] = .string(firstSeen.iso8601)
        document["last_seen"] = .string(lastSeen.iso8601)
        document["fixed"] = fixed.map { .string($0.iso8601) } ?? .null
        document["events"] = .array(
            events.map { event in
                [
                    "scan": .integer(event.scan), "at": .string(event.at.iso8601),
                    "change": .string(event.change.rawValue),
                    "status": event.status.map { .string($0.rawValue) } ?? .null,
                    "accepted": .bool(event.isAccepted),
                ]
            })
        return .object(document)
    }
}
