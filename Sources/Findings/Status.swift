/// The answer of one check about one resource.
public enum Status: String, Sendable, Hashable, CaseIterable {
    /// Everything that the answer needs was seen, and it is as it should be.
    case pass
    /// It is not as it should be, whatever could not be seen.
    case fail
    /// What was seen does not decide; the gaps say what is missing.
    case unknown
    /// The check does not concern this resource.
    case notApplicable = "not-applicable"
    /// Only a person can answer; the finding carries the question.
    case manual
}

/// How bad a failure is.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Worth knowing.
    case informational
    /// Little harm.
    case low
    /// Some harm, or harm that needs more to happen.
    case medium
    /// Great harm.
    case high
    /// Great harm, for anybody to do, now.
    case critical

    /// The place in the order, from 0.
    public var rank: Int { Self.allCases.firstIndex(of: self)! }

    /// Whether `a` is less bad.
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}
