import Documents
import Findings

/// The `oscal` format: assessment results of OSCAL 1.2.1 (<https://pages.nist.gov/OSCAL/>).
///
/// Each finding of ours is an observation with a finding whose target is the check; each control that a selected check
/// touches is a finding of its own. OSCAL knows two states: all but `pass` and `not-applicable` is `not-satisfied`, with
/// the reason; our own word for the status is a property. An accepted finding is tied to a risk whose deviation is approved.
enum OSCALReport {
    static func write(_ report: Report, to writer: inout ReportWriter) throws {
        let scan = report.scan
        let controls = controls(report)
        let metadata: Value = [
            "title": "assay compliance scan", "last-modified": .string(scan.finished.iso8601),
            "version": .string(line(scan.version)), "oscal-version": "1.2.1",
        ]
        try writer.write(
            "{\"assessment-results\": {\n\"uuid\": \"\(uuid("document", scan.id))\",\n\"metadata\": ")
        try writer.json(metadata)
        try writer.write(
            ",\n\"import-ap\": {\"href\": \"#\(uuid("plan", scan.id))\"},\n"
                + "\"results\": [{\n\"uuid\": \"\(uuid("result", scan.id))\",\n\"title\": ")
        try writer.json(.string("scan \(line(scan.id))"))
        try writer.write(",\n\"description\": ")
        try writer.json(.string(description(report)))
        try writer.write(",\n\"start\": \"\(scan.started.iso8601)\",\n\"end\": \"\(scan.finished.iso8601)\"")
        try writer.write(",\n\"reviewed-controls\": ")
        let ids = Set(controls.map { token($0.result.control.id) }).sorted()
        let selection: Value =
            ids.isEmpty
            ? ["include-all": [:]]
            : ["include-controls": .array(ids.map { ["control-id": .string($0)] })]
        try writer.json(["control-selections": [selection]])
        try observations(report, &writer)
        try risks(report, &writer)
        try findings(report, controls, &writer)
        try writer.write("\n}]\n}}\n")
    }

    private typealias Assessed = (framework: FrameworkInfo, result: ControlResult, status: Status)

    private static func controls(_ report: Report) -> [Assessed] {
        let counts = report.countsByCheck
        return report.frameworks.flatMap { framework in
            report.results(of: framework, counts: counts).compactMap { result in
                result.status.map { (framework, result, $0) }
            }
        }
    }

    private static func description(_ report: Report) -> String {
        let summary = report.summary
        let notes = report.notes.map { "\n\n" + $0.visible }.joined()
        return "\(summary.total) findings: \(summary[.fail]) failed, \(summary[.unknown]) unknown, "
            + "\(summary[.pass]) passed, \(summary[.manual]) for a person to answer, "
            + "\(summary[.notApplicable]) not applicable, \(summary.accepted) accepted; "
            + "\(report.gaps.count) calls whose answer could not be seen." + notes
    }

    /// Writes a list, or nothing where `fill` adds nothing.
    private static func list(
        _ name: String, _ writer: inout ReportWriter, _ fill: (_ add: (Value) throws -> Void) throws -> Void
    ) throws {
        var isFirst = true
        try fill { item in
            try writer.write(isFirst ? ",\n\"\(name)\": [\n" : ",\n")
            try writer.json(item)
            isFirst = false
        }
        if !isFirst { try writer.write("\n]") }
    }

    private static func observations(_ report: Report, _ writer: inout ReportWriter) throws {
        let collected = Value.string(report.scan.finished.iso8601)
        try list("observations", &writer) { add in
            for finding in report.findings { try add(observation(finding.whole(), collected)) }
            for gap in report.gaps {
                try add([
                    "uuid": .string(uuid(gap)), "title": .string(line("not seen: \(gap.unseen)")),
                    "description": .string(line(gap.sentence)), "methods": ["TEST"], "types": ["discovery"],
                    "collected": collected,
                ])
            }
        }
    }

    private static func observation(_ finding: Finding, _ collected: Value) -> Value {
        var observation = Object()
        observation["uuid"] = .string(uuid("observation", finding.fingerprint))
        observation["title"] = .string(line("\(finding.check): \(finding.status.rawValue)"))
        observation["description"] = .string(paragraph(finding))
        observation["props"] = .array(props(finding))
        observation["methods"] = [finding.status == .manual ? "INTERVIEW" : "TEST"]
        observation["types"] = ["finding"]
        observation["subjects"] = [
            [
                "subject-uuid": .string(
                    uuid("subject", finding.account + finding.region + finding.subject)),
                "type": "resource", "title": .string(line(finding.subject)),
            ]
        ]
        observation["collected"] = collected
        return .object(observation)
    }

    private static func risks(_ report: Report, _ writer: inout ReportWriter) throws {
        try list("risks", &writer) { add in
            for finding in report.findings {
                guard let exception = finding.exception else { continue }
                try add(risk(finding.whole(), exception))
            }
        }
    }

    private static func risk(_ finding: Finding, _ exception: AppliedException) -> Value {
        var risk = Object()
        risk["uuid"] = .string(uuid("risk", finding.fingerprint))
        risk["title"] = .string(line("\(finding.check): \(finding.subject)"))
        risk["description"] = .string(line(finding.reason))
        risk["statement"] = .string(
            line("\(exception.isExpired ? "was" : "is") accepted by \(exception.owner): \(exception.reason)"))
        risk["status"] = exception.isExpired ? "open" : "deviation-approved"
        if Timestamp(exception.expires) != nil {
            risk["deadline"] = .string("\(exception.expires)T23:59:59Z")
        }
        return .object(risk)
    }

    private static func findings(
        _ report: Report, _ controls: [Assessed], _ writer: inout ReportWriter
    ) throws {
        let known = Dictionary(report.gaps.map { ($0, uuid($0)) }, uniquingKeysWith: { first, _ in first })
        try list("findings", &writer) { add in
            for finding in report.findings { try add(single(finding.whole(), known)) }
            for assessed in controls { try add(whole(assessed)) }
        }
    }

    private static func single(_ finding: Finding, _ known: [Gap: String]) -> Value {
        var object = Object()
        object["uuid"] = .string(uuid("finding", finding.fingerprint))
        object["title"] = .string(line("\(finding.check): \(finding.subject)"))
        object["description"] = .string(line(finding.reason))
        object["props"] = .array(props(finding))
        object["target"] = target(finding.check, finding.status, finding.reason)
        var related = [uuid("observation", finding.fingerprint)]
        related += finding.gaps.compactMap { known[$0] }
        object["related-observations"] = .array(related.map { ["observation-uuid": .string($0)] })
        if finding.exception != nil {
            object["related-risks"] = [["risk-uuid": .string(uuid("risk", finding.fingerprint))]]
        }
        return .object(object)
    }

    private static func whole(_ assessed: Assessed) -> Value {
        let control = assessed.result.control
        let summary = assessed.result.summary
        let reason =
            "\(summary[.fail]) failed, \(summary[.unknown]) unknown, \(summary[.manual]) for a person to answer, "
            + "\(summary[.pass]) passed, \(summary.accepted) accepted"
        return [
            "uuid": .string(uuid("control", assessed.framework.name + "/" + control.id)),
            "title": .string(line("\(assessed.framework.title) \(control.id): \(control.title)")),
            "description": .string(line("\(assessed.result.selected.joined(separator: ", ")): \(reason)")),
            "props": [
                property("framework", assessed.framework.name), property("status", assessed.status.rawValue),
            ],
            "target": target(control.id, assessed.status, reason),
        ]
    }

    private static func target(_ id: String, _ status: Status, _ reason: String) -> Value {
        let isSatisfied = status == .pass || status == .notApplicable
        let word =
            switch status {
            case .pass: "pass"
            case .fail: "fail"
            case .unknown, .manual, .notApplicable: "other"
            }
        var target: [Object.Member] = [
            ("type", "objective-id"), ("target-id", .string(token(id))),
            (
                "status",
                [
                    "state": isSatisfied ? "satisfied" : "not-satisfied", "reason": .string(word),
                    "remarks": .string(line("\(status.rawValue): \(reason)")),
                ]
            ),
        ]
        if status == .notApplicable {
            target.append(("implementation-status", ["state": "not-applicable"]))
        }
        return .object(Object(target))
    }

    private static func property(_ name: String, _ value: String) -> Value {
        ["name": .string(name), "ns": "https://assay.invalid/ns/oscal", "value": .string(line(value))]
    }

    private static func props(_ finding: Finding) -> [Value] {
        var props = [
            property("status", finding.status.rawValue), property("severity", finding.severity.rawValue),
            property("account", finding.account), property("region", finding.region),
            property("resource", finding.subject), property("fingerprint", finding.fingerprint),
        ]
        if finding.isAccepted { props.append(property("accepted", "true")) }
        return props
    }

    private static func paragraph(_ finding: Finding) -> String {
        let lines =
            [finding.reason] + finding.furtherWords
            + finding.gaps.map { "not seen: \($0.sentence)" }
        return lines.map { line($0) }.joined(separator: "\n\n")
    }

    /// `text` on one line, without space at its ends, never empty.
    private static func line(_ text: String) -> String {
        let text = text.visible.shortened(to: 4000)
        func isSpace(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isWhitespace == true }
        guard text.isEmpty || isSpace(text.unicodeScalars.first) || isSpace(text.unicodeScalars.last) else {
            return text
        }
        var line = Substring(text)
        while isSpace(line.unicodeScalars.first) { line.unicodeScalars.removeFirst() }
        while isSpace(line.unicodeScalars.last) { line.unicodeScalars.removeLast() }
        return line.isEmpty ? "-" : String(line)
    }

    /// `id` as an NCName, as OSCAL writes the ids of controls: `IA-5(1)` is `ia-5.1`.
    private static func token(_ id: String) -> String {
        var out = ""
        for character in id.lowercased() {
            switch character {
            case "a"..."z", "0"..."9", ".", "-", "_": out.append(character)
            case "(": out.append(".")
            case ")": continue
            default: out.append("-")
            }
        }
        if let first = out.first, !("a"..."z").contains(first), first != "_" { out = "_" + out }
        return out.isEmpty ? "_" : out
    }

    /// A UUID of version 5's form that is the same in every scan.
    private static func uuid(_ kind: String, _ name: String) -> String {
        var text = [UInt8]()
        text.reserveCapacity(36)
        for (place, digit) in Finding.fingerprint(of: [kind, name]).utf8.enumerated() {
            if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
            text.append(place == 12 ? UInt8(ascii: "5") : place == 16 ? UInt8(ascii: "a") : digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func uuid(_ gap: Gap) -> String {
        uuid(
            "gap",
            [gap.account, gap.region, gap.call, JSON.text(gap.parameters, .sorted), gap.code, gap.unseen]
                .joined(separator: "\u{0}"))
    }
}
