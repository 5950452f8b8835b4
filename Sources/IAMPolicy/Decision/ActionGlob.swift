/// An action as a policy writes it: a name or a glob, in any case of letters.
struct ActionGlob {
    let written: String
    /// In lower case.
    let folded: String
    private let form: Form

    private enum Form {
        case any, name
        /// Whatever begins so.
        case beginning(String)
        case pattern(Pattern)
    }

    /// Whether there are no wildcards.
    var isPlain: Bool { if case .name = form { true } else { false } }

    init(_ text: String) {
        written = text
        guard text != "*" else {
            folded = text
            form = .any
            return
        }
        folded = text.lowercased()
        let wild = folded.utf8.firstIndex { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
        if let wild {
            let isEnd =
                folded.utf8[wild] == UInt8(ascii: "*")
                && folded.utf8.index(after: wild) == folded.utf8.endIndex
            form = isEnd ? .beginning(String(folded[..<wild])) : .pattern(Pattern(glob: folded))
        } else {
            form = .name
        }
    }

    /// Whether it is about `action`, which is in lower case.
    func matches(_ action: String) -> Bool {
        switch form {
        case .any: true
        case .name: folded == action
        case .beginning(let text): action.hasPrefix(text)
        case .pattern(let pattern): pattern.matches(action)
        }
    }
}
