/// From an account's text to its party: open addressing, texts of up to 16 bytes in the slot itself.
struct PartyTable: Sendable {
    struct Slot {
        /// The text's first and second eight bytes, zero behind its end; for a text of over 16 bytes a hash of it.
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// Bytes of text; 0 = the slot is free.
        var count: UInt32 = 0
        var party: Int32 = -1
        /// The one deck of the party at all times, or -1 (none ever) or -2 (see `DeckSpans`).
        var deck: Int32 = -1
    }

    static let noDeck: Int32 = -1
    static let manyDecks: Int32 = -2
    /// In place of a deck: the side has no price and needs none.
    static let notApplicable: Int32 = -3

    let slots: AlignedTable<Slot>
    /// Number of slots less 1; a power of two less 1.
    let mask: UInt64
    let parties: [Party]
    /// Of each party what its slot says.
    let decks: [Int32]
    /// What `manyDecks` stands for.
    let spans: DeckSpans

    init(parties: [Party], side: Side) throws(TariffError) {
        self.parties = parties
        decks = parties.map(\.onlyDeck)
        spans = DeckSpans(parties)
        // A quarter full at most: a search that does not end at its first slot costs a branch that was guessed wrong.
        var capacity = 16
        while capacity < parties.count * 4 { capacity *= 2 }
        slots = AlignedTable(count: capacity, repeating: Slot())
        mask = UInt64(capacity - 1)
        for (index, party) in parties.enumerated() {
            var assignments = party.assignments.filter { $0.fromMicros < $0.toMicros }
            assignments.sort { $0.fromMicros < $1.fromMicros }
            for (earlier, later) in zip(assignments, assignments.dropFirst()) where earlier.toMicros > later.fromMicros
            {
                throw .overlappingAssignments(side: side, account: party.account)
            }
            guard party.isNamedByRecords else { continue }
            guard insert(party.account, party: Int32(index), deck: decks[index]) else {
                throw .duplicateAccount(side: side, account: party.account)
            }
        }
    }

    private func insert(_ account: [UInt8], party: Int32, deck: Int32) -> Bool {
        var padded = account
        padded.append(contentsOf: repeatElement(0, count: 16))
        let key = unsafe padded.withUnsafeBytes { bytes in
            unsafe PartyTable.key(bytes.baseAddress!, count: account.count)
        }
        var index = PartyTable.hash(key) & mask
        while case let slot = slots[Int(index)], slot.count != 0 {
            if Int(slot.count) == account.count, slot.low == key.low, slot.high == key.high,
                parties[Int(slot.party)].account == account
            {
                return false
            }
            index = (index + 1) & mask
        }
        if !account.isEmpty {
            slots[Int(index)] = Slot(
                low: key.low, high: key.high, count: UInt32(account.count), party: party, deck: deck)
        }
        return true
    }

    /// What a slot holds of a text. Reads 16 bytes at `text` whatever its length.
    @inline(__always)
    static func key(_ text: UnsafeRawPointer, count: Int) -> (low: UInt64, high: UInt64) {
        let low = unsafe UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
        if count <= 8 { return (count == 0 ? 0 : low & ~0 &>> UInt64(64 &- 8 &* count), 0) }
        guard count <= 16 else { return unsafe longKey(text, count: count) }
        let high = unsafe UInt64(littleEndian: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return (low, high & ~0 &>> UInt64(128 &- 8 &* count))
    }

    @inline(never)
    private static func longKey(_ text: UnsafeRawPointer, count: Int) -> (low: UInt64, high: UInt64) {
        var low: UInt64 = 0x243F_6A88_85A3_08D3
        var high: UInt64 = 0x1319_8A2E_0370_7344
        for offset in 0..<count {
            let byte = unsafe UInt64(text.load(fromByteOffset: offset, as: UInt8.self))
            low = (low ^ byte) &* 0x0000_0100_0000_01B3
            high = (high &+ byte) &* 0x9E37_79B9_7F4A_7C15
        }
        return (low, high)
    }

    @inline(__always)
    static func hash(_ key: (low: UInt64, high: UInt64)) -> UInt64 {
        let product = (key.low ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: key.high ^ 0xE703_7ED1_A0B4_28DB)
        return product.low ^ product.high
    }
}

extension Party {
    /// The one deck at all times, or `PartyTable.noDeck` or `.manyDecks`.
    var onlyDeck: Int32 {
        let assignments = assignments.filter { $0.fromMicros < $0.toMicros }
        guard let first = assignments.first else { return PartyTable.noDeck }
        return first.fromMicros == .min && first.toMicros == .max ? first.deck : PartyTable.manyDecks
    }

    /// The deck in effect at an instant, or `PartyTable.noDeck`.
    func deck(atMicros micros: Int64) -> Int32 {
        for assignment in assignments where micros >= assignment.fromMicros && micros < assignment.toMicros {
            return assignment.deck
        }
        return PartyTable.noDeck
    }
}
