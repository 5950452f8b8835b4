/// What botocore's definition of a shape says, read in one pass.
struct ShapeDefinition {
    var type: String?
    var isDocument = false
    /// Of a structure.
    var members: JSONView?
    var required: [String] = []
    var payload: String?
    var isUnion = false
    var isException: Bool?
    var error: JSONView?
    var isServerFault: Bool?
    /// Of a list, and of a map.
    var element: JSONView?
    var key: JSONView?
    var value: JSONView?
    /// Of text.
    var values: [String] = []

    init(_ definition: JSONView) {
        for (name, value) in definition.members {
            switch name {
            case "type": type = value.string
            case "members": members = value
            case "required": required = value.strings
            case "payload": payload = value.string
            case "document": isDocument = value.bool ?? false
            case "union": isUnion = value.bool ?? false
            case "exception": isException = value.bool
            case "error": error = value
            case "fault": isServerFault = value.bool
            case "member": element = value
            case "key": key = value
            case "value": self.value = value
            case "enum": values = value.strings
            default: break
            }
        }
    }
}
