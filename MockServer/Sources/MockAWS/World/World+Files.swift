public import Documents
import Files
import Inventory

extension World {
    /// The file of a world's settings.
    static let settingsFile = "world.json"

    /// The format that a settings file names.
    public static let format = "world/1"

    /// Reads a world: a folder of JSON files, or a log of lines.
    ///
    /// - Throws: every mistake in its files, with file, line and column.
    public init(path: String) throws(Diagnostics) {
        self.init()
        var mistakes = [Diagnostic]()
        guard Files.exists(path) else {
            throw Diagnostics([
                Diagnostic(
                    file: path, line: 1, column: 1, message: "there is no such world",
                    hint: "name a folder or a log")
            ])
        }
        let files: [String]
        do { files = Files.isFolder(path) ? try Files.walk(path) : [path] } catch {
            throw Diagnostics([Diagnostic(file: path, line: 1, column: 1, message: "\(error)")])
        }
        for file in files {
            let isSettings = file.hasSuffix("/" + Self.settingsFile)
            guard
                isSettings || !Files.isFolder(path) || file.hasSuffix(".json") || file.hasSuffix(".jsonl")
                    || file.hasSuffix(".log")
            else { continue }
            do {
                let bytes = try Files.read(file)
                if isSettings {
                    mistakes += read(settings: try JSON.parse(bytes), file)
                } else if file.hasSuffix(".json") {
                    add(try JSON.parse(bytes), file, line: nil, &mistakes)
                } else {
                    readLines(bytes, file, &mistakes)
                }
            } catch let failure as JSON.Failure {
                mistakes.append(
                    Diagnostic(
                        file: file, line: failure.line, column: failure.column, message: failure.message))
            } catch { mistakes.append(Diagnostic(file: file, line: 1, column: 1, message: "\(error)")) }
        }
        if !mistakes.isEmpty { throw Diagnostics(mistakes) }
        // A saved scan says by its first exchange whose key it was made with.
        let asking = exchanges.map(\.exchange.key.account).filter { !$0.isEmpty }
        if !files.contains(where: { $0.hasSuffix("/" + Self.settingsFile) }), let first = asking.first,
            !asking.contains(account)
        {
            account = first
        }
    }

    /// Adds the exchange in `value`, which is a line of a log, or a whole file where `line` is nil.
    private mutating func add(_ value: Value, _ file: String, line: Int?, _ mistakes: inout [Diagnostic]) {
        do {
            exchanges.append((try Exchange(json: value), "\(file):\(line ?? 1)"))
        } catch {
            let place = line.map { ($0, 1) } ?? JSONPlaces(file: file).place(of: "\(error)")
            mistakes.append(
                Diagnostic(file: file, line: place.0, column: place.1, message: "\(error)"))
        }
    }

    private mutating func readLines(_ bytes: [UInt8], _ file: String, _ mistakes: inout [Diagnostic]) {
        var found = [Diagnostic]()
        bytes.withUnsafeBytes { bytes in
            var start = 0
            var number = 0
            while start < bytes.count {
                number += 1
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                defer { start = end + 1 }
                guard end > start else { continue }
                do throws(JSON.Failure) {
                    let value = try JSON.parse(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                    add(value, file, line: number, &found)
                } catch {
                    // A killed scan leaves a cut line at its end.
                    guard end < bytes.count else { continue }
                    found.append(
                        Diagnostic(file: file, line: number, column: error.column, message: error.message))
                }
            }
        }
        mistakes += found
    }

    private mutating func read(settings value: Value, _ file: String) -> [Diagnostic] {
        var mistakes = [Diagnostic]()
        lazy var places = JSONPlaces(file: file)
        func wrong(_ message: String, _ hint: String? = nil) {
            let place = places.place(of: message)
            mistakes.append(
                Diagnostic(file: file, line: place.line, column: place.column, message: message, hint: hint))
        }
        guard let object = value.object, object["format"]?.string == Self.format else {
            wrong("`format` must be \"\(Self.format)\"")
            return mistakes
        }
        let known = ["format", "account", "accounts", "keys", "deny", "generate", "faults", "description"]
        for key in object.keys where !known.contains(key) {
            wrong("`\(key)` is no setting of a world", suggestion(for: key, among: known))
        }
        if let account = object["account"]?.string { self.account = account }
        accounts = object["accounts"]?.array?.compactMap(\.string) ?? []
        for account in accounts + [account] where account.utf8.count != 12 || Int(account) == nil {
            wrong("\(account) is no account id; it has 12 digits")
        }
        keys = object["keys"]?.array ?? []
        for key in keys where key["id"]?.string == nil || key["secret"]?.string == nil {
            wrong("a key has an `id` and a `secret`")
        }
        for rule in object["deny"]?.array ?? [] {
            guard let parsed = AccessRule(rule.string ?? "") else {
                wrong("\(rule) is no rule; write `ses:GetEmailIdentity in eu-west-1`")
                continue
            }
            deny.append(parsed)
        }
        do throws(Diagnostic) {
            if let generate = object["generate"] { recipe = try Recipe(json: generate, file: file) }
            faults = try Fault.list(object["faults"] ?? [], file: file)
        } catch { wrong(error.message, error.hint) }
        return mistakes
    }
}
