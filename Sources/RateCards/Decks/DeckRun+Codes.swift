import Rating
internal import Vocabulary

// What is asked and said about codes, rows that say otherwise of one code, and rules.

extension DeckRun {
    /// Codes that can be read in two ways.
    mutating func concludeCodes(_ seen: DeckObservations) {
        let unit = assembly.unit
        if let (count, text) = seen.doubts[.hyphen] {
            questions.append(
                "Codes such as '\(text)' (\(unit) \(count.firstLine)): the country code and the area code of one code, or the first "
                    + "and last of a range? State \(Choice(.codeHyphens, "join")) or range.")
        }
        if let (count, text) = seen.doubts[.blanks] {
            questions.append(
                "Codes such as '\(text)' (\(unit) \(count.firstLine)): one code with blanks in it, or several codes? State "
                    + "\(Choice(.codeBlanks, "join")) or separate.")
        }
        if let (count, text) = seen.doubts[.trunkPrefix] {
            questions.append(
                "National codes such as '\(text)' (\(unit) \(count.firstLine)) begin with 0: is it dialled before the code and no part "
                    + "of it, as nearly everywhere (\(Choice(.trunkPrefix, "0"))), or part of it, as in Italy (\(Choice(.trunkPrefix, "none")))?"
            )
        }
        if seen.nationalCodes.rows > 0, assembly.codeHabits.countryCode.isEmpty {
            questions.append(
                "\(seen.nationalCodes.rows) \(seen.nationalCodes.rows == 1 ? "code begins" : "codes begin") with 0 (first: \(unit) "
                    + "\(seen.nationalCodes.firstLine)): are codes those of one country? State it with \(Choice(.countryCode)), such as "
                    + "\(Choice(.countryCode, "49")), or take the deck without these rows.")
        }
        if seen.codesWithCountry.rows > 1, seen.codesWithCountry.rows == seen.codesWithoutCountry {
            let country = String(decoding: assembly.codeHabits.countryCode, as: UTF8.self)
            questions.append(
                "Every code begins with \(country) already (first: \(unit) \(seen.codesWithCountry.firstLine)): leave \(Choice(.countryCode)) out."
            )
        }
        if let code = northAmericanCode {
            questions.append(
                "All codes look like area codes and exchanges of North America without the 1, such as \(code), which as they stand are "
                    + "codes of other countries: state \(Choice(.countryCode, "1")), or \(Choice(.codes, "whole")) if they are."
            )
        }
    }

    /// The first code of a deck all of whose codes may be North American ones without their 1; nil where it is none.
    private var northAmericanCode: Prefix? {
        guard assembly.codeHabits.countryCode.isEmpty, options.settings.codes == nil, !columns.has(.countryCode),
            options.part != .joined
        else { return nil }
        var areas: Set<Int> = []
        var example: Prefix?
        for deck in assembly.decks {
            for rate in deck.rates {
                let digits = (0..<rate.prefix.count).map { rate.prefix.digit($0) }
                guard NorthAmericanCode.mayBe(digits) else { return nil }
                areas.insert(digits[0] * 100 + digits[1] * 10 + digits[2])
                if digits.count >= 6, example == nil { example = rate.prefix }
            }
        }
        let isByJurisdiction = DeckField.jurisdictionRates.contains { columns.has($0.field) }
        return areas.count > 1 || isByJurisdiction ? example : nil
    }

    mutating func noteCodes(_ seen: DeckObservations) {
        let unit = assembly.unit
        if !assembly.codeHabits.countryCode.isEmpty, assembly.rowsTaken > 0 {
            let country = String(decoding: assembly.codeHabits.countryCode, as: UTF8.self)
            assumptions.append(
                assembly.codeHabits.isNorthAmerican
                    ? "Codes are area codes and exchanges of North America by their heading; 1 was put before them (\(Choice(.codes, "whole")) takes "
                        + "them as they are)."
                    : "\(country) was put before codes that are not international already, as stated (\(Choice(.countryCode)))."
            )
        }
        if seen.settledDuplicates.rows > 0, let choice = options.settings.duplicates {
            assumptions.append(
                "Rates of a code that say otherwise than another row, of which the \(choice.rawValue) was taken: "
                    + "\(seen.settledDuplicates.rows) left out (first: \(unit) \(seen.settledDuplicates.firstLine)).")
        }
        if seen.firstPrices.rows > 0 {
            assumptions.append(
                "Rates whose first increment has a price of its own: \(seen.firstPrices.rows) (first: \(unit) "
                    + "\(seen.firstPrices.firstLine)); what it costs beyond the next price is part of the setup fee, which is exact."
            )
        }
    }

    /// Rules that are for some row, and those that are for none.
    mutating func concludeRules() {
        for (index, rule) in (options.settings.rules ?? []).enumerated() {
            if let rows = assembly.rowsByRule[index] {
                assumptions.append("Rates to which the rule '\(rule.text)' was applied: \(rows).")
            } else if rule.isStated {
                questions.append(
                    "No row is one of '\(rule.pattern)', for which a rule was stated: correct or leave out \(Choice(.rule, "'\(rule.text)'"))."
                )
            }
        }
    }
}
