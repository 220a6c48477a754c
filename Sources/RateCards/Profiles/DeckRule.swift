import Money
import Rating

/// What holds for the rows of some destinations or codes alone, whatever the deck says: `Mexico*: increments=60/60`.
///
/// A pattern of digits is for codes that begin so; any other is for names, capitals or not, with `*` for any text. Of several
/// rules that are for a code the first that states a setting decides it.
public struct DeckRule: Equatable, Sendable {
    /// As it was written.
    public let text: String
    /// A person stated it for the deck at hand; otherwise it comes from a profile, and need not be for any row.
    public var isStated = true

    let pattern: String
    private(set) var increments: ReadingSettings.Increments?
    private(set) var minimumSeconds: Int32?
    private(set) var setupFeeNanos: Int64?
    private(set) var attemptFeeNanos: Int64?
    /// Thousandths of a percent.
    private(set) var milliPercent: Int64?

    /// Nil where the text is no rule: a pattern, a colon, and settings with commas between.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        self.text = text
        pattern = DeckRule.trimmed(text[..<colon]).lowercased()
        let settings = text[text.index(after: colon)...].split(separator: ",").map { DeckRule.trimmed($0) }
        guard !pattern.isEmpty, !settings.isEmpty else { return nil }
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map(DeckRule.trimmed)
            guard parts.count == 2, take(parts[0], parts[1]) else { return nil }
        }
    }

    private mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "increments":
            guard let stated = try? IncrementText(Array(value.utf8).span) else { return false }
            increments = ReadingSettings.Increments(initial: stated.initial, further: stated.further)
        case "minimum_s":
            guard let seconds = Int32(value), seconds >= 0 else { return false }
            minimumSeconds = seconds
        case "setup_fee":
            guard let nanos = try? DecimalText.parse(Array(value.utf8).span, decimals: DecimalText.nanoDecimals) else {
                return false
            }
            setupFeeNanos = nanos
        case "attempt_fee":
            guard let nanos = try? DecimalText.parse(Array(value.utf8).span, decimals: DecimalText.nanoDecimals) else {
                return false
            }
            attemptFeeNanos = nanos
        case "markup":
            guard let percent = MarkUp.milliPercent(value) else { return false }
            milliPercent = percent
        default: return false
        }
        return true
    }

    /// Whether the pattern is one of codes.
    private var isOfCodes: Bool { pattern.allSatisfy { $0.isASCII && $0.isNumber || $0 == "*" } && pattern != "*" }

    /// - Parameter name: in small letters.
    func isFor(_ prefix: Prefix, name: String) -> Bool {
        if isOfCodes { return prefix.description.hasPrefix(pattern.filter { $0 != "*" }) }
        return DeckRule.matches(name, pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init))
    }

    /// The first piece begins the text, the last ends it, and the others stand between in their order.
    private static func matches(_ text: String, _ pieces: [String]) -> Bool {
        guard pieces.count > 1 else { return text == pieces[0] }
        guard text.hasPrefix(pieces[0]) else { return false }
        var rest = text.dropFirst(pieces[0].count)
        for piece in pieces[1..<(pieces.count - 1)] where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(pieces[pieces.count - 1])
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension DeckRule: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let rule = DeckRule(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is no rule such as Mexico*: increments=60/60, markup=5")
        }
        self = rule
        isStated = false
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
