import Money
import Rating
internal import Vocabulary

// What a row says about its price.

extension DeckAssembly {
    enum Price {
        case nanos(Int64)
        /// The row has no price and says why.
        case notice(Notice)
        case empty
    }

    /// The price a minute, with what the unit and the mark-up make of it.
    mutating func price(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Price {
        let stated: Int64?
        var ownUnit: PriceUnit?
        do {
            stated = try money(field, row, bytes)
        } catch {
            guard !options.isCanonical else { throw error }
            let text = DeckHeader.texts([row.fields[columns[field]]], bytes)[0]
            if let notice = Notice(text) {
                guard [.blocked, .closed, .same].contains(notice) else {
                    throw RowFault(field: field, reason: notice == .undecided ? "no price yet; ask for it" : "no price")
                }
                return .notice(notice)
            }
            guard let written = PriceText(text) else {
                throw RowFault(field: field, reason: DeckAssembly.priceReason(text) ?? error.reason)
            }
            if let currency = written.currency { try check(currency: currency, field, line: row.line) }
            do {
                stated = try money(field, Array(written.number.utf8).span, line: row.line)
            } catch {
                throw RowFault(field: field, reason: DeckAssembly.priceReason(written.number) ?? error.reason)
            }
            ownUnit = written.unit
        }
        guard let stated else { return .empty }
        var unit = units[field]
        if unit == .minute, options.settings.markUp == nil || defersMarkUp, !columns.has(.rateUnit), ownUnit == nil,
            rowParts == 1
        {
            return .nanos(stated)
        }
        if columns.has(.rateUnit), options.settings.unit == nil { try takeUnit(row, bytes, into: &unit) }
        if rowParts != 1, !units.isStated(field) || unit.partsOfUnit == 1 && options.settings.priceDivisor == nil {
            unit.partsOfUnit = rowParts
        }
        if let ownUnit, ownUnit != unit {
            guard !units.isStated(field), !columns.has(.rateUnit) else {
                throw RowFault(field: field, reason: "\(ownUnit.phrase), and the column is \(unit.phrase)")
            }
            observations.ownUnits.note(line: row.line)
            unit = ownUnit
        }
        guard var nanos = unit.nanosPerMinute(stated) else {
            throw RowFault(field: field, reason: "a price \(unit.phrase) that is not exact to 9 decimals a minute")
        }
        if let markUp = options.settings.markUp, !defersMarkUp {
            guard let marked = markUp.applied(toNanos: nanos) else { throw RowFault(field: field, reason: "too large") }
            nanos = marked
        }
        return .nanos(nanos)
    }

    /// Notes the price behind the initial increment where it is another one.
    mutating func checkNextRate(_ rate: Rate, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) {
        switch try price(.nextRate, row, bytes) {
        case .nanos where rate.keepsPrice:
            throw RowFault(field: .nextRate, reason: "a price beside one that stays as it was; write both, or neither")
        case .nanos(let next) where next != rate.nanosPerMinute:
            guard !hasVariants else {
                throw RowFault(
                    field: .nextRate,
                    reason:
                        "another price than that of the initial increment, in a deck with prices by time, origin or "
                        + "jurisdiction")
            }
            rowNextNanos = next
        case .notice(.same) where !rate.keepsPrice:
            throw RowFault(field: .nextRate, reason: "the same as the initial price, or as before? write the price")
        default: break
        }
    }

    /// Takes what the column of units says: a number of seconds, or words.
    private func takeUnit(_ row: Row, _ bytes: Span<UInt8>, into unit: inout PriceUnit) throws(RowFault) {
        let range = trimmed(.rateUnit, row, bytes)
        guard !range.isEmpty else { throw RowFault(field: .rateUnit, reason: "empty") }
        if let number = try? number(.rateUnit, bytes.extracting(range.start..<range.end)), number >= 1 {
            unit.seconds = Int64(number)
            return
        }
        let text = RecordScanner.text(range, of: bytes)
        // A letter alone is a unit only where one is expected.
        let stated = UnitText(text.count == 1 ? "/\(text)" : text)
        guard let seconds = stated.seconds, stated.oddPart == nil, stated.oddTime == nil,
            stated.rest.allSatisfy({ ["call", "price", "rate"].contains($0) })
        else { throw RowFault(field: .rateUnit, reason: "not a number of seconds, minute or second") }
        unit.seconds = seconds
        if let parts = stated.parts, options.settings.priceDivisor == nil { unit.partsOfUnit = parts }
    }

    mutating func checkCurrency(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) {
        rowParts = 1
        let text = DeckHeader.texts([row.fields[columns[.currency]]], bytes)[0]
        guard !text.isEmpty else { return }
        let stated = UnitText(text)
        if let parts = stated.parts, stated.oddPart == nil, stated.rest.isEmpty {
            rowParts = parts
            observations.rowsInParts.note(line: row.line)
            if let code = stated.currency { try check(currency: code, .currency, line: row.line) }
            return
        }
        guard let code = CurrencyMention.code(text) ?? (text.count == 3 ? text.uppercased() : nil) else {
            throw RowFault(field: .currency, reason: "not a currency")
        }
        try check(currency: code, .currency, line: row.line)
    }

    private mutating func check(currency code: String, _ field: DeckField, line: Int) throws(RowFault) {
        observations.note(currency: code, line: line)
        guard let expected = options.currency, !CurrencyMention.fits(code, expected) else { return }
        observations.foreignCurrencyRows += 1
        throw RowFault(field: field, reason: "in \(code), and the card is in \(expected)")
    }

    /// A state that leaves the row without a price; nil = it does not.
    mutating func status(_ row: Row, _ bytes: Span<UInt8>) -> Notice? {
        let range = trimmed(.status, row, bytes)
        guard !range.isEmpty else { return nil }
        let index = Int(statusNames.index(of: bytes.extracting(range.start..<range.end)))
        if index == statusMeanings.count { statusMeanings.append(meaning(RecordScanner.text(range, of: bytes))) }
        observations.statedStatuses += 1
        switch statusMeanings[index] {
        case let notice? where notice == .blocked || notice == .closed: return notice
        case nil, .undecided: observations.note(unknownStatus: index)
        default: break
        }
        return nil
    }

    /// What a state means, by what a person stated or by its words.
    private func meaning(_ state: String) -> Notice? {
        switch options.settings.states?[state.lowercased()] {
        case .open: .informative
        case .blocked: .blocked
        case .closed: .closed
        case nil: Notice(state: state)
        }
    }

    /// Why a text is no price, where more can be said than that it is no number.
    private static func priceReason(_ text: String) -> String? {
        let bytes = Array(text.utf8)[...]
        if CodeText.isScientific(bytes) { return "scientific notation; digits of the price may be lost" }
        let digits = text.filter { !$0.isWhitespace }
        if digits.count < text.count, digits.allSatisfy({ $0.isNumber || $0 == "." || $0 == "," }) {
            return "blanks within a price; write it without them"
        }
        if text.contains("%") { return "a percentage, not a price" }
        let parts = text.split(whereSeparator: { "-–/".contains($0) })
        if parts.count == 2,
            parts.allSatisfy({ part in part.contains { $0.isNumber } && part.allSatisfy { !$0.isLetter } })
        {
            return "a range of prices; state one"
        }
        if text.contains(","), text.contains("."), let mark = text.last(where: { $0 == "," || $0 == "." }) {
            return "thousands are separated; state \(Choice(.decimal, "\(mark == "." ? "point" : "comma")"))"
        }
        return nil
    }
}
