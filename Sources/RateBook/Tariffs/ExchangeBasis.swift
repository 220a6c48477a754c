package import Postgres

/// The exchange rates by which calls are converted: what was known at a revision, up to an age.
package struct ExchangeBasis: Equatable, Sendable {
    /// Rates of later revisions are left out; below the first there are none.
    package var revision: Int32
    /// Days from the day of a rate to the billing day at most; nil = without a limit.
    package var daysMax: Int32?

    package init(revision: Int32, daysMax: Int32?) {
        self.revision = revision
        self.daysMax = daysMax
    }

    /// No exchange rates.
    package static let none = ExchangeBasis(revision: 0, daysMax: nil)

    /// All that is known when the rates are read.
    package static func newest(daysMax: Int32?) -> ExchangeBasis { ExchangeBasis(revision: .max, daysMax: daysMax) }

    /// What a file that was begun is to go on with; nil where none of its chunks says.
    ///
    /// - Parameter file: a row of schema/queries/find_cdr_file.sql.
    package init?(ofLastChunk file: Row) throws {
        guard let revision = try file.optionalInt("fx_revision") else { return nil }
        self.init(
            revision: Int32(truncatingIfNeeded: revision),
            daysMax: try file.optionalNarrow("fx_days_max"))
    }
}
