import Files
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The validators of published schemas, which are not part of the repository: a script and the environment that its
/// `setup.sh` makes. Both are looked for beside the checkout and in the user's cache.
enum Validator {
    private static let script: String? = {
        var places = ["../shared/validators/validate.py"]
        if let sets = Environment.value("ASSAY_CONFORMANCE") {
            places.append("\(sets)/../validators/validate.py")
        }
        return places.first(where: Files.exists)
    }()
    private static let python = (Environment.value("HOME") ?? "") + "/.cache/assay-validators/venv/bin/python"

    /// Whether the validators are here; says aloud when not.
    static let isHere: Bool = {
        if script != nil, Files.exists(python) { return true }
        print("validators: skipped, validate.py or its environment is not here (run setup.sh beside it)")
        return false
    }()

    /// What the validator says of `bytes` as a file of the kind `kind`; nil where it is valid.
    static func complaint(_ kind: String, _ bytes: [UInt8]) throws -> String? {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/report.\(kind)"
        try Files.write(bytes, to: file)
        let command = "OCSF_STRICT=1 '\(python)' '\(script!)' \(kind) '\(file)' > '\(file).out' 2>&1"
        let status = system(command)
        return status == 0 ? nil : try Files.text("\(file).out")
    }
}
