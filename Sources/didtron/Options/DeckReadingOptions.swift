import ArgumentParser
import Foundation
import Money
internal import RateBook
import RateCards

/// How a deck is to be read, where what is found out is not right or not enough.
struct DeckReadingOptions: ParsableArguments {
    @Option(
        help:
            "Order of dates such as 01/10/2026: dmy, mdy or ymd; serial for days as a spreadsheet numbers them (46357)."
    )
    var dateFormat: ReadingSettings.DateOrder?

    @Option(
        help: ArgumentHelp("Increments where the deck states none; 1/1 by default.", valueName: "initial/further"))
    var increments: IncrementsArgument?

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "Take a column of the deck for a field, such as rate_per_min=Voice, or rate_per_min=#4 by its number.",
            valueName: "column=meaning"))
    var columns: [ColumnArgument] = []

    @Option(help: "Separator of columns: comma, semicolon, tab or pipe.")
    var delimiter: ReadingSettings.Delimiter?

    @Option(help: "Encoding of a text file: utf-8, utf-16le, utf-16be or windows-1252.")
    var encoding: TextEncoding?

    @Option(help: "Line or row that names the columns; 0 for none, and columns by number.")
    var headerRow: Int?

    @Option(help: "Sheet of a workbook, or card of a JSON file.")
    var sheet: String?

    @Option(help: "Sheet that has the codes, of the deck's own workbook or of the file of codes.")
    var codesSheet: String?

    @Option(
        help: ArgumentHelp(
            "Column by which prices find their codes; Zone, or Zone=Zone id where the two headings differ.",
            valueName: "column"))
    var join: [String] = []

    @Option(help: "Decimal mark, point or comma; the other one separates thousands.")
    var decimal: ReadingSettings.DecimalMark?

    @Option(help: "Percentage to add to every price and setup fee, such as 2.5 or -10.")
    var markup: MarkUpArgument?

    @Option(
        help: ArgumentHelp("How a marked-up price is rounded; 9/half_up by default.", valueName: "decimals/mode"))
    var markupRounding: MarkUpRoundingArgument?

    @Option(help: "Formulas in a workbook: refuse them, or take their results as they were last stored.")
    var formulas: ReadingSettings.Formulas?

    @Option(help: "Cells that are shown as one: refuse, or fill each with the content of the first.")
    var merged: ReadingSettings.MergedCells?

    @Option(help: "Codes that the deck calls closed: block them, or omit their rows.")
    var closed: ReadingSettings.ClosedCodes?

    @Option(
        help: ArgumentHelp(
            "File with the codes of a deck that has prices by name only (several where they are spread); or, of codes beside a "
                + "column of country codes: whole, or joined to the country code.",
            valueName: "file"))
    var codes: [String] = []

    @Option(help: "Marks behind a code such as 49151xxx or 49151...: refuse, or drop them.")
    var codeMarks: ReadingSettings.CodeMarks?

    @OptionGroup var codeReading: DeckCodeOptions

    @Option(help: "Several tables of the same columns: ask, or read all as one.")
    var tables: ReadingSettings.Tables?

    @Option(
        help: ArgumentHelp(
            "Oddity of the deck that is right: old-dates (its rates began long ago), odd-prices (far from others of the "
                + "country), odd-names (names that say that calls are not taken).", valueName: "oddity"))
    var confirm: [DeckWarning] = []

    @OptionGroup var answers: DeckAnswerOptions

    @Option(help: "Profile of the supplier's decks, a JSON file; options beside it come first.")
    var profile: String?

    func validate() throws {
        if markupRounding != nil, markup == nil { throw ValidationError("--markup-rounding goes with --markup.") }
        if let headerRow, headerRow < 0 { throw ValidationError("--header-row counts from 1; 0 means none.") }
    }

    var settings: ReadingSettings {
        var settings = ReadingSettings()
        settings.dateFormat = dateFormat
        settings.increments = increments.map { ReadingSettings.Increments(initial: $0.initial, further: $0.further) }
        if !columns.isEmpty {
            settings.columns = Dictionary(columns.map { ($0.field.rawValue, $0.name) }) { _, last in last }
        }
        settings.delimiter = delimiter
        settings.encoding = encoding
        settings.headerRow = headerRow
        settings.sheet = sheet
        settings.codesSheet = codesSheet
        if !join.isEmpty { settings.join = join }
        answers.apply(to: &settings)
        settings.decimal = decimal
        settings.markUp = markup.map { markUp in
            MarkUp(
                milliPercent: markUp.milliPercent, decimals: markupRounding?.decimals ?? DecimalText.nanoDecimals,
                rounding: markupRounding?.mode ?? .halfUp)
        }
        settings.formulas = formulas
        settings.mergedCells = merged
        settings.closedCodes = closed
        settings.codes = codes.compactMap(ReadingSettings.Codes.init).last
        settings.codeMarks = codeMarks
        settings.tables = tables
        codeReading.apply(to: &settings)
        return settings
    }

    /// The files of codes, read.
    func codesParts() throws -> [CodesPart] {
        try codes.filter { ReadingSettings.Codes(rawValue: $0) == nil }.map { path in
            try InputFile.named(path) {
                CodesPart(
                    name: URL(filePath: path).lastPathComponent,
                    file: try DeckFile(InputFile.bytes(of: path, max: DeckLimits.bytes)))
            }
        }
    }

    /// The profile that was named, read from its file.
    func storedProfile() throws -> DeckProfile? {
        guard let profile else { return nil }
        do {
            return try DeckProfile(json: InputFile.bytes(of: profile))
        } catch let error as DeckProfile.Fault {
            throw ValidationError("\(profile): \(error)")
        }
    }
}

/// `2.5`, `2.5%` or `-10`.
struct MarkUpArgument: ExpressibleByArgument {
    let milliPercent: Int64

    init?(argument: String) {
        guard let value = MarkUp.milliPercent(argument) else { return nil }
        milliPercent = value
    }
}

/// `4/up`.
struct MarkUpRoundingArgument: ExpressibleByArgument {
    let decimals: Int
    let mode: RoundingMode

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let decimals = Int(parts[0]), (0...DecimalText.nanoDecimals).contains(decimals),
            let mode = RoundingMode(name: parts[1])
        else { return nil }
        self.decimals = decimals
        self.mode = mode
    }
}
