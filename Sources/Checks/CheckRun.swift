internal import Database
internal import Foundation
package import Postgres
internal import Vocabulary

/// A run of the checks whose results were kept.
package struct CheckRun: Sendable, Decodable, Equatable {
    package var runID: Int64
    package var isFull: Bool
    private var lookedAt: JSONTexts
    package var checks: Int64
    /// Those that did not hold.
    package var failed: Int64
    /// Instants in ISO 8601, UTC.
    package var startedAt: String
    package var endedAt: String
    /// Older than a day and two hours: the next nightly run did not come.
    package var isStale: Bool
    /// The actor, as `user:anna`.
    package var by: String
    package var actID: Int64

    package var holds: Bool { failed == 0 }
    /// Sentences on the closings whose calls, usage and prices were looked at; empty = of all.
    package var sentences: [String] { lookedAt.texts }

    /// The findings of one check.
    package struct Result: Sendable, Decodable, Equatable {
        package var code: String
        package var title: String
        package var tookMs: Int64
        private var figures: JSONTexts
        private var offences: JSONTexts
        /// Rows that offend, also those that are not named.
        package var offending: Int64

        package var holds: Bool { offending == 0 }
        package var figureTexts: [String] { figures.texts }
        package var offenceTexts: [String] { offences.texts }
    }

    /// Offences of one check that are named.
    private static let offencesMax = 100

    /// Keeps the results of a run that has just ended; within an act.
    ///
    /// - Returns: the number of the run.
    package static func store(
        _ results: [CheckResult], _ extent: CheckScope.Extent?, isFull: Bool, took: Duration, on connection: Connection
    ) throws -> Int64 {
        func milliseconds(_ duration: Duration) -> Int64 { Int64(duration / .milliseconds(1)) }
        return try connection.run(
            job: "store_check_run",
            [
                "is_full": .bool(isFull), "looked_at": .text(try json(extent?.sentences ?? [])),
                "took_ms": .int(milliseconds(took)), "codes": .texts(results.map(\.check.rawValue)),
                "titles": .texts(results.map(\.check.title)),
                "took_each_ms": .ints(results.map { milliseconds($0.took) }),
                "figures": .texts(try results.map { try json($0.figures.map(\.text)) }),
                "offences": .texts(try results.map { try json($0.offences.prefix(offencesMax).map(\.text)) }),
                "offending": .ints(results.map { Int64($0.offences.count) }),
            ]
        ).rows.only().int("run_id")
    }

    /// The newest runs, the last one first.
    package static func list(limit: Int64, on connection: Connection) throws -> [CheckRun] {
        try connection.run(query: "page_check_runs", ["run_id": .null, "row_limit": .int(limit)]).decoded()
    }

    package static func find(_ runID: Int64, on connection: Connection) throws -> CheckRun? {
        let runs: [CheckRun] = try connection.run(
            query: "page_check_runs", ["run_id": .int(runID), "row_limit": .int(1)]
        ).decoded()
        return runs.first
    }

    package func results(on connection: Connection) throws -> [Result] {
        try connection.run(query: "page_check_results", ["run_id": .int(runID)]).decoded()
    }

    private static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }
}

/// Texts that a column has as a JSON array.
private struct JSONTexts: Decodable, Sendable, Equatable {
    let texts: [String]

    init(from decoder: any Decoder) throws {
        let json = try decoder.singleValueContainer().decode(String.self)
        texts = try JSONDecoder().decode([String].self, from: Data(json.utf8))
    }
}
