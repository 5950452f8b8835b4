import AWSClient
import AWSWire
import Documents
import Files
import Reporting
import ServiceModels

extension Command {
    static let call = Command(
        path: ["call"], summary: "Make one call that reads, and print the answer",
        words: "SERVICE:OPERATION",
        flags: ScopeOptions.reach + [
            Flag("parameters", "JSON", help: "the parameters, as JSON, or @FILE"),
            Flag("region", "NAME", help: "the region (default: the profile's)"),
        ],
        examples: [
            (
                "assay call sesv2:GetEmailIdentity --parameters '{\"EmailIdentity\": \"example.com\"}'",
                "what a check's expressions see"
            )
        ]
    ) { arguments, console in
        let typed = arguments.words.flatMap { $0.split(separator: ":").map(String.init) }
        guard typed.count == 2 else {
            throw UsageError("assay call takes a service and an operation, such as sns:ListTopics")
        }
        let (service, name) = (typed[0], typed[1])
        let models = LibraryOptions.models(console)
        let model: ServiceModel
        do throws(ModelFailure) { model = try models.model(service) } catch { throw UsageError("\(error)") }
        guard model.operation(name) != nil else {
            let hint = suggestion(for: name, among: model.operationNames).map { "; " + $0 } ?? ""
            throw UsageError("\(service) has no operation \(name)\(hint)")
        }
        let parameters = try parameters(arguments.value("parameters") ?? "{}")
        let client = try ScopeOptions.client(arguments, console, models)
        guard let region = try ScopeOptions.regions(arguments, client)?.first else {
            throw UsageError("assay call takes one region")
        }
        let attempted = await client.send(
            service: service, operation: name, parameters: parameters, region: region,
            session: client.session())
        switch attempted.outcome {
        case .output(let value):
            try console.print(JSON.text(value, .indented) + "\n")
            return 0
        case .error(let error):
            let request = error.requestID.map { " (request \($0))" } ?? ""
            console.say("assay: \(service):\(name): \(error.code): \(error.message)\(request)".visible)
            return 1
        case .failure(let failure):
            console.say("assay: \(service):\(name): \(failure.message)".visible)
            return 2
        }
    }

    private static func parameters(_ typed: String) throws -> Object {
        let file = typed.hasPrefix("@") ? String(typed.dropFirst()) : nil
        let bytes = try file.map { path throws(FileFailure) in try Files.read(path) } ?? Array(typed.utf8)
        let value: Value
        do throws(JSON.Failure) { value = try JSON.parse(bytes) } catch {
            throw UsageError("\(file ?? "--parameters"):\(error)")
        }
        guard let object = value.object else {
            throw UsageError(
                "--parameters takes a JSON object of parameters, such as '{\"Name\": \"value\"}'")
        }
        return object
    }
}
