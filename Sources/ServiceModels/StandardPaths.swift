import Files

extension ModelLibrary {
    /// Where botocore and the AWS CLI keep models, the first one first: the folders of `AWS_DATA_PATH`, `~/.aws/models`,
    /// then those of installed programs, of which only what exists is named.
    ///
    /// The environment's `HOME`, `VIRTUAL_ENV` and `PATH` say where to look.
    public static func standardPaths(environment: [String: String]) -> [String] {
        var paths = (environment["AWS_DATA_PATH"] ?? "").split(separator: ":").map(String.init)
        let home = environment["HOME"]
        if let home {
            paths = paths.map { $0.hasPrefix("~/") ? home + $0.dropFirst() : $0 } + ["\(home)/.aws/models"]
        }
        var prefixes = [String]()
        if let environment = environment["VIRTUAL_ENV"] { prefixes.append(environment) }
        if let home { prefixes.append("\(home)/.local") }
        // A program `PREFIX/bin/aws` has its Python beside it: pyenv, pipx and plain prefixes all look so.
        for folder in (environment["PATH"] ?? "").split(separator: ":") where folder.hasSuffix("/bin") {
            prefixes.append(String(folder.dropLast(4)))
        }
        if let home {
            for tools in [
                "\(home)/.local/pipx/venvs", "\(home)/.local/share/pipx/venvs", "\(home)/.pyenv/versions",
            ] {
                prefixes += ((try? Files.list(tools)) ?? []).reversed().map { "\(tools)/\($0)" }
            }
        }
        prefixes += ["/usr/local", "/usr"]
        var found = [String]()
        for prefix in prefixes { found += installed(below: prefix) }
        var seen = Set<String>()
        return (paths + found).filter { seen.insert($0).inserted }
    }

    private static func installed(below prefix: String) -> [String] {
        var folders = [String]()
        let library = "\(prefix)/lib"
        let pythons = ((try? Files.list(library)) ?? []).filter { $0.hasPrefix("python3") }
        for python in pythons.sorted(by: isNewer) {
            for packages in ["site-packages", "dist-packages"] {
                let root = "\(library)/\(python)/\(packages)"
                folders += ["\(root)/botocore/data", "\(root)/awscli/botocore/data", "\(root)/awscli/data"]
            }
        }
        // The AWS CLI v2 in its own installer's layout, and Debian's.
        folders += [
            "\(prefix)/aws-cli/v2/current/dist/awscli/botocore/data",
            "\(prefix)/aws-cli/v2/current/dist/awscli/data",
            "\(prefix)/share/awscli/botocore/data",
        ]
        return folders.filter(Files.isFolder)
    }

    /// Whether the folder `python3.11` is of a newer Python than `python3.9`; Debian's `python3` comes last.
    private static func isNewer(_ a: String, _ b: String) -> Bool {
        func minor(_ name: String) -> Int { Int(name.dropFirst("python3.".count)) ?? -1 }
        return minor(a) > minor(b)
    }
}
