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

    private static func exclusion(_ lift: Lift, _ names: PatternSet) -> [Constraint] {
        names.isEmpty ? [] : [Constraint(lift: lift, set: names, isMember: false)]
    }

    /// Account numbers to use for strangers.
    static let strangers = ["666677778888", "987650123456", "505060607070"]

    /// An account's number, not one of `excluded`.
    static func account(excluding excluded: PatternSet) -> Domain {
        Domain(forms: accountForms, excluded: exclusion(.whole, excluded), samples: strangers)
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

    /// What the identities of a kind, or resources, look like in a partition.
    private final class Looks: Sendable {
        let forms: PatternSet
        let samples: [Sample]
        let part: Part

        init(_ kind: Identity, _ partitions: [String]) {
            let partition = partitions[0]
            let before = "arn:\(partition):\(kind == .federatedUser ? "sts" : "iam")::"
            let after =
                switch kind {
                case .role: ":role/visitor"
                case .user: ":user/visitor"
                case .federatedUser: ":federated-user/visitor"
                case .root: ":root"
                }
            let build: @Sendable (String) -> String = { joined(before, $0, after) }
            forms = identityForms(kind, partitions)
            samples = strangers.map { Sample(build($0), .accountOfARN) }
            part = Part(lift: .accountOfARN, forms: accountForms, build: build)
        }

        /// What resources look like that carry their owner's account.
        init(ownedIn partition: String) {
            let before = "arn:\(partition):events:us-east-1:"
            let build: @Sendable (String) -> String = { joined(before, $0, ":rule/visitor") }
            forms = ownedForms(partition)
            samples = strangers.map { Sample(build($0), .accountOfARN) }
            part = Part(lift: .accountOfARN, forms: accountForms, build: build)
        }

        func excluding(_ accounts: PatternSet) -> Domain {
            Domain(
                forms: forms, excluded: exclusion(.accountOfARN, accounts), samples: samples, part: part)
        }
    }

    private static let roles = Looks(.role, ["aws"])
    private static let users = Looks(.user, ["aws"])
    private static let federatedUsers = Looks(.federatedUser, ["aws"])
    private static let roots = Looks(.root, ["aws"])

    /// The ARN of an IAM identity of an account not in `excluded`; `partitions` is nil for the usual one.
    static func identity(_ kind: Identity, _ partitions: [String]?, excluding excluded: PatternSet) -> Domain
    {
        let looks =
            if let partitions {
                Looks(kind, partitions)
            } else {
                switch kind {
                case .role: roles
                case .user: users
                case .federatedUser: federatedUsers
                case .root: roots
                }
            }
        return looks.excluding(excluded)
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

    private static let orgPathSamples = ["o-stranger0000/r-zz99/ou-zz99-strange1/", "o-elsewhere11/r-yy88/"]
        .map {
            Sample($0, .organizationOfPath)
        }

    /// The place of an account in an organisation not in `excluded`, as a path.
    static func organization(excluding excluded: PatternSet) -> Domain {
        Domain(
            forms: orgPathForms, excluded: exclusion(.organizationOfPath, excluded), samples: orgPathSamples,
            part: Part(
                lift: .organizationOfPath, forms: organizationForms,
                build: { @Sendable in joined("", $0, "/r-zz99/") }))
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

    private static let usualOwned = Looks(ownedIn: "aws")

    /// The ARN of a resource that carries its owner's account.
    static func ownedResource(_ partition: String, excluding excluded: PatternSet) -> Domain {
        (partition == "aws" ? usualOwned : Looks(ownedIn: partition)).excluding(excluded)
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
            forms: PatternSet(patterns: [bucket, other]),
            excluded: names.isEmpty
                ? [] : [Constraint(lift: .whole, set: PatternSet(patterns: names), isMember: false)],
            samples: ["arn:\(partition):s3:::visitors-bucket"])
    }

    /// An S3 access point of an account not in `excluded`.
    static func accessPoint(_ partition: String, excluding excluded: PatternSet) -> Domain {
        let form = pattern {
            $0.append(literal: "arn:\(partition):s3:")
            $0.append(dashed, 1, more: true)
            $0.append(literal: ":")
            $0.append(digits, 12)
            $0.append(literal: ":accesspoint/")
            $0.append(CharacterClass(of: "a-z0-9.-"), 3, more: true)
        }
        let build: @Sendable (String) -> String = {
            "arn:\(partition):s3:us-east-1:\($0):accesspoint/visitor"
        }
        return Domain(
            forms: PatternSet(patterns: [form]), excluded: exclusion(.accountOfARN, excluded),
            samples: strangers.map(build),
            part: Part(lift: .accountOfARN, forms: accountForms, build: build))
    }

    /// A VPC or an endpoint, by `prefix`, not one of `excluded`.
    static func network(_ prefix: String, excluding excluded: PatternSet) -> Domain {
        Domain(
            forms: PatternSet(patterns: [
                pattern {
                    $0.append(literal: prefix); $0.append(CharacterClass(of: "0-9a-f"), 8, more: true)
                }
            ]),
            excluded: exclusion(.whole, excluded), samples: ["\(prefix)0f0e0d0c0b0a09080"])
    }

    /// A VPC by its ARN.
    static func networkARN(_ partition: String, accounts: PatternSet, networks: [String]) -> Domain {
        let form = pattern {
            $0.append(literal: "arn:\(partition):ec2:")
            $0.append(dashed, 1, more: true)
            $0.append(literal: ":")
            $0.append(digits, 12)
            $0.append(literal: ":vpc/vpc-")
            $0.append(CharacterClass(of: "0-9a-f"), 8, more: true)
        }
        let build: @Sendable (String) -> String = {
            "arn:\(partition):ec2:us-east-1:\($0):vpc/vpc-0f0e0d0c0b0a09080"
        }
        var excluded = exclusion(.accountOfARN, accounts)
        if !networks.isEmpty {
            excluded.append(
                Constraint(
                    lift: .whole, set: PatternSet(patterns: networks.map { Pattern(glob: "*/") + $0 }),
                    isMember: false))
        }
        return Domain(
            forms: PatternSet(patterns: [form]), excluded: excluded, samples: strangers.map(build),
            part: Part(lift: .accountOfARN, forms: accountForms, build: build))
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
            forms: PatternSet(patterns: [form]),
            excluded: names.isEmpty
                ? [] : [Constraint(lift: .whole, set: PatternSet(patterns: names), isMember: false)],
            samples: [sample])
    }

    /// Any text; `allowEmpty` where the empty text is one.
    static let free = Domain(forms: PatternSet(patterns: [Pattern(glob: "*")]), samples: ["x"])

    /// The objects of a bucket.
    static func objects(of arn: String) -> Domain {
        let form = arn + "/?*"
        // An ARN that is a glob itself is none that AWS makes.
        return Domain(
            forms: arn.hasWildcards
                ? PatternSet(patterns: [Pattern(literal: arn) + Pattern(glob: "/?*")]) : PatternSet(globs: [form]),
            samples: [arn + "/object"])
    }

    /// A resource and the parts below it.
    static func below(_ arn: String) -> Domain {
        Domain(
            forms: PatternSet(
                patterns: [
                    Pattern(literal: arn),
                    pattern {
                        $0.append(literal: arn); $0.append(CharacterClass(of: "/:"));
                        $0.append(.any, 1, more: true)
                    },
                ]), samples: [arn])
    }

    static func exactly(_ text: String) -> Domain {
        Domain(only: text)
    }

    /// A claim that tells the tenant, who is not one of `excluded`.
    static func claim(_ claim: IdentityProvider.Claim, excluding excluded: [String]) -> Domain {
        guard let end = claim.end else {
            return Domain(
                forms: PatternSet(patterns: [pattern { $0.append(printable, 1, more: true) }]),
                excluded: exclusion(.whole, PatternSet(literals: excluded)),
                samples: ["visitor"])
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
            forms: PatternSet(patterns: [form]),
            excluded: names.isEmpty
                ? [] : [Constraint(lift: .whole, set: PatternSet(patterns: names), isMember: false)],
            samples: ["\(claim.prefix)visitor\(end)work:ref:refs/heads/main"])
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
