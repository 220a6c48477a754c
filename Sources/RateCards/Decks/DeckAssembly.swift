import Money
import Rating

/// The rates of a file as they come in, row by row.
struct DeckAssembly {
    let columns: DeckColumns
    let header: [String]
    let options: DeckOptions

    var decks: [Deck] = []
    private(set) var destinations = NameTable()
    var refusals: [Refusal] = []

    private var deckIDs = NameTable()
    /// Index of the deck of the row before, which is nearly always that of the next.
    private var lastDeck = -1
    private let hasTerms: Bool
    private let hasVariants: Bool
    private(set) var decimals = [DecimalColumn](repeating: DecimalColumn(), count: DeckField.allCases.count)
    /// The wall-clock time converted last: rows of a deck share a few dates.
    private var lastLocalMicros = Int64.min
    private var lastUTCMicros = Int64.min

    init(columns: DeckColumns, header: [String], options: DeckOptions) {
        self.columns = columns
        self.header = header
        self.options = options
        hasTerms = DeckAssembly.termFields.contains(where: columns.has)
        hasVariants = DeckAssembly.variantFields.contains(where: columns.has)
        if !columns.has(.deckID) {
            decks.append(Deck(id: [], rates: []))
            lastDeck = 0
        }
    }

    private static let termFields: [DeckField] = [
        .graceSeconds, .graceMode, .durationRounding, .roundingDecimals, .roundingMode, .maximumCost, .minimumCost,
    ]

    private static let variantFields: [DeckField] =
        [.timeBand, .origin, .jurisdiction] + DeckField.jurisdictionRates.map(\.field)

    mutating func take(_ fields: [FieldRange], line: Int, _ bytes: Span<UInt8>) {
        guard fields.count == header.count else {
            refusals.append(Refusal(line: line, reason: "\(header.count) fields expected, \(fields.count) found"))
            return
        }
        do {
            let row = Row(fields: fields, line: line)
            let rate = try rate(row, bytes)
            let deck = try deck(row, bytes)
            if hasVariants {
                decks[deck].rates += try variants(of: rate, row, bytes)
            } else {
                decks[deck].rates.append(rate)
            }
        } catch {
            let position = columns[error.field]
            refusals.append(
                Refusal(
                    line: line, column: position + 1, field: position >= 0 ? header[position] : error.field.rawValue,
                    reason: error.reason, text: position >= 0 ? shown(fields[position], bytes) : ""))
        }
    }

    private struct Row {
        let fields: [FieldRange]
        let line: Int
    }

    private struct RowFault: Error {
        let field: DeckField
        let reason: String
    }

    // MARK: - One rate

    private mutating func rate(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Rate {
        let prefix = try prefix(row, bytes)
        var rate = Rate(prefix: prefix, id: Int32(truncatingIfNeeded: row.line), destination: -1)
        rate.blocked = try flag(.blocked, row, bytes)
        rate.effectiveFromMicros = try effectiveFrom(row, bytes)
        if columns.has(.effectiveTo), let end = try moment(.effectiveTo, row, bytes) {
            guard end > rate.effectiveFromMicros else {
                throw RowFault(field: .effectiveTo, reason: "not after the start")
            }
            rate.effectiveToMicros = end
        }
        if columns.has(.ratePerMinute), let nanos = try money(.ratePerMinute, row, bytes) {
            rate.nanosPerMinute = nanos
        } else if !rate.blocked, !hasJurisdictionRate(row) {
            throw RowFault(field: .ratePerMinute, reason: "empty")
        }
        if columns.has(.rateUnitSeconds) {
            guard try seconds(.rateUnitSeconds, row, bytes) == 60 else {
                throw RowFault(field: .rateUnitSeconds, reason: "a rate for other than 60 seconds is not taken")
            }
        }
        rate.setupFeeNanos = columns.has(.setupFee) ? try money(.setupFee, row, bytes) ?? 0 : 0
        (rate.initialSeconds, rate.incrementSeconds) = try increments(row, bytes)
        rate.minimumSeconds = columns.has(.minimumSeconds) ? try seconds(.minimumSeconds, row, bytes) ?? 0 : 0
        if hasTerms { rate.terms = try terms(row, bytes) }
        rate.destination = try destination(row, bytes)
        return rate
    }

    /// The rates of a row: one for what its columns name, and one for each jurisdiction that has a price of its own.
    private mutating func variants(of rate: Rate, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> [Rate] {
        var plain = rate
        plain.variant.timeBand = try variantName(.timeBand, row, bytes)
        plain.variant.origin = try variantName(.origin, row, bytes)
        if let name = name(.jurisdiction, row, bytes), name != "any", name != "all" {
            guard let jurisdiction = Jurisdiction(name: name) else {
                throw RowFault(
                    field: .jurisdiction, reason: "not interstate, intrastate, indeterminate or international")
            }
            plain.variant.jurisdiction = jurisdiction
        }
        var rates: [Rate] = []
        for (field, jurisdiction) in DeckField.jurisdictionRates where columns.has(field) {
            guard let nanos = try money(field, row, bytes) else { continue }
            guard plain.variant.jurisdiction == nil else {
                throw RowFault(field: field, reason: "a price by jurisdiction in a row that names its jurisdiction")
            }
            var own = plain
            own.variant.jurisdiction = jurisdiction
            own.nanosPerMinute = nanos
            rates.append(own)
        }
        let hasPlainPrice = columns.has(.ratePerMinute) && !trimmed(.ratePerMinute, row, bytes).isEmpty
        // A blocked row needs no price.
        if hasPlainPrice || rates.isEmpty { rates.insert(plain, at: 0) }
        return rates
    }

    private func hasJurisdictionRate(_ row: Row) -> Bool {
        DeckField.jurisdictionRates.contains { columns.has($0.field) && !row.fields[columns[$0.field]].isEmpty }
    }

    /// Number of a time band or a callers' group: the index of its name among `destinations` + 1, 0 where there is none.
    private mutating func variantName(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32 {
        guard let name = name(field, row, bytes) else { return 0 }
        guard let checked = VariantName.checked(name) else {
            throw RowFault(field: field, reason: "not a name of at most \(VariantName.bytesMax) printable characters")
        }
        return destinations.index(of: Array(checked.utf8)[...]) + 1
    }

    private func prefix(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Prefix {
        let field = trimmed(.prefix, row, bytes)
        if let prefix = Prefix(bytes.extracting(field.start..<field.end)) { return prefix }
        // `^9375.*`, the pattern of a dialling plan, is that prefix and nothing else.
        var digits = field
        if digits.end - digits.start >= 3, bytes[digits.start] == UInt8(ascii: "^") { digits.start += 1 }
        if digits.end - digits.start >= 3, digits.start > field.start,
            bytes[digits.end - 2] == UInt8(ascii: "."), bytes[digits.end - 1] == UInt8(ascii: "*")
        {
            digits.end -= 2
            if let prefix = Prefix(bytes.extracting(digits.start..<digits.end)) { return prefix }
        }
        throw RowFault(field: .prefix, reason: field.isEmpty ? "empty" : "not a prefix of 1 to 15 digits")
    }

    private mutating func effectiveFrom(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64 {
        if columns.has(.effectiveFrom), let start = try moment(.effectiveFrom, row, bytes) { return start }
        guard let start = options.effectiveFromMicros else {
            throw RowFault(field: .effectiveFrom, reason: "no start date; state one for the deck with --effective")
        }
        return start
    }

    private mutating func increments(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> (Int32, Int32) {
        guard columns.has(.incrementSeconds) else {
            guard columns.has(.initialSeconds) else { return options.increments }
            return (try requiredSeconds(.initialSeconds, row, bytes), options.increments.further)
        }
        if columns.has(.initialSeconds) {
            let initial = try requiredSeconds(.initialSeconds, row, bytes)
            return (initial, try positive(requiredSeconds(.incrementSeconds, row, bytes)))
        }
        // One column for both: `60/60`, or `6` for six seconds at a time from the first.
        let field = trimmed(.incrementSeconds, row, bytes)
        for at in field.start..<field.end where bytes[at] == UInt8(ascii: "/") {
            let initial = try number(.incrementSeconds, bytes.extracting(field.start..<at))
            return (initial, try positive(number(.incrementSeconds, bytes.extracting((at + 1)..<field.end))))
        }
        let both = try positive(requiredSeconds(.incrementSeconds, row, bytes))
        return (both, both)
    }

    private func positive(_ increment: Int32) throws(RowFault) -> Int32 {
        guard increment >= 1 else { throw RowFault(field: .incrementSeconds, reason: "below 1") }
        return increment
    }

    private mutating func terms(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> RatingTerms {
        var terms = RatingTerms()
        if columns.has(.graceSeconds), let grace = try seconds(.graceSeconds, row, bytes) { terms.graceSeconds = grace }
        if let name = name(.graceMode, row, bytes) {
            guard let mode = RatingTerms.GraceMode(name: name) else {
                throw RowFault(field: .graceMode, reason: "not none, threshold or deduct")
            }
            terms.graceMode = mode
        } else if terms.graceSeconds > 0, columns.isRenamed(.graceSeconds) {
            throw RowFault(
                field: .graceSeconds, reason: "grace of unknown kind; add a column grace_mode (threshold or deduct)")
        }
        if let name = name(.durationRounding, row, bytes) {
            guard let rounding = RatingTerms.DurationRounding(name: name) else {
                throw RowFault(field: .durationRounding, reason: "not up, down or half_up")
            }
            terms.durationRounding = rounding
        }
        if columns.has(.roundingDecimals), let decimals = try seconds(.roundingDecimals, row, bytes) {
            guard decimals <= DecimalText.microDecimals else {
                throw RowFault(field: .roundingDecimals, reason: "not 0 to 6")
            }
            terms.roundingDecimals = UInt8(decimals)
        }
        if let name = name(.roundingMode, row, bytes) {
            guard let mode = RoundingMode(name: name) else {
                throw RowFault(field: .roundingMode, reason: "not half_up, up, down or half_even")
            }
            terms.roundingMode = mode
        }
        if columns.has(.maximumCost) { terms.maximumCostNanos = try money(.maximumCost, row, bytes) }
        if columns.has(.minimumCost) { terms.minimumCostNanos = try money(.minimumCost, row, bytes) }
        return terms
    }

    // MARK: - Names

    private mutating func destination(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32 {
        guard columns.has(.destination) else { return destinations.index(of: bytes.extracting(0..<0)) }
        let field = row.fields[columns[.destination]]
        let known = destinations.count
        let index: Int32
        if field.isEscaped {
            index = destinations.index(of: RecordScanner.content(field, of: bytes).span)
        } else {
            index = destinations.index(of: bytes.extracting(field.start..<field.end))
        }
        if Int(index) == known, options.namesAreText, String(validating: destinations[known], as: UTF8.self) == nil {
            destinations.removeLast()
            throw RowFault(field: .destination, reason: "not UTF-8")
        }
        return index
    }

    private mutating func deck(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int {
        guard columns.has(.deckID) else { return 0 }
        let field = row.fields[columns[.deckID]]
        guard !field.isEmpty else { throw RowFault(field: .deckID, reason: "empty") }
        if field.isEscaped {
            lastDeck = deck(RecordScanner.content(field, of: bytes).span)
        } else {
            let id = bytes.extracting(field.start..<field.end)
            if lastDeck < 0 || !deckIDs.isEqual(lastDeck, id) { lastDeck = deck(id) }
        }
        return lastDeck
    }

    private mutating func deck(_ id: Span<UInt8>) -> Int {
        let index = Int(deckIDs.index(of: id))
        if index == decks.count { decks.append(Deck(id: Array(deckIDs[index]), rates: [])) }
        return index
    }

    // MARK: - Fields

    private func trimmed(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) -> FieldRange {
        var range = row.fields[columns[field]]
        while range.start < range.end, bytes[range.start] == UInt8(ascii: " ") { range.start += 1 }
        while range.end > range.start, bytes[range.end - 1] == UInt8(ascii: " ") { range.end -= 1 }
        return range
    }

    /// Nanos; nil = empty.
    private mutating func money(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64? {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { return nil }
        let text = bytes.extracting(range.start..<range.end)
        do {
            let nanos = try DecimalText.parse(text, decimals: DecimalText.nanoDecimals)
            if !decimals[field.index].hasPoint { decimals[field.index].lookForPoint(text) }
            return nanos
        } catch {
            guard error == .notDecimal, let kind = DecimalColumn.comma(text) else {
                throw RowFault(field: field, reason: error.reason)
            }
            do {
                let comma = UInt8(ascii: ",")
                let nanos = try DecimalText.parse(text, decimals: DecimalText.nanoDecimals, separator: comma)
                decimals[field.index].commas.append(
                    .init(line: row.line, isAmbiguous: kind == .ambiguous, text: shown(range, bytes)))
                return nanos
            } catch {
                throw RowFault(field: field, reason: error.reason)
            }
        }
    }

    /// A whole number that is not negative; nil = empty.
    private func seconds(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32? {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { return nil }
        return try number(field, bytes.extracting(range.start..<range.end))
    }

    private func requiredSeconds(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32 {
        guard let seconds = try seconds(field, row, bytes) else { throw RowFault(field: field, reason: "empty") }
        return seconds
    }

    private func number(_ field: DeckField, _ text: Span<UInt8>) throws(RowFault) -> Int32 {
        do {
            let value = try DecimalText.parse(text, decimals: 0)
            guard let number = Int32(exactly: value) else { throw RowFault(field: field, reason: "too large") }
            return number
        } catch let fault as DecimalText.Fault {
            throw RowFault(
                field: field, reason: fault == .tooPrecise(decimals: 0) ? "not a whole number" : fault.reason)
        } catch let fault as RowFault {
            throw fault
        } catch {
            throw RowFault(field: field, reason: "not a number")
        }
    }

    private func flag(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Bool {
        guard columns.has(field) else { return false }
        let range = trimmed(field, row, bytes)
        if range.isEmpty { return false }
        if range.end - range.start == 1 {
            if bytes[range.start] == UInt8(ascii: "0") { return false }
            if bytes[range.start] == UInt8(ascii: "1") { return true }
        }
        switch RecordScanner.text(range, of: bytes).lowercased() {
        case "false", "no", "n": return false
        case "true", "yes", "y": return true
        default: throw RowFault(field: field, reason: "not 0 or 1")
        }
    }

    /// Small letters; nil = empty or no such column.
    private func name(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) -> String? {
        guard columns.has(field) else { return nil }
        let range = trimmed(field, row, bytes)
        return range.isEmpty ? nil : RecordScanner.text(range, of: bytes).lowercased()
    }

    /// UTC microseconds; nil = empty.
    private mutating func moment(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64? {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { return nil }
        do {
            let moment = try DateText.parse(bytes.extracting(range.start..<range.end), order: options.dateOrder)
            if let offset = moment.offsetMinutes { return moment.localMicros - offset * 60_000_000 }
            if moment.localMicros != lastLocalMicros {
                lastUTCMicros = options.utcMicros(moment.localMicros)
                lastLocalMicros = moment.localMicros
            }
            return lastUTCMicros
        } catch {
            throw RowFault(field: field, reason: error.reason)
        }
    }

    private func shown(_ field: FieldRange, _ bytes: Span<UInt8>) -> String {
        var field = field
        field.end = min(field.end, field.start + Refusal.textBytesMax)
        return RecordScanner.text(field, of: bytes)
    }
}
