/// Which services act for others where a policy names none.
extension Analyser {
    /// Those that are tried first.
    static let usualServices = [
        "events.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com",
    ]
    /// Those, and others that policies name often.
    private static let services =
        usualServices
        + [
            "s3", "sns", "sqs", "ses", "lambda", "cloudfront", "logs", "delivery.logs", "ec2", "ecs-tasks",
            "apigateway", "elasticloadbalancing", "cloudwatch", "dynamodb", "kms", "codebuild", "scheduler",
            "states", "backup", "guardduty", "securityhub", "inspector2", "macie", "redshift", "rds", "iot",
        ].map { $0 + ".amazonaws.com" }

    /// The services that conditions on a service's name tell apart: those that they name, one for each pattern, and one that
    /// no value matches.
    var askedServices: [String] {
        let keys = problem.roles.indices.filter {
            problem.roles[$0] == .serviceName || problem.roles[$0] == .serviceNames
        }
        guard !keys.isEmpty else { return [] }
        var out = NameList()
        var patterns = [Pattern]()
        for value in problem.rules.flatMap(\.atoms).filter({ keys.contains($0.key) }).flatMap(\.values) {
            let pattern = Pattern(glob: value)
            patterns.append(pattern)
            if !value.hasWildcards {
                out.insert(value)
            } else if let name = Self.services.first(where: pattern.matches) ?? pattern.anExample {
                out.insert(name)
            }
        }
        let other = Self.services.first { name in !patterns.contains { $0.matches(name) } }
        out.insert(other.map { [$0] } ?? [])
        return out.items
    }
}
