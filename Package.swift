// swift-tools-version: 6.2
import PackageDescription

// The targets in the order in which data passes through them. What each may import is listed in ARCHITECTURE.md and
// compared with the sources by Tests/RepositoryTests.
let package = Package(
    name: "didtron",
    products: [
        .executable(name: "didtron", targets: ["didtron"]),
        // For Benchmarks/, which is a package of its own.
        .library(name: "Money", targets: ["Money"]),
        .library(name: "CallRecords", targets: ["CallRecords"]),
        .library(name: "Rating", targets: ["Rating"]),
        .library(name: "Postgres", targets: ["Postgres"]),
        .library(name: "Ingest", targets: ["Ingest"]),
        .library(name: "RateCards", targets: ["RateCards"]),
        .library(name: "Billing", targets: ["Billing"]),
        .library(name: "SyntheticCarrier", targets: ["SyntheticCarrier"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C libraries from the system, and the few instructions that Swift cannot reach.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
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

        // Workbooks in and out, in memory.
        .target(name: "Spreadsheets", dependencies: ["Vocabulary", "CZip", "CExpat", "CXlsxWriter"]),

        // A carrier that does not exist, for the demo, tests and benchmarks: pure, too.
        .target(
            name: "WorldPrefixes", path: "fixtures/prefixes",
            exclude: ["README.md", "make_prefixes.py", "prefixes.csv"],
            plugins: ["EmbedText"]),
        .target(name: "SyntheticCarrier", dependencies: ["WorldPrefixes"]),

        // The database, what is in it, and the jobs over it.
        .target(name: "Threads"),
        .target(name: "Postgres", dependencies: ["Vocabulary", "CPostgres", "BillingSchema", "Threads"]),
        .target(
            name: "BillingSchema", dependencies: ["Vocabulary"], path: "schema",
            exclude: ["README.md", "migrations", "jobs", "queries", "current.sql", "rights.md"],
            plugins: ["EmbedText"]),
        .target(name: "Acts", dependencies: ["Vocabulary", "Postgres", "BillingSchema"]),
        .target(name: "Jobs", dependencies: ["Vocabulary", "Calendar", "Postgres", "Acts", "Threads"]),
        .target(
            name: "Ingest",
            dependencies: [
                "Vocabulary", "CallRecords", "Rating", "Money", "Postgres", "BillingSchema", "Threads", "CKernels",
                "CZstd", "CZlib", "CCrypto",
            ]),
        .target(
            name: "Billing",
            dependencies: [
                "Vocabulary", "Money", "Rating", "RateCards", "Spreadsheets", "Postgres", "BillingSchema", "Threads",
            ]),

        .target(name: "Operations", dependencies: ["Postgres", "Jobs", "Ingest", "Billing"]),

        .executableTarget(
            name: "didtron",
            dependencies: [
                "Vocabulary", "Acts", "Jobs", "Operations", "Money", "CallRecords", "Rating", "RateCards", "Postgres",
                "BillingSchema", "Ingest", "Billing",
                "Spreadsheets", "SyntheticCarrier", "WorldPrefixes",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Turns the .sql files under schema/ and the prefix list under fixtures/ into string literals, so that the
        // installed binary carries them.
        .plugin(name: "EmbedText", capability: .buildTool()),

        .target(
            name: "TestSupport", dependencies: ["Postgres", "BillingSchema", "CZip"], path: "Tests/TestSupport"),
        .testTarget(name: "MoneyTests", dependencies: ["Money"]),
        .testTarget(name: "CalendarTests", dependencies: ["Calendar"]),
        .testTarget(
            name: "ActsTests", dependencies: ["Acts", "Vocabulary", "Postgres", "BillingSchema", "TestSupport"]),
        .testTarget(
            name: "JobsTests", dependencies: ["Jobs", "Acts", "Vocabulary", "Postgres", "Threads", "TestSupport"]),
        .testTarget(name: "CallRecordsTests", dependencies: ["CallRecords", "CKernels"]),
        .testTarget(name: "RatingTests", dependencies: ["Rating", "CallRecords", "Money"]),
        .testTarget(name: "RateCardsTests", dependencies: ["RateCards", "Rating", "Money"]),
        .testTarget(name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "TestSupport"]),
        .testTarget(name: "ThreadsTests", dependencies: ["Threads"]),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "BillingSchema", "TestSupport"]),
        .testTarget(
            name: "IngestTests",
            dependencies: ["Ingest", "CallRecords", "Rating", "Money", "Postgres", "Billing", "Threads", "TestSupport"]),
        .testTarget(
            name: "BillingTests",
            dependencies: ["Billing", "RateCards", "Rating", "Money", "Postgres", "BillingSchema", "TestSupport"]),
        .testTarget(
            name: "DidtronTests",
            dependencies: [
                "Postgres", "BillingSchema", "Billing", "Ingest", "Spreadsheets", "TestSupport", "didtron",
            ]),
        .testTarget(name: "SyntheticCarrierTests", dependencies: ["SyntheticCarrier"]),
        .testTarget(name: "RepositoryTests"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) && target.name != "CKernels" {
    target.swiftSettings = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
}
