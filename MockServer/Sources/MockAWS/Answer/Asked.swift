import AWSWire
import Documents

/// A request as far as it is read before it is known which service it is for.
final class Asked: Sendable {
    let request: IncomingRequest
    /// The path, and the query string behind it.
    let path: String
    let query: String
    /// The query string's names and values.
    let pairs: [(name: String, value: String)]
    let signature: Result<Signature?, Signature.Malformed>
    let now: Timestamp
    /// The ID of the answer.
    let id: RequestID

    init(_ request: IncomingRequest, now: Timestamp, id: RequestID) {
        self.request = request
        self.now = now
        self.id = id
        if let mark = request.target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(request.target[..<mark])
            query = String(request.target[request.target.utf8.index(after: mark)...])
        } else {
            (path, query) = (request.target, "")
        }
        pairs = Percent.pairs(query)
        do throws(Signature.Malformed) { signature = .success(try Signature(request, query: pairs)) } catch {
            signature = .failure(error)
        }
    }

    /// The signature, where there is one that can be read.
    var scope: Signature? { if case .success(let signature) = signature { signature } else { nil } }

    /// The request for the services' codecs.
    var message: HTTPRequest {
        HTTPRequest(
            method: request.method, path: path, query: query,
            headers: Headers(request.headers.map { ($0.name, $0.value) }), body: request.body)
    }
}
