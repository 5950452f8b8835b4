@testable import ServiceModels
import Testing

/// Models are looked at where they stand in their text.
@Suite struct ModelTextTests {
    /// A model whose names come in no order, with an escape in a name and in texts.
    private let text = """
        {"shapes": {"Z": {"type": "structure", "required": ["b"], "members": {
              "b": {"shape": "A", "locationName": "Bee"}, "a": {"shape": "L"}}},
            "L": {"type":"list","member":{"shape":"A"},"max":3 , "min" : 1},
            "A": {"type": "string", "pattern": "\\\\d\\u00e9", "enum": ["one", "t\\"wo", "}"]},
            "Fault": {"type": "structure", "members": {}, "exception": true,
              "error": {"code": "Gone", "httpStatusCode": 404, "senderFault": true}}},
         "pagination": {"List": {"input_token": "a", "output_token": ["b"], "result_key": "L"}},
         "metadata": {"protocol": "json"},
         "operations": {"List": {"http": {"method": "GET"}, "input": {"shape": "Z"}, "errors": [{"shape": "Fault"}]},
            "GetSAMLThings": {"input": {"shape": "Z"}}, "\\u0041sk": {}}}
        """

    @Test func `names in any order are found, with what is said of them`() throws {
        let model = try ServiceModel(name: "x", text: Array(text.utf8))
        let list = try #require(model.operation("List"))
        #expect(list.httpMethod == "GET" && list.paginator?.outputTokens == ["b"])
        let input = try #require(list.input?.structure)
        #expect(input.required == ["b"] && input.member("b")?.wireName == "Bee")
        guard case .list(let element) = try #require(input.member("a")).shape.kind else {
            Issue.record("no list"); return
        }
        #expect(input.member("a")?.shape.maximum == 3 && input.member("a")?.shape.minimum == 1)
        #expect(element.shape.pattern == "\\d\u{e9}")
        guard case .string(let values) = element.shape.kind else { Issue.record("no text"); return }
        #expect(values == ["one", "t\"wo", "}"])
        let error = try #require(list.errors.first?.structure)
        #expect(error.errorCode == "Gone" && error.errorStatus == 404 && error.isSenderFault == true)
        #expect(error.isException && error.members.isEmpty)
        #expect(model.operation("Lis") == nil && model.operation("Lisu") == nil)
    }

    @Test func `the AWS CLI's words lead to the model's names`() throws {
        let model = try ServiceModel(name: "x", text: Array(text.utf8))
        #expect(model.operationName(ofCommand: "get-saml-things") == "GetSAMLThings")
        for word in ["get-samlthings", "getsaml-things", "get-saml-thing", "", "list-"] {
            #expect(model.operationName(ofCommand: word) == nil, "\(word)")
        }
        let sns = try ModelLibrary().model("sns")
        #expect(sns.options(of: "GetTopicAttributes").parameter("topic-arn") == "TopicArn")
        #expect(sns.options(of: "GetTopicAttributes").parameter("topicarn") == nil)
        #expect(CommandWord.of("ListTopicARNs") == "list-topic-arns")
    }

    @Test func `a text with bytes changed or cut off is refused or read, and never read beyond`() {
        let whole = Array(text.utf8)
        let bytes = Array("{}[]\",:\\ 0a".utf8)
        var seed: UInt64 = 1
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % below
        }
        var read = 0
        for _ in 0..<3000 {
            var text = whole
            for _ in 0...random(3) { text[random(text.count)] = bytes[random(bytes.count)] }
            if random(4) == 0 { text.removeLast(random(text.count)) }
            guard let model = try? ServiceModel(name: "x", text: text) else { continue }
            read += 1
            for name in model.operationNames {
                _ = model.operation(name)?.errors.map(\.structure?.errorCode)
                _ = model.options(of: name).parameter("a")
            }
            for name in model.shapeNames { _ = (model.shape(name).kind, model.shape(name).pattern) }
        }
        #expect(read > 100)
    }

    @Test(arguments: ModelLibrary().embeddedServices)
    func `an embedded model reads line by line as it does as a whole`(_ service: String) throws {
        let embedded = try #require(Embedded.file(service + ".json"))
        let lined = try ModelLibrary().model(service)
        let whole = try ServiceModel(name: service, text: Array(embedded))
        #expect(lined.operationNames == whole.operationNames && lined.shapeNames == whole.shapeNames)
        for name in lined.operationNames {
            let (a, b) = (lined.operation(name), whole.operation(name))
            #expect(a?.input?.name == b?.input?.name && a?.output?.name == b?.output?.name)
            #expect(a?.paginator == b?.paginator && a?.errors.map(\.name) == b?.errors.map(\.name))
        }
        for name in lined.shapeNames {
            #expect(
                "\(lined.shape(name).structure?.members.map(\.name) ?? [])"
                    == "\(whole.shape(name).structure?.members.map(\.name) ?? [])")
        }
    }
}
