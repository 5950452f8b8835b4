import Documents
import Expressions
import Files

/// Times expressions: those that JMESPath's compliance suite marks for it, and some as checks have them.
///
/// `ExpressionBenchmark FOLDER`, where FOLDER has the suite's `benchmarks.json`. A row for each: microseconds to parse and
/// to evaluate, the least of several rounds.
@main
enum Main {
    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "../shared/conformance/jmespath/tests"
        print("parse µs  evaluate µs  expression")
        for group in try JSON.parse(try Files.read(folder + "/benchmarks.json")).array ?? [] {
            for test in group["cases"]?.array ?? [] where test["bench"] != nil {
                try time(test["expression"]?.string ?? "", on: group["given"] ?? .null)
            }
        }
        let resource = try JSON.parse(
            """
            {"id": "joe@example.com", "detail": {"IdentityType": "DOMAIN", "Policies": {"a": "{}"}, "Tags": []},
             "destinations": [{"Enabled": true, "SnsDestination": {"TopicArn": "arn:aws:sns:eu-west-1:111122223333:t"}},
              {"Enabled": false, "SnsDestination": {"TopicArn": "arn:aws:sns:eu-west-1:111122223333:u"}}]}
            """)
        let checks = [
            "detail.Policies", "detail.IdentityType == 'DOMAIN'",
            "destinations[?Enabled].SnsDestination.TopicArn",
            "suffixes(split(id, '@')[1], '.')[:-1]", "contains(id, $account)",
        ]
        for text in checks { try time(text, on: resource) }
    }

    private static func time(_ text: String, on subject: Value) throws {
        let parse = try microseconds { _ = try Expression.parse(text) }
        let expression = try Expression.parse(text)
        let variables: [String: Value] = ["account": "111122223333"]
        let evaluate = try microseconds { _ = try expression.evaluate(subject, variables: variables) }
        let shown = text.count > 60 ? text.prefix(60) + "…" : text
        print("\(padded(parse, 8))  \(padded(evaluate, 11))  \(shown)")
    }

    private static func padded(_ number: Double, _ width: Int) -> String {
        let hundredths = Int((number * 100).rounded())
        let text = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// The time of one `body`: the least mean of five rounds.
    private static func microseconds(_ body: () throws -> Void) rethrows -> Double {
        let count = 2_000
        let clock = ContinuousClock()
        var best = Duration.seconds(1_000)
        for _ in 0..<5 {
            best = min(best, try clock.measure { for _ in 0..<count { try body() } })
        }
        return (Double(best.components.seconds) * 1e6 + Double(best.components.attoseconds) / 1e12)
            / Double(count)
    }
}
