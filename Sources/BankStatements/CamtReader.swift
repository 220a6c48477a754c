internal import Calendar
internal import Money
internal import Vocabulary

/// Reads camt.053, whichever of its versions: elements are known by their names without the namespace.
///
///     Stmt > Acct > Id > IBAN | Othr > Id          Stmt > Bal > Tp > CdOrPrtry > Cd (OPBD, CLBD), Amt, CdtDbtInd
///     Stmt > Ntry > Amt, CdtDbtInd, Sts, ValDt, AcctSvcrRef, NtryDtls > TxDtls > Refs, RltdPties, RmtInf, Chrgs
///
/// An entry of several transactions that state their amounts is as many movements. What is not booked is left out.
final class CamtReader: XMLSink {
    private(set) var fault: Refusal?

    private let limits: BankStatementLimits
    private var path: [String] = []
    private var text: [UInt8] = []
    private var attributes: [String: String] = [:]

    private var statements = 0
    private var currency: Currency?
    private var account: String?
    private var openingMinor: Int64?
    private var closingMinor: Int64?
    private var lines: [BankStatement.Line] = []
    private var balance = Balance()
    private var entry = Entry()

    private struct Balance {
        var code = ""
        var minor: Int64 = 0
        var isDebit = false
    }

    private struct Entry {
        var minor: Int64 = 0
        var isDebit = false
        var isBooked = true
        var bookedOn: CivilDay?
        var valueOn: CivilDay?
        var reference: String?
        var parts: [Part] = []
    }

    /// A transaction of an entry.
    private struct Part {
        var minor: Int64?
        var feeMinor: Int64 = 0
        /// By side: the debtor of what came in, the creditor of what went out.
        var names: [String: String] = [:]
        var ibans: [String: String] = [:]
        var remittance: [String] = []
        var endToEnd: String?
        var reference: String?
    }

    private init(limits: BankStatementLimits) { self.limits = limits }

    static func read(_ bytes: [UInt8], limits: BankStatementLimits) throws -> BankStatement {
        let reader = CamtReader(limits: limits)
        try XMLReader.read(bytes, into: reader)
        guard reader.statements > 0 else {
            throw Refusal(.invalid, "bankfile.not_camt", "The bank file has no statement: it is not camt.053")
        }
        guard let currency = reader.currency else {
            throw Refusal(.invalid, "bankfile.empty", "The bank file has no movements")
        }
        return BankStatement(
            format: .camt053, currency: currency, account: reader.account, openingMinor: reader.openingMinor,
            closingMinor: reader.closingMinor, lines: reader.lines)
    }

    func start(_ name: String, _ attributes: [String: String]) {
        path.append(name)
        text = []
        self.attributes = attributes
        guard path.count <= limits.depthMax else { return refuse("bankfile.too_deep", "its elements are too deep") }
        switch name {
        case "Stmt":
            statements += 1
            if statements > 1 { refuse("bankfile.several", "it has several statements: import them one by one") }
        case "Bal": balance = Balance()
        case "Ntry": entry = Entry()
        case "TxDtls": entry.parts.append(Part())
        default: break
        }
    }

    func text(_ bytes: [UInt8]) {
        text += bytes
        if text.count > limits.textBytesMax { refuse("bankfile.text", "one of its texts is too long") }
    }

    func end(_ name: String) {
        let value = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if !value.isEmpty { take(value) }
        text = []
        switch name {
        case "Bal": endBalance()
        case "Ntry": endEntry()
        default: break
        }
        path.removeLast()
    }

    /// True if these elements surround the one that ends, the innermost last.
    private func isWithin(_ names: String...) -> Bool { path.suffix(names.count).elementsEqual(names) }

    private func take(_ value: String) {
        if path.contains("Ntry") {
            path.contains("TxDtls") ? takeOfPart(value) : takeOfEntry(value)
        } else if path.contains("Bal") {
            takeOfBalance(value)
        } else if isWithin("Stmt", "Acct", "Id", "IBAN") || isWithin("Stmt", "Acct", "Id", "Othr", "Id") {
            account = value
        } else if isWithin("Stmt", "Acct", "Ccy") {
            setCurrency(value)
        }
    }

    private func takeOfBalance(_ value: String) {
        if isWithin("CdOrPrtry", "Cd") { balance.code = value }
        if isWithin("Bal", "Amt") { balance.minor = amount(value) }
        if isWithin("Bal", "CdtDbtInd") { balance.isDebit = value == "DBIT" }
    }

    private func endBalance() {
        let minor = balance.isDebit ? -balance.minor : balance.minor
        if balance.code == "OPBD" { openingMinor = minor }
        if balance.code == "CLBD" { closingMinor = minor }
    }

    private func takeOfEntry(_ value: String) {
        if isWithin("Ntry", "Amt") { entry.minor = amount(value) }
        if isWithin("Ntry", "CdtDbtInd") { entry.isDebit = value == "DBIT" }
        if isWithin("Ntry", "Sts") || isWithin("Ntry", "Sts", "Cd") { entry.isBooked = value == "BOOK" }
        if path.contains("ValDt") { entry.valueOn = day(value) }
        if path.contains("BookgDt") { entry.bookedOn = day(value) }
        if isWithin("Ntry", "AcctSvcrRef") { entry.reference = value }
    }

    private func takeOfPart(_ value: String) {
        let last = entry.parts.count - 1
        if isWithin("TxDtls", "Amt") || isWithin("AmtDtls", "TxAmt", "Amt") {
            // An amount in another currency is that of the order, not of the movement.
            if attributes["Ccy"] == nil || attributes["Ccy"] == currency?.code {
                entry.parts[last].minor = amount(value)
            }
        }
        if isWithin("Chrgs", "Amt") || isWithin("Chrgs", "Rcrd", "Amt"), attributes["Ccy"] == currency?.code {
            let (sum, isTooLarge) = entry.parts[last].feeMinor.addingReportingOverflow(amount(value))
            if isTooLarge {
                refuse("bankfile.amount", "an amount is too large")
            } else {
                entry.parts[last].feeMinor = sum
            }
        }
        for side in ["Dbtr", "Cdtr"] {
            if isWithin(side, "Nm") || isWithin(side, "Pty", "Nm") { entry.parts[last].names[side] = value }
            if isWithin("\(side)Acct", "Id", "IBAN") || isWithin("\(side)Acct", "Id", "Othr", "Id") {
                entry.parts[last].ibans[side] = value
            }
        }
        if isWithin("RmtInf", "Ustrd") || isWithin("CdtrRefInf", "Ref") || isWithin("RfrdDocInf", "Nb") {
            entry.parts[last].remittance.append(value)
        }
        if isWithin("Refs", "EndToEndId"), value != "NOTPROVIDED" { entry.parts[last].endToEnd = value }
        if isWithin("Refs", "AcctSvcrRef") { entry.parts[last].reference = value }
    }

    private func endEntry() {
        guard entry.isBooked else { return }
        guard let valueOn = entry.valueOn ?? entry.bookedOn else {
            return refuse("bankfile.day", "movement \(lines.count + 1) has no day")
        }
        guard entry.minor != 0 else { return refuse("bankfile.amount", "movement \(lines.count + 1) moves nothing") }
        let stated = entry.parts.compactMap(\.minor)
        let isBatch = entry.parts.count > 1 && stated.count == entry.parts.count
        if isBatch {
            let sum = stated.reduce(Int128(0)) { $0 + Int128($1) }
            guard sum == Int128(entry.minor) else {
                return refuse("bankfile.batch", "the parts of movement \(lines.count + 1) are not its sum")
            }
        }
        let side = entry.isDebit ? "Cdtr" : "Dbtr"
        // Without amounts of their own the parts are told together.
        for part in isBatch ? entry.parts : [merged(entry.parts)] {
            let minor = isBatch ? part.minor ?? 0 : entry.minor
            guard minor != 0 else { continue }
            lines.append(
                BankStatement.Line(
                    amountMinor: entry.isDebit ? -minor : minor, feeMinor: part.feeMinor, valueOn: valueOn,
                    payerName: part.names[side], payerIBAN: part.ibans[side],
                    reference: (part.remittance + [part.endToEnd].compactMap(\.self)).joined(separator: " "),
                    bankReference: part.reference ?? entry.reference))
        }
        if lines.count > limits.linesMax { refuse("bankfile.too_many_lines", "it has too many movements") }
    }

    private func merged(_ parts: [Part]) -> Part {
        parts.dropFirst().reduce(into: parts.first ?? Part()) { whole, part in
            whole.names.merge(part.names) { first, _ in first }
            whole.ibans.merge(part.ibans) { first, _ in first }
            whole.remittance += part.remittance
        }
    }

    /// Minor units of the amount of the element that ends, in the currency of the statement.
    private func amount(_ value: String) -> Int64 {
        if let code = attributes["Ccy"] { setCurrency(code) }
        guard let currency else {
            refuse("bankfile.currency", "an amount has no currency")
            return 0
        }
        do { return try DecimalText.parse(value, decimals: currency.minorDigits) } catch {
            refuse("bankfile.amount", "'\(value)' is no amount of \(currency.code): \(error.reason)")
            return 0
        }
    }

    private func setCurrency(_ code: String) {
        guard let stated = Currency(code: code) else {
            return refuse("bankfile.currency", "'\(code)' is not a currency of ISO 4217")
        }
        if let currency, currency != stated {
            return refuse(
                "bankfile.currency", "it is of an account in \(currency.code) and has amounts in \(stated.code)")
        }
        currency = stated
    }

    private func day(_ value: String) -> CivilDay? {
        guard let day = CivilDay(value.prefix(10)) else {
            refuse("bankfile.day", "'\(value)' is no day")
            return nil
        }
        return day
    }

    private func refuse(_ reason: String, _ message: String) {
        if fault == nil { fault = Refusal(.invalid, reason, "The bank file cannot be read: \(message)") }
    }
}
