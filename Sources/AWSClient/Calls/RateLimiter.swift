internal import Synchronization

/// Whose calls share a rate at AWS.
struct RateKey: Sendable, Hashable {
    var account: String
    var region: String
    var service: String
    var operation: String
}

/// How often something may be called.
struct CallRate: Sendable, Hashable {
    /// Calls a second.
    var perSecond: Double
    /// Calls that may come at once.
    var burst: Double
}

/// Keeps calls to AWS's rates: a token bucket for each account, region, service and operation.
///
/// A bucket starts full at the published rate, or at 10 a second where none is published. A throttle lowers it by three
/// tenths, once for all calls that were under way; after that it rises again, quickly back to where it was and slowly
/// beyond. Where none is published it rises by a tenth a second until a throttle shows how far it may. A published rate
/// is never exceeded.
final class RateLimiter: Sendable {
    private let buckets = Mutex<[RateKey: Bucket]>([:])
    private let factor: Double
    private let transport: CurlTransport

    /// The rate where none is published.
    static let unpublished = CallRate(perSecond: 10, burst: 10)
    /// The part of a rate that is used: calls do not arrive as evenly as they are sent.
    private static let share = 0.99
    /// How long after its first call a bucket begins to fill, in seconds: the other side's begins when that call
    /// arrives, and connections have to be made first.
    private static let delay = 0.05

    struct Bucket {
        let published: Double?
        let burst: Double
        var rate: Double
        var ceiling: Double
        var tokens: Double
        var refilled: UInt64
        var lowered: UInt64 = 0
        var raised: UInt64
        var waiting = Queue<UnsafeContinuation<Void, Never>>()
        var isPumped = false
    }

    /// - Parameter factor: how many times faster than AWS the other side runs its clock.
    init(factor: Double, transport: CurlTransport) {
        self.factor = factor
        self.transport = transport
    }

    /// Returns when a call under `key` may be sent.
    func wait(_ key: RateKey, _ published: CallRate?) async {
        if buckets.withLock({ Self.takeAtOnce(&$0, key, published, factor) }) { return }
        await withUnsafeContinuation { (waiter: UnsafeContinuation<Void, Never>) in
            let isFirst = buckets.withLock { buckets in
                buckets[key]!.waiting.append(waiter)
                defer { buckets[key]!.isPumped = true }
                return !buckets[key]!.isPumped
            }
            if isFirst { Task { await pump(key) } }
        }
    }

    private static func takeAtOnce(
        _ buckets: inout [RateKey: Bucket], _ key: RateKey, _ published: CallRate?, _ factor: Double
    ) -> Bool {
        let now = Monotonic.nanoseconds
        if buckets[key] == nil {
            let start = published ?? unpublished
            let rate = start.perSecond * share
            let delay = min(delay, start.burst / (rate * factor))
            buckets[key] = Bucket(
                published: published.map { _ in rate }, burst: max(1, start.burst), rate: rate,
                ceiling: .infinity,
                tokens: max(1, start.burst), refilled: now + UInt64(delay * 1e9),
                raised: now)
        }
        guard buckets[key]!.waiting.isEmpty, !buckets[key]!.isPumped else { return false }
        buckets[key]!.refill(now, factor)
        guard buckets[key]!.tokens >= 1 else { return false }
        buckets[key]!.tokens -= 1
        return true
    }

    /// Lets those who wait for `key` go, one for each token, until nobody waits.
    private func pump(_ key: RateKey) async {
        while true {
            let (waiter, next) = buckets.withLock { buckets -> (UnsafeContinuation<Void, Never>?, UInt64?) in
                buckets[key]!.refill(Monotonic.nanoseconds, factor)
                if buckets[key]!.waiting.isEmpty {
                    buckets[key]!.isPumped = false
                    return (nil, nil)
                }
                if buckets[key]!.tokens >= 1 {
                    buckets[key]!.tokens -= 1
                    return (buckets[key]!.waiting.popFirst(), nil)
                }
                let seconds = (1 - buckets[key]!.tokens) / (buckets[key]!.rate * factor)
                return (nil, buckets[key]!.refilled + UInt64(seconds * 1e9) + 1000)
            }
            if let waiter {
                waiter.resume()
            } else if let next {
                await transport.sleep(untilNanoseconds: next)
            } else {
                return
            }
        }
    }

    /// Notes what became of a call under `key` that was sent at `sent` on the monotonic clock.
    func note(_ key: RateKey, isThrottled: Bool, sentNanoseconds sent: UInt64) {
        buckets.withLock { buckets in
            guard buckets[key] != nil else { return }
            let now = Monotonic.nanoseconds
            if isThrottled {
                buckets[key]!.lower(sent, now, factor)
            } else {
                buckets[key]!.raise(now, factor)
            }
        }
    }

    /// Forgets the rates of `account`, which is done with, so that a scan of many accounts does not gather them.
    func forget(account: String) {
        buckets.withLock { buckets in
            for (key, bucket) in buckets where key.account == account && !bucket.isPumped {
                buckets[key] = nil
            }
        }
    }

    /// The rate that is used under `key`, in calls a second of AWS's clock; nil before the first call.
    func rate(_ key: RateKey) -> Double? { buckets.withLock { $0[key]?.rate } }
}

extension RateLimiter.Bucket {
    mutating func refill(_ now: UInt64, _ factor: Double) {
        guard now > refilled else { return }
        tokens = min(burst, tokens + Double(now - refilled) / 1e9 * rate * factor)
        refilled = now
    }

    mutating func lower(_ sent: UInt64, _ now: UInt64, _ factor: Double) {
        guard sent >= lowered else { return }
        refill(now, factor)
        ceiling = rate
        rate = max(rate * 0.7, 0.1)
        tokens = min(tokens, 0)
        lowered = now
        raised = now
    }

    /// Back to nine tenths of where a throttle came within a second or two, then a twentieth for each ten seconds; a tenth
    /// a second while no throttle has come.
    mutating func raise(_ now: UInt64, _ factor: Double) {
        let seconds = Double(now - raised) / 1e9 * factor
        guard seconds >= 0.5, tokens < burst - 0.5 else { return }
        raised = now
        let target = ceiling * 0.95
        if ceiling == .infinity {
            rate += rate * 0.1 * min(seconds, 10)
        } else if rate < target {
            rate = min(target, rate + max(0.1, (target - rate) * min(1, seconds / 3)))
        } else {
            rate += rate * 0.005 * min(seconds, 10)
        }
        if let published { rate = min(rate, published) }
    }
}
