public import Documents

/// One line in, one line out: policies of a resource as JSON, judged, as JSON.
///
/// Fields in: `id resource_type resource_arn account trusted_accounts org_id policy extra_policies`; others are ignored.
/// Fields out: `id verdict actions witness notes`, and `at_least at_most` where the verdict is undecided.
public enum CorpusLine {
    /// The line for `line`, whatever that contains; without line ends.
    public static func answer(_ line: [UInt8], now: Timestamp = ResourceContext.fixedNow) -> [UInt8] {
        let value: Value
        do throws(JSON.Failure) { value = try JSON.parse(line) } catch {
            return refusal("the line is no JSON: \(error)")
        }
        var out = [UInt8]()
        JSON.write(answer(value, now: now), to: &out)
        return out
    }

    /// The line for one that can't be read, with the reason.
    public static func refusal(_ reason: String) -> [UInt8] {
        var out = [UInt8]()
        JSON.write(invalid(.null, reason), to: &out)
        return out
    }

    /// The answer to a parsed line.
    public static func answer(_ value: Value, now: Timestamp = ResourceContext.fixedNow) -> Value {
        guard case .object(let record) = value else { return invalid(.null, "the line is no object") }
        let id = record["id"] ?? .null
        guard let policy = record["policy"] else { return invalid(id, "there is no policy") }
        let arn = record["resource_arn"]?.string ?? ""
        let kind =
            record["resource_type"]?.string.map { ResourceKind(word: $0) } ?? ResourceContext.kind(ofARN: arn)
        let context = ResourceContext(
            kind: kind, arn: arn,
            account: account(record["account"]) ?? ARN(arn).map { String($0.account) } ?? "",
            trustedAccounts: (record["trusted_accounts"]?.array ?? []).compactMap(account),
            organizationID: record["org_id"]?.string, now: now)
        let extra: [Value]
        switch record["extra_policies"] {
        case .array(let items)?: extra = items
        case .object(let items)? where items["Statement"] == nil: extra = items.values
        case .null?, nil: extra = []
        case let one?: extra = [one]
        }
        let all = [policy] + extra
        let analysis = analyse(
            all.map { PolicyDocument($0, kind: kind) },
            names: all.indices.map { $0 == 0 ? "policy" : "extra_policies[\($0 - 1)]" },
            of: context, isDetailed: false)
        var out = Object()
        out["id"] = id
        out["verdict"] = .string(analysis.verdict.rawValue)
        if analysis.verdict == .undecided {
            out["at_least"] = .string(analysis.atLeast.rawValue)
            out["at_most"] = .string(analysis.atMost.rawValue)
        }
        out["actions"] = .array(analysis.actions.map { .string($0) })
        out["witness"] = analysis.witness.map(\.value) ?? .null
        out["notes"] = .array(analysis.notes.map { .string($0) })
        return .object(out)
    }

    private static func account(_ value: Value?) -> String? {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?:
            String(repeating: "0", count: max(0, 12 - String(number).count)) + String(number)
        default: nil
        }
    }

    private static func invalid(_ id: Value, _ note: String) -> Value {
        ["id": id, "verdict": "invalid", "actions": [], "witness": nil, "notes": [.string(note)]]
    }
}

extension Witness {
    /// The witness as data.
    public var value: Value {
        var out = Object()
        var principal = Object()
        switch request.caller {
        case .unsigned: principal["Unsigned"] = true
        case .identity(let arn): principal["AWS"] = .string(arn)
        case .session(let arn, _): principal["AWS"] = .string(arn)
        case .service(let name): principal["Service"] = .string(name)
        case .federated(let name): principal["Federated"] = .string(name)
        case .canonicalUser(let id): principal["CanonicalUser"] = .string(id)
        case .special(let arn): principal["AWS"] = .string(arn)
        }
        out["principal"] = .object(principal)
        if let onBehalfOf { out["on_behalf_of"] = .string(onBehalfOf) }
        out["action"] = .string(request.action)
        out["resource"] = .string(request.resource)
        var context = Object()
        for item in request.context.items {
            let values = item.values
            context[item.key] = values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) })
        }
        out["context"] = .object(context)
        out["absent"] = .array(absent.map { .string($0) })
        if verdict != .nobody { out["class"] = .string(verdict.rawValue) }
        out["statements"] = .array(statements.map(\.value))
        out["sentence"] = .string(sentence)
        return .object(out)
    }
}

extension StatementPlace {
    /// The place as data.
    public var value: Value {
        ["policy": .string(policy), "index": .integer(index), "sid": sid.map { .string($0) } ?? .null]
    }
}
