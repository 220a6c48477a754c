import Money
import Rating

/// The rates of a file as they come in, row by row.
///
/// A row is taken whole, with as many rates as it has codes, or refused whole.
struct DeckAssembly {
    let columns: DeckColumns
    let header: [String]
    let options: DeckOptions
    let defaults: DeckDefaults
    /// What `line` counts, for refusals.
    let unit: String

    var decks: [Deck] = []
    private(set) var destinations = NameTable()
    var refusals: [Refusal] = []
    /// Rows taken, each once however many codes it has.
    var rowsTaken = 0
    /// Rows that say that a code is given up and were left out, as was asked for.
    private(set) var rowsOmitted = 0
    var observations = DeckObservations()
    var samples: [DeckSample] = []

    private var deckIDs = NameTable()
    /// Index of the deck of the row before, which is nearly always that of the next.
    private var lastDeck = -1
    private let hasTerms: Bool
    private let hasVariants: Bool
    /// Cells of sheets may be formulas, errors and the like; fields of texts are texts.
    private let hasCells: Bool
    private let usedPositions: [(field: DeckField, position: Int)]
    let isPlainUnit: Bool
    let priceUnit: PriceUnit
    let dateOrder: ReadingSettings.DateOrder?
    private let joinsCodes: Bool
    var decimals = [DecimalColumn](repeating: DecimalColumn(), count: DeckField.allCases.count)
    /// Codes of the row at hand beyond its first.
    private var furtherPrefixes: [Prefix] = []
    /// States of rows, each understood once.
    var statusNames = NameTable()
    var statusMeanings: [Notice?] = []
    /// The wall-clock time converted last: rows of a deck share a few dates.
    private var lastLocalMicros = Int64.min
    private var lastUTCMicros = Int64.min

    init(
        columns: DeckColumns, header: [String], options: DeckOptions, defaults: DeckDefaults = DeckDefaults(),
        joinsCodes: Bool = false, unit: String = "line"
    ) {
        self.columns = columns
        self.header = header
        self.options = options
        self.defaults = defaults
        self.joinsCodes = joinsCodes
        self.unit = unit
        hasTerms = DeckAssembly.termFields.contains(where: columns.has) || defaults.terms != .standard
        hasVariants = DeckAssembly.variantFields.contains(where: columns.has)
        hasCells = unit != "line"
        usedPositions = columns.byField.map { (field: $0.key, position: $0.value) }.sorted { $0.position < $1.position }
        priceUnit = options.settings.unit ?? columns.price?.unit ?? .minute
        dateOrder = options.dateOrder ?? columns.dateOrder
        isPlainUnit = priceUnit == .minute && options.settings.markUp == nil
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

    /// A row to be taken or refused.
    struct Row {
        let fields: [FieldRange]
        let line: Int
    }

    struct RowFault: Error {
        let field: DeckField
        let reason: String
    }

    /// - Returns: the field that made it refuse the row; nil = it was taken, omitted or torn.
    @discardableResult
    mutating func take(_ fields: [FieldRange], line: Int, _ bytes: Span<UInt8>) -> DeckField? {
        guard fields.count == header.count else {
            refuse(line: line, reason: "\(header.count) fields expected, \(fields.count) found")
            return nil
        }
        do {
            let row = Row(fields: fields, line: line)
            if hasCells { try checkCells(row) }
            guard let rate = try rate(row, bytes) else {
                rowsOmitted += 1
                return nil
            }
            let deck = try deck(row, bytes)
            let made = hasVariants ? try variants(of: rate, row, bytes) : nil
            if let made { for variant in made { add(variant, to: deck) } } else { add(rate, to: deck) }
            rowsTaken += 1
            if !furtherPrefixes.isEmpty { observations.rowsWithSeveralCodes += 1 }
            if samples.count < DeckSample.keptMax {
                let codes = [rate.prefix.description] + furtherPrefixes.map(\.description)
                let name = destinations.text(Int(rate.destination))
                for rate in made ?? [rate] {
                    let calls = rate.variant == .any ? "" : " (\(VariantName(rate.variant, destinations)))"
                    samples.append(DeckSample(rate, codes: codes, name: name + calls))
                }
            }
            return nil
        } catch {
            let position = columns[error.field]
            refusals.append(
                Refusal(
                    line: line, column: position + 1, field: position >= 0 ? header[position] : error.field.rawValue,
                    reason: error.reason, text: position >= 0 ? shown(fields[position], bytes) : "", unit: unit))
            observations.refused(error.field, error.reason)
            return error.field
        }
    }

    mutating func refuse(line: Int, reason: String) { refusals.append(Refusal(line: line, reason: reason, unit: unit)) }

    /// Adds a rate for each code of the row.
    @inline(__always)
    private mutating func add(_ rate: Rate, to deck: Int) {
        decks[deck].rates.append(rate)
        guard !furtherPrefixes.isEmpty else { return }
        for prefix in furtherPrefixes {
            var further = rate
            further.prefix = prefix
            decks[deck].rates.append(further)
        }
    }

    /// Refuses what a sheet only shows and does not hold.
    private func checkCells(_ row: Row) throws(RowFault) {
        for (field, position) in usedPositions {
            switch row.fields[position].kind {
            case .text, .number, .date: continue
            case .error:
                throw RowFault(field: field, reason: unit == "rate" ? "not a value" : "an error of the spreadsheet")
            case .merged:
                throw RowFault(
                    field: field,
                    reason: "one of several cells that are shown as one; separate them, or state --merged fill")
            case .formula:
                if row.fields[position].isEmpty {
                    throw RowFault(
                        field: field, reason: "a formula without a stored result; replace formulas by their values")
                }
                guard options.settings.formulas == .results else {
                    throw RowFault(
                        field: field,
                        reason:
                            "the result of a formula, as it was last stored; replace formulas by their values, or state "
                            + "--formulas results")
                }
            }
        }
    }

    /// A wall-clock time in the zone of the deck.
    mutating func utcMicros(_ localMicros: Int64) -> Int64 {
        if localMicros != lastLocalMicros {
            lastUTCMicros = options.utcMicros(localMicros)
            lastLocalMicros = localMicros
        }
        return lastUTCMicros
    }

    // MARK: - One rate

    /// Nil where the row is to be left out.
    private mutating func rate(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Rate? {
        let prefix = try prefix(row, bytes)
        var rate = Rate(prefix: prefix, id: Int32(truncatingIfNeeded: row.line), destination: -1)
        rate.blocked = try flag(.blocked, row, bytes)
        if columns.has(.currency) { try checkCurrency(row, bytes) }
        var state = columns.has(.status) ? status(row, bytes) : nil
        if state == nil {
            switch columns.has(.ratePerMinute) ? try price(.ratePerMinute, row, bytes) : .empty {
            case .nanos(let nanos): rate.nanosPerMinute = nanos
            case .notice(let notice): state = notice
            case .empty:
                guard rate.blocked || hasJurisdictionRate(row) else {
                    throw RowFault(field: .ratePerMinute, reason: "empty")
                }
            }
        } else if columns.has(.ratePerMinute), case .nanos(let nanos)? = try? price(.ratePerMinute, row, bytes) {
            rate.nanosPerMinute = nanos
        }
        if let state {
            if state == .closed {
                observations.closedRows += 1
                if options.settings.closedCodes == .omit { return nil }
            }
            rate.blocked = true
        }
        rate.effectiveFromMicros = try effectiveFrom(row, bytes)
        rate.effectiveToMicros = try effectiveTo(row, bytes, after: rate.effectiveFromMicros)
        if columns.has(.nextRate), !rate.blocked { try checkNextRate(rate, row, bytes) }
        rate.setupFeeNanos = try setupFee(row, bytes)
        try takeIncrements(row, bytes, into: &rate)
        if columns.has(.minimumSeconds) {
            rate.minimumSeconds = try seconds(.minimumSeconds, row, bytes) ?? rate.minimumSeconds
        }
        if hasTerms { rate.terms = try terms(row, bytes) }
        rate.destination = try destination(row, bytes)
        return rate
    }

    private mutating func prefix(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Prefix {
        furtherPrefixes.removeAll(keepingCapacity: true)
        let field = trimmed(.prefix, row, bytes)
        if !joinsCodes, !columns.has(.prefixTo), let prefix = Prefix(bytes.extracting(field.start..<field.end)) {
            if options.isCanonical || prefix.digit(0) != 0 {
                if columns.has(.countryCode) { observe(prefix, row, bytes) }
                return prefix
            }
        }
        if !joinsCodes, !columns.has(.prefixTo), let prefix = DeckAssembly.pattern(field, bytes) {
            if columns.has(.countryCode) { observe(prefix, row, bytes) }
            return prefix
        }
        let last = columns.has(.prefixTo) ? content(.prefixTo, row, bytes) : []
        do {
            let codes = try CodeText(content(.prefix, row, bytes), last: last, base: try base(row, bytes))
            for prefix in codes.prefixes where prefix.digit(0) == 0 {
                throw RowFault(field: .prefix, reason: "a code that begins with 0, as none does")
            }
            if codes.droppedZeros { observations.rowsWithDialledZeros += 1 }
            furtherPrefixes.append(contentsOf: codes.prefixes.dropFirst())
            if columns.has(.countryCode), !joinsCodes { observe(codes.prefixes[0], row, bytes) }
            return codes.prefixes[0]
        } catch let fault as CodeText.Fault {
            throw RowFault(field: .prefix, reason: fault.reason)
        } catch let fault as RowFault {
            throw fault
        } catch {
            throw RowFault(field: .prefix, reason: "not a prefix")
        }
    }

    /// `^9375.*`, which whole decks are written in, without the detour over lists and ranges.
    private static func pattern(_ field: FieldRange, _ bytes: Span<UInt8>) -> Prefix? {
        guard field.end - field.start >= 4, bytes[field.start] == UInt8(ascii: "^"),
            bytes[field.end - 2] == UInt8(ascii: "."), bytes[field.end - 1] == UInt8(ascii: "*"),
            bytes[field.start + 1] != UInt8(ascii: "0")
        else { return nil }
        return Prefix(bytes.extracting((field.start + 1)..<(field.end - 2)))
    }

    /// The country code that is put before the codes of the row.
    private func base(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> [UInt8] {
        guard joinsCodes else { return [] }
        var digits = content(.countryCode, row, bytes)[...]
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ $0 &- 0x30 <= 9 }),
            digits.first != UInt8(ascii: "0")
        else {
            throw RowFault(field: .countryCode, reason: "not a country code")
        }
        return Array(digits)
    }

    /// A whole code that does not begin with the row's country code is taken, and counted.
    private mutating func observe(_ prefix: Prefix, _ row: Row, _ bytes: Span<UInt8>) {
        let code = trimmed(.countryCode, row, bytes)
        guard !code.isEmpty, let country = Prefix(bytes.extracting(code.start..<code.end)) else { return }
        let begins =
            country.count <= prefix.count && (0..<country.count).allSatisfy { country.digit($0) == prefix.digit($0) }
        if !begins { observations.foreignCodes.note(line: row.line) }
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
            var own = plain
            switch try price(field, row, bytes) {
            case .empty: continue
            case .nanos(let nanos): own.nanosPerMinute = nanos
            case .notice: own.blocked = true
            }
            guard plain.variant.jurisdiction == nil else {
                throw RowFault(field: field, reason: "a price by jurisdiction in a row that names its jurisdiction")
            }
            own.variant.jurisdiction = jurisdiction
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

    private mutating func effectiveFrom(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64 {
        if columns.has(.effectiveFrom) {
            switch try moment(.effectiveFrom, row, bytes) {
            case .micros(let start): return start
            case .notice(.immediately):
                guard let start = options.effectiveFromMicros, start > .min else {
                    throw RowFault(field: .effectiveFrom, reason: "no date; state the start with --effective")
                }
                observations.immediateRows += 1
                return start
            case .notice: throw RowFault(field: .effectiveFrom, reason: "not a date")
            case .empty: break
            }
        }
        if let start = defaults.effectiveFromMicros { return start }
        guard let start = options.effectiveFromMicros else {
            throw RowFault(field: .effectiveFrom, reason: "no start date; state one for the deck with --effective")
        }
        return start
    }

    private mutating func effectiveTo(_ row: Row, _ bytes: Span<UInt8>, after start: Int64) throws(RowFault) -> Int64 {
        var end = defaults.effectiveToMicros
        if columns.has(.effectiveTo) {
            switch try moment(.effectiveTo, row, bytes) {
            case .micros(let stated): end = stated
            case .empty, .notice(.none): break
            case .notice: throw RowFault(field: .effectiveTo, reason: "not a date")
            }
        }
        guard end > start else { throw RowFault(field: .effectiveTo, reason: "not after the start") }
        return end
    }

    /// A card has one price a minute, so the price behind the initial increment has to be the same.
    private mutating func checkNextRate(_ rate: Rate, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) {
        guard case .nanos(let next) = try price(.nextRate, row, bytes), next != rate.nanosPerMinute else { return }
        throw RowFault(
            field: .nextRate, reason: "another price than that of the initial increment; a rate has one price a minute")
    }

    private mutating func setupFee(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64 {
        guard columns.has(.setupFee), var fee = try money(.setupFee, row, bytes) else { return defaults.setupFeeNanos }
        if columns.hasSetupInCents {
            guard fee % 100 == 0 else { throw RowFault(field: .setupFee, reason: "more than 9 decimals") }
            fee /= 100
        }
        if let markUp = options.settings.markUp {
            guard let marked = markUp.applied(toNanos: fee) else {
                throw RowFault(field: .setupFee, reason: "too large")
            }
            fee = marked
        }
        return fee
    }

    private mutating func takeIncrements(_ row: Row, _ bytes: Span<UInt8>, into rate: inout Rate) throws(RowFault) {
        rate.initialSeconds = defaults.increments?.initial ?? options.increments.initial
        rate.incrementSeconds = defaults.increments?.further ?? options.increments.further
        let hasInitial = columns.has(.initialSeconds)
        guard columns.has(.incrementSeconds) else {
            if hasInitial {
                if defaults.increments != nil, trimmed(.initialSeconds, row, bytes).isEmpty { return }
                // A lone column may state both, as `60/1` does.
                let stated = try increments(.initialSeconds, row, bytes)
                rate.initialSeconds = stated.initial
                if stated.isPair { rate.incrementSeconds = stated.further }
            }
            return
        }
        if hasInitial {
            // An empty field takes what the file states for all; a deck that states nothing for all has to fill it.
            if defaults.increments == nil || !trimmed(.initialSeconds, row, bytes).isEmpty {
                rate.initialSeconds = try requiredSeconds(.initialSeconds, row, bytes)
            }
            if defaults.increments == nil || !trimmed(.incrementSeconds, row, bytes).isEmpty {
                rate.incrementSeconds = try requiredSeconds(.incrementSeconds, row, bytes)
            }
            guard rate.incrementSeconds >= 1 else { throw RowFault(field: .incrementSeconds, reason: "below 1") }
            return
        }
        if defaults.increments != nil, trimmed(.incrementSeconds, row, bytes).isEmpty { return }
        let stated = try increments(.incrementSeconds, row, bytes)
        (rate.initialSeconds, rate.incrementSeconds) = (stated.initial, stated.further)
        if let minimum = stated.minimum {
            rate.minimumSeconds = minimum
            observations.rowsWithThreeIncrements += 1
        }
    }

    private func increments(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> IncrementText {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { throw RowFault(field: field, reason: "empty") }
        if range.kind == .date { throw RowFault(field: field, reason: IncrementText.Fault.date.reason) }
        do {
            return try IncrementText(bytes.extracting(range.start..<range.end))
        } catch {
            throw RowFault(field: field, reason: error.reason)
        }
    }

    private mutating func terms(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> RatingTerms {
        var terms = defaults.terms
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
                throw RowFault(field: .durationRounding, reason: "not up, down, half_up or half_down")
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
        if columns.has(.country) {
            index = destinations.index(of: joinedName(row, bytes).span)
        } else if field.isEscaped {
            index = destinations.index(of: RecordScanner.content(field, of: bytes).span)
        } else {
            index = destinations.index(of: bytes.extracting(field.start..<field.end))
        }
        if Int(index) == known, !options.isCanonical, String(validating: destinations[known], as: UTF8.self) == nil {
            destinations.removeLast()
            throw RowFault(field: .destination, reason: "not UTF-8; state --encoding if the file is in another")
        }
        return index
    }

    /// `Germany Mobile` of the columns `Germany` and `Mobile`; a name that has the country in it stays as it is.
    private func joinedName(_ row: Row, _ bytes: Span<UInt8>) -> [UInt8] {
        let country = content(.country, row, bytes)
        let name = content(.destination, row, bytes)
        guard !country.isEmpty else { return name }
        guard !name.isEmpty else { return country }
        let text = String(decoding: name, as: UTF8.self).lowercased()
        if text.contains(String(decoding: country, as: UTF8.self).lowercased()) { return name }
        return country + [UInt8(ascii: " ")] + name
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
}
