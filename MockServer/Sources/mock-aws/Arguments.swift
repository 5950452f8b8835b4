import Documents

/// Why a command line can't be carried out.
struct Usage: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) { description = message }

    init(_ message: String, among word: String, _ candidates: [String]) {
        description = message + (suggestion(for: word, among: candidates).map { "; \($0)" } ?? "; see --help")
    }
}

/// The words of a command line: options with their values, and the rest.
struct Arguments {
    private(set) var values: [String: [String]] = [:]
    private(set) var rest: [String] = []

    /// Reads `words`; `options` says which options there are, and which take a value.
    init(_ words: [String], _ options: [String: Bool]) throws(Usage) {
        var words = words[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("--") else {
                rest.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let takesValue = options[name] else {
                throw Usage("there is no option \(name)", among: name, options.keys.sorted())
            }
            if !takesValue {
                values[name, default: []].append("")
            } else if parts.count > 1 {
                values[name, default: []].append(String(parts[1]))
            } else {
                guard let value = words.popFirst() else { throw Usage("\(name) needs a value") }
                values[name, default: []].append(value)
            }
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func last(_ name: String) -> String? { values[name]?.last }

    func number(_ name: String, _ range: ClosedRange<Int>, default value: Int) throws(Usage) -> Int {
        guard let text = last(name) else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw Usage("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
        }
        return number
    }
}
