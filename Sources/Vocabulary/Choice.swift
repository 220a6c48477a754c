/// Something that a person can state to settle what a sentence is about: named, and not worded.
///
/// Sentences of libraries and of SQL have it as `‹fee_divisor 100›`, which may be read as it stands. A command line puts the
/// option in its place, a page its field, by `Choice.worded(in:_:)`.
public struct Choice: Sendable, Equatable {
    public enum Name: String, Sendable, CaseIterable {
        case acceptLayout = "accept_layout"
        case account
        case amend
        case bandPrice = "band_price"
        case closed
        case codeBlanks = "code_blanks"
        case codeHyphens = "code_hyphens"
        case codeMarks = "code_marks"
        case codes
        case codesSheet = "codes_sheet"
        case column
        case confirm
        case countryCode = "country_code"
        case dateFormat = "date_format"
        case decimal
        case deck
        case durationFormat = "duration_format"
        case effective
        case encoding
        case entity
        case feeDivisor = "fee_divisor"
        case force
        case formulas
        case headerRow = "header_row"
        case ignore
        case increments
        case join
        case keepPrices = "keep_prices"
        case leaveEarlier = "leave_earlier"
        case merged
        case priceDivisor = "price_divisor"
        case reason
        case refused
        case replace
        case rule
        case saveProfile = "save_profile"
        case scheduled
        case sheet
        case state
        case tables
        case timeFormat = "time_format"
        case trunkPrefix = "trunk_prefix"
        case unit
        case zone
    }

    public var name: Name
    public var value: String?

    public init(_ name: Name, _ value: String? = nil) {
        self.name = name
        self.value = value
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let name = parts.first.flatMap({ Name(rawValue: String($0)) }) else { return nil }
        self.init(name, parts.count == 2 ? String(parts[1]) : nil)
    }

    /// A sentence with each of its choices in the words of a surface.
    public static func worded(in sentence: String, _ words: (Choice) -> String) -> String {
        var worded = ""
        var rest = sentence[...]
        while let start = rest.firstIndex(of: "‹"), let end = rest[start...].firstIndex(of: "›") {
            worded += rest[..<start]
            let inside = rest[rest.index(after: start)..<end]
            worded += Choice(inside).map(words) ?? "‹\(inside)›"
            rest = rest[rest.index(after: end)...]
        }
        return worded + rest
    }
}

extension Choice: CustomStringConvertible {
    public var description: String { "‹\(name.rawValue)\(value.map { " \($0)" } ?? "")›" }
}
