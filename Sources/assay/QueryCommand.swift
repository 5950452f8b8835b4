import Checks
import Documents
import Expressions
import Files

extension Command {
    static let query = Command(
        path: ["query"], summary: "Evaluate a JMESPath expression on JSON", words: "EXPRESSION [FILE]",
        flags: [
            Flag("checks-mode", help: "as in checks: functions of what is absent are absent"),
            Flag("unquoted", help: "print text without quotes"),
        ],
        examples: [
            ("assay query 'Topics[].TopicArn' topics.json", "the ARNs in a saved answer"),
            ("aws sts get-caller-identity | assay query --unquoted Account", "one text from a command"),
        ]
    ) { arguments, console in
        guard let text = arguments.words.first, arguments.words.count <= 2 else {
            throw UsageError("assay query takes an expression and at most one file")
        }
        let expression: Expression
        do throws(ExpressionFailure) {
            expression = try Expression.parse(
                text, functions: arguments.has("checks-mode") ? .checks : .jmespath)
        } catch {
            throw mistake(error.message + (error.hint.map { "; \($0)" } ?? ""), at: error.offset, in: text)
        }
        let path = arguments.words.count == 2 ? arguments.words[1] : "-"
        let bytes = path == "-" ? try console.input() : try Files.read(path)
        let subject: Value
        do throws(JSON.Failure) {
            subject = try JSON.parse(bytes)
        } catch {
            throw UsageError("\(path == "-" ? "the input" : path):\(error)")
        }
        let value: Value
        do throws(EvaluationFailure) {
            value = try expression.evaluate(
                subject, mode: arguments.has("checks-mode") ? .check : .jmespath)
        } catch {
            guard case .failed(_, let message, let offset?) = error else { throw error }
            throw mistake(message, at: offset, in: text)
        }
        if arguments.has("unquoted"), let text = value.string, !console.outIsTerminal || text.isPlain {
            try console.print(text + "\n")
        } else {
            try console.print(JSON.text(value, .indented) + "\n")
        }
        return 0
    }

    /// `message` with the expression, and a mark below the character that it is about.
    private static func mistake(_ message: String, at offset: Int, in text: String) -> UsageError {
        UsageError("\(message)\n  \(text)\n  \(String(repeating: " ", count: offset))^")
    }
}

extension String {
    /// Whether it holds nothing that steers a terminal.
    fileprivate var isPlain: Bool {
        !unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) }
    }
}
