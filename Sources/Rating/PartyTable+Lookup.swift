import CallRecords

extension PartyTable {
    /// Slot at which the search for an account begins. Reads 16 bytes of the text whatever its length.
    @inline(__always)
    static func slot(_ account: TextRange, text: UnsafeRawPointer, mask: UInt64) -> Int32 {
        Int32(truncatingIfNeeded: hash(unsafe key(text + Int(account.offset), count: Int(account.count))) & mask)
    }

    /// Party and deck of an account, or none, searched from `slot` on. `slots` are the table's.
    @inline(__always)
    func find(
        _ account: TextRange, text: UnsafeRawPointer, from slot: Int32, slots: UnsafePointer<Slot>
    ) -> (party: Int32, deck: Int32) {
        let text = unsafe text + Int(account.offset)
        let count = Int(account.count)
        guard count > 0 else { return (-1, PartyTable.noDeck) }
        let key = unsafe PartyTable.key(text, count: count)
        var index = UInt64(UInt32(bitPattern: slot))
        while true {
            // In bounds: the mask is the number of slots less one, and one slot at least is free.
            let slot = unsafe slots + Int(index)
            let slotCount = unsafe slot.pointee.count
            if unsafe Int(slotCount) == count && slot.pointee.low == key.low && slot.pointee.high == key.high {
                let party = unsafe slot.pointee.party
                if unsafe count <= 16 || isSame(party, text, count: count) { return unsafe (party, slot.pointee.deck) }
            }
            if slotCount == 0 { return (-1, PartyTable.noDeck) }
            index = (index &+ 1) & mask
        }
    }

    /// Whether a long text is the account of a party.
    @inline(never)
    private func isSame(_ party: Int32, _ text: UnsafeRawPointer, count: Int) -> Bool {
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: count)
        return unsafe parties[Int(party)].account.elementsEqual(bytes)
    }
}
