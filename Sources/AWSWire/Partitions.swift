public import Documents

/// A part of AWS that knows nothing of the others: its own regions, accounts and host names.
public struct Partition: Sendable, Hashable {
    /// The partition's name, as in ARNs: `aws`, `aws-cn`.
    public let name: String
    /// The end of host names: `amazonaws.com`.
    public let dnsSuffix: String
    /// The end of host names that are reached over IPv6 as well.
    public let dualStackDNSSuffix: String
    /// The region where global services are.
    public let globalRegion: String
    /// The regions that are known, sorted; newer ones match the partition's pattern.
    public let regions: [String]
}

/// AWS's partitions, from botocore's `partitions.json`.
public struct Partitions: Sendable {
    private let all: [Value]

    /// The partitions in `value`.
    public init(_ value: Value) { all = value["partitions"]?.array ?? [] }

    /// The partition that `region` is in: the one that lists it, else the one whose pattern it fits, else `aws`.
    public func partition(ofRegion region: String) -> Partition {
        let outputs = outputs(ofRegion: region)
        let entry = entry(region)
        return Partition(
            name: outputs["name"]?.string ?? "aws",
            dnsSuffix: outputs["dnsSuffix"]?.string ?? "amazonaws.com",
            dualStackDNSSuffix: outputs["dualStackDnsSuffix"]?.string ?? "api.aws",
            globalRegion: outputs["implicitGlobalRegion"]?.string ?? "us-east-1",
            regions: (entry?["regions"]?.object?.keys ?? []).filter { !$0.hasSuffix("-global") }.sorted())
    }

    /// Whether any partition lists `region` or has a pattern that it fits.
    public func isKnown(region: String) -> Bool {
        all.contains { $0["regions"]?[region] != nil || Self.fits(region, $0["regionRegex"]?.string ?? "") }
    }

    private func entry(_ region: String) -> Value? {
        all.first { $0["regions"]?[region] != nil } ?? all.first {
            Self.fits(region, $0["regionRegex"]?.string ?? "")
        }
            ?? all.first { $0["id"]?.string == "aws" }
    }

    /// What the rules' function `aws.partition` gives for `region`.
    func outputs(ofRegion region: String) -> Object {
        guard let entry = entry(region), var outputs = entry["outputs"]?.object else { return Object() }
        for member in entry["regions"]?[region]?.object ?? Object() where member.key != "description" {
            outputs[member.key] = member.value
        }
        return outputs
    }

    /// Whether `region` fits a pattern of the form that partitions use: words, alternatives, `\w+` and `\d+` with `\-`
    /// between them, such as `^(us|eu)\-\w+\-\d+$`.
    static func fits(_ region: String, _ pattern: String) -> Bool {
        guard pattern.hasPrefix("^"), pattern.hasSuffix("$") else { return false }
        var parts = [String]()
        var part = ""
        for character in pattern.dropFirst().dropLast() {
            if character == "-", part.last == "\\" {
                parts.append(String(part.dropLast()))
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(part)
        let words = region.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard words.count == parts.count else { return false }
        return zip(words, parts).allSatisfy { word, part in
            switch part {
            case "\\w+":
                !word.isEmpty
                    && word.utf8.allSatisfy {
                        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                            || $0 == 95
                    }
            case "\\d+": !word.isEmpty && word.utf8.allSatisfy { (48...57).contains($0) }
            default:
                part.hasPrefix("(") && part.hasSuffix(")")
                    ? part.dropFirst().dropLast().split(separator: "|").contains { $0 == word } : part == word
            }
        }
    }
}
