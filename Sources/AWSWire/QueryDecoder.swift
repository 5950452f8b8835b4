import Documents
import ServiceModels

/// Reads the form of a request of the query and ec2 protocols by its shapes.
struct QueryDecoder {
    let form: QueryForm
    let isEC2: Bool

    /// What `place` says stands in messages alone, and is made for them.
    func structure(_ node: QueryForm.Node, _ structure: Structure, _ place: () -> String?)
        throws(WireFailure) -> Object
    {
        var members = [Object.Member]()
        for member in structure.members {
            guard let child = child(node, member) else { continue }
            let inner = try value(child, member) { place().map { "\($0).\(member.name)" } ?? member.name }
            members.append((member.name, inner))
        }
        return Object(members)
    }

    private func child(_ node: QueryForm.Node, _ member: Member) -> QueryForm.Node? {
        if isEC2 { return form.child(node, QueryEncoder.ec2Name(member)) }
        if member.traits.isFlattened, member.traits.locationName == nil,
            case .list(let element) = member.shape.kind, let inner = element.traits.locationName,
            let child = form.child(node, inner)
        {
            return child
        }
        return form.child(node, member.wireName)
    }

    private func value(_ node: QueryForm.Node, _ member: Member, _ place: () -> String) throws(WireFailure)
        -> Value
    {
        if member.shape.isText { return .string(form.value(node) ?? "") }
        switch member.shape.kind {
        case .structure(let structure): return .object(try self.structure(node, structure, place))
        case .list(let element):
            let inner =
                isEC2 || member.traits.isFlattened
                ? node : form.child(node, element.traits.locationName ?? "member")
            // Some clients write `member` for elements that the model gives another name.
            guard let list = inner ?? form.child(node, "member") else { return .array([]) }
            var values = [Value]()
            for (index, item) in form.numbered(list).enumerated() {
                values.append(try value(item, element) { "\(place()).\(index + 1)" })
            }
            return .array(values)
        case .map(let key, let element):
            var object = Object()
            guard let entries = member.traits.isFlattened ? node : form.child(node, "entry") else {
                return .object(object)
            }
            for entry in form.numbered(entries) {
                guard let named = form.child(entry, key.traits.locationName ?? "key"),
                    let name = form.value(named),
                    let child = form.child(entry, element.traits.locationName ?? "value")
                else { continue }
                object[name] = try value(child, element) { "\(place()).\(name)" }
            }
            return .object(object)
        default: return try Scalar.value(form.value(node) ?? "", member, place())
        }
    }
}
