public import Documents

/// Everything that a scan found, for the reporters and the store.
public struct Report: Sendable {
    /// What was asked, of whom, with what.
    public var scan: ScanInfo
    /// What is known of each check that was selected, by id.
    public var checks: [String: CheckInfo]
    /// The frameworks that were loaded.
    public var frameworks: [FrameworkInfo]
    /// The findings in their order: failures first, then what is unknown, by severity, check, account, region, resource.
    public var findings: [FiledFinding]
    /// Everything that could not be seen, each gap once.
    public var gaps: [Gap]
    /// Remarks of the scan about itself: exceptions that matched nothing, suspended accounts that were skipped …
    public var notes: [String]

    /// A report; the findings are put in order.
    public init(
        scan: ScanInfo, checks: [String: CheckInfo], frameworks: [FrameworkInfo] = [],
        findings: [FiledFinding],
        gaps: [Gap], notes: [String] = []
    ) {
        self.scan = scan
        self.checks = checks
        self.frameworks = frameworks
        self.findings = Report.ordered(findings)
        self.gaps = gaps
        self.notes = notes
    }

    /// `findings` in the order of a report, which is total, so that two reports of the same findings are the same.
    private static func ordered(_ findings: [FiledFinding]) -> [FiledFinding] {
        var names = Set<String>()
        for finding in findings { names.insert(finding.headline.check) }
        let checks = Dictionary(uniqueKeysWithValues: names.sorted().enumerated().map { ($1, $0) })
        let places = Report.places(findings)
        // One number decides for each finding: moving and comparing those is cheap.
        var keys = findings.indices.map { place in
            let headline = findings[place].headline
            let status = (headline.isAccepted ? 8 : 0) + headline.status.reportRank
            let kind = status << 4 | (15 - headline.severity.rank)
            return (rank: kind << 52 | checks[headline.check]! << 32 | places[place], place: place)
        }
        keys.sort { $0 < $1 }
        return keys.map { findings[$0.place] }
    }

    /// The place of what each finding is about, among all that findings are about: by account, region, resource and part.
    ///
    /// Findings about one thing come one after the other nearly always, so that texts are compared once for each run.
    private static func places(_ findings: [FiledFinding]) -> [Int] {
        func isBefore(_ one: Int, _ other: Int) -> Bool {
            // Members by their names, not by key paths, which are walked at run time.
            func text(_ part: (Finding.Headline) -> String) -> Bool? {
                let a = part(findings[one].headline), b = part(findings[other].headline)
                return a == b ? nil : a < b
            }
            return text { $0.account } ?? text { $0.region } ?? text { $0.resource ?? "" }
                ?? text { $0.part } ?? false
        }
        func isSame(_ one: Int, _ other: Int) -> Bool {
            let (a, b) = (findings[one].headline, findings[other].headline)
            return a.account == b.account && a.region == b.region && a.resource == b.resource
                && a.part == b.part
        }
        var runs = [Int]()
        var places = [Int]()
        places.reserveCapacity(findings.count)
        for place in findings.indices {
            if place == 0 || !isSame(place - 1, place) { runs.append(place) }
            places.append(runs.count - 1)
        }
        let sorted = runs.indices.sorted { isBefore(runs[$0], runs[$1]) }
        var ranks = [Int](repeating: 0, count: runs.count)
        for (rank, run) in sorted.enumerated() {
            let isNew = rank == 0 || !isSame(runs[sorted[rank - 1]], runs[run])
            ranks[run] = isNew ? rank : ranks[sorted[rank - 1]]
        }
        return places.map { ranks[$0] }
    }

    /// How many findings have each status; accepted ones are counted apart.
    public var summary: Summary { Summary(findings) }
}

extension Status {
    /// The place in a report.
    fileprivate var reportRank: Int {
        switch self {
        case .fail: 0
        case .unknown: 1
        case .manual: 2
        case .pass: 3
        case .notApplicable: 4
        }
    }
}

/// Counts of findings.
public struct Summary: Sendable, Hashable {
    /// Findings by status, without those that somebody accepted.
    public private(set) var counts: [Status: Int] = [:]
    /// Failed and unknown findings that somebody accepted.
    public private(set) var accepted = 0
    /// All findings.
    public private(set) var total = 0

    /// The counts of `findings`.
    public init(_ findings: some Sequence<FiledFinding>) {
        for finding in findings { add(finding.headline) }
    }

    /// Counts one more.
    public mutating func add(_ finding: Finding.Headline) {
        total += 1
        if finding.isAccepted { accepted += 1 } else { counts[finding.status, default: 0] += 1 }
    }

    /// Counts those of `other` too.
    public mutating func add(_ other: Summary) {
        counts.merge(other.counts, uniquingKeysWith: +)
        accepted += other.accepted
        total += other.total
    }

    /// How many have the status `status` and are not accepted.
    public subscript(_ status: Status) -> Int { counts[status] ?? 0 }
}

/// The circumstances of a scan.
public struct ScanInfo: Sendable, Hashable {
    /// A part of the scope: an account, and the regions of it that were asked for.
    public struct Account: Sendable, Hashable {
        /// The account, 12 digits; empty where it is not known.
        public let id: String
        /// The regions.
        public let regions: [String]
        /// The ARN that the scan ran as there; nil where it could not enter.
        public let caller: String?
        /// A part of the scope.
        public init(id: String, regions: [String], caller: String?) {
            self.id = id
            self.regions = regions
            self.caller = caller
        }
    }
    /// A folder of checks that was loaded.
    public struct Folder: Sendable, Hashable {
        /// The path, as given.
        public let path: String
        /// SHA-256 over the names and contents of its files, in hexadecimal; empty where nobody asked for it.
        public let digest: String
        /// A folder.
        public init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }
    }
    /// A name of this scan that no other has.
    public var id: String
    /// When it began.
    public var started: Timestamp
    /// When it ended.
    public var finished: Timestamp
    /// The version of assay.
    public var version: String
    /// The ids of the checks that were selected.
    public var checks: [String]
    /// The accounts and regions.
    public var accounts: [Account]
    /// The folders of checks.
    public var folders: [Folder]
    /// How many calls were sent, retries not counted.
    public var calls: Int
    /// Whether it was ended before its time.
    public var isInterrupted: Bool

    /// The circumstances of a scan.
    public init(
        id: String, started: Timestamp, finished: Timestamp, version: String, checks: [String],
        accounts: [Account],
        folders: [Folder], calls: Int, isInterrupted: Bool = false
    ) {
        self.id = id
        self.started = started
        self.finished = finished
        self.version = version
        self.checks = checks
        self.accounts = accounts
        self.folders = folders
        self.calls = calls
        self.isInterrupted = isInterrupted
    }
}

/// What a report tells of a check.
public struct CheckInfo: Sendable, Hashable {
    /// The steps of one way of doing something.
    public struct Steps: Sendable, Hashable {
        /// Steps in the console, a sentence each, in Markdown's inline form.
        public let console: [String]
        /// Commands of the AWS CLI.
        public let cli: [String]
        /// Steps.
        public init(console: [String] = [], cli: [String] = []) {
            self.console = console
            self.cli = cli
        }
    }
    /// The id.
    public let id: String
    /// The title, a sentence without full stop.
    public let title: String
    /// The service, such as `ses`.
    public let service: String
    /// The resource type, such as `ses.identity`.
    public let resourceType: String
    /// How bad a failure is.
    public let severity: Severity
    /// What the check asks, in prose.
    public let description: String
    /// Why it matters, in prose; empty where the check does not say.
    public let rationale: String
    /// How to look by hand.
    public let audit: Steps
    /// How to mend it by hand.
    public let remediation: Steps
    /// Where to read more.
    public let references: [String]
    /// The folder of checks that it is in, as given; empty where it is the first one.
    public let folder: String
    /// The check's own file, as a path below its folder of checks (`ses/ID.yaml`).
    public let file: String
    /// The line of its assertion in that file, from 1.
    public let line: Int

    /// What a report tells of a check.
    public init(
        id: String, title: String, service: String, resourceType: String, severity: Severity,
        description: String,
        rationale: String = "", audit: Steps = Steps(), remediation: Steps = Steps(),
        references: [String] = [],
        folder: String = "", file: String, line: Int
    ) {
        self.id = id
        self.title = title
        self.service = service
        self.resourceType = resourceType
        self.severity = severity
        self.description = description
        self.rationale = rationale
        self.audit = audit
        self.remediation = remediation
        self.references = references
        self.folder = folder
        self.file = file
        self.line = line
    }
}

/// A published standard and which of its controls the checks touch.
public struct FrameworkInfo: Sendable, Hashable {
    /// One item of a standard.
    public struct Control: Sendable, Hashable {
        /// The standard's own id, such as `AC-3`.
        public let id: String
        /// A short label in our words.
        public let title: String
        /// The checks that touch it, each with its basis: `published` or `analogy`.
        public let checks: [String: String]
        /// Where it is said that a check touches it, for those checks of which not the whole framework's source says so.
        public let sources: [String: String]
        /// A control.
        public init(id: String, title: String, checks: [String: String], sources: [String: String] = [:]) {
            self.id = id
            self.title = title
            self.checks = checks
            self.sources = sources
        }
    }
    /// The name of its file, such as `nist_800_53_r5`.
    public let name: String
    /// The title, such as `NIST SP 800-53`.
    public let title: String
    /// Which edition.
    public let version: String
    /// Where it is published.
    public let source: String
    /// Its controls.
    public let controls: [Control]
    /// The title with the edition, where there is one.
    public var fullTitle: String { version.isEmpty ? title : "\(title) \(version)" }
    /// A framework.
    public init(name: String, title: String, version: String, source: String, controls: [Control]) {
        self.name = name
        self.title = title
        self.version = version
        self.source = source
        self.controls = controls
    }
}
