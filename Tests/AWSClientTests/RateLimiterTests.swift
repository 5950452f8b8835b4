import Testing

@testable import AWSClient

@Suite struct RateLimiterTests {
    private let key = RateKey(account: "1", region: "r", service: "ses", operation: "GetIdentityPolicies")

    @Test func `calls go out at the published rate and no faster, whatever waits`() async {
        let limiter = RateLimiter(factor: 200, transport: CurlTransport())
        let start = Monotonic.nanoseconds
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<21 { group.addTask { await limiter.wait(key, CallRate(perSecond: 1, burst: 1)) } }
        }
        // One goes at once; twenty more follow at 200 a second.
        #expect(Double(Monotonic.nanoseconds - start) / 1e9 >= 20.0 / 200)
    }

    @Test func `buckets of other operations, regions and accounts do not wait for each other`() async {
        let limiter = RateLimiter(factor: 0.001, transport: CurlTransport())
        let slow = CallRate(perSecond: 1, burst: 1)
        await limiter.wait(key, slow)
        for change: (inout RateKey) -> Void in [
            { $0.account = "2" }, { $0.region = "s" }, { $0.operation = "ListIdentities" },
            { $0.service = "sns" },
        ] {
            var other = key
            change(&other)
            await limiter.wait(other, slow)
        }
    }

    @Test
    func `a throttle lowers the rate once for all calls under way, and it recovers up to what is published`()
        async
    {
        let limiter = RateLimiter(factor: 10_000, transport: CurlTransport())
        let rate = CallRate(perSecond: 10, burst: 1)
        await limiter.wait(key, rate)
        let sent = Monotonic.nanoseconds
        let before = limiter.rate(key) ?? 0
        limiter.note(key, isThrottled: true, sentNanoseconds: sent)
        limiter.note(key, isThrottled: true, sentNanoseconds: sent)
        let lowered = limiter.rate(key) ?? 0
        #expect(abs(lowered - before * 0.7) < 1e-9)
        for _ in 0..<200 {
            await limiter.wait(key, rate)
            limiter.note(key, isThrottled: false, sentNanoseconds: Monotonic.nanoseconds)
        }
        let after = limiter.rate(key) ?? 0
        #expect(after > lowered && after <= before)
    }

    @Test func `a rate that is not published rises until a throttle comes, and falls with it`() async {
        let limiter = RateLimiter(factor: 1000, transport: CurlTransport())
        await limiter.wait(key, nil)
        let first = limiter.rate(key) ?? 0
        for _ in 0..<100 {
            await limiter.wait(key, nil)
            limiter.note(key, isThrottled: false, sentNanoseconds: Monotonic.nanoseconds)
        }
        let risen = limiter.rate(key) ?? 0
        #expect(first < 10 && risen > first && risen.isFinite)
        limiter.note(key, isThrottled: true, sentNanoseconds: Monotonic.nanoseconds)
        #expect(abs((limiter.rate(key) ?? 0) - risen * 0.7) < 1e-6 * risen)
    }
}
