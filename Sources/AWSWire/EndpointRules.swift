public import Documents

/// Evaluates the rule sets in which AWS publishes where services are reached
/// (<https://smithy.io/2.0/additional-specs/rules-engine/specification.html>).
public struct EndpointRules: Sendable {
    private let rules: Value
    private let partitions: Partitions

    /// The rule set `rules` (botocore's `endpoint-rule-set-1.json`) over AWS's `partitions`.
    public init(_ rules: Value, partitions: Partitions) {
        self.rules = rules
        self.partitions = partitions
    }

    /// What the rules give.
    public struct Result: Sendable, Hashable {
        /// The URL.
        public let url: String
        /// Properties such as `authSchemes`.
        public let properties: Object
        /// Headers, each with its values.
        public let headers: Object
    }

    /// The names of the rule set's parameters.
    public var parameters: [String] { rules["parameters"]?.object?.keys ?? [] }

    private typealias Scope = [String: Value]

    /// The endpoint for `parameters`; those that the rule set does not have are passed over.
    public func resolve(_ parameters: Object) throws(EndpointFailure) -> Result {
        var scope = Scope()
        for parameter in rules["parameters"]?.object ?? Object() {
            if let value = parameters[parameter.key] ?? parameter.value["default"], !value.isNull {
                scope[parameter.key] = value
            } else if parameter.value["required"]?.bool == true {
                throw EndpointFailure("the endpoint needs the parameter \(parameter.key)")
            }
        }
        guard let result = try first(rules["rules"]?.array ?? [], scope, depth: 0) else {
            throw EndpointFailure("no rule gives an endpoint")
        }
        return result
    }

    private static let deepest = 100

    private func first(_ rules: [Value], _ scope: Scope, depth: Int) throws(EndpointFailure) -> Result? {
        guard depth < Self.deepest else { throw EndpointFailure("the rules are nested too deep") }
        for rule in rules {
            var scope = scope
            guard try hold(rule["conditions"]?.array ?? [], &scope) else { continue }
            switch rule["type"]?.string {
            case "tree":
                if let result = try first(rule["rules"]?.array ?? [], scope, depth: depth + 1) {
                    return result
                }
            case "error":
                throw EndpointFailure(try value(rule["error"] ?? .null, scope)?.string ?? "no endpoint")
            default: return try endpoint(rule["endpoint"] ?? .null, scope)
            }
        }
        return nil
    }

    private func endpoint(_ rule: Value, _ scope: Scope) throws(EndpointFailure) -> Result {
        guard let url = try value(rule["url"] ?? .null, scope)?.string else {
            throw EndpointFailure("a rule gives no URL")
        }
        var headers = Object()
        for header in rule["headers"]?.object ?? Object() {
            headers[header.key] = try filled(header.value, scope)
        }
        return Result(
            url: url, properties: try filled(rule["properties"] ?? .null, scope).object ?? Object(),
            headers: headers)
    }

    private func hold(_ conditions: [Value], _ scope: inout Scope) throws(EndpointFailure) -> Bool {
        for condition in conditions {
            let result = try call(condition, scope)
            if result == nil || result == .some(.bool(false)) || result?.isNull == true { return false }
            if let name = condition["assign"]?.string { scope[name] = result }
        }
        return true
    }

    /// An argument: a reference, a call, a template or a literal; nil when it is not set.
    private func value(_ expression: Value, _ scope: Scope) throws(EndpointFailure) -> Value? {
        switch expression {
        case .object(let object):
            if let name = object["ref"]?.string { return scope[name] }
            if object["fn"] != nil { return try call(expression, scope) }
            return try filled(expression, scope)
        case .string(let text): return .string(try template(text, scope))
        case .null: return nil
        default: return expression
        }
    }

    /// A value whose texts are templates, references and calls included.
    private func filled(_ tree: Value, _ scope: Scope) throws(EndpointFailure) -> Value {
        switch tree {
        case .object(let object):
            if object["ref"] != nil || object["fn"] != nil { return try value(tree, scope) ?? .null }
            var out = Object()
            for member in object { out[member.key] = try filled(member.value, scope) }
            return .object(out)
        case .array(let items):
            var out = [Value]()
            for item in items { out.append(try filled(item, scope)) }
            return .array(out)
        case .string(let text): return .string(try template(text, scope))
        default: return tree
        }
    }

    /// Text with `{name}` and `{name#attribute}` filled in; `{{` and `}}` are braces.
    private func template(_ text: String, _ scope: Scope) throws(EndpointFailure) -> String {
        guard text.utf8.contains(123) || text.utf8.contains(125) else { return text }
        var out = ""
        var rest = Substring(text)
        while let character = rest.first {
            if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                out.append(character)
                rest = rest.dropFirst(2)
            } else if character == "{", let close = rest.firstIndex(of: "}") {
                let parts = rest[rest.index(after: rest.startIndex)..<close].split(
                    separator: "#", maxSplits: 1)
                var found = parts.first.flatMap { scope[String($0)] }
                if parts.count > 1 {
                    found = found.flatMap { EndpointFunctions.attribute($0, String(parts[1])) }
                }
                guard let filling = found?.string else {
                    throw EndpointFailure(
                        "the template \(text) has no value for \(parts.joined(separator: "#"))")
                }
                out += filling
                rest = rest[rest.index(after: close)...]
            } else {
                out.append(character)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private func call(_ expression: Value, _ scope: Scope) throws(EndpointFailure) -> Value? {
        let name = expression["fn"]?.string ?? ""
        var arguments = [Value?]()
        for argument in expression["argv"]?.array ?? [] { arguments.append(try value(argument, scope)) }
        if name == "isSet" { return .bool(arguments.first.flatMap { $0 } != nil) }
        if name == "coalesce" { return arguments.lazy.compactMap { $0 }.first }
        if name == "aws.partition" {
            guard let region = arguments.first??.string else { return nil }
            return .object(partitions.outputs(ofRegion: region))
        }
        return try EndpointFunctions.call(name, arguments)
    }
}

/// Why there is no endpoint.
public struct EndpointFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong; often the rule set's own words.
    public let message: String
    /// A failure.
    public init(_ message: String) { self.message = message }
    /// What is wrong.
    public var description: String { message }
}
