import Expressions
import Documents
import Findings
import ServiceModels

/// Reads the cases of a check.
struct TestReader {
    let registry: Registry
    let mistakes: Mistakes
    let check: Check
    /// The names of the check's fixes, of those with mistakes too.
    let fixNames: [String]
    let encodings: Encodings

    /// The cases in the file `root`.
    func read(_ root: YAML.Node) -> CheckTest? {
        var account = "111122223333"
        if let node = root["account"], case .string(let text)? = Parameter.Kind.account.value(node, mistakes)
        {
            account = text
        }
        var region = "eu-west-1"
        if let node = root["region"], case .string(let text)? = Parameter.Kind.region.value(node, mistakes) {
            region = text
        }
        var now = Timestamp("2026-01-01T00:00:00Z")!
        if let node = root["now"] {
            if let time = node.text.flatMap({ Timestamp($0) }) {
                now = time
            } else {
                mistakes.add(node, "a time such as 2026-01-31T00:00:00Z is wanted here")
            }
        }
        let shared = answers(root["given"])
        var cases = [CheckTest.Case]()
        var names = Set<String>()
        for node in root["cases"]?.items ?? [] {
            guard let name = node.text("name") else { continue }
            if !names.insert(name).inserted {
                mistakes.add(node["name"]!, "there are two cases called '\(name)'")
            }
            let own = answers(node["given"])
            let calls = Set(own.map { "\($0.service):\($0.operation)" })
            let rest = shared.filter { !calls.contains("\($0.service):\($0.operation)") }
            cases.append(
                CheckTest.Case(
                    name: name, parameters: parameters(node["parameters"]), answers: own + rest,
                    own: own.count,
                    expected: expected(node["expect"]), fixes: fixes(node["fixes"]),
                    place: mistakes.place(node)))
        }
        return CheckTest(
            account: account, region: region, now: now, cases: cases, place: mistakes.place(root))
    }

    private func parameters(_ node: YAML.Node?) -> [String: Value] {
        var settings: [String: Value] = [:]
        for (key, value) in node?.pairs ?? [] {
            guard let parameter = check.parameters.first(where: { $0.name == key.text }) else {
                mistakes.add(
                    key, "\(check.id) has no parameter '\(key.text!)'",
                    hint: suggestion(for: key.text!, among: check.parameters.map(\.name)))
                continue
            }
            settings[parameter.name] = parameter.kind.value(value, mistakes)
        }
        return settings
    }

    private func expected(_ node: YAML.Node?) -> [CheckTest.Expectation] {
        guard let node else { return [] }
        return (node.items ?? [node]).compactMap { item in
            guard let status = (item.text ?? item.text("status")).flatMap(Status.init) else { return nil }
            let subject: CheckTest.Expectation.Subject =
                item.text("resource").map { $0 == "none" ? .none : .resource($0) } ?? .any
            if let gap = item["gap"] { _ = registry.operation(gap, mistakes) }
            return CheckTest.Expectation(
                status: status, subject: subject, region: item.text("region"), reason: item.text("reason"),
                gap: item.text("gap"))
        }
    }

    private func fixes(_ node: YAML.Node?) -> [String: [CheckTest.Step]] {
        var fixes: [String: [CheckTest.Step]] = [:]
        for (key, value) in node?.pairs ?? [] {
            if !fixNames.contains(key.text!) {
                mistakes.add(
                    key, "\(check.id) has no fix '\(key.text!)'",
                    hint: suggestion(for: key.text!, among: fixNames))
                continue
            }
            fixes[key.text!] = (value.items ?? []).compactMap { step in
                guard let (call, with) = call(step) else { return nil }
                return CheckTest.Step(
                    call: call, with: with,
                    undo: step["undo"].flatMap { self.call($0) }.map { (call: $0, with: $1) })
            }
        }
        return fixes
    }

    private func call(_ node: YAML.Node) -> (String, Value)? {
        guard let written = node["call"], let asked = registry.operation(written, mistakes) else {
            return nil
        }
        let converter = AnswerConverter(mistakes: mistakes, encodes: false, encodings: [:])
        return (asked.call, converter.members(node["with"], of: asked.operation.input, called: asked.call))
    }

    private func answers(_ node: YAML.Node?) -> [CheckTest.Answer] {
        var all = [CheckTest.Answer]()
        for (key, value) in node?.pairs ?? [] {
            guard let asked = registry.operation(key, mistakes) else { continue }
            for item in value.items ?? [value] {
                let pages = item["pages"]?.items ?? [item]
                all.append(
                    CheckTest.Answer(
                        service: asked.model.name, operation: asked.operation.name,
                        with: AnswerConverter(mistakes: mistakes, encodes: false, encodings: [:])
                            .members(item["with"], of: asked.operation.input, called: asked.call),
                        pages: pages.compactMap { reply($0, asked) }, place: mistakes.place(item)))
            }
        }
        return all
    }

    private func reply(_ node: YAML.Node, _ asked: Asked) -> CheckTest.Answer.Reply? {
        if let error = node["error"], let code = error.text {
            if !ErrorCodes.common.contains(code), case let known = ErrorCodes.of(asked), !known.contains(code)
            {
                mistakes.add(
                    error, "\(asked.call) has no error '\(code)'",
                    hint: suggestion(for: code, among: known.union(ErrorCodes.common).sorted()))
            }
            return .error(code)
        }
        guard let answer = node["answer"] else { return nil }
        let converter = AnswerConverter(
            mistakes: mistakes, encodes: true, encodings: encodings.paths[asked.call] ?? [:])
        return .output(converter.members(answer, of: asked.operation.output, called: asked.call))
    }
}

/// Where answers hold documents that AWS encodes, as the resource types say.
struct Encodings {
    /// By call, then by path in the answer: whether the document is URL-encoded.
    private(set) var paths: [String: [String: Bool]] = [:]

    init(_ types: some Sequence<ResourceType>) {
        for type in types {
            if case .call(let read)? = type.list?.source, let each = type.list?.each.expression.path {
                add(read, each.map { .member($0) } + [.elements])
            }
            for attribute in type.attributes {
                guard case .read(let read) = attribute.kind else { continue }
                var start = read.pick?.path?.map { ValuePath.Step.member($0) } ?? []
                switch read.entry {
                case .key: start.append(.values)
                case .element: start.append(.elements)
                case nil: break
                }
                if read.pick == nil || read.pick?.path != nil { add(read, start) }
            }
        }
    }

    private mutating func add(_ read: Read, _ start: [ValuePath.Step]) {
        for (path, type) in read.types where type == .policyURL {
            paths[read.call, default: [:]][ValuePath(start + path.steps).description] = true
        }
    }
}
