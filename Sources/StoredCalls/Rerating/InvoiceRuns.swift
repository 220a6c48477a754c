internal import Postgres
internal import Vocabulary

enum InvoiceRuns {
    /// Makes runs of invoices wait until the session ends: a batch is on the invoices whole, or not at all.
    static func keepApart(entityID: EntityID, _ connection: Connection) throws {
        _ = try connection.query(
            "SELECT pg_advisory_lock_shared(hashtextextended('didtron.run_invoices', $1::smallint))",
            [.id(entityID)], name: "keep_invoice_runs_apart")
    }
}
