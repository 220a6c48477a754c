package import Postgres

/// Makes invoice drafts from the usage that no invoice has taken.
package enum InvoiceRun {
    /// What became of a customer's usage in one currency.
    package enum Outcome: String, Sendable, Encodable {
        /// A draft was made.
        case draft
        /// The sum is not above zero (credits from re-rating): it waits for the run in which it is.
        case carried
        /// More than a document can state, so that a price must be absurd: it waits until calls are rated again.
        case tooLarge = "too_large"
        /// Paid from a deposit: there is nothing to bill.
        case prepaid
    }

    /// One customer, currency and billing period.
    package struct Result: Sendable, Encodable {
        package var outcome: Outcome
        /// Nil unless a draft was made, and in a dry run.
        package var invoiceID: Int64?
        package var partnerCode: String
        package var partnerName: String
        package var currency: String
        package var minorDigits: Int
        /// ISO dates, first and last day in `billingZone`.
        package var periodStartOn: String
        package var periodEndOn: String
        package var billingZone: String
        package var lines: Int64
        /// Micros (10^-6) of the currency, before the lines were rounded.
        package var exactMicros: Int128
        /// Minor units of the currency; 0 where the sum is too large.
        package var totalMinor: Int64
        /// The period had not ended when the run was made.
        package var isRunning: Bool
    }

    /// Runs the billing periods that begin within `period`, for all customers of the entity or one of them. Late usage of
    /// earlier periods joins. The results are sorted: drafts, sums too large, sums carried, prepaid, each by partner.
    ///
    /// - Parameter isDryRun: does the same and takes it all back.
    package static func run(
        entityID: Int16, period: BillingPeriod, partnerID: Int32?, isDryRun: Bool, on connection: Connection
    ) throws -> [Result] {
        struct DryRunEnds: Error { var results: [Result] }
        do {
            return try connection.transactionRetrying {
                try awaitReratings(entityID: entityID, on: connection)
                let rows = try connection.run(
                    job: "run_invoices",
                    [
                        "entity_id": .int(Int64(entityID)), "period_start": .text(period.startOn),
                        "period_end": .text(period.endBefore), "partner_id": .optional(partnerID),
                    ]
                ).rows
                var results = try rows.map(result)
                guard isDryRun else { return results }
                for index in results.indices { results[index].invoiceID = nil }
                throw DryRunEnds(results: results)
            }
        } catch let end as DryRunEnds {
            return end.results
        }
    }

    /// Waits for a re-rate that is running, and refuses to bill beside one that was interrupted: half of its calls would
    /// be billed with their old prices, and the correction of the others with the next invoice.
    private static func awaitReratings(entityID: Int16, on connection: Connection) throws {
        _ = try connection.run(query: "lock_invoice_runs", ["entity_id": .int(Int64(entityID))])
        let unfinished = try connection.run(query: "unfinished_reratings", ["entity_id": .int(Int64(entityID))])
        guard let first = unfinished.first else { return }
        throw BillingError(
            .wrongState,
            "The \(try first.string("name")) was interrupted; finish it before invoices are made: `didtron rerate --finish`."
        )
    }

    private static func result(_ row: Row) throws -> Result {
        let outcome = try row.string("outcome")
        guard let known = Outcome(rawValue: outcome) else {
            preconditionFailure("run_invoices returned the unknown outcome \(outcome)")
        }
        return try Result(
            outcome: known, invoiceID: row.optionalInt("invoice_id"), partnerCode: row.string("partner_code"),
            partnerName: row.string("partner_name"), currency: row.string("currency"),
            minorDigits: Int(row.int("minor_digits")), periodStartOn: row.string("period_start_on"),
            periodEndOn: row.string("period_end_on"), billingZone: row.string("billing_zone"), lines: row.int("lines"),
            exactMicros: row.wideInt("exact_micros"), totalMinor: row.int("total_minor"),
            isRunning: row.bool("is_running"))
    }
}
