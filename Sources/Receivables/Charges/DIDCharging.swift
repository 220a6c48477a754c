package import Calendar
package import Postgres
package import Vocabulary

/// Writes what DIDs cost in a billing period: their monthly fees, by days, and their set-up fees.
package enum DIDCharging {
    /// One charge, or the correction of one.
    package struct Charge: Sendable, Codable {
        package var number: String
        package var partner: String
        package var product: String
        /// `setup` or `recurring`.
        package var kind: String
        /// ISO dates: first and last day of the billing period, in the customer's billing zone.
        package var servicePeriod: String
        package var periodEndOn: String
        /// Days charged; below zero where a correction takes some back, 0 for a set-up fee.
        package var days: Int64
        package var periodDays: Int64
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        /// Taken from the customer's deposit, on no invoice.
        package var prepaid: Bool
    }

    package struct Report: Sendable, Codable {
        /// Sorted by number, period and kind.
        package var charges: [Charge]
        /// Numbers whose first day is in a period that was never charged, before those of the run, and the first such day.
        package var numbersBegunEarlier: Int64
        package var begunEarlierOn: String?
    }

    /// Charges the billing periods that begin within `period`, and puts right what has been charged of any period where a
    /// number has another last day since. What is written is posted with it; a second run writes nothing.
    ///
    /// - Parameter isDryRun: does the same and takes it all back.
    package static func run(
        entityID: EntityID, period: BillingPeriod, isDryRun: Bool, on connection: Connection
    ) throws -> Report {
        struct DryRunEnds: Error { var report: Report }
        do {
            return try connection.transactionRetrying {
                let results = try connection.run(
                    job: "charge_dids",
                    [
                        "entity_id": .id(entityID), "period_start": .text("\(period.first)"),
                        "period_end": .text("\(period.endBefore)"),
                    ])
                let earlier = try results["earlier"].only()
                let report = try Report(
                    charges: results["charged"].map(charge), numbersBegunEarlier: earlier.int("numbers"),
                    begunEarlierOn: earlier.optionalString("first_on"))
                guard isDryRun else { return report }
                throw DryRunEnds(report: report)
            }
        } catch let end as DryRunEnds {
            return end.report
        }
    }

    private static func charge(_ row: Row) throws -> Charge {
        try Charge(
            number: row.string("number"), partner: row.string("partner"), product: row.string("product"),
            kind: row.string("kind"), servicePeriod: row.string("service_period"),
            periodEndOn: row.string("period_end_on"), days: row.int("days"), periodDays: row.int("period_days"),
            currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
            amountMicros: row.int("amount_micros"), prepaid: row.bool("prepaid"))
    }
}
