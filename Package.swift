// swift-tools-version: 6.2
import PackageDescription

// The targets in the order in which data passes through them. What each may import is listed in ARCHITECTURE.md and
// compared with the sources by Tests/RepositoryTests.
let package = Package(
    name: "didtron",
    products: [
        .executable(name: "didtron", targets: ["didtron"]),
        .executable(name: "didtron-server", targets: ["didtron-server"]),
        // For Benchmarks/, which is a package of its own.
        .library(name: "Money", targets: ["Money"]),
        .library(name: "CallRecords", targets: ["CallRecords"]),
        .library(name: "Rating", targets: ["Rating"]),
        .library(name: "Postgres", targets: ["Postgres"]),
        .library(name: "Database", targets: ["Database"]),
        .library(name: "Catalog", targets: ["Catalog"]),
        .library(name: "RateBook", targets: ["RateBook"]),
        .library(name: "CallStore", targets: ["CallStore"]),
        .library(name: "Ingest", targets: ["Ingest"]),
        .library(name: "RateCards", targets: ["RateCards"]),
        .library(name: "SyntheticCarrier", targets: ["SyntheticCarrier"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The web server alone; its own traits, TLS, HTTP/2 and test products stay out (see ARCHITECTURE.md).
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries from the system, and the few instructions that Swift cannot reach.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .target(name: "CKernels"),

        // Pure: no file, socket, database, environment, clock or logger.
        .target(name: "Vocabulary"),
        .target(name: "Money"),
        .target(name: "Calendar"),
        .target(name: "CallRecords", dependencies: ["Vocabulary", "CKernels"]),
        .target(name: "Rating", dependencies: ["Vocabulary", "Money", "CallRecords", "CKernels"]),
        .target(name: "RateCards", dependencies: ["Vocabulary", "Money", "Rating"]),
        .target(name: "Contracts"),

        // Workbooks in and out, in memory.
        .target(name: "Spreadsheets", dependencies: ["Vocabulary", "CZip", "CExpat", "CXlsxWriter"]),
        .target(name: "BankStatements", dependencies: ["Vocabulary", "Money", "Calendar", "RateCards", "CExpat"]),

        // A carrier that does not exist, for the demo, tests and benchmarks: pure, too.
        .target(
            name: "WorldPrefixes", path: "fixtures/prefixes",
            exclude: ["README.md", "make_prefixes.py", "prefixes.csv"],
            plugins: ["EmbedText"]),
        .target(name: "SyntheticCarrier", dependencies: ["Calendar", "WorldPrefixes"]),

        // The database, what is in it, and the jobs over it.
        .target(name: "Threads"),
        .target(name: "Files", dependencies: ["Vocabulary", "CKernels", "CallRecords", "CZstd", "CZlib", "CCrypto"]),
        .target(name: "Postgres", dependencies: ["CPostgres", "Threads"]),
        .target(
            name: "BillingSchema", dependencies: ["Vocabulary"], path: "schema",
            exclude: ["README.md", "migrations", "jobs", "queries", "examples", "current.sql", "rights.md"],
            plugins: ["EmbedText"]),
        .target(name: "Database", dependencies: ["Vocabulary", "Postgres", "BillingSchema", "Threads"]),

        // What every subject stands on: acts and jobs.
        .target(name: "Acts", dependencies: ["Vocabulary", "Postgres", "Database"]),
        .target(name: "Jobs", dependencies: ["Vocabulary", "Calendar", "Postgres", "Database", "Acts", "Threads"]),

        // The subjects, each standing on those above it.
        .target(name: "Catalog", dependencies: ["Vocabulary", "Money", "Rating", "RateCards", "Postgres", "Database"]),
        .target(
            name: "RateBook",
            dependencies: [
                "Vocabulary", "Money", "CallRecords", "Rating", "RateCards", "Spreadsheets", "Threads", "Files",
                "Postgres",
                "Database",
                "Catalog",
            ]),
        .target(
            name: "CallStore",
            dependencies: [
                "Vocabulary", "CKernels", "Calendar", "CallRecords", "Rating", "Threads", "Files", "Postgres",
                "Database", "Catalog",
                "RateBook", "CCrypto",
            ]),
        .target(
            name: "Ingest",
            dependencies: [
                "Vocabulary", "CKernels", "Calendar", "CallRecords", "Rating", "Threads", "Files", "Postgres",
                "Database", "Acts",
                "Catalog", "RateBook", "CallStore",
            ]),
        .target(
            name: "StoredCalls",
            dependencies: [
                "Vocabulary", "Money", "Calendar", "CallRecords", "Rating", "Threads", "Files", "Postgres", "Database",
                "Acts",
                "Catalog", "RateBook", "CallStore",
            ]),
        .target(
            name: "Ledger",
            dependencies: ["Vocabulary", "Money", "RateCards", "Acts", "Postgres", "Database", "Catalog"]),
        .target(
            name: "Receivables",
            dependencies: [
                "Vocabulary", "Money", "Calendar", "BankStatements", "Postgres", "Database", "Catalog", "Ledger",
            ]),
        .target(name: "Checks", dependencies: ["Vocabulary", "Money", "Threads", "Postgres", "Database", "Catalog"]),

        .target(
            name: "Operations",
            dependencies: [
                "Vocabulary", "Calendar", "CallRecords", "Files", "Postgres", "Database", "Acts", "Jobs", "Catalog",
                "RateBook",
                "CallStore", "Ingest",
                "StoredCalls", "Ledger", "Receivables", "Checks",
            ]),

        .executableTarget(
            name: "didtron",
            dependencies: [
                "Vocabulary", "Calendar", "Acts", "Jobs", "Operations", "Money", "CallRecords", "Rating", "RateCards",
                "Contracts", "Postgres",
                "BillingSchema", "Files", "Database", "Catalog", "RateBook", "CallStore", "Ingest", "StoredCalls",
                "Ledger", "Receivables", "Checks", "Accounts", "Answers",
                "Spreadsheets", "BankStatements", "SyntheticCarrier", "WorldPrefixes",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], exclude: ["CHANGELOG.md"]),

        // JSON that commands and API have in common.
        .target(name: "Answers", dependencies: ["Contracts", "Jobs", "CallStore", "Ledger", "Receivables"]),

        // Who may come in, and the face: pages and API over the same use cases as the command.
        .target(
            name: "Accounts",
            dependencies: ["Vocabulary", "Files", "Postgres", "Database", "Acts", "CSodium", "CCrypto"]),
        .target(
            name: "Web",
            dependencies: [
                "Vocabulary", "Calendar", "Money", "Contracts", "Files", "Spreadsheets", "Rating", "Postgres",
                "Database",
                "Acts", "Jobs", "Catalog", "RateBook", "RateCards", "CallStore", "StoredCalls", "Ledger", "Receivables",
                "BankStatements", "Checks", "Operations", "Accounts", "Answers", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Templates", "Styles", "Scripts", "Images"],
            plugins: ["EmbedText"]),
        .executableTarget(
            name: "didtron-server",
            dependencies: [
                "Web", "Database", "Jobs", "Operations",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        // Turns the .sql files under schema/ and the prefix list under fixtures/ into string literals, so that the
        // installed binary carries them.
        .plugin(name: "EmbedText", capability: .buildTool()),

        .target(
            name: "TestSupport", dependencies: ["Postgres", "Database", "BillingSchema", "CZip"],
            path: "Tests/TestSupport"),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
        .testTarget(name: "MoneyTests", dependencies: ["Money"]),
        .testTarget(name: "CalendarTests", dependencies: ["Calendar"]),
        .testTarget(
            name: "ActsTests",
            dependencies: ["Acts", "Vocabulary", "Postgres", "Database", "BillingSchema", "TestSupport"]),
        .testTarget(
            name: "JobsTests",
            dependencies: ["Jobs", "Acts", "Vocabulary", "Postgres", "Database", "Threads", "TestSupport"]),
        .testTarget(name: "CallRecordsTests", dependencies: ["CallRecords", "CKernels"]),
        .testTarget(name: "RatingTests", dependencies: ["Rating", "CallRecords", "Money"]),
        .testTarget(name: "RateCardsTests", dependencies: ["Vocabulary", "RateCards", "Rating", "Money"]),
        .testTarget(name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "TestSupport"]),
        .testTarget(
            name: "BankStatementsTests", dependencies: ["BankStatements", "Money", "RateCards", "Vocabulary"]),
        .testTarget(name: "ThreadsTests", dependencies: ["Threads"]),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["Postgres", "Database", "BillingSchema", "Vocabulary", "Calendar", "TestSupport"]),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "Vocabulary", "Acts", "Files", "Calendar", "Catalog", "RateBook", "CallStore", "Ingest", "StoredCalls",
                "Ledger",
                "Receivables",
                "CallRecords",
                "Rating", "Money", "Postgres", "Database", "Threads", "TestSupport",
            ]),
        .testTarget(
            name: "BillingTests",
            dependencies: [
                "Vocabulary", "Acts", "Calendar", "Catalog", "RateBook", "StoredCalls", "Ledger", "Receivables",
                "Checks",
                "BankStatements",
                "RateCards",
                "Rating",
                "Money",
                "Postgres", "Database", "BillingSchema", "TestSupport",
            ]),
        .testTarget(
            name: "DidtronTests",
            dependencies: [
                "Postgres", "BillingSchema", "Files", "Database", "Catalog", "RateBook", "CallStore", "Ingest",
                "StoredCalls",
                "Ledger", "Receivables", "Checks",
                "Spreadsheets", "TestSupport", "didtron",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], exclude: ["Check/README.md", "Simulator/README.md"]),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Accounts", "Threads", "Vocabulary", "Acts", "Catalog", "Receivables", "Postgres", "Database",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "SyntheticCarrierTests", dependencies: ["SyntheticCarrier", "Calendar"]),
        .testTarget(name: "RepositoryTests"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) && target.name != "CKernels" {
    target.swiftSettings = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
}
