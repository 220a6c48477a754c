import RateCards

@testable import Spreadsheets

/// Gives the importer of decks whatever libFuzzer makes up: text, JSON, workbooks, and the XML of a sheet without its archive,
/// which mutation would hardly ever leave whole.
///
/// Any trap, overflow or sanitizer report stops it, and so does a row that is neither a rate nor accounted for.
enum DeckFuzzer {
    static func run(_ bytes: [UInt8]) {
        if bytes.first == UInt8(ascii: "<") {
            readSheet(bytes)
            return
        }
        if let cut = bytes.firstRange(of: Array("\n%%\n".utf8)) {
            readParts(Array(bytes[..<cut.lowerBound]) + [UInt8(ascii: "\n")], Array(bytes[cut.upperBound...]))
            return
        }
        guard let file = try? DeckFile(bytes) else { return }
        for options in variants { check(file, options) }
    }

    private static var variants: [DeckOptions] {
        var plain = DeckOptions()
        plain.groupsByDeckID = true
        var bent = plain
        bent.settings.dateFormat = .dmy
        bent.settings.decimal = .comma
        bent.settings.formulas = .results
        bent.settings.mergedCells = .fill
        bent.settings.closedCodes = .omit
        bent.settings.tables = .all
        bent.settings.unit = PriceUnit(seconds: 30)
        bent.settings.markUp = MarkUp(milliPercent: 2_500, decimals: 4, rounding: .up)
        bent.currency = "USD"
        bent.effectiveFromMicros = 1_790_812_800_000_000
        var canonical = plain
        canonical.isCanonical = true
        return [plain, bent, canonical]
    }

    private static func check(_ file: DeckFile, _ options: DeckOptions) {
        guard let reading = try? DeckReader.read(file, options: options) else { return }
        check(reading, options)
    }

    /// Prices, and codes in another file.
    private static func readParts(_ prices: [UInt8], _ others: [UInt8]) {
        var parts: [CodesPart] = []
        for codes in others.split(separator: UInt8(ascii: "%")) {
            parts.append(CodesPart(name: "codes\(parts.count)", file: .text(Array(codes.drop { $0 == 10 }))))
        }
        for options in variants.prefix(2) {
            guard
                let reading = try? DeckReader.read(
                    .text(prices), codes: parts, options: options)
            else { continue }
            check(reading, options)
        }
    }

    private static func check(_ reading: DeckReading, _ options: DeckOptions) {
        let refused = Set(reading.refusals.map(\.line))
        let accounted = reading.rowsTaken + refused.count + reading.blankRows + reading.omittedRows + reading.otherRows
        precondition(accounted == reading.rows, "\(reading.rows) rows, \(accounted) accounted for")
        precondition(!DeckInspection(reading, options).text.isEmpty)
        guard !options.isCanonical else { return }
        for deck in reading.decks {
            precondition(refused.isDisjoint(with: deck.rates.map { Int($0.id) }), "a refused row became a rate")
            let plain = RateSheet(rates: deck.rates, names: reading.destinations)
            let kept = RateSheet(rates: deck.rates, names: reading.destinations, kept: deck.kept)
            // Kept prices come from a version before; here from the same deck, and from none.
            precondition(kept.keepingPrices(of: nil, number: nil, atMicros: 0).count == 0)
            let sheet = kept.keepingPrices(of: plain, number: 1, atMicros: 0).sheet
            precondition(!sheet.rates.contains { $0.nanosPerMinute < 0 }, "a kept price without a price")
            guard let again = try? DeckReader.read(DeckWriter.csv(sheet, deckID: "d")) else {
                preconditionFailure("what was written cannot be read")
            }
            precondition(RateSheet(again).isSame(as: sheet), "what was written reads otherwise")
        }
    }

    private static func readSheet(_ bytes: [UInt8]) {
        var limits = Workbook.Limits()
        limits.cellsMax = 10_000
        limits.textBytesMax = 1 << 20
        let strings = SharedStringsReader(limits: limits)
        let reader = SheetReader(
            name: "fuzz", strings: strings, styles: StylesReader(), startsIn1904: false, limits: limits)
        guard let parser = try? XMLParser(reader, entry: "fuzz"), (try? parser.feed(bytes.span, isLast: true)) != nil
        else {
            return
        }
        check(.sheets([CellTable(reader.sheet, isHidden: false)]), variants[1])
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDeck(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    DeckFuzzer.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
