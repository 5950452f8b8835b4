/// A part of a text that is a condition key of its own: the account in an ARN, the organisation in a path.
enum Lift: Hashable {
    case whole
    case accountOfARN
    case organizationOfPath
    case nameOfUser

    /// The part of `text`.
    func part(of text: String) -> String {
        switch self {
        case .whole: return text
        case .accountOfARN: return ARN.account(in: text).map(String.init) ?? ""
        case .organizationOfPath: return String(text.before(UInt8(ascii: "/")))
        case .nameOfUser:
            return text.utf8.lastIndex(of: UInt8(ascii: "/")).map {
                String(text[text.utf8.index(after: $0)...])
            } ?? ""
        }
    }

    /// The whole texts whose part is in `set`, among texts of the right form.
    func whole(_ set: PatternSet) -> PatternSet {
        let any = Pattern(glob: "*")
        switch self {
        case .whole: return set
        case .accountOfARN:
            var before = Pattern(literal: "arn:")
            let field = CharacterClass.any.without(CharacterClass(of: ":"))
            for _ in 0..<3 {
                before.append(field, 0, more: true)
                before.append(literal: ":")
            }
            var after = Pattern(literal: ":")
            after.append(any)
            return set.lifted(before, after, excluding: CharacterClass(of: ":"))
        case .organizationOfPath:
            var after = Pattern(literal: "/")
            after.append(any)
            return set.lifted(Pattern(), after, excluding: CharacterClass(of: "/"))
        case .nameOfUser:
            var before = any
            before.append(literal: "/")
            return set.lifted(before, Pattern(), excluding: CharacterClass(of: "/"))
        }
    }
}

/// A demand on a text: its part is in the set, or is not.
struct Constraint: Sendable {
    let lift: Lift
    let set: PatternSet
    let isMember: Bool

    func holds(_ text: String) -> Bool { set.contains(lift.part(of: text)) == isMember }

    func holds(_ sample: Domain.Sample) -> Bool {
        set.contains(lift == sample.lift ? sample.part : lift.part(of: sample.text)) == isMember
    }
}

/// The texts that a key can hold for some caller.
final class Domain: Sendable {
    /// Their form, where there is more than one.
    private let listed: PatternSet?
    /// Which of these the caller can't have.
    let excluded: [Constraint]
    /// Members to try first.
    let samples: [Sample]
    /// The part that is a key of its own.
    let part: Part?

    /// A part of the texts that is a key of its own: its forms, and a whole text made of one.
    final class Part: Sendable {
        let lift: Lift
        let forms: PatternSet
        let build: @Sendable (String) -> String

        init(lift: Lift, forms: PatternSet, build: @escaping @Sendable (String) -> String) {
            self.lift = lift
            self.forms = forms
            self.build = build
        }
    }

    /// A member, and its part that is a key of its own.
    struct Sample: Sendable {
        let text: String
        let lift: Lift
        let part: String

        init(_ text: String, _ lift: Lift = .whole) {
            self.text = text
            self.lift = lift
            part = lift.part(of: text)
        }

        init(_ text: String, _ lift: Lift, part: String) {
            self.text = text
            self.lift = lift
            self.part = part
        }
    }

    convenience init(
        forms: PatternSet, excluded: [Constraint] = [], samples: [String] = [], part: Part? = nil
    ) {
        self.init(
            forms: forms, excluded: excluded, samples: samples.map { Sample($0, part?.lift ?? .whole) },
            part: part)
    }

    init(forms: PatternSet, excluded: [Constraint], samples: [Sample], part: Part?) {
        only = nil
        listed = forms
        self.excluded = excluded
        self.samples = samples
        self.part = part
    }

    /// The only member, where there is but one.
    let only: String?

    /// Nothing but `text`.
    init(only text: String) {
        only = text
        listed = nil
        excluded = []
        samples = []
        part = nil
    }

    /// Their form.
    var forms: PatternSet { listed ?? PatternSet(literals: only.map { [$0] } ?? []) }

    func contains(_ text: String) -> Bool { forms.contains(text) && excluded.allSatisfy { $0.holds(text) } }

    /// Whether a text of the right form is a member and meets `constraints`.
    private func holds(_ sample: Sample, _ constraints: [Constraint]) -> Bool {
        for constraint in constraints where !constraint.holds(sample) { return false }
        for constraint in excluded where !constraint.holds(sample) { return false }
        return true
    }

    enum Outcome {
        case found(String)
        case none
        case unknown
    }

    /// A member that meets all of `constraints`.
    func member(_ constraints: [Constraint], _ memory: Memory) -> Outcome {
        memory.work -= 64 * constraints.count
        guard memory.work > 0 else { return .unknown }
        for place in samples.indices where holds(samples[place], constraints) {
            return .found(samples[place].text)
        }
        func isGood(_ text: String) -> Bool { constraints.allSatisfy { $0.holds(text) } && contains(text) }
        if let only {
            for constraint in constraints where !constraint.holds(only) { return .none }
            return .found(only)
        }
        // Nothing but listed texts.
        if !forms.hasPatterns { return forms.literals.first(where: isGood).map { .found($0) } ?? .none }
        // A list of whole texts, or of parts where nothing else asks about the rest, can be tried one by one.
        let lift = constraints.first?.lift ?? .whole
        let isUniform = constraints.allSatisfy { $0.lift == lift }
        for constraint in constraints where constraint.isMember && !constraint.set.hasPatterns {
            if constraint.lift == .whole {
                for text in constraint.set.literals where isGood(text) { return .found(text) }
                return .none
            }
            guard let part, part.lift == constraint.lift else { continue }
            for text in constraint.set.literals where part.forms.contains(text) {
                // What is made of a part of the right form is of the right form.
                let sample = Sample(part.build(text), part.lift, part: text)
                if holds(sample, constraints) { return .found(sample.text) }
            }
            if isUniform { return .none }
        }
        let fixed = fixedParts(constraints)
        if fixed?.isEmpty == true || isContradiction(constraints) { return .none }
        if let guess = guess(constraints, fixed, isGood) { return .found(guess) }
        if isUniform, let part, part.lift == lift {
            let inside = excluded.filter { $0.lift == lift }
            if inside.count == excluded.count {
                let outcome = search(part.forms, constraints + inside, inParts: true, memory)
                if case .found(let text) = outcome { return .found(part.build(text)) }
                return outcome
            }
        }
        return search(forms, constraints + excluded, inParts: false, memory)
    }

    /// A text of a wanted form is often good enough, and costs no search.
    private func guess(_ constraints: [Constraint], _ fixed: [String]?, _ isGood: (String) -> Bool) -> String?
    {
        if let part, let text = fixed?.prefix(4).lazy.map(part.build).first(where: isGood) { return text }
        for constraint in constraints where constraint.isMember {
            for pattern in constraint.set.patterns.prefix(4) {
                if constraint.lift == .whole {
                    if let text = pattern.anExample, isGood(text) { return text }
                    if let text = samples.first.map(\.text).flatMap(pattern.example(filledFrom:)),
                        isGood(text)
                    {
                        return text
                    }
                    for form in forms.patterns.prefix(4) {
                        if let text = pattern.example(like: form), isGood(text) { return text }
                    }
                } else if let part, part.lift == constraint.lift {
                    for form in part.forms.patterns.prefix(4) {
                        if let text = pattern.example(like: form).map(part.build), isGood(text) {
                            return text
                        }
                    }
                }
            }
        }
        return nil
    }

    /// The accounts or organisations that a constraint fixes, without those that cannot be; nil where none fixes them.
    private func fixedParts(_ constraints: [Constraint]) -> [String]? {
        guard let lift = part?.lift else { return nil }
        var out: [String]?
        for constraint in constraints
        where constraint.isMember && (constraint.lift == .whole || constraint.lift == lift) {
            guard let fixed = constraint.set.fixedParts(lift, isPart: constraint.lift == lift) else {
                continue
            }
            func isOut(_ part: String, _ others: [Constraint]) -> Bool {
                others.contains { $0.lift == lift && $0.set.contains(part) != $0.isMember }
            }
            out = fixed.filter { !isOut($0, excluded) && !isOut($0, constraints) }
            if out?.isEmpty == true { break }
        }
        return out
    }

    /// Whether what is wanted can be seen not to be: it is forbidden too, or begins otherwise than all texts do.
    private func isContradiction(_ constraints: [Constraint]) -> Bool {
        for other in constraints where !other.isMember {
            if other.set.isEverything || other.lift == .whole && forms.isCovered(by: other.set) {
                return true
            }
        }
        for wanted in constraints where wanted.isMember {
            for other in constraints where !other.isMember && other.lift == wanted.lift {
                if wanted.set.isCovered(by: other.set) { return true }
            }
            guard wanted.lift == .whole, wanted.set.literals.isEmpty, wanted.set.patterns.count <= 4 else {
                continue
            }
            let can = wanted.set.patterns.contains { pattern in
                forms.patterns.contains { $0.canMeet(pattern) }
            }
            if !can, forms.literals.isEmpty { return true }
        }
        return false
    }

    private func search(_ forms: PatternSet, _ constraints: [Constraint], inParts: Bool, _ memory: Memory)
        -> Outcome
    {
        var wanted = [forms]
        var unwanted = [PatternSet]()
        for constraint in constraints {
            let set = inParts ? constraint.set : constraint.lift.whole(constraint.set)
            if constraint.isMember { wanted.append(set) } else { unwanted.append(set) }
        }
        var work = memory.work
        let outcome = PatternSearch.shortest(in: wanted, notIn: unwanted, work: &work)
        memory.work = work
        switch outcome {
        case .found(let text): return .found(text)
        case .none: return .none
        case .unknown: return .unknown
        }
    }
}
