public import Checks
public import Documents
public import Inventory

/// A question to AWS, as a resource needs it: all of its pages, and one resource's share of a batch.
public struct Call: Sendable {
    /// The question. Of a batch, the list parameter names this one resource alone.
    public let key: Exchange.Key
    /// How it pages, where the model does not tell.
    public let paging: Read.Paging?
    /// Whether it may be asked together with others.
    public let batch: Read.Batch?

    /// A question.
    public init(key: Exchange.Key, paging: Read.Paging? = nil, batch: Read.Batch? = nil) {
        self.key = key
        self.paging = paging
        self.batch = batch
    }
}

/// Why there is no answer, or not all of it.
public struct Refusal: Error, Sendable, Hashable {
    /// The code that AWS sent, or a word of ours.
    public let code: String
    /// What was said.
    public let message: String
    /// AWS's id of the request.
    public let requestID: String?

    /// A refusal.
    public init(code: String, message: String, requestID: String? = nil) {
        self.code = code
        self.message = message
        self.requestID = requestID
    }
}

/// What AWS said to a call: the decoded output of each page, and why the rest is missing where it is.
public struct Answer: Sendable {
    /// The outputs, in order; empty when the call was refused at once.
    public let pages: [Value]
    /// Why there is no more, where there should be.
    public let refusal: Refusal?

    /// An answer.
    public init(pages: [Value], refusal: Refusal? = nil) {
        self.pages = pages
        self.refusal = refusal
    }
}
