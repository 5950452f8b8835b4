import AWSWire
import Documents
import ServiceModels

/// The policies of identities, for both versions of the API.
extension SESState {
    private static let most = 20

    /// Puts a policy; `creates` and `updates` say whether it may be new or there already.
    mutating func put(
        _ policy: String, named name: String, of identity: String, creates: Bool, updates: Bool, _ call: Call
    ) throws(ServiceError) {
        guard var found = self[identity] else { throw absent(identity, call) }
        guard name.utf8.count <= 64 else {
            throw older(call)
                ? ServiceError(code: "ValidationError", message: Self.tooLong(name), status: 400)
                : call.words.invalid(Self.tooLong(name))
        }
        guard name.utf8.allSatisfy({ $0 == 45 || $0 == 95 || isToken($0) && isAlphanumeric($0) }) else {
            throw call.words.invalid(
                "Policy name must consist of letters, digits, hyphens and underscores: \(name)")
        }
        guard let parsed = try? JSON.parse(policy), let document = parsed.object, document["Statement"] != nil
        else {
            let text = "Policy document is not valid: it must be a JSON object with statements."
            throw older(call)
                ? ServiceError(code: "InvalidPolicy", message: text, status: 400)
                : call.words.invalid(text)
        }
        let text = JSON.text(parsed)
        if let place = found.policies.firstIndex(where: { $0.name == name }) {
            guard updates else {
                throw ServiceError(
                    code: "AlreadyExistsException", message: "Policy \(name) already exists.", status: 400)
            }
            found.policies[place].text = text
        } else {
            guard creates else {
                throw ServiceError(
                    code: "NotFoundException", message: "Policy \(name) does not exist", status: 404)
            }
            guard found.policies.count < Self.most else {
                throw ServiceError(
                    code: older(call) ? "LimitExceeded" : "LimitExceededException",
                    message: "An identity has at most \(Self.most) policies.", status: 400)
            }
            found.policies.append(NamedPolicy(name: name, text: text))
        }
        self[identity] = found
    }

    private static func tooLong(_ name: String) -> String {
        "1 validation error detected: Value '\(name)' at 'policyName' failed to satisfy constraint: Member must have "
            + "length less than or equal to 64"
    }

    private func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private func older(_ call: Call) -> Bool { call.service == "ses" }

    /// Takes a policy away; whether it was there.
    mutating func remove(policy name: String, of identity: String) -> Bool {
        guard var found = self[identity], let place = found.policies.firstIndex(where: { $0.name == name })
        else {
            return false
        }
        found.policies.remove(at: place)
        self[identity] = found
        return true
    }

    /// The error for an identity that is not there.
    func absent(_ identity: String, _ call: Call) -> ServiceError {
        guard call.service == "ses" else {
            return ServiceError(
                code: "NotFoundException", message: "Email identity \(identity) does not exist.", status: 404)
        }
        return ServiceError(
            code: "InvalidParameterValue",
            message: "Identity \(identity) is invalid. Must be a verified email address or domain.",
            status: 400)
    }
}
