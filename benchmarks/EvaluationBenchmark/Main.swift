import Assembly
import Checks
import Collection
import Documents
import Evaluation
import Glibc
import Inventory
import Scanning
import ServiceModels

/// Judges a saved scan, and tells the time that loading the checks took, and the CPU of each part after that.
///
/// `EvaluationBenchmark LOG CHECKS SERVICE`: the checks of a service in the folder CHECKS. Each part is done once, as a
/// scan does it: reading the log, making resources of the answers, judging every check on every resource.
@main
enum Main {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 4 else { throw Usage() }
        let models = ModelLibrary()
        let start = seconds(CLOCK_MONOTONIC)
        let library = try CheckLibrary.load(folders: [words[2]], models: models)
        let loading = seconds(CLOCK_MONOTONIC) - start
        print("loading \(library.checks.count) checks: \((loading * 10_000).rounded() / 10) ms")
        let checks = library.checks.values.filter { $0.service == words[3] }.sorted { $0.id < $1.id }
        var clock = seconds(CLOCK_PROCESS_CPUTIME_ID)
        func part(_ name: String) {
            let now = seconds(CLOCK_PROCESS_CPUTIME_ID)
            print("\(name): \(Int((now - clock) * 1000)) ms of CPU")
            clock = now
        }

        let exchanges = try ExchangeLog.read(words[1]).exchanges
        let recording = Recording(exchanges, models: models)
        guard let account = recording.accounts.first, let now = recording.time else { throw Usage() }
        part("reading \(exchanges.count) exchanges")

        let regions = Set(exchanges.map(\.key.region)).subtracting(["global"]).sorted()
        let resolver = Resolver(
            types: library.resourceTypes,
            setting: .init(
                account: account, partition: "aws", homeRegion: regions[0],
                requiredParameters: {
                    Set((try? models.model($0))?.operation($1)?.input?.structure?.required ?? [])
                }), answers: Answers())
        var needs: [String: Need] = [:]
        for check in checks { needs[check.resource, default: Need()].add(check, library.resourceTypes) }
        var resources: [Resource] = []
        await AccountWork(needs: needs, regions: regions).run(
            resolver, recall: { recording.answer(to: $0) },
            ask: { request in
                await Pager(models: models).answer(request.key, paging: request.paging) { key in
                    recording.page(key) ?? .refused(.init(code: "not-recorded", message: "it is not there"))
                }
            }, listed: { _, _, _ in }, ready: { resources.append($0) }, progress: { _ in })
        part("making \(resources.count) resources")

        var settings: [String: [String: Value]] = [:]
        for check in checks {
            for parameter in check.parameters where !parameter.isRequired {
                settings[check.id, default: [:]][parameter.name] = parameter.standard
            }
        }
        let evaluator = Evaluator(now: now, parameters: settings)
        let byType = Dictionary(grouping: checks, by: \.resource)
        var findings = 0
        let shared = SharedWork()
        for resource in resources {
            let checks = byType[resource.type.id] ?? []
            // As in a scan, which puts each finding away, none is kept.
            evaluator.judge(checks, resource, resolver, sharing: shared, seeksCulprits: false) { _, _ in
                findings += 1
            }
        }
        part("judging \(checks.count) checks, \(findings) findings")
    }

    /// Seconds on `clock`.
    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private struct Usage: Error, CustomStringConvertible {
        let description = "usage: EvaluationBenchmark LOG CHECKS SERVICE"
    }
}
