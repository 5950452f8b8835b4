import Documents
import Expressions
import Files

extension Command {
    static let query = Command(
        path: ["query"], summary: "Evaluate a JMESPath expression on JSON", words: "EXPRESSION [FILE]",
        flags: [Flag("checks-mode", help: "as in checks: functions of what is absent are absent")],
        examples: [("assay query 'Topics[].TopicArn' topics.json", "the ARNs in a saved answer")]
    ) { arguments, console in
        guard let text = arguments.words.first, arguments.words.count <= 2 else {
            throw UsageError("assay query takes an expression and at most one file")
        }
        let expression: Expression
        do throws(ExpressionFailure) {
            expression = try Expression.parse(
                text, functions: arguments.has("checks-mode") ? .standard : .jmespath)
        } catch {
            throw UsageError("\(error.message)\n  \(text)\n  \(String(repeating: " ", count: error.offset))^")
        }
        let path = arguments.words.count == 2 ? arguments.words[1] : "-"
        let bytes = path == "-" ? try console.input() : try Files.read(path)
        let subject: Value
        do throws(JSON.Failure) {
            subject = try JSON.parse(bytes)
        } catch {
            throw UsageError("\(path == "-" ? "the input" : path):\(error)")
        }
        let value = try expression.evaluate(
            subject, mode: arguments.has("checks-mode") ? .check : .jmespath)
        try console.print(JSON.text(value, .indented) + "\n")
        return 0
    }
}
