package import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// A change of the way in which a customer pays, and what it does to the books.
package struct BillingChange: Sendable, Codable {
    /// The way in which a customer pays.
    package enum Mode: String, Sendable, Codable, CaseIterable {
        case prepaid
        case postpaid
    }

    package var partnerID: PartnerID
    package var partner: String
    /// From `firstOn` on.
    package var paymentMode: Mode
    /// ISO date, the first day of a billing period; nil = from the beginning of the agreement.
    package var firstOn: String?
    package var currency: String
    package var minorDigits: Int
    /// Micros of the currency, as they are now.
    package var depositMicros: Int128
    package var unbilledMicros: Int128
    package var receivableMicros: Int128
    /// Minor units of the currency: what of the deposit becomes a credit, and the tax that goes with it.
    package var netMinor: Int64
    package var taxMinor: Int64
    /// Micros of the currency that rounding takes of the deposit.
    package var roundingMicros: Int64

    /// What was stated of a customer.
    package struct Stated: Sendable, Codable {
        package var change: BillingChange
        /// The terms did not say so before.
        package var isNew: Bool
        /// Its day has come, and nothing was made of it yet.
        package var isDue: Bool
    }

    /// What was made of a change whose day had come.
    package struct Made: Sendable, Codable {
        package var change: BillingChange
        /// The transfer of the deposit; nil where there was nothing to transfer.
        package var transfer: RecordedPayment?
        /// Invoices that were issued of what was unbilled.
        package var invoices: [InvoiceSteps.Issued]
    }

    /// Lets a customer pay otherwise from a day on. Needs the application's role and an act.
    ///
    /// - Parameter day: begins a billing period; nil = the next one that begins behind today and behind what was billed.
    package static func state(
        _ mode: Mode, partnerID: PartnerID, from day: CivilDay?, entityID: EntityID, on connection: Connection
    ) throws -> Stated {
        try connection.transactionRetrying {
            let row = try connection.run(
                job: "set_payment_mode",
                [
                    "entity_id": .id(entityID), "partner_id": .id(partnerID), "payment_mode": .text(mode.rawValue),
                    "from_on": .optional(day?.description),
                ]
            )["effect"].only()
            return try Stated(change: row.decoded(), isNew: row.bool("is_new"), isDue: row.bool("is_due"))
        }
    }

    /// Makes the changes whose day has come: deposits become credits, and what was unbilled is invoiced. All in one transaction.
    /// Needs the application's role and an act.
    ///
    /// - Parameters:
    ///   - partnerID: nil = all customers of the entity.
    ///   - leftAside: files that are not loaded to their end and do not hinder an invoice.
    ///   - answers: what was confirmed of prices that changed and periods that are not billed.
    package static func makeDue(
        entityID: EntityID, partnerID: PartnerID?, without leftAside: FilesLeftAside = .none,
        confirming answers: InvoiceAnswers = .none, on connection: Connection
    ) throws -> [Made] {
        try connection.transactionRetrying {
            var made: [Made] = []
            // One after the other, each with what the one before has left.
            while let row = try connection.run(
                job: "lock_billing_changes", ["entity_id": .id(entityID), "partner_id": .optional(partnerID)]
            )["due"].first {
                var next = Made(change: try row.decoded(), transfer: nil, invoices: [])
                switch next.change.paymentMode {
                case .postpaid: next.transfer = try next.change.transfer(entityID, on: connection)
                case .prepaid:
                    next.invoices = try next.change.invoice(
                        from: row.string("last_period_on"), entityID, leftAside, answers, on: connection)
                }
                _ = try connection.run(
                    job: "add_billing_changes",
                    ["entity_id": .id(entityID), "changes": .text(try JSONText.of([Record(change: next)]))])
                made.append(next)
            }
            return made
        }
    }

    /// Entities with changes whose day has come.
    package static func dueEntities(on connection: Connection) throws -> [EntityID] {
        try connection.query(
            "SELECT DISTINCT entity_id FROM due_billing_change ORDER BY entity_id",
            name: "entities_with_billing_changes"
        ).map { try $0.id("entity_id") }
    }

    private func transfer(_ entityID: EntityID, on connection: Connection) throws -> RecordedPayment? {
        guard netMinor > 0 else { return nil }
        var order = PaymentOrder(.depositTransfer, partnerID: partnerID)
        order.netMinor = netMinor
        order.roundingMicros = roundingMicros
        order.valueOn = firstOn.flatMap { CivilDay($0) }
        return try PaymentOrder.record([order], entityID: entityID, on: connection).first
    }

    /// Invoices the last period before the change, with what is late of those before it.
    private func invoice(
        from day: String, _ entityID: EntityID, _ leftAside: FilesLeftAside, _ answers: InvoiceAnswers,
        on connection: Connection
    ) throws -> [InvoiceSteps.Issued] {
        guard let first = CivilDay(day), let end = firstOn.flatMap({ CivilDay($0) }) else { return [] }
        let period = BillingPeriod(first: first, endBefore: end)
        let drafts = try InvoiceRun.run(
            entityID: entityID, period: period, partnerID: partnerID, isDryRun: false, without: leftAside,
            on: connection
        ).compactMap(\.invoiceID)
        guard !drafts.isEmpty else { return [] }
        try InvoiceSteps.approve(drafts, without: leftAside, confirming: answers, on: connection)
        return try InvoiceSteps.issue(drafts, without: leftAside, confirming: answers, on: connection)
    }
}

/// A change as the database keeps it.
private struct Record: Encodable {
    let change: BillingChange.Made

    private enum CodingKeys: String, CodingKey {
        case partnerID = "partner_id", firstOn = "first_on", paymentMode = "payment_mode", currency
        case transferID = "transfer_id", depositMicros = "deposit_micros", unbilledMicros = "unbilled_micros"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(change.change.partnerID, forKey: .partnerID)
        try container.encode(change.change.firstOn, forKey: .firstOn)
        try container.encode(change.change.paymentMode, forKey: .paymentMode)
        try container.encode(change.change.currency, forKey: .currency)
        try container.encode(change.transfer?.paymentID, forKey: .transferID)
        try container.encode("\(change.change.depositMicros)", forKey: .depositMicros)
        try container.encode("\(change.change.unbilledMicros)", forKey: .unbilledMicros)
    }
}
