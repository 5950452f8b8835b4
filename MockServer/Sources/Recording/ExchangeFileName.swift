import Documents
import Inventory

/// The name of the file that an exchange is written to: readable, harmless, and the same for the same question.
enum ExchangeFileName {
    /// The folder of `key` below that of the world.
    static func folder(_ key: Exchange.Key) -> String {
        [key.account, key.region].map { plain($0) }.filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// `service.Operation`, and what the parameters name.
    static func base(_ key: Exchange.Key) -> String {
        var words = [String]()
        collect(key.parameters, &words)
        let label = plain(words.joined(separator: "_"), limit: 60)
        return "\(plain(key.service)).\(plain(key.operation))" + (label.isEmpty ? "" : ".\(label)")
    }

    /// The name of the file of the answer with that number, from 1; the order of the names is that of the numbers.
    static func file(_ base: String, number: Int) -> String {
        if number == 1 { return base + ".json" }
        let digits = String(number)
        return base + "~" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".json"
    }

    private static func collect(_ value: Value, _ words: inout [String]) {
        guard words.count < 4 else { return }
        switch value {
        case .string(let text):
            guard !text.hasPrefix("{"), !text.hasPrefix("%7B") else { return }
            words.append(
                text.hasPrefix("arn:")
                    ? String(text.split { $0 == ":" || $0 == "/" }.last ?? "") : text)
        case .integer(let number): words.append(String(number))
        case .bool(let isTrue): words.append(String(isTrue))
        case .array(let items): for item in items { collect(item, &words) }
        case .object(let object): for member in object { collect(member.value, &words) }
        default: break
        }
    }

    private static func plain(_ text: String, limit: Int = 64) -> String {
        var out = ""
        for byte in text.utf8.prefix(limit) {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d: out.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x2e where !out.isEmpty && !out.hasSuffix("."): out += "."
            case 0x40: out += "_at_"
            default: if !out.hasSuffix("_") { out += "_" }
            }
        }
        while let last = out.last, last == "_" || last == "." { out.removeLast() }
        return out
    }
}
