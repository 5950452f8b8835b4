internal import AWSWire
internal import Documents
internal import Files

/// What sources of credentials touch outside this process, so that a test can stand in for each.
struct Surroundings: Sendable {
    /// Reads a file.
    var read: @Sendable (String) throws -> [UInt8] = { try Files.read($0, limit: 1 << 20) }
    /// Writes a file, private to its user.
    var write: @Sendable (String, [UInt8]) throws -> Void = { try Files.write($1, to: $0) }
    /// Sends a request to a metadata service, or a request that carries its own proof.
    var send: @Sendable (TransportRequest) async -> Result<TransportResponse, TransportFailure>
    /// Runs a command line with a shell.
    var run: @Sendable (String) async -> ProcessResult
    /// Asks STS, with credentials or without.
    var sts: @Sendable (STSRequest) async -> Result<Value, CredentialFailure>
    /// The time.
    var now: @Sendable () -> Timestamp = { .now() }
    /// Waits so many seconds.
    var sleep: @Sendable (Double) async -> Void
    /// Asks a person for the code of the MFA device with that serial number; nil when nobody can be asked.
    var code: (@Sendable (String) async -> Secret?)?
}

extension Surroundings {
    /// Sends `request` to the service called `service`, three times at most where another try may help.
    func send(
        _ request: TransportRequest, to service: String
    ) async throws(CredentialFailure) -> TransportResponse {
        var attempt = 1
        while true {
            switch await send(request) {
            case .success(let response) where response.status < 500 && response.status != 429 || attempt == 3:
                return response
            case .failure(let failure) where attempt == 3 || !failure.isTransient:
                throw .failed("\(service) does not answer (\(failure))")
            default: await sleep(Double(attempt) * 0.2)
            }
            attempt += 1
        }
    }
}

/// A question to STS that returns credentials.
struct STSRequest: Sendable {
    var operation: String
    var parameters: Object
    /// Who asks; nil where the request carries its own proof.
    var credentials: Credentials?
    var settings: Settings
    var region: String
}

/// What became of a command.
struct ProcessResult: Sendable {
    /// The exit status; nil when it could not be run or ended by a signal.
    var status: Int32?
    /// What it wrote to standard output.
    var output: [UInt8]
}

/// Why a source gave no credentials.
public struct CredentialFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whether the source was configured at all; one that was and failed ends the search.
    public let isConfigured: Bool
    /// What is wrong; holds no secret.
    public let message: String

    /// The source was configured and failed.
    static func failed(_ message: String) -> CredentialFailure {
        CredentialFailure(isConfigured: true, message: message)
    }

    /// Nothing configures the source.
    static func absent(_ message: String) -> CredentialFailure {
        CredentialFailure(isConfigured: false, message: message)
    }

    /// The message.
    public var description: String { message }
}
