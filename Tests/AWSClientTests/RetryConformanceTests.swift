import Documents
import Files
import AWSWire
import Testing
import TestSupport

@testable import AWSClient

@Suite struct RetryConformanceTests {
    @Test(arguments: ["standard", "standard-2026"])
    func `retries go as smithy-kotlin's scenarios say`(file: String) throws {
        guard let folder = Conformance.folder("retry-smithy-kotlin") else { return }
        var cases = Cases("retry-smithy-kotlin \(file)")
        for test in try Cases.json("\(folder)/\(file).json").array ?? [] {
            var wrong = [String]()
            let given = test["given"]
            let budget = RetryBudget(500, left: given?["initial_retry_tokens"]?.int ?? 500)
            let policy = policy(given, isOlder: file == "standard")
            let jitter = given?["exponential_base"]?.double ?? 1
            let isLongPolling = given?["long_polling"]?.bool ?? false
            var threads = (test["threads"]?.array ?? [test["responses"] ?? []]).map {
                Run($0.array ?? [], policy, budget)
            }
            // The threads' steps interleave: the one is next whose expected quota then holds.
            while threads.contains(where: { !$0.left.isEmpty }) {
                let before = budget.left
                let fitting = threads.indices.filter { place in
                    threads[place].left.first.map {
                        threads.count == 1 || threads[place].wouldFit($0, before)
                    } ?? false
                }
                guard let place = fitting.first(where: { threads[$0].isRetry }) ?? fitting.first else {
                    wrong.append("no thread fits the quota \(before)")
                    break
                }
                threads[place].step(jitter, isLongPolling, &wrong)
            }
            if let left = test["expected_final_quota"]?.int, left != budget.left {
                wrong.append("left \(budget.left)")
            }
            cases.check(test["name"]?.string ?? "", wrong.isEmpty, wrong.joined(separator: ", "))
        }
        cases.report()
    }

    private func policy(_ given: Value?, isOlder: Bool) -> RetryPolicy {
        var policy = RetryPolicy()
        if isOlder { (policy.base, policy.throttledBase, policy.cost, policy.throttledCost) = (1, 1, 5, 5) }
        if let attempts = given?["max_attempts"]?.int { policy.maximumAttempts = attempts }
        if let power = given?["exponential_power"]?.double { policy.power = power }
        if let pause = given?["max_backoff_time"]?.double { policy.maximumPause = pause }
        return policy
    }

    private struct Run {
        var left: [Value]
        let policy: RetryPolicy
        let budget: RetryBudget
        var session: RetrySession

        init(_ steps: [Value], _ policy: RetryPolicy, _ budget: RetryBudget) {
            left = steps
            self.policy = policy
            self.budget = budget
            session = RetrySession(policy, budget)
        }

        var isRetry: Bool { left.first?["expected"]?["outcome"]?.string == "retry_request" }

        func wouldFit(_ step: Value, _ quota: Int) -> Bool {
            guard let expected = step["expected"]?["retry_quota"]?.int else { return true }
            return isRetry ? quota - expected == policy.cost : expected - quota == policy.cost
        }

        mutating func step(_ jitter: Double, _ isLongPolling: Bool, _ wrong: inout [String]) {
            let step = left.removeFirst()
            let status = step["response"]?["status_code"]?.int ?? 0
            let code = step["response"]?["error_code"]?.string ?? ""
            let error = ServiceError(code: code, message: "", status: status)
            var headers = Headers()
            for (name, value) in step["response"]?["headers"]?.object ?? Object() {
                headers.append(name, value.string ?? "")
            }
            session.isLongPolling = isLongPolling
            let decision = session.next(
                status < 300 ? .success : Classification.outcome(error), jitter: jitter,
                askedFor: Classification.askedFor(headers, now: .now()))
            let (name, delay): (String, Double?) =
                switch decision {
                case .done: ("success", nil)
                case .retry(let seconds): ("retry_request", seconds)
                case .fail: ("fail_request", nil)
                case .attemptsSpent: ("max_attempts_exceeded", nil)
                case .budgetSpent(let seconds): ("retry_quota_exceeded", seconds)
                }
            let expected = step["expected"]
            if expected?["outcome"]?.string != name { wrong.append("got \(name) for \(step)") }
            if let quota = expected?["retry_quota"]?.int, quota != budget.left {
                wrong.append("quota \(budget.left) for \(step)")
            }
            if let pause = expected?["delay"]?.double, abs(pause - (delay ?? -1)) > 1e-9 {
                wrong.append("delay \(delay ?? -1) for \(step)")
            }
            if name == "success" { session = RetrySession(policy, budget) }
        }
    }
}
