/// All decks and parties, compiled for lookup: immutable, shared by all threads, allocates nothing when asked.
///
/// A number leads through `PrefixTrie` to its zone, once for both sides; an account through `PartyTable` to its deck;
/// deck and zone through `DeckTables` to the first rate to try, and from there along `RateRecord.next` to the one in
/// effect. Built by `Tariff.Builder`.
public final class Tariff: Sendable {
    let trie: PrefixTrie
    let decks: DeckTables
    let rates: AlignedTable<RateRecord>
    let terms: [RatingTerms]
    let sell: PartyTable
    let buy: PartyTable
    /// Whether calls of zero seconds are looked up as well: their destination is wanted, their price is nothing.
    let looksUpUnanswered: Bool

    init(
        trie: PrefixTrie, decks: DeckTables, rates: AlignedTable<RateRecord>, terms: [RatingTerms], sell: PartyTable,
        buy: PartyTable, looksUpUnanswered: Bool
    ) {
        self.trie = trie
        self.decks = decks
        self.rates = rates
        self.terms = terms
        self.sell = sell
        self.buy = buy
        self.looksUpUnanswered = looksUpUnanswered
    }
}

extension Tariff {
    public var rateCount: Int { rates.count }
    public var prefixCount: Int { trie.prefixes.count }

    /// In the order in which they were added; `RatedSide.party` is an index into them.
    public func parties(_ side: Side) -> [Party] { side == .sell ? sell.parties : buy.parties }
}
