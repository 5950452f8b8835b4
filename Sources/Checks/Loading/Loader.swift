import Documents
import Files
import Findings
import ServiceModels

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
    private var areTypesCut: Bool { only != nil && onlyTheirTypes }
    /// The folders, as the user named them, with their files.
    private var folders: [(path: String, files: [SourceFile])] = []
    /// Mistakes that are in no file.
    private var notes: [Mistakes] = []

    init(models: ModelLibrary, allowOverride: Bool, withTests: Bool) {
        registry = Registry(models: models)
        self.allowOverride = allowOverride
        self.withTests = withTests
    }

    // MARK: files

    /// Finds the files in `folder`, and reads those that all others refer to.
    func find(_ folder: String) {
        var root = folder
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        do throws(FileFailure) {
            var files = [SourceFile]()
            for found in try Files.list(root).concurrentMap({ [self] in findShared($0, in: root) }) {
                files += try found.get()
            }
            if files.isEmpty { note(root, "there are no checks in this folder") }
            folders.append((folder, files))
        } catch {
            note(error.path, error.description)
        }
    }

    /// The files at or below `name` in the folder `root`, those read that hold what checks share.
    private func findShared(_ name: String, in root: String) -> Result<[SourceFile], FileFailure> {
        do throws(FileFailure) {
            let paths = try Files.walk(root, only: name)
            let files = paths.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map {
                SourceFile(path: $0, folder: root, isWanted: isWanted)
            }
            for file in files where file.isShared { read(file, checks: []) }
            return .success(files)
        } catch { return .failure(error) }
    }

    private func read(_ file: SourceFile, checks: Set<String>) {
        file.read(models: registry.models, checks: checks, withDigest: withDigests)
    }

    private func isWanted(_ kind: FileKind, _ name: String) -> Bool {
        switch kind {
        case .check: only?.contains(name) ?? true
        case .test: withTests && only?.contains(name) ?? true
        case .resources, .framework, .parameters: true
        }
    }

    private func note(_ file: String, _ message: String) {
        let mistakes = Mistakes(file: file)
        mistakes.add(Diagnostic(file: file, line: 1, column: 1, message: message))
        notes.append(mistakes)
    }

    private var files: [SourceFile] { folders.flatMap(\.files) }

    /// The files of a kind that could be read.
    private func files(_ kind: FileKind) -> [SourceFile] {
        files.filter { $0.kind == kind && $0.root != nil }
    }

    // MARK: the library

    /// What the folders hold.
    func library() throws(Diagnostics) -> CheckLibrary {
        let files = files
        let names = Set(files.lazy.filter { $0.kind == .check }.map(\.name))
        func readOne(_ file: SourceFile) { read(file, checks: names) }
        let others = files.filter { !$0.isShared }
        // Where only the types are wanted that some checks lead to, these come first; else all are read beside the types.
        func isFirst(_ file: SourceFile) -> Bool { areTypesCut && file.kind == .check }
        _ = others.filter(isFirst).concurrentMap(readOne)
        // What others name may be in a file that can't be read: of names nothing is known then.
        let areNamesKnown = files.allSatisfy { !$0.isShared || $0.root != nil }
        var types: [String: ResourceType] = [:]
        _ = others.filter { !isFirst($0) }.concurrentMap(
            beside: { if areNamesKnown { types = readTypes() } }, readOne)
        if !areNamesKnown { try refuse() }
        let checks = readChecks(isSound: mistakes.allSatisfy(\.all.isEmpty))
        let frameworks = readFrameworks()
        let tests = withTests ? readTests(checks, types, known: names) : [:]
        try refuse()
        return CheckLibrary(
            resourceTypes: types, checks: checks, frameworks: frameworks, sharedParameters: registry.shared,
            tests: tests, folders: folders.map(info), checkNames: names)
    }

    private func info(_ folder: (path: String, files: [SourceFile])) -> ScanInfo.Folder {
        let digest = withDigests ? FolderDigest.of(folder.files.map { ($0.below, $0.digest) }) : ""
        return ScanInfo.Folder(path: folder.path, digest: digest)
    }

    private var mistakes: [Mistakes] { notes + files.map(\.mistakes) }

    /// Throws the mistakes that there are.
    private func refuse() throws(Diagnostics) {
        let all = mistakes.flatMap { $0.distinct() }
        guard all.isEmpty else {
            throw Diagnostics(all.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) })
        }
    }

    /// The resource types that are wanted.
    private func readTypes() -> [String: ResourceType] {
        for file in files(.parameters) { readParameters(file) }
        for file in files(.resources) { readDrafts(file) }
        for file in files(.resources) { readExtensions(file) }
        var types: [String: ResourceType] = [:]
        for id in wantedTypes() {
            types[id] = ResourceTypeReader(registry: registry, draft: registry.drafts[id]!).read()
        }
        return types
    }

    /// The ids of the resource types that are built.
    private func wantedTypes() -> [String] {
        guard areTypesCut else { return registry.ids }
        var closure = Closure(of: registry.ids)
        for file in files(.check) { closure.add(file.root!) }
        while let id = closure.next() { registry.drafts[id]!.nodes.forEach { closure.add($0) } }
        return closure.named.sorted()
    }

    private func readParameters(_ file: SourceFile) {
        for (key, value) in file.root?["parameters"]?.pairs ?? [] where value.isMap {
            if registry.shared[key.text!] != nil, !allowOverride {
                file.mistakes.add(
                    key, "the parameter '\(key.text!)' is in another folder as well", hint: Self.overriding)
            }
            registry.shared[key.text!] = Parameter(key, value, isShared: true, file.mistakes)
        }
    }

    private static let overriding = "--allow-override takes the later folder's"

    private func readDrafts(_ file: SourceFile) {
        for (key, value) in file.root?["resources"]?.pairs ?? [] where value.isMap {
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
        for (key, value) in file.root?["extend"]?.pairs ?? [] where value.isMap {
            guard let draft = registry.drafts[key.text!] else {
                file.mistakes.add(
                    key, "there is no resource type '\(key.text!)'",
                    hint: suggestion(for: key.text!, among: registry.ids))
                continue
            }
            draft.extend(value, file.mistakes)
        }
    }

    /// The checks. Where nothing was wrong so far, `isSound`, all that they share is built, and they are read at once.
    private func readChecks(isSound: Bool) -> [String: Check] {
        let wanted = files(.check).filter { $0.root!.isMap }
        noteRepeated(wanted, "check")
        let registry = registry
        func read(_ file: SourceFile) -> Check? {
            CheckReader(registry: registry, mistakes: file.mistakes, folder: file.folder)
                .read(file.root!, id: file.name, file.prose)
        }
        let found = isSound ? wanted.concurrentMap(read) : wanted.map(read)
        var checks: [String: Check] = [:]
        for check in found { if let check { checks[check.id] = check } }
        return checks
    }

    private func readFrameworks() -> [FrameworkInfo] {
        let wanted = files(.framework).filter { $0.root!.isMap }
        noteRepeated(wanted, "framework")
        var frameworks: [String: FrameworkInfo] = [:]
        for file in wanted { frameworks[file.name] = file.framework }
        return frameworks.values.sorted { $0.name < $1.name }
    }

    /// Notes that one of the same name is in another file as well.
    private func noteRepeated(_ files: [SourceFile], _ what: String) {
        var places: [String: SourceFile] = [:]
        for file in files {
            if let old = places[file.name], !allowOverride || old.folder == file.folder {
                file.mistakes.add(
                    file.root!, "the \(what) '\(file.name)' is in \(old.mistakes.file) as well",
                    hint: Self.overriding)
            }
            places[file.name] = file
        }
    }

    private func readTests(
        _ checks: [String: Check], _ types: [String: ResourceType], known: Set<String>
    ) -> [String: CheckTest] {
        let encodings = Encodings(types.values)
        let registry = registry
        var fixes: [String: [String]] = [:]
        for file in files(.check) { fixes[file.name] = file.root!["fixes"]?.pairs.compactMap(\.key.text) }
        func read(_ file: SourceFile) -> CheckTest? {
            guard let check = checks[file.name] else {
                if !known.contains(file.name) {
                    file.mistakes.add(
                        file.root!, "there is no check '\(file.name)'",
                        hint: suggestion(for: file.name, among: known))
                }
                return nil
            }
            // An overridden check's cases go with it.
            guard check.folder == file.folder else { return nil }
            return TestReader(
                registry: registry, mistakes: file.mistakes, check: check, fixNames: fixes[file.name] ?? [],
                encodings: encodings
            ).read(file.root!)
        }
        let wanted = files(.test).filter { $0.root!.isMap }
        var tests: [String: CheckTest] = [:]
        for (file, test) in zip(wanted, wanted.concurrentMap(read)) {
            if let test { tests[file.name] = test }
        }
        return tests
    }
}
