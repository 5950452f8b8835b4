import Documents
import Expressions

/// Any bytes: the first line is an expression and a template, the rest the JSON that they are evaluated on.
///
/// Whatever they are, an expression is refused with a place inside the text or evaluated within its limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExpression(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? count
    let text = String(decoding: bytes[..<end], as: UTF8.self)
    let rest = String(decoding: bytes[min(count, end + 1)...], as: UTF8.self)
    let subject = (try? JSON.parse(rest)) ?? ["a": [1, "b", .unseen(Unseen(gaps: [0]))], "b": ["c": nil]]
    let limits = Limits(steps: 20_000, output: 20_000)
    let length = text.unicodeScalars.count
    do throws(ExpressionFailure) {
        let expression = try Expression.parse(text)
        for mode in [Expression.Mode.check, .jmespath] {
            _ = try? expression.evaluate(subject, variables: ["a": subject], mode: mode, limits: limits)
        }
    } catch { precondition((0...length).contains(error.offset)) }
    do throws(ExpressionFailure) {
        let template = try Template.parse(text)
        _ = try? template.evaluate(subject, variables: ["a": subject], limits: limits)
    } catch { precondition((0...length).contains(error.offset)) }
    return 0
}
