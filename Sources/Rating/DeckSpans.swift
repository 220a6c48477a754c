import CallRecords

/// Which deck prices the calls of parties that have no single one at all times: a chain of spans a party, the latest first,
/// because calls are of late.
struct DeckSpans: Sendable {
    /// Half open, in microseconds since 1970 UTC.
    struct Span {
        var fromMicros: Int64
        var toMicros: Int64
        var deck: Int32
        /// Index of the span before it, -1 = none.
        var next: Int32
    }

    /// The first of each party stands at the party's index; the others follow behind them all.
    private let spans: AlignedTable<Span>
    /// Whether any party needs them.
    let isNeeded: Bool

    init(_ parties: [Party]) {
        isNeeded = parties.contains { $0.onlyDeck == PartyTable.manyDecks }
        var heads = [Span](repeating: DeckSpans.never, count: parties.count)
        var others: [Span] = []
        for (index, party) in parties.enumerated() {
            let latestFirst = party.assignments.filter { $0.fromMicros < $0.toMicros }
                .sorted { $0.fromMicros > $1.fromMicros }
            var next: Int32 = -1
            for (place, assignment) in latestFirst.enumerated().reversed() {
                let span = Span(
                    fromMicros: assignment.fromMicros, toMicros: assignment.toMicros, deck: assignment.deck, next: next)
                if place == 0 {
                    heads[index] = span
                } else {
                    next = Int32(parties.count + others.count)
                    others.append(span)
                }
            }
        }
        let all = heads + others
        spans = AlignedTable(count: all.count, repeating: DeckSpans.never)
        for (index, span) in all.enumerated() { spans[index] = span }
    }

    private static let never = Span(fromMicros: .max, toMicros: .min, deck: PartyTable.noDeck, next: -1)

    /// The deck in effect at an instant, or `PartyTable.noDeck`.
    @inline(__always)
    func deck(ofParty party: Int32, atMicros micros: Int64) -> Int32 {
        let spans = unsafe spans.pointer
        var index = party
        while index >= 0 {
            // In bounds: there is a span at the index of each party, and `next` leads to spans only.
            let span = unsafe spans + Int(index)
            if unsafe micros >= span.pointee.fromMicros && micros < span.pointee.toMicros {
                return unsafe span.pointee.deck
            }
            index = unsafe span.pointee.next
        }
        return PartyTable.noDeck
    }
}

extension Tariff {
    /// Puts the deck in effect at the start of each call in the place of `manyDecks`, so that its rates are asked for like
    /// those of any other: cards are usually assigned from some day on.
    func settleDecks(_ batch: LookupBatch, _ part: Range<Int>) {
        guard sell.spans.isNeeded || buy.spans.isNeeded else { return }
        for position in part {
            // In bounds: jobs refer to records, and to parties where a deck is not theirs at all times.
            let job = unsafe batch.jobs + position
            let start = unsafe (batch.records.baseAddress! + Int(job.pointee.index)).pointee.startMicros
            if unsafe job.pointee.sellDeck == PartyTable.manyDecks {
                unsafe job.pointee.sellDeck = sell.spans.deck(ofParty: job.pointee.sellParty, atMicros: start)
            }
            if unsafe job.pointee.buyDeck == PartyTable.manyDecks {
                unsafe job.pointee.buyDeck = buy.spans.deck(ofParty: job.pointee.buyParty, atMicros: start)
            }
        }
    }
}
