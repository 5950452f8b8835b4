public import Documents
public import Findings
public import Inventory

/// The answers that are there so far, and the gaps that came of them.
///
/// Confined to the task that scans one account.
public final class Answers {
    private var answers: [Exchange.Key: Answer] = [:]
    /// Everything unseen so far; an ``Unseen`` names its gaps by their places here.
    public private(set) var gaps: [Gap] = []
    private var places: [Gap: Int] = [:]
    private var indices: [EntryIndex: [Value: Value]] = [:]

    private struct EntryIndex: Hashable {
        let key: Exchange.Key
        let member: String
    }

    /// No answers yet.
    public init() {}

    /// The answer to `key`; nil while there is none.
    public subscript(_ key: Exchange.Key) -> Answer? {
        get { answers[key] }
        set { answers[key] = newValue }
    }

    /// Notes a gap, and gives the mark for what it leaves unseen.
    public func unseen(_ gap: Gap) -> Unseen {
        if let place = places[gap] { return Unseen(gaps: [place]) }
        places[gap] = gaps.count
        gaps.append(gap)
        return Unseen(gaps: [gaps.count - 1])
    }

    /// The gaps that `unseen` stands for.
    public func gaps(of unseen: Unseen) -> [Gap] { unseen.gaps.map { gaps[$0] } }

    /// The element of `list`, which came from the answer to `key`, whose `member` equals `value`.
    func element(of list: [Value], from key: Exchange.Key, member: String, equal value: Value) -> Value? {
        let index = EntryIndex(key: key, member: member)
        if indices[index] == nil {
            var elements: [Value: Value] = [:]
            for element in list { if let name = element[member] { elements[name] = element } }
            indices[index] = elements
        }
        return indices[index]![value]
    }
}
