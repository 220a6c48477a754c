internal import Catalog
package import Jobs
internal import Ledger
internal import Postgres

/// Seals journals, acts and audit events that are in no block of the chain yet.
package struct SealJob: JobHandler {
    package static let kind = "ledger.seal"

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let blocks = try SealBlock.seal(on: connection)
        guard let last = blocks.last else { return "Nothing was unsealed" }
        return "\(AmountText.count(Int64(blocks.count), "block")) sealed, the last one \(last.number) with \(last.hash)"
    }
}
