import ServiceModels
import Synchronization

/// Which operation a request calls, by method, path and the fixed parts of the query string; made at the first use.
final class Routes: Sendable {
    struct Route: Sendable {
        let operation: String
        let method: String
        /// Literal segments, and nil for a label.
        let segments: [Segment]
        let query: [(name: String, value: String?)]
        /// Whether the members of the body stand in the query string: an older form of the call.
        let isOlder: Bool

        enum Segment: Sendable { case literal(String), label(String), greedy(String) }
    }

    private let model: ServiceModel
    private let table = Mutex<[Route]?>(nil)

    init(_ model: ServiceModel) { self.model = model }

    private func routes() -> [Route] {
        table.withLock { table in
            if let table { return table }
            var all = [Route]()
            for name in model.operationNames {
                guard let operation = model.operation(name) else { continue }
                all.append(Self.route(name, operation.httpMethod, operation.requestURI, false))
                for older in model.facts.olderForms(name) {
                    let parts = older.split(separator: " ")
                    if parts.count == 2 {
                        all.append(Self.route(name, String(parts[0]), String(parts[1]), true))
                    }
                }
            }
            // What is fixed in more places comes first.
            func weight(_ route: Route) -> Int {
                route.query.count * 100
                    + route.segments.reduce(0) { sum, segment in
                        if case .literal = segment {
                            sum + 10
                        } else if case .label = segment {
                            sum + 5
                        } else {
                            sum
                        }
                    }
            }
            all.sort { (weight($0), $1.operation) > (weight($1), $0.operation) }
            table = all
            return all
        }
    }

    private static func route(_ name: String, _ method: String, _ uri: String, _ isOlder: Bool) -> Route {
        let cut = uri.firstIndex(of: "?")
        let segments = uri[..<(cut ?? uri.endIndex)].split(separator: "/").map { part -> Route.Segment in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
            return part.hasSuffix("+}")
                ? .greedy(String(part.dropFirst().dropLast(2))) : .label(String(part.dropFirst().dropLast()))
        }
        let query = (cut.map { uri[uri.index(after: $0)...] } ?? "").split(separator: "&").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(pair[0]), value: pair.count > 1 ? String(pair[1]) : nil)
        }
        return Route(operation: name, method: method, segments: segments, query: query, isOlder: isOlder)
    }

    /// The route of a request and the labels of its path, decoded.
    func match(_ method: String, _ path: String, _ query: [(name: String, value: String)]) -> (
        Route, [String: String]
    )? {
        let parts = path.split(separator: "/")
        for route in routes() where route.method == method {
            guard let labels = Self.labels(route.segments, parts) else { continue }
            let fits = route.query.allSatisfy { fixed in
                query.contains { $0.name == fixed.name && (fixed.value == nil || $0.value == fixed.value) }
            }
            if fits { return (route, labels) }
        }
        return nil
    }

    private static func labels(_ segments: [Route.Segment], _ parts: [Substring]) -> [String: String]? {
        var labels = [String: String]()
        var at = 0
        for (place, segment) in segments.enumerated() {
            switch segment {
            case .literal(let text):
                guard at < parts.count, parts[at] == text else { return nil }
                at += 1
            case .label(let name):
                guard at < parts.count else { return nil }
                labels[name] = Percent.decode(parts[at])
                at += 1
            case .greedy(let name):
                let behind = segments.count - place - 1
                guard parts.count - at - behind >= 1 else { return nil }
                labels[name] = parts[at..<parts.count - behind].map { Percent.decode($0) }.joined(
                    separator: "/")
                at = parts.count - behind
            }
        }
        return at == parts.count ? labels : nil
    }
}
