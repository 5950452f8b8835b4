import Assembly
import ServiceModels

extension Refusal {
    /// Whether one of several that were asked about together may be to blame: not where the caller may not ask, asks too
    /// often, or nobody answers.
    var mayBeOnesFault: Bool {
        ErrorKind.of(code) == .other && code.first?.isUppercase == true
    }
}
