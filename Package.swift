// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is built with; each flag is a promise that the compiler then keeps.
let strict: [SwiftSetting] = [
    // SE-0335: `any` shows where a type is erased.
    .enableUpcomingFeature("ExistentialAny"),
    // SE-0409: a C library never leaks into a public signature.
    .enableUpcomingFeature("InternalImportsByDefault"),
    // SE-0444: an import is written where it is used.
    .enableUpcomingFeature("MemberImportVisibility"),
    // SE-0461: an async function stays on its caller's actor.
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // SE-0470: a conformance belongs to the actor of its type.
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: strict)
}

/// How programs are linked: with the addresses that loading adjusts packed, a megabyte less to read at each start.
let packed: [LinkerSetting] = [
    .unsafeFlags(["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"])
]

func program(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: strict,
        linkerSettings: packed)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: path ?? "Tests/\(name)",
        swiftSettings: strict)
}

let package = Package(
    name: "assay",
    products: [
        .executable(name: "assay", targets: ["assay"]),
        .executable(name: "mock-aws", targets: ["mock-aws"]),
    ],
    targets: [
        // The C libraries, each a module map and a shim.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CJansson", pkgConfig: "jansson"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .systemLibrary(
            name: "CLibEvent", path: "MockServer/Sources/CLibEvent", pkgConfig: "libevent_openssl"),
        .target(
            name: "CServiceModels", exclude: ["import.py", "facts.json", "models"],
            cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),

        // The flow, from the leaves up; ARCHITECTURE.md says what each holds.
        library("Files", []),
        library("Documents", ["CJansson", "CLibYAML", "CLibXML2"]),
        library("Expressions", ["Documents"]),
        library("IAMPolicy", ["Documents"]),
        library("Findings", ["Documents", "Files"]),
        library("ServiceModels", ["Documents", "Files", "CServiceModels", "CZlib"]),
        library("AWSWire", ["ServiceModels", "Documents", "COpenSSL"]),
        library(
            "AWSClient",
            ["AWSWire", "ServiceModels", "Expressions", "Documents", "Files", "CCurl", "CLinux", "COpenSSL"]),
        library(
            "Checks",
            [
                "AWSWire", "ServiceModels", "Expressions", "IAMPolicy", "Findings", "Documents", "Files",
                "CLinux",
            ]),
        library("Inventory", ["AWSWire", "ServiceModels", "Findings", "Documents", "Files"]),
        library("Assembly", ["Checks", "Inventory", "Expressions", "Findings", "Documents"]),
        library(
            "Collection",
            [
                "Assembly", "Checks", "Inventory", "AWSClient", "AWSWire", "ServiceModels", "Expressions",
                "Findings",
                "Documents", "Files",
            ]),
        library(
            "Evaluation",
            ["Assembly", "Checks", "Inventory", "IAMPolicy", "Expressions", "Findings", "Documents"]),
        library(
            "Scanning",
            [
                "Assembly", "AWSClient", "AWSWire", "Checks", "Collection", "Documents", "Evaluation",
                "Files",
                "Findings", "Inventory", "Remediation", "ServiceModels",
            ]),
        library(
            "Remediation",
            [
                "Assembly", "AWSWire", "Checks", "Documents", "Evaluation", "Files", "Findings", "IAMPolicy",
                "ServiceModels",
            ]),
        library("Reporting", ["Findings", "Documents", "Files"]),
        library("Store", ["Findings", "Documents", "Files", "CSQLite"]),
        program(
            "assay",
            [
                "AWSClient", "AWSWire", "Assembly", "CLinux", "Checks", "Collection", "Documents",
                "Evaluation",
                "Expressions", "Files",
                "Findings", "IAMPolicy", "Inventory", "Remediation", "Reporting", "Scanning", "ServiceModels",
                "Store",
            ]),

        // The mock.
        library(
            "MockAWS",
            [
                "AWSWire", "Inventory", "ServiceModels", "Findings", "Documents", "Files", "CLibEvent",
                "COpenSSL",
            ],
            path: "MockServer/Sources/MockAWS"),
        library(
            "Recording",
            ["AWSClient", "AWSWire", "MockAWS", "Inventory", "ServiceModels", "Documents", "Files"],
            path: "MockServer/Sources/Recording"),
        program(
            "mock-aws",
            [
                "AWSClient", "AWSWire", "Inventory", "MockAWS", "Recording", "ServiceModels", "Documents",
                "Files",
            ],
            path: "MockServer/Sources/mock-aws"),

        // Measurements.
        .target(
            name: "CClientBenchmark", dependencies: ["CCurl"], path: "benchmarks/CClientBenchmark",
            cSettings: [.unsafeFlags(["-O2", "-D_GNU_SOURCE"])]),
        program(
            "ClientBenchmark", ["AWSClient", "AWSWire", "ServiceModels", "Documents", "CClientBenchmark"],
            path: "benchmarks/ClientBenchmark"),
        program(
            "ExpressionBenchmark", ["Expressions", "Documents", "Files"],
            path: "benchmarks/ExpressionBenchmark"),
        program(
            "StoreBenchmark", ["Store", "Findings", "Documents", "Files"], path: "benchmarks/StoreBenchmark"),
        program(
            "ReportBenchmark", ["Reporting", "Findings", "Documents", "Files"],
            path: "benchmarks/ReportBenchmark"),
        program("PolicyBenchmark", ["IAMPolicy", "Documents", "Files"], path: "benchmarks/PolicyBenchmark"),
        program(
            "EvaluationBenchmark",
            [
                "Assembly", "Checks", "Collection", "Documents", "Evaluation", "Findings", "Inventory",
                "Scanning",
                "ServiceModels",
            ], path: "benchmarks/EvaluationBenchmark"),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Documents", "Files", "Findings"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("FilesTests", ["Files"]),
        tests("DocumentsTests", ["Documents"]),
        tests("ExpressionsTests", ["Expressions", "Documents", "Files"]),
        tests("IAMPolicyTests", ["IAMPolicy", "Documents"]),
        tests("FindingsTests", ["Findings", "Documents"]),
        tests("ServiceModelsTests", ["ServiceModels", "Documents"]),
        tests("AWSWireTests", ["AWSWire", "ServiceModels", "Documents", "Files"]),
        tests("AWSClientTests", ["AWSClient", "AWSWire", "ServiceModels", "Documents", "Files"]),
        tests("ChecksTests", ["Checks", "Expressions", "ServiceModels", "Documents", "Files", "Findings"]),
        tests("InventoryTests", ["Inventory", "ServiceModels", "Findings", "Documents"]),
        tests(
            "AssemblyTests",
            ["Assembly", "Checks", "Inventory", "ServiceModels", "Findings", "Documents", "Files"]),
        tests(
            "CollectionTests",
            ["Collection", "Assembly", "Checks", "Inventory", "ServiceModels", "Documents"]),
        tests("EvaluationTests", ["Evaluation", "Assembly", "Checks", "Inventory", "Findings", "Documents"]),
        tests(
            "ScanningTests",
            [
                "Scanning", "Checks", "Collection", "Evaluation", "Findings", "Documents", "Files",
                "ServiceModels",
            ]),
        tests(
            "RemediationTests",
            [
                "Remediation", "Scanning", "Checks", "Evaluation", "Findings", "ServiceModels", "Assembly",
                "Collection",
                "Inventory", "IAMPolicy", "Documents", "Files", "AWSClient", "AWSWire", "MockAWS",
            ]),
        tests("ReportingTests", ["Reporting", "Findings", "Documents", "Files"]),
        tests("StoreTests", ["Store", "Findings", "Documents", "Files"]),
        tests("assayTests", ["assay", "Files"]),
        tests(
            "MockAWSTests", ["MockAWS", "Inventory", "AWSWire", "ServiceModels", "Documents", "Files"],
            path: "MockServer/Tests/MockAWSTests"),
        tests(
            "RecordingTests",
            [
                "Recording", "MockAWS", "AWSClient", "AWSWire", "Inventory", "ServiceModels", "Documents",
                "Files",
            ], path: "MockServer/Tests/RecordingTests"),
        tests("EndToEndTests", ["ServiceModels", "Documents", "Files", "assay", "mock-aws"]),
    ]
)
