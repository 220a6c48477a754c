import Money
import Rating

/// A row of a deck as it was understood, for a person to compare with the file.
public struct DeckSample: Equatable, Sendable, Encodable {
    public static let countMax = 3
    /// More are kept while reading, since rows may be refused in the end.
    static let keptMax = 24

    public let line: Int
    /// The first codes, at most 8.
    public let codes: [String]
    /// All of them.
    public let codeCount: Int
    public let destination: String
    /// Currency units a minute; nil = blocked, or the one before is kept.
    public let ratePerMinute: String?
    public let keepsPrice: Bool
    public let setupFee: String
    /// Nil = none.
    public let attemptFee: String?
    public let increments: String
    public let effectiveFrom: String?
    public let effectiveTo: String?

    private static let codesMax = 8

    init(_ rate: Rate, codes: [String], name: String) {
        line = Int(rate.id)
        self.codes = Array(codes.prefix(DeckSample.codesMax))
        codeCount = codes.count
        destination = name
        ratePerMinute =
            rate.blocked || rate.keepsPrice
            ? nil : DecimalText.format(rate.nanosPerMinute, decimals: DecimalText.nanoDecimals)
        keepsPrice = rate.keepsPrice
        setupFee = DecimalText.format(rate.setupFeeNanos, decimals: DecimalText.nanoDecimals)
        attemptFee =
            rate.terms.attemptFeeNanos > 0
            ? DecimalText.format(rate.terms.attemptFeeNanos, decimals: DecimalText.nanoDecimals) : nil
        let minimum = rate.minimumSeconds > 0 ? ", at least \(rate.minimumSeconds) s" : ""
        increments = "\(rate.initialSeconds)/\(rate.incrementSeconds)\(minimum)"
        effectiveFrom = rate.effectiveFromMicros > .min ? RateSheet.text(utcMicros: rate.effectiveFromMicros) : nil
        effectiveTo = rate.effectiveToMicros < .max ? RateSheet.text(utcMicros: rate.effectiveToMicros) : nil
    }
}

extension DeckSample: CustomStringConvertible {
    /// `49172, 49173  Germany Mobile  0.0125 a minute  60/60  from 2026-11-01T00:00:00Z`
    public var description: String {
        var listed = codes.joined(separator: ", ")
        if codeCount > codes.count { listed += " … (\(codeCount) codes)" }
        var parts = [listed, destination.isEmpty ? "(no name)" : destination]
        parts.append(ratePerMinute.map { "\($0) a minute" } ?? (keepsPrice ? "keeps its price" : "blocked"))
        if setupFee != "0" { parts.append("setup \(setupFee)") }
        if let attemptFee { parts.append("attempt \(attemptFee)") }
        if !keepsPrice { parts.append(increments) }
        if let effectiveFrom { parts.append("from \(effectiveFrom)") }
        if let effectiveTo { parts.append("to \(effectiveTo)") }
        return parts.joined(separator: "  ")
    }
}
