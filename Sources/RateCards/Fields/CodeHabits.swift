/// How the codes of a deck are written, as far as a person or the heading has said so.
struct CodeHabits {
    /// `x` and full stops behind a code are taken off.
    var dropsMarks = false
    /// What a hyphen between two groups of digits means; nil = it is asked where it can be both.
    var hyphens: ReadingSettings.CodeHyphens?
    /// What blanks between digits mean; nil = they are refused.
    var blanks: ReadingSettings.CodeBlanks?
    /// Digits that go before every code that is not international already; empty = codes have their country code.
    var countryCode: [UInt8] = []
    /// What is dialled before national codes and is no part of them; nil = nobody has said.
    var trunkPrefix: [UInt8]?
    /// Codes are area codes and exchanges of the North American plan, by their heading.
    var isNorthAmerican = false

    init() {}

    /// - Parameter heading: of the column of codes.
    init(_ settings: ReadingSettings, heading: String) {
        dropsMarks = settings.codeMarks == .drop
        hyphens = settings.codeHyphens
        blanks = settings.codeBlanks
        if let stated = settings.countryCode {
            countryCode = Array(stated.utf8)
        } else if settings.codes != .whole, CodeHabits.northAmerican.contains(TableHeader.normalised(heading)) {
            countryCode = [UInt8(ascii: "1")]
            isNorthAmerican = true
        }
        if let stated = settings.trunkPrefix { trunkPrefix = stated == "none" ? [] : Array(stated.utf8) }
    }

    /// Codes can be read without a look at their characters beyond the digits.
    var arePlain: Bool { countryCode.isEmpty }

    /// Headings that say that codes begin behind the 1 of North America.
    private static let northAmerican: Set<String> = [
        "npanxx", "npanxxx", "npanxxcode", "npanxxcodes", "nxx", "npanxxx7",
    ]
}
