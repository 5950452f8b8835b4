import Documents
import ServiceModels

/// Proves `aws` command lines in prose against the models: service, operation, options.
struct CommandLine {
    let models: ModelLibrary
    let mistakes: Mistakes

    /// Options that every command takes.
    private static let global: Set<String> = [
        "ca-bundle", "cli-auto-prompt", "cli-binary-format", "cli-connect-timeout", "cli-input-json",
        "cli-input-yaml",
        "cli-read-timeout", "color", "debug", "endpoint-url", "generate-cli-skeleton", "max-items",
        "no-cli-auto-prompt",
        "no-cli-pager", "no-paginate", "no-sign-request", "no-verify-ssl", "output", "page-size", "profile",
        "query",
        "region", "starting-token", "version",
    ]
    /// Services whose commands have another name than their models.
    private static let renamed = ["s3api": "s3", "configservice": "config", "deploy": "codedeploy"]
    /// Options that the AWS CLI calls otherwise than the model: <https://github.com/aws/aws-cli>, `argrename.py`.
    private static let renamedOptions = ["sns subscribe": ["endpoint": "notification-endpoint"]]
    /// Commands that are no calls of an operation.
    private static let highLevel: Set<String> = [
        "s3", "configure", "sso", "help", "history", "ddb", "cli-dev",
    ]

    /// Notes what is wrong in the command line `node`; lines that are no `aws` command pass.
    func prove(_ node: YAML.Node) {
        guard let text = node.text else { return }
        let words = Self.words(text)
        guard words.first == "aws", words.count > 1 else { return }
        let name = words[1]
        if Self.highLevel.contains(name) { return }
        let model: ServiceModel
        do { model = try models.model(Self.renamed[name] ?? name) } catch {
            mistakes.add(
                node, "the AWS CLI has no service '\(name)'",
                hint: suggestion(for: name, among: models.availableServices()))
            return
        }
        guard words.count > 2 else {
            mistakes.add(node, "'\(text)' names no operation")
            return
        }
        let command = words[2]
        if command == "wait" || command == "help" { return }
        guard let operation = model.operationName(ofCommand: command) else {
            let commands = model.operationNames.map(CommandWord.of).sorted()
            // The embedded models lack what nothing here calls: of these only a slip of a letter or two is certain.
            if model.isEmbedded, !commands.contains(where: { Self.isSlip(command, of: $0) }) { return }
            mistakes.add(
                node, "aws \(name) has no command '\(command)'",
                hint: suggestion(for: command, among: commands))
            return
        }
        let call = Call(model, operation, Self.renamedOptions["\(name) \(command)"] ?? [:])
        for option in words.dropFirst(3) where !Self.global.contains(option) && !call.has(option) {
            mistakes.add(
                node, "aws \(name) \(command) has no option '--\(option)'",
                hint: suggestion(for: option, among: call.options.sorted()).map {
                    $0.replacing("mean ", with: "mean --")
                })
        }
    }

    /// A command that calls an operation.
    private struct Call {
        private let model: ServiceModel
        private let operation: String
        private let known: CommandOptions
        /// The names of options that differ from those of the model, by these.
        private let renamed: [String: String]

        init(_ model: ServiceModel, _ operation: String, _ renamed: [String: String]) {
            self.model = model
            self.operation = operation
            self.renamed = renamed
            known = model.options(of: operation)
        }

        /// Whether there is such an option, without its dashes in front.
        func has(_ option: String) -> Bool {
            if parameter(of: option) != nil { return true }
            // `no-` stands before an option that is true or false.
            guard option.hasPrefix("no-"), let name = parameter(of: String(option.dropFirst(3))) else {
                return false
            }
            return model.operation(operation)?.input?.structure?.member(name)?.shape.isBoolean ?? false
        }

        /// The parameter that `option` sets; nil where there is no such option.
        private func parameter(of option: String) -> String? {
            if renamed[option] != nil { return nil }
            return known.parameter(renamed.first { $0.value == option }?.key ?? option)
        }

        /// All its options, without the dashes in front.
        var options: [String] {
            let members = model.operation(operation)?.input?.structure?.members ?? .empty
            return members.map { CommandWord.of($0.name) }.map { renamed[$0] ?? $0 }
        }
    }

    /// The first three words of the first command in `text`, and the names of its options behind them; quoted text is one
    /// word.
    private static func words(_ text: String) -> [String] {
        var words = [String]()
        var word = [UInt8]()
        var quote: UInt8?
        command: for byte in text.utf8 {
            if let open = quote {
                if byte == open { quote = nil } else { word.append(byte) }
                continue
            }
            switch Unicode.Scalar(byte) {
            case "'", "\"": quote = byte
            case "|", ";", ">": break command
            case " ", "\n", "\\": end(&word, &words)
            default: word.append(byte)
            }
        }
        end(&word, &words)
        return words
    }

    private static func end(_ word: inout [UInt8], _ words: inout [String]) {
        if words.count < 3 {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        } else if word.starts(with: [45, 45]) {
            words.append(String(decoding: word.dropFirst(2).prefix { $0 != 61 }, as: UTF8.self))
        }
        word.removeAll(keepingCapacity: true)
    }

    /// Whether `word` is `name` with one letter or two neighbours wrong, missing, added or swapped.
    private static func isSlip(_ word: String, of name: String) -> Bool {
        let a = Array(word.utf8), b = Array(name.utf8)
        guard abs(a.count - b.count) <= 1, a != b else { return false }
        let start = zip(a, b).prefix { $0 == $1 }.count
        let end = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
        let differing = max(a.count, b.count) - min(start + end, min(a.count, b.count))
        return differing <= 2
    }
}
