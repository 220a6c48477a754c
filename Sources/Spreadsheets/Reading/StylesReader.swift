/// Reads which cell styles show a number as a date, and which with zeros in front.
final class StylesReader: XMLSink {
    enum Format: Equatable {
        case number
        case date
        /// `0000`: the number is shown with at least so many digits.
        case padded(digits: Int)
    }

    /// By the index that cells state as their style.
    private(set) var formats: [Format] = []
    var fault: WorkbookError? { nil }

    private var codes: [Int: String] = [:]
    private var isInCells = false

    private static let cells = XMLName("cellXfs")
    private static let style = XMLName("xf")
    private static let numberFormat = XMLName("numFmt")
    private static let numberFormatID = XMLName("numFmtId")
    private static let code = XMLName("formatCode")

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case StylesReader.cells: isInCells = true
        case StylesReader.numberFormat:
            if let id = attributes.number(StylesReader.numberFormatID), let code = attributes.string(StylesReader.code)
            {
                codes[id] = code
            }
        case StylesReader.style where isInCells:
            formats.append(format(attributes.number(StylesReader.numberFormatID) ?? 0))
        default: break
        }
    }

    func end(_ name: XMLName) {
        if name == StylesReader.cells { isInCells = false }
    }

    func text(_ bytes: Span<UInt8>) {}

    private func format(_ id: Int) -> Format {
        switch id {
        case 14...22, 27...36, 45...47, 50...58: return .date
        default: return codes[id].map(StylesReader.format(code:)) ?? .number
        }
    }

    /// What a format shows: letters of dates outside of quotes, brackets and escapes make it one.
    static func format(code: String) -> Format {
        var isQuoted = false
        var isEscaped = false
        var depth = 0
        var bare = ""
        for character in code {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else {
                switch character {
                case "\"": isQuoted = true
                case "\\", "_", "*": isEscaped = true
                case "[": depth += 1
                case "]": depth -= 1
                case ";" where depth <= 0:
                    // What follows is for negative numbers and texts.
                    return bare.isEmpty ? .number : format(section: bare)
                default: if depth <= 0 { bare.append(character) }
                }
            }
        }
        return format(section: bare)
    }

    private static func format(section: String) -> Format {
        let lowered = section.lowercased()
        if lowered == "general" { return .number }
        if lowered.count >= 2, lowered.allSatisfy({ $0 == "0" }) { return .padded(digits: lowered.count) }
        return lowered.contains { "dmyhs".contains($0) } ? .date : .number
    }
}
