/// All decks and parties, compiled for lookup: immutable, shared by all threads, allocates nothing when asked.
///
/// A number leads through `PrefixTrie` to its zone, once for both sides; an account through `PartyTable` to its deck;
/// deck and zone through `DeckTables` to the first rate to try in the `RateTable`, and from there along `RateTable.nexts` to
/// the one in effect. Built by `Tariff.Builder`.
public final class Tariff: Sendable {
    let trie: PrefixTrie
    let decks: DeckTables
    let rates: RateTable
    let terms: [TermsRecord]
    let groups: [VariantGroup]
    /// Of the rates of each group, in their order.
    let variants: [RateVariant]
    /// Of each deck.
    let settings: [DeckSettings]
    let references: RatingReferences
    let sell: PartyTable
    let buy: PartyTable
    /// Numbers whose calls are inbound.
    let dids: DIDTable
    /// Whether calls of zero seconds are looked up as well: their destination is wanted, their price is nothing.
    let looksUpUnanswered: Bool

    init(
        trie: PrefixTrie, decks: DeckTables, rates: RateTable, terms: [TermsRecord],
        groups: [VariantGroup], variants: [RateVariant], settings: [DeckSettings], references: RatingReferences,
        sell: PartyTable, buy: PartyTable, dids: DIDTable, looksUpUnanswered: Bool
    ) {
        self.trie = trie
        self.decks = decks
        self.rates = rates
        self.terms = terms
        self.groups = groups
        self.variants = variants
        self.settings = settings
        self.references = references
        self.sell = sell
        self.buy = buy
        self.dids = dids
        self.looksUpUnanswered = looksUpUnanswered
    }
}

extension Tariff {
    public var rateCount: Int { rates.count }
    /// Whether any rate has a fee for attempts.
    package var chargesAttempts: Bool { terms.contains { $0.terms.attemptFeeNanos > 0 } }
    public var prefixCount: Int { trie.prefixes.count }
    /// Numbers that are let to customers, each span of time counted.
    public var didCount: Int { dids.spans.count }

    /// Between the currencies of parties and decks.
    package var exchangeRates: ExchangeRates { references.exchangeRates }

    /// In the order in which they were added; `RatedSide.party` is an index into them.
    public func parties(_ side: Side) -> [Party] { side == .sell ? sell.parties : buy.parties }
}

/// The terms of rates, and the currency of those of a deck that is assigned to a party of another one; -1 = the party's.
struct TermsRecord: Hashable, Sendable {
    var terms: RatingTerms
    var currency: Int32
}

/// The rates of one prefix that differ by time band, origin or jurisdiction: those that come first where several fit
/// stand first, and of one variant the latest.
struct VariantGroup: Sendable {
    /// Index of the first of them in `rates`; the record before it stands for all.
    var firstRate: Int32
    /// Index of the first of them in `variants`.
    var firstVariant: Int32
    var count: Int32
    var deck: Int32
}
