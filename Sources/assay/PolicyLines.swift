import Documents
import IAMPolicy

#if canImport(Glibc)
    import Glibc
#endif

/// Longer lines are answered without being read.
private let longestLine = 4 << 20

/// Answers each line of standard input with a line, in order; blank lines get none.
func explainPolicyLines(_ out: ([UInt8]) throws -> Void) throws -> Int32 {
    var line = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var answers = [UInt8]()
    var isTooLong = false
    func answer() throws {
        if isTooLong {
            answers += CorpusLine.refusal("the line is longer than \(longestLine) bytes")
        } else if line.contains(where: { $0 != 0x20 && $0 != 0x0d && $0 != 0x09 }) {
            answers += CorpusLine.answer(line, now: .now())
        } else {
            return
        }
        answers.append(0x0a)
        if answers.count > 1 << 15 {
            try out(answers)
            answers.removeAll(keepingCapacity: true)
        }
    }
    while true {
        let count = read(0, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else {
            throw UsageError("cannot read standard input: \(String(cString: strerror(errno)))")
        }
        if count == 0 { break }
        var start = 0
        for at in 0..<count where chunk[at] == 0x0a {
            if !isTooLong { line += chunk[start..<at] }
            try answer()
            line.removeAll(keepingCapacity: line.capacity < 1 << 20)
            isTooLong = false
            start = at + 1
        }
        if !isTooLong { line += chunk[start..<count] }
        if line.count > longestLine {
            isTooLong = true
            line = []
        }
        // Whoever waits for an answer gets it when there is nothing more to read at once.
        if count < chunk.count, !answers.isEmpty {
            try out(answers)
            answers.removeAll(keepingCapacity: true)
        }
    }
    try answer()
    if !answers.isEmpty { try out(answers) }
    return 0
}
