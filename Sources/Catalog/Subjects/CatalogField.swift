import Money
import RateCards

/// One column of a catalog file and what its text must be.
package struct CatalogField: Sendable {
    package enum Kind: Sendable {
        case text
        /// One of these names; capitals, blanks and hyphens in the file do not matter.
        case choice([String])
        case currency
        /// A whole number within these bounds.
        case number(ClosedRange<Int64>)
        /// Money in units, handed on in micros.
        case money
        /// A rate in percent, with or without the sign, handed on in millionths.
        case percent
        /// A date or an instant, handed on as `NAME_local` or `NAME_at`.
        case moment
        /// A date of the calendar.
        case date
        /// A date of the calendar, or `none`.
        case dateOrNone
        /// A telephone number of up to 15 digits, handed on as digits; + and the usual separators do not matter.
        case telephoneNumber
        /// The name of an account in calls, handed on with `is_address`.
        case account
    }

    /// A ten thousandth of a percent is a millionth.
    private static let percentDecimals = 4

    let column: Table.Column
    /// As the first line of a file names it.
    package var name: String { column.name }
    package var isRequired: Bool { column.isRequired }
    package let kind: Kind
    /// The key of the value in what the SQL job reads.
    package let key: String

    init(
        _ name: String, _ kind: Kind = .text, isRequired: Bool = false, key: String? = nil, synonyms: [String] = []
    ) {
        column = Table.Column(name, isRequired: isRequired, synonyms: synonyms)
        self.kind = kind
        self.key = key ?? name
    }

    /// What the job reads for a field's text: keys and values; throws the reason why the text is refused.
    func values(_ text: String) throws(RefusedText) -> [String: String] {
        switch kind {
        case .text:
            return [key: text]
        case .choice(let names):
            let name = String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
            guard names.contains(name) else { throw RefusedText(reason: "not one of \(names.joined(separator: ", "))") }
            return [key: name]
        case .currency:
            guard let currency = Currency(code: text) else {
                throw RefusedText(reason: "not a currency code of ISO 4217, such as USD")
            }
            return [key: currency.code]
        case .number(let bounds):
            do {
                let number = try DecimalText.parse(text, decimals: 0)
                guard bounds.contains(number) else {
                    throw RefusedText(reason: "not \(bounds.lowerBound) to \(bounds.upperBound)")
                }
                return [key: String(number)]
            } catch let fault as DecimalText.Fault {
                throw RefusedText(reason: fault == .tooPrecise(decimals: 0) ? "not a whole number" : fault.reason)
            } catch {
                throw RefusedText(reason: "not \(bounds.lowerBound) to \(bounds.upperBound)")
            }
        case .money:
            do {
                return [key: String(try DecimalText.micros(text))]
            } catch {
                throw RefusedText(reason: error.reason)
            }
        case .percent:
            do {
                return [
                    key: String(
                        try DecimalText.parse(
                            text.hasSuffix("%") ? text.dropLast() : text[...], decimals: Self.percentDecimals))
                ]
            } catch {
                throw RefusedText(reason: error.reason)
            }
        case .dateOrNone where text.lowercased() == "none":
            return [key: "none"]
        case .date, .dateOrNone:
            guard let moment = StatedMoment(text), !moment.hasOffset, moment.localMicros % 86_400_000_000 == 0 else {
                throw RefusedText(reason: "not a date such as 2026-10-01")
            }
            return [key: String(moment.text.prefix { $0 != "T" })]
        case .telephoneNumber:
            let written = text.hasPrefix("+") ? text.dropFirst() : text[...]
            let digits = written.filter { !" -.()/".contains($0) }
            guard (1...15).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                throw RefusedText(reason: "not a number of 1 to 15 digits, as in calls: country code first")
            }
            return [key: String(digits)]
        case .account:
            return [key: text, "is_address": IPAddressText.isAddress(text) ? "true" : "false"]
        case .moment:
            guard let moment = StatedMoment(text) else {
                throw RefusedText(reason: "not a date such as 2026-10-01, or an instant such as 2026-10-01T12:00:00Z")
            }
            return ["\(key)_\(moment.hasOffset ? "at" : "local")": moment.text]
        }
    }
}

/// Why a field's text cannot be taken.
struct RefusedText: Error {
    package let reason: String
}
