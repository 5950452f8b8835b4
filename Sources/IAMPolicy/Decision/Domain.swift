/// The texts that a key can hold for some caller: those of a form, without some that the caller can't have.
struct Domain: Sendable {
    /// The only text, where there is but one.
    let only: String?
    private let form: Form
    /// Which of the form's texts the caller can't have.
    private let excluded: Constraint?

    /// What texts look like.
    final class Form: Sendable {
        let texts: PatternSet
        /// Some to try first.
        let samples: [Sample]
        /// The part that is a key of its own.
        let part: Part?

        init(_ texts: PatternSet, samples: [Sample], part: Part? = nil) {
            self.texts = texts
            self.samples = samples
            self.part = part
        }

        fileprivate static let none = Form(.none, samples: [])
    }

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

    /// A text, and its part that is a key of its own.
    final class Sample: Sendable {
        let text: String
        let lift: Lift
        let part: String

        init(_ text: String, _ lift: Lift = .whole) {
            self.text = text
            self.lift = lift
            part = lift.part(of: text)
        }
    }

    init(_ form: Form, excluded: Constraint? = nil) {
        only = nil
        self.form = form
        self.excluded = excluded
    }

    private init(only text: String) {
        only = text
        form = .none
        excluded = nil
    }

    /// Nothing but `text`.
    static func exactly(_ text: String) -> Domain { Domain(only: text) }

    /// The same form without the texts of which `excluded` says so.
    func without(_ excluded: Constraint?) -> Domain { Domain(form, excluded: excluded) }

    var forms: PatternSet { only.map { PatternSet(literals: [$0]) } ?? form.texts }
    var part: Part? { form.part }

    func contains(_ text: String) -> Bool { forms.contains(text) && excluded?.holds(text) != false }

    enum Outcome {
        case found(String)
        case none
        case unknown
    }

    /// A member that meets all of `constraints`; what `scene` still may do bounds the search.
    func member(_ constraints: [Constraint], _ scene: Scene) -> Outcome {
        scene.work -= 64 * constraints.count
        guard scene.work > 0 else { return .unknown }
        if let only {
            for constraint in constraints where !constraint.holds(only) { return .none }
            return .found(only)
        }
        func isGood(_ text: String) -> Bool { constraints.allSatisfy { $0.holds(text) } && contains(text) }
        let isUniform = constraints.dropFirst().allSatisfy { $0.lift == constraints[0].lift }
        // A list of whole texts, or of parts where nothing else asks about the rest, can be tried one by one.
        for constraint in constraints where constraint.isList {
            if constraint.lift == .whole {
                for text in constraint.set.literals where isGood(text) { return .found(text) }
                return .none
            }
            guard let part = form.part, part.lift == constraint.lift else { continue }
            for text in constraint.set.literals {
                if let whole = whole(text, part, constraints) { return .found(whole) }
            }
            if isUniform { return .none }
        }
        for sample in form.samples where holds(sample, constraints) { return .found(sample.text) }
        // Nothing but listed texts.
        if !forms.hasPatterns { return forms.literals.first(where: isGood).map { .found($0) } ?? .none }
        let fixed = fixedParts(constraints)
        if fixed?.isEmpty == true || isContradiction(constraints) { return .none }
        if let guess = guess(constraints, fixed, isGood) { return .found(guess) }
        if isUniform, let part = form.part, part.lift == constraints.first?.lift ?? .whole {
            if excluded == nil || excluded?.lift == part.lift {
                let outcome = search(part.forms, all(constraints), inParts: true, scene)
                if case .found(let text) = outcome { return .found(part.build(text)) }
                return outcome
            }
        }
        return search(forms, all(constraints), inParts: false, scene)
    }

    private func all(_ constraints: [Constraint]) -> [Constraint] {
        excluded.map { constraints + [$0] } ?? constraints
    }

    /// Whether a text of the right form is a member and meets `constraints`.
    private func holds(_ sample: Sample, _ constraints: [Constraint]) -> Bool {
        for constraint in constraints where !constraint.holds(sample) { return false }
        return excluded?.holds(sample) != false
    }

    /// The text that is made of the part `text`; nil where it is no member or does not meet `constraints`.
    private func whole(_ text: String, _ part: Part, _ constraints: [Constraint]) -> String? {
        func isOut(_ constraint: Constraint) -> Bool {
            constraint.lift == part.lift && constraint.set.contains(text) != constraint.isMember
        }
        func isIn(_ constraint: Constraint, _ whole: String) -> Bool {
            constraint.lift == part.lift || constraint.holds(whole)
        }
        if excluded.map(isOut) == true || constraints.contains(where: isOut) { return nil }
        // What is made of a part of the right form is of the right form.
        guard part.forms.contains(text) else { return nil }
        let whole = part.build(text)
        for constraint in constraints where !isIn(constraint, whole) { return nil }
        return excluded.map { isIn($0, whole) } == false ? nil : whole
    }

    /// A text of a wanted form is often good enough, and costs no search.
    private func guess(_ constraints: [Constraint], _ fixed: [String]?, _ isGood: (String) -> Bool) -> String?
    {
        if let part = form.part, let text = fixed?.prefix(4).lazy.map(part.build).first(where: isGood) {
            return text
        }
        for constraint in constraints where constraint.isMember {
            for pattern in constraint.set.patterns.prefix(4) {
                if constraint.lift == .whole {
                    if let text = pattern.anExample, isGood(text) { return text }
                    if let text = form.samples.first.map(\.text).flatMap(pattern.example(filledFrom:)),
                        isGood(text)
                    {
                        return text
                    }
                    for form in forms.patterns.prefix(4) {
                        if let text = pattern.example(like: form), isGood(text) { return text }
                    }
                } else if let part = form.part, part.lift == constraint.lift {
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
        guard let lift = form.part?.lift else { return nil }
        var out: [String]?
        for constraint in constraints
        where constraint.isMember && (constraint.lift == .whole || constraint.lift == lift) {
            guard let fixed = constraint.set.fixedParts(lift, isPart: constraint.lift == lift) else {
                continue
            }
            let others = all(constraints).filter { $0.lift == lift }
            out = fixed.filter { part in others.allSatisfy { $0.set.contains(part) == $0.isMember } }
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

    private func search(_ forms: PatternSet, _ constraints: [Constraint], inParts: Bool, _ scene: Scene)
        -> Outcome
    {
        var wanted = [forms]
        var unwanted = [PatternSet]()
        for constraint in constraints {
            let set = inParts ? constraint.set : constraint.lift.whole(constraint.set)
            if constraint.isMember { wanted.append(set) } else { unwanted.append(set) }
        }
        var work = scene.work
        let outcome = PatternSearch.shortest(in: wanted, notIn: unwanted, work: &work)
        scene.work = work
        switch outcome {
        case .found(let text): return .found(text)
        case .none: return .none
        case .unknown: return .unknown
        }
    }
}
