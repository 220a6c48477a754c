internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// Something about an invoice that has to be confirmed before it is approved or issued.
package struct InvoiceDoubt: Sendable {
    package enum Kind: Sendable {
        /// Its calls came to other amounts since: micros of the currency by which they come to more now.
        case repriced(calls: Int64, differenceMicros: Int128)
        /// An earlier period of the same customer is not billed.
        case earlierUnbilled(Earlier)
    }

    /// The earliest period that is not billed.
    package struct Earlier: Sendable {
        /// First and last day, ISO dates.
        var first, last: String
        /// Its invoice, with its state; nil where none was made.
        var invoice: (id: Int64, state: String)?
        /// The invoice in question has the usage of that period as if it were late.
        var isLate: Bool
        /// Of the invoice's currency.
        var micros: Int128
    }

    package var invoiceID: DocumentID
    package var partnerCode: String
    /// `draft` or `approved`.
    package var state: String
    /// First and last day, ISO dates.
    package var periodStartOn, periodEndOn: String
    package var currency: String
    package var minorDigits: Int
    package var kind: Kind

    /// Of the invoices, or of all that are not issued: those whose calls came to other amounts since.
    package static func repriced(
        _ invoiceIDs: [DocumentID]?, entityID: EntityID? = nil, on connection: Connection
    ) throws -> [InvoiceDoubt] {
        let rows = try connection.run(
            query: "repriced_invoices",
            ["invoice_ids": invoiceIDs.map(Value.ids) ?? .null, "entity_id": .optional(entityID)])
        return try rows.map { row in
            try InvoiceDoubt(
                row, .repriced(calls: row.int("calls"), differenceMicros: row.wideInt("difference_micros")))
        }
    }

    /// Those before which a period of the customer is not billed.
    ///
    /// - Parameter states: of an earlier invoice that is not as far.
    static func earlierUnbilled(
        _ invoiceIDs: [DocumentID], states: [String], on connection: Connection
    ) throws -> [InvoiceDoubt] {
        let rows = try connection.run(
            query: "unbilled_before_invoices", ["invoice_ids": .ids(invoiceIDs), "states": .texts(states)])
        return try rows.map { row in
            let earlierID = try row.optionalInt("earlier_id")
            let earlier = Earlier(
                first: try row.string("earlier_on"), last: try row.string("earlier_end_on"),
                invoice: try earlierID.map { (id: $0, state: try row.string("earlier_state")) },
                isLate: try row.bool("is_late"), micros: try row.wideInt("micros"))
            return try InvoiceDoubt(row, .earlierUnbilled(earlier))
        }
    }

    private init(_ row: Row, _ kind: Kind) throws {
        invoiceID = try row.id("invoice_id")
        partnerCode = try row.string("partner_code")
        state = try row.string("state")
        periodStartOn = try row.string("period_start_on")
        periodEndOn = try row.string("period_end_on")
        currency = try row.string("currency")
        minorDigits = Int(try row.int("minor_digits"))
        self.kind = kind
    }

    // MARK: - Words

    /// What is to be confirmed, a sentence without its full stop.
    package var sentence: String {
        let name = "\(state == "draft" ? "Draft" : "Invoice") \(invoiceID) of \(partnerCode) "
        let period = "(\(periodStartOn) to \(periodEndOn))"
        switch kind {
        case .repriced(let calls, let difference):
            let more =
                difference == 0
                ? "to the same sum with other lines"
                : "to \(amount(Int128(difference.magnitude))) \(difference > 0 ? "more" : "less")"
            let subject = calls == 1 ? "1 of its calls has" : "\(AmountText.count(calls)) of its calls have"
            return
                "\(name)\(period) holds old prices: \(subject) another price since it was made and \(calls == 1 ? "comes" : "come") \(more)"
        case .earlierUnbilled(let earlier):
            let span = "\(earlier.first) to \(earlier.last)"
            if let invoice = earlier.invoice {
                return "\(name)\(period) would go out before an earlier one: invoice \(invoice.id) of \(span) is still "
                    + (invoice.state == "draft" ? "a draft" : invoice.state)
            }
            guard earlier.isLate else {
                return
                    "\(name)\(period) would go out before an earlier period is billed: \(amount(earlier.micros)) of \(span) "
                    + "is on no invoice"
            }
            return
                "\(name)\(period) also bills an earlier period that has no invoice of its own: \(amount(earlier.micros)) of \(span)"
        }
    }

    private func amount(_ micros: Int128) -> String { "\(AmountText.micros(micros, digits: minorDigits)) \(currency)" }

    private var facts: [String: String] {
        // By its choice a surface knows what answers it.
        var facts = ["invoice": "\(invoiceID)", "customer": partnerCode, "choice": Choice.Name.keepPrices.rawValue]
        if case .earlierUnbilled(let earlier) = kind {
            facts["choice"] = Choice.Name.leaveEarlier.rawValue
            facts["earlier_period"] = String(earlier.first.prefix(7))
            facts["earlier_invoice"] = earlier.invoice.map { "\($0.id)" }
        }
        return facts
    }

    /// Why none of `doubts`, all of one kind, goes on unconfirmed; nil where there is none.
    static func refusal(_ doubts: [InvoiceDoubt]) -> Refusal? {
        guard let first = doubts.first else { return nil }
        let more = doubts.count == 1 ? "" : ". The same is so of \(AmountText.count(Int64(doubts.count - 1))) more"
        let sentence = first.sentence + more
        switch first.kind {
        case .repriced: return Refusal(.conflict, "invoice.repriced", sentence, facts: first.facts)
        case .earlierUnbilled(let earlier) where earlier.isLate:
            return Refusal(.conflict, "invoice.earlier_included", sentence, facts: first.facts)
        case .earlierUnbilled: return Refusal(.conflict, "invoice.earlier_unbilled", sentence, facts: first.facts)
        }
    }
}

/// What a person confirmed about invoices before a step.
package struct InvoiceAnswers: Sendable {
    /// Invoices go on with the prices that they have.
    package var keepsPrices = false
    /// Invoices go on though an earlier period is not billed.
    package var leavesEarlier = false

    package static let none = InvoiceAnswers()

    package init(keepsPrices: Bool = false, leavesEarlier: Bool = false) {
        self.keepsPrices = keepsPrices
        self.leavesEarlier = leavesEarlier
    }

    /// Throws what is to be confirmed and was not, and keeps in the audit what was.
    ///
    /// - Parameter states: of an earlier invoice that is not as far as these will be.
    func refuseOthers(_ invoiceIDs: [DocumentID], states: [String], on connection: Connection) throws {
        let repriced = try InvoiceDoubt.repriced(invoiceIDs, on: connection)
        let early = try InvoiceDoubt.earlierUnbilled(invoiceIDs, states: states, on: connection)
        if !keepsPrices, let refusal = InvoiceDoubt.refusal(repriced) { throw refusal }
        if !leavesEarlier, let refusal = InvoiceDoubt.refusal(early) { throw refusal }
        for (doubts, answer) in [(repriced, Choice.Name.keepPrices), (early, .leaveEarlier)] where !doubts.isEmpty {
            _ = try connection.run(
                job: "record_invoice_answers",
                ["invoice_ids": .ids(doubts.map(\.invoiceID)), "answer": .text(answer.rawValue)])
        }
    }
}
