import ArgumentParser
internal import Catalog
import Money
internal import Postgres
internal import Receivables
internal import Vocabulary

/// How much came in or went out, in which currency and on which day.
struct PaymentMoneyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What the bank account gained or lost, a fee aside: 1200.50.", valueName: "amount"))
    var amount: String

    @Option(
        help: ArgumentHelp("Currency of the bank account, where it is not that of the agreement.", valueName: "code"))
    var currency: String?

    @Option(
        help: ArgumentHelp(
            "What it counts for in the currency of the agreement; without it the exchange rate of the value day says so.",
            valueName: "amount"))
    var counts: String?

    @Option(help: ArgumentHelp("What banks kept, in the currency of the bank account.", valueName: "amount"))
    var fee: String?

    @Option(
        help: ArgumentHelp(
            "Day on which the bank counts it; today, in the zone of the entity, without it.", valueName: "date"))
    var valueDate: DayArgument?

    @Option(help: ArgumentHelp("As the bank statement has it.", valueName: "text"))
    var reference: String?

    /// Puts the amounts into an order.
    ///
    /// - Parameters:
    ///   - own: of the agreement.
    ///   - withheld: as stated, in that currency.
    func fill(_ order: inout PaymentOrder, own: Currency, withheld: String? = nil) throws {
        let bank = try currency.map { try PaymentAmount.currency($0) } ?? own
        if counts != nil, bank == own {
            throw ValidationError("--counts is for a payment in another --currency than the agreement's.")
        }
        order.bankCurrency = bank.code
        order.cashMinor = try PaymentAmount.minor(amount, of: bank, as: "amount")
        order.feeMinor = try fee.map { try PaymentAmount.minor($0, of: bank, as: "fee") } ?? 0
        order.withheldMinor = try withheld.map { try PaymentAmount.minor($0, of: own, as: "withheld") } ?? 0
        if let counts {
            let counted = try PaymentAmount.minor(counts, of: own, as: "counts")
            let (total, isTooLarge) = counted.addingReportingOverflow(order.withheldMinor)
            guard !isTooLarge else {
                throw Refusal(.tooLarge, "payment.too_large", "The amount is larger than any payment")
            }
            order.totalMinor = total
        }
        order.valueOn = valueDate?.day
        order.reference = reference
    }
}

/// Invoices that are settled, some with an amount.
struct InvoicePartsOptions: ParsableArguments {
    @Option(
        name: .customLong("invoice"),
        help: ArgumentHelp(
            "An invoice that it settles, by number or id, as far as can be or by an amount; repeatable.",
            valueName: "number[=amount]"))
    var invoices: [String] = []

    func parts(in currency: Currency, on connection: Connection) throws -> [PaymentOrder.Part] {
        try invoices.map { stated in
            let parts = stated.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = parts.first else { throw ValidationError("--invoice names an invoice.") }
            return PaymentOrder.Part(
                documentID: try InvoiceSelection.id(of: name, on: connection),
                amountMinor: parts.count == 2 ? try PaymentAmount.minor(parts[1], of: currency, as: name) : nil)
        }
    }
}

extension InvoiceSelection {
    /// The id of an invoice by number or id.
    static func id(of name: String, on connection: Connection) throws -> DocumentID {
        var filter = InvoiceSummary.Filter()
        filter.names = [name]
        guard let invoice = try InvoiceSummary.list(filter, on: connection).first else {
            throw Refusal(.notFound, "invoice.not_found", "There is no invoice \(name)", facts: ["invoice": name])
        }
        return invoice.invoiceID
    }
}
