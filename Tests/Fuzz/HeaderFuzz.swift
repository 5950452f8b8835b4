import AWSWire
import Documents
import ServiceModels

private let models = ["sesv2", "sns", "s3", "sqs", "ec2"].compactMap { try? ModelLibrary().model($0) }

/// libFuzzer's entry for what a response's status, headers and body say, and what a request asks: the first byte chooses
/// the service and the operation, lines up to an empty one are headers, the rest is the body.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHeaders(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard count > 1, !models.isEmpty else { return 0 }
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let model = models[Int(bytes[0]) % models.count]
    let name = model.operationNames[Int(bytes[1]) % model.operationNames.count]
    guard let operation = model.operation(name) else { return 0 }
    var headers = Headers()
    var rest = bytes.dropFirst(2)
    while let end = rest.firstIndex(of: 10) {
        let line = rest[..<end]
        rest = rest[(end + 1)...]
        guard !line.isEmpty, let colon = line.firstIndex(of: 58) else { break }
        headers.append(
            String(decoding: line[..<colon], as: UTF8.self),
            String(decoding: line[(colon + 1)...], as: UTF8.self))
    }
    let wire = Wire(model)
    let response = HTTPResponse(status: 200 + Int(bytes[0]), headers: headers, body: Array(rest))
    _ = try? wire.decodeResponse(operation, response)
    _ = wire.decodeError(operation, response)
    let path = "/" + String(decoding: rest.prefix(40), as: UTF8.self)
    let request = HTTPRequest(
        method: operation.httpMethod, path: path, query: String(decoding: rest, as: UTF8.self),
        headers: headers,
        body: Array(rest))
    _ = try? wire.decodeRequest(request)
    return 0
}
