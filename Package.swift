// swift-tools-version: 6.2
import PackageDescription

/// Every room is compiled the same way: Swift 6 mode, `any` spelled out, and no member borrowed from a module
/// that the file did not import, so that the import table below is the truth.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

/// A room: one feature with its rules, SQL, migrations, templates and strings.
func room(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: path,
        exclude: resources[name] ?? [],
        swiftSettings: house
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: house)
}

/// Files that a room keeps beside its code and that `ResourceRoot` finds at run time.
let resources: [String: [String]] = [
    "Letters": ["strings", "templates", "Rules", "Frameworks", "Compositions"],
    "Catalog": ["strings"],
    "Incidents": ["strings"],
    "Delivery": ["strings"],
    "GoBag": ["strings", "templates", "static"],
    "StatusPage": ["strings", "templates"],
    "Review": ["strings"],
    "Paging": ["strings"],
    "Response": ["strings"],
    "Console": ["strings", "templates", "static"],
    "Site": ["static"],
    "Replay": ["strings"],
    "amends": ["strings"],
    "Basis": ["strings"],
    "Access": ["strings"],
    "Assembly": ["strings"],
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// Everything below the deeds, for the storeys that may read all features.
let features: [Target.Dependency] = [
    "Basis", "Database", "Rendering", "Mail", "Access", "Letters", "Catalog", "Incidents", "Delivery",
    "GoBag", "StatusPage", "Review", "Paging",
]

let package = Package(
    name: "amends",
    defaultLocalization: "en",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "amends", targets: ["amends"]),
        // Checks letters that have nothing to do with Amends.
        .library(name: "Letters", targets: ["Letters"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // MARK: C libraries, from Debian's -dev packages
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .target(
            name: "CPhoneNumber",
            linkerSettings: [.linkedLibrary("phonenumber")]
        ),

        // MARK: Ground: no feature knowledge
        // Instant, Clock, Language, LocalizedText, Money, Problems, Token, id sources. No I/O.
        room("Basis", [crypto]),
        // SQL, sessions, migrations, announcements; one folder per engine.
        room("Database", ["Basis", "CLibPQ", grdb, sqlite]),
        // Templates, strings, markdown, messages as segments with slots.
        room("Rendering", ["Basis", "CCMark", mustache]),
        // MIME messages, Maildir, and the way to a relay.
        room("Mail", ["Basis", "CGMime", nioCore, nioPosix, nioSSL, nioTLS]),

        // MARK: Features
        // Staff, actors, roles, accounts and what opens them, approvals, the audit chain.
        room("Access", ["Basis", "Database", "CArgon2", crypto]),
        // The fact sheet, the texts of notices, and the linter with its rules as data.
        room("Letters", ["Basis", "Rendering", "CStemmer", yams]),
        // What is sold, to whom, and how they are reached; import.
        room("Catalog", ["Basis", "Database", "Access", "CPhoneNumber", yams]),
        // Life cycle, sightings, promises, scope.
        room("Incidents", ["Basis", "Database", "Access", "Catalog", "Letters"]),
        // Campaigns, waves, notices, the ledger, call sheets, channels.
        room(
            "Delivery",
            ["Basis", "Database", "Rendering", "Mail", "Access", "Catalog", "Letters", logging]
        ),
        // One encrypted page with customers, scripts and call sheets for the day when nothing works, and what comes back.
        room(
            "GoBag",
            [
                "Basis", "Database", "Rendering", "Access", "Catalog", "Incidents", "Delivery", crypto,
                cryptoExtras,
            ]
        ),
        // The public page, its feed and its Statuspage documents, rendered once per change.
        room("StatusPage", ["Basis", "Database", "Rendering", "Access", "Catalog", "Incidents", "Letters"]),
        // The scorecard.
        room(
            "Review",
            ["Basis", "Database", "Rendering", "Access", "Catalog", "Incidents", "Delivery", "Letters"]
        ),

        // Calling the staff who are needed, and the next ones where nobody has seen it.
        room("Paging", ["Basis", "Database", "Rendering", "Mail", "Access", "Incidents", logging]),

        // MARK: What people do
        room("Response", features + [crypto, logging]),

        // MARK: Edges
        // The public site: serves what StatusPage rendered.
        room("Site", ["Basis", "Rendering", "StatusPage", hummingbird, httpTypes, nioCore, logging]),
        // The staff console.
        room("Console", features + ["Response", hummingbird, httpTypes, nioCore, logging, lifecycle]),
        // Settings → objects → services.
        room(
            "Assembly",
            features + [
                "Response", "Site", "Console", hummingbird, hummingbirdCore, hummingbirdTLS, nioSSL, yams,
                logging, lifecycle, signals,
            ]
        ),
        // Scenarios on a moved clock.
        room("Replay", features + ["Response", "Assembly", yams, logging, lifecycle]),
        .executableTarget(
            name: "amends",
            dependencies: features + ["Response", "Assembly", "Replay", arguments, logging],
            exclude: resources["amends"] ?? [],
            swiftSettings: house
        ),

        // MARK: Benchmarks
        // What several of them need: figures beside goals, a house of hurt customers, somebody else who writes.
        .target(
            name: "BenchmarkSupport",
            dependencies: [
                "Basis", "Database", "Rendering", "Mail", "Access", "Catalog", "Incidents", "Delivery",
                "Response",
            ],
            path: "Benchmarks/support",
            swiftSettings: house
        ),

        // Rows in and out of both engines, and commits with fifty writers.
        .executableTarget(
            name: "bench-database",
            dependencies: ["Database", "TestSupport"],
            path: "Benchmarks/database",
            swiftSettings: house
        ),

        // A million hurt: time to the first message, to the whole plan, and what other writers feel.
        .executableTarget(
            name: "bench-plan",
            dependencies: ["Basis", "Database", "Mail", "Catalog", "Delivery", "BenchmarkSupport"],
            path: "Benchmarks/plan",
            swiftSettings: house
        ),

        // Reach on a graph of Debian's size, and the walk over a million hurt customers.
        .executableTarget(
            name: "bench-reach",
            dependencies: ["Basis", "Database", "Access", "Letters", "Catalog", "Incidents"],
            path: "Benchmarks/reach",
            swiftSettings: house
        ),

        // The console's pages with a thousand incidents and a million customers.
        .executableTarget(
            name: "bench-console",
            dependencies: [
                "Basis", "Database", "Rendering", "Access", "Letters", "Catalog", "Incidents", "Response",
                "Console", "Assembly", "TestSupport", hummingbird, httpTypes, nioCore, nioEmbedded, logging,
            ],
            path: "Benchmarks/console",
            swiftSettings: house
        ),

        // A million customers from CSV into SQLite, against a naive script.
        .executableTarget(
            name: "bench-import",
            dependencies: ["Basis", "Database", "Access", "Catalog", "BenchmarkSupport"],
            path: "Benchmarks/import",
            swiftSettings: house
        ),

        // Agreement of the linter with labelled letters, and its speed.
        .executableTarget(
            name: "bench-letters",
            dependencies: ["Letters"],
            path: "Benchmarks/letters",
            swiftSettings: house
        ),

        // Messages a second to a relay, beside Postfix's own client, over a long wire, and with the ledger.
        .executableTarget(
            name: "bench-smtp",
            dependencies: [
                "Basis", "Database", "Mail", "Delivery", "BenchmarkSupport", "TestSupport", nioCore, nioPosix,
            ],
            path: "Benchmarks/smtp",
            swiftSettings: house
        ),

        // MARK: Tests
        // Fresh databases of both engines for store tests.
        .target(
            name: "TestSupport",
            dependencies: ["Basis", "Database", "CLibPQ"],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
        // Times, amounts, languages, tokens, ids.
        tests("Basis", ["Basis"]),
        tests("Database", ["Basis", "Database", "TestSupport"]),
        tests("Access", ["Basis", "Database", "Access", "TestSupport", crypto]),
        tests("Rendering", ["Basis", "Rendering"]),
        tests("Letters", ["Basis", "Rendering", "Letters"]),
        tests(
            "Incidents",
            ["Basis", "Database", "Rendering", "Access", "Letters", "Catalog", "Incidents", "TestSupport"]
        ),
        tests("Mail", ["Basis", "Mail", "TestSupport", nioCore, nioPosix, nioSSL]),
        tests("Catalog", ["Basis", "Database", "Access", "Catalog", "TestSupport"]),
        tests(
            "Delivery",
            ["Basis", "Database", "Rendering", "Mail", "Access", "Catalog", "Delivery", "TestSupport"]
        ),
        // Sealing and opening, what comes back, and the page in a browser without a network.
        tests(
            "GoBag",
            features + ["Response", "Assembly", "TestSupport", crypto]
        ),
        tests(
            "StatusPage",
            [
                "Basis", "Database", "Rendering", "Access", "Letters", "Catalog", "Incidents", "StatusPage",
                "TestSupport",
            ],
            exclude: ["Snapshots"]
        ),
        // The scorecard on ledgers that were filled in by hand.
        tests(
            "Review",
            [
                "Basis", "Database", "Rendering", "Access", "Letters", "Catalog", "Incidents", "Delivery",
                "Review", "TestSupport",
            ]
        ),
        // Deeds: roles, keys, the audit trail, rehearsals, wrong orders, links.
        tests(
            "Paging",
            [
                "Basis", "Database", "Rendering", "Mail", "Access", "Letters", "Catalog", "Incidents",
                "Paging", "TestSupport", logging,
            ]
        ),
        tests("Response", features + ["Response", "TestSupport"]),
        tests(
            "Site",
            [
                "Basis", "Rendering", "Letters", "Catalog", "Incidents", "StatusPage", "Site", hummingbird,
                hummingbirdTesting,
                httpTypes, nioCore,
            ]
        ),
        // The console through its own forms, and everything that a hostile page can send it.
        tests(
            "Console",
            features + [
                "Response", "Console", "TestSupport", hummingbird, httpTypes, nioCore, nioEmbedded, logging,
            ]
        ),
        // The settings, the secret, the schema of all rooms.
        tests("Assembly", features + ["Response", "Assembly", "TestSupport"]),
        // Scenarios that are wrong, and what is expected of a scorecard.
        tests("Replay", ["Basis", "Rendering", "Replay", "TestSupport"]),
        // Stories on the assembled product with a clock that the test moves, and the scenarios.
        tests("Journey", features + ["Response", "Assembly", "Replay"]),
        // The console and the public page in a browser: accessibility, keyboard, widths.
        tests(
            "Browser",
            [
                "Basis", "Rendering", "Access", "Response", "Delivery", "GoBag", "Console", "Assembly",
                "Replay",
                "TestSupport",
                hummingbird,
                logging, nioCore, nioHTTP1, nioPosix,
            ]
        ),
        // The style as tests: reads the files themselves, and the schema that the program makes.
        tests("Tidy", ["Database", "Assembly", "TestSupport"]),
    ],
    cxxLanguageStandard: .cxx17
)
