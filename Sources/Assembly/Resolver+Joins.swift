import Checks
import Documents
import Findings

extension Resolver {
    /// The one resource that a join leads to; null where there is none; nil while calls are missing.
    func single(_ join: Join, of resource: Resource) -> Known? {
        guard let type = types[join.type], let isAsked = isAsked(join, of: resource) else { return nil }
        if let isNot = isAsked { return .value(isNot) }
        switch join.kind {
        case .all:
            guard let list = resources(of: type, region: region(of: type, resource.region)) else {
                return nil
            }
            if let unseen = list.incomplete { return .value(.unseen(unseen)) }
            return list.resources.first.map { .resource($0) } ?? .value(.null)
        case .reference(let expression, let first):
            guard let value = evaluate(expression, on: resource) else { return nil }
            switch value {
            case .unseen: return .value(value)
            case .string(let name) where !name.isEmpty:
                return reference(name, to: type, from: resource).map { .resource($0) }
            case .array(let names) where first: return self.first(of: names, type, from: resource)
            default: return .value(.null)
            }
        case .references, .matching: return several(join, of: resource)
        }
    }

    private func first(of names: [Value], _ type: ResourceType, from resource: Resource) -> Known? {
        for name in names {
            if case .unseen = name { return .value(name) }
            guard let name = name.string, !name.isEmpty else { continue }
            guard let other = reference(name, to: type, from: resource), let exists = exists(other) else {
                return nil
            }
            switch exists {
            case .success(true): return .resource(other)
            case .success(false): continue
            case .failure(let mark): return .value(.unseen(mark.unseen))
            }
        }
        return .value(.null)
    }

    /// The resources that a join leads to; null where the join is absent; nil while calls are missing.
    func several(_ join: Join, of resource: Resource) -> Known? {
        guard let type = types[join.type], let isAsked = isAsked(join, of: resource) else { return nil }
        if let isNot = isAsked { return .value(isNot) }
        switch join.kind {
        case .reference(let expression, _):
            guard let value = evaluate(expression, on: resource) else { return nil }
            switch value {
            case .null, .unseen: return .value(value)
            case .array(let names):
                return referenced(
                    names.enumerated().map { (.integer($0.offset), $0.element) }, type, resource)
            default: return referenced([(.integer(0), value)], type, resource)
            }
        case .references(let named):
            var names = [(key: Value, value: Value)]()
            for (name, expression) in named {
                guard let value = evaluate(expression, on: resource) else { return nil }
                names.append((.string(name), value))
            }
            return referenced(names, type, resource)
        case .matching(let pairs): return matching(pairs, type, resource)
        case .all:
            guard let list = resources(of: type, region: region(of: type, resource.region)) else {
                return nil
            }
            return .resources(list.marked)
        }
    }

    private func referenced(_ names: [(key: Value, value: Value)], _ type: ResourceType, _ resource: Resource)
        -> Known?
    {
        var others = [(key: Value, resource: Result<Resource, UnseenMark>)]()
        for (key, value) in names {
            switch value {
            case .unseen(let unseen): others.append((key, .failure(UnseenMark(unseen: unseen))))
            case .string(let name) where !name.isEmpty:
                guard let other = reference(name, to: type, from: resource) else { return nil }
                others.append((key, .success(other)))
            default: continue
            }
        }
        return .resources(others)
    }

    private func matching(
        _ pairs: [(theirs: ScopedExpression, mine: Pattern)], _ type: ResourceType, _ resource: Resource
    ) -> Known? {
        var wanted = [Value]()
        for pair in pairs {
            guard let value = render(pair.mine, on: resource) else { return nil }
            if case .unseen = value { return .value(value) }
            wanted.append(value)
        }
        guard let list = resources(of: type, region: region(of: type, resource.region)) else { return nil }
        let found = list.matching(pairs.map(\.theirs), wanted, by: self)
        guard let found else { return nil }
        return .resources(found)
    }

    /// nil in nil while a call is missing; null or the mark where the join's `when` says no or is unseen.
    private func isAsked(_ join: Join, of resource: Resource) -> Value?? {
        guard let when = join.when else { return .some(nil) }
        guard let answer = evaluate(when, on: resource) else { return nil }
        switch answer {
        case .unseen: return .some(answer)
        case .null, .bool(false): return .some(.null)
        default: return .some(nil)
        }
    }

    func region(of type: ResourceType, _ region: String) -> String {
        type.scope == .global ? setting.homeRegion : region
    }

    /// The resource called `name`: the listed one where a listing that the scan has anyway shows it, else one that is
    /// looked up; nil while that listing is missing.
    func reference(_ name: String, to type: ResourceType, from resource: Resource) -> Resource? {
        let named = name.arnField(3) ?? ""
        let region =
            type.scope == .global
            ? setting.homeRegion : named.isEmpty ? resource.region : String(named)
        let key = ReferenceKey(type: type.id, region: region, name: name)
        if let known = references[key] { return known }
        if listed.contains(type.id), region == setting.homeRegion || listedRegions.contains(region) {
            guard let list = resources(of: type, region: region) else { return nil }
            if let listed = list.byName[name] {
                references[key] = listed
                return listed
            }
        }
        let other = Resource(
            type: type, name: name, account: setting.account, region: region, item: .null, parent: nil,
            isListed: false)
        if name.hasPrefix("arn:") {
            other.arn = name
        } else if let arn = render(.template(type.arn, reads: [["id"]], variableReads: [:]), on: other)?
            .string,
            arn.hasPrefix("arn:")
        {
            other.arn = arn
        }
        references[key] = other
        return other
    }
}
