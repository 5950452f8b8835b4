internal import AWSWire
internal import Documents

extension AWSClient {
    /// A session with the credentials that the settings lead to; they are looked for at the first call.
    public func session() -> Session {
        let chain = CredentialChain(settings: configuration.settings, surroundings: surroundings)
        return Session(
            CredentialCache { () async -> Result<Credentials, CredentialFailure> in
                do throws(CredentialFailure) { return .success(try await chain.load()) } catch {
                    return .failure(error)
                }
            })
    }

    /// A session in the role with ARN `role`, entered from `session` through the STS of `region`.
    ///
    /// - Parameters:
    ///   - externalID: what the role's owner asks callers to say.
    ///   - sessionName: how the session is called in CloudTrail.
    public func session(
        assuming role: String, from session: Session, region: String, externalID: String? = nil,
        sessionName: String? = nil, durationSeconds: Int? = nil
    ) -> Session {
        let chain = CredentialChain(settings: configuration.settings, surroundings: surroundings)
        let wanted = ProfileChain.Role(
            arn: role, sessionName: sessionName, externalID: externalID, durationSeconds: durationSeconds,
            mfaSerial: nil, region: region)
        let parts = role.split(separator: ":", omittingEmptySubsequences: false)
        return Session(
            CredentialCache { () async -> Result<Credentials, CredentialFailure> in
                do throws(CredentialFailure) {
                    let own = try await session.credentials.credentials()
                    return .success(try await chain.assume(wanted, with: own, region: region))
                } catch { return .failure(error) }
            }, account: parts.count > 4 ? String(parts[4]) : "")
    }

    var surroundings: Surroundings {
        Surroundings(
            send: deliver,
            run: { await CommandRunner.run($0) },
            sts: { [weak self] request in
                guard let self else { return .failure(.failed("the client was closed")) }
                return await ask(request)
            },
            sleep: { [transport, factor = configuration.timeFactor] in
                await transport.sleep(seconds: $0 / factor)
            },
            code: configuration.mfaCode)
    }

    private func ask(_ request: STSRequest) async -> Result<Value, CredentialFailure> {
        let attempted = await send(
            service: "sts", operation: request.operation, parameters: request.parameters,
            region: request.region,
            account: request.credentials?.accountID ?? "", settings: request.settings
        ) { _ in
            nil
        } credentials: { _ throws(CredentialFailure) in
            request.credentials
        }
        switch attempted.outcome {
        case .output(let value): return .success(value)
        case .error(let error): return .failure(.failed("\(error)"))
        case .failure(let failure): return .failure(.failed("\(failure)"))
        }
    }
}
