import Rating
internal import Vocabulary

/// The codes of one row: `49172`, `+49172`, `49172;49173`, `49172-49174`, `^49172.*`, with a country code before them where a
/// deck splits them.
///
/// Whatever could be read in two ways is refused with the reason; no digit is added or dropped but `+`, a leading `00`, and
/// what a spreadsheet or a dialling plan puts around a code.
struct CodeText {
    enum Fault: Error, Equatable {
        case empty
        case notACode(String)
        /// What can be read in two ways, and is asked for the deck as a whole.
        case unclear(Doubt)

        enum Doubt: Equatable {
            /// A range, or a country code and an area code.
            case hyphen
            /// One code, or several.
            case blanks
            /// A national code that begins with what is dialled before it, or has it as its own.
            case trunkPrefix
        }

        var reason: String {
            switch self {
            case .empty: "empty"
            case .unclear(.hyphen): "a range, or a country code and an area code"
            case .unclear(.blanks): "blanks within a code; write it whole, and ; between codes"
            case .unclear(.trunkPrefix): "a national code that begins with 0"
            case .notACode(let reason): reason
            }
        }
    }

    /// Each once, in the order of the text.
    private(set) var prefixes: [Prefix] = []
    /// Codes that began with `00`, which is the way to dial out of a country and no part of a code.
    private(set) var droppedZeros = false

    /// Codes with marks behind them for any digits: `49151xxx`, `49151...`, `49151…`.
    private(set) var droppedMarks = false
    /// The text has several codes, not one or one range.
    private(set) var isList = false

    private var seen: Set<Prefix> = []
    private let habits: CodeHabits

    private static let refusal = "not a prefix of 1 to 15 digits"

    /// - Parameters:
    ///   - text: without blanks around it.
    ///   - last: last code of the range that begins with `text`, where a deck has a column for it; empty = none.
    ///   - base: digits before every code.
    ///   - habits: what was said about the codes of the deck.
    init(
        _ text: [UInt8], last: [UInt8] = [], base: [UInt8] = [], habits: CodeHabits = CodeHabits()
    ) throws(Fault) {
        self.habits = habits
        let base = habits.countryCode + base
        let content = CodeText.unwrapped(text[...])
        guard !content.isEmpty else {
            guard base.count > habits.countryCode.count, last.isEmpty else { throw .empty }
            try add(base[...])
            return
        }
        if !last.isEmpty {
            try addRange(try code(content), try code(CodeText.unwrapped(last[...])), base)
            return
        }
        let items = try CodeText.items(try joined(content))
        isList = items.count > 1
        for item in items {
            guard let dash = CodeText.rangeDash(item) else {
                let code = try code(item)
                try add(code.isWhole ? code.digits : base + code.digits)
                continue
            }
            let start = CodeText.trimmed(item[..<dash.lowerBound])
            let end = CodeText.trimmed(item[dash.upperBound...])
            if base.isEmpty, habits.hyphens == nil, item[dash].elementsEqual("-".utf8), CodeText.mayBeJoined(start, end)
            {
                throw .unclear(.hyphen)
            }
            try addRange(try code(start), try code(end), base)
        }
        if items.count > 1, base.isEmpty { try checkShorthand() }
    }

    /// The text without the hyphens and blanks that were stated to stand within codes.
    private func joined(_ text: ArraySlice<UInt8>) throws(Fault) -> ArraySlice<UInt8> {
        var text = text
        if habits.hyphens == .join { text = text.filter { $0 != UInt8(ascii: "-") }[...] }
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") }
        guard let blanks = habits.blanks, text.contains(where: isBlank) else { return text }
        let isDigit: (UInt8) -> Bool = { $0 &- 0x30 <= 9 }
        var result: [UInt8] = []
        for at in text.indices {
            let stands =
                isBlank(text[at]) && text[..<at].last(where: { !isBlank($0) }).map(isDigit) == true
                && text[at...].first(where: { !isBlank($0) }).map(isDigit) == true
            if !stands { result.append(text[at]) } else if blanks == .separate { result.append(UInt8(ascii: ";")) }
        }
        if blanks == .separate {
            while let at = result.firstRange(of: ";;".utf8) { result.removeSubrange(at.dropFirst()) }
        }
        return result[...]
    }

    /// Whether two groups of digits may be a country code and an area code; 991-993 is a range.
    private static func mayBeJoined(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
        let isOfOneTen = first.count == 3 && second.count == 3 && first.prefix(2).elementsEqual(second.prefix(2))
        return !isOfOneTen && CountryCode.isCode(first.first == UInt8(ascii: "+") ? first.dropFirst() : first)
    }

    private mutating func add(_ digits: some Collection<UInt8>) throws(Fault) {
        guard let prefix = Prefix(digits) else { throw .notACode(CodeText.refusal) }
        if seen.insert(prefix).inserted { prefixes.append(prefix) }
    }

    private mutating func addRange(_ start: Code, _ end: Code, _ base: [UInt8]) throws(Fault) {
        guard start.isWhole == end.isWhole || base.isEmpty else {
            throw .notACode("a range of a national and an international code; write both alike")
        }
        let (first, last) = (start.digits, end.digits)
        let base = start.isWhole ? [] : base
        guard first.count == last.count else {
            throw .notACode("a range whose ends differ in length; write both codes whole")
        }
        guard let range = CodeRange.prefixes(base: base, first[...], last[...]) else {
            throw .notACode("a range whose last code is below its first")
        }
        for prefix in range where seen.insert(prefix).inserted { prefixes.append(prefix) }
    }

    /// `49172, 73` may mean 4973; that a short code of another country stands behind a long one is less likely. What begins with
    /// the same two digits is whole.
    private func checkShorthand() throws(Fault) {
        guard let first = prefixes.first else { return }
        for prefix in prefixes.dropFirst() where prefix.count + 2 <= first.count {
            let isWhole =
                prefix.count == 1
                ? prefix.digit(0) == first.digit(0) && [1, 7].contains(prefix.digit(0))
                : prefix.digit(0) == first.digit(0) && prefix.digit(1) == first.digit(1)
            guard isWhole else {
                throw .notACode("'\(prefix)' behind '\(first)' may be short for a longer code; write each code whole")
            }
        }
    }

    /// One code.
    private struct Code {
        var digits: [UInt8]
        /// Nothing goes before it.
        var isWhole: Bool
    }

    private mutating func code(_ item: ArraySlice<UInt8>) throws(Fault) -> Code {
        var digits = item
        if digits.first == UInt8(ascii: "^") {
            digits = digits.dropFirst()
            if digits.suffix(2).elementsEqual(".*".utf8) { digits = digits.dropLast(2) }
        } else if let last = digits.last, last == UInt8(ascii: "*") || last == UInt8(ascii: "%") {
            digits = digits.dropLast()
        }
        let unmarked = CodeText.unmarked(digits)
        if unmarked.count < digits.count, unmarked.last.map({ $0 &- 0x30 <= 9 }) == true {
            guard habits.dropsMarks else {
                // A single x is more likely a slip.
                guard
                    digits.count - unmarked.count > 1
                        || digits.last != UInt8(ascii: "x") && digits.last != UInt8(ascii: "X")
                else { throw .notACode(CodeText.refusal) }
                throw .notACode(
                    CodeText.refusal
                        + "; if the marks behind it stand for any digits, state \(Choice(.codeMarks, "drop"))")
            }
            digits = unmarked
            droppedMarks = true
        }
        var isWhole = false
        if digits.first == UInt8(ascii: "+") {
            digits = digits.dropFirst()
            isWhole = true
        } else if digits.starts(with: "00".utf8), digits.count > 2 {
            digits = digits.dropFirst(2)
            droppedZeros = true
            isWhole = true
        }
        guard !digits.isEmpty, digits.count <= Prefix.digitsMax, digits.allSatisfy({ $0 &- 0x30 <= 9 }) else {
            if CodeText.hasBlanksOnly(item) { throw .unclear(.blanks) }
            throw .notACode(CodeText.reason(item))
        }
        if !habits.countryCode.isEmpty, !isWhole { try strip(&digits, &isWhole) }
        return Code(digits: Array(digits), isWhole: isWhole)
    }

    /// Takes off what is dialled before a national code.
    private func strip(_ digits: inout ArraySlice<UInt8>, _ isWhole: inout Bool) throws(Fault) {
        // No area code of North America begins with 1.
        if habits.countryCode == [UInt8(ascii: "1")], digits.first == UInt8(ascii: "1") {
            isWhole = true
            return
        }
        if habits.isNorthAmerican {
            guard digits.count == 3 || NorthAmericanCode.mayBe(digits.map { Int($0) - 0x30 }) else {
                throw .notACode(
                    "not an area code and exchange of North America; codes of others stand under another heading")
            }
            return
        }
        if let trunk = habits.trunkPrefix {
            if !trunk.isEmpty, digits.starts(with: trunk), digits.count > trunk.count {
                digits = digits.dropFirst(trunk.count)
            }
        } else if digits.first == UInt8(ascii: "0") {
            throw .unclear(.trunkPrefix)
        }
    }

    /// Digits, and blanks between them.
    private static func hasBlanksOnly(_ item: ArraySlice<UInt8>) -> Bool {
        let rest = item.first == UInt8(ascii: "+") ? item.dropFirst() : item
        return rest.contains(UInt8(ascii: " ")) && rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 &- 0x30 <= 9 }
    }

    /// Without the marks of one kind behind it: `x`, full stops, an ellipsis.
    private static func unmarked(_ item: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = item
        let ellipsis: [UInt8] = Array("…".utf8)
        if rest.suffix(3).elementsEqual(ellipsis) { return rest.dropLast(3) }
        guard let last = rest.last, [UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: ".")].contains(last) else {
            return item
        }
        while rest.last == last { rest = rest.dropLast() }
        return rest
    }

    /// Why a text is no code, as exactly as can be told.
    private static func reason(_ item: ArraySlice<UInt8>) -> String {
        if isScientific(item) { return "scientific notation; the spreadsheet has lost digits of the code" }
        if item.contains(where: "[]{}".utf8.contains) {
            return "a pattern; write its codes, or a range such as 491-493"
        }
        if item.contains(where: "()".utf8.contains) { return "brackets around a part of a code; write each code whole" }
        return refusal
    }

    /// `9.19E+11`
    static func isScientific(_ text: ArraySlice<UInt8>) -> Bool {
        guard let e = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
        let mantissa = text[..<e]
        var exponent = text[(e + 1)...]
        if let sign = exponent.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            exponent = exponent.dropFirst()
        }
        let isNumeric: (UInt8) -> Bool = { $0 &- 0x30 <= 9 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        return !mantissa.isEmpty && mantissa.allSatisfy(isNumeric) && !exponent.isEmpty
            && exponent.allSatisfy { $0 &- 0x30 <= 9 }
    }

    /// Without the marks by which spreadsheets keep a code a text: `'49172`, `="49172"`.
    private static func unwrapped(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var content = trimmed(text)
        if content.starts(with: "=\"".utf8), content.last == UInt8(ascii: "\""), content.count >= 3 {
            content = content.dropFirst(2).dropLast()
        } else if content.first == UInt8(ascii: "'") {
            content = content.dropFirst()
            if content.last == UInt8(ascii: "'") { content = content.dropLast() }
        }
        return trimmed(content)
    }

    /// What stands between `;` `,` `|` `/` `&` and line ends; one separator at the end is allowed.
    private static func items(_ text: ArraySlice<UInt8>) throws(Fault) -> [ArraySlice<UInt8>] {
        let separators = Set(";,|/&\n".utf8)
        var items = text.split(omittingEmptySubsequences: false, whereSeparator: separators.contains).map(trimmed)
        if items.count > 1, items.last?.isEmpty == true { items.removeLast() }
        guard items.allSatisfy({ !$0.isEmpty }) else { throw .notACode("an empty code in the list") }
        return items
    }

    /// Where the `-`, the en dash or the `to` of a range stands between two codes.
    private static func rangeDash(_ item: ArraySlice<UInt8>) -> Range<Int>? {
        for mark in ["-", "\u{2013}", "\u{2014}", "..", " to "] {
            if let range = item.firstRange(of: Array(mark.utf8)), range.lowerBound > item.startIndex,
                range.upperBound < item.endIndex, mark != ".." || item[range.upperBound] != UInt8(ascii: ".")
            {
                return range
            }
        }
        return nil
    }

    /// Without blanks, tabs, carriage returns and no-break spaces around it.
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var content = text
        while true {
            if let first = content.first, first == 0x20 || first == 0x09 || first == 0x0D || first == 0x0A {
                content = content.dropFirst()
            } else if let last = content.last, last == 0x20 || last == 0x09 || last == 0x0D || last == 0x0A {
                content = content.dropLast()
            } else if content.starts(with: [0xC2, 0xA0]) {
                content = content.dropFirst(2)
            } else if content.suffix(2).elementsEqual([0xC2, 0xA0]) {
                content = content.dropLast(2)
            } else {
                return content
            }
        }
    }
}
