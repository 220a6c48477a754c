// What a lookup takes for granted of a tariff: that each index leads to something, and each chain to an end. The builder
// sees to it; for a tariff that comes from elsewhere it is checked here, once, in one pass over each table.

extension Tariff {
    /// - Throws: `TariffImageError` that names the table.
    func requireConsistency(_ facts: TariffFacts) throws(TariffImageError) {
        guard trie.isConsistent else { throw .inconsistent("the prefixes") }
        guard decks.isConsistent(zoneCount: trie.prefixes.count, rateCount: rates.count) else {
            throw .inconsistent("the decks")
        }
        guard facts.decks.count == decks.count else { throw .inconsistent("the names of the decks") }
        guard settings.count == decks.count else { throw .inconsistent("the settings of the decks") }
        guard terms.first == TermsRecord(terms: .standard, currency: -1) else { throw .inconsistent("the terms") }
        guard ratesAreConsistent(destinationCount: facts.destinations.count) else { throw .inconsistent("the rates") }
        guard groupsAreConsistent else { throw .inconsistent("the variants of rates") }
        // Billing days, by which amounts are converted, are those of the parties' zones.
        let zoneCount = terms.contains { $0.currency >= 0 } ? references.zones.count : Int.max
        // Without names the numbers are only carried along.
        let namedZones = facts.zones.isEmpty ? Int.max : facts.zones.count
        let namedCurrencies = facts.currencies.isEmpty ? Int.max : facts.currencies.count
        for (side, table) in [("sell", sell), ("buy", buy)] {
            let isConsistent = table.isConsistent(
                deckCount: decks.count, zoneCount: min(namedZones, zoneCount), currencyCount: namedCurrencies)
            guard isConsistent else { throw .inconsistent("the \(side) accounts") }
        }
        let numbersAreConsistent = dids.isConsistent(
            sellParties: sell.parties.count, buyParties: buy.parties.count, deckCount: decks.count)
        guard numbersAreConsistent else { throw .inconsistent("the numbers of customers") }
    }

    private func ratesAreConsistent(destinationCount: Int) -> Bool {
        let count = rates.count
        let planCount = rates.plans.count
        guard count < Int(Int32.max), rates.nexts.count == count, plansAreConsistent else { return false }
        let priceCount = rates.prices.count
        let names = Int32(clamping: destinationCount)
        var isFaulty = false
        for index in 0..<count {
            // In bounds: `index` is below the count, and `next` and the plan are replaced where they are not.
            let rate = unsafe rates.packed.pointer + index
            let next = unsafe rates.nexts.pointer[index]
            let length = unsafe rate.pointee.prefixCount
            let plan = unsafe Int(rate.pointee.plan)
            let leadsSomewhere = next >= 0 && Int(next) < count
            let following = unsafe rates.packed.pointer + (leadsSomewhere ? Int(next) : index)
            let followingLength = unsafe following.pointee.prefixCount
            let followingPlan = unsafe Int(following.pointee.plan)
            guard plan < planCount, followingPlan < planCount else { return false }
            // A chain goes on to a shorter prefix, or to a rate further behind of the same length: so it ends. Records that
            // stand for variants have no older ones: so it has few of them.
            let (own, other) = unsafe (rates.plans.pointer + plan, rates.plans.pointer + followingPlan)
            let arePlain = unsafe (own.pointee.terms | other.pointee.terms) & RateRecord.hasVariants == 0
            let ends = followingLength < length || (followingLength == length && Int(next) > index && arePlain)
            let isLarge = unsafe own.pointee.flags & RatePlan.hasLargePrice != 0
            isFaulty =
                unsafe isFaulty || length < 1 || !(next == -1 || (leadsSomewhere && ends))
                || (isLarge && Int(rate.pointee.price) >= priceCount)
                || rate.pointee.destination < -1 || rate.pointee.destination >= names
        }
        for index in 0..<priceCount { isFaulty = isFaulty || rates.prices[index] < 0 }
        return !isFaulty
    }

    private var plansAreConsistent: Bool {
        let termCount = UInt32(truncatingIfNeeded: terms.count)
        let groupCount = UInt32(truncatingIfNeeded: groups.count)
        let known = RatePlan.isBlocked | RatePlan.hasLargePrice | RatePlan.isPlain
        for index in 0..<rates.plans.count {
            let plan = rates.plans[index]
            let termsLimit = plan.terms & RateRecord.hasVariants == 0 ? termCount : groupCount
            guard plan.flags & ~known == 0, plan.flags & RatePlan.isPlain == 0 || plan.deservesPlain,
                plan.initialSeconds | plan.minimumSeconds >= 0, plan.setupFeeNanos >= 0, plan.incrementSeconds >= 1,
                plan.terms & ~RateRecord.hasVariants < termsLimit
            else { return false }
        }
        return true
    }

    /// Each group is behind the one before it, and its rates are plain ones.
    private var groupsAreConsistent: Bool {
        var rateEnd = 0
        var variantEnd = 0
        for group in groups {
            let (first, count) = (Int(group.firstRate), Int(group.count))
            guard first >= rateEnd, count >= 0, count <= rates.count - first, Int(group.firstVariant) == variantEnd,
                group.deck >= 0, Int(group.deck) < settings.count
            else { return false }
            for index in first..<first + count where rates[index].terms & RateRecord.hasVariants != 0 { return false }
            rateEnd = first + count
            variantEnd += count
        }
        return variantEnd == variants.count
    }
}

extension PrefixTrie {
    /// Every entry leads to a zone or to a node, every node to later ones, and no way is longer than a prefix.
    fileprivate var isConsistent: Bool {
        guard direct.count == PrefixTrie.directCount, nodes.count % PrefixTrie.nodeCount == 0 else { return false }
        let total = nodes.count / PrefixTrie.nodeCount
        let zones = UInt32(clamping: prefixes.count)
        guard total < Int(PrefixTrie.isNode), zones < PrefixTrie.isNode else { return false }
        var isFaulty = false
        for index in 0..<direct.count {
            // In bounds: `index` is below the count.
            let entry = unsafe direct.pointer[index]
            let isNode = entry & PrefixTrie.isNode != 0
            isFaulty = isFaulty || (isNode ? Int(entry & ~PrefixTrie.isNode) >= total : entry > zones)
        }
        // Steps of two digits that lead to a node; what is known of a node is known once all before it are seen.
        var steps = [UInt8](repeating: 0, count: total)
        let stepsMax = (Prefix.digitsMax - PrefixTrie.directDigits) / 2 - 1
        for node in 0..<total {
            let next = steps[node] + 1
            for index in node * PrefixTrie.nodeCount..<(node + 1) * PrefixTrie.nodeCount {
                let entry = unsafe nodes.pointer[index]
                guard entry & PrefixTrie.isNode != 0 else {
                    isFaulty = isFaulty || entry > zones
                    continue
                }
                let target = Int(entry & ~PrefixTrie.isNode)
                guard target > node, target < total, next <= stepsMax else { return false }
                steps[target] = max(steps[target], next)
            }
        }
        return !isFaulty
    }
}

extension DeckTables {
    fileprivate func isConsistent(zoneCount: Int, rateCount: Int) -> Bool {
        guard count >= 0, count <= Int(Int32.max), rateCount < Int(Int32.max),
            rowOfZone.count == (zoneCount + 1) * groupCount, rows.count % DeckTables.decksPerRow == 0,
            rows.count <= Int(Int32.max)
        else { return false }
        let rowCount = UInt32(truncatingIfNeeded: rows.count / DeckTables.decksPerRow)
        var isFaulty = false
        for index in 0..<rowOfZone.count {
            // In bounds: `index` is below the count.
            isFaulty = unsafe isFaulty || rowOfZone.pointer[index] >= rowCount
        }
        for index in 0..<rows.count {
            let rate = unsafe rows.pointer[index]
            isFaulty = isFaulty || rate < -1 || rate >= Int32(rateCount)
        }
        return !isFaulty
    }
}

extension PartyTable {
    fileprivate func isConsistent(deckCount: Int, zoneCount: Int, currencyCount: Int) -> Bool {
        let decks = Int32(clamping: deckCount)
        for party in parties {
            guard party.zone >= 0, Int(party.zone) < zoneCount, party.currency >= 0,
                Int(party.currency) < currencyCount,
                party.assignments.allSatisfy({ $0.deck >= 0 && $0.deck < decks })
            else { return false }
        }
        guard slots.count >= 1, slots.count & (slots.count - 1) == 0, slots.count <= Int(Int32.max) else {
            return false
        }
        var taken = 0
        for index in 0..<slots.count {
            let slot = slots[index]
            guard slot.count != 0 else { continue }
            taken += 1
            guard slot.party >= 0, Int(slot.party) < parties.count, slot.deck >= PartyTable.manyDecks,
                slot.deck < decks,
                parties[Int(slot.party)].account.count == Int(slot.count)
            else { return false }
        }
        // A search ends at a free slot.
        return taken < slots.count
    }
}
