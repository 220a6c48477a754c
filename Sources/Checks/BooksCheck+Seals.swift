internal import Database
package import Postgres

extension BooksCheck {
    /// Sealed records that are looked at where not everything is: the newest, for some seconds.
    package static let sealedRecordsMax: Int64 = 250_000

    /// Compares the chain of seals with the records, as the check of seals does.
    ///
    /// - Parameters:
    ///   - recordsMax: sealed records to look at, the newest; nil = all. The chain itself is looked at whole.
    ///   - head: a hash in hexadecimal that was noted down earlier, and that one of the blocks has; nil = none was.
    package static func verifySeals(
        recordsMax: Int64?, head: String?, on connection: Connection
    ) throws -> CheckResult {
        let start = ContinuousClock.now
        let rows = try connection.run(
            query: "check_seals", ["records_max": .optional(recordsMax), "head": .optional(head)])
        return try CheckResult(.seals, rows: rows, took: ContinuousClock.now - start)
    }
}
