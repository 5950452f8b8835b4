/// A page of `assay help` about something that concerns several commands.
struct HelpTopic: Sendable {
    /// What is typed behind `assay help`.
    let name: String
    /// What it is about, a few words without full stop.
    let summary: String
    /// The page, lines of at most 80 columns.
    let text: String

    static let all: [HelpTopic] = [
        .writingChecks, .credentials, .exceptions, .exitStatus, .formats, .history, .policies, .regions,
        .resume,
    ]
}
