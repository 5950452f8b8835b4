extension Fault.Effect {
    /// What becomes of an answer's head and body on the way; pure, so that a test sees the very bytes.
    func deliver(_ head: [UInt8], _ body: [UInt8]) -> [Delivery.Step] {
        switch self {
        case .reset: return [.reset]
        case .resetInHead: return [.bytes(Array(head[..<(head.count / 2)])), .reset]
        case .resetAfterHead: return [.bytes(head), .reset]
        case .close: return [.close]
        case .cut(let bytes):
            return [.bytes(head + body.prefix(min(bytes ?? body.count / 2, max(0, body.count - 1)))), .close]
        case .drip(let bytes, let milliseconds):
            let all = head + body
            return stride(from: 0, to: all.count, by: bytes).flatMap { start -> [Delivery.Step] in
                [.bytes(Array(all[start..<min(all.count, start + bytes)])), .wait(milliseconds)]
            }
        case .wrongLength: return [.bytes(head + body), .close]
        default: return [.bytes(head + body)]
        }
    }
}
