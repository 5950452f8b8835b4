/// Text that does not print: it shows as `***` wherever a value is printed, and there is no way to encode it.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// A secret.
    public init(_ text: String) { self.text = text }

    /// The secret itself. Whoever calls this answers for where it goes.
    public func reveal() -> String { text }

    /// Stars.
    public var description: String { "***" }
    /// Stars.
    public var debugDescription: String { "***" }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
