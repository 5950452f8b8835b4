/// Where members of a JSON document stand in its text.
enum JSONPlace {
    /// A line and a column, from 1.
    struct Spot: Sendable, Hashable, CustomStringConvertible {
        private(set) var line: Int
        private(set) var column: Int
        var description: String { "\(line):\(column)" }

        init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        /// Where the byte at `offset` stands.
        init(of offset: Int, in bytes: some Sequence<UInt8>) {
            self.init(line: 1, column: 1)
            move(over: bytes.prefix(offset))
        }

        fileprivate mutating func move(over bytes: some Sequence<UInt8>) {
            for byte in bytes {
                if byte == 0x0a {
                    line += 1
                    column = 1
                } else if byte & 0xc0 != 0x80 {
                    column += 1
                }
            }
        }
    }

    /// Where the values at `paths` (`Statement[2].Condition`) stand; those that there are none of are left out.
    static func find(_ paths: Set<String>, in text: String) -> [String: Spot] {
        var scanner = Scanner(bytes: Array(text.utf8), targets: paths)
        scanner.value("", depth: 0)
        var out = [String: Spot]()
        var spot = Spot(line: 1, column: 1)
        var at = 0
        for (path, offset) in scanner.found {
            spot.move(over: scanner.bytes[at..<offset])
            at = offset
            out[path] = spot
        }
        return out
    }

    /// Walks text that is known to be JSON, or stops where it is not.
    private struct Scanner {
        let bytes: [UInt8]
        /// What is still looked for.
        var targets: Set<String>
        var at = 0
        /// What was found, in the order of the text.
        var found: [(path: String, offset: Int)] = []

        private var isDone: Bool { targets.isEmpty }

        init(bytes: [UInt8], targets: Set<String>) {
            self.bytes = bytes
            self.targets = targets
        }

        mutating func space() {
            while at < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[at]) { at += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            space()
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        mutating func string() -> String? {
            guard take(0x22) else { return nil }
            let start = at
            while at < bytes.count, bytes[at] != 0x22 { at += bytes[at] == 0x5c ? 2 : 1 }
            guard at < bytes.count else { return nil }
            at += 1
            return String(decoding: bytes[start..<at - 1], as: UTF8.self)
        }

        mutating func value(_ path: String, depth: Int) {
            space()
            if targets.remove(path) != nil { found.append((path, at)) }
            guard !isDone, depth < 100, at < bytes.count else { return }
            switch bytes[at] {
            case 0x7b:
                at += 1
                while !isDone, let name = string(), take(0x3a) {
                    value(path.isEmpty ? name : "\(path).\(name)", depth: depth + 1)
                    if !take(0x2c) { break }
                }
                _ = take(0x7d)
            case 0x5b:
                at += 1
                var index = 0
                space()
                while !isDone, at < bytes.count, bytes[at] != 0x5d {
                    let before = at
                    value("\(path)[\(index)]", depth: depth + 1)
                    index += 1
                    if !take(0x2c) || at == before { break }
                }
                _ = take(0x5d)
            case 0x22: _ = string()
            default: while at < bytes.count, ![0x2c, 0x7d, 0x5d].contains(bytes[at]) { at += 1 }
            }
        }
    }
}
