import Checks
import Documents
import Files
import ServiceModels
import TestSupport
import Testing

/// One-letter misspellings of every path, key, call, parameter and word of every shipped file. `ASSAY_MUTANTS=all` tries
/// each, `ASSAY_MUTANTS=ses/` each of the files with that in their path; else one of every 200 is tried.
@Suite struct MutationTests {
    /// Loads what has to be loaded to see a mistake in `file`: of a check its own files and the resource types behind it,
    /// of a resource type all of these, and where that shows none the checks too.
    private func load(_ file: String, in folder: String, _ models: ModelLibrary) throws(Diagnostics) {
        let name = file.split(separator: "/").last.map(String.init) ?? ""
        let id = String(name.prefix { $0 != "." })
        func load(_ only: Set<String>?, types: Bool = false) throws(Diagnostics) {
            _ = try CheckLibrary.load(
                folders: [folder], models: models, withTests: name.hasSuffix(".test.yaml"), only: only,
                onlyTheirTypes: types)
        }
        if file.hasPrefix("/frameworks/") {
            try load([], types: true)
        } else if name.hasSuffix("resources.yaml") || name == "parameters.yaml" {
            try load([])
            try load(nil)
        } else {
            try load([id], types: true)
        }
    }

    @Test func `a misspelt path, key, call or parameter is refused`() throws {
        let wanted = Environment.value("ASSAY_MUTANTS")
        let models = ModelLibrary(searchPaths: [])
        let copy = try TemporaryFolder()
        var texts: [String: String] = [:]
        for path in try Files.walk(Catalogue.folder) {
            let below = String(path.dropFirst(Catalogue.folder.count))
            texts[below] = try Files.text(path)
            try Files.makeFolder(copy.path + below.split(separator: "/").dropLast().map { "/" + $0 }.joined())
            try Files.write(Array(texts[below]!.utf8), to: copy.path + below)
        }
        var tried = 0
        var passed: [Mutant] = []
        for (file, text) in texts.sorted(by: { $0.key < $1.key }) {
            let isWhole = wanted.map { $0 == "all" || file.contains($0) } ?? false
            if wanted != nil, !isWhole { continue }
            for (place, mutant) in try Mutants(text, file: file).all.enumerated()
            where isWhole || (place + file.utf8.count) % 200 == 7 {
                tried += 1
                try Files.write(Array(mutant.text.utf8), to: copy.path + file)
                do throws(Diagnostics) {
                    try load(file, in: copy.path, models)
                    passed.append(mutant)
                } catch {}
            }
            try Files.write(Array(text.utf8), to: copy.path + file)
        }
        print("mutants: \(tried - passed.count) of \(tried) refused")
        for mutant in passed { print("  taken: \(mutant): \(TakenMutants.reason(mutant) ?? "no reason")") }
        #expect(tried > 50)
        #expect(passed.filter { TakenMutants.reason($0) == nil }.map(\.description) == [])
        #expect(Double(passed.count) <= Double(tried) * 0.01, "\(passed.map(\.description))")
    }
}
