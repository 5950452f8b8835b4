/// A map from names to values that keeps the order in which its members were written.
///
/// Small ones (nearly all) are searched from the front; larger ones carry an index.
public struct Object: Sendable {
    /// A member.
    public typealias Member = (key: String, value: Value)

    /// The members in order, each name once.
    public private(set) var members: [Member]
    private var index: [String: Int]?

    /// Above this many members an index pays for itself.
    private static let smallest = 16

    private static func places(_ members: [Member]) -> [String: Int]? {
        guard members.count > smallest else { return nil }
        var places = [String: Int](minimumCapacity: members.count)
        for (place, member) in members.enumerated() { places[member.key] = place }
        return places
    }

    /// An object without members.
    public init() { members = [] }

    /// An object with `members`, whose names must be distinct.
    public init(_ members: [Member]) {
        self.members = members
        index = Self.places(members)
    }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there are none.
    public var isEmpty: Bool { members.isEmpty }

    /// The names, in order.
    public var keys: [String] { members.map(\.key) }

    /// The values, in order.
    public var values: [Value] { members.map(\.value) }

    private func place(_ key: String) -> Int? {
        if let index { return index[key] }
        // Names of the same length are few.
        let length = key.utf8.count
        return members.firstIndex { $0.key.utf8.count == length && $0.key == key }
    }

    /// The value under `key`. Setting appends a new name, replaces in place, and with nil removes.
    public subscript(_ key: String) -> Value? {
        get { place(key).map { members[$0].value } }
        set {
            switch (place(key), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil):
                members.remove(at: place)
                index = Self.places(members)
            case (nil, let value?):
                members.append((key, value))
                if index == nil { index = Self.places(members) } else { index![key] = members.count - 1 }
            case (nil, nil): break
            }
        }
    }
}

extension Object: Sequence {
    /// Goes over the members in order.
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension Object: Hashable {
    /// Whether both have the same members, in any order.
    public static func == (a: Object, b: Object) -> Bool {
        a.count == b.count && a.members.allSatisfy { b[$0.key] == $0.value }
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        // Most parameters of calls are one, whose order is no question.
        if members.count == 1 {
            hasher.combine(members[0].key)
            hasher.combine(members[0].value)
            return
        }
        var sum = 0
        for member in members {
            var one = Hasher()
            one.combine(member.key)
            one.combine(member.value)
            sum ^= one.finalize()
        }
        hasher.combine(sum)
    }
}
