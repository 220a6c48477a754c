import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables

/// Prints one payment with what it settles.
struct PaymentShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one payment with its parts and what it settles.",
        discussion: """
            Example:
              didtron payment show PAY-main-2026-000017
            """)

    @Argument(help: "Number or id of the payment.")
    var payment: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let payment = try Payment.find(payment, on: connection)
        let allocations = try payment.allocations(on: connection)
        if json { return try JSONOutput.print(JSON.PaymentDetails(payment, allocations)) }
        print(head(of: payment), terminator: "")
        guard !allocations.isEmpty else { return }
        var table = TextTable([.left("settles"), .right("amount"), .left("from"), .left("until")])
        for allocation in allocations {
            table.rows.append([
                allocation.number ?? "\(allocation.kind) \(allocation.documentID)",
                AmountText.minor(allocation.amountMinor, digits: payment.minorDigits), allocation.allocatedOn,
                allocation.endedOn ?? "",
            ])
        }
        print("\n" + table.text, terminator: "")
    }

    private func head(of payment: Payment) -> String {
        func own(_ minor: Int64) -> String {
            "\(AmountText.minor(minor, digits: payment.minorDigits)) \(payment.currency)"
        }
        var lines = [
            ("Payment", payment.number), ("Partner", payment.partner), ("For", payment.purpose.words),
            ("Total", own(payment.totalMinor)),
        ]
        if let currency = payment.bankCurrency, let digits = payment.bankMinorDigits {
            lines.append(("Bank", "\(AmountText.minor(payment.cashMinor, digits: digits)) \(currency)"))
            if payment.feeMinor > 0 {
                lines.append(("Fee", "\(AmountText.minor(payment.feeMinor, digits: digits)) \(currency)"))
            }
        }
        if payment.withheldMinor > 0 { lines.append(("Withheld", own(payment.withheldMinor))) }
        if payment.taxMinor > 0 { lines.append(("Of it tax", own(payment.taxMinor))) }
        lines.append(("Value day", payment.valueOn))
        if payment.effectiveOn != payment.valueOn { lines.append(("Booked", payment.effectiveOn)) }
        if let reference = payment.reference { lines.append(("Reference", reference)) }
        if let reason = payment.reason { lines.append(("Reason", reason)) }
        if let day = payment.reversedOn { lines.append(("Reversed", day)) }
        if let left = payment.leftMinor { lines.append(("Left", own(left))) }
        return lines.map { $0.0.padding(to: 11) + $0.1 + "\n" }.joined()
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
