import Documents
import Files
public import Inventory
import MockAWS
public import ServiceModels
import Synchronization

/// A world in the making: a folder with a file for each exchange, scrubbed before it is written.
public final class RecordedWorld: Sendable {
    /// What was recorded of one question.
    private struct Question {
        let folder: String
        let base: String
        /// How many answers are in files.
        var count: Int
        /// The last answer.
        var last: Exchange
        /// How often the last answer came again since it was written; -1 where it was written by an earlier recording,
        /// whose end this one may begin with.
        var repeats = 0
    }

    private struct State {
        var scrubber: ExchangeScrubber
        var questions: [Exchange.Key: Question] = [:]
        var taken: Set<String> = []
        var written = 0
        let file: PseudonymFile
    }

    /// The folder.
    public let path: String
    private let models: ModelLibrary
    private let state: Mutex<State>

    /// Opens the world in the folder `path`, to go on with what was recorded there before; makes it where it is not there.
    ///
    /// - Parameters:
    ///   - keyFile: the file of the key under which pseudonyms are remembered.
    ///   - secretMembers: names of members whose text is a secret, besides those that are known.
    ///   - keeping: words and domains that stay as they are.
    public init(
        _ path: String, models: ModelLibrary, keyFile: String, secretMembers: Set<String> = [],
        keeping: Set<String> = []
    ) throws {
        self.path = path
        self.models = models
        try Files.makeFolder(path)
        let file = try PseudonymFile(folder: path, keyFile: keyFile)
        let scrubber = ExchangeScrubber(
            models: models, pseudonyms: file.pseudonyms, secretMembers: secretMembers, keeping: keeping)
        var questions: [Exchange.Key: Question] = [:]
        var taken = Set<String>()
        for (exchange, origin) in try World(path: path).exchanges {
            let end = origin.lastIndex(of: ":") ?? origin.endIndex
            let place = origin[..<end].dropFirst(path.count + 1).dropLast(".json".count)
            let slash = place.lastIndex(of: "/")
            let base = place[(slash.map { place.index(after: $0) } ?? place.startIndex)...]
                .prefix { $0 != "~" }
            let folder = slash.map { String(place[..<$0]) } ?? ""
            taken.insert("\(folder)/\(base)")
            let count = (questions[exchange.key]?.count ?? 0) + 1
            questions[exchange.key] = Question(
                folder: folder, base: String(base), count: count, last: exchange, repeats: -1)
        }
        state = Mutex(State(scrubber: scrubber, questions: questions, taken: taken, file: file))
    }

    /// How many files were written since it was opened.
    public var written: Int { state.withLock { $0.written } }

    /// Scrubs `exchange` and writes it, unless it repeats the last answer to its question.
    ///
    /// Equal answers in a row are one file until another follows; then each has its own, so that a replay gives as many.
    /// Each change has a file of its own, for one that is made again may be answered differently.
    ///
    /// - Parameters:
    ///   - from: where it was recorded, to be shown to anyone.
    ///   - secrets: what must not be in any file, whatever the models say of it.
    /// - Throws: ``RecordingFailure`` where it holds what looks like a secret, of which nothing is written then.
    public func record(_ exchange: Exchange, from: String, secrets: [String]) throws {
        try state.withLock { state in
            let scrubbed = state.scrubber.scrubbed(exchange, from: from)
            try Self.check(scrubbed, exchange, secrets)
            try state.file.append(state.scrubber.pseudonyms.unsaved)
            state.scrubber.pseudonyms.markSaved()
            var question =
                state.questions[scrubbed.key]
                ?? {
                    let folder = ExchangeFileName.folder(scrubbed.key)
                    let plain = ExchangeFileName.base(scrubbed.key)
                    var base = plain
                    var number = 2
                    while !state.taken.insert("\(folder)/\(base)").inserted {
                        base = "\(plain)-\(number)"
                        number += 1
                    }
                    return Question(folder: folder, base: base, count: 0, last: scrubbed)
                }()
            let onlyReads =
                (try? models.model(scrubbed.key.service))?.classOf(scrubbed.key.operation) == .read
            if onlyReads, question.count > 0, question.last.reply == scrubbed.reply {
                question.repeats += 1
            } else {
                let last = question.last
                for one in Array(repeating: last, count: max(0, question.repeats)) + [scrubbed] {
                    question.count += 1
                    try write(one, question)
                    state.written += 1
                }
                question.repeats = 0
                question.last = scrubbed
            }
            state.questions[scrubbed.key] = question
        }
    }

    private func write(_ exchange: Exchange, _ question: Question) throws(FileFailure) {
        let folder = question.folder.isEmpty ? path : "\(path)/\(question.folder)"
        try Files.makeFolder(folder)
        let name = ExchangeFileName.file(question.base, number: question.count)
        try Files.write(
            Array((JSON.text(exchange.json, .indented) + "\n").utf8), to: "\(folder)/\(name)")
    }

    private static func check(_ scrubbed: Exchange, _ real: Exchange, _ secrets: [String])
        throws(RecordingFailure)
    {
        func stop(_ what: String) -> RecordingFailure {
            RecordingFailure(
                "\(real.key.call) in \(real.key.region): \(what); nothing of it was written and the recording ends; "
                    + "leave the call out, or name the member with --secret to have all of its text replaced")
        }
        let json = scrubbed.json
        for (name, value) in [("parameters", json["parameters"]), ("output", json["output"])] {
            if let value, let found = SecretForm.find(in: value, at: name) {
                throw stop("\(found.path) holds what looks like \(found.form.rawValue) and is not understood")
            }
        }
        if let message = json["error"]?["message"]?.string, let form = SecretForm.find(in: message) {
            throw stop("the error's message holds what looks like \(form.rawValue) and is not understood")
        }
        let text = JSON.text(json)
        if secrets.contains(where: { $0.utf8.count >= 8 && text.contains($0) }) {
            throw stop("it repeats the credentials of the caller")
        }
        // Numbers that begin so are pseudonyms themselves.
        let account = real.key.account
        if account.utf8.count == 12, !account.hasPrefix("1000000"), text.contains(account) {
            throw stop("it holds the number of the account where none is expected")
        }
    }
}
