import Glibc

/// The environment of the test process.
public enum Environment {
    /// The value of `name`; nil where it is not set.
    public static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
