internal import Glibc

/// Runs a command line as the user's shell would, on a thread of its own.
enum CommandRunner {
    /// How much a command may write, in bytes; and how long it may take, in milliseconds.
    private static let limits = (bytes: 1 << 20, milliseconds: 60_000)

    /// What became of `command`. Standard error stays the caller's.
    static func run(_ command: String) async -> ProcessResult {
        await withUnsafeContinuation { waiter in start(Job(command, waiter)) }
    }

    private static func start(_ job: Job) {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            {
                let job = Unmanaged<Job>.fromOpaque($0!).takeRetainedValue()
                job.waiter.resume(returning: CommandRunner.wait(job.command))
                return nil
            }, Unmanaged.passRetained(job).toOpaque())
        if code == 0 {
            pthread_detach(thread)
        } else {
            Unmanaged.passUnretained(job).release()
            job.waiter.resume(returning: ProcessResult(status: nil, output: []))
        }
    }

    private final class Job: Sendable {
        let command: String
        let waiter: UnsafeContinuation<ProcessResult, Never>
        init(_ command: String, _ waiter: UnsafeContinuation<ProcessResult, Never>) {
            self.command = command
            self.waiter = waiter
        }
    }

    private static func wait(_ command: String) -> ProcessResult {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return ProcessResult(status: nil, output: []) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var child = pid_t()
        let words: [UnsafeMutablePointer<CChar>?] =
            ["/bin/sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
        defer { words.forEach { free($0) } }
        let code = posix_spawn(&child, "/bin/sh", &actions, nil, words, environ)
        close(ends[1])
        guard code == 0 else { return ProcessResult(status: nil, output: []) }
        var output = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 4096)
        let end = Monotonic.nanoseconds + UInt64(limits.milliseconds) * 1_000_000
        var isWhole = false
        while output.count <= limits.bytes {
            let now = Monotonic.nanoseconds
            guard now < end else { break }
            var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            let number = poll(&ready, 1, Int32((end - now) / 1_000_000 + 1))
            if number < 0, errno == EINTR { continue }
            guard number > 0 else { break }
            let count = read(ends[0], &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 {
                isWhole = count == 0
                break
            }
            output += chunk[..<count]
        }
        if !isWhole { kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let hasExited = status & 0x7f == 0
        return ProcessResult(status: isWhole && hasExited ? (status >> 8) & 0xff : nil, output: output)
    }
}
