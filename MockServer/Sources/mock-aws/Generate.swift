import Documents
import Files
import MockAWS

/// `mock-aws generate`.
struct Generate {
    static let options = [
        "--seed": true, "--accounts": true, "--regions": true, "--identities": true, "--topics": true,
        "--world": true, "--truth": true, "--account": true,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> Int32 {
        var recipe = Recipe()
        recipe.seed = try arguments.number("--seed", 0...Int.max, default: 1)
        recipe.accounts = try arguments.number("--accounts", 1...10_000, default: 1)
        recipe.identities = try arguments.number("--identities", 0...10_000_000, default: 100)
        recipe.topics = try arguments.number("--topics", 0...1_000_000, default: 10)
        if let regions = arguments.last("--regions") {
            // A number takes that many of the usual regions, anything else is a list of names.
            if let count = Int(regions) {
                guard (1...Self.usual.count).contains(count) else {
                    throw Usage("--regions is a number up to \(Self.usual.count), or names with commas")
                }
                recipe.regions = Array(Self.usual.prefix(count))
            } else {
                recipe.regions = regions.split(separator: ",").map(String.init)
            }
        }
        guard let folder = arguments.last("--world") else {
            throw Usage("name the folder to write with --world DIR")
        }
        let account = arguments.last("--account") ?? World().account
        try Files.makeFolder(folder)
        let settings: Value = [
            "format": .string(World.format), "account": .string(account), "generate": recipe.json,
        ]
        try Files.write(
            Array((JSON.text(settings, .indented) + "\n").utf8), to: folder + "/world.json", mode: 0o644)
        if let path = arguments.last("--truth") {
            var lines = [UInt8]()
            recipe.truth(account: account) { lines += $0.utf8 }
            try Files.write(lines, to: path, mode: 0o644)
        }
        return 0
    }

    private static let usual = [
        "eu-west-1", "us-east-1", "us-west-2", "eu-central-1", "ap-southeast-1", "ap-southeast-2",
        "ap-northeast-1",
        "ca-central-1", "eu-west-2", "eu-west-3", "eu-north-1", "sa-east-1", "ap-south-1", "us-east-2",
        "us-west-1",
        "ap-northeast-2",
    ]
}
