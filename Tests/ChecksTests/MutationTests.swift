import Checks
import Documents
import Files
import Glibc
import ServiceModels
import TestSupport
import Testing

/// One-letter misspellings of every shipped file. `ASSAY_MUTANTS=all` tries each, else one of every 500.
@Suite struct MutationTests {
    @Test func `a misspelt path, key, call or parameter is refused`() throws {
        let isWhole = getenv("ASSAY_MUTANTS").map { String(cString: $0) } == "all"
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
            for (place, mutant) in try Mutants(text, file: file).all.enumerated()
            where isWhole || place % 50 == 7 {
                tried += 1
                try Files.write(Array(mutant.text.utf8), to: copy.path + file)
                do throws(Diagnostics) {
                    _ = try CheckLibrary.load(
                        folders: [copy.path], models: models, withTests: file.hasSuffix(".test.yaml"))
                    passed.append(mutant)
                } catch {}
            }
            try Files.write(Array(text.utf8), to: copy.path + file)
        }
        print("mutants: \(tried - passed.count) of \(tried) refused")
        for mutant in passed { print("  taken: \(mutant)") }
        #expect(tried > 20)
        #expect(Double(passed.count) <= Double(tried) * 0.01, "\(passed.map(\.description))")
    }
}
