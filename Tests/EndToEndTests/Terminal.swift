import Glibc
import TestSupport

/// A terminal at which a test sits in the place of a person.
final class Terminal {
    /// What a program opens as its terminal.
    let path: String
    /// Everything that was shown so far, what was typed included where it is echoed.
    private(set) var shown = ""
    private let person: Int32
    /// Keeps the terminal from hanging up before the program has opened it.
    private var other: Int32

    init() throws {
        // <https://man7.org/linux/man-pages/man2/TIOCSPTLCK.2const.html>; Swift's Glibc has no `unlockpt` and `ptsname`.
        let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))
        person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: Int32 = 0
        var place: UInt32 = 0
        guard person >= 0, ioctl(person, unlock, &isLocked) == 0, ioctl(person, number, &place) == 0 else {
            throw Program.Failure("there is no terminal to be had: \(String(cString: strerror(errno)))")
        }
        path = "/dev/pts/\(place)"
        other = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    }

    deinit {
        close(person)
        if other >= 0 { close(other) }
    }

    /// Reads what is shown until `words` are, and types `answer`.
    func wait(for words: String, type answer: String) throws {
        while !shown.contains(words) {
            guard more() else { throw Program.Failure("the terminal never showed \(words), but \(shown)") }
        }
        let line = Array((answer + "\n").utf8)
        _ = write(person, line, line.count)
    }

    /// Leaves the terminal to the program that has opened it, so that it ends with it.
    func isOpened() {
        close(other)
        other = -1
    }

    /// Reads what is shown until the program has closed the terminal.
    func readToEnd() { while more() {} }

    private func more() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(person, &bytes, bytes.count)
        guard count > 0 else { return false }
        shown += String(decoding: bytes[..<count], as: UTF8.self)
        return true
    }
}
