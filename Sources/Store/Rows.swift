import Documents
import Findings

extension FindingName {
    /// The columns that a name is made of, of the table `f`.
    static let columns = "f.fingerprint, f.check_id, f.resource_type, f.resource, f.account, f.region"

    /// The name in those columns of a row.
    init(_ row: Statement, from place: Int32) {
        fingerprint = row.text(place) ?? ""
        check = row.text(place + 1) ?? ""
        resourceType = row.text(place + 2) ?? ""
        resource = row.text(place + 3)
        account = row.text(place + 4) ?? ""
        region = row.text(place + 5) ?? ""
    }
}

extension ScanInfo {
    /// What many scans have in common, and is stored once for them.
    var scopeDocument: Value {
        [
            "checks": .array(checks.map(Value.string)),
            "accounts": .array(
                accounts.map { account in
                    [
                        "id": .string(account.id), "regions": .array(account.regions.map(Value.string)),
                        "caller": account.caller.map(Value.string) ?? nil,
                    ]
                }),
            "folders": .array(folders.map { ["path": .string($0.path), "digest": .string($0.digest)] }),
        ]
    }
}

extension Summary {
    /// The counts by status, and `accepted`.
    var document: Value {
        var object = Object()
        for status in Status.allCases { object[status.rawValue] = .integer(self[status]) }
        object["accepted"] = .integer(accepted)
        return .object(object)
    }
}

extension Scan {
    /// The columns that a scan is made of.
    static let columns = "number, scan.id, started, finished, version, document, calls, interrupted, counts"

    /// The scan in those columns of a row.
    init(_ row: Statement) {
        let scope = row.text(5).flatMap { try? JSON.parse($0) } ?? .null
        let counts = row.text(8).flatMap { try? JSON.parse($0) } ?? .null
        func texts(_ value: Value?) -> [String] { value?.array?.compactMap(\.string) ?? [] }
        number = row.int(0)
        info = ScanInfo(
            id: row.text(1) ?? "", started: Timestamp(seconds: row.real(2)),
            finished: Timestamp(seconds: row.real(3)),
            version: row.text(4) ?? "", checks: texts(scope["checks"]),
            accounts: (scope["accounts"]?.array ?? []).map {
                ScanInfo.Account(
                    id: $0["id"]?.string ?? "", regions: texts($0["regions"]), caller: $0["caller"]?.string)
            },
            folders: (scope["folders"]?.array ?? []).map {
                ScanInfo.Folder(path: $0["path"]?.string ?? "", digest: $0["digest"]?.string ?? "")
            },
            calls: row.int(6), isInterrupted: row.int(7) != 0)
        self.counts = Dictionary(
            uniqueKeysWithValues: Status.allCases.map { ($0, counts[$0.rawValue]?.int ?? 0) }
        ).filter { $0.value > 0 }
        accepted = counts["accepted"]?.int ?? 0
    }
}

extension Store {
    /// The scans that `rest` of a statement selects with `parameter`.
    func readScans(_ rest: String, _ parameter: Statement.Parameter) throws(StoreFailure) -> [Scan] {
        let rows = try database.prepare(
            "SELECT \(Scan.columns) FROM scan JOIN scope ON scope.id = scan.scope \(rest)")
        try rows.bind(parameter)
        var scans = [Scan]()
        while try rows.step() { scans.append(Scan(rows)) }
        return scans
    }
}
