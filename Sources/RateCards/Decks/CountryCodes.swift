internal import Vocabulary

/// Whether the codes of a deck that has a column of country codes as well begin with them.
struct CountryCodes {
    /// Rows whose code begins with the country code.
    private var whole = 0
    private var other = 0

    /// Reads the two columns of all rows.
    init(_ header: DeckHeader, _ columns: DeckColumns, _ bytes: Span<UInt8>) {
        var source = header.body
        var fields: [FieldRange] = []
        let (country, code) = (columns[.countryCode], columns[.prefix])
        while true {
            switch source.next(bytes, into: &fields) {
            case .end: return
            case .blank, .fault: continue
            case .fields:
                guard fields.count > max(country, code) else { continue }
                let base = CountryCodes.digits(fields[country], bytes)
                let digits = CountryCodes.digits(fields[code], bytes)
                guard !base.isEmpty, !digits.isEmpty else { continue }
                if digits.starts(with: base) { whole += 1 } else { other += 1 }
            }
        }
    }

    /// The digits at the beginning, behind a `+`.
    private static func digits(_ field: FieldRange, _ bytes: Span<UInt8>) -> [UInt8] {
        var digits = CodeText.trimmed(RecordScanner.content(field, of: bytes)[...])
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        return Array(digits.prefix { $0 &- 0x30 <= 9 })
    }

    /// Whether country codes have to be put before the codes. Where nearly all rows say the same, that is taken and noted; where
    /// they do not, it is asked.
    func areJoined(
        _ stated: ReadingSettings.Codes?, headings: [String], _ columns: DeckColumns, _ questions: inout [String],
        _ assumptions: inout [String]
    ) -> Bool {
        if let stated { return stated == .joined }
        let all = whole + other
        guard all > 0 else { return false }
        let (country, code) = (headings[columns[.countryCode]], headings[columns[.prefix]])
        if whole * 5 >= all * 4 { return false }
        if whole * 5 <= all {
            assumptions.append(
                "'\(country)' was put before '\(code)' (\(Choice(.codes, "whole")) takes codes as they are).")
            return true
        }
        questions.append(
            "\(whole) of \(all) codes in '\(code)' begin with the '\(country)' of their row: are they whole, or does the country "
                + "code go before them? State \(Choice(.codes, "whole")) or \(Choice(.codes, "joined")).")
        return false
    }
}
