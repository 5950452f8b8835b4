import AWSWire
import Documents
import Files
import Findings
import ServiceModels

/// A file in a folder of checks: found, then read.
///
/// Confined to one load, and while files are read to the thread that reads this one.
final class SourceFile {
    /// The folder of checks, and the path below it.
    let folder: String
    let below: String
    /// What it is; nil for a file that has no place here.
    let kind: FileKind?
    /// The last part of the path without `.yaml` and its kin.
    let name: String
    /// Whether it is looked into.
    let isWanted: Bool
    let mistakes: Mistakes
    /// What it holds; nil before it is read, where it is not looked into and, noted, where it is no YAML.
    private(set) var root: YAML.Node?
    /// The SHA-256 of its bytes, where it was asked for.
    private(set) var digest = ""
    /// Of a check, what it tells people.
    private(set) var prose = Prose()
    /// Of a framework, what it maps.
    private(set) var framework: FrameworkInfo?

    /// The file at `path` in `folder`; a check or test is looked into where it `isWanted` by its kind and name.
    init(path: String, folder: String, isWanted: (FileKind, String) -> Bool) {
        self.folder = folder
        below = String(Substring(path.utf8.dropFirst(folder.utf8.count + (folder == "/" ? 0 : 1))))
        mistakes = Mistakes(file: path)
        kind = FileKind(path: below)
        guard let kind else {
            name = ""
            self.isWanted = false
            mistakes.add(
                Diagnostic(
                    file: path, line: 1, column: 1, message: "files of checks end in .yaml",
                    hint: "rename it"))
            return
        }
        let suffix = kind == .test ? ".test.yaml" : ".yaml"
        name = String(Substring(FileKind.parts(below).name.utf8.dropLast(suffix.utf8.count)))
        self.isWanted = isWanted(kind, name)
    }

    /// Whether it holds what checks share.
    var isShared: Bool { kind == .resources || kind == .parameters }

    /// Reads it, and proves what can be proved of it alone and by the names of all `checks`.
    func read(models: ModelLibrary, checks: Set<String>, withDigest: Bool) {
        guard isWanted || withDigest else { return }
        let bytes: [UInt8]
        do throws(FileFailure) { bytes = try Files.read(mistakes.file, limit: 4 << 20) } catch {
            mistakes.add(
                Diagnostic(file: error.path, line: 1, column: 1, message: error.description))
            return
        }
        if withDigest { digest = Fingerprint.sha256(bytes) }
        guard isWanted, let kind else { return }
        let node: YAML.Node
        do throws(Diagnostic) { node = try YAML.parse(bytes, file: mistakes.file) } catch {
            mistakes.add(error)
            return
        }
        root = node
        kind.form.check(node, mistakes)
        guard node.isMap else { return }
        switch kind {
        case .check: prose = ProseReader(models: models, mistakes: mistakes).read(node)
        case .framework:
            framework = FrameworkReader(mistakes: mistakes, checks: checks).read(node, name: name)
        case .resources, .parameters, .test: break
        }
    }
}
