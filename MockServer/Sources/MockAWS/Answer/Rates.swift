import Documents
import ServiceModels

/// Token buckets for each account, region and operation, at the published rates.
struct Rates: Sendable {
    private struct Key: Hashable, Sendable {
        let account: String
        let region: String
        let call: String
    }

    private struct Bucket: Sendable {
        var tokens: Double
        var at: Double
    }

    /// How many times faster than AWS's clock the buckets fill; 0 switches them off.
    let speed: Double
    private var buckets: [Key: Bucket] = [:]

    init(speed: Double) { self.speed = speed }

    /// Whether `call` comes too fast.
    mutating func refuses(_ call: Call) -> Bool {
        guard speed > 0, let rate = call.known.rate else { return false }
        let key = Key(account: call.account, region: call.region, call: call.name)
        var bucket = buckets[key] ?? Bucket(tokens: rate.burst, at: call.at.seconds)
        let passed = max(0, call.at.seconds - bucket.at)
        bucket.tokens = min(max(1, rate.burst), bucket.tokens + passed * rate.perSecond * speed)
        bucket.at = call.at.seconds
        let refuses = bucket.tokens < 1
        if !refuses { bucket.tokens -= 1 }
        buckets[key] = bucket
        return refuses
    }
}
