internal import Catalog
internal import Postgres
internal import Receivables
internal import Vocabulary

// A deposit before and behind the load, and a payment with what it settles.

extension Demo {
    /// Puts a thousand units into the deposit of a prepaid customer; nil where there is none.
    func topUp() throws -> PartnerPosition? {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let positions = try PartnerPosition.list(entityID: entityID(on: connection), on: connection)
        guard let customer = positions.first(where: { $0.paymentMode == "prepaid" }) else {
            say("No customer of this carrier pays from a deposit.")
            return nil
        }
        try addTax(of: customer.partner, on: connection)
        let recorded = try act("payment.top_up", on: connection) {
            let party = try PaymentPartner(entity: nil, partner: customer.partner, on: connection)
            var order = PaymentOrder(.topUp, partnerID: party.partnerID)
            order.cashMinor = 1_000 * (0..<party.currency.minorDigits).reduce(1) { power, _ in power * 10 }
            order.reference = "first transfer"
            return try PaymentOrder.record([order], entityID: party.entityID, on: connection)
        }
        for payment in recorded { say(payment.text) }
        try showDeposit(of: customer.partner)
        return customer
    }

    /// Taxes what a customer pays into its deposit, when it comes in.
    private func addTax(of partner: String, on connection: Connection) throws {
        for (subject, text) in [
            (CatalogSubject.taxes, "profile,name,tax_point,tax,rate\nvat,Value added tax of deposits,receipt,VAT,19\n"),
            (.partners, "partner,tax\n\(partner),vat\n"),
        ] {
            _ = try act("\(subject.name).import", on: connection) {
                try CatalogImport(subject).run(Array(text.utf8), on: connection)
            }
        }
        say("Deposits of \(partner) are taxed when they come in: 19 % VAT, out of what is paid.")
    }

    func showDeposit(of partner: String) throws {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        let id = try Catalog.partnerID(partner, on: connection)
        for position in try PartnerPosition.list(
            entityID: entityID(on: connection), partnerID: id, on: connection)
        {
            func amount(_ micros: Int128) -> String {
                "\(AmountText.micros(micros, digits: position.minorDigits)) \(position.currency)"
            }
            var text =
                "\(partner) has \(amount(position.availableMicros)) available: deposit \(amount(position.depositMicros))"
            if position.unpostedDepositMicros != 0 {
                text += ", usage that is not posted \(amount(position.unpostedDepositMicros))"
            }
            if position.suspenseMicros != 0 {
                text += ", calls without a price at the last one known \(amount(position.suspenseMicros))"
            }
            say(text + (position.overdrawnMark ? "; marked as overdrawn" : ""))
        }
    }

    /// Lets the customer of the largest invoice pay some of it.
    func pay() throws {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let entityID = try entityID(on: connection)
        guard let item = try OpenItem.list(entityID: entityID, on: connection).max(by: { $0.openMinor < $1.openMinor })
        else { return say("Nothing is open.") }
        let recorded = try act("payment.record", on: connection) {
            let party = try PaymentPartner(entity: nil, partner: item.partner, on: connection)
            var order = PaymentOrder(.received, partnerID: party.partnerID)
            order.cashMinor = max(1, item.openMinor / 100 * 60)
            order.settles = .oldest
            order.reference = item.number
            return try PaymentOrder.record([order], entityID: party.entityID, on: connection)
        }
        for payment in recorded {
            say(payment.text)
            for part in try Payment.find(payment.number, on: connection).allocations(on: connection) {
                say(
                    "  settles \(AmountText.minor(part.amountMinor, digits: payment.minorDigits)) of \(part.number ?? "")"
                )
            }
        }
        let id = try Catalog.partnerID(item.partner, on: connection)
        for rest in try OpenItem.list(entityID: entityID, partnerID: id, on: connection) {
            say(
                "  \(rest.number): \(AmountText.minor(rest.openMinor, digits: rest.minorDigits)) \(rest.currency) open, due "
                    + (rest.dueOn ?? "-"))
        }
    }

    private func entityID(on connection: Connection) throws -> EntityID {
        try Catalog.entityID(nil, on: connection)
    }
}
