import Documents
public import Expressions
import IAMPolicy

extension Functions {
    /// The functions of checks: those of JMESPath, and `split`, `suffixes`, `lower` and `statements`.
    ///
    /// `statements` takes a document, or a list or map of documents; see ``IAMPolicy/statements(of:)``. Of documents that
    /// could not be seen the list says that it is incomplete.
    public static let checks = Functions.standard.adding([
        Function("statements", arguments: 1, keepsUnseen: true) { arguments throws(EvaluationFailure) in
            var seen = [(name: String, document: Value)]()
            var unseen = [Value]()
            for one in documents(in: arguments[0]) {
                if case .unseen = one.document { unseen.append(one.document) } else { seen.append(one) }
            }
            guard let statements = statements(of: seen)?.array else {
                throw .failed(.invalidValue, message: "statements() is given what is no policy")
            }
            return .array(statements + unseen)
        }
    ])

    /// The documents in a value, each with the key or place that it has there.
    private static func documents(in value: Value) -> [(name: String, document: Value)] {
        switch value {
        case .array(let items):
            return items.enumerated().filter { !$1.isNull }.flatMap { index, item in
                let inner = documents(in: item)
                return inner.count == 1 && inner[0].name.isEmpty
                    ? [(name: "\(index)", document: item)] : inner
            }
        case .object(let object) where !isDocument(object):
            return object.members.map { (name: $0.key, document: $0.value) }
        default: return [(name: "", document: value)]
        }
    }

    /// Whether an object is a document, and not a map of them.
    private static func isDocument(_ object: Object) -> Bool {
        if case .string? = object["Version"] { return true }
        switch object["Statement"] {
        case .array?: return true
        case .object(let statement)?: return statement["Effect"]?.string != nil
        default: return false
        }
    }
}
