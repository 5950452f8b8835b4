import Checks
import Documents
import Expressions
import Findings
import Inventory

extension Resolver {
    /// The value of an attribute that a call tells; nil while the call is missing.
    func value(of read: Read, _ resource: Resource) -> Value? {
        if let when = read.when {
            guard let answer = evaluate(when, on: resource) else { return nil }
            switch answer {
            case .unseen: return answer
            case .null, .bool(false): return .null
            default: break
            }
        }
        guard let parameters = parameters(of: read, { self.render($0, on: resource) }) else { return nil }
        switch parameters {
        case .absent: return .null
        case .unseen(let unseen): return .unseen(unseen)
        case .asked(let parameters):
            let call = call(read, parameters, region: resource.region)
            guard let answer = answers[call.key] else {
                missing.append(call)
                return nil
            }
            return value(in: answer, read, call.key, resource)
        }
    }

    enum Parameters {
        case asked(Object)
        /// One that the operation requires is absent, so it is never asked.
        case absent
        case unseen(Unseen)
    }

    func parameters(of read: Read, _ render: (Pattern) -> Value?) -> Parameters? {
        var parameters = Object()
        for (name, pattern) in read.with {
            guard let value = render(pattern) else { return nil }
            if let unseen = value.firstUnseen { return .unseen(unseen) }
            if !value.isNull { parameters[name] = value }
        }
        let isComplete = required(by: read).allSatisfy { name in
            guard let value = parameters[name] else { return !read.with.contains { $0.name == name } }
            return value != ""
        }
        return isComplete ? .asked(parameters) : .absent
    }

    private func required(by read: Read) -> Set<String> {
        if let known = required[read.call] { return known }
        let names = setting.requiredParameters(read.service, read.operation)
        required[read.call] = names
        return names
    }

    func call(_ read: Read, _ parameters: Object, region: String) -> Call {
        Call(
            key: Exchange.Key(
                account: setting.account, region: region, service: read.service, operation: read.operation,
                parameters: .object(parameters)),
            paging: read.paging, batch: read.batch)
    }

    private func value(in answer: Answer, _ read: Read, _ key: Exchange.Key, _ resource: Resource) -> Value {
        func gap(_ code: String, _ message: String, _ requestID: String? = nil) -> Value {
            .unseen(
                answers.unseen(
                    Gap(
                        account: key.account, region: key.region, call: key.call, parameters: key.parameters,
                        code: code, message: message, unseen: "\(resource.type.title) \(resource.name)",
                        requestID: requestID)))
        }
        var rest: Value?
        if let refusal = answer.refusal {
            if answer.pages.isEmpty, read.goneOn.contains(refusal.code) {
                resource.isGone = true
                return .null
            }
            if answer.pages.isEmpty, read.absentOn.contains(refusal.code) { return .null }
            rest = gap(refusal.code, refusal.message, refusal.requestID)
            if answer.pages.isEmpty { return rest! }
        }
        var value = picked(read.pick, answer.pages, rest, key.region)
        if value.isNull, read.pick != nil, !read.absentOn.isEmpty {
            return gap("unreadable", "the answer has no \(read.pick!.text)")
        }
        if let entry = read.entry {
            guard let found = entry.find(in: value, resource, self, key) else {
                if let rest { return rest }
                return read.isMissingEntryAbsent
                    ? .null : gap("missing-entry", "the answer says nothing about \(resource.name)")
            }
            value = found
        } else if let rest, value.array == nil {
            return rest
        }
        if let path = read.always.first(where: { !value.has($0.steps[...]) }) {
            return gap("incomplete-answer", "the answer has no \(path), which AWS always sends")
        }
        if value.isNull { return value }
        return read.types.isEmpty ? value : converted(value, read.types, resource, call: key.call, key)
    }

    /// What `pick` gives on each page, joined; `rest` marks that pages are missing.
    func picked(_ pick: Expression?, _ pages: [Value], _ rest: Value?, _ region: String) -> Value {
        let values = pages.map { page in pick.map { evaluate($0, page, region) } ?? page }
        if values.count == 1, rest == nil { return values[0] }
        var items = [Value]()
        var members = Object()
        for value in values {
            switch value {
            case .array(let more): items += more
            case .object(let more): for member in more { members[member.key] = member.value }
            case .unseen: items.append(value)
            default: break
            }
        }
        if !members.isEmpty, items.isEmpty { return .object(members) }
        if let rest { items.append(rest) }
        return .array(items)
    }
}

extension Read.Entry {
    fileprivate func find(in value: Value, _ resource: Resource, _ resolver: Resolver, _ key: Exchange.Key)
        -> Value?
    {
        switch self {
        case .key(let pattern):
            guard let name = resolver.render(pattern, on: resource)?.string else { return nil }
            return value[name]
        case .element(let member, let pattern):
            guard let name = resolver.render(pattern, on: resource), case .array(let items) = value else {
                return nil
            }
            return resolver.answers.element(of: items, from: key, member: member, equal: name)
        }
    }
}

extension Value {
    /// The first thing unseen in it.
    var firstUnseen: Unseen? {
        switch self {
        case .unseen(let unseen): unseen
        case .array(let items): items.lazy.compactMap(\.firstUnseen).first
        case .object(let object): object.members.lazy.compactMap(\.value.firstUnseen).first
        default: nil
        }
    }

    /// Whether there is something at the path; of lists and maps in each element.
    func has(_ steps: ArraySlice<ValuePath.Step>) -> Bool {
        guard let step = steps.first else { return !isNull }
        let rest = steps.dropFirst()
        switch step {
        case .member(let name): return self[name]?.has(rest) ?? false
        case .elements:
            return array?.allSatisfy { if case .unseen = $0 { true } else { $0.has(rest) } } ?? true
        case .values: return object?.allSatisfy { $0.value.has(rest) } ?? true
        }
    }
}
