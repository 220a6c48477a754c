internal import Postgres
import RateCards
import Rating
internal import Vocabulary

/// Stores the rates of a version by one binary COPY, without a copy of them in between.
enum RateCopy {
    private static let columns = [
        "version_id", "destination_id", "card_destination_id", "initial_s", "increment_s", "minimum_s", "grace_s",
        "effective_from", "effective_to", "nanos_per_minute", "setup_fee_nanos", "max_cost_nanos", "min_cost_nanos",
        "rounding_decimals", "grace_mode", "duration_rounding", "rounding_mode", "blocked", "prefix", "time_band",
        "origin", "jurisdiction", "attempt_fee_nanos",
    ]

    /// Bytes that the server gets at a time.
    private static let bytesUsual = 256 << 10

    /// - Parameter destinations: of all names that rates have.
    static func send(
        _ sheet: RateSheet, versionID: CardVersionID, destinations: CardDestinations, masters: MasterDestinations,
        on connection: Connection
    ) throws {
        let version = versionID.rawValue
        let sent = try connection.copyIn(
            "COPY rate (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
        ) { writer in
            var encoder = RateEncoder(columnCount: columns.count)
            for (index, rate) in sheet.rates.enumerated() {
                guard let destination = destinations[rate.destination] else {
                    throw PostgresError(.unexpectedResult, "A rate has a destination that was not stored")
                }
                let master = masters.ids[index]
                encoder.add(
                    rate, sheet.names, version: version, cardDestinationID: destination.cardDestinationID,
                    destinationID: destination.isReviewed || master == 0 ? destination.destinationID : master)
                if encoder.bytes.count >= bytesUsual {
                    try writer.write(encoder.bytes)
                    encoder.bytes.removeAll(keepingCapacity: true)
                }
            }
            encoder.end()
            try writer.write(encoder.bytes)
        }
        guard sent == sheet.rates.count else {
            throw PostgresError(.unexpectedResult, "\(sent) of \(sheet.rates.count) rates were stored")
        }
    }
}

/// Rows of `rate` in PostgreSQL's binary COPY format: the count of columns, then each as its length (-1 = null) and its bytes,
/// all big-endian.
private struct RateEncoder {
    var bytes: [UInt8] = []
    private let columnCount: Int16
    /// Texts of settings, which nearly all rates share.
    private let graceModes = RatingTerms.GraceMode.allCases.map { Array($0.name.utf8) }
    private let durationRoundings = RatingTerms.DurationRounding.allCases.map { Array($0.name.utf8) }

    /// Micros of 2000-01-01, from which the server counts.
    private static let epochMicros: Int64 = 946_684_800_000_000

    init(columnCount: Int) {
        self.columnCount = Int16(columnCount)
        bytes.reserveCapacity(300 << 10)
        bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
    }

    mutating func add(
        _ rate: Rate, _ names: NameTable, version: Int32, cardDestinationID: Int32, destinationID: Int32
    ) {
        let terms = rate.terms
        put(columnCount)
        int4(version)
        int4(destinationID)
        int4(cardDestinationID)
        int4(rate.initialSeconds)
        int4(rate.incrementSeconds)
        int4(rate.minimumSeconds)
        int4(terms.graceSeconds)
        instant(rate.effectiveFromMicros)
        instant(rate.effectiveToMicros)
        int8(rate.nanosPerMinute)
        int8(rate.setupFeeNanos)
        int8(terms.maximumCostNanos)
        int8(terms.minimumCostNanos)
        put(Int32(2))
        put(Int16(terms.roundingDecimals))
        text(graceModes[Int(terms.graceMode.rawValue)][...])
        text(durationRoundings[Int(terms.durationRounding.rawValue)][...])
        text(Array(terms.roundingMode.name.utf8)[...])
        put(Int32(1))
        bytes.append(rate.blocked ? 1 : 0)
        prefix(rate.prefix)
        name(rate.variant.timeBand, names)
        name(rate.variant.origin, names)
        if let jurisdiction = rate.variant.jurisdiction { text(Array(jurisdiction.name.utf8)[...]) } else { null() }
        int8(terms.attemptFeeNanos)
    }

    mutating func end() { put(Int16(-1)) }

    private mutating func put(_ value: some FixedWidthInteger) {
        var shift = value.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private mutating func null() { put(Int32(-1)) }

    private mutating func int4(_ value: Int32) {
        put(Int32(4))
        put(value)
    }

    private mutating func int8(_ value: Int64?) {
        guard let value else { return null() }
        put(Int32(8))
        put(value)
    }

    /// The ends of Int64 are the infinities.
    private mutating func instant(_ micros: Int64) {
        int8(micros == .min || micros == .max ? micros : micros - RateEncoder.epochMicros)
    }

    private mutating func text(_ text: ArraySlice<UInt8>) {
        put(Int32(truncatingIfNeeded: text.count))
        bytes.append(contentsOf: text)
    }

    private mutating func prefix(_ prefix: Prefix) {
        put(Int32(prefix.count))
        for index in 0..<prefix.count { bytes.append(UInt8(0x30 + prefix.digit(index))) }
    }

    /// - Parameter number: index + 1; 0 = none.
    private mutating func name(_ number: Int32, _ names: NameTable) {
        if number > 0 { text(names[Int(number) - 1]) } else { null() }
    }
}
