public import Documents

/// A mock behind a socket.
public final class MockServer: Sendable {
    /// The mock itself, for what a test asks without a socket.
    public let core: MockCore
    private let server: HTTPServer

    /// Serves `world`; the port is known when this returns.
    public init(
        _ world: World, options: MockOptions = MockOptions(), server: ServerOptions = ServerOptions(),
        clock: @escaping @Sendable () -> Timestamp = { .now() }, reload: (@Sendable () throws -> World)? = nil
    ) throws(ServerFailure) {
        let core = MockCore(world, options: options, clock: clock, reload: reload)
        self.core = core
        self.server = try HTTPServer(server) { core.respond(to: $0) }
    }

    /// The port.
    public var port: Int { server.port }

    /// The address to give to a client as its endpoint.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Stops; requests that have begun are answered for at most `seconds`.
    public func stop(drainingFor seconds: Double = 0) { server.stop(drainingFor: seconds) }
}
