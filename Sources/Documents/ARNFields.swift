extension String {
    /// The field at `place` of an ARN (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>), from 0: 1 is
    /// the partition, 2 the service, 3 the region, 4 the account; nil where the text is no ARN.
    public func arnField(_ place: Int) -> Substring? {
        guard hasPrefix("arn:") else { return nil }
        var start = utf8.startIndex
        var field = 0
        var found: Substring?
        while let colon = utf8[start...].firstIndex(of: UInt8(ascii: ":")) {
            if field == place { found = self[start..<colon] }
            if field == 4 { return found }
            start = utf8.index(after: colon)
            field += 1
        }
        return nil
    }
}
