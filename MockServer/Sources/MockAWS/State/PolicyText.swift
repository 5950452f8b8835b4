import Documents
import ServiceModels

/// A policy document as text, to which statements are added and from which they are taken.
struct PolicyText {
    private var document: Object
    private(set) var statements: [Value]

    /// The policy in `text`; an empty one where there is none.
    init(_ text: String?) {
        document = text.flatMap { try? JSON.parse($0) }?.object ?? Object([("Version", "2012-10-17")])
        let found = document["Statement"]
        statements = found?.array ?? found.map { [$0] } ?? []
    }

    /// The policy as text.
    var text: String {
        var whole = document
        whole["Statement"] = .array(statements)
        return JSON.text(.object(whole))
    }

    func has(_ sid: String) -> Bool { statements.contains { $0["Sid"]?.string == sid } }

    func adding(_ statement: Value) -> PolicyText {
        var copy = self
        copy.statements.append(statement)
        return copy
    }

    func removing(_ sid: String) -> PolicyText {
        var copy = self
        copy.statements.removeAll { $0["Sid"]?.string == sid }
        return copy
    }
}

extension Call {
    /// The statement that an `AddPermission` makes, or the name of the one that a `RemovePermission` takes away.
    var policyStatement: Value? {
        guard let label = text("Label") ?? text("StatementId") else { return nil }
        var statement = Object([("Sid", .string(label))])
        guard operation.name.hasPrefix("Add") else { return .object(statement) }
        statement["Effect"] = "Allow"
        switch service {
        case "lambda":
            statement["Principal"] = principal
            statement["Action"] = parameters["Action"]
            let qualifier = text("Qualifier").map { ":\($0)" } ?? ""
            let function = text("FunctionName") ?? ""
            let arn =
                function.hasPrefix("arn:")
                ? function : "arn:\(partition):lambda:\(region):\(account):function:\(function)"
            statement["Resource"] = .string(arn + qualifier)
            statement["Condition"] = condition
        default:
            let accounts = texts(service == "sns" ? "AWSAccountId" : "AWSAccountIds").map {
                Value.string("arn:\(partition):iam::\($0):root")
            }
            let actions = texts(service == "sns" ? "ActionName" : "Actions").map {
                Value.string("\(service.uppercased()):\($0)")
            }
            statement["Principal"] = ["AWS": accounts.count == 1 ? accounts[0] : .array(accounts)]
            statement["Action"] = actions.count == 1 ? actions[0] : .array(actions)
            let queue = (text("QueueUrl") ?? "").split(separator: "/").last ?? ""
            statement["Resource"] = .string(
                text("TopicArn") ?? "arn:\(partition):sqs:\(region):\(account):\(queue)")
        }
        return .object(statement)
    }

    /// Lambda's principal: anyone, a service, or an account.
    private var principal: Value {
        let text = text("Principal") ?? ""
        if text == "*" { return "*" }
        if text.hasSuffix(".amazonaws.com") { return ["Service": .string(text)] }
        return ["AWS": .string(Int(text) == nil ? text : "arn:\(partition):iam::\(text):root")]
    }

    /// Lambda's conditions.
    private var condition: Value? {
        var all = Object()
        if let account = parameters["SourceAccount"] { all["StringEquals"] = ["AWS:SourceAccount": account] }
        if let arn = parameters["SourceArn"] { all["ArnLike"] = ["AWS:SourceArn": arn] }
        var equals = all["StringEquals"]?.object ?? Object()
        equals["aws:PrincipalOrgID"] = parameters["PrincipalOrgID"]
        equals["lambda:FunctionUrlAuthType"] = parameters["FunctionUrlAuthType"]
        if !equals.isEmpty { all["StringEquals"] = .object(equals) }
        return all.isEmpty ? nil : .object(all)
    }
}
