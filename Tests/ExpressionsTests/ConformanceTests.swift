import Documents
import Expressions
import Files
import TestSupport
import Testing

@Suite struct ConformanceTests {
    @Test func `the compliance suite of JMESPath passes`() throws {
        guard let folder = Conformance.folder("jmespath") else { return }
        var (passed, all) = (0, 0)
        for file in try Files.walk(folder) where file.hasSuffix(".json") {
            for group in try #require(try JSON.parse(try Files.read(file)).array) {
                let given = group["given"] ?? .null
                for test in group["cases"]?.array ?? [] {
                    all += 1
                    let text = try #require(test["expression"]?.string)
                    let (wanted, found) = (Self.wanted(test), Self.outcome(text, given))
                    if wanted == nil ? found.isValue : found == wanted { passed += 1 }
                    #expect(wanted == nil ? found.isValue : found == wanted, "\(file): \(text)")
                }
            }
        }
        Conformance.report("jmespath", passed: passed, of: all, listed: 0)
    }

    private enum Outcome: Equatable {
        case value(Value), error(String)

        var isValue: Bool { if case .value = self { true } else { false } }
    }

    /// What a case expects; nil where it only measures.
    private static func wanted(_ test: Value) -> Outcome? {
        if let error = test["error"]?.string { return .error(error) }
        return test["result"].map(Outcome.value)
    }

    private static func outcome(_ text: String, _ given: Value) -> Outcome {
        do {
            let expression = try Expression.parse(text, functions: .jmespath)
            return .value(try expression.evaluate(given, mode: .jmespath))
        } catch let failure as ExpressionFailure {
            return .error(failure.kind.rawValue)
        } catch EvaluationFailure.failed(let reason, _, _) {
            return .error(reason.rawValue)
        } catch {
            return .error("\(error)")
        }
    }
}
