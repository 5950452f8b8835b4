import Documents
import IAMPolicy
import Reporting

/// Says which requests only one of two policies allows.
func comparePolicies(_ options: PolicyOptions, _ out: ([UInt8]) throws -> Void) throws -> Int32 {
    guard options.files.count == 2 else { throw UsageError("diff takes two files") }
    let context = try options.context()
    let policies = try options.policies(context).map { try $0.valid() }
    func added(_ from: Int, _ to: Int) -> Difference {
        Difference.added(
            from: policies[from].document, to: policies[to].document, named: policies[to].name, of: context)
    }
    let differences = [("added", added(0, 1)), ("removed", added(1, 0))]
    let isSame = differences.allSatisfy { $1.isEmpty }
    if options.isJSON {
        var value = Object([("same", .bool(isSame))])
        for (word, difference) in differences {
            value[word] = [
                "actions": .array(difference.actions.map { .string($0) }),
                "witness": difference.witness?.value ?? .null,
                "undecided": .bool(difference.isUndecided),
            ]
        }
        try out(Array((JSON.text(.object(value), .indented) + "\n").utf8))
    } else {
        var lines = isSame ? ["the same: no request tells them apart"] : []
        for (word, difference) in differences {
            let start = word + String(repeating: " ", count: 10 - word.utf8.count)
            if let witness = difference.witness {
                lines.append(start + difference.actions.joined(separator: " "))
                lines.append(String(repeating: " ", count: 10) + witness.sentence)
            } else if difference.isUndecided {
                lines.append(start + "nothing was found, but not everything could be settled")
            }
        }
        try out(Array(lines.map { $0.visible + "\n" }.joined().utf8))
    }
    if differences.contains(where: { $1.witness != nil }) { return 1 }
    return isSame ? 0 : 2
}
