public import AWSWire
internal import Documents
internal import ServiceModels

/// Why the regions asked for can not be used.
public struct RegionFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
}

extension AWSClient {
    /// The regions for what a user `asked` for, each once: the names themselves; the environment's or the profile's one
    /// for nothing; nil for `all`, which each account has to be asked for.
    ///
    /// - Throws: a name that is no region, or no region at all.
    public func regions(_ asked: [String]) throws(RegionFailure) -> [String]? {
        if asked.isEmpty {
            guard let own = configuration.settings.region else {
                throw RegionFailure(
                    description:
                        "no region: name one with --region, or set AWS_REGION or the profile's region")
            }
            try check(region: own)
            return [own]
        }
        if asked.contains("all") {
            guard Set(asked) == ["all"] else {
                throw RegionFailure(description: "all regions, or those that are named: not both")
            }
            if let home = configuration.settings.region { try check(region: home) }
            return nil
        }
        var names = [String]()
        for name in asked where !names.contains(name) {
            try check(region: name)
            names.append(name)
        }
        return names
    }

    /// The partition that `region` is in.
    public func partition(ofRegion region: String) -> Partition { endpoints.partition(ofRegion: region) }

    /// Refuses what is no region. One that our list does not have yet passes when its area is known: `eu-south-3`.
    public func check(region: String) throws(RegionFailure) {
        let known = (models.partitions()["partitions"]?.array ?? []).flatMap {
            $0["regions"]?.object?.keys ?? []
        }.filter { !$0.hasSuffix("-global") }
        func area(_ name: String) -> Substring { name[..<(name.lastIndex(of: "-") ?? name.startIndex)] }
        let isNew =
            endpoints.partitions.isKnown(region: region) && known.contains { area($0) == area(region) }
        guard !known.contains(region), !isNew else { return }
        let hint = suggestion(for: region, among: known) ?? "AWS has \(known.count), such as eu-west-1"
        throw RegionFailure(description: "there is no region \(region); \(hint)")
    }
}
