extension TariffImage {
    static func contents(_ tariff: Tariff, _ facts: TariffFacts) -> [SectionContent] {
        var names = ByteWriter()
        names.put(Int64(facts.destinations.count))
        for name in facts.destinations { names.put(name) }
        var terms = ByteWriter()
        terms.put(Int64(tariff.looksUpUnanswered ? 1 : 0))
        terms.put(Int64(tariff.decks.count))
        terms.put(Int64(tariff.terms.count))
        for term in tariff.terms { terms.put(term) }
        var settings = ByteWriter()
        settings.put(Int64(tariff.settings.count))
        for deck in tariff.settings { settings.put(deck) }
        var references = ByteWriter()
        references.put(tariff.references)
        return [
            SectionContent(.facts, facts.bytes),
            SectionContent(.destinations, names.bytes),
            SectionContent(.trieDirect, tariff.trie.direct),
            SectionContent(.trieNodes, tariff.trie.nodes),
            SectionContent(.triePrefixes, tariff.trie.prefixes),
            SectionContent(.zoneRows, tariff.decks.rowOfZone),
            SectionContent(.rows, tariff.decks.rows),
            SectionContent(.rates, tariff.rates.packed),
            SectionContent(.ratePlans, tariff.rates.plans),
            SectionContent(.nextRates, tariff.rates.nexts),
            SectionContent(.largePrices, tariff.rates.prices),
            SectionContent(.terms, terms.bytes),
            SectionContent(.sellSlots, tariff.sell.slots),
            SectionContent(.sellParties, bytes(tariff.sell.parties)),
            SectionContent(.buySlots, tariff.buy.slots),
            SectionContent(.buyParties, bytes(tariff.buy.parties)),
            SectionContent(.variantGroups, tariff.groups),
            SectionContent(.variants, tariff.variants.map(StoredVariant.init)),
            SectionContent(.deckSettings, settings.bytes),
            SectionContent(.references, references.bytes),
            SectionContent(.didSlots, tariff.dids.slots),
            SectionContent(.didSpans, tariff.dids.spans),
        ]
    }

    /// Bytes of the whole image.
    package var byteCount: Int {
        sections.reduce(TariffImage.blockBytes * (1 + sections.count)) { $0 + TariffImage.padded($1.byteCount) }
    }

    /// Calls `body` with the image from beginning to end, in pieces of about a megabyte.
    package func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var entries: [Entry] = []
        var offset = TariffImage.blockBytes * (1 + sections.count)
        for section in sections {
            var checksum = BlockChecksum()
            unsafe try section.forEachPiece { unsafe checksum.update($0) }
            entries.append(
                Entry(
                    section: section.section.rawValue, stride: UInt32(section.stride), count: UInt64(section.count),
                    offset: UInt64(offset), checksum: checksum.value))
            offset += TariffImage.padded(section.byteCount)
        }
        var header = Header(
            magic: TariffImage.magicWord, formatVersion: TariffImage.formatVersion,
            byteOrder: TariffImage.byteOrderMark, layoutMark: TariffImage.layoutMark, byteCount: UInt64(offset),
            sectionCount: UInt64(entries.count),
            tableChecksum: unsafe entries.withUnsafeBytes { unsafe BlockChecksum.of($0) }, checksum: 0)
        header.checksum = unsafe withUnsafeBytes(of: header) { unsafe BlockChecksum.of($0) }
        unsafe try withUnsafeBytes(of: header) { unsafe try body($0) }
        unsafe try entries.withUnsafeBytes { unsafe try body($0) }
        for section in sections { unsafe try section.forEachPiece(body) }
    }

    static let magicWord = unsafe magic.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }

    private static func bytes(_ parties: [Party]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(Int64(parties.count))
        for party in parties {
            writer.put(party.account)
            writer.put(Int64(party.isNamedByRecords ? 1 : 0))
            for number in [Int64(party.partnerID), Int64(party.productID), Int64(party.zone), Int64(party.currency)] {
                writer.put(number)
            }
            writer.put(Int64(party.assignments.count))
            for assignment in party.assignments {
                writer.put(assignment.fromMicros)
                writer.put(assignment.toMicros)
                writer.put(Int64(assignment.deck))
            }
        }
        return writer.bytes
    }
}

extension ByteWriter {
    fileprivate mutating func put(_ record: TermsRecord) {
        let terms = record.terms
        put(Int64(record.currency))
        put(Int64(terms.durationRounding.rawValue))
        put(Int64(terms.graceMode.rawValue))
        put(Int64(terms.graceSeconds))
        put(Int64(terms.roundingDecimals))
        put(Int64(terms.roundingMode.rawValue))
        // Costs are not negative: -1 says that there is none.
        put(terms.maximumCostNanos ?? -1)
        put(terms.minimumCostNanos ?? -1)
        put(terms.attemptFeeNanos)
    }
}
