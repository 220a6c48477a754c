// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that normal builds and tests do not pay for it.
let package = Package(
    name: "didtron-benchmarks",
    dependencies: [.package(name: "didtron", path: "..")],
    targets: [
        .executableTarget(
            name: "bench",
            dependencies: [
                .product(name: "Money", package: "didtron"),
                .product(name: "CallRecords", package: "didtron"),
                .product(name: "Rating", package: "didtron"),
                .product(name: "RateCards", package: "didtron"),
                .product(name: "Postgres", package: "didtron"),
                .product(name: "Database", package: "didtron"),
                .product(name: "Catalog", package: "didtron"),
                .product(name: "RateBook", package: "didtron"),
                .product(name: "CallStore", package: "didtron"),
                .product(name: "Ingest", package: "didtron"),
                .product(name: "SyntheticCarrier", package: "didtron"),
            ],
            swiftSettings: [.strictMemorySafety(), .treatAllWarnings(as: .error)])
    ],
    swiftLanguageModes: [.v6]
)
