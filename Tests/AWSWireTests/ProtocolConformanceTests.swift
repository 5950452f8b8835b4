import AWSWire
import Documents
import ServiceModels
import TestSupport
import Testing

/// botocore's protocol tests: what a client must send, and what it must understand.
@Suite struct ProtocolConformanceTests {
    /// Cases that are not passed, with the reason.
    static let unsupported: [String: String] = [
        "legacy/input/rest-json.json|22|1": "an empty list is an empty header, as the newer cases want it",
        "MediaTypeHeaderOutputBase64":
            "a header of JSON is read as JSON, as the AWS CLI shows it, and not as text",
        "SDKAppliedContentEncoding_":
            "bodies are never compressed: no read operation sends one that is worth it",
        "SDKAppendsGzipAndIgnoresHttpProvidedEncoding_": "bodies are never compressed",
        "SDKAppendedGzipAfterProvidedEncoding_": "bodies are never compressed",
    ]

    @Test func `requests and responses are what botocore's tests say`() throws {
        guard let folder = Conformance.folder("botocore-protocols") else { return }
        var score = ConformanceScore("botocore-protocols")
        for (part, isInput) in [
            ("input", true), ("output", false), ("legacy/input", true), ("legacy/output", false),
        ] {
            for file in try ConformanceScore.jsonFiles(folder + "/" + part) {
                for (number, suite) in try #require(try ConformanceScore.json(file).array).enumerated() {
                    for (index, item) in (suite["cases"]?.array ?? []).enumerated() {
                        let id =
                            item["id"]?.string
                            ?? "\(part)/\(file.split(separator: "/").last!)|\(number)|\(index)"
                        let isListed =
                            Self.unsupported.keys.contains { id.hasPrefix($0) } || Self.hasEvents(suite)
                            || Self.isMislabelled(suite)
                        let problem = Self.problem(suite, item, isInput: isInput)
                        score.count(id, problem, isListed: isListed)
                    }
                }
            }
        }
        score.report()
        #expect(score.failures == [])
    }

    /// Event streams are not spoken.
    private static func hasEvents(_ suite: Value) -> Bool {
        suite["shapes"]?.object?.contains { $0.value["eventstream"]?.bool == true } ?? false
    }

    /// A legacy suite's model has a map that it calls a string.
    private static func isMislabelled(_ suite: Value) -> Bool {
        suite["shapes"]?.object?.contains { $0.value["type"]?.string == "string" && $0.value["value"] != nil }
            ?? false
    }

    /// What is wrong with how we do `item`; nil when nothing is.
    private static func problem(_ suite: Value, _ item: Value, isInput: Bool) -> String? {
        guard let given = item["given"], let name = given["name"]?.string ?? Optional("Operation"),
            let metadata = suite["metadata"], let shapes = suite["shapes"]
        else { return "the case cannot be read" }
        let text = JSON.text([
            "metadata": metadata, "operations": .object(Object([(name, given)])), "shapes": shapes,
        ])
        do {
            let model = try ServiceModel(name: "test", text: Array(text.utf8))
            let wire = Wire(model, token: { "00000000-0000-4000-8000-000000000000" })
            guard let operation = model.operation(name) else { return "no operation" }
            return try isInput ? input(suite, wire, operation, item) : output(wire, operation, item)
        } catch { return "\(error)" }
    }

    private static func input(_ suite: Value, _ wire: Wire, _ operation: Operation, _ item: Value) throws
        -> String?
    {
        let expected = item["serialized"] ?? .null
        let parameters = Plain.toWire(item["params"] ?? .object(Object()), operation.input)
        var request = try wire.encodeRequest(operation, parameters.object ?? Object())
        if let endpoint = suiteEndpoint(suite, item) { request = request.addressed(to: endpoint) }
        if let method = expected["method"]?.string, method != request.method {
            return "method \(request.method)"
        }
        if let uri = expected["uri"]?.string {
            // Parameters of the query string have no order among the names of a map.
            if Plain.target(uri) != Plain.target(request.target) {
                return "target \(request.target), not \(uri)"
            }
        }
        if let host = expected["host"]?.string, let prefix = host.split(separator: "/").first {
            let made = request.headers["Host"] ?? request.hostPrefix
            if made != prefix { return "host \(made), not \(host)" }
        }
        for header in expected["headers"]?.object ?? Object() {
            guard let made = request.headers[header.key] else { return "no header \(header.key)" }
            if Plain.header(made) != Plain.header(header.value.string ?? "") {
                return "header \(header.key): \(made), not \(header.value)"
            }
        }
        for name in expected["requireHeaders"]?.array?.compactMap(\.string) ?? []
        where name != "Content-Length" {
            if request.headers[name] == nil { return "no header \(name)" }
        }
        for name in expected["forbidHeaders"]?.array?.compactMap(\.string) ?? []
        where request.headers[name] != nil {
            return "header \(name) must not be there"
        }
        if let body = expected["body"]?.string {
            if wire.model.metadata.wireProtocol == .cbor {
                let wanted = try Plain.cbor(body)
                let made = try Plain.cbor(Base64.encode(request.body))
                return made == wanted ? nil : "body \(made), not \(wanted)"
            }
            return Plain.difference(String(decoding: request.body, as: UTF8.self), body)
        }
        return nil
    }

    private static func suiteEndpoint(_ suite: Value, _ item: Value) -> Endpoint? {
        guard let host = item["serialized"]?["host"]?.string else { return nil }
        // The host that the newer suites mean is example.com; a path behind it is part of the endpoint.
        let path = host.split(separator: "/", maxSplits: 1).dropFirst().first.map { "/" + $0 } ?? ""
        let url = suite["clientEndpoint"]?.string ?? "https://example.com\(path)"
        return Endpoint(url: url, signingRegion: "us-east-1", signingName: "test")
    }

    private static func output(_ wire: Wire, _ operation: Operation, _ item: Value) throws -> String? {
        var headers = Headers()
        for header in item["response"]?["headers"]?.object ?? Object() {
            headers.append(header.key, header.value.string ?? "\(header.value)")
        }
        let status = item["response"]?["status_code"]?.int ?? 200
        let body = item["response"]?["body"]
        let text = body?.string ?? body.map { "\($0)" } ?? ""
        let isBinary = wire.model.metadata.wireProtocol == .cbor
        let bytes = isBinary ? Base64.decode(text) ?? [] : Array(text.utf8)
        let response = HTTPResponse(status: status, headers: headers, body: bytes)
        if status >= 300 || item["errorCode"] != nil || item["error"] != nil {
            let error = wire.decodeError(operation, response)
            if let code = item["errorCode"]?.string, code != error.code {
                return "code \(error.code), not \(code)"
            }
            if let text = item["errorMessage"]?.string, text != error.message {
                return "message \(error.message)"
            }
            let shape = operation.errors.first {
                $0.name == error.code || $0.structure?.errorCode == error.code
            }
            if let shape, let members = item["error"], shape.structure != nil {
                let expected = Plain.toWire(members, shape)
                var made = error.members
                // A message may stand under either capital, whatever the model says.
                for key in ["message", "Message"] where expected[key] != nil && made[key] == nil {
                    if !error.message.isEmpty { made[key] = .string(error.message) }
                }
                if Plain.bare(.object(made)) != Plain.bare(expected) { return "members \(made.members)" }
            }
            return nil
        }
        let made = try wire.decodeResponse(operation, response)
        var expected = item["result"] ?? .object(Object())
        if case .object(var object) = expected {
            object["ResponseMetadata"] = nil
            expected = .object(object)
        }
        let wanted = operation.output.map { Plain.toWire(expected, $0) } ?? expected
        if Plain.bare(made) != Plain.bare(wanted) { return "made \(made), not \(wanted)" }
        return nil
    }
}
