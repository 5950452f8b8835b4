public import Documents
import Files
import Findings
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
        for folder in folders { loader.read(folder) }
        return try loader.library()
    }
}

/// Loads folders of checks. Confined to one load.
final class Loader {
    private let registry: Registry
    private let allowOverride: Bool
    private let withTests: Bool
    /// Whether the folders have digests.
    var withDigests = true
    /// The checks that are read; nil for all.
    var only: Set<String>?
    /// Whether resource types that these checks don't lead to are left out.
    var onlyTheirTypes = false
    private var files: [SourceFile] = []
    /// The checks whose files were not looked into.
    private var skipped: [String] = []
    /// Files that are no YAML: what they hold is not known, only that they are there.
    private var unread: [(kind: FileKind, name: String)] = []
    private var mistakes: [Mistakes] = []
    private var folders: [ScanInfo.Folder] = []

    /// A file of checks, parsed.
    struct SourceFile {
        let kind: FileKind
        let folder: String
        /// The last part of the path without `.yaml` and its kin.
        let name: String
        let root: YAML.Node
        let mistakes: Mistakes
    }

    init(models: ModelLibrary, allowOverride: Bool, withTests: Bool) {
        registry = Registry(models: models)
        self.allowOverride = allowOverride
        self.withTests = withTests
    }

    // MARK: files

    /// Reads the files in `folder`.
    func read(_ folder: String) {
        var root = folder
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        let all: [UnparsedFile]
        do throws(FileFailure) {
            all = try Files.walk(root).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map {
                found($0, in: root)
            }
        } catch {
            note(error.path, error.description)
            return
        }
        if all.isEmpty { note(root, "there are no checks in this folder") }
        var digests = [(path: String, digest: String)]()
        let wanted = withDigests ? all : all.filter { $0.content != nil }
        for (file, read) in zip(
            wanted, wanted.concurrentMap { [withDigests] in $0.read(withDigest: withDigests) })
        {
            switch read {
            case .failure(let failure):
                note(failure.path, failure.description)
                return
            case .success(let (node, digest)):
                digests.append((file.below, digest))
                if let content = file.content { take(content, node, root) }
            }
        }
        folders.append(
            ScanInfo.Folder(path: folder, digest: withDigests ? FolderDigest.of(digests) : ""))
    }

    private func take(_ file: UnparsedFile.Content, _ node: YAML.Node?, _ root: String) {
        mistakes.append(file.mistakes)
        if let node {
            files.append(
                SourceFile(
                    kind: file.kind, folder: root, name: file.name, root: node, mistakes: file.mistakes))
        } else {
            unread.append((file.kind, file.name))
        }
    }

    private func note(_ file: String, _ message: String, hint: String? = nil) {
        let mistakes = Mistakes(file: file)
        mistakes.add(Diagnostic(file: file, line: 1, column: 1, message: message, hint: hint))
        self.mistakes.append(mistakes)
    }

    /// The file at `path` in the folder `root`.
    private func found(_ path: String, in root: String) -> UnparsedFile {
        let below = String(Substring(path.utf8.dropFirst(root.utf8.count + (root == "/" ? 0 : 1))))
        return UnparsedFile(path: path, below: below, content: content(path, below))
    }

    /// What the file at `path` is; nil where it is not looked into.
    private func content(_ path: String, _ below: String) -> UnparsedFile.Content? {
        guard let kind = FileKind(path: below) else {
            note(path, "files of checks end in .yaml", hint: "rename it")
            return nil
        }
        if kind == .test, !withTests { return nil }
        let suffix = kind == .test ? ".test.yaml" : ".yaml"
        let name = String(Substring(FileKind.parts(below).name.utf8.dropLast(suffix.utf8.count)))
        if kind == .check || kind == .test, let only, !only.contains(name) {
            if kind == .check { skipped.append(name) }
            return nil
        }
        return UnparsedFile.Content(kind: kind, name: name, mistakes: Mistakes(file: path))
    }

    private func files(_ kind: FileKind) -> [SourceFile] { files.filter { $0.kind == kind } }

    /// The names of the checks that have a file, whatever is wrong with it.
    private var checkNames: [String] {
        skipped + files(.check).map(\.name) + unread.lazy.filter { $0.kind == .check }.map(\.name)
    }

    // MARK: the library

    /// What the folders hold.
    func library() throws(Diagnostics) -> CheckLibrary {
        // What others name may be in a file that can't be read: of names nothing is known then.
        if unread.contains(where: { $0.kind == .resources || $0.kind == .parameters }) { try refuse() }
        for file in files(.parameters) { readParameters(file) }
        for file in files(.resources) { readTypes(file) }
        for file in files(.resources) { readExtensions(file) }
        var types: [String: ResourceType] = [:]
        let wanted = wantedTypes()
        prepareCalls(of: wanted)
        let prose = readProse {
            for id in wanted {
                types[id] = ResourceTypeReader(registry: registry, draft: registry.drafts[id]!).read()
            }
        }
        let checks = readChecks(prose, isSound: mistakes.allSatisfy(\.all.isEmpty))
        let frameworks = readFrameworks(Set(checks.keys))
        let tests = withTests ? readTests(checks, types) : [:]
        try refuse()
        return CheckLibrary(
            resourceTypes: types, checks: checks, frameworks: frameworks, sharedParameters: registry.shared,
            tests: tests, folders: folders, checkNames: Set(checkNames))
    }

    /// Makes the operations that the resource types call, so that they are there when they are asked for.
    private func prepareCalls(of types: [String]) {
        let calls = Set(types.flatMap { registry.drafts[$0]!.nodes.flatMap(\.calls) })
        let models = registry.models
        _ = Array(calls).concurrentMap { call in
            let parts = call.split(separator: ":")
            if parts.count == 2 { _ = (try? models.model(String(parts[0])))?.operation(String(parts[1])) }
        }
    }

    /// The ids of the resource types that are built.
    private func wantedTypes() -> [String] {
        guard only != nil, onlyTheirTypes else { return registry.ids }
        var closure = Closure(of: registry.ids)
        for file in files(.check) { closure.add(file.root) }
        while let id = closure.next() { registry.drafts[id]!.nodes.forEach { closure.add($0) } }
        return closure.named.sorted()
    }

    /// Throws the mistakes that there are.
    private func refuse() throws(Diagnostics) {
        let all = mistakes.flatMap { $0.distinct() }
        guard all.isEmpty else {
            throw Diagnostics(all.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) })
        }
    }

    private func readParameters(_ file: SourceFile) {
        for (key, value) in file.root["parameters"]?.pairs ?? [] where value.isMap {
            if registry.shared[key.text!] != nil, !allowOverride {
                file.mistakes.add(
                    key, "the parameter '\(key.text!)' is in another folder as well", hint: Self.overriding)
            }
            registry.shared[key.text!] = Parameter(key, value, isShared: true, file.mistakes)
        }
    }

    private static let overriding = "--allow-override takes the later folder's"

    private func readTypes(_ file: SourceFile) {
        for (key, value) in file.root["resources"]?.pairs ?? [] where value.isMap {
            let id = key.text!
            let parts = id.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count != 2 || parts.contains(where: \.isEmpty) {
                file.mistakes.add(
                    key, "'\(id)' is no id of a resource type", hint: "write service.thing, as in sns.topic")
            }
            let draft = ResourceDraft(id: id, node: value, mistakes: file.mistakes, folder: file.folder)
            if let old = registry.add(draft), !allowOverride || old.folder == file.folder {
                file.mistakes.add(
                    key, "the resource type '\(id)' is in \(old.mistakes.file) as well", hint: Self.overriding
                )
            }
        }
    }

    private func readExtensions(_ file: SourceFile) {
        for (key, value) in file.root["extend"]?.pairs ?? [] where value.isMap {
            guard let draft = registry.drafts[key.text!] else {
                file.mistakes.add(
                    key, "there is no resource type '\(key.text!)'",
                    hint: suggestion(for: key.text!, among: registry.ids))
                continue
            }
            draft.extend(value, file.mistakes)
        }
    }

    /// What the checks tell people, by their files; `body`, which reads none of these, is done meanwhile.
    private func readProse(_ body: () -> Void) -> [String: Prose] {
        let registry = registry
        let wanted = files(.check)
        let all = Array(-1..<wanted.count).concurrentMap { place -> Prose? in
            guard place >= 0 else {
                body()
                return nil
            }
            return ProseReader(registry: registry, mistakes: wanted[place].mistakes).read(wanted[place].root)
        }
        return Dictionary(zip(wanted.map(\.mistakes.file), all.dropFirst().map { $0! })) { first, _ in first }
    }

    /// The checks. Where nothing was wrong so far, `isSound`, all that they share is built, and they are read at once.
    private func readChecks(_ prose: [String: Prose], isSound: Bool) -> [String: Check] {
        var places: [String: SourceFile] = [:]
        for file in files(.check) where file.root.isMap {
            if let old = places[file.name], !allowOverride || old.folder == file.folder {
                file.mistakes.add(
                    file.root, "the check '\(file.name)' is in \(old.mistakes.file) as well",
                    hint: Self.overriding)
            }
            places[file.name] = file
        }
        let registry = registry
        func read(_ file: SourceFile) -> Check? {
            CheckReader(registry: registry, mistakes: file.mistakes, folder: file.folder)
                .read(file.root, id: file.name, prose[file.mistakes.file]!)
        }
        let wanted = files(.check).filter { $0.root.isMap }
        let found = isSound ? wanted.concurrentMap(read) : wanted.map(read)
        var checks: [String: Check] = [:]
        for check in found { if let check { checks[check.id] = check } }
        return checks
    }

    private func readFrameworks(_ checks: Set<String>) -> [FrameworkInfo] {
        let known = checks.union(checkNames)
        var frameworks: [String: FrameworkInfo] = [:]
        var places: [String: SourceFile] = [:]
        for file in files(.framework) where file.root.isMap {
            if let old = places[file.name], !allowOverride {
                file.mistakes.add(
                    file.root, "the framework '\(file.name)' is in \(old.mistakes.file) as well",
                    hint: Self.overriding)
            }
            places[file.name] = file
            frameworks[file.name] = FrameworkReader(mistakes: file.mistakes, checks: known).read(
                file.root, name: file.name)
        }
        return frameworks.values.sorted { $0.name < $1.name }
    }

    private func readTests(_ checks: [String: Check], _ types: [String: ResourceType]) -> [String: CheckTest]
    {
        let encodings = Encodings(types.values)
        let registry = registry
        let known = checkNames
        var fixes: [String: [String]] = [:]
        for file in files(.check) { fixes[file.name] = file.root["fixes"]?.pairs.compactMap(\.key.text) }
        func read(_ file: SourceFile) -> CheckTest? {
            guard let check = checks[file.name] else {
                if !known.contains(file.name) {
                    file.mistakes.add(
                        file.root, "there is no check '\(file.name)'",
                        hint: suggestion(for: file.name, among: known))
                }
                return nil
            }
            // An overridden check's cases go with it.
            guard check.folder == file.folder else { return nil }
            return TestReader(
                registry: registry, mistakes: file.mistakes, check: check, fixNames: fixes[file.name] ?? [],
                encodings: encodings
            ).read(file.root)
        }
        let wanted = files(.test).filter { $0.root.isMap }
        var tests: [String: CheckTest] = [:]
        for (file, test) in zip(wanted, wanted.concurrentMap(read)) {
            if let test { tests[file.name] = test }
        }
        return tests
    }
}
