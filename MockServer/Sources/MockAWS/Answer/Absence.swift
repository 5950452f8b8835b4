import AWSWire
import ServiceModels

extension ServiceError {
    /// Whether it says that something is not there.
    var meansAbsence: Bool {
        ["NotFound", "NoSuch", "DoesNotExist", "NonExistent"].contains { code.contains($0) }
    }
}

extension ServiceModel {
    /// The error that the service gives when what `call` is about does not exist; nil where none is known.
    func absence(of call: Call) -> ServiceError? {
        var errors = call.operation.errors.compactMap(\.structure).map {
            ServiceError(code: $0.errorCode, message: "", status: $0.errorStatus ?? 400)
        }
        errors += facts.unmodelledErrors(call.operation.name).reversed().map {
            ServiceError(code: $0, message: "", status: name == "sqs" ? 400 : 404)
        }
        guard let found = errors.first(where: \.meansAbsence) else { return nil }
        let required = call.operation.input?.structure?.required ?? []
        let thing = required.compactMap { call.text($0) }.first ?? ""
        return ServiceError(code: found.code, message: Self.absent(thing, call), status: found.status)
    }

    /// How the service says that `thing` is not there. Sources: answers quoted in public threads.
    private static func absent(_ thing: String, _ call: Call) -> String {
        switch call.service {
        case "kms": "Key '\(thing)' does not exist"
        case "s3": "The specified bucket does not exist"
        case "sqs": "The specified queue does not exist."
        case "secretsmanager": "Secrets Manager can't find the specified secret."
        case "ecr":
            "The repository with name '\(thing)' does not exist in the registry with id '\(call.account)'"
        case "glacier":
            "Vault not found for ARN: arn:\(call.partition):glacier:\(call.region):\(call.account):vaults/\(thing)"
        default: "The resource you requested does not exist."
        }
    }
}
