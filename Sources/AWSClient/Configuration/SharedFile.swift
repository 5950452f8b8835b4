/// One of AWS's shared files, config or credentials, as sections of properties.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>. What is malformed is an error; sections and
/// properties with names that AWS does not allow are passed over, as its own tools do.
struct SharedFile {
    /// Which of the two files the text is: they name their profiles differently.
    enum Kind { case config, credentials }

    /// The profiles' properties by name; the names of properties are in lower case.
    var profiles = [String: [String: String]]()
    /// The `sso-session` sections.
    var ssoSessions = [String: [String: String]]()
    /// The `services` sections.
    var services = [String: [String: String]]()

    private enum Section { case profile(String), plainDefault, ssoSession(String), services(String), ignored }

    /// What the file at `path` says with `text`.
    init(_ text: String, kind: Kind, path: String) throws(SharedConfigurationFailure) {
        var plainDefault = [String: String]()
        var hasPrefixedDefault = false
        var section: Section?
        var property: String?
        var isNested = false

        func change(_ change: (inout [String: String]) -> Void) {
            switch section {
            case .profile(let name): change(&profiles[name, default: [:]])
            case .plainDefault: change(&plainDefault)
            case .ssoSession(let name): change(&ssoSessions[name, default: [:]])
            case .services(let name): change(&services[name, default: [:]])
            case .ignored, nil: break
            }
        }

        var hasPlainDefault = false
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            func failure(_ message: String) -> SharedConfigurationFailure {
                SharedConfigurationFailure(path: path, line: index + 1, message: message)
            }
            let line = raw.trimmed
            if line.isEmpty || raw.first == "#" || raw.first == ";" { continue }
            if raw.first == " " || raw.first == "\t" {
                guard section != nil else {
                    throw failure("expected a section such as [default], found an indented line")
                }
                guard let property else { throw failure("expected a property, found an indented line") }
                if isNested {
                    guard let equals = line.firstIndex(of: "=") else {
                        throw failure("expected name = value below the property \(property)")
                    }
                    guard equals != line.startIndex else {
                        throw failure("a property below \(property) has no name")
                    }
                }
                change { if let old = $0[property] { $0[property] = old + "\n" + line } }
                continue
            }
            if line.first == "[" {
                section = try Self.section(of: line, kind, failure)
                property = nil
                switch section {
                case .profile("default") where kind == .config: hasPrefixedDefault = true
                case .plainDefault: hasPlainDefault = true
                default: break
                }
                change { _ in }
                continue
            }
            guard section != nil else {
                throw failure("expected a section such as [default] before the first property")
            }
            let content = line.withoutComment
            guard let equals = content.firstIndex(of: "=") else { throw failure("expected name = value") }
            let name = content[..<equals].trimmed.lowercased()
            guard !name.isEmpty else { throw failure("a property has no name") }
            let value = String(content[content.index(after: equals)...].trimmed)
            property = name
            isNested = value.isEmpty
            guard name.allSatisfy(Self.isAllowed) else { continue }
            change { $0[name] = value }
        }
        if hasPlainDefault, !hasPrefixedDefault { profiles["default"] = plainDefault }
    }

    private static func section(
        of line: Substring, _ kind: Kind, _ failure: (String) -> SharedConfigurationFailure
    ) throws(SharedConfigurationFailure) -> Section {
        guard let close = line.firstIndex(of: "]"), !line[..<close].contains("#"),
            !line[..<close].contains(";")
        else {
            throw failure("a section must end with ]")
        }
        let rest = line[line.index(after: close)...].trimmed
        guard rest.isEmpty || rest.first == "#" || rest.first == ";" else {
            throw failure("expected nothing behind the ] of a section")
        }
        let title = line[line.index(after: line.startIndex)..<close].trimmed
        if kind == .credentials { return name(title).map(Section.profile) ?? .ignored }
        if title == "default" { return .plainDefault }
        guard let space = title.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return .ignored }
        guard let name = name(title[space...].trimmed) else { return .ignored }
        switch title[..<space] {
        case "profile": return .profile(name)
        case "sso-session": return .ssoSession(name)
        case "services": return .services(name)
        default: return .ignored
        }
    }

    /// The name as a section's title gives it; nil for one that is not allowed. A name in quotes may hold spaces.
    private static func name(_ text: Substring) -> String? {
        if text.count > 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
            let inner = text.dropFirst().dropLast()
            return inner.contains(quote) ? nil : String(inner)
        }
        return !text.isEmpty && text.allSatisfy(isAllowed) ? String(text) : nil
    }

    private static func isAllowed(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-/.%@_:+".contains(character))
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The text without spaces, tabs and returns at either end.
    var trimmed: Substring {
        func isSpace(_ character: Character) -> Bool {
            character == " " || character == "\t" || character == "\r"
        }
        guard let first = firstIndex(where: { !isSpace($0) }) else { return "" }
        let last = lastIndex { !isSpace($0) }!
        return self[first...last]
    }
}

extension Substring {
    /// The text up to a `#` or `;` behind a space.
    fileprivate var withoutComment: Substring {
        var previous: Character = "x"
        for place in indices {
            let character = self[place]
            if character == "#" || character == ";", previous == " " || previous == "\t" {
                return self[..<place]
            }
            previous = character
        }
        return self
    }
}
