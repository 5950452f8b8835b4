public import Documents
public import Files

#if canImport(Glibc)
    internal import Glibc
#endif

/// What was about to be changed, and was: lines of JSON, each on the disk before the next thing happens.
///
/// Private to its user, and locked while it is open, so that two programs never follow one journal.
public final class FixJournal {
    /// The name and number of the format that this reads and writes.
    public static let format = "assay-journal/1"

    /// What a line says.
    public enum Event: Sendable, Hashable {
        /// A plan is applied from here on.
        case begin(FixPlan, digest: String)
        /// A change is about to be made; `before` and `undo` are as the resource was read right before.
        case intended(step: String, change: Int, before: Value, undo: ChangingCall?)
        /// The call of a change went through.
        case done(step: String, change: Int)
        /// The call of a change did not, or nobody knows.
        case failed(step: String, change: Int, why: String)
        /// A change is about to be taken back.
        case undoing(step: String, change: Int)
        /// A change was taken back.
        case undone(step: String, change: Int)
    }

    /// The file.
    public let path: String
    private let descriptor: Int32

    /// Opens the journal at `path` for appending, and makes it where it is not there.
    public init(appendingTo path: String) throws {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileFailure(path: path, attempt: "write", code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PlanFailure("\(path) is being written by another program; wait until it is done")
        }
        fchmod(descriptor, 0o600)
        // A cut last line must not swallow the next one.
        let end = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0
        if end > 0, pread(descriptor, &last, 1, end - 1) == 1, last != UInt8(ascii: "\n") {
            try Files.append([UInt8(ascii: "\n")], to: descriptor, path: path)
        }
        // The name of a new file must be on the disk, too.
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if opened >= 0 {
            fsync(opened)
            close(opened)
        }
    }

    deinit {
        // A child that was forked right now shares the file until it runs its program: closing alone would not unlock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Appends `event`, and returns when it is on the disk.
    public func append(_ event: Event, at time: Timestamp) throws(FileFailure) {
        var line = Array(JSON.text(event.json(at: time)).utf8)
        line.append(UInt8(ascii: "\n"))
        try Files.append(line, to: descriptor, path: path)
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileFailure(path: path, attempt: "write", code: errno)
        }
    }

    /// The events of the journal at `path`, in order. Lines that a kill cut are passed over: what they announce was
    /// never sent, for it is sent when the line is on the disk.
    public static func read(_ path: String) throws -> [Event] {
        var events = [Event]()
        for (place, line) in try Files.text(path).split(separator: "\n").enumerated() {
            do {
                events.append(try Event(json: try JSON.parse(String(line))))
            } catch let failure as PlanFailure {
                throw PlanFailure("\(path):\(place + 1): \(failure)")
            } catch {
                guard line.first == "{" else {
                    throw PlanFailure("\(path):\(place + 1): this is no line of a journal")
                }
            }
        }
        return events
    }
}

extension FixJournal.Event {
    func json(at time: Timestamp) -> Value {
        var object = Object([("format", .string(FixJournal.format)), ("at", .string(time.iso8601))])
        func name(_ event: String, _ step: String, _ change: Int) {
            object["event"] = .string(event)
            object["step"] = .string(step)
            object["change"] = .integer(change)
        }
        switch self {
        case .begin(let plan, let digest):
            object["event"] = "begin"
            object["digest"] = .string(digest)
            object["plan"] = plan.body
        case .intended(let step, let change, let before, let undo):
            name("intended", step, change)
            object["before"] = before
            if let undo { object["undo"] = undo.json }
        case .done(let step, let change): name("done", step, change)
        case .failed(let step, let change, let why):
            name("failed", step, change)
            object["why"] = .string(why)
        case .undoing(let step, let change): name("undoing", step, change)
        case .undone(let step, let change): name("undone", step, change)
        }
        return .object(object)
    }

    init(json value: Value) throws(PlanFailure) {
        let reader = PlanReader(value)
        guard try reader.text("format") == FixJournal.format else {
            throw PlanFailure("the journal's format is not \(FixJournal.format)")
        }
        let event = try reader.text("event")
        if event == "begin" {
            self = .begin(try FixPlan(json: try reader.object("plan")), digest: try reader.text("digest"))
            return
        }
        let step = try reader.text("step")
        guard let change = value["change"]?.int, change >= 0 else {
            throw PlanFailure("`change` must be a number")
        }
        switch event {
        case "intended":
            var undo: ChangingCall?
            if let call = value["undo"] { undo = try ChangingCall(json: call) }
            self = .intended(step: step, change: change, before: value["before"] ?? .null, undo: undo)
        case "done": self = .done(step: step, change: change)
        case "failed": self = .failed(step: step, change: change, why: value["why"]?.string ?? "")
        case "undoing": self = .undoing(step: step, change: change)
        case "undone": self = .undone(step: step, change: change)
        default: throw PlanFailure("there is no event \(event)")
        }
    }
}
