import Documents
import Findings

/// A finding in the `html` format: a line that opens to its evidence.
struct HTMLFinding {
    private let report: Report
    private let changes: ScanChanges?
    private let services: [String: String]
    /// How many bytes of evidence may still be shown.
    private var budget: Int
    /// A value or policy longer than this is shown in part.
    private static let longestValue = 12_000

    init(_ report: Report, _ options: ReportOptions) {
        self.report = report
        changes = options.changes
        budget = options.evidenceLimit
        services = report.checks.mapValues(\.service)
    }

    mutating func write(_ finding: Finding, to writer: inout ReportWriter) throws {
        let status = finding.isAccepted ? "accepted" : finding.status.rawValue
        let account = finding.account.isEmpty ? "not known" : finding.account
        let fingerprint = finding.fingerprint
        let change =
            changes?.kinds[fingerprint].map { "<i class=\"c-\($0.rawValue)\">\($0.rawValue)</i>" } ?? ""
        try writer.line(
            "<details id=\"f-\(fingerprint)\" data-s=\"\(status)\" data-v=\"\(finding.severity.rawValue)\" "
                + "data-e=\"\((services[finding.check] ?? finding.service).markup)\" data-a=\"\(account.markup)\" "
                + "data-r=\"\(finding.region.markup)\" data-c=\"\(finding.check.markup)\"><summary>"
                + "<span class=\"chip \(status)\">\(status)</span><span class=\"sev \(finding.severity.rawValue)\">\(finding.severity.rawValue)</span>\(change)"
                + "<b>\(name(finding).markup)</b><small>\(finding.check.markup) · \(account.markup) · \(finding.region.markup)</small>"
                + "<span class=\"why\">\(finding.reason.shortened(to: 600).markup)</span></summary><div>")
        let body = body(finding, fingerprint)
        budget -= body.utf8.count
        try writer.write(
            budget >= 0
                ? body
                : "<p>\(finding.reason.shortened(to: 600).markup)</p><p>The evidence is in the other formats: this page would be too large.</p>"
        )
        try writer.line("</div></details>")
    }

    /// The part of the ARN that people know the resource by.
    private func name(_ finding: Finding) -> String {
        guard let resource = finding.resource else { return finding.subject }
        let parts = resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return resource.hasPrefix("arn:") && parts.count == 6 ? String(parts[5]) : resource
    }

    private func body(_ finding: Finding, _ fingerprint: String) -> String {
        var html = ""
        if let exception = finding.exception {
            let ticket = exception.ticket.map { ", \($0)" } ?? ""
            html +=
                "<p class=\"note \(exception.isExpired ? "expired" : "accepted")\">"
                + (exception.isExpired
                    ? "The exception of <b>\(exception.owner.markup)</b> ended on <b>\(exception.expires.markup)</b>"
                    : "Accepted by <b>\(exception.owner.markup)</b> until <b>\(exception.expires.markup)</b>")
                + "\(ticket.markup): \(exception.reason.markup)</p>"
        }
        for gap in finding.gaps {
            html +=
                "<p class=\"note unknown\">Not seen: \(gap.unseen.markup). <code>\(gap.call.markup)</code> gave "
                + "<b>\(gap.code.markup)</b>: \(gap.message.shortened(to: 500).markup)</p>"
        }
        html += "<dl class=\"facts\"><dt>Resource</dt><dd><code>\(finding.subject.markup)</code></dd>"
        html += "<dt>Why</dt><dd>\(finding.reason.shortened(to: 4000).markup)</dd></dl>"
        for evidence in finding.evidence where !isFact(evidence) { html += self.evidence(evidence, finding) }
        let facts = finding.evidence.filter(isFact)
        if !facts.isEmpty {
            html += "<h4>What was seen</h4><dl class=\"facts\">"
            for fact in facts {
                let call = fact.call.map { " <small>from \($0.markup)</small>" } ?? ""
                html +=
                    "<dt>\(fact.path.markup)</dt><dd><code>\(words(fact.value ?? .null).markup)</code>\(call)</dd>"
            }
            html += "</dl>"
        }
        if finding.status == .fail, let resource = finding.resource, resource.utf8.count < 300 {
            html +=
                "<p class=\"label\">The steps with the real names filled in</p><pre>assay checks show \(finding.check.markup) --resource \(quoted(resource).markup)</pre>"
        }
        html +=
            "<p class=\"links\"><a href=\"#check-\(finding.check.markup)\">How to mend it, and what the check asks</a> "
            + "<a href=\"#f-\(fingerprint)\">Link</a></p>"
        return html
    }

    /// Whether it is a plain value, which needs a line and no more.
    private func isFact(_ evidence: Evidence) -> Bool {
        guard evidence.policy == nil, evidence.text == nil else { return false }
        switch evidence.value {
        case .object?, .array?: return false
        case .string(let text)?: return text.utf8.count <= 200
        default: return true
        }
    }

    private func words(_ value: Value) -> String {
        value.isNull ? "absent" : value.string ?? JSON.text(value)
    }

    /// `text` as one word of a shell's command.
    private func quoted(_ text: String) -> String { "'" + text.visible.replacing("'", with: "'\\''") + "'" }

    private func evidence(_ evidence: Evidence, _ finding: Finding) -> String {
        var html =
            "<h4>\(evidence.path.markup)"
            + (evidence.call.map { " <small>from <code>\($0.markup)</code></small>" } ?? "") + "</h4>"
        if let text = evidence.text, !finding.reason.contains(text) {
            html += "<p class=\"witness\">\(text.shortened(to: 4000).markup)</p>"
        }
        if let policy = evidence.policy { return html + self.policy(policy) }
        let value = evidence.value.map { JSON.text($0, .indented) } ?? "absent"
        return html + "<pre>\(value.shortened(to: Self.longestValue).markup)</pre>"
    }

    private func policy(_ policy: PolicyEvidence) -> String {
        var html = ""
        if let witness = policy.witness {
            html +=
                "<p class=\"label\">A request that this lets through</p><pre class=\"request\">\(request(witness).markup)</pre>"
        }
        for document in policy.documents.object?.members ?? [] {
            let guilty = Set(policy.statements.filter { $0.policy == document.key }.map(\.index))
            html += "<p class=\"label\">Policy <code>\(document.key.markup)</code>"
            html += guilty.isEmpty ? "</p>" : ", the statements that decide are marked</p>"
            html += "<pre>\(self.document(document.value, guilty))</pre>"
        }
        return html
    }

    private func request(_ witness: Value) -> String {
        guard let members = witness.object?.members else { return JSON.text(witness, .indented) }
        func text(_ value: Value) -> String { value.string ?? JSON.text(value) }
        var lines = [String]()
        // The sentence and the statements are shown already.
        for member in members where !["class", "statements", "sentence"].contains(member.key) {
            if member.value.array?.isEmpty == true || member.value.object?.isEmpty == true { continue }
            let name = member.key + String(repeating: " ", count: max(1, 11 - member.key.count))
            if let inner = member.value.object {
                for (place, one) in inner.members.enumerated() {
                    lines.append(
                        (place == 0 ? name : String(repeating: " ", count: name.count))
                            + "\(one.key) = \(text(one.value))")
                }
            } else if let items = member.value.array {
                lines.append(name + items.map(text).joined(separator: ", "))
            } else {
                lines.append(name + text(member.value))
            }
        }
        return lines.map(\.visible).joined(separator: "\n")
    }

    /// A policy as JSON with the guilty statements marked; of a long one only those are shown.
    private func document(_ document: Value, _ guilty: Set<Int>) -> String {
        guard let object = document.object, let statement = object["Statement"] else {
            return (document.string ?? JSON.text(document, .indented)).shortened(to: Self.longestValue).markup
        }
        let statements = statement.array ?? [statement]
        let isLong = JSON.text(document).utf8.count > Self.longestValue
        var lines = [String]()
        for member in object.members where member.key != "Statement" {
            lines.append(
                "  \(JSON.text(.string(member.key))): \(JSON.text(member.value))".shortened(to: 2000).markup)
        }
        let shown = statements.indices.filter { !isLong || guilty.contains($0) || $0 == 0 }
        var inner = ""
        for place in shown {
            var bytes = Array("    ".utf8)
            JSON.write(statements[place], .indented, depth: 2, to: &bytes)
            var text = String(decoding: bytes, as: UTF8.self).shortened(to: Self.longestValue).markup
            text += place == shown.last && shown.count == statements.count ? "\n" : ",\n"
            inner += guilty.contains(place) ? "<mark>\(text)</mark>" : text
        }
        let omitted = statements.count - shown.count
        if omitted > 0 { inner += "    … \(omitted) more statements, in the other formats\n" }
        lines.append("  \"Statement\": [\n\(inner)  ]")
        return "{\n\(lines.joined(separator: ",\n"))\n}"
    }
}
