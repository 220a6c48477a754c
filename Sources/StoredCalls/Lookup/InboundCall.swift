internal import Calendar
internal import CallRecords
internal import CallStore
internal import Catalog
internal import Files
internal import Postgres
internal import RateBook
internal import Rating
internal import Vocabulary

/// A call to a number that is let to a customer (DID), as the numbers are stored now.
struct InboundCall {
    private let number: String
    private let row: CallRow
    private let holder: DIDSources.Holder
    private let days: DID.Days

    /// Nil where the number was nobody's at the start of the call, and the call is nobody's who ever had it.
    init?(_ row: CallRow, _ connection: Connection) throws {
        number = String(decoding: row.called.digits, as: UTF8.self)
        self.row = row
        let known = try DIDSources(entityID: EntityID(row.entityID), number: number, connection)
        guard !known.entries.isEmpty else { return nil }
        let spans = try known.spans { name in
            guard let zone = TimeZones.offsets(name) else {
                throw Refusal.zoneIsNotInstalled(name)
            }
            return zone
        }
        let holding = spans.firstIndex { $0.contains(row.startMicros) }
        let ofCall = known.entries.firstIndex {
            $0.holder.partnerID == row.sell.partnerID && $0.holder.productID == row.sell.productID
        }
        guard let index = holding ?? ofCall else { return nil }
        holder = known.entries[index].holder
        days = known.entries[index].days
    }

    /// What there is to say on one side, as sentences.
    func sentences(_ side: Side, _ explanation: SideExplanation) -> [String] {
        let last = days.endDay.map { " to \(CivilDay(daysSince1970: $0 - 1))" } ?? ""
        let whose = "\(number) is a DID of \(holder.code) from \(CivilDay(daysSince1970: days.firstDay))\(last)"
        let isHolders = row.sell.partnerID == holder.partnerID && row.sell.productID == holder.productID
        guard isHolders else {
            let stays = row.sell.partnerID == nil ? "" : ", and the call stays with the customer for whom it was rated"
            return side == .sell ? ["\(whose) now\(stays)"] : []
        }
        switch (side, explanation.stored.state) {
        case (.sell, _): return ["inbound: \(whose)"]
        case (.buy, .notApplicable):
            guard let supplier = holder.supplier else { return ["inbound: nobody is paid for calls to \(number)"] }
            return ["inbound: \(supplier.code) lets \(number) and has no card of its product, so calls cost nothing"]
        case (.buy, _):
            guard let supplier = holder.supplier else { return [] }
            return ["inbound: \(supplier.code) lets \(number)"]
        }
    }
}
