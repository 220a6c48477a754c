internal import Acts
package import Jobs

/// Closes the files that are loaded and posts the usage of those that are closed.
package struct BooksCloseJob: JobHandler {
    package static let kind = "books.close"

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let (closed, posted) = try BooksClosing(
            work.database, by: Actor(.system, Self.kind), from: "job \(work.jobID)"
        ).run()
        guard !closed.isEmpty || !posted.isEmpty else { return "Nothing was waiting" }
        return "\(closed.count) files closed, \(posted.count) journals posted"
    }
}
