import Documents
import IAMPolicy

/// Fuzzes the reader of policies and the whole analyser: the first byte picks the kind of resource, the rest is the text.
///
/// Nothing may trap, what is JSON must be so to the general reader too, and what is proved must be what the evaluator
/// allows.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPolicy(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let kinds = ResourceKind.allCases
    let kind = kinds[Int(bytes[0]) % kinds.count]
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let context = ResourceContext(
        kind: kind, arn: "arn:aws:sns:us-east-1:111122223333:topic", account: "111122223333",
        trustedAccounts: ["444455556666"],
        organizationID: "o-a1b2c3d4e5")
    let document = PolicyDocument(text: text, kind: kind)
    let isJSON = !document.problems.contains { $0.message.hasPrefix("the text is no JSON") }
    precondition(
        text.first == "%" || isJSON == ((try? JSON.parse(text)) != nil), "the readers of JSON differ")
    let analysis = analyse([document], names: ["policy"], of: context)
    if let witness = analysis.witness {
        precondition(
            Evaluator([document]).evaluate(witness.request).decision == .allow, "a witness is not allowed")
    }
    _ = Explanation(analysis, of: context, sources: [("policy", text)]).text
    _ = CorpusLine.answer(Array(bytes.dropFirst()))
    return 0
}
