import Testing

@testable import ServiceModels

/// Objects that are made once, whoever comes first.
@Suite struct OnceMadeTests {
    private final class Item: Sendable {}

    /// A place that several tasks can hold.
    private final class Place: Sendable {
        let once = OnceMade<Item>()
    }

    @Test func `all who come at once get the one that is kept`() async {
        for _ in 0..<200 {
            let place = Place()
            #expect(place.once.load() == nil)
            let kept = await withTaskGroup(of: ObjectIdentifier.self) { group in
                for _ in 0..<8 { group.addTask { ObjectIdentifier(place.once.storeIfNil(Item())) } }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(kept == [ObjectIdentifier(place.once.load()!)])
        }
    }

    @Test func `the object goes with its place`() {
        weak var item: Item?
        do {
            let place = Place()
            item = place.once.storeIfNil(Item())
            #expect(item != nil)
            #expect(place.once.storeIfNil(Item()) === item)
        }
        #expect(item == nil)
    }
}
