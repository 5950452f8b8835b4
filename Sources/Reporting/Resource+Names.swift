import Findings

extension Finding.Headline {
    /// The partition of the resource's ARN, such as `aws-cn`; `aws` where it has none.
    var partition: String {
        guard let resource, resource.hasPrefix("arn:") else { return "aws" }
        let parts = resource.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && !parts[1].isEmpty ? String(parts[1]) : "aws"
    }

    /// What the finding is about, never empty: the resource, or the account and region in words.
    var subject: String {
        if let resource, !resource.isEmpty { return resource }
        let place = "\(account.isEmpty ? "an account not known" : account) in \(region)"
        return "every \(resourceType) of \(place)" + (part.isEmpty ? "" : " (\(part))")
    }
}

extension Finding {
    /// What the evidence says beyond the reason, which tells the witness of a policy already.
    var furtherWords: [String] { evidence.compactMap(\.text).filter { !reason.contains($0) } }
}

extension Gap {
    /// The gap in a sentence.
    var sentence: String {
        "\(call) in \(account.isEmpty ? "an account not known" : account) \(region) gave \(code): \(message); unseen: \(unseen)"
    }
}

extension CheckInfo {
    /// The check's file as a path relative to where assay ran, for tools that know files.
    func path(in scan: ScanInfo) -> String {
        var folder = self.folder.isEmpty ? scan.folders.first?.path ?? "checks.d" : self.folder
        while folder.hasPrefix("./") { folder.removeFirst(2) }
        while folder.hasSuffix("/") { folder.removeLast() }
        // Outside the working folder there is no relative path; the folder's own name is the best that can be said.
        if folder.hasPrefix("/") || folder.hasPrefix("..") || folder == "." {
            folder = folder == "." ? "" : folder.split(separator: "/").last.map(String.init) ?? ""
        }
        return folder.isEmpty ? file : "\(folder)/\(file)"
    }
}
