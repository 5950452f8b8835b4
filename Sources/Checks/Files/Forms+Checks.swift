import Findings
import IAMPolicy

extension Forms {
    static let checkFile = Form.record(
        Record(
            "check",
            [
                Key(
                    "title", .text("text"), "What should hold, a sentence without full stop.", required: true),
                Key(
                    "resource", .text("a resource type"), "The type of the resources that it judges.",
                    required: true),
                Key(
                    "severity", .word(Severity.allCases.map(\.rawValue)), "How bad a failure is.",
                    required: true),
                Key("level", .integer(least: 1), "The profile level of a benchmark."),
                Key(
                    "parameters", .map("names", .either([.word(["shared"]), .named(.parameter)])),
                    "Settings; `shared` takes one of parameters.yaml."),
                Key("applies", .named(.assertion), "Which resources it concerns."),
                Key("assert", .named(.assertion), "What is asked."),
                Key("manual", .text("text"), "The question for a person."),
                Key("show", .map("names", .expression), "Further evidence."),
                Key("fixes", .map("names", .record(fix)), "How to mend it; the first is the default."),
            ] + proseKeys))

    private static let proseKeys = [
        Key("description", .text("text"), "What is asked."),
        Key("rationale", .text("text"), "Why it matters."),
        Key(
            "impact",
            .record(
                Record(
                    "impact",
                    [
                        Key("pros", .named(.texts), "What is good about it."),
                        Key("cons", .named(.texts), "What it costs."),
                    ])),
            "What mending it brings."),
        Key("default_value", .text("text"), "What AWS does by itself."),
        Key(
            "prerequisites", .named(.texts),
            "What is needed beside the permissions, which come from the plan."),
        Key("audit", .named(.steps), "How to look by hand."),
        Key("remediation", .named(.steps), "How to mend by hand."),
        Key("backout", .named(.steps), "How to take that back by hand."),
        Key("references", .named(.texts), "Where to read more."),
    ]

    static let prose = Form.record(Record("prose", proseKeys))

    static let steps = Form.record(
        Record(
            "steps",
            [
                Key("console", .named(.texts), "Steps in the console."),
                Key("cli", .named(.texts), "Commands of the AWS CLI."),
            ]))

    static let absent = Form.word(Assertion.Absent.allCases.map(\.rawValue))

    private static let anywhere = [
        Key("label", .text("a word"), "What fixes and reports call it."),
        Key("reason", .template, "What is shown when it is false and decides."),
    ]

    private static let caller = Form.either([
        .word(CallerClass.words),
        .choice(
            Choice(
                "a caller",
                [
                    (
                        "federated",
                        Record(
                            "caller",
                            [
                                Key(
                                    "federated", .text("a glob"),
                                    "Those that come through an identity provider.")
                            ])
                    ),
                    (
                        "service",
                        Record(
                            "caller",
                            [Key("service", .text("a glob"), "Those that come through an AWS service.")]
                        )
                    ),
                ])),
    ])

    private static let policies = Form.either([.expression, .list(.expression)])
    private static let context = Form.map(
        "condition keys", .either([.text("a value"), .list(.text("a value"))]))
    private static let operand = Form.either([.template, .list(.template)])

    static let comparisons: [Key] = [
        Key("equals", .template, "The same value."),
        Key("in", operand, "One of a list."),
        Key("includes", operand, "A list that has all of a list."),
        Key("matches", operand, "Text of a glob, or of one of several."),
        Key("at_least", .template, "A number not less than."),
        Key("at_most", .template, "A number not more than."),
        Key("older_than", .template, "A time longer before the scan than."),
        Key("newer_than", .template, "A time less long before the scan than."),
        Key("within", operand, "An address in a range, or in one of several."),
        Key("exists", .boolean, "There at all."),
        Key("empty", .boolean, "Without elements, members or characters."),
    ]

    static let assertion: Form = {
        func part(_ head: String, _ form: Form, _ meaning: String, _ more: [Key] = []) -> (
            head: String, record: Record
        ) {
            (head, Record("assertion", [Key(head, form, meaning)] + more + anywhere))
        }
        func quantifier(_ head: String, _ meaning: String) -> (head: String, record: Record) {
            part(
                head, .expression, meaning,
                [
                    Key("that", .named(.assertion), "What is asked of an element.", required: true),
                    Key("where", .named(.assertion), "Which elements count."),
                    Key("absent", absent, "The answer where the list is absent."),
                ])
        }
        let allows = Record(
            "policy question",
            [
                Key("policies", policies, "The documents, judged as one set.", required: true),
                Key("from", caller, "Who would call.", required: true),
                Key("actions", .list(.text("an action")), "The actions asked about."),
                Key("context", context, "Condition keys of the request."),
                Key("trusted", operand, "Accounts that are trusted."),
                Key("organization", .template, "The organisation whose accounts are trusted."),
                Key("absent", absent, "The answer where there is no policy."),
            ])
        let denies = Record(
            "policy question",
            [
                Key("policies", policies, "The documents, judged as one set.", required: true),
                Key("actions", .list(.text("an action")), "The actions asked about.", required: true),
                Key("context", context, "Condition keys of the request."),
                Key("absent", absent, "The answer where there is no policy."),
            ])
        return .choice(
            Choice(
                "an assertion",
                [
                    part("all", .list(.named(.assertion)), "True when all are."),
                    part("any", .list(.named(.assertion)), "True when one is."),
                    part("not", .named(.assertion), "The opposite."),
                    quantifier("every", "Each element."), quantifier("some", "One element at least."),
                    quantifier("none", "Not one element."),
                    part(
                        "value", .expression, "The value that is compared.",
                        comparisons + [Key("absent", absent, "The answer where the value is absent.")]),
                    part("allows", .record(allows), "Whether the policies let somebody do something."),
                    part(
                        "denies", .record(denies),
                        "Whether the policies explicitly deny something to everybody."),
                ]))
    }()

    static let change = Form.either([
        .template, .list(.named(.pattern)),
        .map("names, or one of remove, restrict, add_statement", .named(.pattern)),
    ])

    private static let callKeys = [
        Key("call", .text("service:Operation"), "The call, as `service:Operation`.", required: true),
        Key("with", .map("parameters", .named(.pattern)), "The parameters."),
    ]

    private static let preparation = Record(
        "first",
        [
            Key("value", .expression, "What is looked at.", required: true),
            Key("to", .named(.pattern), "What it becomes, where it is not so already.", required: true),
            Key("when", .expression, "For which culprits."),
        ] + callKeys + [
            Key("undo", .record(Record("undo", callKeys)), "The call that takes it back.", required: true)
        ])

    static let fix = Record(
        "fix",
        [
            Key("title", .text("text"), "What it does.", required: true),
            Key(
                "for", .text("a label"), "The label of the assertion that it mends, or `resource`.",
                required: true),
            Key("risk", .word(Fix.Risk.allCases.map(\.rawValue)), "What it may break.", required: true),
            Key("to", .named(.change), "What the culprit becomes."),
            Key("first", .list(.record(preparation)), "What must be so before the call is made."),
        ] + callKeys + [
            Key("undo", .record(Record("undo", callKeys)), "The call that takes it back."),
            Key("irreversible", .text("text"), "Why nothing takes it back."),
            Key("when_empty", .text("a fix"), "The fix for an edit that leaves no statement."),
        ])
}
