internal import Catalog
internal import Money

extension Invoice {
    /// The invoice as a page of plain text: head, lines, totals.
    package var text: String {
        var text = "\(entityName)\n" + below("issuer", indent: "")
        text += "\n\(number.map { "Invoice \($0)" } ?? "Invoice draft \(invoiceID), not issued")\n"
        text += "To        \(partnerName) (\(partnerCode))\n" + below("recipient", indent: "          ")
        text += "Period    \(periodStartOn) to \(periodEndOn), days in \(billingZone)\n"
        text += "Currency  \(currency)\n"
        if let issuedOn, let dueOn {
            text += "Issued    \(issuedOn)\nDue       \(dueOn) (\(terms))\n"
        } else {
            text += "State     \(state); due \(terms) after issue\n"
        }
        let bankLines = parties.first { $0.role == "issuer" }?.bankLines ?? []
        let payment = bankLines.isEmpty ? "" : "\nPay to\n" + bankLines.map { "  \($0)\n" }.joined()
        return text + "\n" + lineTable.text + "\n" + remarks + payment
    }

    /// What stands below the name of a party, each line ended and indented.
    private func below(_ role: String, indent: String) -> String {
        (parties.first { $0.role == role }?.lines ?? []).map { "\(indent)\($0)\n" }.joined()
    }

    /// `30 days`, or `30 days from the end of the month`.
    private var terms: String {
        "\(paymentTermsDays) days\(paymentTermsKind == "end_of_month" ? " from the end of the month" : "")"
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
            row.append(
                line.amountMinor.map { AmountText.minor($0, digits: minorDigits) }
                    ?? AmountText.micros(line.exactMicros, digits: minorDigits))
            table.rows.append(row)
        }
        var total = Array(repeating: "", count: columns.count)
        let first = (hasLateLines ? 1 : 0) + (hasProducts ? 1 : 0)
        total[0] = "Total"
        total[first + 1] = AmountText.count(lines.reduce(0) { $0 + $1.calls })
        total[first + 2] = AmountText.minutes(seconds: lines.reduce(0) { $0 + $1.billedSeconds })
        guard taxTreatment == "taxed", !includesTax else {
            total[columns.count - 1] = AmountText.minor(totalMinor, digits: minorDigits)
            table.totals = roundingRows(columns: columns.count) + [total]
            return table
        }
        total[0] = "Net"
        total[columns.count - 1] = AmountText.minor(linesMinor, digits: minorDigits)
        table.totals = roundingRows(columns: columns.count) + [total]
        for tax in taxes { table.totals.append(row(tax.title, tax.taxMinor, columns: columns.count)) }
        table.totals.append(row("Total", totalMinor, columns: columns.count))
        return table
    }

    private func row(_ title: String, _ minor: Int64, columns: Int) -> [String] {
        var row = Array(repeating: "", count: columns)
        row[0] = title
        row[columns - 1] = AmountText.minor(minor, digits: minorDigits)
        return row
    }

    /// The sum and the rounding between lines that are not rounded and the total.
    private func roundingRows(columns: Int) -> [[String]] {
        guard rounding == .document else { return [] }
        let unitMicros = (minorDigits..<DecimalText.microDecimals).reduce(Int128(1)) { power, _ in power * 10 }
        // Less than a minor unit.
        let rest = Int64(Int128(linesMinor) * unitMicros - Int128(exactMicros))
        return [("Sum", exactMicros), ("Rounding", rest)].map { title, micros in
            var row = Array(repeating: "", count: columns)
            row[0] = title
            row[columns - 1] = AmountText.micros(micros, digits: minorDigits)
            return row
        }
    }

    private var remarks: String {
        var text =
            switch rounding {
            case .line:
                "Each line is rounded once, half up; before rounding the sum is \(exact(exactMicros)).\n"
            case .document:
                "Lines are exact; their sum is rounded once, half up.\n"
            }
        for tax in taxes {
            let base = "\(AmountText.minor(tax.baseMinor, digits: minorDigits)) \(currency)"
            text +=
                includesTax
                ? "\(tax.title) of \(base), contained in the total: \(AmountText.minor(tax.taxMinor, digits: minorDigits)) \(currency).\n"
                : taxes.count > 1 ? "\(tax.title) is of \(base).\n" : ""
        }
        if let taxSentence { text += "\(taxSentence)\n" }
        for offset in offsets {
            let days = "\(offset.periodStartOn) to \(offset.periodEndOn)"
            switch offset.kind {
            case .period:
                text += "The period \(days) came to \(exact(offset.amountMicros)), which is set off on this invoice.\n"
            case .carried:
                text +=
                    "\(exact(offset.amountMicros)) of \(days) was carried by an earlier run and is on this invoice.\n"
            }
        }
        if lines.contains(where: { $0.isUsage && $0.servicePeriod < periodStartOn }) {
            text += "Lines of an earlier period are calls of that period which no earlier invoice has billed.\n"
        }
        if lines.contains(where: { $0.rateCurrency != nil }) {
            text += "Rates in another currency are converted call by call, at the rate of the billing day.\n"
        }
        if state == "issued" {
            text += "Open: \(AmountText.minor(openMinor, digits: minorDigits)) \(currency).\n"
        }
        return text
    }

    private func exact(_ micros: Int64) -> String { "\(AmountText.micros(micros, digits: minorDigits)) \(currency)" }
}

extension Invoice.Tax {
    /// `VAT 19 %`
    fileprivate var title: String {
        var decimals = String(String(rateMillionths % 10_000 + 10_000).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(tax) \(rateMillionths / 10_000)\(decimals.isEmpty ? "" : ".\(decimals)") %"
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
