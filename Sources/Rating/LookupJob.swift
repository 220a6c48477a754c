/// A call on its way through the stages of a batch.
struct LookupJob {
    /// Position in the batch.
    var index: Int32
    /// Digits of the called number.
    var digits: Int32
    /// Offset of the first digit from the chunk's text.
    var offset: UInt32
    /// Entry of the trie reached so far.
    var entry: UInt32
    /// The digits behind those taken, the next one lowest, one a byte: eight, less those taken since 5 or 13 were.
    var ahead: UInt64
    /// Slot of the entry that follows: among the first ones, then in the nodes; there 0 where none does.
    var slot: UInt32
    /// Index of the party; in the first stage the slot at which the search for it begins.
    var sellParty: Int32
    var buyParty: Int32
    var sellDeck: Int32
    var buyDeck: Int32
    /// Rate to try first, -1 = none; on the way there its cell in `DeckTables.rows`.
    var sellRate: Int32
    var buyRate: Int32
}
