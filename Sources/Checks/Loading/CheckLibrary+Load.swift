public import Documents
public import ServiceModels

extension CheckLibrary {
    /// What `folders` hold, proved against `models`; of the cases only with `withTests`.
    ///
    /// The same check, resource type or framework in two folders is a mistake, unless with `allowOverride`, when the
    /// later folder's is taken.
    ///
    /// - Parameters:
    ///   - only: the checks that are read, by id; nil for all. Files of other checks are not looked into. An id that has no
    ///     file is no mistake.
    ///   - withDigests: whether the library's folders have their digests, as reports name them; else they are empty.
    ///   - onlyTheirTypes: with `only`, whether resource types that these checks don't lead to are left out as well.
    /// - Throws: every mistake in every file, in the order of files and lines.
    public static func load(
        folders: [String], models: ModelLibrary, allowOverride: Bool = false, withTests: Bool = false,
        withDigests: Bool = true, only: Set<String>? = nil, onlyTheirTypes: Bool = false
    ) throws(Diagnostics) -> CheckLibrary {
        let loader = Loader(models: models, allowOverride: allowOverride, withTests: withTests)
        loader.withDigests = withDigests
        loader.only = only
        loader.onlyTheirTypes = onlyTheirTypes
        for folder in folders { loader.find(folder) }
        return try loader.library()
    }
}
