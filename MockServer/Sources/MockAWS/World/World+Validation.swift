import AWSWire
public import Documents
import Inventory
import ServiceModels

extension World {
    /// What in the exchanges does not fit the service models: parameters, and what came back.
    public func problems(modelPaths: [String]) -> [Diagnostic] {
        let models = ModelLibrary(searchPaths: modelPaths)
        var problems = [Diagnostic]()
        for (exchange, origin) in exchanges {
            let colon = origin.lastIndex(of: ":") ?? origin.endIndex
            let file = String(origin[..<colon]), line = Int(origin[colon...].dropFirst()) ?? 1
            func wrong(_ message: String, _ hint: String? = nil, in member: String) {
                // A file of one exchange may have many lines, a log has one for each.
                let place =
                    file.hasSuffix(".json")
                    ? JSONPlaces(file: file).place(of: message, below: [member]) : (line, 1)
                problems.append(
                    Diagnostic(file: file, line: place.0, column: place.1, message: message, hint: hint))
            }
            let model: ServiceModel
            do { model = try models.model(exchange.key.service) } catch {
                wrong("\(error)", in: "service")
                continue
            }
            guard let operation = model.operation(exchange.key.operation) else {
                wrong(
                    "\(model.name) has no operation \(exchange.key.operation)",
                    suggestion(for: exchange.key.operation, among: model.operationNames), in: "operation")
                continue
            }
            let wire = Wire(model)
            do throws(WireFailure) {
                _ = try wire.encodeRequest(operation, exchange.key.parameters.object ?? Object())
            } catch { wrong(error.message, in: "parameters") }
            var answer = "output"
            do throws(WireFailure) {
                switch exchange.reply {
                case .output(let output):
                    _ = try wire.response(operation, output.object ?? Object(), "validation")
                case .response(let status, let headers, let body) where (200..<300).contains(status):
                    answer = "body"
                    let response = HTTPResponse(
                        status: status, headers: Headers(headers.map { ($0.key, $0.value) }), body: body)
                    _ = try wire.decodeResponse(operation, response)
                default: break
                }
            } catch { wrong(error.message, in: answer) }
        }
        return problems
    }
}
