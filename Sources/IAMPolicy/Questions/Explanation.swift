public import Documents

/// An analysis for people and programs: what is open, why, the proof, and what to change.
public struct Explanation: Sendable {
    /// A policy that was judged: its name, and its text where places in it can be pointed at.
    public typealias Source = (name: String, text: String?)

    let analysis: Analysis
    let context: ResourceContext
    let sources: [Source]

    /// The explanation of an analysis of the policies `sources`.
    public init(_ analysis: Analysis, of context: ResourceContext, sources: [Source]) {
        self.analysis = analysis
        self.context = context
        self.sources = sources
    }

    private func place(_ policy: String, _ path: String) -> String {
        guard let text = sources.first(where: { $0.name == policy })?.text,
            let spot = JSONPlace.find(path, in: text)
        else {
            return policy
        }
        return "\(policy):\(spot.line):\(spot.column)"
    }

    private func path(_ statement: StatementPlace) -> String {
        let isOnly =
            sources.first { $0.name == statement.policy }?.text.flatMap {
                JSONPlace.find("Statement[\(statement.index)]", in: $0)
            } == nil
        return isOnly && statement.index == 0 ? "Statement" : "Statement[\(statement.index)]"
    }

    /// What would close the statement.
    private var advice: String {
        switch analysis.verdict {
        case .confusedDeputy: "add a condition: StringEquals aws:SourceAccount \(context.account)"
        case .anyone, .restrictedPublic:
            context.kind == .iamRole && analysis.witness?.request.caller.isFederated == true
                ? "fix the tenant with StringEquals or StringLike on the provider's claim, such as sub"
                : "name the principals, or add a condition: StringEquals aws:PrincipalAccount \(context.account)"
                    + (context.organizationID.map { " (or aws:PrincipalOrgID \($0))" } ?? "")
        default: "drop the outsiders, or trust them with --trust"
        }
    }

    /// The explanation as text, a line for each fact.
    public var text: String {
        var lines = [String]()
        switch analysis.verdict {
        case .invalid: lines.append("invalid: AWS would refuse this")
        case .undecided:
            lines.append(
                "undecided: at least \(analysis.atLeast.rawValue), at most \(analysis.atMost.rawValue)")
        case .nobody: lines.append("private: nobody outside account \(context.account) can use it")
        default: lines.append("\(analysis.verdict.rawValue): \(analysis.witness?.sentence ?? "")")
        }
        for (policy, problem) in analysis.problems {
            lines.append("problem   \(place(policy, problem.path)): \(problem)")
        }
        if analysis.verdict != .invalid {
            if !analysis.actions.isEmpty {
                lines.append("actions   \(analysis.actions.joined(separator: " "))")
            }
            if !analysis.grantees.isEmpty {
                lines.append("grantees  \(analysis.grantees.joined(separator: " "))")
            }
            for statement in analysis.statements {
                lines.append(
                    "granted   \(place(statement.policy, path(statement))): \(path(statement))"
                        + (statement.sid.map { " \($0)" } ?? ""))
            }
        }
        if let witness = analysis.witness, analysis.verdict != .invalid {
            lines.append(
                "witness   \(witness.request.caller.text) \(witness.request.action) \(witness.request.resource)"
            )
            if let behalf = witness.onBehalfOf { lines.append("          on behalf of \(behalf)") }
            for (key, values) in witness.request.context.sorted(by: { $0.key < $1.key }) {
                lines.append("          \(key) = \(values.joined(separator: ", "))")
            }
            for key in witness.absent { lines.append("          \(key) absent") }
        }
        if analysis.verdict.rank > 0 {
            for statement in analysis.culprits {
                lines.append("change    \(place(statement.policy, path(statement))): \(advice)")
            }
        }
        for note in analysis.notes where analysis.verdict != .invalid || note.hasPrefix("read leniently") {
            lines.append("note      \(note)")
        }
        return lines.map(Self.printable).joined(separator: "\n") + "\n"
    }

    // Text from a policy must not steer a terminal.
    private static func printable(_ line: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            out.append(scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) ? "\u{fffd}" : scalar)
        }
        return String(out)
    }

    /// The explanation as data.
    public var value: Value {
        func texts(_ list: [String]) -> Value { .array(list.map { .string($0) }) }
        func pointed(_ statement: StatementPlace) -> Value {
            var out = statement.value.object ?? Object()
            out["place"] = .string(place(statement.policy, path(statement)))
            return .object(out)
        }
        var out = Object()
        out["verdict"] = .string(analysis.verdict.rawValue)
        out["at_least"] = .string(analysis.atLeast.rawValue)
        out["at_most"] = .string(analysis.atMost.rawValue)
        out["actions"] = texts(analysis.actions)
        var by = Object()
        for verdict in Verdict.allCases {
            if let list = analysis.actionsByVerdict[verdict] { by[verdict.rawValue] = texts(list.sorted()) }
        }
        out["actions_by_verdict"] = .object(by)
        out["grantees"] = texts(analysis.grantees)
        out["statements"] = .array(analysis.statements.map(pointed))
        out["culprits"] = .array(analysis.culprits.map(pointed))
        out["witness"] = analysis.witness?.value ?? .null
        out["change"] = analysis.verdict.rank > 0 ? .string(advice) : .null
        out["problems"] = .array(
            analysis.problems.map {
                [
                    "policy": .string($0.policy), "path": .string($0.problem.path),
                    "place": .string(place($0.policy, $0.problem.path)),
                    "message": .string($0.problem.message),
                ]
            })
        out["notes"] = texts(analysis.notes)
        return .object(out)
    }
}

extension Request.Caller {
    var isFederated: Bool { if case .federated = self { true } else { false } }

    /// The caller in a word.
    public var text: String {
        switch self {
        case .unsigned: "anonymous"
        case .identity(let arn), .special(let arn), .session(let arn, _): arn
        case .service(let name): name
        case .federated(let name): "federated:\(name)"
        case .canonicalUser(let id): "canonical:\(id)"
        }
    }
}
