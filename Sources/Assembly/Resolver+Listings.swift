public import Checks
import Expressions
public import Documents
import Findings
import Inventory

/// The resources of one type in one region.
public struct ResourceList {
    /// Those that were seen.
    public let resources: [Resource]
    /// Why there may be more; nil when these are all.
    public let incomplete: Unseen?

    let byName: [String: Resource]
    private let indices = Indices()

    private final class Indices {
        var byExpressions: [String: [[Value]: [Resource]]] = [:]
    }

    init(resources: [Resource], incomplete: Unseen?) {
        self.resources = resources
        self.incomplete = incomplete
        byName = Dictionary(resources.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    }

    private var rest: [(key: Value, resource: Result<Resource, UnseenMark>)] {
        incomplete.map { [(.integer(resources.count), .failure(UnseenMark(unseen: $0)))] } ?? []
    }

    var marked: [(key: Value, resource: Result<Resource, UnseenMark>)] {
        resources.enumerated().map { (.integer($0.offset), .success($0.element)) } + rest
    }

    /// Those whose values of `expressions` are `wanted`; nil while calls are missing.
    func matching(
        _ expressions: [ScopedExpression], _ wanted: [Value], by resolver: Resolver
    ) -> [(key: Value, resource: Result<Resource, UnseenMark>)]? {
        let name = expressions.map(\.expression.text).joined(separator: "\n")
        if indices.byExpressions[name] == nil {
            var index: [[Value]: [Resource]] = [:]
            for resource in resources {
                var values = [Value]()
                for expression in expressions {
                    guard let value = resolver.evaluate(expression, on: resource) else { return nil }
                    values.append(value)
                }
                index[values, default: []].append(resource)
            }
            indices.byExpressions[name] = index
        }
        let index = indices.byExpressions[name]!
        var found = (index[wanted] ?? []).enumerated().map {
            (key: Value.integer($0.offset), resource: Result<Resource, UnseenMark>.success($0.element))
        }
        // What may match because a part of it is unseen.
        for (values, _) in index {
            if let unseen = values.lazy.compactMap(\.firstUnseen).first {
                found.append((.integer(found.count), .failure(UnseenMark(unseen: unseen))))
            }
        }
        return found + rest
    }
}

extension Resolver {
    /// The resources of `type` in `region` (the home region for a global type); nil while calls are missing.
    public func resources(of type: ResourceType, region: String) -> ResourceList? {
        let key = ListingKey(type: type.id, region: region)
        if let known = listings[key] { return known }
        guard let list = list(type, region) else { return nil }
        listings[key] = list
        return list
    }

    private func list(_ type: ResourceType, _ region: String) -> ResourceList? {
        guard let listing = type.list else {
            let only = Resource(
                type: type, name: setting.account, account: setting.account, region: region, item: .null,
                parent: nil,
                isListed: true)
            if let name = render(.template(type.name, reads: [], variableReads: [:]), on: only)?.string {
                let named = Resource(
                    type: type, name: name, account: setting.account, region: region, item: .null,
                    parent: nil,
                    isListed: true)
                address(named)
                return ResourceList(resources: [named], incomplete: nil)
            }
            return ResourceList(resources: [only], incomplete: nil)
        }
        guard let parentName = listing.parent else {
            guard case .call(let read) = listing.source,
                let elements = elements(read, listing, type, region, parent: nil)
            else { return nil }
            return named(elements.map { ($0, nil) }, type, listing, region)
        }
        guard let parentType = types[parentName], let parents = resources(of: parentType, region: region)
        else {
            return nil
        }
        var isReady = true
        var elements: [(Value, Resource?)] = parents.incomplete.map { [(.unseen($0), nil)] } ?? []
        for parent in parents.resources {
            let inner: [Value]?
            switch listing.source {
            case .attribute: inner = evaluate(listing.each, on: parent).map { $0.asElements }
            case .call(let read): inner = self.elements(read, listing, type, region, parent: parent)
            }
            guard let inner else {
                isReady = false
                continue
            }
            elements += inner.map { ($0, parent) }
        }
        return isReady ? named(elements, type, listing, region) : nil
    }

    /// The elements that a listing's call gives; an unseen one stands for those that nobody saw.
    private func elements(
        _ read: Read, _ listing: Listing, _ type: ResourceType, _ region: String, parent: Resource?
    ) -> [Value]? {
        let asker = Resource(
            type: type, name: "", account: setting.account, region: region, item: .null, parent: parent,
            isListed: true)
        guard let parameters = parameters(of: read, { self.render($0, on: asker) }) else { return nil }
        switch parameters {
        case .absent: return []
        case .unseen(let unseen): return [.unseen(unseen)]
        case .asked(let parameters):
            let call = call(read, parameters, region: region)
            guard let answer = answers[call.key] else {
                missing.append(call)
                return nil
            }
            var rest: Value?
            if let refusal = answer.refusal {
                if answer.pages.isEmpty,
                    read.absentOn.contains(refusal.code) || read.goneOn.contains(refusal.code)
                {
                    return []
                }
                rest = .unseen(listingGap(call.key, type, parent, refusal))
            }
            var elements = picked(listing.each.expression, answer.pages, nil, region).asElements
            elements = elements.map { element in
                if let path = read.always.first(where: { !element.has($0.steps[...]) }), element.object != nil
                {
                    return .unseen(
                        listingGap(
                            call.key, type, parent,
                            Refusal(
                                code: "incomplete-answer",
                                message: "an element has no \(path), which AWS always sends")))
                }
                return read.types.isEmpty
                    ? element : converted(element, read.types, asker, call: call.key.call, call.key)
            }
            return elements + (rest.map { [$0] } ?? [])
        }
    }

    private func listingGap(
        _ key: Exchange.Key, _ type: ResourceType, _ parent: Resource?, _ refusal: Refusal
    ) -> Unseen {
        let of = parent.map { " of \($0.name)" } ?? ""
        return answers.unseen(
            Gap(
                account: key.account, region: key.region, call: key.call, parameters: key.parameters,
                code: refusal.code, message: refusal.message,
                unseen: "the list of \(type.title) resources\(of)",
                requestID: refusal.requestID))
    }

    private func named(
        _ elements: [(Value, Resource?)], _ type: ResourceType, _ listing: Listing, _ region: String
    ) -> ResourceList? {
        var resources = [Resource]()
        var names = Set<String>()
        var unseen = [Int]()
        for (element, parent) in elements {
            if case .unseen(let mark) = element {
                unseen += mark.gaps
                continue
            }
            var item = element
            if let named = listing.named, case .string = element {
                item = .object(Object([(named, element)]))
            }
            let bare = Resource(
                type: type, name: "", account: setting.account, region: region, item: item, parent: parent,
                isListed: true)
            guard
                let name = render(
                    .template(
                        type.name, reads: [["item"], ["parent", "id"], ["parent", "arn"]], variableReads: [:]),
                    on: bare)
            else { return nil }
            if case .unseen(let mark) = name {
                unseen += mark.gaps
                continue
            }
            guard let text = name.string ?? name.int.map(String.init), !text.isEmpty,
                names.insert(text).inserted
            else {
                let what =
                    name.string.map { $0.isEmpty ? "an empty name" : "the name \($0) twice" } ?? "no name"
                unseen +=
                    answers.unseen(
                        Gap(
                            account: setting.account, region: region, call: type.id, code: "bad-id",
                            message: "the listing shows \(what)", unseen: "a \(type.title)")
                    ).gaps
                continue
            }
            let resource = Resource(
                type: type, name: text, account: setting.account, region: region, item: item, parent: parent,
                isListed: true)
            address(resource)
            resources.append(resource)
        }
        let rest = unseen.isEmpty ? nil : Unseen(gaps: Array(Set(unseen)).sorted())
        return ResourceList(resources: resources, incomplete: rest)
    }

    /// Gives `resource` its ARN.
    private func address(_ resource: Resource) {
        let pattern = Pattern.template(
            resource.type.arn, reads: [["id"], ["item"], ["parent", "id"], ["parent", "arn"]],
            variableReads: [:])
        if let arn = render(pattern, on: resource)?.string, arn.hasPrefix("arn:") { resource.arn = arn }
    }

    /// Sees that the region where a globally listed resource lives is known; false while calls are missing.
    public func locate(_ resource: Resource) -> Bool {
        guard let expression = resource.type.region, !resource.isLocated else { return true }
        guard let region = evaluate(expression, on: resource) else { return false }
        if let region = region.string, !region.isEmpty { resource.region = region }
        resource.isLocated = true
        return true
    }
}

extension Value {
    /// The elements of a list, complete or not; of an absent one none.
    var asElements: [Value] {
        switch self {
        case .array(let items): items
        case .null: []
        default: [self]
        }
    }
}
