import Documents
import Findings

/// The `json` format: one object with everything that the report knows.
///
/// Its members are a promise to other programs: names and meanings stay, new ones may come. A finding is a line, so that
/// two reports can be compared line by line.
enum JSONReport {
    static func write(_ report: Report, _ options: ReportOptions, to writer: inout ReportWriter) throws {
        try writer.write("{\n  \"format\": \"assay-report/1\",\n  \"scan\": ")
        try writer.json(report.scan.document, .indented, depth: 1)
        try writer.write(",\n  \"summary\": ")
        try writer.json(summary(report, options), .indented, depth: 1)
        try list("findings", report.findings, &writer) { try $0.whole().document }
        try list("gaps", report.gaps, &writer) { $0.document }
        try list("notes", report.notes, &writer) { .string($0) }
        let controls = report.controlsByCheck
        try list("checks", report.checks.values.sorted { $0.id < $1.id }, &writer) {
            document($0, controls[$0.id] ?? [])
        }
        let counts = report.countsByCheck
        try list("frameworks", report.frameworks, &writer) { framework in
            document(framework, report.results(of: framework, counts: counts))
        }
        try writer.write("\n}\n")
    }

    private static func list<Item>(
        _ name: String, _ items: [Item], _ writer: inout ReportWriter, _ document: (Item) throws -> Value
    ) throws {
        try writer.write(",\n  \"\(name)\": [")
        for (place, item) in items.enumerated() {
            try writer.write(place == 0 ? "\n    " : ",\n    ")
            try writer.json(document(item))
        }
        try writer.write(items.isEmpty ? "]" : "\n  ]")
    }

    private static func summary(_ report: Report, _ options: ReportOptions) -> Value {
        var object = report.summary.document.object!
        object["gaps"] = .integer(report.gaps.count)
        object["severities"] = .object(
            Object(
                Tally(report.findings) { $0.severity.rawValue }.rows
                    .sorted { $0.name < $1.name }.map { ($0.name, $0.summary.document) }))
        if let changes = options.changes {
            var members: [Object.Member] = [
                ("scan", .string(changes.scan)), ("since", .string(changes.since.iso8601)),
            ]
            members += ScanChanges.Kind.allCases.map { ($0.rawValue, .integer(changes.count($0))) }
            object["changes"] = .object(Object(members))
        }
        return .object(object)
    }

    private static func document(_ check: CheckInfo, _ controls: [ControlReference]) -> Value {
        [
            "id": .string(check.id), "title": .string(check.title), "service": .string(check.service),
            "resource_type": .string(check.resourceType), "severity": .string(check.severity.rawValue),
            "description": .string(check.description), "rationale": .string(check.rationale),
            "audit": document(check.audit), "remediation": document(check.remediation),
            "references": .array(check.references.map(Value.string)),
            "file": .string(check.file), "line": .integer(check.line),
            "controls": .array(
                controls.map {
                    [
                        "framework": .string($0.framework), "control": .string($0.control),
                        "basis": .string($0.basis), "source": .string($0.source),
                    ]
                }),
        ]
    }

    private static func document(_ steps: CheckInfo.Steps) -> Value {
        ["console": .array(steps.console.map(Value.string)), "cli": .array(steps.cli.map(Value.string))]
    }

    private static func document(_ framework: FrameworkInfo, _ results: [ControlResult]) -> Value {
        [
            "name": .string(framework.name), "title": .string(framework.title),
            "version": .string(framework.version), "source": .string(framework.source),
            "controls": .array(
                results.map { result in
                    [
                        "id": .string(result.control.id), "title": .string(result.control.title),
                        "status": result.status.map { .string($0.rawValue) } ?? .null,
                        "checks": .object(
                            Object(
                                result.control.checks.sorted { $0.key < $1.key }
                                    .map { ($0.key, .string($0.value)) })),
                        "summary": result.summary.document,
                    ]
                }),
        ]
    }
}
