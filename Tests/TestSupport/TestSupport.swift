public import Files

#if canImport(Glibc)
    internal import Glibc
#endif

/// A folder of a test's own, removed with everything in it when the value goes.
public final class TemporaryFolder: Sendable {
    /// The folder.
    public let path: String

    /// Makes a new folder below `$TMPDIR` or `/tmp`.
    public init() throws(FileFailure) {
        var template = Array(
            ((getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/assay-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileFailure(path: "/tmp", attempt: "make", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in (try? Files.list(path)) ?? [] {
            let inner = path + "/" + name
            if Files.isFolder(inner) { remove(inner) } else { unlink(inner) }
        }
        rmdir(path)
    }
}

/// Where the tests find other people's data sets, which are not part of the repository.
public enum Conformance {
    /// The folder of the set `name`: in `$ASSAY_CONFORMANCE`, else in `../shared/conformance` beside the checkout; nil,
    /// and said aloud, when it is in neither.
    public static func folder(_ name: String) -> String? {
        var places = ["../shared/conformance"]
        if let place = getenv("ASSAY_CONFORMANCE") { places.insert(String(cString: place), at: 0) }
        for place in places where Files.isFolder("\(place)/\(name)") { return "\(place)/\(name)" }
        print("conformance \(name): skipped, the set is not here (set ASSAY_CONFORMANCE)")
        return nil
    }

    /// Prints the line that a set ends with.
    public static func report(_ name: String, passed: Int, of all: Int, listed: Int) {
        print("conformance \(name): \(passed)/\(all) passed, \(listed) listed as unsupported")
    }
}
