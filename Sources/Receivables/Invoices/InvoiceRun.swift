package import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// Makes invoice drafts from the usage that no invoice has taken.
package enum InvoiceRun {
    /// What became of a customer's usage in one currency.
    package enum Outcome: String, Sendable, Codable {
        /// A draft was made.
        case draft
        /// The sum is not above zero (credits from re-rating): it waits for the next run.
        case carried
        /// An earlier run carried a sum below zero, and it still is: it needs a credit note.
        case creditDue = "credit_due"
        /// More than a document can state, so that a price must be absurd: it waits until calls are rated again.
        case tooLarge = "too_large"
        /// Paid from a deposit: there is nothing to bill.
        case prepaid
    }

    /// One customer and currency, and one billing period, or several of which one was set off against others.
    package struct Result: Sendable, Codable {
        package var outcome: Outcome
        /// Nil unless a draft was made, and in a dry run.
        package var invoiceID: DocumentID?
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
        /// Of the total, or within it; 0 = none.
        package var taxMinor: Int64
        /// Micros of the currency: the periods of the run that were below zero and are set off here; 0 = none.
        package var offsetMicros: Int64
        /// Micros of the currency: what an earlier run carried; 0 = nothing.
        package var carriedMicros: Int64
        /// The period had not ended when the run was made.
        package var isRunning: Bool
    }

    /// Runs the billing periods that begin within `period`, for all customers of the entity or one of them. Late usage of
    /// earlier periods joins. The results are sorted: drafts, sums too large, sums carried, credits due, and prepaid, each by
    /// partner.
    ///
    /// - Parameters:
    ///   - isDryRun: does the same and takes it all back.
    ///   - leftAside: files beside which the run goes on though they are not loaded to their end.
    package static func run(
        entityID: EntityID, period: BillingPeriod, partnerID: PartnerID?, isDryRun: Bool,
        without leftAside: FilesLeftAside = .none, on connection: Connection
    ) throws -> [Result] {
        struct DryRunEnds: Error { var results: [Result] }
        do {
            return try connection.transactionRetrying {
                // A re-rate that is running is waited for: half of its calls would be billed with their old prices, and the
                // correction of the others with the next invoice.
                _ = try connection.run(query: "lock_invoice_runs", ["entity_id": .id(entityID)])
                try leftAside.refuseOthers(
                    UnfinishedFile.concerning(period, entityID: entityID, on: connection),
                    entityIDs: [entityID], on: connection)
                let rows = try connection.run(
                    job: "run_invoices",
                    [
                        "entity_id": .id(entityID), "period_start": .text("\(period.first)"),
                        "period_end": .text("\(period.endBefore)"), "partner_id": .optional(partnerID),
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

    private static func result(_ row: Row) throws -> Result {
        try Result(
            outcome: row.known("outcome"), invoiceID: row.optionalID("invoice_id"),
            partnerCode: row.string("partner_code"),
            partnerName: row.string("partner_name"), currency: row.string("currency"),
            minorDigits: Int(row.int("minor_digits")), periodStartOn: row.string("period_start_on"),
            periodEndOn: row.string("period_end_on"), billingZone: row.string("billing_zone"), lines: row.int("lines"),
            exactMicros: row.wideInt("exact_micros"), totalMinor: row.int("total_minor"),
            taxMinor: row.int("tax_minor"),
            offsetMicros: row.int("offset_micros"), carriedMicros: row.int("carried_micros"),
            isRunning: row.bool("is_running"))
    }
}
