internal import Acts
internal import Catalog
internal import Checks
internal import Foundation
package import Jobs
internal import Postgres

/// Checks the books and keeps what was found, so that pages can say whether they hold.
package struct BooksCheckJob: JobHandler {
    package static let kind = "books.check"
    /// At most one of them waits.
    package static let key = "books"

    /// How much is looked at.
    package struct Arguments: Codable, Sendable {
        package var full: Bool?

        package init(full: Bool?) { self.full = full }
    }

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let asked = try JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8))
        let isFull = asked.full ?? false
        let start = ContinuousClock.now
        let (results, extent) = try BooksCheck.run(BooksCheck.allCases, isFull ? .full : .usual, on: work.database)
        let took = ContinuousClock.now - start
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let request = ActRequest(
            Self.kind, by: Actor(.system, Self.kind), from: "job \(work.jobID)", key: work.requestKey("keep"))
        let runID = try Acts.perform(request, on: connection) { act in
            try CheckRun.store(results, extent, isFull: isFull, took: took, on: act.connection)
        }
        let failed = results.filter { !$0.passed }.map(\.check.rawValue)
        return failed.isEmpty
            ? "All \(results.count) checks hold, kept as run \(runID)"
            : "\(failed.joined(separator: ", ")) of \(results.count) checks do not hold, kept as run \(runID)"
    }
}
