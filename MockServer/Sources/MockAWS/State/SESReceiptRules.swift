import AWSWire
import Documents
import ServiceModels

/// The rules for mail that SES receives, in one account and region.
struct ReceiptRules: Sendable {
    /// The rule sets by name, as `DescribeReceiptRuleSet` shows them.
    var sets = Object()
    /// The name of the set that is in use.
    var active: String?

    /// The answer to a call of SES v1; nil where it is not about receiving.
    mutating func answer(_ call: Call) throws(ServiceError) -> Object? {
        switch call.operation.name {
        case "ListReceiptRuleSets":
            let (range, next) = try call.page(sets.count, limit: nil, most: 100)
            var output = Object([
                ("RuleSets", .array(sets.values[range].compactMap { $0["Metadata"] }))
            ])
            if let next { output["NextToken"] = .string(next) }
            return output
        case "DescribeReceiptRuleSet": return try set(call)
        case "DescribeActiveReceiptRuleSet":
            return active.flatMap { sets[$0]?.object } ?? Object()
        case "DescribeReceiptRule":
            let rules = try rules(call)
            return Object([("Rule", rules[try place(of: try call.need("RuleName"), rules)])])
        case "CreateReceiptRuleSet", "CloneReceiptRuleSet": return try create(call)
        case "DeleteReceiptRuleSet":
            let name = try call.need("RuleSetName")
            guard name != active else {
                throw ServiceError(
                    code: "CannotDelete", message: "Cannot delete active rule set: \(name)", status: 400,
                    members: Object([("Name", .string(name))]))
            }
            sets[name] = nil
            return Object()
        case "SetActiveReceiptRuleSet":
            if call.text("RuleSetName") != nil { _ = try set(call) }
            active = call.text("RuleSetName")
            return Object()
        case "CreateReceiptRule", "UpdateReceiptRule", "DeleteReceiptRule", "SetReceiptRulePosition",
            "ReorderReceiptRuleSet":
            var document = try set(call)
            document["Rules"] = .array(try changed(try rules(call), call))
            sets[try call.need("RuleSetName")] = .object(document)
            return Object()
        default: return nil
        }
    }

    private mutating func create(_ call: Call) throws(ServiceError) -> Object {
        let name = try call.need("RuleSetName")
        guard sets[name] == nil else { throw Self.exists("Rule set", name) }
        var rules: Value = .array([])
        if let original = call.text("OriginalRuleSetName") {
            guard let set = sets[original] else { throw Self.absent("Rule set", "RuleSet", original) }
            rules = set["Rules"] ?? rules
        }
        sets[name] = [
            "Metadata": ["Name": .string(name), "CreatedTimestamp": .string(call.at.iso8601)], "Rules": rules,
        ]
        return Object()
    }

    private func changed(_ rules: [Value], _ call: Call) throws(ServiceError) -> [Value] {
        var rules = rules
        switch call.operation.name {
        case "DeleteReceiptRule":
            let name = try call.need("RuleName")
            rules.removeAll { $0["Name"]?.string == name }
            return rules
        case "ReorderReceiptRuleSet":
            var ordered = [Value]()
            for name in call.texts("RuleNames") { ordered.append(rules[try place(of: name, rules)]) }
            guard ordered.count == rules.count else {
                throw call.words.invalid("Rule names must name every rule.")
            }
            return ordered
        case "SetReceiptRulePosition":
            let rule = rules.remove(at: try place(of: try call.need("RuleName"), rules))
            return try inserted(rule, in: rules, call)
        default: break
        }
        guard var rule = call.parameters["Rule"]?.object, let name = rule["Name"]?.string else {
            throw call.words.invalid("A rule has a name.")
        }
        // What is not given has its default, and answers show it.
        for (member, standard): (String, Value) in [
            ("Enabled", false), ("TlsPolicy", "Optional"), ("ScanEnabled", false),
        ] where rule[member] == nil { rule[member] = standard }
        guard call.operation.name == "CreateReceiptRule" else {
            rules[try place(of: name, rules)] = .object(rule)
            return rules
        }
        guard !rules.contains(where: { $0["Name"]?.string == name }) else { throw Self.exists("Rule", name) }
        return try inserted(.object(rule), in: rules, call)
    }

    private func inserted(_ rule: Value, in rules: [Value], _ call: Call) throws(ServiceError) -> [Value] {
        var rules = rules
        let after = try call.text("After").map { (name) throws(ServiceError) in try place(of: name, rules) + 1
        }
        rules.insert(rule, at: after ?? 0)
        return rules
    }

    private func set(_ call: Call) throws(ServiceError) -> Object {
        let name = try call.need("RuleSetName")
        guard let set = sets[name]?.object else { throw Self.absent("Rule set", "RuleSet", name) }
        return set
    }

    private func rules(_ call: Call) throws(ServiceError) -> [Value] { try set(call)["Rules"]?.array ?? [] }

    private func place(of name: String, _ rules: [Value]) throws(ServiceError) -> Int {
        guard let place = rules.firstIndex(where: { $0["Name"]?.string == name }) else {
            throw Self.absent("Rule", "Rule", name)
        }
        return place
    }

    private static func absent(_ kind: String, _ code: String, _ name: String) -> ServiceError {
        ServiceError(
            code: "\(code)DoesNotExist", message: "\(kind) does not exist: \(name)", status: 400,
            members: Object([("Name", .string(name))]))
    }

    private static func exists(_ kind: String, _ name: String) -> ServiceError {
        ServiceError(
            code: "AlreadyExists", message: "\(kind) already exists: \(name)", status: 400,
            members: Object([("Name", .string(name))]))
    }

    /// Takes over what a recorded answer shows.
    mutating func seed(_ operation: String, _ parameters: Object, _ output: Object) {
        switch operation {
        case "ListReceiptRuleSets":
            for item in output["RuleSets"]?.array ?? [] {
                if let name = item["Name"]?.string, sets[name] == nil {
                    sets[name] = ["Metadata": item, "Rules": []]
                }
            }
        case "DescribeReceiptRuleSet", "DescribeActiveReceiptRuleSet":
            guard let name = output["Metadata"]?["Name"]?.string ?? parameters["RuleSetName"]?.string else {
                return
            }
            var set = sets[name]?.object ?? Object([("Metadata", ["Name": .string(name)])])
            for member in output { set[member.key] = member.value }
            sets[name] = .object(set)
            if operation == "DescribeActiveReceiptRuleSet" { active = name }
        case "DescribeReceiptRule":
            guard let name = parameters["RuleSetName"]?.string, let rule = output["Rule"] else { return }
            var set = sets[name]?.object ?? Object([("Metadata", ["Name": .string(name)])])
            var rules = set["Rules"]?.array ?? []
            if !rules.contains(where: { $0["Name"] == rule["Name"] }) { rules.append(rule) }
            set["Rules"] = .array(rules)
            sets[name] = .object(set)
        default: break
        }
    }
}
