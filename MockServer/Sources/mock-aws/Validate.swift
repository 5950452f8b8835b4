import MockAWS

/// `mock-aws worlds validate`.
struct Validate {
    static let options: [String: Bool] = [:]

    private let paths: [String]

    init(_ arguments: Arguments) throws(Usage) {
        paths = arguments.rest
        guard !paths.isEmpty else { throw Usage("name the worlds to validate") }
    }

    func run() throws -> Int32 {
        var isGood = true
        for path in paths {
            let world = try World(path: path)
            let problems = world.problems(modelPaths: [])
            for problem in problems { Console.out("\(problem)") }
            isGood = isGood && problems.isEmpty
            Console.error("\(path): \(world.exchanges.count) exchanges, \(problems.count) problems")
        }
        return isGood ? 0 : 1
    }
}
