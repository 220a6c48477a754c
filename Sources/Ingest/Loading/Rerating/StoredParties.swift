internal import Postgres
internal import Rating

/// How the parties of stored calls are found again.
struct StoredParties: Sendable {
    let accounts: PartyAccounts
    /// Of the calls that are read.
    var suspense = OpenSuspense()

    init(accounts: PartyAccounts) { self.accounts = accounts }

    /// What a record would name the side's party; empty where the side cannot be rated again.
    func account(of row: CallRow, _ side: Side) -> [UInt8] {
        let stored = row.side(side)
        switch stored.state {
        case .notApplicable: return []
        case .unpriced: return suspense[row, side]?.account ?? []
        case .priced: return accounts[stored, side] ?? []
        }
    }
}

/// How records may name the partner and product of a side.
struct PartyAccounts: Sendable {
    private struct Key: Hashable {
        var partnerID: Int32
        var productID: Int16
        var side: Side
    }

    private var accounts: [Key: [UInt8]] = [:]

    init(_ tariff: Tariff) {
        for side in Side.allCases {
            // Accounts of one partner and product are priced alike: any of them will do.
            for party in tariff.parties(side) {
                accounts[Key(partnerID: party.partnerID, productID: party.productID, side: side)] = party.account
            }
        }
    }

    /// Nil where no account is of the side's partner and product (any more).
    subscript(stored: CallSide, side: Side) -> [UInt8]? {
        guard let partner = stored.partnerID, let product = stored.productID else { return nil }
        return accounts[Key(partnerID: partner, productID: product, side: side)]
    }
}

/// The sides of calls that wait for a price, of some chunks.
struct OpenSuspense: Sendable {
    struct Entry: Sendable {
        var reason: String
        /// How the record names the partner.
        var account: [UInt8]
    }

    private struct Place: Hashable {
        var chunkID: Int32
        var ordinal: Int32
        var side: Side
    }

    private var entries: [Place: Entry] = [:]

    init() {}

    init(_ chunkIDs: ClosedRange<Int32>, _ connection: Connection) throws {
        let rows = try connection.run(
            query: "find_open_suspense",
            [
                "first_chunk_id": .int(Int64(chunkIDs.lowerBound)), "last_chunk_id": .int(Int64(chunkIDs.upperBound)),
            ])
        for row in rows {
            let place = Place(
                chunkID: Int32(truncatingIfNeeded: try row.int("chunk_id")),
                ordinal: Int32(truncatingIfNeeded: try row.int("ordinal")),
                side: try row.string("side") == Side.sell.name ? .sell : .buy)
            entries[place] = Entry(
                reason: try row.string("reason"), account: Array(try row.string("account_value").utf8))
        }
    }

    subscript(row: CallRow, side: Side) -> Entry? {
        guard !entries.isEmpty else { return nil }
        return entries[Place(chunkID: row.chunkID, ordinal: row.ordinal, side: side)]
    }
}
