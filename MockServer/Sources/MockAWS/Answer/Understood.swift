/// A call that was understood, shared by the journal's entries about it.
final class Understood: Sendable {
    let call: Call

    init(_ call: Call) { self.call = call }
}
