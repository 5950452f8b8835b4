import Checks
public import Documents

extension Resolver {
    /// A copy of `resource` in which the elements under the keys of `changes` at `path` are replaced; null takes one
    /// away, a null key stands for the value itself.
    public func replacing(_ path: [String], _ changes: [(key: Value, after: Value)], of resource: Resource)
        -> Resource
    {
        let copy = Resource(
            type: resource.type, name: resource.name, account: resource.account, region: resource.region,
            item: path.first == "item"
                ? changes.reduce(resource.item) { $0.replacing(path.dropFirst(), $1.key, $1.after) }
                : resource.item,
            parent: resource.parent, isListed: resource.isListed)
        copy.arn = resource.arn
        // What is worked out of other attributes is worked out again.
        copy.known = resource.known.filter { name in
            if case .derived? = resource.type.attribute(name)?.kind { name == path.first } else { true }
        }
        copy.isGone = resource.isGone
        guard let first = path.first, first != "item", let known = known(first, of: resource) else {
            return copy
        }
        switch known {
        case .value(let value):
            copy.known[first] = .value(
                changes.reduce(value) { $0.replacing(path.dropFirst(), $1.key, $1.after) })
        case .resource(let other):
            if path.count > 1 {
                copy.known[first] = .resource(replacing(Array(path.dropFirst()), changes, of: other))
            } else if changes.contains(where: \.after.isNull) {
                copy.known[first] = .value(.null)
            }
        case .resources(let others):
            let gone = changes.filter(\.after.isNull).map(\.key)
            copy.known[first] = .resources(others.filter { !gone.contains($0.key) })
        }
        return copy
    }
}

extension Value {
    fileprivate func replacing(_ path: ArraySlice<String>, _ key: Value, _ after: Value) -> Value {
        guard let name = path.first else {
            switch (self, key) {
            case (_, .null): return after
            case (.object(var object), .string(let name)):
                object[name] = after.isNull ? Value?.none : after
                return .object(object)
            case (.array(var items), .integer(let place)) where items.indices.contains(place):
                if after.isNull { items.remove(at: place) } else { items[place] = after }
                return .array(items)
            default: return self
            }
        }
        guard case .object(var object) = self else {
            return isNull && !after.isNull
                ? .object(Object([(name, Value.null.replacing(path.dropFirst(), key, after))])) : self
        }
        object[name] = (object[name] ?? .null).replacing(path.dropFirst(), key, after)
        return .object(object)
    }
}
