/// How a supplier's decks are to be read, as far as a person has said so; what is nil is found out from the file.
///
/// All of it can be kept in a profile, so it says nothing about one file alone.
public struct ReadingSettings: Equatable, Sendable, Codable {
    /// Order of day, month and year in dates such as `01/10/2026`; without it such a date is refused. `serial`: a day is a
    /// spreadsheet's number.
    public enum DateOrder: String, CaseIterable, Sendable, Codable { case dmy, mdy, ymd, serial }

    public enum Delimiter: String, CaseIterable, Sendable, Codable {
        case comma, semicolon, tab, pipe

        var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            case .pipe: UInt8(ascii: "|")
            }
        }
    }

    /// The mark before decimals; the other one then separates thousands.
    public enum DecimalMark: String, CaseIterable, Sendable, Codable { case point, comma }

    /// Whether the last result of a formula, as the workbook stored it, is taken.
    public enum Formulas: String, CaseIterable, Sendable, Codable { case refuse, results }

    /// Whether each of several cells that are shown as one has the content of the first.
    public enum MergedCells: String, CaseIterable, Sendable, Codable { case refuse, fill }

    /// Whether a code that is given up has no price from then on, or is left to shorter ones.
    public enum ClosedCodes: String, CaseIterable, Sendable, Codable { case block, omit }

    /// Whether codes have the country code in front, or it has to be put there.
    public enum Codes: String, CaseIterable, Sendable, Codable { case whole, joined }

    /// Whether `x` and full stops behind a code, as in `49151xxx`, stand for any digits and are taken off.
    public enum CodeMarks: String, CaseIterable, Sendable, Codable { case refuse, drop }

    /// Whether a hyphen between digits stands between the ends of a range, or within a code.
    public enum CodeHyphens: String, CaseIterable, Sendable, Codable { case range, join }

    /// Whether blanks between digits stand within a code, or between codes.
    public enum CodeBlanks: String, CaseIterable, Sendable, Codable { case join, separate }

    /// Which of several rows of one code and start that say otherwise is taken.
    public enum Duplicates: String, CaseIterable, Sendable, Codable { case first, last, dearest, cheapest }

    /// Whether several tables of the same columns in one sheet are read as one.
    public enum Tables: String, CaseIterable, Sendable, Codable { case ask, all }

    /// What a value of the column of states says of its row.
    public enum State: String, CaseIterable, Sendable, Codable { case open, blocked, closed }

    /// Initial and further increment in seconds.
    public struct Increments: Equatable, Sendable, Codable {
        public var initial: Int32
        public var further: Int32

        public init(initial: Int32, further: Int32) {
            self.initial = initial
            self.further = further
        }
    }

    public var encoding: TextEncoding?
    public var delimiter: Delimiter?
    /// Line, or row of the sheet, that names the columns; 0 = none does, and columns are named by number.
    public var headerRow: Int?
    /// Name of the sheet, or of the card of an interchange file.
    public var sheet: String?
    /// Sheet of a workbook that has the codes, where the prices stand in another one.
    public var codesSheet: String?
    /// Columns by which prices find codes of other files: `Zone`, or `Zone=Zone id` where the headings differ.
    public var join: [String]?
    /// Columns by their heading, or by number from 1 as `#3`; the key is a `DeckField`.
    public var columns: [String: String]?
    public var unit: PriceUnit?
    /// What prices, and what fees and limits of cost, are divided by: 100 where they are in cents.
    public var priceDivisor: Int64?
    public var feeDivisor: Int64?
    /// Nanos of a currency unit for each attempt, answered or not, where the deck states none.
    public var attemptFeeNanos: Int64?
    public var decimal: DecimalMark?
    public var dateFormat: DateOrder?
    /// Where the deck states none.
    public var increments: Increments?
    public var markUp: MarkUp?
    public var formulas: Formulas?
    public var mergedCells: MergedCells?
    public var closedCodes: ClosedCodes?
    public var codes: Codes?
    public var codeMarks: CodeMarks?
    public var codeHyphens: CodeHyphens?
    public var codeBlanks: CodeBlanks?
    /// Digits that go before codes that are national ones.
    public var countryCode: String?
    /// What stands before national codes and is dialled within the country only, such as 0; `none` = nothing does.
    public var trunkPrefix: String?
    public var duplicates: Duplicates?
    /// Columns of prices by time band, by the band's name.
    public var bandPrices: [String: String]?
    /// What holds for some destinations or codes alone.
    public var rules: [DeckRule]?
    public var tables: Tables?
    /// Columns that mean nothing for prices, by their heading or number.
    public var ignoredColumns: [String]?
    /// What values of the column of states mean, in small letters.
    public var states: [String: State]?

    public init() {}

    /// One to seven digits, the first of them no 0.
    public static func isCountryCode(_ text: String) -> Bool {
        (1...7).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "0")
            && text.utf8.allSatisfy { $0 &- 0x30 <= 9 }
    }

    /// `none`, or one to four digits.
    public static func isTrunkPrefix(_ text: String) -> Bool {
        text == "none" || (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 <= 9 }
    }

    /// These settings, and those of another where these say nothing.
    public func filled(from other: ReadingSettings) -> ReadingSettings {
        var filled = self
        filled.encoding = encoding ?? other.encoding
        filled.delimiter = delimiter ?? other.delimiter
        filled.headerRow = headerRow ?? other.headerRow
        filled.sheet = sheet ?? other.sheet
        filled.codesSheet = codesSheet ?? other.codesSheet
        filled.join = join ?? other.join
        if let stated = columns, let others = other.columns {
            filled.columns = stated.merging(others) { stated, _ in stated }
        } else {
            filled.columns = columns ?? other.columns
        }
        filled.unit = unit ?? other.unit
        filled.priceDivisor = priceDivisor ?? other.priceDivisor
        filled.feeDivisor = feeDivisor ?? other.feeDivisor
        filled.attemptFeeNanos = attemptFeeNanos ?? other.attemptFeeNanos
        filled.decimal = decimal ?? other.decimal
        filled.dateFormat = dateFormat ?? other.dateFormat
        filled.increments = increments ?? other.increments
        filled.markUp = markUp ?? other.markUp
        filled.formulas = formulas ?? other.formulas
        filled.mergedCells = mergedCells ?? other.mergedCells
        filled.closedCodes = closedCodes ?? other.closedCodes
        filled.codes = codes ?? other.codes
        filled.codeMarks = codeMarks ?? other.codeMarks
        filled.codeHyphens = codeHyphens ?? other.codeHyphens
        filled.codeBlanks = codeBlanks ?? other.codeBlanks
        filled.countryCode = countryCode ?? other.countryCode
        filled.trunkPrefix = trunkPrefix ?? other.trunkPrefix
        filled.duplicates = duplicates ?? other.duplicates
        filled.bandPrices = bandPrices ?? other.bandPrices
        filled.rules = rules ?? other.rules
        filled.tables = tables ?? other.tables
        filled.ignoredColumns = ignoredColumns ?? other.ignoredColumns
        filled.states = states.map { $0.merging(other.states ?? [:]) { stated, _ in stated } } ?? other.states
        return filled
    }
}
