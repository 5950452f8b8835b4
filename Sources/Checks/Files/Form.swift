import Documents

/// What may stand at a place of a file. The loader checks files against forms, and the JSON Schema is made of them.
indirect enum Form: Sendable {
    /// Text; the words say of what kind.
    case text(String)
    /// One of these words.
    case word([String])
    /// A whole number, at least so large.
    case integer(least: Int)
    /// `true` or `false`.
    case boolean
    /// A JMESPath expression.
    case expression
    /// Text with expressions in braces.
    case template
    /// A list.
    case list(Form)
    /// A map with free keys; the words say what a key is.
    case map(String, Form)
    /// A map with fixed keys.
    case record(Record)
    /// A map of one of several forms, told apart by a key that only it has: the form's head.
    case choice(Choice)
    /// One of several, told apart by what kind of node each is: text, list or map.
    case either([Form])
    /// Anything.
    case any
    /// The form of that name, for those that contain themselves.
    case named(Name)

    /// The forms that others mention by name.
    enum Name: String {
        case answer, answers, assertion, attribute, attributes, change, control, kind, parameter, pattern,
            prose
        case step, steps, texts, type
    }
}

/// A map with fixed keys; a class, as a key is, so that what goes over keys copies none.
final class Record: Sendable {
    /// What it is, for messages: `check`, `join`.
    let name: String
    /// The keys.
    let keys: [Key]
    /// The names of the keys.
    let words: YAML.Words
    /// The keys that must be there.
    let required: [Key]

    /// A key of a map.
    final class Key: Sendable {
        /// The key.
        let name: String
        /// What stands under it.
        let form: Form
        /// Whether it must be there.
        let isRequired: Bool
        /// What it means, in a sentence for editors.
        let meaning: String

        /// A key.
        init(_ name: String, _ form: Form, _ meaning: String, required: Bool = false) {
            self.name = name
            self.form = form
            self.meaning = meaning
            isRequired = required
        }
    }

    init(_ name: String, _ keys: [Key]) {
        self.name = name
        self.keys = keys
        words = YAML.Words(keys.map(\.name))
        required = keys.filter(\.isRequired)
    }
}

/// Several maps with fixed keys, told apart by a key that only one has: its head.
final class Choice: Sendable {
    /// What each of them is, for messages: `an assertion`.
    let name: String
    let records: [(head: String, record: Record)]
    /// The heads.
    let heads: YAML.Words

    init(_ name: String, _ records: [(head: String, record: Record)]) {
        self.name = name
        self.records = records
        heads = YAML.Words(records.map(\.head))
    }
}
