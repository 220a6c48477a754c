/// Numbers of cells as text. A workbook stores the nearest binary number with 17 digits (`9.1999999999999998E-3`); a
/// spreadsheet works with the 15 significant digits that it shows (`0.0092`), and so do we, in decimal arithmetic.
enum CellNumber {
    static let significantDigits = 15

    /// The number written out, without an exponent; nil where it is no number or has more than 40 digits.
    static func text(_ stored: ArraySlice<UInt8>) -> [UInt8]? {
        guard var number = Decimal(stored) else { return nil }
        number.roundHalfUp(toSignificantDigits: significantDigits)
        return number.text
    }

    /// The number with zeros in front, up to so many digits; other than whole numbers stay as they are.
    static func padded(_ text: [UInt8], digits: Int) -> [UInt8] {
        guard text.allSatisfy({ $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }) else { return text }
        return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, min(digits, 40) - text.count)) + text
    }

    private struct Decimal {
        private var isNegative = false
        /// Values 0 to 9, the first not zero; none for zero itself.
        private var digits: [UInt8] = []
        /// Digits before the point; may be negative or beyond the digits.
        private var point = 0

        init?(_ text: ArraySlice<UInt8>) {
            var at = text.startIndex
            var count = 0
            var hasPoint = false
            if at < text.endIndex, text[at] == UInt8(ascii: "-") {
                isNegative = true
                at += 1
            }
            while at < text.endIndex {
                let digit = text[at] &- UInt8(ascii: "0")
                if digit <= 9 {
                    count += 1
                    if digits.isEmpty, digit == 0 {
                        if hasPoint { point -= 1 }
                    } else {
                        digits.append(digit)
                        if !hasPoint { point += 1 }
                    }
                } else if text[at] == UInt8(ascii: "."), !hasPoint {
                    hasPoint = true
                } else {
                    break
                }
                at += 1
            }
            guard count > 0 else { return nil }
            guard at < text.endIndex else { return }
            guard text[at] | 0x20 == UInt8(ascii: "e"),
                let exponent = Int(String(decoding: text[(at + 1)...], as: UTF8.self)),
                abs(exponent) <= 400
            else { return nil }
            point += exponent
        }

        mutating func roundHalfUp(toSignificantDigits places: Int) {
            guard digits.count > places else { return }
            let roundsUp = digits[places] >= 5
            digits.removeSubrange(places...)
            guard roundsUp else { return }
            var at = places - 1
            while at >= 0, digits[at] == 9 {
                digits[at] = 0
                at -= 1
            }
            if at >= 0 {
                digits[at] += 1
            } else {
                digits.insert(1, at: 0)
                point += 1
            }
        }

        var text: [UInt8]? {
            var kept = digits
            while kept.last == 0 { kept.removeLast() }
            guard !kept.isEmpty else { return [UInt8(ascii: "0")] }
            guard point <= 40, kept.count - point <= 40 else { return nil }
            var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
            if point <= 0 { text.append(UInt8(ascii: "0")) }
            for place in 0..<max(point, 0) { text.append(UInt8(ascii: "0") + (place < kept.count ? kept[place] : 0)) }
            guard kept.count > point else { return text }
            text.append(UInt8(ascii: "."))
            for _ in 0..<max(-point, 0) { text.append(UInt8(ascii: "0")) }
            for digit in kept[max(point, 0)...] { text.append(UInt8(ascii: "0") + digit) }
            return text
        }
    }
}
