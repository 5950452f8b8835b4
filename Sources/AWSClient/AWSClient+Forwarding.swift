public import AWSWire
internal import Documents

extension AWSClient {
    /// Sends a request that somebody else made for `service` in `region` to where this client reaches that service,
    /// signed anew; once, and whatever it asks for.
    ///
    /// - Parameters:
    ///   - request: method, path, query, headers and body as they came, without what another signature added.
    ///   - credentials: what to sign with.
    /// - Returns: the response, whatever its status, or why there is none.
    public func forward(
        _ request: HTTPRequest, service: String, region: String, credentials: Credentials
    ) async -> Result<HTTPResponse, CallFailure> {
        let endpoint: Endpoint
        let target: ServiceTarget
        do throws(CallFailure) {
            target = try self.target(service, region, nil)
            endpoint = try target.usualEndpoint()
        } catch { return .failure(error) }
        let addressed = target.addressed(request, endpoint)
        let signed = target.signed(addressed, endpoint, credentials, at: .now())
        let sent = await deliver(
            TransportRequest(
                method: signed.method, url: target.url(of: signed, endpoint),
                headers: signed.headers.fields.map { ($0.name, $0.value) }, body: signed.body,
                limits: configuration.limits))
        switch sent {
        case .success(let response): return .success(HTTPResponse(response))
        case .failure(let failure): return .failure(.transport(failure))
        }
    }
}
