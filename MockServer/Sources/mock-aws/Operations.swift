import Inventory
import MockAWS
import ServiceModels

/// `mock-aws operations`.
struct Operations {
    static let options = ["--world": true]

    private let worlds: [String]
    private let models: ModelLibrary

    init(_ arguments: Arguments, environment: [String: String]) {
        worlds = (arguments.values["--world"] ?? []) + arguments.rest
        models = ModelLibrary(searchPaths: ModelLibrary.standardPaths(environment: environment))
    }

    func run() throws -> Int32 {
        var sources: [String: [String]] = [:]
        for call in KeptOperations.all { sources[call] = ["state"] }
        for effect in KeptOperations.effects { sources[effect.call] = ["carried out"] }
        var recorded: [String: [String: Int]] = [:]
        for path in worlds {
            for (exchange, _) in try World(path: path).exchanges {
                recorded[exchange.key.call, default: [:]][exchange.source.rawValue, default: 0] += 1
            }
        }
        for (call, counts) in recorded {
            sources[call, default: []] += counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        }
        let width = sources.keys.map(\.utf8.count).max() ?? 0
        var service = ""
        for (call, from) in sources.sorted(by: { $0.key < $1.key }) {
            let name = String(call.prefix { $0 != ":" })
            if name != service {
                service = name
                let version = (try? models.model(name).metadata.apiVersion).map { ", API \($0)" } ?? ""
                Console.out("\(name): encoded and decoded by botocore's model\(version)")
            }
            let space = String(repeating: " ", count: width - call.utf8.count + 2)
            Console.out("  \(call)\(space)\(from.joined(separator: ", "))")
        }
        Console.out(
            """
            state: kept as AWS's API reference says, so that all later answers agree; seeded from the world
            carried out: changes what the world has recorded, so that all later answers agree
            recorded, documented, derived: answers of the world, and how they came about
            Every other operation of a service with a model is answered as far as a world has it; --world PATH counts.
            """)
        return 0
    }
}
