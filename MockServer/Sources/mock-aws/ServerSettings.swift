import Files
import MockAWS

#if canImport(Glibc)
    internal import Glibc
#endif

/// The options by which `serve` and `record` listen.
struct ServerSettings {
    static let words = [
        "--port": true, "--listen": true, "--tls": false, "--tls-ca": true, "--tls-name": true,
        "--tls-cert": true, "--tls-key": true,
    ]

    private(set) var options = ServerOptions()
    /// The file of the certificate authority that was made for this run.
    private(set) var authority: String?
    private var folder: String?

    init(_ arguments: Arguments, _ environment: [String: String]) throws {
        options.port = try arguments.number("--port", 0...65535, default: 0)
        if let address = arguments.last("--listen") { options.address = address }
        let certificate = arguments.last("--tls-cert"), key = arguments.last("--tls-key")
        let makes = ["--tls", "--tls-ca", "--tls-name"].first(where: arguments.has)
        if let certificate, let key {
            if let makes { throw Usage("\(makes) has a certificate made; leave it out with --tls-cert") }
            options.certificate = (try Files.read(certificate), try Files.read(key))
        } else if certificate != nil || key != nil {
            throw Usage("--tls-cert and --tls-key go together")
        } else if makes != nil {
            let isSpecific = options.address != "0.0.0.0" && options.address != "::"
            let names = (isSpecific ? [options.address] : []) + (arguments.values["--tls-name"] ?? [])
            let made = try GeneratedCertificate(names: names)
            options.certificate = (made.chain, made.key)
            let path = try arguments.last("--tls-ca") ?? temporary(environment) + "/ca.pem"
            try Files.write(made.authority, to: path, mode: 0o644)
            authority = path
        }
    }

    /// A new folder for the authority's certificate, which ``cleanUp()`` removes.
    private mutating func temporary(_ environment: [String: String]) throws -> String {
        var template = Array((environment["TMPDIR"] ?? "/tmp").utf8CString.dropLast())
        template += "/mock-aws-XXXXXX".utf8CString
        guard mkdtemp(&template) != nil else {
            throw FileFailure(path: environment["TMPDIR"] ?? "/tmp", attempt: "make a folder in", code: errno)
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        folder = path
        return path
    }

    /// Removes what was made for this run alone.
    func cleanUp() {
        guard let folder else { return }
        try? Files.remove(folder + "/ca.pem")
        rmdir(folder)
    }

    /// Prints where it listens, the first line on stdout, and what clients have to trust, the second.
    func announce(port: Int) {
        let scheme = options.certificate == nil ? "http" : "https"
        let host = options.address.contains(":") ? "[\(options.address)]" : options.address
        Console.out("listening on \(scheme)://\(host):\(port)")
        if let authority { Console.out("certificate authority: \(authority)") }
    }

    /// Warns where others can reach it.
    func warn() {
        guard !options.address.hasPrefix("127."), options.address != "::1" else { return }
        Console.error("warning: \(options.address) is reachable by others; mock-aws is made for loopback")
    }
}
