import Documents
import ServiceModels

/// Reads the form of a request of the query and ec2 protocols: the names' dots make a tree, the shapes read it.
struct QueryDecoder {
    let isEC2: Bool

    /// A name's parts below one another.
    final class Node {
        var value: String?
        var children: [String: Node] = [:]
        var order: [String] = []
        /// The numbered children in the order of their numbers.
        var numbered: [Node] {
            children.compactMap { name, node in Int(name).map { ($0, node) } }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static let deepest = 64

    static func tree(_ pairs: [(name: String, value: String)]) throws(WireFailure) -> Node {
        let root = Node()
        for pair in pairs {
            var node = root
            let parts = pair.name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count <= deepest else {
                throw WireFailure(.message, "a parameter's name has too many parts")
            }
            for part in parts {
                let part = String(part)
                if node.children[part] == nil {
                    node.children[part] = Node()
                    node.order.append(part)
                }
                node = node.children[part]!
            }
            node.value = pair.value
        }
        return root
    }

    func structure(_ node: Node, _ structure: Structure, _ place: String) throws(WireFailure) -> Object {
        var object = Object()
        for member in structure.members {
            var names = isEC2 ? [QueryEncoder.ec2Name(member)] : [member.wireName]
            if case .list(let element) = member.shape.kind, member.traits.isFlattened, !isEC2,
                member.traits.locationName == nil, let inner = element.traits.locationName
            {
                names.insert(inner, at: 0)
            }
            guard let child = names.lazy.compactMap({ node.children[$0] }).first else { continue }
            object[member.name] = try value(
                child, member, place.isEmpty ? member.name : "\(place).\(member.name)")
        }
        return object
    }

    private func value(_ node: Node, _ member: Member, _ place: String) throws(WireFailure) -> Value {
        switch member.shape.kind {
        case .structure(let structure): return .object(try self.structure(node, structure, place))
        case .list(let element):
            let inner =
                isEC2 || member.traits.isFlattened
                ? node : node.children[element.traits.locationName ?? "member"]
            // Some clients write `member` for elements that the model gives another name.
            let items = (inner ?? node.children["member"])?.numbered ?? []
            var values = [Value]()
            for (index, item) in items.enumerated() {
                values.append(try value(item, element, "\(place).\(index + 1)"))
            }
            return .array(values)
        case .map(let key, let element):
            var object = Object()
            for entry in (member.traits.isFlattened ? node : node.children["entry"])?.numbered ?? [] {
                guard let name = entry.children[key.traits.locationName ?? "key"]?.value else { continue }
                guard let child = entry.children[element.traits.locationName ?? "value"] else { continue }
                object[name] = try value(child, element, "\(place).\(name)")
            }
            return .object(object)
        default: return try Scalar.value(node.value ?? "", member, place)
        }
    }
}
