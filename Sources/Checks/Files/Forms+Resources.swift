extension Forms {
    static let resourcesFile = Form.record(
        Record(
            "file of resource types",
            [
                Key("resources", .map("ids such as sns.topic", .record(resource)), "The resource types."),
                Key(
                    "extend",
                    .map(
                        "ids of resource types",
                        .record(
                            Record(
                                "extension",
                                [Key("attributes", .named(.attributes), "More attributes.", required: true)])
                        )),
                    "Attributes for resource types of another file."),
            ]))

    static let resource = Record(
        "resource type",
        [
            Key("title", .text("text"), "What one is called.", required: true),
            Key(
                "scope", .word(ResourceType.Scope.allCases.map(\.rawValue)), "Whether one lives in a region.",
                required: true),
            Key(
                "list", .record(list),
                "How they are listed; left out: exactly one in each account (and region)."),
            Key("id", .template, "How references and calls name one.", required: true),
            Key("arn", .template, "Its ARN.", required: true),
            Key("region", .expression, "Where a globally listed one lives."),
            Key("policy_kind", .text("a word"), "Whose rules the policy analyser applies."),
            Key(
                "probe", .text("an attribute"),
                "The attribute whose gone_on tells whether a reference exists."),
            Key("attributes", .named(.attributes), "What can be known of one."),
        ])

    static let attributes = Form.map("names", .named(.attribute))

    static let valueType = Form.either([
        .word(["string", "integer", "number", "boolean", "time", "policy", "policy-url", "tags"]),
        .choice(
            Choice(
                "a type",
                [
                    (
                        "enum",
                        Record("type", [Key("enum", .list(.text("text")), "The values that it can have.")])
                    ),
                    (
                        "json",
                        Record(
                            "type",
                            [Key("json", .map("members", .named(.type)), "JSON text with these members.")])
                    ),
                ])),
    ])

    /// Types for paths, or one for the whole value.
    private static let types = Form.either([
        .word(["string", "integer", "number", "boolean", "time", "policy", "policy-url", "tags"]),
        .map("paths", .named(.type)),
    ])

    private static let asking = [
        Key("call", .text("service:Operation"), "The call, as `service:Operation`."),
        Key("with", .map("parameters", .named(.pattern)), "The parameters."),
        Key(
            "paging",
            .record(
                Record(
                    "paging",
                    [
                        Key(
                            "send", .text("an input member"), "The input member that takes a page token.",
                            required: true),
                        Key(
                            "take", .text("an output member"), "The output member with the next one.",
                            required: true),
                    ])), "How it pages, where the model does not tell."),
        Key("as", types, "Types that the model lacks, by path."),
        Key("always", .list(.text("a path")), "Members that AWS always sends."),
        Key("never", .list(.text("a path")), "Members that AWS never sends."),
        Key("absent_on", .list(.text("an error code")), "Errors that mean that there is none."),
        Key("gone_on", .list(.text("an error code")), "Errors that mean that the resource is gone."),
        Key("permission", .text("an IAM action"), "The IAM action, where it is not the operation's."),
    ]

    static let list = Record(
        "list",
        asking + [
            Key("each", .expression, "The list in the answer, or in the parent.", required: true),
            Key("named", .text("a word"), "What an element that is plain text is called."),
            Key("of", .text("a resource type"), "The parent type."),
        ])

    static let read = Record(
        "call",
        asking + [
            Key("pick", .expression, "What of the answer counts."),
            Key(
                "entry", .either([.template, .map("a member", .template)]),
                "Which part is this resource's: a key of a map, or `{Member: value}` of a list."),
            Key("no_entry", .word(["absent"]), "Where a missing entry is no gap."),
            Key("batch", .map("a list parameter", .integer(least: 1)), "One call for so many resources."),
            Key("when", .expression, "When false: not asked, and absent."),
        ])

    static let join = Record(
        "join",
        [
            Key("join", .text("a resource type"), "The type of the other resources."),
            Key(
                "ref", .either([.expression, .map("names", .expression)]),
                "What names them: an expression, or a map of such."),
            Key(
                "where", .map("their expressions", .template),
                "The listed ones whose expressions equal my templates."),
            Key("first", .boolean, "Only the first of a list that is there."),
            Key("when", .expression, "When false: absent."),
        ])

    static let attribute = Form.choice(
        Choice(
            "an attribute",
            [
                ("call", read), ("join", join),
                (
                    "value",
                    Record(
                        "derived attribute",
                        [
                            Key("value", .expression, "An expression on what is known already."),
                            Key("as", .named(.type), "Its type, where the model lacks it."),
                        ])
                ),
            ]))
}
