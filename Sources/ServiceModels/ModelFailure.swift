/// Why there is no model of a service.
public struct ModelFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public enum Problem: Sendable, Hashable {
        /// No model is embedded, and none was found in these folders.
        case absent(searched: [String], suggestion: String?)
        /// There is a model that cannot be read: why.
        case unreadable(String)
    }
    /// The service asked for.
    public let service: String
    /// What went wrong.
    public let problem: Problem

    /// What is wrong and how to get the model.
    public var description: String {
        switch problem {
        case .absent(let searched, let suggestion):
            let hint = suggestion.map { "; \($0) Else" } ?? ";"
            let places =
                searched.isEmpty
                ? "no botocore or AWS CLI was found" : "not in \(searched.joined(separator: ", "))"
            return "there is no model of the service \(service)\(hint) "
                + "install botocore (pip install botocore) or the AWS CLI, or name a folder of models in "
                + "AWS_DATA_PATH (it is not embedded, and \(places))"
        case .unreadable(let why): return "the model of the service \(service) cannot be read: \(why)"
        }
    }
}
