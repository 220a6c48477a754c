/// A number that names a row, with a type of its own, so that an id of one subject is never taken for one of another.
public protocol TypedID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByIntegerLiteral
where
    RawValue: FixedWidthInteger & Sendable & Codable & _ExpressibleByBuiltinIntegerLiteral,
    IntegerLiteralType == RawValue
{
    init(rawValue: RawValue)
}

extension TypedID {
    public init(_ number: RawValue) { self.init(rawValue: number) }

    /// Nil where the number does not fit the type.
    public init?(exactly number: some BinaryInteger) {
        guard let number = RawValue(exactly: number) else { return nil }
        self.init(rawValue: number)
    }

    public init(integerLiteral number: RawValue) { self.init(rawValue: number) }

    public var description: String { "\(rawValue)" }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A legal entity of the carrier: one set of books.
public struct EntityID: TypedID {
    public let rawValue: Int16
    public init(rawValue: Int16) { self.rawValue = rawValue }
}

/// A customer, a supplier or both.
public struct PartnerID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A person, token, job or shell user that acts.
public struct ActorID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// One change of the state of the business, or the refusal of one.
public struct ActID: TypedID {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// One piece of work in the queue.
public struct JobID: TypedID {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A file of call records, loaded or refused.
public struct CallFileID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A piece of a file that was loaded in one transaction.
public struct ChunkID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A document of any kind: an invoice, a payment, a journal stated by hand.
public struct DocumentID: TypedID {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A balanced set of entries.
public struct JournalID: TypedID {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// An account of the ledger in one currency.
public struct LedgerAccountID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A rate card.
public struct CardID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A version of a rate card.
public struct CardVersionID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// An amount reserved out of a deposit.
public struct HoldID: TypedID {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A file of a bank's account.
public struct BankFileID: TypedID {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// A line of a bank's file.
public struct BankLineID: TypedID {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}
