/// Where a member of a JSON document stands in its text.
enum JSONPlace {
    /// The line and column, from 1, of the value at `path` (`Statement[2].Condition`); nil when there is none.
    static func find(_ path: String, in text: String) -> (line: Int, column: Int)? {
        var scanner = Scanner(bytes: Array(text.utf8), target: path)
        scanner.value("", depth: 0)
        guard let offset = scanner.found else { return nil }
        var (line, column) = (1, 1)
        for byte in scanner.bytes[..<offset] {
            if byte == 0x0a {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    /// Walks text that is known to be JSON, or stops where it is not.
    private struct Scanner {
        let bytes: [UInt8]
        let target: String
        var at = 0
        var found: Int?

        init(bytes: [UInt8], target: String) {
            self.bytes = bytes
            self.target = target
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
            if path == target, found == nil { found = at }
            guard found == nil, depth < 100, at < bytes.count else { return }
            // What is not on the way to the target is walked over without names.
            switch bytes[at] {
            case 0x7b:
                at += 1
                while found == nil, let name = string(), take(0x3a) {
                    value(path.isEmpty ? name : "\(path).\(name)", depth: depth + 1)
                    if !take(0x2c) { break }
                }
                _ = take(0x7d)
            case 0x5b:
                at += 1
                var index = 0
                space()
                while found == nil, at < bytes.count, bytes[at] != 0x5d {
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
