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
            func wrong(_ message: String, _ hint: String? = nil) {
                problems.append(Diagnostic(file: file, line: line, column: 1, message: message, hint: hint))
            }
            let model: ServiceModel
            do { model = try models.model(exchange.key.service) } catch {
                wrong("\(error)")
                continue
            }
            guard let operation = model.operation(exchange.key.operation) else {
                wrong(
                    "\(model.name) has no operation \(exchange.key.operation)",
                    suggestion(for: exchange.key.operation, among: model.operationNames))
                continue
            }
            let wire = Wire(model)
            do throws(WireFailure) {
                _ = try wire.encodeRequest(operation, exchange.key.parameters.object ?? Object())
            } catch { wrong(error.message) }
            do throws(WireFailure) {
                switch exchange.reply {
                case .output(let output):
                    _ = try wire.response(operation, output.object ?? Object(), "validation")
                case .response(let status, let headers, let body) where (200..<300).contains(status):
                    let response = HTTPResponse(
                        status: status, headers: Headers(headers.map { ($0.key, $0.value) }), body: body)
                    _ = try wire.decodeResponse(operation, response)
                default: break
                }
            } catch { wrong(error.message) }
        }
        return problems
    }
}
