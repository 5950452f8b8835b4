import AWSWire
import Documents
import ServiceModels
import Testing

/// Answers in JSON, read by the shapes of their operation.
@Suite struct JSONAnswerTests {
    private static let model = try! ServiceModel(
        name: "shelf",
        text: Array(
            #"""
            {"metadata": {"protocol": "json", "jsonVersion": "1.0", "targetPrefix": "S", "endpointPrefix": "s"},
             "operations": {"Get": {"name": "Get", "output": {"shape": "Node"},
                                    "errors": [{"shape": "Gone"}]}},
             "shapes": {"Node": {"type": "structure", "members": {
                          "Name": {"shape": "Text", "locationName": "n"}, "Count": {"shape": "Whole"},
                          "At": {"shape": "Time"}, "Next": {"shape": "Node"}, "Nodes": {"shape": "Nodes"},
                          "Table": {"shape": "Table"}, "Free": {"shape": "Free"}, "One": {"shape": "One"},
                          "Bytes": {"shape": "Blob"}, "Share": {"shape": "Part"}}},
                        "Nodes": {"type": "list", "member": {"shape": "Node"}},
                        "Table": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Time"}},
                        "Free": {"type": "structure", "members": {}, "document": true},
                        "One": {"type": "structure", "union": true, "members": {"Left": {"shape": "Text"}}},
                        "Gone": {"type": "structure", "exception": true, "members": {"At": {"shape": "Time"}}},
                        "Text": {"type": "string"}, "Whole": {"type": "integer"}, "Time": {"type": "timestamp"},
                        "Blob": {"type": "blob"}, "Part": {"type": "double"}}}
            """#.utf8))

    private func read(_ body: String) throws -> Value {
        let operation = try #require(Self.model.operation("Get"))
        return try Wire(Self.model).decodeResponse(
            operation, HTTPResponse(status: 200, body: Array(body.utf8)))
    }

    @Test(arguments: [
        ("", "{}"), ("null", "{}"), (" {} ", "{}"),
        (
            #"{"n":"a","Count":3.0,"Share":1,"Bytes":"YQ=="}"#,
            #"{"Name":"a","Count":3,"Share":1,"Bytes":"YQ=="}"#
        ),
        (
            #"{"At":0,"Table":{"x":1.5,"y":null}}"#,
            #"{"At":"1970-01-01T00:00:00Z","Table":{"x":"1970-01-01T00:00:01.5Z","y":null}}"#
        ),
        (#"{"Next":{"Next":{"n":"\u00e9"}},"n":null}"#, #"{"Next":{"Next":{"Name":"é"}}}"#),
        (
            #"{"Nodes":[{"n":"a"},null,{"new":[{}],"Name":"not on the wire"}]}"#,
            #"{"Nodes":[{"Name":"a"},null,{}]}"#
        ),
        (#"{"Free":{"a":[1,null,{"b":"c"}]},"new":{"x":1}}"#, #"{"Free":{"a":[1,null,{"b":"c"}]}}"#),
        (#"{"One":{"__type":"One","Left":"a"}}"#, #"{"One":{"Left":"a"}}"#),
        (#"{"One":{"__type":"One","Right":1}}"#, #"{"One":{"SDK_UNKNOWN_MEMBER":{"name":"Right"}}}"#),
        (#"{"One":{"Right":null}}"#, #"{"One":{}}"#), (#"{"Share":"NaN"}"#, #"{"Share":"NaN"}"#),
    ])
    func `members are read by their shapes`(_ body: String, _ expected: String) throws {
        #expect(JSON.text(try read(body)) == expected)
    }

    @Test(arguments: [
        ("[]", "the body is no object"), ("{\n\"n\" 1}", "the body is not JSON: 2:5: a colon is expected"),
        ("{} {}", "the body is not JSON: 1:4: there is more behind the value"),
        (#"{"new":{"a":1,"a":2}}"#, "the body is not JSON: 1:15: the name is there twice: a"),
        (#"{"Count":"1"}"#, "Count is string and should be a whole number"),
        (#"{"Count":1.5}"#, "Count is number and should be a whole number"),
        (#"{"n":{}}"#, "Name is object and should be text"),
        (#"{"Nodes":{}}"#, "Nodes is object and should be a list"),
        (#"{"Nodes":[1]}"#, "an element is number and should be an object"),
        (#"{"At":"soon"}"#, "At is string and should be a date and time in ISO 8601"),
        (#"{"Bytes":"?"}"#, "Bytes is string and should be base64 text"),
    ])
    func `what does not fit is refused`(_ body: String, _ message: String) {
        let failure = #expect(throws: WireFailure.self) { try read(body) }
        #expect(failure?.message == message)
    }

    @Test func `text that is no UTF-8 is refused`() throws {
        let operation = try #require(Self.model.operation("Get"))
        #expect(throws: WireFailure.self) {
            try Wire(Self.model).decodeResponse(
                operation,
                HTTPResponse(status: 200, body: Array("{\"n\":\"".utf8) + [0xff] + Array("\"}".utf8)))
        }
    }

    @Test func `a shape within itself is read to a bounded depth`() throws {
        func nested(_ count: Int) -> String {
            String(repeating: "{\"Next\":", count: count) + "{}" + String(repeating: "}", count: count)
        }
        _ = try read(nested(2046))
        #expect(throws: WireFailure.self) { try read(nested(2048)) }
        #expect(throws: WireFailure.self) { try read(nested(100_000)) }
    }

    @Test func `an error's members are read by its shape`() throws {
        let error = Wire(Self.model).decodeError(
            Self.model.operation("Get"),
            HTTPResponse(
                status: 400, body: Array(#"{"__type":"a.b#Gone","message":"it went","At":60,"new":1}"#.utf8)))
        #expect(error.code == "Gone")
        #expect(error.message == "it went")
        #expect(error.members == Object([("At", "1970-01-01T00:01:00Z")]))
    }
}
