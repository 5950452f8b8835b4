public import Files

/// A finding that was put away: its headline is at hand, the rest is read when it is wanted.
///
/// A scan makes more findings than memory should hold, and a report shows one after the other. The members of the
/// headline are its own.
@dynamicMemberLookup
public struct FiledFinding: Sendable {
    /// What is said of what.
    public var headline: Finding.Headline
    private let file: SpillFile
    private let place: Int
    private let count: Int32

    /// Puts `finding` away in `file`.
    public init(_ finding: Finding, in file: SpillFile) {
        var bytes = ByteWriter()
        bytes.write(finding)
        headline = finding.headline
        self.file = file
        place = file.append(bytes.bytes)
        count = Int32(bytes.bytes.count)
    }

    /// A member of the headline.
    @inlinable public subscript<Member>(dynamicMember path: KeyPath<Finding.Headline, Member>) -> Member {
        headline[keyPath: path]
    }

    /// The whole finding.
    public func whole() throws(FileFailure) -> Finding {
        var bytes = ByteReader(try file.read(Int(count), at: place))
        return bytes.finding(headline)
    }
}
