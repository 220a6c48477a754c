import Money
import Rating
internal import Vocabulary

/// A deck that is spread over files joined by tags: rates, destinations, which rate is for which destination, and plans that
/// say when. Each plan becomes a deck; without plans, each tag of the destination rates does.
///
///     RatingPlans: id, destination rates, timing, weight
///         DestinationRates: id, destination, rate, rounding, limit
///             Destinations: id, prefix        Rates: id, fee, price, unit, increment, from which second on
struct TariffPlan {
    private let tables: [PlanTable]
    private let options: DeckOptions
    private let rates: PlanTable
    private let destinations: PlanTable
    private let destinationRates: PlanTable
    /// Whose rows become rates.
    private let main: PlanTable

    /// - Returns: nil where the deck and the other files are none.
    /// - Throws: `TableError` where files are missing.
    init?(_ deck: DeckFile, _ parts: [CodesPart], _ options: DeckOptions) throws(TableError) {
        guard let own = PlanTable(deck, name: nil) else { return nil }
        let others = parts.map { PlanTable($0.file, name: $0.name) }
        let tables = [own] + others.compactMap(\.self)
        guard tables.contains(where: { $0.role == .rates || $0.role == .destinationRates }) else { return nil }
        for (part, table) in zip(parts, others) where table == nil {
            throw TableError(.header, message: "\(part.name): its columns are none of a tariff plan's files")
        }
        func table(_ role: PlanTable.Role) throws(TableError) -> PlanTable? {
            let found = tables.filter { $0.role == role }
            guard found.count <= 1 else {
                throw TableError(.header, message: "two of the files hold the \(role.rawValue) of a tariff plan")
            }
            return found.first
        }
        guard let rates = try table(.rates), let destinations = try table(.destinations),
            let destinationRates = try table(.destinationRates)
        else {
            let known = tables.map(\.role.rawValue).joined(separator: ", ")
            throw TableError(
                .header,
                message:
                    "a tariff plan needs its files of rates, destinations and destinationRates (and ratingPlans, where they tell "
                    + "which), each with \(Choice(.codes)); here are \(known)")
        }
        self.tables = tables
        self.options = options
        (self.rates, self.destinations, self.destinationRates) = (rates, destinations, destinationRates)
        main = try table(.ratingPlans) ?? destinationRates
    }

    // MARK: - Reading

    private struct RowFault: Error {
        let reason: String
    }

    /// What a row of `main` became.
    private struct Made {
        let row: PlanTable.Row
        var rates: [Rate]
        let weight: String
    }

    func read() throws(TableError) -> DeckReading {
        guard let start = options.effectiveFromMicros else {
            throw TableError(
                .missingColumn,
                message: "the deck has no column of start dates; state the start with \(Choice(.effective))")
        }
        if let wanted = options.deckID, !main.rows.contains(where: { $0.id == wanted }) {
            var ids: [String] = []
            for row in main.rows where !ids.contains(row.id) { ids.append(row.id) }
            throw TableError(
                .header,
                message: "there is no deck '\(wanted)' in the tariff plan; there is \(ids.joined(separator: ", "))")
        }
        var names = NameTable()
        var refusals = main.refusals
        var refused: [String: RefusedCodes] = [:]
        func noteRefused(_ row: PlanTable.Row) {
            let codes = codes(of: row)
            if codes.isEmpty { refused[row.id, default: RefusedCodes()].rowsWithoutCode += 1 }
            refused[row.id, default: RefusedCodes()].codes += codes.map {
                RefusedCodes.Code(prefix: $0, line: row.line)
            }
        }
        var decks: [(id: String, rows: [Made])] = []
        let rows = main.rows.filter { options.deckID == nil || $0.id == options.deckID }
        for row in rows {
            do {
                let made = Made(row: row, rates: try made(row, start, &names), weight: row.value("weight"))
                if let index = decks.firstIndex(where: { $0.id == row.id }) {
                    decks[index].rows.append(made)
                } else {
                    decks.append((row.id, [made]))
                }
            } catch {
                refusals.append(main.refusal(row.line, error.reason, text: row.id))
                noteRefused(row)
            }
        }
        var taken = 0
        var samples: [DeckSample] = []
        var made: [Deck] = []
        for deck in decks {
            let (kept, contradictory) = settled(deck.rows)
            refusals += contradictory
            let lines = Set(contradictory.map(\.line))
            for row in deck.rows where lines.contains(row.row.line) { noteRefused(row.row) }
            taken += kept.count
            samples += kept.prefix(DeckSample.countMax).map { row in
                DeckSample(
                    row.rates[0], codes: row.rates.map(\.prefix.description),
                    name: names.text(Int(row.rates[0].destination)) + calls(row.rates[0], names))
            }
            var sheet = RateSheet(rates: kept.flatMap(\.rates), names: names)
            sheet.sortRates()
            made.append(
                Deck(id: Array(deck.id.utf8), rates: sheet.rates, refused: refused[deck.id] ?? RefusedCodes()))
        }
        if made.isEmpty { made.append(Deck(id: Array((options.deckID ?? "").utf8), rates: [])) }
        let others = tables.filter { $0.role != main.role }
        return DeckReading(
            decks: made, destinations: names, refusals: refusals.sorted { $0.line < $1.line },
            codeRefusals: others.flatMap(\.refusals), rows: rows.count + main.refusals.count + main.blankRows,
            blankRows: main.blankRows, omittedRows: 0, otherRows: 0, rowsTaken: taken, columns: fields,
            header: rates.header, ignoredColumns: [], shape: shape,
            samples: Array(samples.prefix(DeckSample.countMax)), examples: examples,
            assumptions: notes(decks.map(\.id)),
            questions: [])
    }

    private func calls(_ rate: Rate, _ names: NameTable) -> String {
        rate.variant == .any ? "" : " (\(VariantName(rate.variant, names)))"
    }

    /// The codes that a row of `main` is for, as far as they can be read.
    private func codes(of row: PlanTable.Row) -> [Prefix] {
        var links = [row]
        if main.role == .ratingPlans {
            let tag = row.value("destinationratesid", "destinationratestag")
            links = destinationRates.rows.filter { $0.id == tag }
        }
        let tags = Set(links.map { $0.value("destinationid", "destinationsid") })
        return destinations.rows.filter { tags.contains($0.id) }.flatMap { destination in
            (try? CodeText(Array(destination.value("prefix").utf8)))?.prefixes.filter { $0.digit(0) != 0 } ?? []
        }
    }

    /// The rates of a row of `main`, all or none.
    private func made(
        _ row: PlanTable.Row, _ start: Int64, _ names: inout NameTable
    ) throws(RowFault) -> [Rate] {
        var band: Int32 = 0
        var links = [row]
        if main.role == .ratingPlans {
            let tag = row.value("destinationratesid", "destinationratestag")
            links = destinationRates.rows.filter { $0.id == tag }
            guard !links.isEmpty else { throw RowFault(reason: "there are no destination rates '\(tag)'") }
            let timing = row.value("timingtag", "timingid", "timingstag")
            if !timing.isEmpty, timing != "*any" {
                guard let name = VariantName.checked(timing) else {
                    throw RowFault(reason: "'\(timing)' is no name of a time band")
                }
                band = names.index(of: Array(name.utf8)[...]) + 1
            }
        }
        var made: [Rate] = []
        for link in links {
            do {
                made += try rates(link, band: band, id: row.line, start, &names)
            } catch {
                throw main.role == .ratingPlans
                    ? RowFault(reason: "\(destinationRates.place(link.line)): \(error.reason)") : error
            }
        }
        return made
    }

    /// The rates of a row of destination rates, one for each prefix.
    private func rates(
        _ link: PlanTable.Row, band: Int32, id: Int, _ start: Int64, _ names: inout NameTable
    ) throws(RowFault) -> [Rate] {
        let destination = link.value("destinationid", "destinationsid")
        guard destination != "*any" else { throw RowFault(reason: "*any is every destination, and a card needs codes") }
        let tag = link.value("ratestag", "ratesid", "rateid")
        let tiers = rates.rows.filter { $0.id == tag }
        guard !tiers.isEmpty else { throw RowFault(reason: "there is no rate '\(tag)'") }
        let rows = destinations.rows.filter { $0.id == destination }
        guard !rows.isEmpty else { throw RowFault(reason: "there is no destination '\(destination)'") }
        let price: PlanRate
        do {
            price = try PlanRate(tiers)
        } catch {
            throw RowFault(reason: "rate \(tag), \(rates.place(error.line)): \(error.reason)")
        }
        let terms = try terms(link)
        var made: [Rate] = []
        for row in rows {
            let text = row.value("prefix")
            guard let codes = try? CodeText(Array(text.utf8)), codes.prefixes.allSatisfy({ $0.digit(0) != 0 }) else {
                throw RowFault(
                    reason: "destination \(destination), \(destinations.place(row.line)): no code: '\(text)'")
            }
            for prefix in codes.prefixes where !made.contains(where: { $0.prefix == prefix }) {
                var rate = Rate(
                    prefix: prefix, id: Int32(truncatingIfNeeded: id),
                    destination: names.index(of: Array(destination.utf8)[...]))
                rate.effectiveFromMicros = start
                rate.nanosPerMinute = price.nanosPerMinute
                rate.setupFeeNanos = price.setupFeeNanos
                rate.initialSeconds = price.initialSeconds
                rate.incrementSeconds = price.incrementSeconds
                rate.terms = terms
                rate.variant.timeBand = band
                made.append(rate)
            }
        }
        return made
    }

    private func terms(_ link: PlanTable.Row) throws(RowFault) -> RatingTerms {
        var terms = RatingTerms.standard
        let method = link.value("roundingmethod")
        switch method {
        case "": break
        case "*up": terms.roundingMode = .up
        case "*down": terms.roundingMode = .down
        case "*middle": terms.roundingMode = .halfUp
        default: throw RowFault(reason: "rounding '\(method)' is none of *up, *down and *middle")
        }
        let decimals = link.value("roundingdecimals")
        if !decimals.isEmpty {
            guard let number = UInt8(decimals), number <= 6 else {
                throw RowFault(reason: "rounding to '\(decimals)' decimals: a card rounds calls to no more than 6")
            }
            terms.roundingDecimals = number
        }
        let limit = link.value("maxcost")
        guard let nanos = limit.isEmpty ? 0 : try? DecimalText.parse(limit, decimals: DecimalText.nanoDecimals) else {
            throw RowFault(reason: "a limit of '\(limit)', which is no amount")
        }
        guard nanos > 0 else { return terms }
        let strategy = link.value("maxcoststrategy")
        guard strategy == "*free" else {
            throw RowFault(
                reason:
                    "a call is cut off at \(limit) ('\(strategy)'), which a card does not do; with *free it costs no more than that"
            )
        }
        terms.maximumCostNanos = nanos
        return terms
    }

    /// The rows of a deck without those that contradict another: two prices for one code, or weights that decide between them.
    private func settled(_ rows: [Made]) -> (kept: [Made], refusals: [RowRefusal]) {
        struct Key: Hashable {
            let prefix: Prefix
            let band: Int32?
        }
        var faults: [Int: String] = [:]
        var owners: [Key: Int] = [:]
        for (index, row) in rows.enumerated() {
            for rate in row.rates {
                // By code and timing, and by code alone for rows of other weights.
                for key in [Key(prefix: rate.prefix, band: rate.variant.timeBand), Key(prefix: rate.prefix, band: nil)]
                {
                    guard let owner = owners[key] else {
                        owners[key] = index
                        continue
                    }
                    guard owner != index else { continue }
                    let other = rows[owner]
                    let isSame = key.band != nil
                    guard isSame || other.weight != row.weight else { continue }
                    let what =
                        other.weight == row.weight
                        ? "code \(rate.prefix) has another price" : "code \(rate.prefix) has another price and weight"
                    faults[index] =
                        faults[index] ?? "\(what) in line \(other.row.line); which of them holds is not decided"
                    faults[owner] =
                        faults[owner] ?? "\(what) in line \(row.row.line); which of them holds is not decided"
                }
            }
        }
        return (
            rows.enumerated().filter { faults[$0.offset] == nil }.map(\.element),
            faults.keys.sorted().map { main.refusal(rows[$0].row.line, faults[$0] ?? "", text: rows[$0].row.id) }
        )
    }

    // MARK: - What was found

    private var fields: [DeckField: Int] {
        let names = rates.header.map(TableHeader.normalised)
        let known: [(DeckField, String)] = [
            (.setupFee, "connectfee"), (.ratePerMinute, "rate"), (.rateUnit, "rateunit"),
            (.incrementSeconds, "rateincrement"), (.initialSeconds, "groupintervalstart"), (.destination, "id"),
        ]
        return Dictionary(
            uniqueKeysWithValues: known.compactMap { field, name in names.firstIndex(of: name).map { (field, $0) } })
    }

    private var shape: DeckShape {
        let fields = Dictionary(uniqueKeysWithValues: fields.map { ($0.value, $0.key.rawValue) })
        return DeckShape(
            form: .text, encoding: .utf8, hasByteOrderMark: false, delimiter: .comma, headerLine: rates.headerLine,
            preambleRows: 0,
            columns: rates.header.indices.map {
                .init(number: $0 + 1, heading: rates.header[$0], field: fields[$0])
            }, unit: .minute)
    }

    private var examples: [String] {
        guard let first = rates.rows.first else { return [] }
        return rates.header.map { first.values[TableHeader.normalised($0)] ?? "" }
    }

    private func notes(_ decks: [String]) -> [String] {
        var notes = [
            "A tariff plan in \(tables.count) files; each row of \(main.name ?? "the deck") became a rate for each code. Calls are "
                + "rounded once, at their end."
        ]
        if decks.count > 1 {
            notes.append("Decks in it: \(decks.joined(separator: ", ")) (\(Choice(.deck)) chooses one).")
        }
        if main.role == .ratingPlans {
            notes.append(
                "Timings became the names of time bands; what they are is imported apart."
            )
        }
        for table in tables where table.role == .profiles {
            notes.append("\(table.name ?? "The deck") says who has which plan since when, and was not read.")
        }
        notes += unused
        return notes
    }

    /// Tags that no other file speaks of, a sentence a file.
    private var unused: [String] {
        let links = destinationRates.rows
        var sentences: [String] = []
        func note(_ table: PlanTable, _ what: String, _ used: [String]) {
            let used = Set(used)
            var seen: Set<String> = []
            let rest = table.rows.filter { !used.contains($0.id) && seen.insert($0.id).inserted }
            guard !rest.isEmpty else { return }
            let listed = rest.prefix(10).map { "\($0.id) (line \($0.line))" }.joined(separator: ", ")
            sentences.append(
                "\(what) of \(table.name ?? "the deck") that nothing speaks of: \(listed)\(rest.count > 10 ? " …" : "")."
            )
        }
        note(rates, "Rates", links.map { $0.value("ratestag", "ratesid", "rateid") })
        note(destinations, "Destinations", links.map { $0.value("destinationid", "destinationsid") })
        if main.role == .ratingPlans {
            note(
                destinationRates, "Destination rates",
                main.rows.map { $0.value("destinationratesid", "destinationratestag") })
        }
        return sentences
    }
}
