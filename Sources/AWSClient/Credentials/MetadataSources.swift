internal import AWSWire
internal import Documents

/// The credentials of a container: ECS's agent, EKS's Pod Identity, or any local server of that kind.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>
enum ContainerCredentials {
    /// The address that `settings` name; a failure when they name none, or one that could be anybody's.
    static func url(_ settings: Settings) throws(CredentialFailure) -> String {
        if let path = settings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.hasPrefix("/") else {
                throw .failed("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must begin with /")
            }
            return "http://169.254.170.2" + path
        }
        guard let url = settings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else {
            throw .absent(
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set")
        }
        guard let host = URLParts(url)?.host else {
            throw .failed("AWS_CONTAINER_CREDENTIALS_FULL_URI does not name a host")
        }
        let isAllowed =
            url.lowercased().hasPrefix("https://") || isLoopback(host)
            || ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"].contains(host)
        guard isAllowed else {
            throw .failed(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or on the loopback, ECS's or EKS's address"
            )
        }
        return url
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    static func load(_ settings: Settings, _ surroundings: Surroundings) async throws(CredentialFailure)
        -> Credentials
    {
        let url = try url(settings)
        var headers = [(name: "Accept", value: "application/json")]
        if let file = settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            headers.append(("Authorization", try token(file, surroundings)))
        } else if let token = settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            headers.append(("Authorization", token))
        }
        let response = try await MetadataRequest.send(
            TransportRequest(url: url, headers: headers), "the container's endpoint", surroundings)
        guard response.status == 200 else {
            throw .failed("the container's endpoint answered with status \(response.status)")
        }
        return try Credentials(
            document: response.body, token: "Token", needsExpiration: false,
            source: "the container's endpoint")
    }

    private static func token(_ file: String, _ surroundings: Surroundings) throws(CredentialFailure)
        -> String
    {
        do {
            let text = String(decoding: try surroundings.read(file), as: UTF8.self)
            return String(text.split(whereSeparator: \.isNewline).first?.trimmed ?? "")
        } catch { throw .failed("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: \(error)") }
    }
}

/// The credentials of an EC2 instance's role: the instance metadata service, version 2 alone.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html>
enum InstanceCredentials {
    /// The service's address, without a path.
    static func endpoint(
        _ settings: Settings, override: String? = nil, mode: String? = nil
    ) throws(CredentialFailure) -> String {
        let named =
            override ?? settings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            ?? settings.profile?["ec2_metadata_service_endpoint"]
        if let named {
            guard URLParts(named) != nil else { throw .failed("the instance metadata endpoint is not a URL") }
            return named.last == "/" ? String(named.dropLast()) : named
        }
        let mode =
            mode ?? settings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
            ?? settings.profile?["ec2_metadata_service_endpoint_mode"] ?? "IPv4"
        switch mode.lowercased() {
        case "ipv4": return "http://169.254.169.254"
        case "ipv6": return "http://[fd00:ec2::254]"
        default:
            throw .failed("`\(mode)` is not a valid instance metadata endpoint mode; use IPv4 or IPv6")
        }
    }

    static func load(_ settings: Settings, _ surroundings: Surroundings) async throws(CredentialFailure)
        -> Credentials
    {
        if settings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
            throw .absent("AWS_EC2_METADATA_DISABLED is true")
        }
        let endpoint = try endpoint(settings)
        let name = "the instance metadata service"
        let token: TransportResponse
        do throws(CredentialFailure) {
            token = try await MetadataRequest.send(
                TransportRequest(
                    method: "PUT", url: endpoint + "/latest/api/token",
                    headers: [("x-aws-ec2-metadata-token-ttl-seconds", "21600")]), name, surroundings)
        } catch { throw .absent(error.message) }
        switch token.status {
        case 200: break
        case 403: throw .failed("\(name) is disabled (status 403)")
        default: throw .absent("\(name) gave no token (status \(token.status))")
        }
        let proof = [
            (
                name: "x-aws-ec2-metadata-token",
                value: String(String(decoding: token.body, as: UTF8.self).trimmed)
            )
        ]
        let folder = endpoint + "/latest/meta-data/iam/security-credentials/"
        let list = try await MetadataRequest.send(
            TransportRequest(url: folder, headers: proof), name, surroundings)
        if list.status == 404 { throw .absent("the instance has no role") }
        let role =
            String(decoding: list.body, as: UTF8.self).split(whereSeparator: \.isNewline).first?.trimmed ?? ""
        guard list.status == 200, !role.isEmpty else {
            throw .failed("\(name) did not name the instance's role (status \(list.status))")
        }
        guard role.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") }) else {
            throw .failed("\(name) named a role that can not be one")
        }
        let document = try await MetadataRequest.send(
            TransportRequest(url: folder + role, headers: proof), name, surroundings)
        guard document.status == 200 else {
            throw .failed("\(name) did not give the role's credentials (status \(document.status))")
        }
        return try Credentials(document: document.body, token: "Token", needsExpiration: true, source: name)
    }
}

/// A request to a metadata service: never through a proxy, with little patience, and tried three times.
enum MetadataRequest {
    static func send(
        _ request: TransportRequest, _ name: String, _ surroundings: Surroundings
    ) async throws(CredentialFailure) -> TransportResponse {
        var request = request
        request.isDirect = true
        request.limits.connectMilliseconds = 1_000
        request.limits.totalMilliseconds = 2_000
        request.limits.responseBytes = 1 << 20
        var attempt = 1
        while true {
            switch await surroundings.send(request) {
            case .success(let response) where response.status < 500 && response.status != 429: return response
            case .success(let response) where attempt == 3: return response
            case .failure(let failure) where attempt == 3 || !failure.isTransient || failure.kind == .connect:
                throw .failed("\(name) does not answer (\(failure))")
            default: await surroundings.sleep(Double(attempt) * 0.1)
            }
            attempt += 1
        }
    }
}
