import Documents
import ServiceModels

extension ValueType {
    /// The type that a node names; nil when it names none, which the form has noted.
    init?(_ node: YAML.Node) {
        switch node.text {
        case "string": self = .string
        case "integer": self = .integer
        case "number": self = .number
        case "boolean": self = .boolean
        case "time": self = .time
        case "policy": self = .policy
        case "policy-url": self = .policyURL
        case "tags": self = .tags
        case nil:
            if node["enum"] != nil {
                self = .enumeration(node.texts("enum"))
            } else if let members = node["json"]?.members {
                var types: [String: ValueType] = [:]
                for member in members {
                    guard let type = ValueType(member.value) else { return nil }
                    types[member.key.text!] = type
                }
                self = .json(types)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// Whether text (or, of tags, a list or map) of a model can be read as this type.
    func corrects(_ type: StaticType) -> Bool {
        if type.isOpen { return true }
        switch self {
        case .tags:
            switch type {
            case .map: return true
            case .list(let element): return element.type.isOpen || element.type.value != nil
            case .shape(let shape, _): if case .map = shape.kind { return true } else { return false }
            default: return false
            }
        case .time: return type.isText || type.isNumber
        case .number, .integer: return type.isText || type.isNumber
        case .boolean: return type.isText || type.isBoolean
        default: return type.isText
        }
    }
}
