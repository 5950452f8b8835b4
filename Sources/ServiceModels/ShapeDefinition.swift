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
            if name == "type" {
                type = value.string
            } else if name == "members" {
                members = value
            } else if name == "required" {
                required = value.strings
            } else if name == "payload" {
                payload = value.string
            } else if name == "document" {
                isDocument = value.bool ?? false
            } else if name == "union" {
                isUnion = value.bool ?? false
            } else if name == "exception" {
                isException = value.bool
            } else if name == "error" {
                error = value
            } else if name == "fault" {
                isServerFault = value.bool
            } else if name == "member" {
                element = value
            } else if name == "key" {
                key = value
            } else if name == "value" {
                self.value = value
            } else if name == "enum" {
                values = value.strings
            }
        }
    }
}
