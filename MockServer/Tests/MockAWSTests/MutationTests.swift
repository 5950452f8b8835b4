import AWSWire
import Documents
import Testing

@testable import MockAWS

/// Requests changed at random places from a seed: nothing may crash, and how bytes are split may not matter.
@Suite struct MutationTests {
    private func mutate(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = bytes
        let pieces: [[UInt8]] = ["\r\n", "\n", ": ", "0\r\n\r\n", "Content-Length: 5\r\n", "%", "&", "\u{0}"]
            .map { Array($0.utf8) }
        for _ in 0...random.below(4) {
            let at = random.below(bytes.count + 1)
            switch random.below(4) {
            case 0: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: at)
            case 1 where at < bytes.count: bytes[at] = UInt8(random.below(256))
            case 2 where at < bytes.count: bytes.removeSubrange(at..<min(bytes.count, at + random.below(8)))
            default: bytes.insert(UInt8(random.below(256)), at: at)
            }
        }
        return bytes
    }

    private func outcome(_ bytes: [UInt8], _ size: Int) -> [String] {
        var framing = RequestFraming()
        var seen = [String]()
        for start in stride(from: 0, to: bytes.count, by: size) {
            framing.append(bytes[start..<min(bytes.count, start + size)])
            loop: while true {
                switch framing.next() {
                case .more: break loop
                case .proceed: continue
                case .request(let request): seen.append("\(request.method) \(request.target) \(request.body)")
                case .refused(let refusal): return seen + ["\(refusal.status)"]
                }
            }
        }
        return seen
    }

    @Test func `framing reads mutated bytes the same however they are split`() {
        var random = Random(seed: 20_261_123)
        for round in 0..<3000 {
            let text = RequestFramingTests.good[round % RequestFramingTests.good.count].0
            let bytes = mutate(Array(text.utf8), &random)
            let whole = outcome(bytes, max(1, bytes.count))
            #expect(outcome(bytes, 1) == whole, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
    }

    @Test func `mutated requests are answered and never crash`() throws {
        let client = TestClient(TestClient.world(["example.com"]))
        let requests = [
            try client.request(
                "ses", "GetIdentityPolicies", Object([("Identity", "example.com"), ("PolicyNames", ["a"])])),
            try client.request("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "a+b@example.com")])),
            try client.request("kms", "DescribeKey", Object([("KeyId", "a")])),
            try client.request("s3", "GetBucketPolicy", Object([("Bucket", "a")])),
        ]
        var random = Random(seed: 7)
        for round in 0..<2000 {
            let base = requests[round % requests.count]
            let body = base.body.isEmpty ? [] : mutate(base.body, &random)
            let target = String(decoding: mutate(Array(base.target.utf8), &random), as: UTF8.self)
            let request = IncomingRequest(
                method: base.method, target: round % 2 == 0 ? base.target : target,
                headers: base.headers.filter { $0.name != "Content-Length" }, body: body)
            let answer = client.core.respond(to: request).bytes
            #expect(answer.starts(with: "HTTP/1.1 ".utf8))
        }
    }
}
