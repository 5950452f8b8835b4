import Synchronization

/// Shapes that are built when somebody looks at them, once: the errors of an operation, which most runs never see.
final class LazyShapes: Sendable {
    private let names: [String]
    private let source: ShapeSource
    private let made = Mutex<[Shape]?>(nil)

    init(_ names: [String], _ source: ShapeSource) {
        self.names = names
        self.source = source
    }

    /// The shapes, in the order of their names.
    var shapes: [Shape] {
        if names.isEmpty { return [] }
        return made.withLock { made in
            if let made { return made }
            var builder = source.builder()
            let places = names.map { builder.place($0) }
            let arena = builder.arena()
            let shapes = places.map { Shape(arena: arena, index: $0) }
            made = shapes
            return shapes
        }
    }
}
