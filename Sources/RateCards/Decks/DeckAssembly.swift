import Money
import Rating
internal import Vocabulary

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
    var destinations = NameTable()
    var refusals: [RowRefusal] = []
    /// Rows taken, each once however many codes it has.
    var rowsTaken = 0
    /// Rows that say that a code is given up and were left out, as was asked for.
    var rowsOmitted = 0
    var observations = DeckObservations()
    var samples: [DeckSample] = []
    /// Codes of rows at fault, by the id of their deck.
    var refusedCodes: [[UInt8]: [RefusedCodes.Code]] = [:]
    /// What rows state that leave the price as it was, by line.
    var keptStatements: [Int32: KeptRate.Stated] = [:]

    var deckIDs = NameTable()
    /// Index of the deck of the row before, which is nearly always that of the next.
    var lastDeck = -1
    let hasTerms: Bool
    let hasVariants: Bool
    /// Cells of sheets may be formulas, errors and the like; fields of texts are texts.
    private let hasCells: Bool
    private let usedPositions: [(field: DeckField, position: Int)]
    let units: MoneyUnits
    /// Parts of the currency that the row at hand states, as `GBp` does.
    var rowParts: Int64 = 1
    let dateOrder: ReadingSettings.DateOrder?
    let joinsCodes: Bool
    let codeHabits: CodeHabits
    var decimals = [DecimalColumn](repeating: DecimalColumn(), count: DeckField.allCases.count)
    /// Price behind the initial increment, where the row at hand has another one for it.
    var rowNextNanos: Int64?
    /// What stood in the column of countries last.
    var lastCountry: [UInt8] = []
    /// Rows by the position of a rule that is for them.
    var rowsByRule: [Int: Int] = [:]
    /// Mark-ups differ from row to row, and are applied when a row is known.
    let defersMarkUp: Bool
    /// Codes of the row at hand beyond its first.
    var furtherPrefixes: [Prefix] = []
    /// States of rows, each understood once.
    var statusNames = NameTable()
    var statusMeanings: [Notice?] = []
    /// The wall-clock time converted last: rows of a deck share a few dates.
    private var lastLocalMicros = Int64.min
    private var lastUTCMicros = Int64.min

    init(
        columns: DeckColumns, header: [String], options: DeckOptions, defaults: DeckDefaults = DeckDefaults(),
        units: MoneyUnits, joinsCodes: Bool = false, unit: String = "line"
    ) {
        self.columns = columns
        self.header = header
        self.options = options
        self.defaults = defaults
        self.joinsCodes = joinsCodes
        self.unit = unit
        hasTerms =
            DeckAssembly.termFields.contains(where: columns.has) || defaults.terms != .standard
            || options.settings.attemptFeeNanos != nil
        hasVariants = DeckAssembly.variantFields.contains(where: columns.has) || !columns.bandPrices.isEmpty
        defersMarkUp = options.settings.rules?.isEmpty == false && !options.isCanonical
        hasCells = unit != "line"
        usedPositions = columns.byField.map { (field: $0.key, position: $0.value) }.sorted { $0.position < $1.position }
        self.units = units
        dateOrder = options.dateOrder ?? columns.dateOrder
        codeHabits =
            options.isCanonical || options.part == .joined || !columns.has(.prefix)
            ? CodeHabits() : CodeHabits(options.settings, heading: header[columns[.prefix]])
        if !columns.has(.deckID) {
            decks.append(Deck(id: [], rates: []))
            lastDeck = 0
        }
    }

    /// Makes room for rates, so that what there is need not be copied into more.
    mutating func reserveRates(_ count: Int) {
        if count > 0, lastDeck == 0 { decks[0].rates.reserveCapacity(min(count, options.rowsMax)) }
    }

    private static let termFields: [DeckField] = [
        .graceSeconds, .graceMode, .durationRounding, .roundingDecimals, .roundingMode, .maximumCost, .minimumCost,
        .attemptFee,
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
        /// Where it stands, if not in the column of the field.
        var position: Int?
    }

    /// - Returns: the field that made it refuse the row; nil = it was taken, omitted or torn.
    @discardableResult
    mutating func take(_ fields: [FieldRange], line: Int, _ bytes: Span<UInt8>) -> DeckField? {
        guard fields.count == header.count else {
            refuse(line: line, reason: "\(header.count) fields expected, \(fields.count) found")
            noteTorn(Row(fields: fields, line: line), bytes)
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
            var made = hasVariants ? try variants(of: rate, row, bytes) : nil
            if defersMarkUp || rowNextNanos != nil {
                made = try finished(made ?? [rate])
                decks[deck].rates += made ?? []
            } else if let made {
                for variant in made { add(variant, to: deck) }
            } else {
                add(rate, to: deck)
            }
            if made?.contains(where: \.keepsPrice) ?? rate.keepsPrice {
                noteKept(row, bytes)
                if defersMarkUp { noteRules(of: made ?? []) }
            }
            rowsTaken += 1
            if !furtherPrefixes.isEmpty { observations.rowsWithSeveralCodes += 1 }
            if samples.count < DeckSample.keptMax {
                let codes = [rate.prefix.description] + furtherPrefixes.map(\.description)
                let name = destinations.text(Int(rate.destination))
                // Of several codes the first shows what all of them have.
                for rate in made?.filter({ $0.prefix == rate.prefix }) ?? [rate] {
                    let calls = rate.variant == .any ? "" : " (\(VariantName(rate.variant, destinations)))"
                    samples.append(DeckSample(rate, codes: codes, name: name + calls))
                }
            }
            return nil
        } catch {
            let position = error.position ?? columns[error.field]
            refusals.append(
                RowRefusal(
                    line: line, column: position + 1, field: position >= 0 ? header[position] : error.field.rawValue,
                    reason: error.reason, text: position >= 0 ? shown(fields[position], bytes) : "", unit: unit))
            observations.refused(error.field, error.reason)
            noteRefused(Row(fields: fields, line: line), error.field, bytes)
            return error.field
        }
    }

    mutating func refuse(line: Int, reason: String) {
        refusals.append(RowRefusal(line: line, reason: reason, unit: unit))
    }

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
                    reason:
                        "one of several cells that are shown as one; separate them, or state \(Choice(.merged, "fill"))"
                )
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
                            + "\(Choice(.formulas, "results"))")
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

    /// Unit of the prices a minute, or of the first ones by jurisdiction.
    var priceUnit: PriceUnit { units[MoneyUnits.priceFields.first(where: columns.has) ?? .ratePerMinute] }

    // MARK: - One rate

    /// Nil where the row is to be left out.
    private mutating func rate(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Rate? {
        rowNextNanos = nil
        let prefix = try prefix(row, bytes)
        var rate = Rate(prefix: prefix, id: Int32(truncatingIfNeeded: row.line), destination: -1)
        rate.blocked = try flag(.blocked, row, bytes)
        if columns.has(.currency) { try checkCurrency(row, bytes) }
        var state = columns.has(.status) ? status(row, bytes) : nil
        if columns.has(.discontinued), try flag(.discontinued, row, bytes) { state = state ?? .closed }
        if columns.has(.active), !trimmed(.active, row, bytes).isEmpty, try !flag(.active, row, bytes) {
            observations.inactiveRows.note(line: row.line)
            state = state ?? .blocked
        }
        if state == nil {
            switch columns.has(.ratePerMinute) ? try price(.ratePerMinute, row, bytes) : .empty {
            case .nanos(let nanos):
                rate.nanosPerMinute = nanos
                if nanos == 0, !rate.blocked { observations.freeRows.note(line: row.line) }
            case .notice(.same) where rate.blocked: break
            case .notice(.same): rate.keepsPrice = true
            case .notice(let notice): state = notice
            case .empty:
                guard rate.blocked || hasJurisdictionRate(row) || hasBandPrice(row) else {
                    guard statesNoChange(row, bytes) else { throw RowFault(field: .ratePerMinute, reason: "empty") }
                    rate.keepsPrice = true
                    break
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
        rate.effectiveFromMicros = try effectiveFrom(
            row, bytes, isRequired: !rate.keepsPrice || hasJurisdictionRate(row))
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
}
