public import Documents

extension Summary {
    /// The counts as data: `total`, one for each status, and `accepted`.
    public var document: Value {
        var members: [Object.Member] = [("total", .integer(total))]
        members += Status.allCases.map { ($0.rawValue, .integer(self[$0])) }
        members.append(("accepted", .integer(accepted)))
        return .object(Object(members))
    }
}

extension ScanInfo {
    /// The circumstances as data, under the names that the `json` report promises to other programs.
    public var document: Value {
        [
            "id": .string(id), "started": .string(started.iso8601), "finished": .string(finished.iso8601),
            "version": .string(version), "calls": .integer(calls), "interrupted": .bool(isInterrupted),
            "selected": [
                "checks": .array(checks.map(Value.string)),
                "accounts": .array(
                    accounts.map {
                        [
                            "id": .string($0.id), "regions": .array($0.regions.map(Value.string)),
                            "caller": $0.caller.map(Value.string) ?? .null,
                        ]
                    }),
            ],
            "folders": .array(folders.map { ["path": .string($0.path), "digest": .string($0.digest)] }),
        ]
    }
}
