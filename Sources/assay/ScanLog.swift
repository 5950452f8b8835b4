import Files
import Inventory
import Scanning
import ServiceModels

/// The file to which a scan writes what AWS says, from the scan's start to its end.
struct ScanLog: Sendable {
    private static let usual = "assay-scan.log"

    /// The file.
    let path: String
    /// What it holds from a scan that was ended; nil where this scan is the first.
    let recording: Recording?
    /// Where it stays when the scan has ended; nil where it goes.
    private let kept: String?

    /// The log that `arguments` name, by `--save`, `--resume` or neither.
    init(_ arguments: Arguments, _ console: Console, _ models: ModelLibrary) throws {
        let save = arguments.value("save")
        guard arguments.has("resume") else {
            path = save ?? Self.usual
            recording = nil
            kept = save
            if ExchangeLog.isInUse(path) {
                throw UsageError("\(path) is written by a scan that runs; name another log with --save")
            }
            guard Files.exists(path) else { return }
            throw UsageError(
                save == nil
                    ? "\(path) is of a scan that was ended; go on with assay run --resume, or remove it to start over"
                    : "\(path) is there already; name another file or remove it")
        }
        let typed = arguments.value("resume") ?? ""
        path = typed.isEmpty ? Self.usual : typed
        // A log with a name of its own was asked for with --save.
        kept = save ?? (path == Self.usual ? nil : path)
        if ExchangeLog.isInUse(path) {
            throw UsageError("\(path) is written by a scan that runs; wait for its end")
        }
        if let save, save != path, Files.exists(save) {
            throw UsageError("\(save) is there already; name another file or remove it")
        }
        let contents = try ExchangeLog.read(path)
        for line in contents.unreadable { console.say("\(path):\(line.line): passed over: \(line.reason)") }
        let known = Recording(resuming: contents.exchanges, models: models)
        recording = known
        console.say("going on with \(known.count) exchanges of \(path)")
    }

    /// Removes a log in which there is nothing to go on with.
    func discard() {
        if recording == nil { try? Files.remove(path) }
    }

    /// Leaves the log as the scan's end asks for, and says so where somebody has to do something.
    func finish(isInterrupted: Bool, _ console: Console) throws {
        guard !isInterrupted else {
            console.say("the scan was ended early; assay run --resume \(path) goes on from there")
            return
        }
        if let recording, recording.unused > 0 {
            console.say(
                "\(recording.unused) of the \(recording.count) exchanges do not fit this scan: they are of other checks, regions or accounts"
            )
        }
        guard let kept else { return try Files.remove(path) }
        if kept != path { try Files.move(path, to: kept) }
    }
}
