import Checks
import Documents
import Expressions
import Files
import Findings
import ServiceModels
import Testing

/// The checks that ship with the project.
enum Catalogue {
    static let folder = "checks.d"

    static func load(withTests: Bool = true) throws -> CheckLibrary {
        try CheckLibrary.load(folders: [folder], models: ModelLibrary(searchPaths: []), withTests: withTests)
    }
}

@Suite struct CatalogueTests {
    @Test func `every file of the catalogue loads without a mistake`() throws {
        do {
            let library = try Catalogue.load()
            #expect(library.checks.count >= 64)
            #expect(library.tests.count == library.checks.count)
        } catch let mistakes as Diagnostics {
            Issue.record("\(mistakes)")
        }
    }

    /// YAML's lists in brackets end an element at each comma, so a sentence with one falls apart where nobody looks.
    @Test func `what is told of a check is whole sentences`() throws {
        for check in try Catalogue.load(withTests: false).checks.values {
            let prose = check.prose
            #expect(check.level != nil && !prose.prerequisites.isEmpty, "\(check.id)")
            for steps in [prose.audit, prose.remediation, prose.backout] {
                #expect(!steps.console.isEmpty, "\(check.id)")
                for step in steps.console { #expect(isSentence(step), "\(check.id): \(step)") }
            }
            for text in prose.pros + prose.cons + prose.prerequisites
                + [prose.description, prose.rationale, prose.defaultValue]
            {
                #expect(isSentence(text), "\(check.id): \(text)")
            }
        }
    }

    private func isSentence(_ text: String) -> Bool {
        text.first?.isUppercase == true && text.last == "."
    }

    @Test func `joins know whether they lead to one resource or several`() throws {
        let types = try Catalogue.load(withTests: false).resourceTypes
        func isSingle(_ type: String, _ name: String) -> Bool? {
            if case .join(let join)? = types[type]?.attribute(name)?.kind { join.isSingle } else { nil }
        }
        #expect(isSingle("ses.identity", "topics") == false)
        #expect(isSingle("ses.identity", "domain") == true)
        #expect(isSingle("ses.identity", "configuration_set") == true)
        #expect(isSingle("ses.configuration_set", "topics") == false)
        #expect(isSingle("ses.receipt_rule", "kms_keys") == false)
        #expect(isSingle("s3.bucket", "owner") == true)
    }

    @Test func `literals of numbers and booleans keep the type that the parameter wants`() throws {
        let types = try Catalogue.load(withTests: false).resourceTypes
        guard case .call(let read)? = types["sqs.queue"]?.list?.source,
            case .template(let template, _, _) = read.with[0].pattern
        else {
            Issue.record("sqs.queue has no listing call with a parameter")
            return
        }
        #expect(try template.evaluate(.null) == .integer(1000))
    }
}
