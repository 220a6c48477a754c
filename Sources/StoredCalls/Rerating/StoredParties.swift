internal import CallStore
internal import Postgres
internal import Rating
internal import Vocabulary

/// How the parties of stored calls are found again.
struct StoredParties: Sendable {
    let accounts: PartyIndex
    /// Of the calls that are read.
    var suspense = OpenSuspense()

    init(accounts: PartyIndex) { self.accounts = accounts }

    /// What a record names, or would name, the party of a side; empty where it has none, or is found by the called number.
    func account(of row: CallRow, _ side: Side) -> [UInt8] {
        let stored = row.side(side)
        switch stored.state {
        case .notApplicable: return []
        case .unpriced: return suspense[row, side]?.account ?? []
        case .priced: return accounts.account(of: stored, side) ?? []
        }
    }

    /// A priced side stays with its partner and product; one that waits is whose the record, or the called number, says.
    func known(of row: CallRow) -> KnownParties {
        func party(_ side: Side) -> Int32 {
            let stored = row.side(side)
            switch stored.state {
            case .notApplicable: return KnownParties.notApplicable
            case .unpriced: return KnownParties.byRecord
            case .priced: return accounts[stored, side] ?? KnownParties.notApplicable
            }
        }
        return KnownParties(sell: party(.sell), buy: party(.buy))
    }
}

/// The parties of a tariff by partner and product.
struct PartyIndex: Sendable {
    private struct Key: Hashable {
        var partnerID: Int32
        var productID: Int16
        var side: Side
    }

    private var parties: [Key: Int32] = [:]
    private var accounts: [Key: [UInt8]] = [:]

    init(_ tariff: Tariff) {
        for side in Side.allCases {
            // Accounts of one partner and product are priced alike: any of them will do.
            for (index, party) in tariff.parties(side).enumerated() {
                let key = Key(partnerID: party.partnerID, productID: party.productID, side: side)
                parties[key] = Int32(index)
                if party.isNamedByRecords { accounts[key] = party.account }
            }
        }
    }

    /// How records may name the side's partner and product; nil where they do not.
    func account(of stored: CallSide, _ side: Side) -> [UInt8]? {
        guard let partner = stored.partnerID, let product = stored.productID else { return nil }
        return accounts[Key(partnerID: partner, productID: product, side: side)]
    }

    /// Index in the tariff; nil where no account or number is of the side's partner and product (any more).
    subscript(stored: CallSide, side: Side) -> Int32? {
        guard let partner = stored.partnerID, let product = stored.productID else { return nil }
        return parties[Key(partnerID: partner, productID: product, side: side)]
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
        var chunkID: ChunkID
        var ordinal: Int32
        var side: Side
    }

    private var entries: [Place: Entry] = [:]

    init() {}

    init(_ chunkIDs: ClosedRange<ChunkID>, _ connection: Connection) throws {
        let rows = try connection.run(
            query: "find_open_suspense",
            [
                "first_chunk_id": .id(chunkIDs.lowerBound), "last_chunk_id": .id(chunkIDs.upperBound),
            ])
        for row in rows {
            let place = Place(
                chunkID: try row.id("chunk_id"),
                ordinal: try row.narrow("ordinal"),
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
