import Documents
import ServiceModels

/// A policy of an identity.
struct NamedPolicy: Sendable, Hashable {
    let name: String
    var text: String
}

/// An SES identity.
struct Identity: Sendable, Hashable {
    let name: String
    /// What `GetEmailIdentity` shows beside the policies; a member that is missing here has its default.
    var attributes = Object()
    /// What `GetIdentityNotificationAttributes` shows where it is not the default.
    var notifications = Object()
    var policies: [NamedPolicy] = []

    var isAddress: Bool { name.utf8.contains(UInt8(ascii: "@")) }

    init(_ name: String) { self.name = name }
}

/// SES in one account and region, the same for both versions of its API.
struct SESState: Sendable {
    /// The identities in the order in which they are listed; a deleted one leaves nil.
    private(set) var identities: [Identity?] = []
    private var places: [String: Int] = [:]
    /// The configuration sets, as `GetConfigurationSet` shows them, by name; the event destinations beside.
    var sets = Object()
    var destinations: [String: [Value]] = [:]
    /// The rules for received mail.
    var receipt = ReceiptRules()
    /// The contact lists and the dedicated IP pools, by the name of the member that lists them, by their names.
    var lists: [String: Object] = [:]
    /// How many identities a page held when it was recorded; nil for as many as are asked for.
    var pageSize: Int?
    /// What `GetAccount` shows where it is not the default.
    var account = Object()

    /// The names of SES are compared without regard to case.
    private static func key(_ name: String) -> String {
        name.utf8.contains { (65...90).contains($0) } ? name.lowercased() : name
    }

    subscript(_ name: String) -> Identity? {
        get { places[Self.key(name)].flatMap { identities[$0] } }
        set {
            let key = Self.key(name)
            switch (places[key], newValue) {
            case (let place?, let value?): identities[place] = value
            case (let place?, nil):
                identities[place] = nil
                places[key] = nil
            case (nil, let value?):
                places[key] = identities.count
                identities.append(value)
            case (nil, nil): break
            }
        }
    }

    var count: Int { places.count }

    mutating func reserve(_ count: Int) {
        identities.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    /// The name of the identity that `text`, a name or an ARN, means.
    static func name(_ text: String) -> String {
        guard text.hasPrefix("arn:"), let slash = text.firstIndex(of: "/") else { return text }
        return String(text[text.index(after: slash)...])
    }
}
