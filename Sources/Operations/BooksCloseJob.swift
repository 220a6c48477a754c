internal import Acts
internal import Catalog
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
        return
            "\(AmountText.count(Int64(closed.count), "file")) closed, \(AmountText.count(Int64(posted.count), "journal")) posted"
    }
}
