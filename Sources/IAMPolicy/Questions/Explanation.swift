public import Documents

/// An analysis for people and programs: what is open, why, the proof, and what to change.
public struct Explanation: Sendable {
    /// A policy that was judged: its name, and its text where places in it can be pointed at.
    public typealias Source = (name: String, text: String?)

    let analysis: Analysis
    let context: ResourceContext
    let sources: [Source]
    /// Where the paths that are told stand in the policies' texts.
    private let spots: [String: [String: JSONPlace.Spot]]

    /// The explanation of an analysis of the policies `sources`.
    public init(_ analysis: Analysis, of context: ResourceContext, sources: [Source]) {
        self.analysis = analysis
        self.context = context
        self.sources = sources
        var spots = [String: [String: JSONPlace.Spot]]()
        for source in sources {
            guard let text = source.text else { continue }
            var paths = Set(analysis.problems.filter { $0.policy == source.name }.map(\.problem.path))
            for statement in analysis.statements where statement.policy == source.name {
                paths.insert("Statement[\(statement.index)]")
                if statement.index == 0 { paths.insert("Statement") }
            }
            spots[source.name] = JSONPlace.find(paths, in: text)
        }
        self.spots = spots
    }

    private func place(_ policy: String, _ path: String) -> String {
        spots[policy]?[path].map { "\(policy):\($0)" } ?? policy
    }

    private func place(_ policy: String, _ problem: PolicyDocument.Problem) -> String {
        problem.spot.map { "\(policy):\($0)" } ?? place(policy, problem.path)
    }

    private func path(_ statement: StatementPlace) -> String {
        let path = "Statement[\(statement.index)]"
        return statement.index == 0 && spots[statement.policy]?[path] == nil ? "Statement" : path
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
            let text = problem.path.isEmpty ? problem.message : "\(problem.path): \(problem.message)"
            lines.append("problem   \(place(policy, problem)): \(text)")
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
            for item in witness.request.context.items {
                lines.append("          \(item.key) = \(item.values.joined(separator: ", "))")
            }
            for key in witness.absent { lines.append("          \(key) absent") }
        }
        if analysis.verdict.rank > 1 {
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
        out["change"] = analysis.verdict.rank > 1 ? .string(advice) : .null
        out["problems"] = .array(
            analysis.problems.map {
                [
                    "policy": .string($0.policy), "path": .string($0.problem.path),
                    "place": .string(place($0.policy, $0.problem)),
                    "message": .string($0.problem.message),
                ]
            })
        out["notes"] = texts(analysis.notes)
        return .object(out)
    }
}

extension StatementPlace {
    /// It in words, `FILE:LINE:COLUMN: Statement[1] Sid` where `text` is what the policy was read from.
    public func described(in text: String?) -> String {
        let path = "Statement[\(index)]"
        let spots = text.map { JSONPlace.find([path, "Statement"], in: $0) } ?? [:]
        let spot = spots[path] ?? (index == 0 ? spots["Statement"] : nil)
        return (spot.map { "\(policy):\($0)" } ?? policy) + ": "
            + (spots[path] == nil && index == 0 ? "Statement" : path)
            + (sid.map { " \($0)" } ?? "")
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
