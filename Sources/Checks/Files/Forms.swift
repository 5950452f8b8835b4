import Findings

/// The forms of the files, as tables of keys.
enum Forms {
    typealias Key = Record.Key

    /// The form that others mention by `name`.
    static func named(_ name: Form.Name) -> Form {
        switch name {
        case .answer: answer
        case .answers: answers
        case .assertion: assertion
        case .attribute: attribute
        case .attributes: attributes
        case .change: change
        case .control: control
        case .kind: parameterKind
        case .parameter: parameter
        case .pattern: pattern
        case .prose: prose
        case .step: step
        case .steps: steps
        case .texts: texts
        case .type: valueType
        }
    }

    /// Text, or several.
    static let texts = Form.either([.text("text"), .list(.text("text"))])

    /// A parameter of a call or an operand: a template, or a list or map of such.
    static let pattern = Form.either([.template, .list(.named(.pattern)), .map("names", .named(.pattern))])

    static let parametersFile = Form.record(
        Record(
            "file of parameters",
            [
                Key(
                    "parameters", .map("names", .named(.parameter)), "Parameters that checks share.",
                    required: true)
            ]))

    static let parameter = Form.record(
        Record(
            "parameter",
            [
                Key("title", .text("text"), "What it means.", required: true),
                Key("type", .named(.kind), "The type of its values.", required: true),
                Key(
                    "default", .any,
                    "The value where the user sets none; `none` means that it may be left out."),
            ]))

    static let parameterKind = Form.either([
        .word(Parameter.Kind.words), .list(.named(.kind)),
        .record(
            Record(
                "type", [Key("enum", .list(.text("text")), "The values that it can have.", required: true)])),
    ])

    static let basis = Form.word(["published", "analogy"])

    static let frameworkFile = Form.record(
        Record(
            "framework",
            [
                Key("title", .text("text"), "The standard's title.", required: true),
                Key("version", .text("text"), "Which edition."),
                Key("source", .text("a URL"), "Where it is published.", required: true),
                Key(
                    "basis", basis,
                    "Whether the mapping is published or ours by analogy; an entry may say otherwise."),
                Key("note", .text("text"), "What a reader should know of the mapping."),
                Key("controls", .map("control ids", .named(.control)), "The controls.", required: true),
            ]))

    static let control = Form.record(
        Record(
            "control",
            [
                Key("title", .text("text"), "A short label in our own words.", required: true),
                Key(
                    "checks",
                    .list(
                        .either([
                            .text("a check's id"),
                            .record(
                                Record(
                                    "entry",
                                    [
                                        Key("check", .text("a check's id"), "The check.", required: true),
                                        Key("basis", basis, "Whether this entry is published or by analogy."),
                                        Key("source", .text("a URL"), "Where this entry comes from."),
                                        Key("note", .text("text"), "What a reader should know of the entry."),
                                    ])),
                        ])), "The checks that touch the control.", required: true),
            ]))
}
