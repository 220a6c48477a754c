internal import Database
package import Postgres
package import Rating
package import Vocabulary

/// Which usage of an entity is on invoices, drafts included, as it stood when it was read.
package struct InvoicedUsage: Sendable {
    package struct Claim: Sendable {
        /// Close numbers of the files whose usage it took.
        package var closeNumbers: ClosedRange<Int32>
        /// Days of the service period, since 1970-01-01.
        var days: ClosedRange<Int32>
        package var invoiceID: DocumentID
    }

    private struct Key: Hashable {
        var partnerID: Int32
        var side: Side
    }

    private struct Day: Hashable {
        var partnerID: Int32
        /// Since 1970-01-01, in the customer's billing zone.
        var billingDay: Int32
    }

    private var claims: [Key: [Claim]] = [:]
    /// Days that are paid from a deposit, though the customer has invoices too.
    private var depositDays: Set<Day> = []

    package var isEmpty: Bool { claims.isEmpty }

    init() {}

    package init(entityID: EntityID, _ connection: Connection) throws {
        func narrow(_ row: Row, _ column: String) throws -> Int32 { try row.narrow(column) }
        for row in try connection.run(query: "claims_of_entity", ["entity_id": .id(entityID)]) {
            let key = Key(partnerID: try narrow(row, "partner_id"), side: try row.string("side") == "s" ? .sell : .buy)
            claims[key, default: []].append(
                Claim(
                    closeNumbers: try narrow(row, "from_close_number")...narrow(row, "to_close_number"),
                    days: try narrow(row, "first_day")...narrow(row, "last_day"), invoiceID: try row.id("invoice_id")))
        }
        guard !claims.isEmpty else { return }
        for row in try connection.run(query: "deposit_days", ["entity_id": .id(entityID)]) {
            depositDays.insert(
                Day(partnerID: try narrow(row, "partner_id"), billingDay: try narrow(row, "billing_day")))
        }
    }

    /// The claim that took a side of a stored call; nil where no invoice has it.
    ///
    /// - Parameter closeNumber: of the file of this revision, nil where that is not closed.
    package func claim(of stored: CallSide, _ side: Side, closeNumber: Int32?) -> Claim? {
        guard let partner = stored.partnerID, let day = stored.billingDay,
            let known = claims[Key(partnerID: partner, side: side)]
        else { return nil }
        // Also where a correction had left the side without a price.
        if let from = stored.claimFrom {
            return known.first { $0.closeNumbers.lowerBound == from && $0.days.contains(day) }
        }
        guard stored.state == .priced, let closeNumber,
            side == .buy || !depositDays.contains(Day(partnerID: partner, billingDay: day))
        else {
            return nil
        }
        return known.first { $0.closeNumbers.contains(closeNumber) && $0.days.contains(day) }
    }
}
