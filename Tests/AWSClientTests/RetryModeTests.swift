import AWSWire
import Testing

@testable import AWSClient

@Suite struct RetryModeTests {
    private static func settings(_ environment: [String: String], _ profile: [String: String] = [:])
        -> Settings
    {
        Settings(
            environment: environment,
            configuration: SharedConfiguration(profiles: ["default": profile], ssoSessions: [:]))
    }

    private func attempts(_ environment: [String: String], status: Int) async -> Int {
        let server = LocalServer { _ in .init(status, "{}") }
        return await client(of: server, environment: environment).identity().attempts
    }

    @Test(arguments: [
        ([:], 3), (["AWS_RETRY_MODE": "standard"], 3), (["AWS_RETRY_MODE": "adaptive"], 3),
        (["AWS_RETRY_MODE": "legacy"], 5), (["AWS_RETRY_MODE": "Legacy"], 5),
        (["AWS_MAX_ATTEMPTS": "1"], 1), (["AWS_RETRY_MODE": "legacy", "AWS_MAX_ATTEMPTS": "7"], 7),
    ])
    func `failures are tried again as often as the mode says`(
        environment: [String: String], attempts: Int
    ) async {
        #expect(await self.attempts(environment, status: 500) == attempts)
    }

    @Test(arguments: [([:], 12), (["AWS_MAX_ATTEMPTS": "2"], 2), (["AWS_RETRY_MODE": "legacy"], 12)])
    func `throttles are counted apart unless a number was chosen`(
        environment: [String: String], attempts: Int
    ) async {
        #expect(await self.attempts(environment, status: 429) == attempts)
    }

    @Test func `the environment goes before the profile`() {
        let config = ["retry_mode": "legacy", "max_attempts": "4"]
        let profile = Self.settings([:], config)
        #expect(profile.retryMode == .legacy)
        #expect(ClientConfiguration(settings: profile).retries.maximumAttempts == 4)
        let both = Self.settings(["AWS_RETRY_MODE": "standard", "AWS_MAX_ATTEMPTS": "2"], config)
        #expect(both.retryMode == .standard)
        #expect(ClientConfiguration(settings: both).retries.maximumAttempts == 2)
    }

    @Test func `legacy pauses double from a second and cost no budget`() {
        let budget = RetryBudget(500)
        var session = RetrySession(RetryPolicy(.legacy), budget)
        let pauses = (1...4).map { _ in session.next(.transient, jitter: 1) }
        #expect(pauses == [1, 2, 4, 8].map { .retry(after: $0) })
        #expect(session.next(.transient, jitter: 1) == .attemptsSpent)
        #expect(budget.left == 500)
    }

    @Test(arguments: [
        (["AWS_RETRY_MODE": "eager"], "there is no retry mode eager; it is legacy, standard or adaptive"),
        (["AWS_MAX_ATTEMPTS": "0"], "the number of attempts must be a whole number of at least 1, not 0"),
        (["AWS_MAX_ATTEMPTS": "x"], "the number of attempts must be a whole number of at least 1, not x"),
    ])
    func `what makes no sense is said`(environment: [String: String], mistake: String) {
        #expect(Self.settings(environment).retryMistake == mistake)
    }

    @Test func `what makes sense is no mistake`() {
        #expect(Self.settings(["AWS_RETRY_MODE": "adaptive", "AWS_MAX_ATTEMPTS": "9"]).retryMistake == nil)
        #expect(Self.settings([:]).retryMistake == nil)
    }
}
