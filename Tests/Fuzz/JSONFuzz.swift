import Documents

/// libFuzzer's entry for the readers of JSON, which must agree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let value = try? JSON.parse(bytes)
    let pieces = try? JSON.read(bytes) { try $0.value() }
    precondition(value.map { JSON.text($0) } == pieces.map { JSON.text($0) }, "the readers of JSON differ")
    let isSkipped = (try? JSON.read(bytes) { try $0.skip() }) != nil
    precondition(isSkipped == (value != nil), "what is skipped is no JSON")
    return 0
}
