public import Documents
public import Findings

/// Everything that the folders of checks hold, loaded and proved consistent.
public struct CheckLibrary: Sendable {
    /// The resource types by id.
    public let resourceTypes: [String: ResourceType]
    /// The checks by id.
    public let checks: [String: Check]
    /// The frameworks, by file name.
    public let frameworks: [FrameworkInfo]
    /// The parameters that checks share, by name.
    public let sharedParameters: [String: Parameter]
    /// The cases of each check, by its id.
    public let tests: [String: CheckTest]
    /// The folders, with digests.
    public let folders: [ScanInfo.Folder]
    /// The ids of all checks that the folders hold, those that were left out while loading too.
    public let checkNames: Set<String>

    /// A library.
    public init(
        resourceTypes: [String: ResourceType], checks: [String: Check], frameworks: [FrameworkInfo],
        sharedParameters: [String: Parameter], tests: [String: CheckTest], folders: [ScanInfo.Folder],
        checkNames: Set<String>? = nil
    ) {
        self.resourceTypes = resourceTypes
        self.checks = checks
        self.frameworks = frameworks
        self.sharedParameters = sharedParameters
        self.tests = tests
        self.folders = folders
        self.checkNames = checkNames ?? Set(checks.keys)
    }
}

/// The cases of a check.
public struct CheckTest: Sendable {
    /// What AWS answers to one call.
    public struct Answer: Sendable {
        /// An answer, or an error's code.
        public enum Reply: Sendable {
            /// The output as the model names its members, text that is JSON already encoded.
            case output(Value)
            /// The error's code.
            case error(String)
        }
        /// The service.
        public let service: String
        /// The operation.
        public let operation: String
        /// The parameters that a call must have to get this answer; others may be there.
        public let with: Value
        /// The pages, at least one.
        public let pages: [Reply]
        /// Where it is written.
        public let place: Place
        /// What AWS answers.
        public init(service: String, operation: String, with: Value, pages: [Reply], place: Place) {
            self.service = service
            self.operation = operation
            self.with = with
            self.pages = pages
            self.place = place
        }
    }
    /// A finding that a case expects.
    public struct Expectation: Sendable, Hashable {
        /// Which resource.
        public enum Subject: Sendable, Hashable {
            /// Any.
            case any
            /// None: a finding about the account and region.
            case none
            /// The one with this ARN.
            case resource(String)
        }
        /// The status.
        public let status: Status
        /// The resource.
        public let subject: Subject
        /// The region, where it matters.
        public let region: String?
        /// Words of the reason, where they matter.
        public let reason: String?
        /// The call of one of the gaps, where it matters.
        public let gap: String?
        /// A finding that a case expects.
        public init(status: Status, subject: Subject, region: String?, reason: String?, gap: String?) {
            self.status = status
            self.subject = subject
            self.region = region
            self.reason = reason
            self.gap = gap
        }
    }
    /// A step that a fix is expected to plan.
    public struct Step: Sendable {
        /// `service:Operation`.
        public let call: String
        /// The parameters that it must have; others may be there. Policies are given as documents.
        public let with: Value
        /// The call that takes it back, where it matters.
        public let undo: (call: String, with: Value)?
        /// A step.
        public init(call: String, with: Value, undo: (call: String, with: Value)?) {
            self.call = call
            self.with = with
            self.undo = undo
        }
    }
    /// One case.
    public struct Case: Sendable {
        /// Its name.
        public let name: String
        /// Settings.
        public let parameters: [String: Value]
        /// What AWS answers: the file's answers, with those of the case in the place of the file's, call by call.
        public let answers: [Answer]
        /// How many of `answers`, from the first, are the case's own: each must be used.
        public let own: Int
        /// The findings expected, in any order; several where a list is given, else exactly one.
        public let expected: [Expectation]
        /// The steps that each fix must plan, by the fix's name.
        public let fixes: [String: [Step]]
        /// Where it begins.
        public let place: Place
        /// One case.
        public init(
            name: String, parameters: [String: Value], answers: [Answer], own: Int, expected: [Expectation],
            fixes: [String: [Step]], place: Place
        ) {
            self.name = name
            self.parameters = parameters
            self.answers = answers
            self.own = own
            self.expected = expected
            self.fixes = fixes
            self.place = place
        }
    }
    /// The account that the scan runs in.
    public let account: String
    /// The region.
    public let region: String
    /// The time of the scan.
    public let now: Timestamp
    /// The cases.
    public let cases: [Case]
    /// The file.
    public let place: Place

    /// The cases of a check.
    public init(account: String, region: String, now: Timestamp, cases: [Case], place: Place) {
        self.account = account
        self.region = region
        self.now = now
        self.cases = cases
        self.place = place
    }
}
