import Money
import Rating

/// Writes a deck in the canonical columns, each rate in the same words whatever file it came from.
public enum DeckWriter {
    /// `deck_id,prefix,destination,…` with its line end.
    public static let header =
        """
        deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s,minimum_s,effective_to,\
        blocked,grace_s,grace_mode,duration_rounding,rounding_decimals,rounding_mode,max_cost,min_cost

        """

    /// The same with the columns that only decks have whose rates say something in them: the fee for attempts, and the time
    /// band, the origin and the jurisdiction.
    public static func header(hasAttemptFees: Bool, hasVariants: Bool) -> String {
        header.dropLast() + (hasAttemptFees ? ",attempt_fee" : "")
            + (hasVariants ? ",time_band,origin,jurisdiction" : "") + "\n"
    }

    /// That of a sheet.
    public static func header(of sheet: RateSheet) -> String {
        header(hasAttemptFees: sheet.hasAttemptFees, hasVariants: sheet.hasVariants)
    }

    /// The deck as CSV: header, then one line a rate in the order of the sheet.
    public static func csv(_ sheet: RateSheet, deckID: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((sheet.rates.count + 2) * 96)
        write(sheet, deckID: deckID) { bytes += $0 }
        return bytes
    }

    /// The same in pieces of some 64 KB.
    public static func write(_ sheet: RateSheet, deckID: String, to take: ([UInt8]) -> Void) {
        let id = quoted(Array(deckID.utf8)[...])
        let names = (0..<sheet.names.count).map { quoted(sheet.names[$0]) }
        var dates: [Int64: [UInt8]] = [:]
        let hasVariants = sheet.hasVariants
        let hasAttemptFees = sheet.hasAttemptFees
        var bytes = Array(header(hasAttemptFees: hasAttemptFees, hasVariants: hasVariants).utf8)
        for rate in sheet.rates {
            if bytes.count >= pieceBytes {
                take(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            bytes += id
            comma(&bytes)
            bytes += rate.prefix.description.utf8
            comma(&bytes)
            bytes += names[Int(rate.destination)]
            comma(&bytes)
            if rate.effectiveFromMicros > .min { append(instant: rate.effectiveFromMicros, &dates, to: &bytes) }
            comma(&bytes)
            append(nanos: rate.nanosPerMinute, to: &bytes)
            comma(&bytes)
            append(nanos: rate.setupFeeNanos, to: &bytes)
            bytes += ",\(rate.initialSeconds),\(rate.incrementSeconds),\(rate.minimumSeconds),".utf8
            if rate.effectiveToMicros < .max { append(instant: rate.effectiveToMicros, &dates, to: &bytes) }
            append(rate.terms, blocked: rate.blocked, to: &bytes)
            if hasAttemptFees {
                comma(&bytes)
                if rate.terms.attemptFeeNanos > 0 { append(nanos: rate.terms.attemptFeeNanos, to: &bytes) }
            }
            if hasVariants { append(rate.variant, names: names, to: &bytes) }
            bytes.append(UInt8(ascii: "\n"))
        }
        take(bytes)
    }

    private static let pieceBytes = 64 << 10

    private static func append(_ terms: RatingTerms, blocked: Bool, to bytes: inout [UInt8]) {
        if !blocked, terms == .standard {
            bytes += ",0,0,none,up,6,half_up,,".utf8
            return
        }
        bytes += ",\(blocked ? 1 : 0),\(terms.graceSeconds),\(terms.graceMode.name),".utf8
        bytes += "\(terms.durationRounding.name),\(terms.roundingDecimals),\(terms.roundingMode.name),".utf8
        if let maximum = terms.maximumCostNanos { append(nanos: maximum, to: &bytes) }
        comma(&bytes)
        if let minimum = terms.minimumCostNanos { append(nanos: minimum, to: &bytes) }
    }

    /// A name that is not stated is nothing between two commas.
    private static func append(_ variant: RateVariant, names: [[UInt8]], to bytes: inout [UInt8]) {
        for name in [variant.timeBand, variant.origin] {
            comma(&bytes)
            if name > 0 { bytes += names[Int(name) - 1] }
        }
        comma(&bytes)
        bytes += (variant.jurisdiction?.name ?? "").utf8
    }

    private static func append(nanos: Int64, to bytes: inout [UInt8]) {
        DecimalText.append(nanos, decimals: DecimalText.nanoDecimals, to: &bytes)
    }

    /// Decks share few dates, so that each is written once.
    private static func append(instant micros: Int64, _ dates: inout [Int64: [UInt8]], to bytes: inout [UInt8]) {
        if let text = dates[micros] {
            bytes += text
        } else {
            let text = Array((DateText.text(localMicros: micros) + "Z").utf8)
            dates[micros] = text
            bytes += text
        }
    }

    private static func comma(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: ",")) }

    /// Quoted where the content needs it, by the rules of PostgreSQL's COPY: an empty text is quoted, since nothing
    /// between two commas is no text at all.
    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let special = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        guard text.isEmpty || text.contains(where: special.contains) || text.elementsEqual("\\.".utf8) else {
            return Array(text)
        }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text {
            if byte == UInt8(ascii: "\"") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return quoted
    }
}
