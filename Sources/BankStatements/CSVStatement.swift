internal import Calendar
internal import Money
internal import RateCards
internal import Vocabulary

/// Reads movements from CSV.
struct CSVStatement {
    let reader: BankStatementReader

    private static let synonyms: [String: [String]] = [
        "value_date": ["value day", "valuta", "date"], "amount": ["betrag"], "currency": ["ccy"],
        "payer": ["name", "counterparty"], "iban": ["payer iban", "counterparty iban"],
        "reference": ["description", "remittance"], "bank_reference": ["transaction id"], "fee": ["charges"],
        "account": ["own account"],
    ]

    func read(_ bytes: [UInt8]) throws -> BankStatement {
        let columns = [
            "value_date", "amount", "currency", "payer", "iban", "reference", "bank_reference", "fee", "account",
        ]
        .map { name in
            Table.Column(
                reader.headings[name] ?? name, isRequired: ["value_date", "amount"].contains(name),
                synonyms: reader.headings[name] == nil ? Self.synonyms[name] ?? [] : [])
        }
        let table = try Table(bytes, columns: columns)
        var refusals: [RowRefusal] = []
        var currency = reader.currency
        var account: String?
        var lines: [BankStatement.Line] = []
        for row in table.rows {
            func text(_ name: String) -> String? { row[reader.headings[name] ?? name] }
            func refuse(_ name: String, _ reason: String) {
                refusals.append(row.refusal(reader.headings[name] ?? name, reason))
            }
            if let code = text("currency") {
                guard let stated = Currency(code: code) else {
                    refuse("currency", "not a currency of ISO 4217")
                    continue
                }
                if let currency, currency != stated {
                    refuse("currency", "the file is of an account in \(currency.code)")
                    continue
                }
                currency = stated
            }
            guard let currency else {
                refuse("currency", "missing, and not stated for the file")
                continue
            }
            if let stated = text("account") {
                if let account, account != stated {
                    refuse("account", "the file is of account \(account)")
                    continue
                }
                account = stated
            }
            guard let day = text("value_date").flatMap(day) else {
                refuse("value_date", "not a day written as \(reader.dates.rawValue)")
                continue
            }
            do {
                let amount = try signed(text("amount") ?? "", currency)
                let fee = try text("fee").map { try signed($0, currency) } ?? 0
                guard amount != 0 else {
                    refuse("amount", "nothing moves")
                    continue
                }
                lines.append(
                    BankStatement.Line(
                        amountMinor: amount, feeMinor: abs(fee), valueOn: day, payerName: text("payer"),
                        payerIBAN: text("iban"), reference: text("reference"), bankReference: text("bank_reference")))
            } catch let fault as DecimalText.Fault {
                refuse("amount", fault.reason)
            }
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        guard let currency else { throw Refusal(.invalid, "bankfile.empty", "The bank file has no movements") }
        return BankStatement(
            format: .csv, currency: currency, account: account, openingMinor: nil, closingMinor: nil, lines: lines)
    }

    /// Minor units of a number with a sign, or none.
    private func signed(_ text: String, _ currency: Currency) throws(DecimalText.Fault) -> Int64 {
        let isOutgoing = text.hasPrefix("-")
        let digits = isOutgoing || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let minor = try DecimalText.parse(
            digits.utf8, decimals: currency.minorDigits, separator: reader.separator)
        return isOutgoing ? -minor : minor
    }

    private func day(_ text: String) -> CivilDay? {
        let parts = text.split(omittingEmptySubsequences: false) { ".-/".contains($0) }.map(String.init)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let ordered: [String]
        switch reader.dates {
        case .ymd: ordered = parts
        case .dmy: ordered = [parts[2], parts[1], parts[0]]
        case .mdy: ordered = [parts[2], parts[0], parts[1]]
        }
        guard ordered[0].count == 4, let year = Int(ordered[0]), let month = Int(ordered[1]), let day = Int(ordered[2])
        else { return nil }
        return CivilDay(year: year, month: month, day: day)
    }
}
