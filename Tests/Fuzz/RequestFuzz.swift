import Documents
import MockAWS

/// libFuzzer's entry for what the mock makes of a request: routing, signatures, decoding by each protocol, the state.
///
/// The first byte chooses where the request goes and how it is signed, a line is the rest of the target, the next line
/// is what changes in the signature, and the rest is the body. Whatever comes, one whole HTTP answer goes out.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let lines = bytes.dropFirst().split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
    let target = String(decoding: lines[0], as: UTF8.self)
    let note = lines.count > 1 ? String(decoding: lines[1], as: UTF8.self) : ""
    let body = lines.count > 2 ? Array(lines[2]) : []
    let door = doors[Int(bytes[0] & 15) % doors.count]
    var headers = [("Host", "127.0.0.1"), ("X-Amz-Date", signedAt)]
    if let type = door.type { headers.append(("Content-Type", type)) }
    if let prefix = door.target { headers.append(("X-Amz-Target", prefix + note)) }
    if bytes[0] & 0x80 == 0 {
        let scope = "AKIAIOSFODNN7EXAMPLE/20261123/eu-west-1/\(door.signingName)/aws4_request"
        headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host;x-amz-date, Signature=\(note)"
            ))
    } else {
        headers.append(("Authorization", note))
    }
    let request = IncomingRequest(
        method: door.method, target: door.path + target, headers: headers, body: body)
    for core in [lax, strict] { check(core.respond(to: request).bytes) }
    served += 1
    if served % 4096 == 0 { _ = lax.respond(to: IncomingRequest(target: "/_mock/reset")) }
    return 0
}

private struct Door {
    var method = "POST"
    var path = "/"
    var signingName: String
    var type: String? = "application/x-www-form-urlencoded; charset=utf-8"
    var target: String?
}

private let doors = [
    Door(signingName: "ses"), Door(signingName: "sns"), Door(signingName: "sts"), Door(signingName: "iam"),
    Door(signingName: "ec2"),
    Door(signingName: "sqs", type: "application/x-amz-json-1.0", target: "AmazonSQS."),
    Door(method: "GET", path: "/v2/email/", signingName: "ses", type: nil),
    Door(path: "/v2/email/", signingName: "ses", type: "application/json"),
    Door(method: "PUT", path: "/v2/email/identities/", signingName: "ses", type: "application/json"),
    Door(method: "DELETE", path: "/v2/email/identities/", signingName: "ses", type: nil),
    Door(method: "GET", signingName: "s3", type: nil),
    Door(method: "GET", path: "/_mock/", signingName: "ses"),
    Door(path: "/_mock/", signingName: "ses"),
]

private func core(_ authentication: AuthenticationMode) -> MockCore {
    var world = World()
    var recipe = Recipe()
    recipe.identities = 20
    recipe.topics = 5
    world.recipe = recipe
    var options = MockOptions()
    options.authentication = authentication
    options.journal = 16
    let now = Timestamp(signedAt)!
    return MockCore(world, options: options, clock: { now })
}

private let signedAt = "20261123T175845Z"
private let lax = core(.off)
private let strict = core(.strict)
nonisolated(unsafe) private var served = 0

/// Traps where `answer` is no whole HTTP answer.
private func check(_ answer: [UInt8]) {
    if answer.isEmpty { return }  // A fault that the fuzzer has set.
    precondition(answer.starts(with: "HTTP/1.1 ".utf8), "no status line")
}
