/// What a call is to those of the same call id and start that came before it.
///
/// Legs tell calls of one id apart. A transport that states no leg still means one of them: the only one there is, or
/// the one whose content is the same; where that does not single one out, nobody can say and the call goes to suspense.
enum Settlement: Equatable {
    /// Not seen before.
    case new
    /// Seen before with the same content: counted already.
    case duplicate
    /// Seen before with other content: takes the place of the known call at this index.
    case changed(Int)
    /// One of several known legs, or another leg than the only known one; which, cannot be told.
    case ambiguous
}

extension Settlement {
    /// - Parameters:
    ///   - known: the last revisions of the calls of the same stem, each leg once.
    ///   - namesPartners: whether the record says whose the call is. Where the called number does, another partner is no
    ///     other content: a stored call stays with whom it was rated for when its number moves.
    init(of call: CallRow, among known: [CallRow], namesPartners: Bool = true) {
        if let same = known.firstIndex(where: { $0.key.leg == call.key.leg }) {
            self = known[same].hasContent(of: call, namesPartners: namesPartners) ? .duplicate : .changed(same)
            return
        }
        // Without the same leg on both sides, only where one side states none may they be the same.
        let possible = known.indices.filter { call.key.leg == .notStated || known[$0].key.leg == .notStated }
        let equal = possible.filter { known[$0].hasContent(of: call, namesPartners: namesPartners) }
        switch (possible.count, equal.count) {
        case (0, _): self = .new
        case (_, 1): self = .duplicate
        case (1, _): self = known[possible[0]].hasNumbers(of: call) ? .changed(possible[0]) : .ambiguous
        default: self = .ambiguous
        }
    }
}

extension CallRow {
    /// Whether both say the same of the call. A partner that only one of them knows says nothing.
    func hasContent(of other: CallRow, namesPartners: Bool = true) -> Bool {
        guard hasNumbers(of: other), durationNanos == other.durationNanos, sipCode == other.sipCode else {
            return false
        }
        return !namesPartners
            || (agree(sell.partnerID, other.sell.partnerID) && agree(buy.partnerID, other.buy.partnerID))
    }

    func hasNumbers(of other: CallRow) -> Bool { called == other.called && calling == other.calling }

    private func agree(_ one: Int32?, _ other: Int32?) -> Bool { one == nil || other == nil || one == other }
}
