import Documents
import Files
import TestSupport

/// How a set went.
struct ConformanceScore {
    let set: String
    private(set) var passed = 0
    private(set) var all = 0
    private(set) var listed = 0
    private(set) var failures: [String] = []

    init(_ set: String) { self.set = set }

    /// Counts a case; `problem` is nil when it passed.
    mutating func count(_ id: String, _ problem: String?, isListed: Bool = false) {
        all += 1
        if problem == nil {
            passed += 1
        } else if isListed {
            listed += 1
        } else {
            failures.append("\(id): \(problem!)")
        }
    }

    func report() {
        Conformance.report(set, passed: passed, of: all, listed: listed)
        for failure in failures { print("  \(failure)") }
    }

    static func json(_ path: String) throws -> Value { try JSON.parse(try Files.read(path)) }

    static func jsonFiles(_ folder: String) throws -> [String] {
        guard Files.isFolder(folder) else { return [] }
        return try Files.list(folder).filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
    }
}
