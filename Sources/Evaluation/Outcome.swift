import Checks
public import Documents
import Findings

/// An answer in three values.
enum Truth: Hashable {
    case yes
    case no
    case unknown

    init(_ value: Bool) { self = value ? .yes : .no }

    init(_ absent: Assertion.Absent) {
        switch absent {
        case .true: self = .yes
        case .false: self = .no
        case .unknown: self = .unknown
        }
    }

    static prefix func ! (a: Truth) -> Truth {
        switch a {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}

/// What a fix may change: the element, member or document that an answer rests on.
public struct Culprit: Sendable, Hashable {
    /// Its key: a policy's name, a topic's kind, an element's place; null where the value stands alone.
    public let key: Value
    /// What is there now; of a resource behind a join, the reference.
    public let value: Value

    /// A culprit.
    public init(key: Value, value: Value) {
        self.key = key
        self.value = value
    }
}

/// The answer to an assertion, and what it rests on.
struct Outcome {
    var truth: Truth
    /// Why, in words, from the nodes that decide.
    var reasons: [String] = []
    /// What was seen that decides.
    var evidence: [Evidence] = []
    /// What could decide otherwise if it were seen; places in the answers' gaps.
    var gaps: [Int] = []
    /// What a fix of this node would change.
    var culprits: [Culprit] = []
    /// What fixes of labelled nodes would change.
    var labelled: [String: [Culprit]] = [:]

    init(_ truth: Truth) { self.truth = truth }

    static func unseen(_ unseen: Unseen) -> Outcome {
        var outcome = Outcome(.unknown)
        outcome.gaps = unseen.gaps
        return outcome
    }

    /// Takes over what `other` rests on.
    mutating func take(_ other: Outcome) {
        reasons.add(other.reasons)
        evidence.add(other.evidence)
        gaps.add(other.gaps)
        culprits.add(other.culprits)
        if !other.labelled.isEmpty {
            labelled.merge(other.labelled) { a, b in a + b.filter { !a.contains($0) } }
        }
    }
}

/// The outcome of several assertions of which one answer decides: it rests on those that decide; where none does, on those
/// that nobody knows; where there is none of these either, on all.
struct Outcomes {
    private let decides: Truth
    private var deciding: Outcome?
    private var open: Outcome?
    private var others: Outcome

    init(decides: Truth) {
        self.decides = decides
        others = Outcome(!decides)
    }

    /// Takes an outcome for what its truth makes it.
    mutating func take(_ outcome: Outcome) {
        if outcome.truth == decides {
            decide(outcome)
        } else if outcome.truth == .unknown {
            open(outcome)
        } else {
            pass(outcome)
        }
    }

    /// Takes an outcome that decides.
    mutating func decide(_ outcome: Outcome) {
        if deciding == nil { deciding = Outcome(decides) }
        deciding!.take(outcome)
    }

    /// Takes one that could decide if it were known.
    mutating func open(_ outcome: Outcome) {
        if open == nil { open = Outcome(.unknown) }
        open!.take(outcome)
    }

    /// Takes one that does not decide.
    mutating func pass(_ outcome: Outcome) { others.take(outcome) }

    /// What comes of them.
    var outcome: Outcome { deciding ?? open ?? others }
}

extension Array where Element: Equatable {
    /// Adds what is not there yet of `others`.
    fileprivate mutating func add(_ others: [Element]) {
        if isEmpty { self = others } else { for other in others where !contains(other) { append(other) } }
    }
}
