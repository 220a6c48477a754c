import CallRecords
import Money
import Testing

@testable import Rating

/// An image in memory as a mapped file would be.
@safe
private final class ImageMemory {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ content: [UInt8]) {
        unsafe bytes = .allocate(byteCount: max(64, content.count), alignment: 4096)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe bytes.copyBytes(from: content)
    }

    deinit { unsafe bytes.deallocate() }
}

private func open(_ content: [UInt8]) throws(TariffImageError) -> (tariff: Tariff, facts: TariffFacts) {
    let memory = ImageMemory(content)
    // The memory is kept by the tariff.
    let image = unsafe UnsafeRawBufferPointer(rebasing: memory.bytes[..<content.count])
    return unsafe try TariffImage.open(image, owner: memory)
}

private func bytes(of tariff: Tariff, _ facts: TariffFacts) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let image = try TariffImage(of: tariff, facts: facts)
    unsafe try image.forEachPiece { unsafe bytes += $0 }
    #expect(bytes.count == image.byteCount)
    return bytes
}

private func code(of content: [UInt8]) -> TariffImageError.Code? {
    do throws(TariffImageError) {
        _ = try open(content)
        return nil
    } catch {
        return error.code
    }
}

/// Makes the checksums fit the content, as somebody would who means harm.
private func sealed(_ content: [UInt8]) -> [UInt8] {
    var content = content
    // Aligned as the checksum wants it; in bounds as long as the section table is left alone.
    let memory = ImageMemory(content)
    unsafe content.withUnsafeMutableBytes { content in
        var header = unsafe memory.bytes.load(as: TariffImage.Header.self)
        let table = 64..<64 + 64 * Int(header.sectionCount)
        for offset in stride(from: table.lowerBound, to: table.upperBound, by: 64) {
            var entry = unsafe memory.bytes.load(fromByteOffset: offset, as: TariffImage.Entry.self)
            let start = Int(entry.offset)
            let end = start + TariffImage.padded(Int(entry.count) * Int(entry.stride))
            entry.checksum = unsafe BlockChecksum.of(UnsafeRawBufferPointer(rebasing: memory.bytes[start..<end]))
            unsafe memory.bytes.storeBytes(of: entry, toByteOffset: offset, as: TariffImage.Entry.self)
        }
        header.tableChecksum = unsafe BlockChecksum.of(UnsafeRawBufferPointer(rebasing: memory.bytes[table]))
        header.checksum = 0
        header.checksum = unsafe withUnsafeBytes(of: header) { unsafe BlockChecksum.of($0) }
        unsafe memory.bytes.storeBytes(of: header, as: TariffImage.Header.self)
        unsafe content.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory.bytes[..<content.count]))
    }
    return content
}

/// Where a section begins, and its bytes.
private func place(of section: TariffSection, in content: [UInt8]) -> Range<Int> {
    let memory = ImageMemory(content)
    let count = unsafe Int(memory.bytes.load(as: TariffImage.Header.self).sectionCount)
    for index in 1...count {
        let entry = unsafe memory.bytes.load(fromByteOffset: 64 * index, as: TariffImage.Entry.self)
        guard entry.section == section.rawValue else { continue }
        return Int(entry.offset)..<Int(entry.offset) + Int(entry.count) * Int(entry.stride)
    }
    return 0..<0
}

/// A tariff that uses every setting, from a seed, and what it says about itself.
private func made(seed: Int) throws -> (tariff: Tariff, facts: TariffFacts) {
    var random = SeededGenerator(state: UInt64(seed))
    var taken: Set<[UInt8]> = []
    let builder = Tariff.Builder(looksUpUnanswered: seed % 2 == 0)
    var facts = TariffFacts()
    facts.program = "1.2.3"
    facts.compiledAtMicros = 1_790_812_800_000_000
    facts.source = "a seed"
    facts.hash = (0..<32).map { UInt8($0) }
    facts.zones = ["UTC", "Asia/Tokyo"]
    facts.currencies = ["USD", "EUR", "JPY"]
    facts.destinations = (0..<50).map { $0 == 7 ? [] : Array("destination \($0)".utf8) }
    for (number, size) in [0, 1, 40, 2_000, 200].enumerated() {
        var deck: [Rate] = []
        var taken: Set<String> = []
        for id in 0..<size {
            let count = Int.random(in: 1...(seed % 3 == 0 ? 15 : 6), using: &random)
            let digits = (0..<count).map { _ in "\(Int.random(in: 0...3, using: &random))" }.joined()
            var rate = Rate(
                prefix: Prefix(digits)!, id: Int32(number * 10_000 + id),
                destination: .random(in: 0..<50, using: &random))
            rate.nanosPerMinute = .random(in: 0...(id % 50 == 1 ? 9_999_999_999 : 9_999_999), using: &random)
            if Bool.random(using: &random) {
                rate.effectiveFromMicros = hour * .random(in: 0...5, using: &random)
                rate.effectiveToMicros = rate.effectiveFromMicros + hour * .random(in: 1...5, using: &random)
            }
            if number >= 2, Bool.random(using: &random) {
                rate.variant = RateVariant(
                    timeBand: .random(in: 0...2, using: &random), origin: .random(in: 0...2, using: &random),
                    jurisdiction: ([nil] + Jurisdiction.allCases).randomElement(using: &random)!)
            }
            rate.setupFeeNanos = [0, 5_000_001].randomElement(using: &random)!
            rate.initialSeconds = .random(in: 0...60, using: &random)
            rate.incrementSeconds = .random(in: 1...60, using: &random)
            rate.minimumSeconds = [0, 61].randomElement(using: &random)!
            rate.blocked = Int.random(in: 0..<20, using: &random) == 0
            if Int.random(in: 0..<4, using: &random) == 0 {
                rate.terms.durationRounding = .allCases.randomElement(using: &random)!
                rate.terms.graceMode = .allCases.randomElement(using: &random)!
                rate.terms.graceSeconds = .random(in: 0...70, using: &random)
                rate.terms.roundingDecimals = .random(in: 0...6, using: &random)
                rate.terms.roundingMode = .allCases.randomElement(using: &random)!
                rate.terms.maximumCostNanos = [nil, 1_000_000].randomElement(using: &random)!
                rate.terms.minimumCostNanos = [nil, 500].randomElement(using: &random)!
            }
            guard taken.insert("\(digits) \(rate.effectiveFromMicros) \(rate.variant)").inserted else { continue }
            deck.append(rate)
        }
        let index = try builder.addDeck(deck, settings: number == 0 ? DeckSettings() : settings(&random))
        facts.decks.append(TariffFacts.Deck(name: "deck \(number)", rateCount: deck.count))
        for (side, name) in [(Side.sell, "c"), (.buy, "a-supplier-with-a-long-name-")] {
            let dated = [
                Assignment(fromMicros: 0, toMicros: 4 * hour, deck: index),
                Assignment(fromMicros: 6 * hour, toMicros: 9 * hour, deck: 0),
            ]
            builder.addParty(
                Party(
                    account: Array("\(name)\(number)".utf8), partnerID: Int32(number), productID: Int16(number + 1),
                    zone: Int32(number % 2), currency: Int32(number % 3),
                    assignments: number == 4 ? dated : [Assignment(deck: index)]), side: side)
        }
    }
    for number in 0..<60 {
        let digits = (0..<(number % 16 + 1)).map { _ in UInt8.random(in: 0x30...0x33, using: &random) }
        let sell = builder.addParty(
            Party(
                account: Array("customer \(number)".utf8), isNamedByRecords: false, partnerID: Int32(number),
                assignments: [Assignment(deck: 2)]), side: .sell)
        guard taken.insert(digits).inserted else { continue }
        for span in 0...number % 3 {
            builder.addDID(
                DID(
                    number: digits, fromMicros: Int64(span * 3) * hour, toMicros: Int64(span * 3 + 2) * hour,
                    sellParty: sell, buyParty: span == 1 ? Int32(number % 5) : -1))
        }
    }
    let exchange = [(0, 1), (1, 2), (2, 0)].map { from, to in
        ExchangeRate(from: from, to: to, effectiveDay: 0, picos: .random(in: 1...3_000_000_000_000, using: &random))
    }
    let references = RatingReferences(
        states: StateTable([(212, 1), (212_333, 2), (313, 1), (322, 2)]),
        exchangeRates: ExchangeRates(exchange, daysMax: [nil, 0, 35].randomElement(using: &random)!),
        zones: ["UTC", "Asia/Tokyo"].map(TestZones.offsets))
    return (try builder.build(references: references), facts)
}

private let hour: Int64 = 3_600_000_000

/// Two calendars, one after the other, in a zone whose clocks change; groups of callers; a currency.
private func settings(_ random: inout SeededGenerator) -> DeckSettings {
    let calendars = [(Int64.min, 30_000), (4 * hour, 50_000)].map { from, edge in
        BandCalendar(
            fromMicros: from, splits: .random(using: &random), zone: TestZones.offsets("America/New_York"),
            windows: [
                .init(days: 0x1F, fromSecond: 0, toSecond: Int32(edge), band: 1),
                .init(days: 0xE0, fromSecond: 20_000, toSecond: 80_000, band: 2),
                .init(days: 0x1F, fromSecond: Int32(edge), toSecond: 86_400, band: 2),
            ], holidayDays: [1, 2, 20_750])
    }
    return DeckSettings(
        bandCalendars: calendars,
        origins: OriginTable([(Prefix("1")!, 1), (Prefix("12")!, 2), (Prefix("3")!, 1)])!,
        currency: .random(in: -1...2, using: &random))
}

private func calls(seed: Int, count: Int = 2_000) -> [RatedText] {
    var random = SeededGenerator(state: UInt64(seed) &* 7_919)
    return (0..<count).map { _ in
        func number() -> String {
            let isAmerican = Bool.random(using: &random)
            let digits = isAmerican ? 9 : Int.random(in: 1...18, using: &random)
            return (isAmerican ? ["12", "13"].randomElement(using: &random)! : "")
                + (0..<digits).map { _ in "\(Int.random(in: 0...3, using: &random))" }.joined()
        }
        return RatedText(
            called: number(), startMicros: .random(in: 0...11 * hour, using: &random),
            durationNanos: [0, 1, 59_999_999_999, .random(in: 0...9_000_000_000_000, using: &random)]
                .randomElement(using: &random)!,
            customer: "c\(Int.random(in: 0...5, using: &random))",
            supplier: "a-supplier-with-a-long-name-\(Int.random(in: 0...5, using: &random))",
            callingNumber: [-1, Int64(number()) ?? -1].randomElement(using: &random)!,
            routingNumber: [-1, -1, Int64(number()) ?? -1].randomElement(using: &random)!)
    }
}

/// Everything that a rated call says.
private func text(_ call: RatedCall) -> String { "\(call)" }

@Suite struct TariffImageTests {
    @Test(arguments: 1...6) func `a tariff rates alike once it is saved and opened`(seed: Int) throws {
        let (tariff, facts) = try made(seed: seed)
        let opened = try open(try bytes(of: tariff, facts))
        #expect(opened.facts == facts)
        #expect(opened.tariff.rateCount == tariff.rateCount && opened.tariff.prefixCount == tariff.prefixCount)
        for side in Side.allCases { #expect(opened.tariff.parties(side) == tariff.parties(side)) }
        let calls = calls(seed: seed)
        let answers = rate(calls, tariff)
        for reason in [UnratedReason.none, .noVariant, .noPrefix, .blocked, .noCard, .unknownAccount] {
            #expect(answers.contains { $0.sell.reason == reason }, "\(reason)")
        }
        #expect(opened.tariff.didCount == tariff.didCount && tariff.didCount > 60)
        #expect(answers.contains { $0.buy.state == .notApplicable })
        for (before, after) in zip(answers, rate(calls, opened.tariff)) { #expect(text(before) == text(after)) }
    }

    @Test func `a tariff of nothing can be saved`() throws {
        let tariff = try Tariff.Builder(looksUpUnanswered: false).build()
        let opened = try open(try bytes(of: tariff, TariffFacts()))
        #expect(rate(calls(seed: 1, count: 50), opened.tariff).allSatisfy { $0.sell.rate == -1 })
    }

    @Test func `the same tariff gives the same bytes`() throws {
        let (first, second) = (try made(seed: 3), try made(seed: 3))
        #expect(try bytes(of: first.tariff, first.facts) == bytes(of: second.tariff, second.facts))
        let opened = try open(try bytes(of: first.tariff, first.facts))
        #expect(try bytes(of: opened.tariff, opened.facts) == bytes(of: first.tariff, first.facts))
    }

    /// A property that is new and not saved would be lost without a word: this names it.
    @Test func `every stored property of a tariff is saved`() throws {
        let (tariff, _) = try made(seed: 1)
        try TariffImage.requireThatAllIsSaved(tariff)
        for part in TariffImage.parts(of: tariff) {
            let properties = Set(TariffImage.properties(of: part))
            #expect(TariffImage.savedProperties["\(type(of: part))"] == properties)
        }
        #expect(TariffImage.unsaved(of: "Tariff", properties: ["trie", "bundles", "rates"]) == ["bundles"])
        #expect(TariffImage.unsaved(of: "Unheard", properties: ["of"]) == ["of"])
    }

    @Test func `what is cut off is refused`() throws {
        let (tariff, facts) = try made(seed: 1)
        let whole = try bytes(of: tariff, facts)
        for count in [0, 1, 7, 63] { #expect(code(of: Array(whole[..<count])) == .noTariff) }
        for count in [64, 65, 128, 1_000, whole.count / 2, whole.count - 64, whole.count - 1] {
            #expect(code(of: Array(whole[..<count])) == .truncated, "\(count)")
        }
        #expect(code(of: whole + [0]) == .altered)
        #expect(code(of: whole + [UInt8](repeating: 0, count: 64)) == .altered)
        #expect(code(of: Array("call_id,customer_id\n".utf8) + [UInt8](repeating: 0x30, count: 200)) == .noTariff)
    }

    @Test func `what was altered anywhere is refused`() throws {
        let (tariff, facts) = try made(seed: 2)
        let whole = try bytes(of: tariff, facts)
        var random = SeededGenerator(state: 11)
        let header = 0..<64 * (1 + TariffSection.allCases.count)
        let positions =
            Array(0..<64) + (0..<60).map { _ in Int.random(in: header, using: &random) }
            + (0..<80).map { _ in Int.random(in: header.upperBound..<whole.count, using: &random) }
        for position in positions {
            var altered = whole
            altered[position] ^= 1 << UInt8.random(in: 0...7, using: &random)
            let found = code(of: altered)
            #expect(found != nil, "byte \(position)")
            if position >= header.upperBound { #expect(found == .altered, "byte \(position)") }
        }
    }

    @Test func `another version or machine is told so`() throws {
        let (tariff, facts) = try made(seed: 1)
        let whole = try bytes(of: tariff, facts)
        func altered(_ position: Int, _ value: UInt8) -> [UInt8] {
            var content = whole
            content[position] = value
            return sealed(content)
        }
        #expect(code(of: altered(8, 200)) == .otherFormat)
        #expect(code(of: altered(12, 1)) == .otherMachine)
        #expect(code(of: altered(16, whole[16] ^ 1)) == .otherMachine)
        #expect(code(of: sealed(whole)) == nil)
    }

    /// Checksums do not help against somebody who computes them: each of these would make a lookup go astray.
    @Test(arguments: [
        (TariffSection.trieDirect, 0, [0xFF, 0xFF, 0xFF, 0x7F] as [UInt8]), (.trieDirect, 0, [0xFF, 0xFF, 0xFF, 0xFF]),
        (.trieNodes, 0, [0xFF, 0xFF, 0, 0]), (.trieNodes, 0, [0, 0, 0, 0x80]),
        (.zoneRows, 0, [0xFF, 0xFF, 0xFF, 0x7F]), (.zoneRows, 0, [0xFF, 0xFF, 0xFF, 0xFF]),
        (.rows, 0, [0xFF, 0xFF, 0xFF, 0x7F]), (.rows, 0, [0xFE, 0xFF, 0xFF, 0xFF]),
        (.nextRates, 0, [0xFF, 0xFF, 0xFF, 0x7F]), (.nextRates, 0, [0, 0, 0, 0]),
        (.nextRates, 0, [0xFE, 0xFF, 0xFF, 0xFF]), (.rates, 4, [0xF1, 0xFF, 0xFF, 0xFF]), (.rates, 4, [0]),
        (.rates, 8, [50, 0, 0, 0]), (.ratePlans, 28, [0, 0, 0, 0]), (.ratePlans, 24, [0, 0, 0, 0x80]),
        (.ratePlans, 36, [0xFF, 0xFF, 0xFF, 0]), (.ratePlans, 40, [8]), (.ratePlans, 40, [2]),
        (.ratePlans, 23, [0x80]), (.largePrices, 7, [0x80]), (.terms, 16, [0xFF]), (.terms, 8, [0]), (.terms, 8, [200]),
        (.destinations, 0, [1]),
        (.facts, 0, [0xFF]), (.variantGroups, 12, [0xFF, 0, 0, 0]), (.variantGroups, 8, [0xFF, 0xFF, 0xFF, 0x7F]),
        (.variantGroups, 4, [1, 0, 0, 0]), (.variantGroups, 0, [0xFF, 0xFF, 0xFF, 0xFF]), (.variants, 8, [9, 0, 0, 0]),
        (.deckSettings, 0, [4]), (.references, 0, [3]), (.didSpans, 16, [0xFF, 0xFF, 0xFF, 0x7F]),
        (.didSpans, 20, [0xFF, 0xFF, 0xFF, 0x7F]), (.didSpans, 24, [0xFE, 0xFF, 0xFF, 0xFF]),
        (.didSpans, 28, [9, 0, 0, 0]),
    ]) func `an index that leads nowhere is refused`(section: TariffSection, offset: Int, value: [UInt8]) throws {
        let (tariff, facts) = try made(seed: 3)
        var content = try bytes(of: tariff, facts)
        let place = place(of: section, in: content)
        #expect(place.count > offset + value.count)
        for (index, byte) in value.enumerated() { content[place.lowerBound + offset + index] = byte }
        #expect(code(of: sealed(content)) == .inconsistent)
    }

    /// Whatever is in the tables: it is refused, or lookups end and stay inside.
    @Test(arguments: 1...4) func `no content makes a lookup go astray`(seed: Int) throws {
        let (tariff, facts) = try made(seed: seed)
        let whole = try bytes(of: tariff, facts)
        var random = SeededGenerator(state: UInt64(seed) &+ 99)
        var outcomes = (refused: 0, opened: 0)
        for _ in 0..<40 {
            var content = whole
            let section = TariffSection.allCases.randomElement(using: &random)!
            let place = place(of: section, in: content)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let position = Int.random(in: place, using: &random)
                content[position] =
                    Bool.random(using: &random) ? content[position] ^ 1 : UInt8.random(in: 0...255, using: &random)
            }
            do throws(TariffImageError) {
                let opened = try open(sealed(content))
                outcomes.opened += 1
                _ = rate(calls(seed: seed, count: 200), opened.tariff)
            } catch {
                outcomes.refused += 1
                #expect(error.code == .inconsistent)
            }
        }
        #expect(outcomes.refused > 0 && outcomes.opened > 0, "\(outcomes)")
    }
}
