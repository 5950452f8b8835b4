import Documents
import Files
import Testing
import TestSupport

/// The outcome of a set of other people's cases.
struct Cases {
    let set: String
    private var all = 0
    private var passed = 0
    private var listed = 0
    private var failures = [String]()

    init(_ set: String) { self.set = set }

    mutating func check(
        _ name: String, unsupported: [String: String] = [:], _ isRight: Bool, _ detail: String = ""
    ) {
        all += 1
        if isRight {
            passed += 1
        } else if unsupported[name] != nil {
            listed += 1
        } else {
            failures.append(name + (detail.isEmpty ? "" : ": " + detail))
        }
    }

    func report() {
        Conformance.report(set, passed: passed, of: all, listed: listed)
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        #expect(all > 0)
        #expect(listed * 33 <= all)
    }

    static func json(_ path: String) throws -> Value { try JSON.parse(Files.read(path)) }
}
