internal import CallStore

/// What a record said of a call.
struct RecordState {
    /// 0 = not remembered: then what its row says stands for it.
    var content: UInt64
    var row: CallRow
}

/// What a call is to those of the same call id and start that came before it.
///
/// Legs tell calls of one id apart. A transport that states no leg still means one of them: the only one there is, or
/// the one whose content is the same; where that does not single one out, nobody can say and the call goes to suspense.
enum DuplicateVerdict: Equatable {
    /// Not seen before.
    case new
    /// Says what is known: counted already.
    case duplicate
    /// Says what was known once, or before what is known: without effect.
    case stale
    /// Says something else: takes the place of the known call at this index.
    case changed(Int)
    /// One of several known legs, or another leg than the only known one; which, cannot be told.
    case ambiguous
}

extension DuplicateVerdict {
    /// - Parameters:
    ///   - statedMicros: the instant of which the record's file speaks, in microseconds since 1970 UTC; nil = it does not say.
    ///   - known: the calls of the same stem, each leg once.
    ///   - namesPartners: whether the record says whose the call is, where what is known is not remembered.
    init(
        of record: RecordState, statedMicros: Int64? = nil, among known: [KnownCall], namesPartners: Bool = true
    ) {
        func isSame(_ state: RecordState) -> Bool {
            state.content != 0
                ? state.content == record.content : state.row.hasContent(of: record.row, namesPartners: namesPartners)
        }
        func isCurrent(_ index: Int) -> Bool {
            isSame(known[index].states.last ?? RecordState(content: 0, row: known[index].row))
        }
        func wasSaid(_ index: Int) -> Bool { known[index].states.contains(where: isSame) }
        /// What a record is that says something else of a call.
        func other(_ index: Int) -> DuplicateVerdict {
            let statement = Statement(micros: statedMicros, knownMicros: known[index].statedMicros)
            return statement.isEarlier || (wasSaid(index) && !statement.isLater) ? .stale : .changed(index)
        }
        let leg = record.row.key.leg
        if let same = known.firstIndex(where: { $0.row.key.leg == leg }) {
            self = isCurrent(same) ? .duplicate : other(same)
            return
        }
        // Without the same leg on both sides, only where one side states none may they be the same.
        let possible = known.indices.filter { leg == .notStated || known[$0].row.key.leg == .notStated }
        let past = possible.filter(wasSaid)
        switch (possible.count, possible.filter(isCurrent).count, past.count) {
        case (0, _, _): self = .new
        case (_, 1, _): self = .duplicate
        case (_, 0, 1): self = other(past[0])
        case (1, _, _): self = known[possible[0]].row.hasNumbers(of: record.row) ? other(possible[0]) : .ambiguous
        default: self = .ambiguous
        }
    }
}

extension CallRow {
    /// Whether both say the same of the call, as far as rows tell. A partner that only one of them knows says nothing.
    func hasContent(of other: CallRow, namesPartners: Bool = true) -> Bool {
        guard hasNumbers(of: other), routing == other.routing, durationNanos == other.durationNanos,
            sipCode == other.sipCode
        else { return false }
        return !namesPartners
            || (agree(sell.partnerID, other.sell.partnerID) && agree(buy.partnerID, other.buy.partnerID))
    }

    func hasNumbers(of other: CallRow) -> Bool { called == other.called && calling == other.calling }

    private func agree(_ one: Int32?, _ other: Int32?) -> Bool { one == nil || other == nil || one == other }
}
