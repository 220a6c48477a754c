import CallRecords
import Testing

@testable import Rating

@Suite struct RatingPipelineTests {
    /// Forty decks make three groups of them; a day's calls meet rates of before, of then and of later.
    private func tariff(_ random: inout SeededGenerator) throws -> Tariff {
        let builder = Tariff.Builder(looksUpUnanswered: Bool.random(using: &random))
        for number in 0..<40 {
            var deck: [String: Rate] = [:]
            for id in 0..<Int.random(in: 0...300, using: &random) {
                let digits = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    "\(Int.random(in: 0...2, using: &random))"
                }.joined()
                var rate = Rate(prefix: Prefix(digits)!, id: Int32(1_000 * number + id), destination: Int32(id))
                rate.nanosPerMinute = .random(in: 0...20_000_000_000, using: &random)
                if Bool.random(using: &random) { rate.effectiveFromMicros = .random(in: 0...1_000, using: &random) }
                rate.blocked = Int.random(in: 0..<20, using: &random) == 0
                deck[digits] = rate
            }
            let index = try builder.addDeck(deck.values.sorted { $0.prefix < $1.prefix })
            for side in [Side.sell, .buy] {
                builder.addParty(
                    Party(account: Array("\(side)\(number)".utf8), assignments: [Assignment(deck: index)]), side: side)
            }
        }
        return try builder.build()
    }

    private func calls(_ random: inout SeededGenerator) -> (records: [CallRecord], chunk: Chunk) {
        var text: [UInt8] = []
        func append(_ field: String) -> TextRange {
            defer { text += Array(field.utf8) }
            return TextRange(offset: UInt32(text.count), count: UInt32(field.utf8.count))
        }
        let records = (0..<1_000).map { _ in
            var record = CallRecord()
            let digits = (0..<Int.random(in: 1...18, using: &random)).map { _ in
                "\(Int.random(in: 0...2, using: &random))"
            }
            record.called = append(digits.joined())
            record.customer = append("sell\(Int.random(in: 0...40, using: &random))")
            record.supplier = append("buy\(Int.random(in: 0...40, using: &random))")
            record.startMicros = .random(in: 0...1_000, using: &random)
            record.durationNanos = .random(in: 0...2, using: &random) * 45_000_000_000
            return record
        }
        return (records, Chunk(text: text))
    }

    /// What tells two rated calls apart; the sell amount second.
    private func numbers(_ record: CallRecord, _ call: RatedCall) -> [Int64] {
        var numbers = [Int64(record.called.offset)]
        for side in [call.sell, call.buy] {
            numbers.append(side.amountMicros)
            numbers += [side.rate, side.rateID, side.destination, side.party, side.billedSeconds].map(Int64.init)
            numbers += [side.state.rawValue, side.reason.rawValue, side.prefixCount].map(Int64.init)
        }
        return numbers
    }

    @Test(arguments: 1...6) func `what is rated batch behind batch is what is rated alone`(seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let tariff = try tariff(&random)
        let (records, chunk) = calls(&random)
        let text = unsafe UnsafeRawPointer(chunk.buffer.base)
        let pipeline = RatingPipeline(tariff)
        var together: [[Int64]] = []
        var alone: [[Int64]] = []
        var first = 0
        while true {
            let count = min(Int.random(in: 1...CallParser.batchSize, using: &random), records.count - first)
            for index in 0..<count { unsafe pipeline.input[index] = records[first + index] }
            if let output = unsafe pipeline.push(count, text: text, buySideApplies: seed != 3) {
                for index in unsafe 0..<output.records.count {
                    unsafe together.append(numbers(output.records[index], output.calls[index]))
                }
            }
            if count == 0 { break }
            var results = [RatedCall](repeating: RatedCall(), count: count)
            unsafe records[first..<first + count].withUnsafeBufferPointer { records in
                unsafe results.withUnsafeMutableBufferPointer { results in
                    unsafe tariff.rate(
                        records, text: text, buySideApplies: seed != 3, into: results.baseAddress!)
                }
            }
            for index in 0..<count { alone.append(numbers(records[first + index], results[index])) }
            first += count
        }
        #expect(together == alone)
        #expect(alone.count == records.count)
        #expect(alone.contains { $0[1] > 0 })
    }
}
