extension Scene {
    /// How texts are kept, by kinds of callers.
    struct Kinds {
        fileprivate struct Key: Hashable {
            /// A number that differs where most others do: to compare it costs little.
            let code: Int
            let variable: Scene.Variable
            /// Nil where all callers are alike in it.
            let caller: Scene.Caller?
            let reach: Reach
            let isAnyNetwork: Bool

            init(_ variable: Scene.Variable, _ caller: Scene.Caller?, _ scene: Scene) {
                self.variable = variable
                self.caller = caller
                reach = scene.reach
                isAnyNetwork = scene.isAnyNetwork
                code = variable.code << 3 | reach.rawValue << 1 | (isAnyNetwork ? 1 : 0)
            }
        }

        private var kinds = FewValues<Key, Kind>()
        /// Where there are many.
        private var index: [Key: Kind] = [:]

        fileprivate subscript(key: Key) -> Kind? {
            get { kinds.count > 32 ? index[key] ?? kinds[key] : kinds[key] }
            set { if kinds.count > 32 { index[key] = newValue } else { kinds[key] = newValue } }
        }
    }

    /// How a text is kept.
    func kind(_ variable: Variable) -> Kind {
        // What is at hand costs less than to look for it.
        switch variable {
        case .resource: return .text(resource)
        case .principal, .organization, .sourceOrganization, .source:
            if hasUsualForms { return makeKind(variable) }
        default: break
        }
        let key = Kinds.Key(variable, caller(for: variable), self)
        if let known = kinds[key] { return known }
        let kind = makeKind(variable)
        kinds[key] = kind
        return kind
    }

    private func caller(for variable: Variable) -> Caller? {
        switch (variable, caller) {
        case (.principal, _), (.userID, _), (.key, .federated): caller
        case (.source, .service(_, let isOwned)): .service("", isOwned: isOwned)
        default: nil
        }
    }
}
