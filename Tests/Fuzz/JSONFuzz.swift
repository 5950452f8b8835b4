import Documents

/// libFuzzer's entry for the reader of JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    _ = try? JSON.parse([UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}
