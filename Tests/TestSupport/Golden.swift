import Files
public import Testing

/// Compares text with a file that was reviewed as code.
public enum Golden {
    /// Expects `text` to be what the file `name` in the folder `Goldens` beside the test holds; `RECORD=1` in the
    /// environment writes the file instead.
    public static func expect(
        _ text: String, is name: String, test: String = #filePath,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let folder = test.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        let path = "\(folder)/Goldens/\(name)"
        if Environment.value("RECORD") == "1" {
            try Files.makeFolder("\(folder)/Goldens")
            try Files.write(Array(text.utf8), to: path, mode: 0o644)
            return
        }
        let expected = (try? Files.text(path)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let first = zip(lines, expectedLines).enumerated().first { $1.0 != $1.1 }
        let place =
            first.map { "line \($0.offset + 1) is \($0.element.0), not \($0.element.1)" }
            ?? "it differs in length"
        #expect(text == expected, "\(name): \(place); RECORD=1 writes it anew", sourceLocation: location)
    }
}
