/// Which deck prices a party's calls, and when: half open, in microseconds since 1970 UTC.
public struct Assignment: Sendable, Equatable {
    public var fromMicros: Int64
    public var toMicros: Int64
    /// Index that `Tariff.Builder.addDeck` returned.
    public var deck: Int32

    public init(fromMicros: Int64 = .min, toMicros: Int64 = .max, deck: Int32) {
        self.fromMicros = fromMicros
        self.toMicros = toMicros
        self.deck = deck
    }
}

/// What an account on one side of a call stands for. Ids, zone and currency are the caller's and only carried along.
public struct Party: Sendable, Equatable {
    /// How a CDR names the account.
    public var account: [UInt8]
    /// Whether a CDR may name it at all: that of a called number (DID) is found by the number, and is only called so.
    public var isNamedByRecords: Bool
    public var partnerID: Int32
    public var productID: Int16
    public var zone: Int32
    public var currency: Int32
    /// Not overlapping, in any order.
    public var assignments: [Assignment]

    public init(
        account: [UInt8], isNamedByRecords: Bool = true, partnerID: Int32 = 0, productID: Int16 = 0, zone: Int32 = 0,
        currency: Int32 = 0, assignments: [Assignment]
    ) {
        self.account = account
        self.isNamedByRecords = isNamedByRecords
        self.partnerID = partnerID
        self.productID = productID
        self.zone = zone
        self.currency = currency
        self.assignments = assignments
    }
}
