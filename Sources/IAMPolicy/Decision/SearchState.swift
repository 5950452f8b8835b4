extension Search {
    /// What is settled of a request so far.
    struct State {
        /// Which keys are there, and which are not.
        var present = FewValues<Scene.Presence, Bool>()
        /// What the texts that hold the keys may still be.
        private var held = FewValues<Scene.Variable, Held>()

        /// How a text is held; see ``Scene/Kind``.
        private enum Held {
            case text(Text)
            case many(Many)
            case finite([String])
            case addresses(IPSet)
        }

        /// What is demanded of a text, and one that meets it.
        struct Text {
            var constraints: [Constraint] = []
            /// Nil before the first demand.
            var sample: String?
        }

        /// Several texts: all are in `every`, and each of `some` has one.
        struct Many {
            var every: [Constraint] = []
            var some: [String] = []
        }

        /// How much there is to copy.
        var count: Int { present.count + held.count }

        func text(_ variable: Scene.Variable) -> Text? {
            if case .text(let text)? = held[variable] { text } else { nil }
        }

        /// Takes a text out, to put it back changed.
        mutating func take(_ variable: Scene.Variable) -> Text? {
            guard let text = text(variable) else { return nil }
            held[variable] = nil
            return text
        }

        func many(_ variable: Scene.Variable) -> Many? {
            if case .many(let many)? = held[variable] { many } else { nil }
        }

        func finite(_ variable: Scene.Variable) -> [String]? {
            if case .finite(let values)? = held[variable] { values } else { nil }
        }

        func addresses(_ variable: Scene.Variable) -> IPSet? {
            if case .addresses(let set)? = held[variable] { set } else { nil }
        }

        mutating func set(_ variable: Scene.Variable, text: Text) { held[variable] = .text(text) }

        mutating func set(_ variable: Scene.Variable, many: Many) { held[variable] = .many(many) }

        mutating func set(_ variable: Scene.Variable, finite values: [String]) {
            held[variable] = .finite(values)
        }

        mutating func set(_ variable: Scene.Variable, addresses set: IPSet) {
            held[variable] = .addresses(set)
        }
    }

    /// The states in which a demand is met: most often none or one.
    enum Ways {
        case none
        case one(State)
        case many([State])

        init(_ state: State?) { self = state.map { .one($0) } ?? .none }

        mutating func add(_ state: State) {
            switch self {
            case .none: self = .one(state)
            case .one(let first): self = .many([first, state])
            case .many(let all): self = .many(all + [state])
            }
        }

        mutating func add(_ states: [State]) { for state in states { add(state) } }
    }
}
