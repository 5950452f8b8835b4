import Documents
import IAMPolicy
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The labelled policies that lie beside the checkout, or nil.
func openCorpus() -> [Object]? {
    guard let file = fopen("../shared/policy/corpus-open.jsonl", "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return bytes.split(separator: 10).compactMap { line in try? JSON.parse(Array(line)).object }
}

@Suite struct CorpusTests {
    @Test func `every labelled policy that is not debatable is judged right`() throws {
        guard let records = openCorpus() else {
            print("conformance policy-corpus: skipped, ../shared/policy/corpus-open.jsonl is not there")
            return
        }
        var (right, all, witnesses) = (0, 0, 0)
        for record in records {
            let answer = CorpusLine.answer(.object(record))
            let verdict = answer["verdict"]?.string ?? ""
            let good =
                [record["expected"]?.string ?? ""] + (record["also_accept"]?.array ?? []).compactMap(\.string)
            let isDebatable = record["debatable"]?.bool == true
            let id = record["id"]?.string ?? ""
            if !isDebatable { all += 1 }
            if good.contains(verdict) {
                if !isDebatable { right += 1 }
            } else if isDebatable {
                print("debatable \(id): \(verdict), expected \(good)")
            } else {
                Issue.record("\(id): \(verdict), expected \(good); \(answer["notes"] ?? .null)")
            }
            let rank = Verdict(rawValue: verdict)?.rank ?? -1
            if rank > 0 {
                #expect(answer["witness"]?.object != nil, "\(id) has no witness")
                witnesses += 1
            }
            if verdict == "public" {
                let actions = Set((answer["actions"]?.array ?? []).compactMap(\.string))
                let listed = Set((record["public_actions"]?.array ?? []).compactMap(\.string))
                #expect(listed.isSubset(of: actions), "\(id): \(listed.subtracting(actions)) not found")
            }
        }
        print(
            "conformance policy-corpus: \(right)/\(all) passed, 0 listed as unsupported (\(witnesses) witnesses)"
        )
    }
}
