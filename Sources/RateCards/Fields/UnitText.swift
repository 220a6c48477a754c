/// The unit of prices that a text states: `US cents/min`, `¢ per 10 min`, `EUR per 1,000 minutes`.
///
/// Words that would state a unit and are not understood are kept, so that nobody takes such prices for whole units a minute.
struct UnitText {
    /// Seconds that a price is for; nil = it does not say.
    private(set) var seconds: Int64?
    /// Parts of the currency unit that a price counts; nil = it does not say.
    private(set) var parts: Int64?
    /// ISO code, or `$`.
    private(set) var currency: String?
    /// The time follows `per` or `/`.
    private(set) var isPer = false
    /// A part of the currency that is not understood, as in `Rate (fils)`.
    private(set) var oddPart: String?
    /// A time, or another thing, that is not understood, as in `Rate (per pulse)`.
    private(set) var oddTime: String?
    /// `per 100` of what, it does not say.
    private(set) var isPerNumberOfWhat = false
    /// Words about increments, beside which a time need not be that of the price.
    private(set) var speaksOfIncrements = false
    /// Words that say nothing of a unit.
    private(set) var rest: [String] = []

    var hasTime: Bool { !times.isEmpty }

    /// Times as they were met, with the words for them.
    private var times: [(seconds: Int64, words: String)] = []

    init(_ text: String) {
        let tokens = UnitText.tokens(text)
        var at = 0
        while at < tokens.count {
            let token = tokens[at]
            let before = at > 0 ? tokens[at - 1] : ""
            let next = at + 1 < tokens.count ? tokens[at + 1] : ""
            at += 1
            if UnitText.brackets.contains(token) || UnitText.fillers.contains(token) { continue }
            if UnitText.isNumber(token) {
                if next == "/", at + 1 < tokens.count, UnitText.isNumber(tokens[at + 1]) {
                    // `60/60` are increments.
                    rest.append("\(token)/\(tokens[at + 1])")
                    at += 2
                } else if let base = UnitText.seconds[next] {
                    take(number: token, of: base, next, isPer: isPer(before))
                    at += 1
                } else if UnitText.hundredths.contains(next) || UnitText.oddParts.contains(next) {
                    oddPart = "\(token) \(next)"
                    at += 1
                } else if isPer(before), token != "1" {
                    isPerNumberOfWhat = true
                } else if token != "1" {
                    if ["x", "times"].contains(before) { oddPart = "\(before) \(token)" }
                    rest.append(token)
                }
            } else if let base = UnitText.seconds[token], token.count > 2 || isPer(before) {
                take(base, token, isPer: isPer(before))
            } else if isHundredth(token, before, next) {
                take(parts: 100, token)
            } else if UnitText.oddParts.contains(token) {
                oddPart = token
            } else if let code = UnitText.minorCodes[token] {
                take(parts: 100, token)
                currency = currency ?? code
            } else if token == "us", ["$", "dollar", "dollars"].contains(next) || isHundredth(next, token, "") {
                currency = "USD"
                if !isHundredth(next, token, "") { at += 1 }
            } else if let code = CurrencyMention.code(token) {
                if code != "$" || currency == nil { currency = code }
            } else if UnitText.odd.contains(token) ? isPer(before) : UnitText.per.contains(before) {
                let isFollowedByTime = UnitText.seconds[next] != nil
                if !isFollowedByTime, !PriceHeading.isPriceWord(token) { oddTime = token }
                rest.append(token)
            } else {
                if UnitText.increments.contains(token) { speaksOfIncrements = true }
                rest.append(token)
            }
        }
        settleTimes()
    }

    /// Several times are none that is sure, unless all but the minute may be increments, as in `per minute, billed per second`.
    private mutating func settleTimes() {
        guard let first = times.first else { return }
        if speaksOfIncrements, times.contains(where: { $0.seconds == 60 }) {
            seconds = 60
        } else if speaksOfIncrements || times.contains(where: { $0.seconds != first.seconds }) {
            oddTime = oddTime ?? times.map(\.words).joined(separator: ", ")
        } else {
            seconds = first.seconds
        }
    }

    /// Whether it states another unit than whole ones a minute, or one that is not understood.
    var isOdd: Bool {
        seconds.map { $0 != 60 } == true || parts.map { $0 != 1 } == true || oddPart != nil || oddTime != nil
            || isPerNumberOfWhat
    }

    private func isPer(_ token: String) -> Bool { token == "/" || UnitText.per.contains(token) }

    private mutating func take(_ base: Int64, _ token: String, isPer: Bool) {
        times.append((base, token))
        self.isPer = self.isPer || isPer
    }

    private mutating func take(number: String, of base: Int64, _ token: String, isPer: Bool) {
        guard let count = UnitText.count(number), (1...PriceUnit.secondsMax / base).contains(count) else {
            oddTime = "\(number) \(token)"
            return
        }
        take(count * base, "\(number) \(token)", isPer: isPer)
    }

    private mutating func take(parts number: Int64, _ token: String) {
        if let parts, parts != number { oddPart = token }
        parts = number
    }

    /// `c` and `p` count where nothing else can be meant: in brackets of their own, before a time, or behind a currency.
    private func isHundredth(_ token: String, _ before: String, _ next: String) -> Bool {
        if UnitText.hundredths.contains(token) { return true }
        guard token == "c" || token == "p" else { return false }
        return isPer(next) || UnitText.brackets.contains(before) && UnitText.brackets.contains(next)
            || before == "us" || CurrencyMention.code(before) != nil
    }

    // MARK: - Words

    private static let brackets: Set<String> = ["(", ")"]

    private static let per: Set<String> = ["per", "pro", "je", "par", "por", "each", "every"]

    /// Words that state nothing.
    private static let fillers: Set<String> = [
        "/", "pro", "je", "par", "por", "al", "la", "en", "em", "per", "in", "a", "the", "all", "currency", "default",
        "buy", "sell", "selling", "buying", "flat", "net", "standard", "termination", "value", "wholesale", "each",
        "every",
    ]

    /// What prices may be for that is no time, where `/` before other words only separates them.
    private static let odd: Set<String> = [
        "call", "calls", "attempt", "pulse", "unit", "units", "block", "day", "week", "month", "year", "sms", "message",
        "kb", "mb", "gb", "channel", "fortnight",
    ]

    private static let seconds: [String: Int64] = {
        var seconds: [String: Int64] = [:]
        for word in ["min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "mn"] {
            seconds[word] = 60
        }
        for word in [
            "s", "sec", "secs", "second", "seconds", "sekunde", "sekunden", "seconde", "secondes", "segundo",
            "segundos",
            "secondo", "secondi",
        ] { seconds[word] = 1 }
        for word in ["hour", "hours", "stunde", "heure", "hora", "ora", "h"] { seconds[word] = 3_600 }
        return seconds
    }()

    private static let hundredths: Set<String> = [
        "cent", "cents", "ct", "cts", "\u{A2}", "pence", "penny", "centime", "centimes", "centimo", "centimos",
        "centavo", "centavos", "centesimo", "centesimi", "kopek", "kopeks", "kopeck", "kopecks", "paisa", "paise",
        "grosz", "groszy", "kurus", "agorot",
    ]

    /// Parts whose number differs from currency to currency, or is not sure.
    private static let oddParts: Set<String> = [
        "fils", "mil", "mils", "mill", "mills", "baisa", "baiza", "millime", "millimes", "millicent", "millicents",
        "microcent", "microcents", "tenth", "tenths", "hundredth", "hundredths", "thousandth", "thousandths",
        "millionth", "millionths", "sen", "ore",
    ]

    private static let increments: Set<String> = [
        "increment", "increments", "billing", "billed", "charging", "charged", "rounded", "rounding", "interval",
        "intervals", "block", "blocks", "pulse", "pulses", "minimum",
    ]

    /// Codes for hundredths that traders use, as they are written: `GBp` is not `GBP`.
    private static let minorCodes = [
        "GBp": "GBP", "GBX": "GBP", "USc": "USD", "USDc": "USD", "EURc": "EUR", "ZAc": "ZAR",
    ]

    private static let numbers: [String: Int64] = ["ten": 10, "hundred": 100, "thousand": 1_000]

    private static func isNumber(_ token: String) -> Bool {
        token.first.map { ("0"..."9").contains($0) } == true || numbers[token] != nil
    }

    /// `10`, `1,000`, `hundred`; nil = no whole number that is sure.
    private static func count(_ token: String) -> Int64? {
        if let number = numbers[token] { return number }
        let groups = token.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count == 1 || groups.dropFirst().allSatisfy({ $0.count == 3 }) && groups[0].count <= 3 else {
            return nil
        }
        return Int64(groups.joined())
    }

    /// Words in small letters without accents, numbers, signs of currencies, `/` and brackets; minor codes stay as they are.
    static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        func finish() {
            guard !word.isEmpty else { return }
            tokens.append(minorCodes[word] == nil ? TableHeader.unaccented(word.lowercased()) : word)
            word = ""
        }
        let characters = Array(text)
        for (at, character) in characters.enumerated() {
            let last = word.last
            if character.isLetter || character.isNumber {
                // `RateUSD` and `per100` are two words each; `100min` as well.
                if let last,
                    last.isLowercase && character.isUppercase || last.isLetter && character.isNumber
                        || !last.isLetter && character.isLetter
                {
                    finish()
                }
                word.append(character)
                continue
            }
            if let last, last.isNumber, ",.".contains(character), at + 1 < characters.count,
                characters[at + 1].isNumber
            {
                word.append(character)
                continue
            }
            finish()
            switch character {
            case "/", "\u{A2}": tokens.append(String(character))
            case "*", "\u{D7}": tokens.append("x")
            case "(", "[": tokens.append("(")
            case ")", "]": tokens.append(")")
            default: if CurrencyMention.signs[character] != nil { tokens.append(String(character)) }
            }
        }
        finish()
        return tokens
    }
}
