internal import CallStore
internal import Postgres
internal import RateBook
internal import Rating

extension ExchangeBasis {
    /// Finds by which exchange rates a side of a stored call was converted: those of the chunk that rated it.
    ///
    /// A reversal negates what an earlier chunk rated, a re-rate copies a side that stays as it is, and an undo what it brings back.
    static func of(_ row: CallRow, _ side: Side, _ connection: Connection) throws -> ExchangeBasis {
        var row = row
        while true {
            let chunk = try connection.run(
                query: "exchange_basis_of_chunk", ["chunk_id": .id(row.chunkID)]
            ).only()
            let basis = ExchangeBasis(
                revision: try chunk.narrow("fx_revision"),
                daysMax: try chunk.optionalNarrow("fx_days_max"))
            let isReversal = row.kind == .reversal
            let isOfBatch = try chunk.string("kind") != "received"
            guard let address = row.replaces, isReversal || isOfBatch else { return basis }
            let earlier = try CallRow.find(address, connection)
            guard isReversal || earlier.side(side).isPriced(like: row.side(side)) else { return basis }
            row = earlier
        }
    }
}

extension CallSide {
    /// Whether nothing differs but the claim, which a later revision may have.
    fileprivate func isPriced(like other: CallSide) -> Bool {
        var same = self
        same.claimFrom = other.claimFrom
        return same == other
    }
}
