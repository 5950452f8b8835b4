import AWSWire
import Documents
import ServiceModels

/// Configuration sets in the words of SES v1, over the documents of v2.
extension SESState {
    mutating func answerSetsV1(_ call: Call) throws(ServiceError) -> Object? {
        switch call.operation.name {
        case "ListConfigurationSets":
            let (range, next) = try call.page(sets.count, limit: "MaxItems", most: 1000)
            var output = Object([
                ("ConfigurationSets", .array(sets.keys[range].map { ["Name": .string($0)] }))
            ])
            if let next { output["NextToken"] = .string(next) }
            return output
        case "CreateConfigurationSet":
            guard let name = call.parameters["ConfigurationSet"]?["Name"]?.string else {
                throw call.words.invalid("A configuration set needs a name.")
            }
            guard sets[name] == nil else {
                throw ServiceError(
                    code: "ConfigurationSetAlreadyExists",
                    message: "Configuration set <\(name)> already exists.",
                    status: 400)
            }
            sets[name] = [:]
            return Object()
        case "DeleteConfigurationSet":
            let name = try call.need("ConfigurationSetName")
            _ = try known(name)
            sets[name] = nil
            destinations[name] = nil
            return Object()
        case "DescribeConfigurationSet": return try describe(call)
        case "PutConfigurationSetDeliveryOptions":
            let name = try call.need("ConfigurationSetName")
            var document = try known(name)
            var options = document["DeliveryOptions"]?.object ?? Object()
            options["TlsPolicy"] = call.parameters["DeliveryOptions"]?["TlsPolicy"]?.string
                .map { .string($0.uppercased()) }
            document["DeliveryOptions"] = .object(options)
            sets[name] = .object(document)
            return Object()
        default:
            if let output = try options(call) { return output }
            return try receipt.answer(call)
        }
    }

    /// The switches, tracking options and event destinations of a set.
    private mutating func options(_ call: Call) throws(ServiceError) -> Object? {
        let operation = call.operation.name
        guard operation.contains("ConfigurationSet") else { return nil }
        let name = try call.need("ConfigurationSetName")
        var document = try known(name)
        switch operation {
        case "UpdateConfigurationSetReputationMetricsEnabled":
            var options = document["ReputationOptions"]?.object ?? Object()
            options["ReputationMetricsEnabled"] = call.parameters["Enabled"]
            document["ReputationOptions"] = .object(options)
        case "UpdateConfigurationSetSendingEnabled":
            document["SendingOptions"] = ["SendingEnabled": call.parameters["Enabled"] ?? false]
        case "CreateConfigurationSetTrackingOptions", "UpdateConfigurationSetTrackingOptions",
            "DeleteConfigurationSetTrackingOptions":
            var options = document["TrackingOptions"]?.object ?? Object()
            let isThere = options["CustomRedirectDomain"] != nil
            guard isThere != operation.hasPrefix("Create") else {
                let problem = isThere ? "AlreadyExists" : "DoesNotExist"
                throw ServiceError(
                    code: "TrackingOptions\(problem)Exception",
                    message: "Tracking options of <\(name)>: \(problem).", status: 400,
                    members: Object([("ConfigurationSetName", .string(name))]))
            }
            options["CustomRedirectDomain"] = call.parameters["TrackingOptions"]?["CustomRedirectDomain"]
            document["TrackingOptions"] = options.isEmpty ? nil : .object(options)
        case "CreateConfigurationSetEventDestination", "UpdateConfigurationSetEventDestination",
            "DeleteConfigurationSetEventDestination":
            return try changeDestination(call, name)
        default: return nil
        }
        sets[name] = .object(document)
        return Object()
    }

    private mutating func changeDestination(_ call: Call, _ name: String) throws(ServiceError) -> Object {
        let given = call.parameters["EventDestination"]
        let destination: String
        if let name = given?["Name"]?.string {
            destination = name
        } else {
            destination = try call.need("EventDestinationName")
        }
        var all = destinations[name] ?? []
        let place = all.firstIndex { $0["Name"]?.string == destination }
        let creates = call.operation.name.hasPrefix("Create")
        guard creates == (place == nil) else {
            let problem = creates ? "AlreadyExists" : "DoesNotExist"
            throw ServiceError(
                code: "EventDestination\(problem)",
                message: "Event destination <\(destination)> of configuration set <\(name)>: \(problem).",
                status: 400,
                members: Object([
                    ("ConfigurationSetName", .string(name)), ("EventDestinationName", .string(destination)),
                ]))
        }
        if let place { all.remove(at: place) }
        if let given { all.insert(Self.newer(given), at: place ?? all.count) }
        destinations[name] = all
        return Object()
    }

    private func known(_ name: String) throws(ServiceError) -> Object {
        guard let document = sets[name]?.object else {
            throw ServiceError(
                code: "ConfigurationSetDoesNotExist", message: "Configuration set <\(name)> does not exist.",
                status: 400, members: Object([("ConfigurationSetName", .string(name))]))
        }
        return document
    }

    private func describe(_ call: Call) throws(ServiceError) -> Object {
        let name = try call.need("ConfigurationSetName")
        let document = try known(name)
        var output = Object([("ConfigurationSet", ["Name": .string(name)])])
        for asked in call.texts("ConfigurationSetAttributeNames") {
            switch asked {
            case "eventDestinations":
                output["EventDestinations"] = .array((destinations[name] ?? []).map(Self.older))
            case "trackingOptions":
                guard let domain = document["TrackingOptions"]?["CustomRedirectDomain"] else { continue }
                output["TrackingOptions"] = ["CustomRedirectDomain": domain]
            case "deliveryOptions":
                let policy = document["DeliveryOptions"]?["TlsPolicy"]?.string ?? "OPTIONAL"
                output["DeliveryOptions"] = ["TlsPolicy": .string(Identity.older(policy))]
            case "reputationOptions":
                output["ReputationOptions"] = [
                    "SendingEnabled": document["SendingOptions"]?["SendingEnabled"] ?? true,
                    "ReputationMetricsEnabled": document["ReputationOptions"]?["ReputationMetricsEnabled"]
                        ?? false,
                ]
            default: break
            }
        }
        return output
    }

    /// Names of an event destination's members in each version, as paths.
    private static let members: [(v1: [String], v2: [String])] = [
        (["Name"], ["Name"]), (["Enabled"], ["Enabled"]),
        (["SNSDestination", "TopicARN"], ["SnsDestination", "TopicArn"]),
        (
            ["KinesisFirehoseDestination", "IAMRoleARN"],
            ["KinesisFirehoseDestination", "IamRoleArn"]
        ),
        (
            ["KinesisFirehoseDestination", "DeliveryStreamARN"],
            ["KinesisFirehoseDestination", "DeliveryStreamArn"]
        ),
        (["CloudWatchDestination"], ["CloudWatchDestination"]),
    ]

    /// The events of `MatchingEventTypes` in each version.
    private static let events: [(v1: String, v2: String)] = [
        ("send", "SEND"), ("reject", "REJECT"), ("bounce", "BOUNCE"), ("complaint", "COMPLAINT"),
        ("delivery", "DELIVERY"), ("open", "OPEN"), ("click", "CLICK"),
        ("renderingFailure", "RENDERING_FAILURE"), ("deliveryDelay", "DELIVERY_DELAY"),
        ("subscription", "SUBSCRIPTION"),
    ]

    /// An event destination of v1 in v2's words.
    private static func newer(_ destination: Value) -> Value {
        var out = renamed(
            destination, members.map { ($0.v1, $0.v2) }, events: events.map { ($0.v1, $0.v2) })
        if out["Enabled"] == nil { out["Enabled"] = false }
        return .object(out)
    }

    /// An event destination in v1's words; v1 has no event bridge and no pinpoint.
    private static func older(_ destination: Value) -> Value {
        .object(
            renamed(destination, members.map { ($0.v2, $0.v1) }, events: events.map { ($0.v2, $0.v1) }))
    }

    private static func renamed(
        _ destination: Value, _ members: [(from: [String], to: [String])],
        events: [(from: String, to: String)]
    ) -> Object {
        var out = Object()
        for (from, to) in members {
            guard let value = from.reduce(Value?.some(destination), { $0?[$1] }) else { continue }
            if to.count == 1 {
                out[to[0]] = value
            } else {
                var inner = out[to[0]]?.object ?? Object()
                inner[to[1]] = value
                out[to[0]] = .object(inner)
            }
        }
        let types = destination["MatchingEventTypes"]?.array?.compactMap(\.string) ?? []
        out["MatchingEventTypes"] = .array(
            types.map { type in .string(events.first { $0.from == type }?.to ?? type) })
        return out
    }
}
