import AWSWire
import Documents
import Files
import TestSupport
import Testing

/// The signing suites of botocore, aws-c-auth and smithy-rs.
@Suite struct SigningConformanceTests {
    /// A request as the suites write it: raw, with folded headers.
    static func request(_ text: String) -> HTTPRequest {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        let first = lines.removeFirst()
        let method = first.prefix { $0 != " " }
        var target = first.dropFirst(method.count + 1)
        if target.hasSuffix(" HTTP/1.1") { target = target.dropLast(9) }
        let path = target.prefix { $0 != "?" }
        var headers = Headers()
        for line in lines {
            if line.hasPrefix(" ") || line.hasPrefix("\t") {
                headers.fields[headers.fields.count - 1].value += " " + line
                continue
            }
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers.append(String(line[..<colon]), String(line[line.index(after: colon)...]))
        }
        return HTTPRequest(
            method: String(method), path: String(path), query: String(target.dropFirst(path.count + 1)),
            headers: headers, body: parts.count > 1 ? Array(parts[1].utf8) : [])
    }

    private static let keys = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))

    private static func text(_ path: String) -> String? {
        guard let text = try? Files.text(path) else { return nil }
        return text.replacing("\r\n", with: "\n")
    }

    @Test func `requests are signed as in aws-c-auth's suite`() throws {
        guard let folder = Conformance.folder("sigv4-aws-c-auth") else { return }
        var score = ConformanceScore("sigv4-aws-c-auth")
        for name in try Files.list("\(folder)/v4") where Files.isFolder("\(folder)/v4/\(name)") {
            let at = "\(folder)/v4/\(name)"
            let context = try ConformanceScore.json("\(at)/context.json")
            let held = context["credentials"]
            let credentials = Credentials(
                accessKeyID: held?["access_key_id"]?.string ?? "",
                secretAccessKey: Secret(held?["secret_access_key"]?.string ?? ""),
                sessionToken: held?["token"]?.string.map { Secret($0) })
            var options = SigV4.Options()
            options.normalizesPath = context["normalize"]?.bool ?? true
            options.sendsBodyHash = context["sign_body"]?.bool ?? false
            options.signsSessionToken = !(context["omit_session_token"]?.bool ?? false)
            let request = Self.request(Self.text("\(at)/request.txt") ?? "")
            let moment = try #require(Timestamp(context["timestamp"]?.string ?? ""))
            let region = context["region"]?.string ?? ""
            let service = context["service"]?.string ?? ""
            let signed = SigV4.sign(
                request, credentials: credentials, region: region, service: service, at: moment,
                options: options)
            var problem: String?
            let wanted = Self.text("\(at)/header-signature.txt").map { String($0.filter { $0 != "\n" }) }
            if let wanted, !(signed.headers["Authorization"] ?? "").hasSuffix("Signature=\(wanted)") {
                problem = "header: \(SigV4.canonicalRequest(signed, options: options))"
            }
            let presigned = SigV4.presign(
                request, credentials: credentials, region: region, service: service, at: moment,
                expires: context["expiration_in_seconds"]?.int ?? 3600, options: options)
            let query = Self.text("\(at)/query-signature.txt").map { String($0.filter { $0 != "\n" }) }
            if let query, !presigned.query.hasSuffix("X-Amz-Signature=\(query)") {
                problem = (problem ?? "") + " query: \(SigV4.canonicalRequest(presigned, options: options))"
            }
            score.count(name, problem)
        }
        score.report()
        #expect(score.failures == [])
    }

    @Test func `requests are signed as in botocore's suite`() throws {
        guard let folder = Conformance.folder("sigv4-botocore") else { return }
        var score = ConformanceScore("sigv4-botocore")
        for file in try Files.walk(folder) where file.hasSuffix(".req") {
            let stem = String(file.dropLast(4))
            guard let wanted = Self.text(stem + ".authz") else { continue }
            var request = Self.request(Self.text(file) ?? "")
            let moment = try #require(Timestamp("20150830T123600Z"))
            let token = request.headers["X-Amz-Security-Token"].map { Secret($0) }
            request.headers["X-Amz-Security-Token"] = nil
            let credentials = Credentials(
                accessKeyID: Self.keys.accessKeyID, secretAccessKey: Self.keys.secretAccessKey,
                sessionToken: token)
            let signed = SigV4.sign(
                request, credentials: credentials, region: "us-east-1", service: "service", at: moment)
            let made = signed.headers["Authorization"] ?? ""
            let name = String(stem.split(separator: "/").last!)
            score.count(
                name,
                made == wanted.filter { $0 != "\n" } ? nil : "\(SigV4.canonicalRequest(signed)) and \(made)")
        }
        score.report()
        #expect(score.failures == [])
    }

    @Test func `paths are encoded as in smithy-rs' cases`() throws {
        guard let folder = Conformance.folder("sigv4-smithy-rs-extra") else { return }
        var score = ConformanceScore("sigv4-smithy-rs-extra")
        for name in try Files.list("\(folder)/v4") where Files.isFolder("\(folder)/v4/\(name)") {
            let at = "\(folder)/v4/\(name)"
            let wanted = Self.text("\(at)/header-canonical-request.txt") ?? ""
            var request = Self.request(Self.text("\(at)/request.txt") ?? "")
            // The date of one case's request is not that of its canonical form.
            let line = wanted.split(separator: "\n").first { $0.hasPrefix("x-amz-date:") }
            if let line { request.headers["X-Amz-Date"] = String(line.dropFirst(11)) }
            let made = SigV4.canonicalRequest(request)
            score.count(name, made == wanted ? nil : made)
        }
        score.report()
        #expect(score.failures == [])
    }
}

extension String {
    /// The text with `old` replaced.
    fileprivate func replacing(_ old: String, with new: String) -> String {
        var out = ""
        var rest = Substring(self)
        while !rest.isEmpty {
            if rest.hasPrefix(old) {
                out += new
                rest = rest.dropFirst(old.count)
            } else {
                out.append(rest.removeFirst())
            }
        }
        return out
    }
}
