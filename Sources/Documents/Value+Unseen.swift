extension Value {
    /// The gaps of all that could not be seen of this.
    public var unseenGaps: [Int] {
        switch self {
        case .unseen(let unseen): unseen.gaps
        case .array(let items): items.flatMap(\.unseenGaps)
        case .object(let object): object.flatMap { $0.value.unseenGaps }
        default: []
        }
    }

    /// Whether this or anything in it could not be seen.
    public var hasUnseen: Bool {
        switch self {
        case .unseen: true
        case .array(let items): items.contains(where: \.hasUnseen)
        case .object(let object): object.contains { $0.value.hasUnseen }
        default: false
        }
    }
}
