import Documents

/// `assay` as a user runs it.
enum Assay {
    /// The key of AWS's documentation, which opens the mock.
    static let keys = [
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ]

    static let checks = Program.root + "/checks.d"

    /// The arguments of a scan at `mock` that keeps to no rates.
    static func scan(_ mock: Mock, _ arguments: [String]) -> [String] {
        ["run", "--endpoint-url", mock.url, "--checks", checks, "--rate-factor", "10000", "--no-store"]
            + arguments
    }

    /// Runs `assay` to its end.
    static func run(_ arguments: [String], environment: [String: String] = keys, in here: String) throws
        -> Program.Outcome
    {
        try Program.run("assay", arguments, environment: environment, in: here)
    }
}

/// A report in JSON, as other programs read it.
struct JSONReport {
    let value: Value

    init(_ outcome: Program.Outcome) throws {
        do { value = try JSON.parse(Array(outcome.out.utf8)) } catch {
            throw Program.Failure("no report: exit \(outcome.status), \(outcome.err)")
        }
    }

    struct Finding: Hashable, CustomStringConvertible {
        let check: String
        let status: String
        let resource: String?
        let account: String
        let region: String
        let reason: String

        var description: String { "\(check) \(status) \(account) \(region) \(resource ?? "-"): \(reason)" }
    }

    var findings: [Finding] {
        (value["findings"]?.array ?? []).map {
            Finding(
                check: $0["check"]?.string ?? "", status: $0["status"]?.string ?? "",
                resource: $0["resource"]?.string, account: $0["account"]?.string ?? "",
                region: $0["region"]?.string ?? "", reason: $0["reason"]?.string ?? "")
        }
    }

    var gaps: [Value] { value["gaps"]?.array ?? [] }

    /// The gaps as `region call code`.
    var gapWords: Set<String> {
        Set(
            gaps.map {
                "\($0["region"]?.string ?? "") \($0["call"]?.string ?? "") \($0["error"]?["code"]?.string ?? "")"
            })
    }

    /// The one finding of `check`, where that is named, whose resource's ARN ends so.
    func finding(_ end: String, _ check: String? = nil, region: String = "eu-west-1") throws -> Finding {
        let fits = findings.filter {
            $0.region == region && $0.resource?.hasSuffix(end) == true && $0.check == check ?? $0.check
        }
        guard fits.count == 1 else { throw Program.Failure("\(fits.count) findings for \(end)") }
        return fits[0]
    }

    /// What must be the same however the answers came: all but the request ids, which each asking has its own of.
    var judged: Set<String> {
        Set(
            (value["findings"]?.array ?? []).map { finding in
                JSON.text(Self.withoutRequestIDs(finding))
            })
    }

    private static func withoutRequestIDs(_ value: Value) -> Value {
        switch value {
        case .object(let object):
            .object(
                Object(object.filter { $0.key != "request_id" }.map { ($0.key, withoutRequestIDs($0.value)) })
            )
        case .array(let items): .array(items.map(withoutRequestIDs))
        default: value
        }
    }
}
