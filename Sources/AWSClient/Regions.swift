public import AWSWire
public import Documents
internal import ServiceModels

/// The regions of a scan, and how they were found.
public struct Regions: Sendable {
    /// A question that was asked to find them.
    public struct Question: Sendable {
        /// The service.
        public let service: String
        /// The operation.
        public let operation: String
        /// The region that was asked.
        public let region: String
        /// The parameters.
        public let parameters: Object
        /// What it came to.
        public let attempted: Attempted
    }

    /// The regions, sorted where AWS named them.
    public let names: [String]
    /// What was asked; empty where nothing had to be.
    public let questions: [Question]
    /// Whether these are all that were asked for; otherwise the questions say why not, and what is missing is unseen.
    public let isComplete: Bool
}

/// Why the regions asked for can not be used.
public struct RegionFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
}

extension AWSClient {
    /// The regions for what a user `asked` for: the names themselves; the environment's or the profile's one for
    /// nothing; and for `all` those that EC2 says are enabled for the account, or Account if EC2 refuses. A list from
    /// memory is never used.
    ///
    /// - Throws: a name that is no region, or no region at all.
    public func regions(_ asked: [String], session: Session) async throws(RegionFailure) -> Regions {
        if asked.isEmpty {
            guard let own = configuration.settings.region else {
                throw RegionFailure(
                    description:
                        "no region: name one with --region, or set AWS_REGION or the profile's region")
            }
            try check(own)
            return Regions(names: [own], questions: [], isComplete: true)
        }
        guard asked.contains("all") else {
            var names = [String]()
            for name in asked where !names.contains(name) {
                try check(name)
                names.append(name)
            }
            return Regions(names: names, questions: [], isComplete: true)
        }
        let home = configuration.settings.region ?? "us-east-1"
        try check(home)
        let first = await send(
            service: "ec2", operation: "DescribeRegions", parameters: Object(), region: home, session: session
        )
        var questions = [
            Regions.Question(
                service: "ec2", operation: "DescribeRegions", region: home, parameters: Object(),
                attempted: first)
        ]
        if let list = first.output?["Regions"]?.array {
            let names = list.compactMap { $0["RegionName"]?.string }.sorted()
            if !names.isEmpty { return Regions(names: names, questions: questions, isComplete: true) }
        }
        var names = [String]()
        let end = await pages(
            service: "account", operation: "ListRegions",
            parameters: Object([("RegionOptStatusContains", ["ENABLED", "ENABLED_BY_DEFAULT"])]),
            region: endpoints.partition(ofRegion: home).globalRegion, session: session
        ) { parameters, page in
            questions.append(
                Regions.Question(
                    service: "account", operation: "ListRegions",
                    region: endpoints.partition(ofRegion: home).globalRegion, parameters: parameters,
                    attempted: page))
            names += (page.output?["Regions"]?.array ?? []).compactMap { $0["RegionName"]?.string }
            return true
        }
        return Regions(
            names: names.sorted(), questions: questions, isComplete: end == .complete && !names.isEmpty)
    }

    /// The partition that `region` is in.
    public func partition(ofRegion region: String) -> Partition { endpoints.partition(ofRegion: region) }

    /// Refuses what is no region. One that our list does not have yet passes when its area is known: `eu-south-3`.
    private func check(_ region: String) throws(RegionFailure) {
        let known = (models.partitions()["partitions"]?.array ?? []).flatMap {
            $0["regions"]?.object?.keys ?? []
        }
        func area(_ name: String) -> Substring { name[..<(name.lastIndex(of: "-") ?? name.startIndex)] }
        let isNew =
            endpoints.partitions.isKnown(region: region) && known.contains { area($0) == area(region) }
        guard !known.contains(region), !isNew else { return }
        let hint = suggestion(for: region, among: known).map { "; \($0)" } ?? ""
        throw RegionFailure(description: "\(region) is no region\(hint)")
    }
}
