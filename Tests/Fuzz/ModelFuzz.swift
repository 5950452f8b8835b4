import ServiceModels

/// libFuzzer's entry for the reader of service models: the index and everything that it finds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModels(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let model = try? ServiceModel(name: "fuzz", text: text) else { return 0 }
    for name in model.operationNames.prefix(20) { _ = model.operation(name) }
    for name in model.shapeNames.prefix(20) { _ = model.shape(name).kind }
    return 0
}
