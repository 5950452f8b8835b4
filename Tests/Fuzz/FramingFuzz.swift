import MockAWS

/// libFuzzer's entry for the mock's HTTP framing: the first byte says how many bytes come at a time, the rest is what a
/// client sends.
///
/// However the bytes are cut, the same requests come out, within the limits, and a refusal is the last word.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFraming(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let sent = UnsafeRawBufferPointer(rebasing: bytes[1...])
    let whole = framed(sent, every: sent.count)
    let cut = framed(sent, every: Int(bytes[0]) + 1)
    precondition(whole == cut, "requests depend on how their bytes arrive")
    return 0
}

private var limits: FramingLimits {
    var limits = FramingLimits()
    limits.head = 1024
    limits.fields = 16
    limits.target = 256
    limits.body = 512
    return limits
}

private func framed(_ bytes: UnsafeRawBufferPointer, every size: Int) -> [String] {
    var framing = RequestFraming(limits: limits)
    var seen = [String]()
    var at = 0
    while at < bytes.count {
        let end = min(bytes.count, at + size)
        framing.append(UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
        at = end
        steps: while true {
            switch framing.next() {
            case .more: break steps
            // Whether a client is told to go on depends on what it has sent by then.
            case .proceed: continue
            case .request(let request):
                precondition(request.body.count <= limits.body && request.target.utf8.count <= limits.target)
                _ = request.header("authorization")
                seen.append("\(request.method) \(request.target) \(request.headers) \(request.body)")
            case .refused(let refusal):
                seen.append("\(refusal.status)")
                if case .refused(refusal) = framing.next() { return seen }
                preconditionFailure("a refusal is not the last word")
            }
        }
    }
    return seen
}
