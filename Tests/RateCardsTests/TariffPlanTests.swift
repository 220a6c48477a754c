import Money
import Rating
import Testing

@testable import RateCards

/// Decks that are spread over files by tags.
@Suite struct TariffPlanTests {
    private static let destinations =
        "#Id,Prefix\nD_MOBILE,+99915\nD_MOBILE,99916\nD_ALL,999\nD_WORD,voicemail\nD_IDLE,1\n"
    private static let links = """
        #Id,DestinationId,RatesTag,RoundingMethod,RoundingDecimals,MaxCost,MaxCostStrategy
        L_MOBILE,D_MOBILE,R_MINUTE,*up,4,0,
        L_CAP,D_ALL,R_SECOND,*middle,2,0.62,*free
        L_CUT,D_ALL,R_SECOND,*up,4,0.62,*disconnect
        L_TIERS,D_ALL,R_TIERS,*up,4,,
        L_ANY,*any,R_SECOND,*up,4,,
        L_WORD,D_WORD,R_SECOND,*up,4,,
        L_DATA,D_ALL,R_DATA,*up,4,,
        L_GONE,D_ALL,R_GONE,*up,4,,
        L_STEPS,D_ALL,R_STEPS,,,,

        """
    private static let rates = """
        #Id,ConnectFee,Rate,RateUnit,RateIncrement,GroupIntervalStart

        # "R_MINUTE": a first minute, then seconds, at one price
        R_MINUTE,0.2,1.2,1m,1m,0
        R_MINUTE,,1.2,60s,1s,1m
        R_SECOND,0,0.01,1s,1s,0s
        R_TIERS,0.4,0.2,60s,60s,0s
        R_TIERS,0,0.1,60s,1s,60s
        R_DATA,0,1,1024,1024,0
        R_STEPS,0,1,60s,30s,0s
        R_STEPS,0,1,60s,10s,60s
        R_FREE,0.1,0,0,1s,0

        """

    private func read(
        _ plans: String? = nil, links: String = links, change: (inout DeckOptions) -> Void = { _ in }
    ) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        var parts = [
            CodesPart(name: "Destinations.csv", file: .text(Array(Self.destinations.utf8))),
            CodesPart(name: "DestinationRates.csv", file: .text(Array(links.utf8))),
        ]
        if let plans { parts.append(CodesPart(name: "RatingPlans.csv", file: .text(Array(plans.utf8)))) }
        let reading = try DeckReader.read(.text(Array(Self.rates.utf8)), codes: parts, options: options)
        #expect(reading.rowsTaken + reading.refusals.count + reading.blankRows == reading.rows)
        return reading
    }

    @Test func `each tag of destination rates is a deck, with its rates, roundings and limits`() throws {
        let reading = try read()
        #expect(reading.decks.map { String(decoding: $0.id, as: UTF8.self) } == ["L_MOBILE", "L_CAP"])
        let mobile = reading.decks[0].rates
        #expect(mobile.map(\.prefix.description) == ["99915", "99916"])
        #expect(mobile.allSatisfy { $0.nanosPerMinute == 1_200_000_000 && $0.setupFeeNanos == 200_000_000 })
        #expect(mobile.allSatisfy { ($0.initialSeconds, $0.incrementSeconds) == (60, 1) })
        #expect(mobile[0].terms.roundingMode == .up && mobile[0].terms.roundingDecimals == 4)
        let capped = try #require(reading.decks[1].rates.first)
        #expect(capped.nanosPerMinute == 600_000_000 && capped.incrementSeconds == 1)
        #expect(capped.terms.maximumCostNanos == 620_000_000 && capped.terms.roundingMode == .halfUp)
        #expect(reading.destinations.text(Int(capped.destination)) == "D_ALL")
        #expect(
            reading.refusals.map(\.description) == [
                "DestinationRates.csv, line 4: a call is cut off at 0.62 ('*disconnect'), which a card does not do; with *free it "
                    + "costs no more than that: 'L_CUT'",
                "DestinationRates.csv, line 5: rate R_TIERS, the deck, line 8: the rate has another price from 60 s on than in "
                    + "line 7; one of a card has one price a minute: 'L_TIERS'",
                "DestinationRates.csv, line 6: *any is every destination, and a card needs codes: 'L_ANY'",
                "DestinationRates.csv, line 7: destination D_WORD, Destinations.csv, line 5: no code: 'voicemail': 'L_WORD'",
                "DestinationRates.csv, line 8: rate R_DATA, the deck, line 9: '1024' is no time such as 60s: is it a rate of "
                    + "messages or data, not of calls?: 'L_DATA'",
                "DestinationRates.csv, line 9: there is no rate 'R_GONE': 'L_GONE'",
                "DestinationRates.csv, line 10: rate R_STEPS, the deck, line 11: the increment changes from 60 s on, and before "
                    + "it is 30 s: only the first increment of a card's rate may be another: 'L_STEPS'",
            ])
        #expect(reading.assumptions.contains("Rates of the deck that nothing speaks of: R_FREE (line 12)."))
        #expect(
            reading.assumptions.contains("Destinations of Destinations.csv that nothing speaks of: D_IDLE (line 6)."))
    }

    @Test func `plans are decks, and timings the names of bands`() throws {
        let plans = """
            #Id,DestinationRatesId,TimingTag,Weight
            P1,L_MOBILE,PEAK,10
            P1,L_CAP,*any,10
            P2,L_CAP,*any,10
            P2,L_CAP,NEW_YEAR,20
            P2,L_MOBILE,*any,10
            P3,L_NONE,*any,10

            """
        let all = try read(plans)
        #expect(all.decks.map { $0.rates.count } == [3, 2])
        #expect(
            all.refusals.map(\.description) == [
                "RatingPlans.csv, line 4: code 999 has another price and weight in line 5; which of them holds is not decided: "
                    + "'P2'",
                "RatingPlans.csv, line 5: code 999 has another price and weight in line 4; which of them holds is not decided: "
                    + "'P2'", "RatingPlans.csv, line 7: there are no destination rates 'L_NONE': 'P3'",
            ])
        let one = try read(plans) { $0.deckID = "P1" }
        #expect(one.refusals == [] && one.decks.count == 1)
        let sheet = RateSheet(one)
        #expect(
            sheet.rates.map { "\($0.prefix) \(sheet.variantName($0)?.description ?? "any")" } == [
                "999 any", "99915 peak", "99916 peak",
            ])
        #expect { try read(plans) { $0.deckID = "P9" } } throws: {
            "\($0)" == "there is no deck 'P9' in the tariff plan; there is P1, P2, P3"
        }
    }

    @Test func `two prices of one deck for one code are refused with both lines`() throws {
        let links = """
            #Id,DestinationId,RatesTag,RoundingMethod,RoundingDecimals,MaxCost,MaxCostStrategy
            L,D_ALL,R_SECOND,*up,4,,
            L,D_MOBILE,R_SECOND,*up,4,,
            L,D_ALL,R_FREE,*up,4,,

            """
        let reading = try read(links: links)
        #expect(reading.decks[0].rates.map(\.prefix.description) == ["99915", "99916"])
        #expect(
            reading.refusals.map(\.description) == [
                "DestinationRates.csv, line 2: code 999 has another price in line 4; which of them holds is not decided: 'L'",
                "DestinationRates.csv, line 4: code 999 has another price in line 2; which of them holds is not decided: 'L'",
            ])
    }

    @Test func `files that are missing are named, and so is a start`() throws {
        #expect {
            try DeckReader.read(
                .text(Array(Self.rates.utf8)),
                codes: [CodesPart(name: "Destinations.csv", file: .text(Array(Self.destinations.utf8)))])
        } throws: {
            "\($0)".hasPrefix("a tariff plan needs its files of rates, destinations and destinationRates")
        }
        #expect { try read { $0.effectiveFromMicros = nil } } throws: {
            "\($0)" == "the deck has no column of start dates; state the start with ‹effective›"
        }
    }
}
