/// Findings counted by one of their properties, for the summaries of a report.
public struct Tally: Sendable, Hashable {
    /// A property's value and the counts of the findings that have it.
    public struct Row: Sendable, Hashable {
        /// The value, such as `eu-west-1`; empty where a finding has none.
        public let name: String
        /// The counts.
        public let summary: Summary
        /// A row.
        public init(name: String, summary: Summary) {
            self.name = name
            self.summary = summary
        }
    }
    /// The rows: most failed first, then most unknown, then by name.
    public let rows: [Row]

    /// Counts `findings` by what `property` says of each; nil leaves a finding out.
    public init(_ findings: [FiledFinding], by property: (FiledFinding) -> String?) {
        var counts = [String: Summary]()
        for finding in findings {
            if let name = property(finding) { counts[name, default: Summary([])].add(finding.headline) }
        }
        rows = counts.map { Row(name: $0.key, summary: $0.value) }.sorted {
            ($1.summary[.fail], $1.summary[.unknown], $0.name) < (
                $0.summary[.fail], $0.summary[.unknown], $1.name
            )
        }
    }
}

/// What a scan says of one control of a framework.
public struct ControlResult: Sendable, Hashable {
    /// The control.
    public let control: FrameworkInfo.Control
    /// The counts of the findings of its checks.
    public let summary: Summary
    /// Its checks that were selected in this scan, sorted.
    public let selected: [String]

    /// What the findings say together: `fail` before `unknown` before `manual` before `pass`; `not-applicable` where
    /// no check found anything to judge, nil where none of its checks was selected.
    ///
    /// An accepted finding counts for nothing here: it is neither mended nor open.
    public var status: Status? {
        if selected.isEmpty { return nil }
        return [Status.fail, .unknown, .manual, .pass].first { summary[$0] > 0 } ?? .notApplicable
    }
}

extension Report {
    /// What this scan says of each control of `framework`, in the framework's order.
    public func results(of framework: FrameworkInfo, counts: [String: Summary]) -> [ControlResult] {
        let chosen = Set(scan.checks)
        return framework.controls.map { control in
            var summary = Summary([])
            for check in control.checks.keys { counts[check].map { summary.add($0) } }
            return ControlResult(
                control: control, summary: summary,
                selected: control.checks.keys.filter(chosen.contains).sorted())
        }
    }

    /// The counts of the findings of each check.
    public var countsByCheck: [String: Summary] {
        Dictionary(
            uniqueKeysWithValues: Tally(findings) { $0.check }.rows.map { ($0.name, $0.summary) })
    }

    /// The controls that each check touches, by check id, in the order of the frameworks and their controls.
    public var controlsByCheck: [String: [ControlReference]] {
        var all = [String: [ControlReference]]()
        for framework in frameworks {
            for control in framework.controls {
                for (check, basis) in control.checks {
                    all[check, default: []].append(
                        ControlReference(
                            framework: framework, control: control, basis: basis,
                            source: control.sources[check] ?? framework.source))
                }
            }
        }
        return all
    }
}

/// That a check touches a control.
public struct ControlReference: Sendable, Hashable {
    /// The framework's name, such as `nist_800_53_r5`.
    public let framework: String
    /// The framework's title and version.
    public let title: String
    /// Where it is said that the check touches the control, or where the framework is published.
    public let source: String
    /// The control's id.
    public let control: String
    /// The control's label in our words.
    public let label: String
    /// `published` or `analogy`.
    public let basis: String

    init(framework: FrameworkInfo, control: FrameworkInfo.Control, basis: String, source: String) {
        self.framework = framework.name
        title = framework.fullTitle
        self.source = source
        self.control = control.id
        label = control.title
        self.basis = basis
    }
}
