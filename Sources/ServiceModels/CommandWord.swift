/// How the AWS CLI spells the names of a model: `GetSAMLProvider` as `get-saml-provider`, `TopicARNs` as `topic-arns`
/// (<https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-commandstructure.html>).
public enum CommandWord {
    /// The word for a model's name.
    public static func of(_ name: String) -> String {
        String(decoding: letters(Array(name.utf8)), as: UTF8.self)
    }

    private static func letters(_ letters: [UInt8]) -> [UInt8] {
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
        result.reserveCapacity(letters.count + 8)
        for place in letters.indices {
            if place > 0, place < end, isUpper(place), letters[place - 1] != 45 {
                let followsSmall = isLower(place - 1) || isDigit(place - 1)
                let beginsWord = place + 1 < end && isLower(place + 1)
                if followsSmall || beginsWord { result.append(45) }
            }
            result.append(isUpper(place) ? letters[place] + 32 : letters[place] == 95 ? 45 : letters[place])
        }
        return result
    }

    /// Whether `word` is the word for `name`.
    static func isWord(_ word: UnsafeBufferPointer<UInt8>, for name: JSONView.Name) -> Bool {
        // Nearly every name differs in a letter, whatever its dashes and capitals.
        var place = 0
        for byte in name.bytes where byte != 95 && byte != 45 {
            if place < word.count, word[place] == 45 { place += 1 }
            guard place < word.count, word[place] == byte | 0x20 else { return false }
            place += 1
        }
        return place == word.count && letters(Array(name.bytes)).elementsEqual(word)
    }
}

extension ServiceModel {
    /// The operation that the command `word` of the AWS CLI calls; nil where the model has none.
    public func operationName(ofCommand word: String) -> String? {
        var word = word
        return word.withUTF8 { word in storage.operationName { CommandWord.isWord(word, for: $0) } }
    }

    /// The options of the command that calls `operation`.
    public func options(of operation: String) -> CommandOptions {
        CommandOptions(storage: storage, parameters: storage.parameters(of: operation))
    }
}

/// The options of a command of the AWS CLI, read without making the shapes behind them.
public struct CommandOptions {
    /// Holds the text that is looked at.
    let storage: ModelStorage
    let parameters: JSONView.Members

    /// The parameter that the option `word` sets, without its dashes in front; nil where the command has no such option.
    public func parameter(_ word: String) -> String? {
        var word = word
        return word.withUTF8 { word in
            parameters.first { CommandWord.isWord(word, for: $0.name) }?.name.text
        }
    }
}
