/// What the searches of one decision find out for each other: how the texts of a kind of caller are kept.
final class Memory {
    private struct Key: Hashable {
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

    /// How much all searches together may still do, in machine words; hostile documents end here.
    var work = 40_000_000

    private var kinds = FewValues<Key, Scene.Kind>()
    /// Where there are many.
    private var index: [Key: Scene.Kind] = [:]

    func kind(_ variable: Scene.Variable, _ scene: Scene) -> Scene.Kind {
        // What is at hand costs less than to look for it.
        switch variable {
        case .resource: return .text(scene.resource)
        case .principal, .organization, .sourceOrganization, .source:
            if scene.hasUsualForms { return scene.kind(variable) }
        default: break
        }
        let key = Key(variable, caller(variable, scene.caller), scene)
        let isMany = kinds.count > 32
        if let known = isMany ? index[key] ?? kinds[key] : kinds[key] { return known }
        let kind = scene.kind(variable)
        if isMany { index[key] = kind } else { kinds[key] = kind }
        return kind
    }

    private func caller(_ variable: Scene.Variable, _ caller: Scene.Caller) -> Scene.Caller? {
        switch (variable, caller) {
        case (.principal, _), (.userID, _), (.key, .federated): caller
        case (.source, .service(_, let isOwned)): .service("", isOwned: isOwned)
        default: nil
        }
    }
}
