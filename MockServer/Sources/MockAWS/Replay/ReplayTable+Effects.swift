import AWSWire
import Documents
import ServiceModels

/// Changes to what is recorded: later answers show what a call has changed.
extension ReplayTable {
    /// The groups whose recordings answer in the account and region of `call`.
    func groups(_ call: Call, _ operation: String) -> [Group] {
        [call.account, ""].flatMap { account in
            [call.region, "global", ""].map {
                Group(account: account, region: $0, call: "\(call.service):\(operation)")
            }
        }
    }

    /// Carries out what `call` changes, and gives its output; nil where no effect of it is known.
    ///
    /// - Throws: the service's error for a thing that does not exist, or for what can't be added twice.
    mutating func change(_ call: Call, _ model: ServiceModel) throws(ServiceError) -> Object? {
        guard let effects = Effect.all[call.name] else { return nil }
        var touched = Object()
        var isKnown = false
        var isRecorded = false
        for effect in effects {
            let keys = Object(
                effect.keys.compactMap { key in call.parameters[key.write].map { (key.read, $0) } })
            var isMet = false
            for group in groups(call, effect.read) {
                for place in entries[group]?.indices ?? 0..<0 {
                    isRecorded = true
                    let question = entries[group]![place].question
                    guard keys.allSatisfy({ Self.mean(question[$0.key], $0.value) }) else { continue }
                    isMet = true
                    for at in entries[group]![place].answers.indices {
                        let old = entries[group]![place].answers[at]
                        let new = try Self.answer(old, after: effect, call, model)
                        if case .output(let output) = new { touched = output }
                        replace(group, place, at, by: new)
                    }
                }
            }
            isKnown = isKnown || isMet
            // What was never asked for is there from now on, where the change says all of it.
            if !isMet, case .set = effect.change, effect.path.count == 1, keys.count == effect.keys.count,
                let thing = keys.values.first?.string, isMentioned(thing, call)
            {
                isKnown = true
                let group = Group(
                    account: call.account, region: call.region, call: "\(call.service):\(effect.read)")
                add(group, keys, .output(effect.changed(Object(), by: call)))
            }
        }
        if !isKnown, let missing = absence(call, model, isRecorded: isRecorded) { throw missing }
        guard isKnown else { return nil }
        return Self.output(of: call, touched)
    }

    private static func answer(_ old: Answer, after effect: Effect, _ call: Call, _ model: ServiceModel)
        throws(ServiceError) -> Answer
    {
        if case .gone(let code, let status, let message) = effect.change {
            return .error(ServiceError(code: code, message: message, status: status))
        }
        let before: Object
        switch old {
        case .output(let output): before = output
        // A thing that was not there is made by what is put there; a refusal stays.
        case .error(let error) where error.meansAbsence && effect.adds: before = Object()
        case .error(let error) where error.meansAbsence && effect.source == .statement: throw error
        default: return old
        }
        if effect.source == .statement, let sid = call.policyStatement?["Sid"]?.string {
            let text = effect.path.reduce(Value.object(before) as Value?) { $0?[$1] }?.string
            let has = PolicyText(text).has(sid)
            if case .add = effect.change, has, call.service == "lambda" {
                throw ServiceError(
                    code: "ResourceConflictException",
                    message:
                        "The statement id (\(sid)) provided already exists. Please provide a new statement id, "
                        + "or remove the existing statement.", status: 409)
            }
            if case .remove = effect.change, !has {
                throw model.absence(of: call) ?? call.words.invalid("Label")
            }
        }
        let after = effect.changed(before, by: call)
        // A policy without statements is none.
        if effect.source == .statement, effect.path.count == 1, after[effect.path[0]] == nil,
            let error = model.absence(of: call)
        {
            return .error(error)
        }
        return .output(after)
    }

    /// What a changing call answers: parameters that come back, and what is known of what it changed.
    private static func output(of call: Call, _ touched: Object) -> Object {
        var output = Object()
        for member in call.operation.output?.structure?.members ?? .empty {
            if member.name == "Statement", let statement = call.policyStatement {
                output["Statement"] = .string(JSON.text(statement))
            } else {
                output[member.name] = call.parameters[member.name] ?? touched[member.name]
            }
        }
        return output
    }

    /// The service's error for the thing that `call` is about, where the recordings say that there is none: its kind is
    /// recorded, and no listing names it.
    func absence(_ call: Call, _ model: ServiceModel, isRecorded: Bool? = nil) -> ServiceError? {
        let required = call.operation.input?.structure?.required ?? []
        guard let thing = required.compactMap({ call.text($0) }).first,
            isRecorded
                ?? groups(call, call.operation.name).contains(where: { entries[$0]?.isEmpty == false }),
            !isMentioned(thing, call)
        else { return nil }
        return model.absence(of: call)
    }

    /// Whether what is recorded in the account of `call` names the thing, or asks for it.
    private func isMentioned(_ thing: String, _ call: Call) -> Bool {
        entries.contains { group, all in
            (group.account == call.account || group.account.isEmpty)
                && (group.region == call.region || group.region == "global" || group.region.isEmpty)
                && group.call.hasPrefix(call.service + ":")
                && all.contains { entry in
                    entry.question.contains { Self.mean($0.value, .string(thing)) && $0.value.string != nil }
                        || entry.answers.contains { answer in
                            if case .output(let output) = answer {
                                Self.names(.object(output), .string(thing))
                            } else {
                                false
                            }
                        }
                }
        }
    }

    private static func names(_ value: Value, _ thing: Value) -> Bool {
        switch value {
        case .object(let object): object.contains { names($0.value, thing) }
        case .array(let items): items.contains { names($0, thing) }
        case .string: mean(value, thing)
        default: false
        }
    }

    /// Whether both mean the same thing: equal, or one is an ARN that ends in the other. What is not given means
    /// whatever is the default.
    static func mean(_ a: Value?, _ b: Value?) -> Bool {
        guard let a, let b else { return true }
        if a == b { return true }
        guard let a = a.string, let b = b.string, a.hasPrefix("arn:") != b.hasPrefix("arn:") else {
            return false
        }
        let (arn, name) = a.hasPrefix("arn:") ? (a, b) : (b, a)
        guard arn.hasSuffix(name) else {
            // The ARN of a secret ends in six characters that its name has not.
            return arn.contains(":secretsmanager:") && arn.dropLast(7).hasSuffix(":" + name)
        }
        return arn.dropLast(name.count).hasSuffix("/") || arn.dropLast(name.count).hasSuffix(":")
    }
}

extension Effect {
    /// Whether it puts something there.
    var adds: Bool {
        switch change {
        case .set, .setIfGiven, .add: true
        case .remove, .gone: false
        }
    }
}
