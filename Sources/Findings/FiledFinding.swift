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

    fileprivate init(_ headline: Finding.Headline, _ file: SpillFile, _ place: Int, _ count: Int) {
        self.headline = headline
        self.file = file
        self.place = place
        self.count = Int32(count)
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

/// Puts findings away in a file. One filer for those of an account keeps their headlines small.
public struct FindingFiler {
    private let file: SpillFile
    private var subjects: Set<Finding.Subject> = []

    /// Puts findings away in `file`.
    public init(_ file: SpillFile) { self.file = file }

    /// Puts `finding` away.
    public mutating func file(_ finding: Finding) -> FiledFinding {
        var bytes = ByteWriter()
        bytes.write(finding)
        var headline = finding.headline
        headline.settle(among: &subjects)
        return FiledFinding(headline, file, file.append(bytes.bytes), bytes.bytes.count)
    }
}
