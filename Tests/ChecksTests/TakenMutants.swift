/// The misspellings of shipped files that loading takes, each with the reason.
enum TakenMutants {
    /// The words, by the file that they are in.
    private static let words: [(file: String, words: Set<String>, reason: String)] = [
        (
            "/iam/iam_role_cross_account_readonlyaccess.yaml", ["PolicyArn"],
            "a member of $before, which is whatever the assertion's culprit was"
        ),
        (
            "/ses/ses_ingress_archive_retention.yaml", ["update-archive", "archive-id", "retention"],
            "a command of the AWS CLI that the embedded model of its service lacks"
        ),
        (
            "/sts/sts_global_endpoint_v2_tokens.yaml",
            ["set-security-token-service-preferences", "global-endpoint-token-version"],
            "a command of the AWS CLI that the embedded model of its service lacks"
        ),
    ]

    /// Why loading takes `mutant`; nil where it should not.
    static func reason(_ mutant: Mutant) -> String? {
        words.first { $0.file == mutant.file && $0.words.contains(mutant.old) }?.reason
    }
}
