import AWSWire
import Documents
import ServiceModels

/// The configuration sets of SES v2, and what carries tags.
extension SESState {
    mutating func answerSets(_ call: Call) throws(ServiceError) -> Object? {
        let name = call.text("ConfigurationSetName") ?? ""
        switch call.operation.name {
        case "ListConfigurationSets":
            let (range, next) = try call.page(sets.count, limit: "PageSize", most: 1000)
            var output = Object([("ConfigurationSets", .array(sets.keys[range].map { .string($0) }))])
            if let next { output["NextToken"] = .string(next) }
            return output
        case "CreateConfigurationSet":
            guard sets[name] == nil else {
                throw ServiceError(
                    code: "AlreadyExistsException", message: "Configuration set \(name) already exists.",
                    status: 400)
            }
            sets[name] = .object(call.parameters)
            return Object()
        case "DeleteConfigurationSet":
            _ = try set(name)
            sets[name] = nil
            destinations[name] = nil
            return Object()
        case "GetConfigurationSet":
            var output = try set(name)
            output["ConfigurationSetName"] = .string(name)
            if output["SendingOptions"] == nil { output["SendingOptions"] = ["SendingEnabled": true] }
            if output["ReputationOptions"] == nil {
                output["ReputationOptions"] = ["ReputationMetricsEnabled": false]
            }
            return output
        case "GetConfigurationSetEventDestinations":
            _ = try set(name)
            return Object([("EventDestinations", .array(destinations[name] ?? []))])
        case "CreateConfigurationSetEventDestination", "UpdateConfigurationSetEventDestination":
            return try putDestination(call, name)
        case "DeleteConfigurationSetEventDestination":
            _ = try set(name)
            let destination = try call.need("EventDestinationName")
            guard let place = destinations[name]?.firstIndex(where: { $0["Name"]?.string == destination })
            else {
                throw Self.noDestination(destination)
            }
            destinations[name]?.remove(at: place)
            return Object()
        case "PutConfigurationSetDeliveryOptions", "PutConfigurationSetReputationOptions",
            "PutConfigurationSetSendingOptions", "PutConfigurationSetSuppressionOptions",
            "PutConfigurationSetTrackingOptions", "PutConfigurationSetVdmOptions",
            "PutConfigurationSetArchivingOptions":
            var document = try set(name)
            let member = String(call.operation.name.dropFirst("PutConfigurationSet".count))
            var options = call.parameters
            options["ConfigurationSetName"] = nil
            document[member] = member == "VdmOptions" ? options["VdmOptions"] : .object(options)
            sets[name] = .object(document)
            return Object()
        case "ListTagsForResource", "TagResource", "UntagResource": return try tags(call)
        default: return nil
        }
    }

    private func set(_ name: String) throws(ServiceError) -> Object {
        guard let set = sets[name]?.object else {
            throw ServiceError(
                code: "NotFoundException", message: "Configuration set <\(name)> does not exist.", status: 404
            )
        }
        return set
    }

    private static func noDestination(_ name: String) -> ServiceError {
        ServiceError(
            code: "NotFoundException", message: "Event destination <\(name)> does not exist.", status: 404)
    }

    private mutating func putDestination(_ call: Call, _ name: String) throws(ServiceError) -> Object {
        _ = try set(name)
        let destination = try call.need("EventDestinationName")
        var document = call.parameters["EventDestination"]?.object ?? Object()
        document["Name"] = .string(destination)
        if document["Enabled"] == nil { document["Enabled"] = false }
        var all = destinations[name] ?? []
        let place = all.firstIndex { $0["Name"]?.string == destination }
        if call.operation.name.hasPrefix("Create") {
            guard place == nil else {
                throw ServiceError(
                    code: "AlreadyExistsException",
                    message: "Event destination <\(destination)> already exists.",
                    status: 400)
            }
            all.append(.object(document))
        } else {
            guard let place else { throw Self.noDestination(destination) }
            all[place] = .object(document)
        }
        destinations[name] = all
        return Object()
    }

    private mutating func tags(_ call: Call) throws(ServiceError) -> Object? {
        let arn = call.text("ResourceArn") ?? call.text("Arn") ?? ""
        let name = Self.name(arn)
        let isSet = arn.contains(":configuration-set/")
        let attributes = isSet ? sets[name]?.object : self[name]?.attributes
        guard isSet || arn.contains(":identity/") else { return nil }
        guard var attributes else {
            throw ServiceError(
                code: "NotFoundException", message: "Resource \(arn) does not exist.", status: 404)
        }
        var tags = attributes["Tags"]?.array ?? []
        switch call.operation.name {
        case "ListTagsForResource": return Object([("Tags", .array(tags))])
        case "TagResource":
            for tag in call.parameters["Tags"]?.array ?? [] {
                tags.removeAll { $0["Key"] == tag["Key"] }
                tags.append(tag)
            }
        default:
            let keys = call.texts("TagKeys")
            tags.removeAll { keys.contains($0["Key"]?.string ?? "") }
        }
        attributes["Tags"] = .array(tags)
        if isSet { sets[name] = .object(attributes) } else { self[name]?.attributes = attributes }
        return Object()
    }
}
