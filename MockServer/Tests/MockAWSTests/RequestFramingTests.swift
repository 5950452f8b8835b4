import Testing

@testable import MockAWS

@Suite struct RequestFramingTests {
    private func outcome(_ text: String, splitEvery size: Int = .max) -> [String] {
        var framing = RequestFraming()
        var seen = [String]()
        func drain() {
            while true {
                switch framing.next() {
                case .more: return
                case .proceed: seen.append("100")
                case .request(let request):
                    let body = String(decoding: request.body, as: UTF8.self)
                    seen.append(
                        "\(request.method) \(request.target) [\(body)]\(request.keepsAlive ? "" : " close")")
                case .refused(let refusal):
                    seen.append("refused \(refusal.status)")
                    return
                }
            }
        }
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let end = size == .max ? bytes.count : min(bytes.count, at + size)
            framing.append(bytes[at..<end])
            at = end
            drain()
            if seen.last?.hasPrefix("refused") == true { break }
        }
        return seen
    }

    static let good: [(String, [String])] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / []"]),
        ("\r\nGET /x?y=1 HTTP/1.1\r\nhOsT:a\r\n\r\n", ["GET /x?y=1 []"]),
        ("GET / HTTP/1.0\r\n\r\n", ["GET / [] close"]),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", ["GET / []"]),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, close\r\n\r\n", ["GET / [] close"]),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", ["POST / [abc]"]),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["POST / [x]", "GET /2 []"]
        ),
        (
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
            ["PUT / [abc0123456789]"]
        ),
    ]

    @Test(arguments: [Int.max, 1, 2, 7], good.indices)
    func `requests come out whole however their bytes arrive`(size: Int, place: Int) {
        #expect(outcome(Self.good[place].0, splitEvery: size) == Self.good[place].1)
    }

    @Test func `a client that waits for 100 continue is told to go on, once`() {
        let head = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        #expect(outcome(head) == ["100"])
        #expect(outcome(head + "ok") == ["PUT / [ok]"])
        #expect(outcome(head + "ok", splitEvery: head.utf8.count) == ["100", "PUT / [ok]"])
    }

    @Test(arguments: [
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400),
        ("GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("hello\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n", 400),
        ("PUT / HTTP/1.1\r\nHost: a\r\nExpect: more\r\nContent-Length: 2\r\n\r\n", 417),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413),
    ])
    func `what could be read in two ways is refused`(text: String, status: Int) {
        #expect(outcome(text) == ["refused \(status)"])
        #expect(outcome(text, splitEvery: 1).last == "refused \(status)")
    }

    @Test func `a head, a target and a count of fields have bounds`() {
        let long = String(repeating: "x", count: 40_000)
        #expect(outcome("GET / HTTP/1.1\r\nHost: a\r\nX: \(long)") == ["refused 431"])
        #expect(outcome("GET /\(long.prefix(20_000)) HTTP/1.1\r\nHost: a\r\n\r\n") == ["refused 414"])
        let many = String(repeating: "A: b\r\n", count: 200)
        #expect(outcome("GET / HTTP/1.1\r\nHost: a\r\n\(many)\r\n") == ["refused 431"])
    }
}
