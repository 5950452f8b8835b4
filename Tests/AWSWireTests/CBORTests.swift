@testable import AWSWire
import Documents
import ServiceModels
import Testing

/// CBOR as RFC 8949 has it, and the messages of Smithy's RPC v2.
@Suite struct CBORTests {
    /// Examples of RFC 8949, appendix A, and the forms that its text describes.
    @Test(
        arguments: [
            ([0x00], 0), ([0x17], 23), ([0x18, 0x18], 24), ([0x19, 0x03, 0xe8], 1000),
            ([0x1b, 0x00, 0x00, 0x00, 0xe8, 0xd4, 0xa5, 0x10, 0x00], 1_000_000_000_000),
            ([0x20], -1), ([0x39, 0x03, 0xe7], -1000),
            ([0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .integer(.min)),
            ([0xf9, 0x3c, 0x00], 1), ([0xf9, 0x7b, 0xff], 65504), ([0xf9, 0x00, 0x01], .number(0x1p-24)),
            ([0xfa, 0x47, 0xc3, 0x50, 0x00], 100000),
            ([0xfb, 0xc0, 0x10, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66], -4.1),
            ([0xf9, 0x7e, 0x00], "NaN"), ([0xfa, 0xff, 0x80, 0x00, 0x00], "-Infinity"),
            ([0xf4], false), ([0xf5], true), ([0xf6], .null), ([0xf7], .null),
            ([0x62, 0xc3, 0xbc], "ü"), ([0x44, 0x01, 0x02, 0x03, 0x04], "AQIDBA=="),
            ([0x5f, 0x42, 0x01, 0x02, 0x43, 0x03, 0x04, 0x05, 0xff], "AQIDBAU="),
            ([0x7f, 0x65, 0x73, 0x74, 0x72, 0x65, 0x61, 0x64, 0x6d, 0x69, 0x6e, 0x67, 0xff], "streaming"),
            ([0x83, 0x01, 0x82, 0x02, 0x03, 0x80], [1, [2, 3], []]),
            ([0x9f, 0x01, 0x9f, 0x04, 0x05, 0xff, 0xff], [1, [4, 5]]),
            ([0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x81, 0x02], ["a": 1, "b": [2]]),
            ([0xbf, 0x61, 0x61, 0xf5, 0xff], ["a": true]),
            ([0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0], 1_363_896_240),
        ] as [([UInt8], Value)])
    func `what is valid is read`(_ bytes: [UInt8], _ value: Value) throws {
        #expect(try CBORReader.parse(bytes) == value)
    }

    @Test(
        arguments: [
            ([], "is cut short at byte 0"),
            ([0x19, 0x03], "is cut short at byte 1"),
            ([0x62, 0x61], "is cut short at byte 1"),
            ([0x9f, 0x01], "is cut short at byte 2"),
            ([0xbf, 0x61, 0x61, 0xff], "has a simple value that means nothing at byte 4"),
            ([0x01, 0x01], "goes on after its end at byte 1"),
            (
                [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                "has a number beyond 64 bits at byte 9"
            ),
            (
                [0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                "has a number beyond 64 bits at byte 9"
            ),
            ([0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "is cut short at byte 9"),
            ([0x62, 0xc3, 0x28], "has text that is not UTF-8 at byte 3"),
            ([0x7f, 0x41, 0x61, 0xff], "has a string of pieces that are no strings at byte 2"),
            ([0xa1, 0x01, 0x02], "has a key that is not text at byte 2"),
            ([0xc2, 0x41, 0x01], "has a number of a size that is not read at byte 1"),
            ([0x1c], "has a head that means nothing at byte 1"),
            ([0x1f], "has a head that means nothing at byte 1"),
            ([0xff], "has a simple value that means nothing at byte 1"),
            ([0xf8, 0x20], "has a simple value that means nothing at byte 1"),
        ] as [([UInt8], String)])
    func `what is not is refused, with the place`(_ bytes: [UInt8], _ why: String) {
        let failure = #expect(throws: WireFailure.self) { try CBORReader.parse(bytes) }
        #expect(failure?.description == "the body is not CBOR: it \(why)")
    }

    @Test func `depth and length are bounded by what is there`() {
        let deep = [UInt8](repeating: 0x81, count: 100_000)
        #expect(throws: WireFailure.self) { try CBORReader.parse(deep) }
        let tags = [UInt8](repeating: 0xc1, count: 100_000)
        #expect(throws: WireFailure.self) { try CBORReader.parse(tags) }
        // A list that says it has 2^60 elements.
        #expect(throws: WireFailure.self) { try CBORReader.parse([0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x01]) }
    }

    private static let model = #"""
        {"metadata": {"protocol": "smithy-rpc-v2-cbor", "protocols": ["smithy-rpc-v2-cbor"],
                      "apiVersion": "2026-01-01", "targetPrefix": "Shelf", "serviceId": "Shelf"},
         "operations": {"Put": {"name": "Put", "input": {"shape": "Book"}, "output": {"shape": "Book"},
                                "errors": [{"shape": "Full"}]}},
         "shapes": {"Book": {"type": "structure", "required": ["Title"],
                             "members": {"Title": {"shape": "Text"}, "Pages": {"shape": "Long"},
                                         "Weight": {"shape": "Float"}, "Cover": {"shape": "Blob"},
                                         "Lent": {"shape": "Time"}, "Notes": {"shape": "Notes"},
                                         "Names": {"shape": "Names"}, "IsNew": {"shape": "Flag"}}},
                    "Notes": {"type": "list", "member": {"shape": "Text"}},
                    "Names": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Long"}},
                    "Full": {"type": "structure", "exception": true,
                             "members": {"message": {"shape": "Text"}, "Size": {"shape": "Long"}}},
                    "Text": {"type": "string"}, "Long": {"type": "long"}, "Float": {"type": "float"},
                    "Blob": {"type": "blob"}, "Time": {"type": "timestamp"}, "Flag": {"type": "boolean"}}}
        """#

    private func wire() throws -> (Wire, Operation) {
        let model = try ServiceModel(name: "shelf", text: Array(Self.model.utf8))
        return (Wire(model), try #require(model.operation("Put")))
    }

    private let book = Object([
        ("Title", "Köln"), ("Pages", -300), ("Weight", 0.5), ("Cover", "AAEC/w=="),
        ("Lent", "2026-11-23T18:13:44Z"), ("Notes", ["a", ""]), ("Names", ["x": 1_000_000]), ("IsNew", false),
    ])

    @Test func `a request and its response come through as they went in`() throws {
        let (wire, operation) = try wire()
        let request = try wire.encodeRequest(operation, book)
        #expect(request.target == "/service/Shelf/operation/Put")
        #expect(request.headers["Content-Type"] == "application/cbor")
        let read = try wire.decodeRequest(request)
        #expect(read.operation.name == "Put")
        #expect(Value.object(read.parameters) == .object(book))
        let response = wire.encodeResponse(operation, .object(book), requestID: "id")
        #expect(response.headers["smithy-protocol"] == "rpc-v2-cbor")
        #expect(try wire.decodeResponse(operation, response) == .object(book))
    }

    @Test func `an error has its code, message and members`() throws {
        let (wire, operation) = try wire()
        let sent = ServiceError(
            code: "Full", message: "no room", status: 400, members: Object([("Size", 7)]))
        let error = wire.decodeError(
            operation, wire.encodeError(sent, operation: operation, requestID: "id-1"))
        #expect(error.code == "Full")
        #expect(error.message == "no room")
        #expect(error.members["Size"] == 7)
        #expect(error.requestID == "id-1")
        let broken = wire.decodeError(operation, HTTPResponse(status: 502, body: Array("<html>".utf8)))
        #expect(broken.code == "502")
    }

    @Test func `a value of another type is refused with its place`() throws {
        let (wire, operation) = try wire()
        let failure = #expect(throws: WireFailure.self) {
            try wire.encodeRequest(operation, Object([("Title", "a"), ("Notes", ["b", 3])]))
        }
        #expect(failure?.description.contains("Notes[1] must be text") == true)
        // Text where the model has a number.
        let response = HTTPResponse(status: 200, body: [0xa1, 0x65] + Array("Pages".utf8) + [0x61, 0x31])
        #expect(throws: WireFailure.self) { try wire.decodeResponse(operation, response) }
    }

    @Test func `a service that has an older protocol is spoken to in that`() {
        let both: Value = [
            "protocol": "smithy-rpc-v2-cbor", "protocols": ["smithy-rpc-v2-cbor", "json"],
        ]
        #expect(Metadata(both).wireProtocol == .json)
        #expect(Metadata(["protocol": "smithy-rpc-v2-cbor"]).wireProtocol == .cbor)
    }
}
