package import Rating
package import Vocabulary

/// One row of `call` as a value: what the rare ways (changed calls, re-rating, showing a call) work with.
package struct CallRow: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case original = 0x6F  // o
        case reversal = 0x72  // r
        case replacement = 0x70  // p
    }

    /// Microseconds since 1970 UTC.
    package var startMicros: Int64
    package var durationNanos: Int64
    package var calling: CallNumber
    package var called: CallNumber
    /// Where the called number was ported to (LRN).
    package var routing: Int64?
    package var key: CallKey
    package var chunkID: ChunkID
    package var ordinal: Int32
    package var entityID: Int16
    /// 0 = none stated.
    package var sipCode: Int16
    package var sell: CallSide
    package var buy: CallSide
    package var kind: Kind
    /// The revision of the call that a reversal takes back and a replacement follows.
    package var replaces: CallAddress?

    package init(
        startMicros: Int64, durationNanos: Int64, calling: CallNumber, called: CallNumber, routing: Int64? = nil,
        key: CallKey, chunkID: ChunkID, ordinal: Int32, entityID: Int16, sipCode: Int16, sell: CallSide, buy: CallSide,
        kind: Kind, replaces: CallAddress? = nil
    ) {
        self.startMicros = startMicros
        self.durationNanos = durationNanos
        self.calling = calling
        self.called = called
        self.routing = routing
        self.key = key
        self.chunkID = chunkID
        self.ordinal = ordinal
        self.entityID = entityID
        self.sipCode = sipCode
        self.sell = sell
        self.buy = buy
        self.kind = kind
        self.replaces = replaces
    }

    package var day: Int32 { CallRow.day(ofMicros: startMicros) }
    package var address: CallAddress { CallAddress(day: day, chunkID: chunkID, ordinal: ordinal) }

    package func side(_ side: Side) -> CallSide { side == .sell ? sell : buy }

    /// Days since 1970-01-01 of the UTC day of an instant.
    package static func day(ofMicros micros: Int64) -> Int32 {
        let quotient = micros / 86_400_000_000
        return Int32(truncatingIfNeeded: micros % 86_400_000_000 < 0 ? quotient - 1 : quotient)
    }

    /// The row that takes this one back, for the sake of a replacement with `ordinal` in `chunkID`.
    package func reversal(chunkID: ChunkID, replacementOrdinal: Int32) -> CallRow {
        var row = self
        row.durationNanos = -durationNanos
        row.sell.negate()
        row.buy.negate()
        row.chunkID = chunkID
        row.ordinal = -1 - replacementOrdinal
        row.kind = .reversal
        row.replaces = address
        return row
    }

    /// This row as the next revision of the call at `original`.
    package func replacement(of original: CallAddress) -> CallRow {
        var row = self
        row.kind = .replacement
        row.replaces = original
        return row
    }
}

/// A telephone number: an integer where its digits come back from one, else its text.
package enum CallNumber: Hashable, Sendable {
    case none
    case number(Int64)
    /// Valid UTF-8.
    case text([UInt8])

    /// The number as PostgreSQL can store it: valid UTF-8 without zero bytes; none where `text` is empty.
    package init(text: [UInt8]) {
        self = text.isEmpty ? .none : .text(CallNumber.storable(text))
    }

    /// Bytes that PostgreSQL takes for text.
    static func storable(_ text: [UInt8]) -> [UInt8] {
        Array(String(decoding: text, as: UTF8.self).replacing("\0", with: "\u{FFFD}").utf8)
    }

    package var digits: [UInt8] {
        switch self {
        case .none: []
        case .number(let number): Array(String(number).utf8)
        case .text(let text): text
        }
    }
}

/// One side of a stored call.
package struct CallSide: Hashable, Sendable {
    package enum State: UInt8, Sendable {
        case priced = 0x70  // p
        case unpriced = 0x75  // u
        case notApplicable = 0x6E  // n
    }

    /// Micros (10^-6) of the currency of the partner's agreement.
    package var micros: Int64 = 0
    package var partnerID: Int32?
    package var rateID: Int32?
    package var destinationID: Int32?
    package var billedSeconds: Int32 = 0
    /// Days since 1970-01-01, in the partner's billing zone.
    package var billingDay: Int32?
    package var productID: Int16?
    package var state: State = .notApplicable
    /// Of a revision whose call is on an invoice: first close number of the claim by which the invoice took it.
    package var claimFrom: Int32?

    package init() {}

    mutating func negate() {
        micros = -micros
        billedSeconds = -billedSeconds
    }
}
