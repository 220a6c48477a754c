import Rating

// Rows that say that their price stays.

extension DeckAssembly {
    /// Remembers what a row states beside the price that it keeps.
    mutating func noteKept(_ row: Row, _ bytes: Span<UInt8>) {
        observations.keptRows.note(line: row.line)
        var stated: KeptRate.Stated = []
        for field in DeckField.allCases where columns.has(field) && !trimmed(field, row, bytes).isEmpty {
            stated.insert(.field(field))
        }
        // One column of increments states both, and three numbers the minimum as well.
        let lone: DeckField = columns.has(.incrementSeconds) ? .incrementSeconds : .initialSeconds
        if !(columns.has(.incrementSeconds) && columns.has(.initialSeconds)), stated.has(lone),
            let increments = try? increments(lone, row, bytes)
        {
            if lone == .incrementSeconds { stated.insert(.field(.initialSeconds)) }
            if increments.isPair { stated.insert(.field(.incrementSeconds)) }
            if increments.minimum != nil { stated.insert(.field(.minimumSeconds)) }
        }
        keptStatements[Int32(truncatingIfNeeded: row.line)] = stated
    }

    /// Whether the state of a row without a price says that nothing changes.
    mutating func statesNoChange(_ row: Row, _ bytes: Span<UInt8>) -> Bool {
        guard !options.isCanonical, columns.has(.status) else { return false }
        return Notice(RecordScanner.text(trimmed(.status, row, bytes), of: bytes)) == .same
    }

    /// Takes the rates that keep their price out of the sorted ones. Where another row gives the code a price from an earlier
    /// start, `same` does not say as what.
    mutating func separateKept() {
        guard !keptStatements.isEmpty else { return }
        for deck in decks.indices {
            var kept = KeptRates()
            kept.column = columns[.ratePerMinute] + 1
            kept.field = columns.has(.ratePerMinute) ? header[columns[.ratePerMinute]] : ""
            kept.unit = unit
            kept.tellsCallsApart = hasVariants
            var unclear: Set<Int> = []
            var groups = PrefixGroups(decks[deck].rates)
            while let group = groups.next() {
                for rate in group where rate.keepsPrice {
                    let earlier = group.first {
                        !$0.keepsPrice && $0.variant == rate.variant
                            && $0.effectiveFromMicros < rate.effectiveFromMicros
                    }
                    if let earlier {
                        guard unclear.insert(Int(rate.id)).inserted else { continue }
                        let reason =
                            "the same as what? \(unit) \(earlier.id) gives the code a price from an earlier start"
                        refusals.append(
                            RowRefusal(
                                line: Int(rate.id), column: kept.column, field: kept.field, reason: reason,
                                text: rate.prefix.description, unit: unit))
                        observations.refused(.ratePerMinute, reason)
                    } else {
                        kept.rates.append(KeptRate(rate: rate, stated: keptStatements[rate.id] ?? []))
                    }
                }
            }
            remove(lines: unclear)
            kept.rates.removeAll { unclear.contains(Int($0.rate.id)) }
            decks[deck].rates.removeAll(where: \.keepsPrice)
            decks[deck].kept = kept
        }
    }
}
