import Checks
import Documents
import Files
import Findings
import ServiceModels

/// The flags by which checks are found, selected and set.
enum LibraryOptions {
    static let folders = [
        Flag(
            "checks", "DIR", repeats: true,
            help: "a folder of checks (default: ./checks.d, else the installed ones)"),
        Flag("allow-override", help: "let a later folder's check take the place of an earlier one's"),
    ]

    static let selection = [
        Flag("check", "ID", repeats: true, help: "only this check"),
        Flag("service", "NAME", repeats: true, help: "only checks of this service"),
        Flag(
            "severity", "LEVEL", choices: Severity.allCases.map(\.rawValue),
            help: "only checks of this severity or worse"),
        Flag("framework", "NAME", repeats: true, help: "only checks that a control of this framework names"),
    ]

    static let settings = [
        Flag(
            "set", "[CHECK.]NAME=VALUE", repeats: true,
            help: "set a parameter of a check, or one that checks share"),
        Flag("settings", "FILE", help: "a YAML file of parameters: name: value, or check: {name: value}"),
    ]

    /// Where the models are.
    static func models(_ console: Console) -> ModelLibrary {
        ModelLibrary { ModelLibrary.standardPaths(environment: console.environment) }
    }

    /// The folders of checks that were named, or the first of the usual ones that is there.
    static func folders(_ arguments: Arguments, _ console: Console) throws(UsageError) -> [String] {
        let named = arguments.rawValues("checks")
        if let absent = named.first(where: { !Files.isFolder($0) }) {
            throw UsageError("there is no folder \(absent); --checks takes a folder of checks")
        }
        if !named.isEmpty { return named }
        var places = ["checks.d"]
        if let program = RunningProgram.path, let slash = program.lastIndex(of: "/") {
            places.append(program[..<slash] + "/../share/assay/checks.d")
        }
        let home = console.environment["XDG_CONFIG_HOME"] ?? (console.environment["HOME"] ?? "") + "/.config"
        places.append(home + "/assay/checks.d")
        guard let found = places.first(where: { Files.isFolder($0) }) else {
            throw UsageError(
                "no folder of checks is in \(places.joined(separator: ", ")); name one with --checks DIR")
        }
        return [found]
    }

    /// The folder that new checks are written to, and those that are read before, all that hold checks already.
    ///
    /// The folder is the last one named, which need not be there yet, else `checks.d`; never the installed one.
    static func writingFolders(_ arguments: Arguments) throws(UsageError) -> (top: String, read: [String]) {
        var named = arguments.rawValues("checks")
        if named.isEmpty, Files.isFolder("checks.d") { named = ["checks.d"] }
        guard let top = named.last else {
            throw UsageError(
                "there is no folder checks.d here; name the folder for the new files with --checks DIR, which is made if need be"
            )
        }
        if let absent = named.dropLast().first(where: { !Files.isFolder($0) }) {
            throw UsageError("there is no folder \(absent); --checks takes a folder of checks")
        }
        let read = named.filter { folder in
            ((try? Files.walk(folder)) ?? []).contains { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        }
        return (top, read)
    }

    /// What of the folders a command looks into.
    enum Part {
        /// Everything.
        case all
        /// Of the checks only those that `--check` names, when no other flag needs to know the others.
        case selectedChecks
        /// The same, and of the resource types only those that these checks lead to.
        case selectedChecksAndTypes
    }

    private final class Kept {
        let library: CheckLibrary
        init(_ library: CheckLibrary) { self.library = library }
    }

    /// The checks, loaded and proved; for a report, with the digests of their folders.
    static func library(
        _ arguments: Arguments, _ console: Console, withTests: Bool = false, part: Part = .all,
        isReported: Bool = false
    ) throws -> (library: CheckLibrary, models: ModelLibrary) {
        let models = models(console)
        let folders = try folders(arguments, console)
        func load(_ only: Set<String>?) throws -> CheckLibrary {
            let library = try CheckLibrary.load(
                folders: folders, models: models, allowOverride: arguments.has("allow-override"),
                withTests: withTests, withDigests: isReported, only: only,
                onlyTheirTypes: part == .selectedChecksAndTypes)
            // It is needed to the end; nobody has to wait there until it is taken apart.
            _ = Unmanaged.passRetained(Kept(library))
            return library
        }
        let ids = Set(arguments.values("check"))
        let others = ["service", "framework", "set", "settings"]
        if part != .all, !ids.isEmpty, others.allSatisfy({ arguments.rawValues($0).isEmpty }) {
            let library = try load(ids)
            if ids.isSubset(of: library.checks.keys) { return (library, models) }
        }
        return (try load(nil), models)
    }

    /// The checks that were selected, by id.
    static func select(_ arguments: Arguments, _ library: CheckLibrary) throws(UsageError) -> [Check] {
        let all = library.checks.values.sorted { $0.id < $1.id }
        for id in arguments.values("check") where library.checks[id] == nil {
            throw UsageError(unknown("check", id, all.map(\.id)))
        }
        let services = Set(all.map(\.service)).sorted()
        for name in arguments.values("service") where !services.contains(name) {
            throw UsageError(unknown("service", name, services))
        }
        var framed: Set<String>?
        for name in arguments.values("framework") {
            guard let framework = library.frameworks.first(where: { $0.name == name }) else {
                throw UsageError(unknown("framework", name, library.frameworks.map(\.name)))
            }
            framed = (framed ?? []).union(framework.controls.flatMap(\.checks.keys))
        }
        let ids = Set(arguments.values("check"))
        let wanted = Set(arguments.values("service"))
        let least = arguments.value("severity").flatMap { Severity(rawValue: $0) } ?? .informational
        let selected = all.filter { check in
            (ids.isEmpty || ids.contains(check.id)) && (wanted.isEmpty || wanted.contains(check.service))
                && check.severity >= least && framed?.contains(check.id) != false
        }
        guard !selected.isEmpty else {
            throw UsageError("no check is left by these flags; see assay checks list")
        }
        return selected
    }

    private static func unknown(_ what: String, _ name: String, _ all: [String]) -> String {
        let hint =
            suggestion(for: name, among: all)
            ?? "assay \(what == "framework" ? "frameworks" : "checks") list shows them"
        return "there is no \(what) \(name); \(hint)"
    }

    /// The parameters of each check: defaults, then the file, then the flags.
    static func parameters(_ arguments: Arguments, _ library: CheckLibrary) throws -> [String: [String:
        Value]]
    {
        var parameters: [String: [String: Value]] = [:]
        for check in library.checks.values {
            for parameter in check.parameters where !parameter.isRequired {
                parameters[check.id, default: [:]][parameter.name] = parameter.standard
            }
        }
        func set(_ name: String, _ texts: [String], _ fail: (String) -> any Error) throws {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            let owners = library.checks.values.filter { check in
                check.parameters.contains { parameter in
                    parts.count == 2
                        ? check.id == parts[0] && parameter.name == parts[1]
                        : parameter.isShared && parameter.name == name
                }
            }
            guard !owners.isEmpty else {
                let shared = Set(
                    library.checks.values.flatMap { $0.parameters.filter(\.isShared).map(\.name) })
                let own = library.checks.values.flatMap { check in
                    check.parameters.map { "\(check.id).\($0.name)" }
                }
                let hint = suggestion(for: name, among: shared.union(own).sorted()).map { "; " + $0 } ?? ""
                throw fail("there is no parameter \(name)\(hint)")
            }
            for check in owners {
                let parameter = check.parameters.first { $0.name == parts.last }!
                guard let value = parameter.kind.value(texts.joined(separator: ",")) else {
                    throw fail("\(name) must be \(parameter.kind.words), not \(texts.joined(separator: ","))")
                }
                parameters[check.id, default: [:]][parameter.name] = value
            }
        }
        if let file = arguments.value("settings") {
            let root = try YAML.parse(Files.read(file), file: file)
            if root.members == nil {
                throw Diagnostic(
                    file: file, line: root.line, column: root.column,
                    message: "a map of parameters is wanted here, not a \(root.kind)",
                    hint: "write name: value, or check: {name: value}")
            }
            func texts(_ node: YAML.Node) -> [String] {
                node.items?.compactMap(\.text) ?? node.text.map { [$0] } ?? []
            }
            for (key, value) in root.members ?? [] {
                func fail(_ node: YAML.Node) -> (String) -> any Error {
                    { Diagnostic(file: file, line: node.line, column: node.column, message: $0) }
                }
                if let members = value.members {
                    for (name, inner) in members {
                        try set("\(key.text ?? "").\(name.text ?? "")", texts(inner), fail(name))
                    }
                } else {
                    try set(key.text ?? "", texts(value), fail(key))
                }
            }
        }
        for text in arguments.rawValues("set") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count == 2 else { throw UsageError("--set takes name=value, not \(text)") }
            if parts[1].hasPrefix("["), parts[1].hasSuffix("]") {
                throw UsageError("--set: a list is written without brackets, as in \(parts[0])=one,two")
            }
            try set(parts[0], [parts[1]]) { UsageError("--set: \($0)") }
        }
        return parameters
    }
}
