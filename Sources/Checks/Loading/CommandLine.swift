import Documents
import ServiceModels

/// Proves `aws` command lines in prose against the models: service, operation, options.
///
/// How the AWS CLI makes its words of the models' names:
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-commandstructure.html>.
struct CommandLine {
    let registry: Registry
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
        do { model = try registry.models.model(Self.renamed[name] ?? name) } catch {
            mistakes.add(
                node, "the AWS CLI has no service '\(name)'",
                hint: suggestion(for: name, among: registry.models.availableServices()))
            return
        }
        guard words.count > 2 else {
            mistakes.add(node, "'\(text)' names no operation")
            return
        }
        let command = words[2]
        if command == "wait" || command == "help" { return }
        let known = registry.commands(of: model)
        guard let operation = known[command] else {
            let commands = known.keys.sorted()
            // The embedded models lack what nothing here calls: of these only a slip of a letter or two is certain.
            let isCut = registry.models.embeddedServices.contains(model.name)
            if isCut, !commands.contains(where: { Self.isSlip(command, of: $0) }) { return }
            mistakes.add(
                node, "aws \(name) has no command '\(command)'",
                hint: suggestion(for: command, among: commands))
            return
        }
        // Without options there is nothing to look up.
        guard words.dropFirst(3).contains(where: { $0.hasPrefix("--") }) else { return }
        let options = registry.options(of: "\(name) \(command)") { made(model, operation, $0) }
        for word in words.dropFirst(3) where word.hasPrefix("--") {
            let option = String(word.dropFirst(2).prefix { $0 != "=" })
            if options[option] == nil, !Self.global.contains(option),
                !isNegation(option, options, model, operation)
            {
                mistakes.add(
                    node, "aws \(name) \(command) has no option '--\(option)'",
                    hint: suggestion(for: option, among: options.keys.sorted()).map {
                        $0.replacing("mean ", with: "mean --")
                    })
            }
        }
    }

    /// The options that the model gives to `command`, which is `operation`, each with its parameter.
    private func made(_ model: ServiceModel, _ operation: String, _ command: String) -> [String: String] {
        var options: [String: String] = [:]
        for name in model.parameterNames(operation) {
            let plain = Self.kebab(name)
            options[Self.renamedOptions[command]?[plain] ?? plain] = name
        }
        return options
    }

    /// Whether `option` is `no-` before an option that is true or false.
    private func isNegation(
        _ option: String, _ options: [String: String], _ model: ServiceModel, _ operation: String
    ) -> Bool {
        guard option.hasPrefix("no-"), let name = options[String(option.dropFirst(3))] else { return false }
        if case .boolean? = model.operation(operation)?.input?.structure?.member(name)?.shape.kind {
            return true
        }
        return false
    }

    /// The words of the first command in `text`; quoted text is one word.
    private static func words(_ text: String) -> [String] {
        var words = [String]()
        var word = [UInt8]()
        var quote: UInt8?
        for byte in text.utf8 {
            if let open = quote {
                if byte == open { quote = nil } else { word.append(byte) }
                continue
            }
            switch Unicode.Scalar(byte) {
            case "'", "\"": quote = byte
            case "|", ";", ">":
                return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
            case " ", "\n", "\\":
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
            default: word.append(byte)
            }
        }
        return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
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

    /// A model's name as the AWS CLI writes it: `GetSAMLProvider` as `get-saml-provider`, `TopicARNs` as `topic-arns`.
    static func kebab(_ name: String) -> String {
        let letters = Array(name.utf8)
        func isUpper(_ place: Int) -> Bool { (65...90).contains(letters[place]) }
        func isLower(_ place: Int) -> Bool { (97...122).contains(letters[place]) }
        func isDigit(_ place: Int) -> Bool { (48...57).contains(letters[place]) }
        // A plural of capitals at the end stays together.
        var end = letters.count
        if letters.count > 2, letters[letters.count - 1] == 115, isUpper(letters.count - 2),
            isUpper(letters.count - 3)
        {
            end = letters.count - 1
        }
        var result = [UInt8]()
        for place in letters.indices {
            if place > 0, place < end, isUpper(place), letters[place - 1] != 45 {
                let followsSmall = isLower(place - 1) || isDigit(place - 1)
                let beginsWord = place + 1 < end && isLower(place + 1)
                if followsSmall || beginsWord { result.append(45) }
            }
            result.append(isUpper(place) ? letters[place] + 32 : letters[place] == 95 ? 45 : letters[place])
        }
        return String(decoding: result, as: UTF8.self)
    }
}
