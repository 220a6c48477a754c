import Database
import Postgres
import TestSupport
import Testing

/// The one calculation of tax, against arithmetic that is written here.
@Suite struct TaxPartsTests {
    private struct Part: Equatable {
        var part: Int128
        var base: Int128
    }

    /// Rounds half away from zero.
    private static func rounded(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        let magnitude = (abs(numerator) * 2 + denominator) / (denominator * 2)
        return numerator < 0 ? -magnitude : magnitude
    }

    /// On top each tax by itself; out of an amount all together, each with what it adds.
    private static func expected(_ amount: Int128, _ rates: [Int128], contains: Bool) -> [Part] {
        guard contains else { return rates.map { Part(part: rounded(amount * $0, 1_000_000), base: amount) } }
        let whole = 1_000_000 + rates.reduce(0, +)
        var before: Int128 = 0
        var parts: [Int128] = []
        for rate in rates {
            parts.append(rounded(amount * (before + rate), whole) - rounded(amount * before, whole))
            before += rate
        }
        return parts.map { Part(part: $0, base: amount - parts.reduce(0, +)) }
    }

    private func profile(_ rates: [Int64], on owner: Connection) throws -> Int64 {
        try owner.transaction {
            let id = try owner.query(
                """
                INSERT INTO tax_profile (entity_id, code, name)
                SELECT 1, 'p' || count(*), 'Profile' FROM tax_profile RETURNING id
                """
            ).only().int("id")
            for (index, rate) in rates.enumerated() {
                try owner.query(
                    "INSERT INTO tax_rate (profile_id, entity_id, tax, rate_millionths) VALUES ($1::integer, 1, $2::text, $3::integer)",
                    [.int(id), .text("T\(index)"), .int(rate)])
            }
            return id
        }
    }

    private func parts(_ profile: Int64, _ amount: Int128, contains: Bool, on owner: Connection) throws -> [Part] {
        try owner.query(
            "SELECT part, base FROM tax_parts($1::integer, '2026-10-01', $2::numeric, $3::boolean)",
            [.int(profile), .text(String(amount)), .bool(contains)]
        ).map { Part(part: try $0.wideInt("part"), base: try $0.wideInt("base")) }
    }

    @Test func `known sums come out to the last minor unit`() throws {
        try withTestCarrier { carrier in
            let sixteen = try profile([160_000], on: carrier.owner)
            #expect(try parts(sixteen, 348_35, contains: false, on: carrier.owner) == [Part(part: 55_74, base: 348_35)])
            let four = try profile([40_000], on: carrier.owner)
            // 2.99 with 4 %: the tax is rounded, and the rest is net.
            #expect(try parts(four, 2_99, contains: true, on: carrier.owner) == [Part(part: 12, base: 2_87)])
            #expect(try parts(four, -2_99, contains: true, on: carrier.owner) == [Part(part: -12, base: -2_87)])
            let two = try profile([50_000, 99_750], on: carrier.owner)
            #expect(try parts(two, 100_00, contains: false, on: carrier.owner).map(\.part) == [5_00, 9_98])
            #expect(try parts(two, 115_00, contains: true, on: carrier.owner).map(\.part) == [5_00, 9_98])
            #expect(try parts(two, 0, contains: true, on: carrier.owner).map(\.part) == [0, 0])
            // What no invoice comes to is exact, too.
            let large = Int128(Int64.max)
            #expect(
                try parts(sixteen, large, contains: false, on: carrier.owner)
                    == Self.expected(large, [160_000], contains: false))
        }
    }

    @Test func `sums drawn from a seed are what arithmetic elsewhere makes of them`() throws {
        let seed: UInt64 = 20_261_130
        try withTestCarrier { carrier in
            var numbers = SplitMix(seed: seed)
            for _ in 0..<40 {
                let rates = (0..<1 + numbers.below(3)).map { _ in
                    Int64([0, 1, 50_000, 190_000, 99_750, 10_000_000][numbers.below(6)])
                }
                let known = try profile(rates, on: carrier.owner)
                for _ in 0..<10 {
                    let magnitude = Int128(numbers.next() >> UInt64(1 + numbers.below(60)))
                    let amount = numbers.below(3) == 0 ? -magnitude : magnitude
                    for contains in [false, true] {
                        let found = try parts(known, amount, contains: contains, on: carrier.owner)
                        let wanted = Self.expected(amount, rates.map { Int128($0) }, contains: contains)
                        #expect(found == wanted, "seed \(seed): \(amount) by \(rates), contains \(contains)")
                        if contains { #expect(found.reduce(found[0].base) { $0 + $1.part } == amount) }
                    }
                }
            }
        }
    }
}
