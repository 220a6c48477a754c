extension Invoice {
    /// The invoice as a page of plain text: head, lines, totals.
    package var text: String {
        var text = """
            \(entityName)

            \(number.map { "Invoice \($0)" } ?? "Invoice draft \(invoiceID), not issued")
            To        \(partnerName) (\(partnerCode))
            Period    \(periodStartOn) to \(periodEndOn), days in \(billingZone)
            Currency  \(currency)

            """
        if let issuedOn, let dueOn {
            text += "Issued    \(issuedOn)\nDue       \(dueOn) (\(paymentTermsDays) days)\n"
        } else {
            text += "State     \(state); due \(paymentTermsDays) days after issue\n"
        }
        return text + "\n" + lineTable.text + "\n" + remarks
    }

    /// The lines with totals; the service period and the setup fee are columns only where they tell something.
    private var lineTable: TextTable {
        let hasLateLines = lines.contains { $0.servicePeriod != periodStartOn }
        let hasSetupFees = lines.contains { ($0.setupFeeNanos ?? 0) != 0 }
        let hasProducts = Set(lines.map(\.product)).count > 1
        var columns: [TextTable.Column] = []
        if hasLateLines { columns.append(.left("period of")) }
        if hasProducts { columns.append(.left("product")) }
        columns += [.left("destination"), .right("calls"), .right("minutes"), .right("rate/min")]
        if hasSetupFees { columns.append(.right("setup fee")) }
        columns.append(.right("amount \(currency)"))
        var table = TextTable(columns)
        for line in lines {
            var row: [String] = []
            if hasLateLines { row.append(line.servicePeriod) }
            if hasProducts { row.append(line.product) }
            row += [
                line.destination, line.isUsage ? AmountText.count(line.calls) : "",
                line.isUsage ? AmountText.minutes(seconds: line.billedSeconds) : "",
                line.rateText(line.nanosPerMinute),
            ]
            if hasSetupFees { row.append(line.rateText(line.setupFeeNanos)) }
            row.append(AmountText.minor(line.amountMinor, digits: minorDigits))
            table.rows.append(row)
        }
        var total = Array(repeating: "", count: columns.count)
        let first = (hasLateLines ? 1 : 0) + (hasProducts ? 1 : 0)
        total[0] = "Total"
        total[first + 1] = AmountText.count(lines.reduce(0) { $0 + $1.calls })
        total[first + 2] = AmountText.minutes(seconds: lines.reduce(0) { $0 + $1.billedSeconds })
        total[columns.count - 1] = AmountText.minor(totalMinor, digits: minorDigits)
        table.totals = [total]
        return table
    }

    private var remarks: String {
        let exact = AmountText.micros(exactMicros, digits: minorDigits)
        var text = "Each line is rounded once, half up; before rounding the sum is \(exact) \(currency).\n"
        if lines.contains(where: { $0.isUsage && $0.servicePeriod != periodStartOn }) {
            text += "Lines of another period are calls of that period which no earlier invoice has billed.\n"
        }
        if lines.contains(where: { $0.rateCurrency != nil }) {
            text += "Rates in another currency are converted call by call, at the rate of the billing day.\n"
        }
        if state == "issued" {
            text += "Open: \(AmountText.minor(openMinor, digits: minorDigits)) \(currency).\n"
        }
        return text
    }
}

extension Invoice.Line {
    /// Of calls, which a charge has none of.
    fileprivate var isUsage: Bool { kind == "usage" }

    /// A price, with its currency where that is not the invoice's.
    fileprivate func rateText(_ nanos: Int64?) -> String {
        guard let nanos else { return "" }
        return AmountText.nanos(nanos) + (rateCurrency.map { " \($0)" } ?? "")
    }
}
