internal import Files

/// Why a shared config or credentials file can not be used.
public struct SharedConfigurationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The line, from 1; 0 for the file as a whole.
    public let line: Int
    /// What is wrong; holds no value of the file.
    public let message: String

    init(path: String, line: Int, message: String) {
        self.path = path
        self.line = line
        self.message = message
    }

    /// `path:line: message`.
    public var description: String { line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)" }
}

/// What `~/.aws/config` and `~/.aws/credentials` say together.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>
public struct SharedConfiguration: Sendable {
    /// The properties of one section.
    ///
    /// It prints its properties' names and never their values, for some are secret.
    public struct Section: Sendable, CustomStringConvertible {
        private let properties: [String: String]

        init(_ properties: [String: String]) { self.properties = properties }

        /// The value of `name`; nil where it is absent or empty.
        public subscript(_ name: String) -> String? {
            guard let value = properties[name], !value.isEmpty else { return nil }
            return value
        }

        /// The properties below the property `name`, their names in lower case.
        public func nested(_ name: String) -> Section? {
            guard let value = properties[name], value.first == "\n" else { return nil }
            var inner = [String: String]()
            for line in value.split(separator: "\n") {
                guard let equals = line.firstIndex(of: "=") else { continue }
                inner[line[..<equals].trimmed.lowercased()] = String(
                    line[line.index(after: equals)...].trimmed)
            }
            return Section(inner)
        }

        /// The names of the properties, sorted.
        public var names: [String] { properties.keys.sorted() }
        var all: [String: String] { properties }

        /// The names of the properties.
        public var description: String { names.joined(separator: ", ") }
    }

    /// The profiles by name.
    public private(set) var profiles = [String: Section]()
    /// The `sso-session` sections by name.
    public private(set) var ssoSessions = [String: Section]()
    /// The `services` sections by name.
    public private(set) var services = [String: Section]()

    /// A configuration that says nothing.
    public init() {}

    /// What the texts of the two files say; a property of the credentials file goes before one of the config file.
    init(config: SharedFile?, credentials: SharedFile?) {
        var merged = config?.profiles ?? [:]
        for (name, properties) in credentials?.profiles ?? [:] {
            merged[name, default: [:]].merge(properties) { $1 }
        }
        profiles = merged.mapValues(Section.init)
        ssoSessions = (config?.ssoSessions ?? [:]).mapValues(Section.init)
        services = (config?.services ?? [:]).mapValues(Section.init)
    }

    /// Sections that are given and not read.
    init(
        profiles: [String: [String: String]], ssoSessions: [String: [String: String]] = [:],
        services: [String: [String: String]] = [:]
    ) {
        self.profiles = profiles.mapValues(Section.init)
        self.ssoSessions = ssoSessions.mapValues(Section.init)
        self.services = services.mapValues(Section.init)
    }

    /// Where the two files are: `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`, or below `~/.aws`.
    public static func paths(environment: [String: String]) -> (config: String, credentials: String) {
        func place(_ variable: String, _ file: String) -> String {
            let named = environment[variable] ?? ""
            return expanded(named.isEmpty ? "~/.aws/" + file : named, environment)
        }
        return (place("AWS_CONFIG_FILE", "config"), place("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
    }

    /// `path` with a leading `~` made the home folder.
    static func expanded(_ path: String, _ environment: [String: String]) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else {
            return path
        }
        return home + path.dropFirst()
    }

    /// What the two files say; one that is not there says nothing.
    ///
    /// - Parameter environment: names the files; see ``paths(environment:)``.
    public static func load(environment: [String: String]) throws(SharedConfigurationFailure)
        -> SharedConfiguration
    {
        try load(environment: environment) { try Files.read($0, limit: 16 << 20) }
    }

    /// What the two files say, as `read` gives them.
    static func load(
        environment: [String: String], read: (String) throws -> [UInt8]
    ) throws(SharedConfigurationFailure) -> SharedConfiguration {
        let paths = paths(environment: environment)
        return SharedConfiguration(
            config: try file(paths.config, .config, read),
            credentials: try file(paths.credentials, .credentials, read))
    }

    private static func file(
        _ path: String, _ kind: SharedFile.Kind, _ read: (String) throws -> [UInt8]
    ) throws(SharedConfigurationFailure) -> SharedFile? {
        let bytes: [UInt8]
        do { bytes = try read(path) } catch let failure as FileFailure where failure.isAbsent {
            return nil
        } catch {
            throw SharedConfigurationFailure(path: path, line: 0, message: "\(error)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SharedConfigurationFailure(path: path, line: 0, message: "the file is not UTF-8")
        }
        return try SharedFile(text, kind: kind, path: path)
    }
}
