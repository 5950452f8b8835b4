import Findings

extension Forms {
    static let testFile = Form.record(
        Record(
            "test",
            [
                Key("account", .text("an account"), "The account that is scanned."),
                Key("region", .text("a region"), "The region."),
                Key("now", .text("a time"), "The time of the scan."),
                Key("given", .named(.answers), "What AWS answers in each case that does not say otherwise."),
                Key(
                    "cases",
                    .list(
                        .record(
                            Record(
                                "case",
                                [
                                    Key("name", .text("text"), "Its name.", required: true),
                                    Key("parameters", .map("names", .any), "Settings."),
                                    Key("given", .named(.answers), "What AWS answers here, call by call."),
                                    Key(
                                        "expect",
                                        .either([
                                            status, .record(expectation),
                                            .list(.either([status, .record(expectation)])),
                                        ]),
                                        "The findings.", required: true),
                                    Key(
                                        "fixes", .map("fixes", .list(.record(fixStep))),
                                        "The steps that each fix plans."),
                                ]))), "The cases.", required: true),
            ]))

    private static let status = Form.word(Status.allCases.map(\.rawValue))

    private static let expectation = Record(
        "finding",
        [
            Key("status", status, "The status.", required: true),
            Key("resource", .text("an ARN"), "The ARN, or `none` for a finding about account and region."),
            Key("region", .text("a region"), "The region."),
            Key("reason", .text("text"), "Words of the reason."),
            Key("gap", .text("service:Operation"), "The call of one of its gaps."),
        ])

    private static let callKeys = [
        Key("call", .text("service:Operation"), "The call.", required: true),
        Key("with", .map("parameters", .any), "Parameters that it must have."),
    ]

    private static let fixStep = Record(
        "step", callKeys + [Key("undo", .record(Record("undo", callKeys)), "The call that takes it back.")])

    static let step = Form.record(fixStep)

    static let answers = Form.map("calls", .either([.named(.answer), .list(.named(.answer))]))

    static let answer: Form = {
        let with = Key("with", .map("parameters", .any), "Parameters that the call must have.")
        let output = Key("answer", .map("members", .any), "The output.")
        let error = Key("error", .text("an error code"), "The error's code.")
        let page = Form.choice(
            Choice(
                "a page", [("answer", Record("page", [output])), ("error", Record("page", [error]))]))
        return .choice(
            Choice(
                "an answer",
                [
                    ("answer", Record("answer", [output, with])), ("error", Record("answer", [error, with])),
                    ("pages", Record("answer", [Key("pages", .list(page), "The pages."), with])),
                ]))
    }()
}
