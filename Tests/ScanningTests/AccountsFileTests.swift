import Documents
import Scanning
import Testing

/// The file that lists the accounts of a scan.
@Suite struct AccountsFileTests {
    private func read(_ text: String) throws(Diagnostics) -> [AccountTarget] {
        try AccountTarget.read(text, file: "accounts.yaml", partition: "aws-cn", known: ["999999999999"]) {
            $0.hasPrefix("eu-") ? nil : "there is no region \($0)"
        }
    }

    @Test func `a role is a name or an ARN, and regions are an account's own`() throws {
        let targets = try read(
            """
            accounts:
              - {account: "111122223333", role: audit, external_id: "0042", regions: [eu-west-1, eu-north-1]}
              - {account: 012345678901, role: "arn:aws:iam::012345678901:role/path/audit"}
              - account: "444455556666"
            """)
        #expect(targets.map(\.account) == ["111122223333", "012345678901", "444455556666"])
        #expect(
            targets.map(\.role) == [
                "arn:aws-cn:iam::111122223333:role/audit", "arn:aws:iam::012345678901:role/path/audit", nil,
            ])
        #expect(targets[0].externalID == "0042" && targets[0].regions == ["eu-west-1", "eu-north-1"])
        #expect(targets[1].regions == [])
    }

    @Test(arguments: [
        ("accounts: []", "1:1: no account is listed"),
        ("accounts: none", "1:1: expected accounts: and a list of maps"),
        ("accounts:\n- 111122223333", "2:3: account must be 12 digits"),
        ("acounts: []", "1:1: there is no key acounts"),
        ("- {account: +11112222333, role: a}", "1:13: account must be 12 digits"),
        ("- {account: 111122223333, rol: a}", "1:27: there is no key rol"),
        ("- {account: 111122223333, role: }", "1:33: role must be the name or the ARN of a role"),
        ("- {account: 111122223333, role: 'arn:aws:iam::111122223333:user/a'}", "is no ARN of a role"),
        (
            "- {account: 111122223333, role: 'arn:aws:iam::444455556666:role/a'}",
            "1:33: the role is in account 444455556666, not 111122223333"
        ),
        ("- {account: 111122223333, role: a, regions: eu-west-1}", "1:45: regions must be a list of names"),
        ("- {account: 111122223333, role: a, regions: [mars]}", "1:46: there is no region mars"),
        ("- {account: 111122223333, external_id: x}", "1:40: external_id goes with role"),
        (
            "- {account: 111122223333, role: a}\n- {account: 111122223333, role: b}",
            "2:3: account 111122223333 is named twice"
        ),
        ("- {account: 999999999999, role: a}", "account 999999999999 is named twice"),
        ("- {account: [", "not YAML"),
    ])
    func `a mistake has its place`(_ text: String, _ says: String) {
        let failure = #expect(throws: Diagnostics.self) { try read(text) }
        #expect(failure?.description.contains(says) == true, "\(failure?.description ?? "")")
        #expect(failure?.description.hasPrefix("accounts.yaml:") == true)
    }

    @Test func `all mistakes are said at once`() {
        let failure = #expect(throws: Diagnostics.self) {
            try read("- {account: 1, role: a}\n- {account: 111122223333, regions: []}")
        }
        #expect(failure?.description.split(separator: "\n").count == 2, "\(failure?.description ?? "")")
    }
}
