import Documents

/// libFuzzer's entry for the reader of XML.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzXML(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    _ = try? XML.parse([UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}
