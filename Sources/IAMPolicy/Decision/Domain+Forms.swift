extension Domain {
    private static let digits = CharacterClass(of: "0-9")
    private static let lower = CharacterClass(of: "a-z0-9")
    private static let printable = CharacterClass(of: "!-~")
    private static let nameCharacters = CharacterClass(of: "A-Za-z0-9+=,.@_-")
    /// What names of resources are made of.
    private static let resourceCharacters = printable.without(CharacterClass(of: "*?"))
    private static let dashed = CharacterClass(of: "a-z0-9-")

    private static func pattern(_ build: (inout Pattern) -> Void) -> Pattern {
        var pattern = Pattern()
        build(&pattern)
        return pattern
    }

    static let accountForms = PatternSet(patterns: [pattern { $0.append(digits, 12) }])
    static let organizationForms = PatternSet(
        patterns: [
            pattern {
                $0.append(literal: "o-"); $0.append(lower, 10, more: true)
            }
        ])

    /// A demand to be none of `names`.
    static func exclusion(_ lift: Lift, _ names: PatternSet) -> Constraint? {
        names.isEmpty ? nil : Constraint(lift: lift, set: names, isMember: false)
    }

    private static func samples(_ texts: [String], _ lift: Lift = .whole) -> [Sample] {
        texts.map { Sample($0, lift) }
    }

    /// Account numbers to use for strangers.
    static let strangers = ["666677778888", "987650123456", "505060607070"]

    private static let accounts = Form(accountForms, samples: samples(strangers))

    /// An account's number, not one of `excluded`.
    static func account(excluding excluded: PatternSet) -> Domain {
        Domain(accounts, excluded: exclusion(.whole, excluded))
    }

    /// What kind of IAM identity.
    enum Identity: CaseIterable { case role, user, root, federatedUser }

    private static func identityForms(_ kind: Identity, _ partitions: [String]) -> PatternSet {
        var out = [Pattern]()
        for partition in partitions {
            let start = pattern {
                $0.append(literal: "arn:\(partition):iam::")
                $0.append(digits, 12)
            }
            switch kind {
            case .root: out.append(start + ":root")
            case .user, .role:
                let word = kind == .user ? ":user/" : ":role/"
                var plain = start + word
                plain.append(nameCharacters, 1, more: true)
                var deep = start + word
                deep.append(printable, 1, more: true)
                deep.append(literal: "/")
                deep.append(nameCharacters, 1, more: true)
                out += [plain, deep]
            case .federatedUser:
                out.append(
                    pattern {
                        $0.append(literal: "arn:\(partition):sts::")
                        $0.append(digits, 12)
                        $0.append(literal: ":federated-user/")
                        $0.append(nameCharacters, 1, more: true)
                    })
            }
        }
        return PatternSet(patterns: out)
    }

    /// Three texts as one, in memory that is asked for once.
    private static func joined(_ before: String, _ middle: String, _ after: String) -> String {
        var out = ""
        out.reserveCapacity(before.utf8.count + middle.utf8.count + after.utf8.count)
        out += before
        out += middle
        out += after
        return out
    }

    /// What the identities of a kind look like in partitions.
    private static func form(_ kind: Identity, _ partitions: [String]) -> Form {
        let partition = partitions[0]
        let before = "arn:\(partition):\(kind == .federatedUser ? "sts" : "iam")::"
        let after =
            switch kind {
            case .role: ":role/visitor"
            case .user: ":user/visitor"
            case .federatedUser: ":federated-user/visitor"
            case .root: ":root"
            }
        return form(identityForms(kind, partitions)) { joined(before, $0, after) }
    }

    /// ARNs with an account, of which `build` makes one.
    private static func form(_ texts: PatternSet, _ build: @escaping @Sendable (String) -> String) -> Form {
        Form(
            texts, samples: samples(strangers.map(build), .accountOfARN),
            part: Part(lift: .accountOfARN, forms: accountForms, build: build))
    }

    private static let roles = form(.role, ["aws"])
    private static let users = form(.user, ["aws"])
    private static let federatedUsers = form(.federatedUser, ["aws"])
    private static let roots = form(.root, ["aws"])

    /// The ARN of an IAM identity; `partitions` is nil for the usual one.
    static func identity(_ kind: Identity, _ partitions: [String]?, excluding excluded: Constraint?)
        -> Domain
    {
        if let partitions { return Domain(form(kind, partitions), excluded: excluded) }
        let form =
            switch kind {
            case .role: roles
            case .user: users
            case .federatedUser: federatedUsers
            case .root: roots
            }
        return Domain(form, excluded: excluded)
    }

    private static let orgPathForms = PatternSet(
        patterns: [
            pattern {
                $0.append(literal: "o-")
                $0.append(lower, 10, more: true)
                $0.append(literal: "/r-")
                $0.append(lower, 4, more: true)
                $0.append(literal: "/")
            },
            pattern {
                $0.append(literal: "o-")
                $0.append(lower, 10, more: true)
                $0.append(literal: "/r-")
                $0.append(lower, 4, more: true)
                $0.append(literal: "/ou-")
                $0.append(CharacterClass(of: "a-z0-9/-"), 13, more: true)
                $0.append(literal: "/")
            },
        ])

    private static let organizations = Form(
        orgPathForms,
        samples: samples(
            ["o-stranger0000/r-zz99/ou-zz99-strange1/", "o-elsewhere11/r-yy88/"], .organizationOfPath),
        part: Part(
            lift: .organizationOfPath, forms: organizationForms,
            build: { @Sendable in joined("", $0, "/r-zz99/") }))

    /// The place of an account in an organisation, as a path.
    static func organization(excluding excluded: Constraint?) -> Domain {
        Domain(organizations, excluded: excluded)
    }

    private static func ownedForms(_ partition: String) -> PatternSet {
        var forms = [Pattern]()
        let services: [(inout Pattern) -> Void] = [
            {
                $0.append(CharacterClass(of: "a-rt-z")); $0.append(dashed, 0, more: true)
            },
            {
                $0.append(literal: "s"); $0.append(CharacterClass(of: "a-z0-24-9-"), 1);
                $0.append(dashed, 0, more: true)
            },
            {
                $0.append(literal: "s3"); $0.append(dashed, 1, more: true)
            },
        ]
        for service in services {
            forms.append(
                pattern {
                    $0.append(literal: "arn:\(partition):")
                    service(&$0)
                    $0.append(literal: ":")
                    $0.append(dashed, 0, more: true)
                    $0.append(literal: ":")
                    $0.append(digits, 12)
                    $0.append(literal: ":")
                    $0.append(resourceCharacters, 1, more: true)
                })
        }
        // The resources of S3 that do carry an account.
        forms.append(
            pattern {
                $0.append(literal: "arn:\(partition):s3:")
                $0.append(dashed, 1, more: true)
                $0.append(literal: ":")
                $0.append(digits, 12)
                $0.append(literal: ":")
                $0.append(resourceCharacters, 1, more: true)
                $0.append(literal: "/")
                $0.append(resourceCharacters, 1, more: true)
            })
        return PatternSet(patterns: forms)
    }

    /// What resources look like that carry their owner's account.
    private static func ownedForm(_ partition: String) -> Form {
        let before = "arn:\(partition):events:us-east-1:"
        return form(ownedForms(partition)) { joined(before, $0, ":rule/visitor") }
    }

    private static let owned = ownedForm("aws")

    /// The ARN of a resource that carries its owner's account.
    static func ownedResource(_ partition: String, excluding excluded: Constraint?) -> Domain {
        Domain(partition == "aws" ? owned : ownedForm(partition), excluded: excluded)
    }

    /// The ARN of a resource that tells no owner, above all a bucket.
    static func ownerlessResource(_ partition: String, buckets: [String], others: [String]) -> Domain {
        let bucket = pattern {
            $0.append(literal: "arn:\(partition):s3:::")
            $0.append(CharacterClass(of: "a-z0-9.-"), 3, more: true)
        }
        let other = pattern {
            $0.append(literal: "arn:\(partition):")
            $0.append(CharacterClass(of: "a-rt-z"))
            $0.append(dashed, 0, more: true)
            $0.append(literal: ":")
            $0.append(dashed, 0, more: true)
            $0.append(literal: "::")
            $0.append(resourceCharacters, 1, more: true)
        }
        var names = [Pattern]()
        for name in buckets { names.append(Pattern(glob: "arn:*:s3:*:*:") + name) }
        for name in others { names.append(Pattern(glob: "arn:*:*:*:*:") + name) }
        return Domain(
            Form(
                PatternSet(patterns: [bucket, other]),
                samples: samples(["arn:\(partition):s3:::visitors-bucket"])),
            excluded: exclusion(.whole, PatternSet(patterns: names)))
    }

    /// An S3 access point.
    static func accessPoint(_ partition: String, excluding excluded: Constraint?) -> Domain {
        let texts = pattern {
            $0.append(literal: "arn:\(partition):s3:")
            $0.append(dashed, 1, more: true)
            $0.append(literal: ":")
            $0.append(digits, 12)
            $0.append(literal: ":accesspoint/")
            $0.append(CharacterClass(of: "a-z0-9.-"), 3, more: true)
        }
        let form = form(PatternSet(patterns: [texts])) {
            "arn:\(partition):s3:us-east-1:\($0):accesspoint/visitor"
        }
        return Domain(form, excluded: excluded)
    }

    /// A VPC or an endpoint, by `prefix`, not one of `excluded`.
    static func network(_ prefix: String, excluding excluded: PatternSet) -> Domain {
        let form = pattern {
            $0.append(literal: prefix); $0.append(CharacterClass(of: "0-9a-f"), 8, more: true)
        }
        return Domain(
            Form(PatternSet(patterns: [form]), samples: samples(["\(prefix)0f0e0d0c0b0a09080"])),
            excluded: exclusion(.whole, excluded))
    }

    /// A VPC by its ARN.
    static func networkARN(_ partition: String, accounts: PatternSet, networks: [String]) -> Domain {
        let texts = pattern {
            $0.append(literal: "arn:\(partition):ec2:")
            $0.append(dashed, 1, more: true)
            $0.append(literal: ":")
            $0.append(digits, 12)
            $0.append(literal: ":vpc/vpc-")
            $0.append(CharacterClass(of: "0-9a-f"), 8, more: true)
        }
        let form = form(PatternSet(patterns: [texts])) {
            "arn:\(partition):ec2:us-east-1:\($0):vpc/vpc-0f0e0d0c0b0a09080"
        }
        if networks.isEmpty { return Domain(form, excluded: exclusion(.accountOfARN, accounts)) }
        let ofAccounts = accounts.isEmpty ? [] : Lift.accountOfARN.whole(accounts).patterns
        let names = ofAccounts + networks.map { Pattern(glob: "*/") + $0 }
        return Domain(form, excluded: exclusion(.whole, PatternSet(patterns: names)))
    }

    /// The unique id of a role's session (with its name, which is free) or of a user; of a federated user the account and
    /// the name.
    static func userID(_ kind: Identity, excluding excluded: [String]) -> Domain {
        let form = pattern {
            if kind == .federatedUser {
                $0.append(digits, 12)
            } else {
                $0.append(literal: kind == .user ? "AIDA" : "AROA")
                $0.append(CharacterClass(of: "A-Z0-9"), 12, more: true)
            }
            if kind != .user {
                $0.append(literal: ":")
                $0.append(nameCharacters, 2, more: true)
            }
        }
        let sample =
            switch kind {
            case .user: "AIDAVISITOR0000000000"
            case .federatedUser: strangers[0] + ":visitor"
            case .role, .root: "AROAVISITOR0000000000:visitor"
            }
        let names = excluded.flatMap { [Pattern(literal: $0), Pattern(glob: "\($0):*")] }
        return Domain(
            Form(PatternSet(patterns: [form]), samples: samples([sample])),
            excluded: exclusion(.whole, PatternSet(patterns: names)))
    }

    /// Any text; `allowEmpty` where the empty text is one.
    static let free = Domain(Form(.everything, samples: samples(["x"])))

    /// Any text but `excluded`.
    static func free(excluding excluded: [String]) -> Domain {
        free.without(exclusion(.whole, PatternSet(literals: excluded)))
    }

    /// The objects of a bucket.
    static func objects(of arn: String) -> Domain {
        // An ARN that is a glob itself is none that AWS makes.
        let texts =
            arn.hasWildcards
            ? PatternSet(patterns: [Pattern(literal: arn) + Pattern(glob: "/?*")])
            : PatternSet(globs: [arn + "/?*"])
        return Domain(Form(texts, samples: samples([arn + "/object"])))
    }

    /// A resource and the parts below it.
    static func below(_ arn: String) -> Domain {
        let parts = pattern {
            $0.append(literal: arn); $0.append(CharacterClass(of: "/:"));
            $0.append(.any, 1, more: true)
        }
        return Domain(Form(PatternSet(patterns: [Pattern(literal: arn), parts]), samples: samples([arn])))
    }

    /// A claim that tells the tenant, who is not one of `excluded`.
    static func claim(_ claim: IdentityProvider.Claim, excluding excluded: [String]) -> Domain {
        guard let end = claim.end else {
            return Domain(
                Form(
                    PatternSet(patterns: [pattern { $0.append(printable, 1, more: true) }]),
                    samples: samples(["visitor"])),
                excluded: exclusion(.whole, PatternSet(literals: excluded)))
        }
        let name = CharacterClass(of: "!-~").without(CharacterClass(end.unicodeScalars.first!)).without(
            CharacterClass(of: "*?"))
        let form = pattern {
            $0.append(literal: claim.prefix)
            $0.append(name, 1, more: true)
            $0.append(literal: String(end))
            $0.append(.any, 1, more: true)
        }
        let names = excluded.map { Pattern(glob: claim.prefix + $0 + String(end) + "*") }
        return Domain(
            Form(
                PatternSet(patterns: [form]),
                samples: samples(["\(claim.prefix)visitor\(end)work:ref:refs/heads/main"])),
            excluded: exclusion(.whole, PatternSet(patterns: names)))
    }
}

extension Pattern {
    static func + (a: Pattern, b: Pattern) -> Pattern {
        var out = a
        out.append(b)
        return out
    }

    static func + (a: Pattern, b: String) -> Pattern {
        var out = a
        out.append(literal: b)
        return out
    }
}
