import AWSWire
import Documents
import Inventory
import ServiceModels

/// What the world has recorded, found by meaning: account, region, service, operation and decoded parameters.
struct ReplayTable: Sendable {
    /// Which recordings may answer a call.
    struct Group: Sendable, Hashable {
        let account: String
        let region: String
        let call: String
    }

    /// What a recording answers.
    enum Answer: Sendable {
        case raw(status: Int, headers: [String: String], body: [UInt8])
        case output(Object)
        case error(ServiceError)
        case failure(kind: String)

        /// Whether it says that something is not there.
        var meansAbsence: Bool {
            if case .error(let error) = self { error.status == 404 || error.meansAbsence } else { false }
        }
    }

    struct Entry: Sendable {
        let question: Object
        /// Answers to the same question, in the order recorded; the last one stays.
        var answers: [Answer]
        var served = 0
        /// How the list goes on where its last recorded page is not the last: with this error.
        var tail: ServiceError?
        var pageSize: Int?
        /// Whether the service itself answered so, and nothing has changed since that the recording does not have.
        var isTrue: Bool

        /// Ends its sequence: the last answer stays.
        mutating func leave() {
            isTrue = false
            guard answers.count > 1 else { return }
            answers.removeSubrange(..<(answers.count - 1))
            served = 0
        }
    }

    /// A recording's place in the table.
    private struct Spot: Sendable {
        let group: Group
        let place: Int
    }

    private(set) var entries: [Group: [Entry]] = [:]
    private var places: [Group: [Object: Int]] = [:]
    /// Of the services that have state, by account and region: recordings that the next change may end.
    private var following: [Place: [Spot]] = [:]
    /// Of the services that have state, by account and region: recordings that say that something is not there.
    private var absent: [Place: [Spot]] = [:]

    /// The offset of the page that a cut listing's error stands at.
    static let tailOffset = 1 << 39

    /// How many questions are recorded.
    var count: Int { entries.values.reduce(0) { $0 + $1.count } }

    /// The calls recorded, with how many questions each.
    var calls: [String: Int] {
        entries.reduce(into: [:]) { $0[$1.key.call, default: 0] += $1.value.count }
    }

    mutating func add(
        _ group: Group, _ question: Object, _ answer: Answer, tail: ServiceError? = nil, pageSize: Int? = nil,
        isRecorded: Bool = false
    ) {
        let question = Self.meaning(question)
        if let place = places[group]?[question] {
            entries[group]![place].answers.append(answer)
            if let tail { entries[group]![place].tail = tail }
            entries[group]![place].isTrue = entries[group]![place].isTrue && isRecorded
            note(group, place, answer)
            return
        }
        let place = entries[group, default: []].count
        places[group, default: [:]][question] = place
        entries[group, default: []].append(
            Entry(question: question, answers: [answer], tail: tail, pageSize: pageSize, isTrue: isRecorded))
        note(group, place, answer)
    }

    /// Puts `answer` in the place of one that is there.
    mutating func replace(_ group: Group, _ place: Int, _ at: Int, by answer: Answer) {
        entries[group]![place].answers[at] = answer
        note(group, place, answer)
    }

    /// Remembers what a change of the state does to the recording that has got `answer`.
    private mutating func note(_ group: Group, _ place: Int, _ answer: Answer) {
        guard MockState.services.contains(String(group.call.prefix { $0 != ":" })) else { return }
        let (spot, at) = (
            Spot(group: group, place: place), Place(account: group.account, region: group.region)
        )
        if entries[group]![place].isTrue || entries[group]![place].answers.count > 1 {
            following[at, default: []].append(spot)
        }
        if answer.meansAbsence { absent[at, default: []].append(spot) }
    }

    private func places(_ account: String, _ region: String) -> [Place] {
        [region, "global"].map { Place(account: account, region: $0) }
    }

    /// Forgets recorded errors of the state's services that say that something is not there: a change may have made it.
    mutating func forgetAbsences(_ account: String, _ region: String) {
        for place in places(account, region) {
            for spot in absent.removeValue(forKey: place) ?? [] {
                entries[spot.group]![spot.place].answers.removeAll(where: \.meansAbsence)
            }
        }
    }

    /// The recorded error, or page cut short, that a call of a service with state runs into; nil where there is none.
    mutating func refusal(_ call: Call) -> Answer? {
        guard !entries.isEmpty, let (group, place) = find(call) else { return nil }
        if let paging = call.known.paging, let token = call.text(paging.inputToken), !token.isEmpty {
            guard token == call.token(Self.tailOffset, token: paging.inputToken, limit: paging.limit) else {
                return nil
            }
            return entries[group]![place].tail.map { .error($0) }
        }
        guard let first = entries[group]![place].answers.first else { return nil }
        if case .output = first { return nil }
        return next(group, place)
    }

    /// The token behind a state's last page, where the recording broke off after it.
    func tailToken(_ call: Call, _ paging: Paging) -> String? {
        guard !entries.isEmpty, let (group, place) = find(call), entries[group]![place].tail != nil else {
            return nil
        }
        return call.token(Self.tailOffset, token: paging.inputToken, limit: paging.limit)
    }

    /// Whether the recorded answers to `call` differ from time to time.
    func varies(_ call: Call) -> Bool {
        guard !entries.isEmpty, let (group, place) = find(call) else { return false }
        return entries[group]![place].answers.count > 1
    }

    /// What the recording goes on with where `call` follows it: the next of the answers that a question got one after the
    /// other, or the answer to a change; nil where it says nothing of that, or nothing more.
    mutating func sequel(_ call: Call) throws(ServiceError) -> Answer? {
        guard !entries.isEmpty, let (group, place) = find(call) else { return nil }
        let entry = entries[group]![place]
        if call.onlyReads { return entry.isTrue || entry.answers.count > 1 ? try answer(call) : nil }
        guard entry.served < entry.answers.count else { return nil }
        entries[group]![place].served += 1
        return entry.answers[entry.served]
    }

    /// Ends the sequences of the services that have state in one place, because a change was made that the recording does not have.
    mutating func leave(_ account: String, _ region: String) {
        for place in places(account, region) {
            for spot in following.removeValue(forKey: place) ?? [] {
                entries[spot.group]![spot.place].leave()
            }
        }
    }

    /// A question without what does not matter: how JSON documents in its texts are spaced and ordered.
    private static func meaning(_ question: Object) -> Object {
        let isPlain = question.allSatisfy { $0.value.string.map { !$0.hasPrefix("{") } ?? true }
        if isPlain { return question }
        var out = Object()
        for member in question {
            let document = member.value.string.flatMap { $0.hasPrefix("{") ? try? JSON.parse($0) : nil }
            out[member.key] = document.map { .string(JSON.text($0, .sorted)) } ?? member.value
        }
        return out
    }

    private func find(_ call: Call) -> (Group, Int)? {
        let question = Self.meaning(call.known.question(call.parameters))
        for group in groups(call, call.operation.name) {
            if let place = places[group]?[question] { return (group, place) }
        }
        return nil
    }

    /// The recording of a question that asks by ARN for what `call` asks by name, or the other way round.
    private func findLoosely(_ call: Call) -> (Group, Int)? {
        let question = Self.meaning(call.known.question(call.parameters))
        for group in groups(call, call.operation.name) {
            let place = entries[group]?.firstIndex { entry in
                entry.question.count == question.count
                    && question.allSatisfy { member in
                        entry.question[member.key].map { Self.mean($0, member.value) } ?? false
                    }
            }
            if let place { return (group, place) }
        }
        return nil
    }

    /// The next answer; of a listing that is `continued`, the one whose first page was the last to be given.
    private mutating func next(_ group: Group, _ place: Int, continued: Bool = false) -> Answer? {
        let entry = entries[group]![place]
        guard !entry.answers.isEmpty else { return nil }
        if continued { return entry.answers[min(max(0, entry.served - 1), entry.answers.count - 1)] }
        if entry.answers.count > 1 { entries[group]![place].served += 1 }
        return entry.answers[min(entry.served, entry.answers.count - 1)]
    }

    /// The recorded answer to `call`, cut to the page that is asked for; nil where there is none.
    mutating func answer(_ call: Call) throws(ServiceError) -> Answer? {
        guard let (group, place) = find(call) ?? findLoosely(call) else { return nil }
        let paging = call.known.paging
        let tail = entries[group]![place].tail
        let pageSize = entries[group]![place].pageSize
        if let paging, let tail, let token = call.text(paging.inputToken),
            token == call.token(Self.tailOffset, token: paging.inputToken, limit: paging.limit)
        {
            throw tail
        }
        let given = paging.flatMap { call.text($0.inputToken) } ?? ""
        guard let answer = next(group, place, continued: !given.isEmpty) else { return nil }
        guard let paging, case .output(var output) = answer, let key = paging.results.first,
            let items = output[key]?.array
        else { return answer }
        let (range, more) = try call.page(
            items.count, token: paging.inputToken, limit: paging.limit, most: pageSize ?? max(1, items.count))
        output[key] = .array(Array(items[range]))
        if range.lowerBound > 0 { for other in paging.results.dropFirst() { output[other] = .array([]) } }
        var token = more
        if token == nil, tail != nil {
            token = call.token(Self.tailOffset, token: paging.inputToken, limit: paging.limit)
        }
        output[paging.outputToken] = token.map { .string($0) }
        if let flag = paging.more, token != nil || output[flag] != nil { output[flag] = .bool(token != nil) }
        return .output(output)
    }

    /// The recording that is nearest to `call`, and what differs, for the journal.
    func nearest(_ call: Call) -> String? {
        var best: (differences: [String], question: Object, group: Group)?
        let asked = Self.meaning(call.known.question(call.parameters))
        for (group, all) in entries where group.call == call.name {
            for entry in all {
                var differences = [String]()
                if group.account != call.account, group.account != "" {
                    differences.append("account: \(group.account) recorded, \(call.account) asked")
                }
                if group.region != call.region, group.region != "global" {
                    differences.append("region: \(group.region) recorded, \(call.region) asked")
                }
                for key in Set(entry.question.keys + asked.keys).sorted()
                where entry.question[key] != asked[key] {
                    let recorded = entry.question[key].map { "\($0)" } ?? "nothing"
                    differences.append(
                        "\(key): \(recorded) recorded, \(asked[key].map { "\($0)" } ?? "nothing") asked")
                }
                if best == nil || differences.count < best!.differences.count {
                    best = (differences, entry.question, group)
                }
            }
        }
        return best.map {
            "\($0.group.call) \(JSON.text(.object($0.question))): \($0.differences.joined(separator: "; "))"
        }
    }
}
