/// A field's place in a chunk: `count` bytes from `offset`, counted from the first byte of the chunk's text.
///
/// Fields that had to be unescaped lie behind the text proper, in the chunk's scratch space, and are addressed alike.
public struct TextRange: Equatable, Sendable {
    public var offset: UInt32
    public var count: UInt32

    @inlinable
    public init(offset: UInt32, count: UInt32) {
        self.offset = offset
        self.count = count
    }

    /// A field that the layout does not have, or that is empty.
    @inlinable
    public static var empty: TextRange { TextRange(offset: 0, count: 0) }

    @inlinable
    public var isEmpty: Bool { count == 0 }
}

/// One call as the switch recorded it, parsed but not priced. A plain value: texts are ranges of the chunk it came from.
public struct CallRecord: Sendable {
    /// Start of the call in microseconds since 1970-01-01T00:00:00Z.
    public var startMicros: Int64
    /// Raw duration in nanoseconds, 0 up to (2^31 - 1) seconds.
    public var durationNanos: Int64
    /// The called number as an integer, or -1 where its digits would not come back from one (leading zero, more than
    /// 18 digits).
    public var calledNumber: Int64
    /// The calling number as an integer, or -1 where it is absent, not digits, has a leading zero or over 18 digits.
    public var callingNumber: Int64
    /// Where the called number was ported to (LRN), with the country code, as an integer; -1 where none is stated.
    public var routingNumber: Int64
    /// Digits of the called number, in E.164 as far as the number plan knows; never empty.
    public var called: TextRange
    /// Digits of the calling number likewise; where it is no number, its text as written.
    public var calling: TextRange
    /// What names the customer: the account code, else the tech prefix taken off the called number, else the ingress
    /// address.
    public var customer: TextRange
    /// What names the supplier.
    public var supplier: TextRange
    public var callID: TextRange
    /// Leg or branch of the call; empty where the layout or the row does not state one.
    public var leg: TextRange
    /// The whole record, without its line end.
    public var record: TextRange
    /// Physical line at which the record begins, from 0 within the chunk.
    public var line: UInt32
    /// Position among the chunk's records, from 0; rejected records count.
    public var ordinal: UInt32
    /// SIP response code, 0 where none is stated.
    public var sipCode: Int32
    /// Post-dial delay in milliseconds, -1 where it cannot be read. Only set where `BoundLayout.hasPostDialDelay`.
    public var postDialMillis: Int32

    @inlinable
    public init() {
        startMicros = 0
        durationNanos = 0
        calledNumber = -1
        callingNumber = -1
        routingNumber = -1
        called = .empty
        calling = .empty
        customer = .empty
        supplier = .empty
        callID = .empty
        leg = .empty
        record = .empty
        line = 0
        ordinal = 0
        sipCode = 0
        postDialMillis = -1
    }
}
