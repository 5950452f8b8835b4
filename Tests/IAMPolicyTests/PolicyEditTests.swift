import Documents
import IAMPolicy
import Testing

private let topic = "arn:aws:sns:us-east-1:111122223333:orders"
private let context = ResourceContext(
    kind: .snsTopic, arn: topic, account: "111122223333", trustedAccounts: ["444455556666"],
    organizationID: "o-a1b2c3d4e5")

private func statement(_ sid: String, _ principal: Value, _ more: Value = [:]) -> Value {
    let base: Value = [
        "Sid": .string(sid), "Effect": "Allow", "Principal": principal, "Action": "sns:Publish",
        "Resource": .string(topic),
    ]
    var out = base.object ?? Object()
    for member in more.object?.members ?? [] { out[member.key] = member.value }
    return .object(out)
}

private func policy(_ statements: Value...) -> Value {
    ["Version": "2012-10-17", "Statement": .array(statements)]
}

private let open = statement("open", "*")
private let partner = statement("partner", ["AWS": "999900001111"])
private let deputy = statement("deputy", ["Service": "s3.amazonaws.com"])

private func edit(_ document: Value, among others: [(name: String, document: Value)] = []) throws
    -> PolicyEdit
{
    try #require(PolicyEdit(document, among: others, of: context))
}

private func document(_ edited: Edited) throws -> Value {
    guard case .document(let value) = edited else {
        Issue.record("no document: \(edited)")
        return .null
    }
    return value
}

private func verdict(_ document: Value) -> Verdict {
    analyse(policies: [("policy", document)], of: context).verdict
}

private func publishes(_ account: String, _ document: Value) throws -> Bool {
    let caller = try #require(Simulation.caller("arn:aws:iam::\(account):role/app"))
    let request = Simulation.request(caller, "sns:Publish", resource: topic, of: context, context: [])
    return Evaluator([PolicyDocument(document, kind: .snsTopic)]).evaluate(request).decision == .allow
}

@Suite struct PolicyEditTests {
    @Test func `restricting to the account keeps strangers out and named principals in`() throws {
        let before = policy(open, partner, deputy)
        let after = try document(edit(before).restrict(from: .anyone, to: .account))
        #expect(verdict(after) == .confusedDeputy)
        #expect(try publishes("999900001111", after))
        #expect(try publishes("111122223333", after))
        #expect(try !publishes("666677778888", after))
        // What lets nobody in that should not be let in is left as it was.
        #expect(after["Statement"]?.array?[1] == partner)
        #expect(after["Statement"]?.array?[2] == deputy)
    }

    @Test func `restricting to the organisation leaves its members`() throws {
        let after = try document(edit(policy(open)).restrict(from: .anyone, to: .organization))
        #expect(verdict(after) == .trusted)
    }

    @Test func `a service is restricted by what it acts for`() throws {
        let after = try document(edit(policy(deputy)).restrict(from: .services, to: .account))
        #expect(verdict(after) == .nobody)
        let condition = after["Statement"]?.array?[0]["Condition"]
        #expect(condition == ["StringEquals": ["aws:SourceAccount": "111122223333"]])
    }

    @Test func `a condition that the statement has is kept`() throws {
        let narrowed = statement("open", "*", ["Condition": ["Bool": ["aws:SecureTransport": "true"]]])
        let after = try document(edit(policy(narrowed)).restrict(from: .anyone, to: .account))
        #expect(after["Statement"]?.array?[0]["Condition"]?["Bool"] == ["aws:SecureTransport": "true"])
        #expect(verdict(after) == .nobody)
    }

    @Test func `removing drops what lets a class in and no more`() throws {
        #expect(try edit(policy(open, partner)).remove(from: .anyone) == .document(policy(partner)))
        #expect(try edit(policy(partner)).remove(from: .anyone) == .document(policy(partner)))
        #expect(try edit(policy(open)).remove(from: .anyone) == .empty)
        #expect(try edit(policy(open, partner)).remove(from: .untrusted) == .empty)
    }

    @Test func `who is named keeps what everybody but some had`() throws {
        let others: Value = [
            "Effect": "Allow", "NotPrincipal": ["AWS": "111122223333"], "Action": "sns:Publish",
            "Resource": .string(topic),
        ]
        let all = statement("all", ["AWS": ["*", "999900001111"]], ["Action": "sns:Subscribe"])
        let after = try document(edit(policy(all, others)).remove(from: .anyone))
        #expect(verdict(after) == .untrusted)
        #expect(after["Statement"]?.array?.map { $0["Action"] } == ["sns:Subscribe", "sns:Publish"])
        #expect(try publishes("999900001111", after))
        #expect(try !publishes("666677778888", after))
    }

    @Test func `what another policy of the resource opens can't be closed here`() throws {
        let edited = try edit(policy(partner), among: [("other", policy(open))]).remove(from: .anyone)
        #expect(edited == .failed("another policy of the resource lets them in"))
    }

    @Test func `an added statement is at the end, and takes the place of its namesake`() throws {
        let deny = statement(
            "tls", "*", ["Effect": "Deny", "Condition": ["Bool": ["aws:SecureTransport": "false"]]])
        let once = try document(edit(policy(partner)).addStatement(deny))
        #expect(once == policy(partner, deny))
        #expect(try document(edit(once).addStatement(deny)) == once)
    }

    @Test func `an added statement may neither be refused by AWS nor open the resource`() throws {
        guard case .failed(let refused) = try edit(policy(partner)).addStatement(["Effect": "Deny"]) else {
            Issue.record("not refused")
            return
        }
        #expect(refused.hasPrefix("the document would not be valid"))
        #expect(
            try edit(policy(partner)).addStatement(open)
                == .failed("the statement would open the resource: public"))
    }
}
