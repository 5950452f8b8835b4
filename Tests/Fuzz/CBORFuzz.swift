import AWSWire
import Documents
import ServiceModels

private let model = try! ServiceModel(
    name: "fuzz",
    text: Array(
        #"""
        {"metadata": {"protocol": "smithy-rpc-v2-cbor", "targetPrefix": "F"},
         "operations": {"Do": {"name": "Do", "input": {"shape": "S"}, "output": {"shape": "S"}}},
         "shapes": {"S": {"type": "structure",
                          "members": {"t": {"shape": "Text"}, "n": {"shape": "Long"}, "f": {"shape": "Float"},
                                      "b": {"shape": "Blob"}, "d": {"shape": "Time"}, "l": {"shape": "List"},
                                      "m": {"shape": "Map"}, "s": {"shape": "S"}}},
                    "List": {"type": "list", "member": {"shape": "S"}},
                    "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "S"}},
                    "Text": {"type": "string"}, "Long": {"type": "long"}, "Float": {"type": "float"},
                    "Blob": {"type": "blob"}, "Time": {"type": "timestamp"}}}
        """#.utf8))

/// libFuzzer's entry for CBOR: what is read from a response can be written into a request and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCBOR(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let body = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let wire = Wire(model)
    let operation = model.operation("Do")!
    _ = wire.decodeError(operation, HTTPResponse(status: 400, body: body))
    guard let value = try? wire.decodeResponse(operation, HTTPResponse(status: 200, body: body)),
        let object = value.object, let request = try? wire.encodeRequest(operation, object)
    else { return 0 }
    guard (try? wire.decodeRequest(request)) != nil else { fatalError("what was written cannot be read") }
    return 0
}
