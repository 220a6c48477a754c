import Rating
import Testing

@testable import RateCards

@Suite struct DeckReaderTests {
    private func read(_ text: String, _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        return try DeckReader.read(Array(text.utf8), options: options)
    }

    private static let hint =
        ". Name it with ‹column FIELD=NAME›; where the file names no columns, state ‹header_row 0› and their numbers, as in "
        + "‹column prefix=#1›"

    @Test func `the canonical columns become rates`() throws {
        let reading = try read(
            """
            deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s,minimum_s,effective_to,\
            blocked,grace_s,grace_mode,duration_rounding,rounding_decimals,rounding_mode,max_cost,min_cost
            a,44,United Kingdom,2026-10-01,0.0125,0.01,60,6,30,2026-11-01T00:00:00+01:00,0,3,threshold,half_up,4,half_even,2,0.001
            b,49,"Germany, all",2026-10-01T12:00:00.5Z,.000000001,,0,1,,,1,,,,,,,

            """
        ) { $0.groupsByDeckID = true }
        #expect(reading.refusals.isEmpty)
        #expect(reading.decks.map { String(decoding: $0.id, as: UTF8.self) } == ["a", "b"])
        let first = try #require(reading.decks[0].rates.first)
        #expect(first.prefix == Prefix("44"))
        #expect(first.id == 2)
        #expect(reading.destinations.text(Int(first.destination)) == "United Kingdom")
        #expect(first.effectiveFromMicros == 1_790_812_800_000_000)
        #expect(first.effectiveToMicros == 1_793_487_600_000_000)
        #expect(first.nanosPerMinute == 12_500_000)
        #expect(first.setupFeeNanos == 10_000_000)
        #expect((first.initialSeconds, first.incrementSeconds, first.minimumSeconds) == (60, 6, 30))
        var terms = RatingTerms()
        terms.graceSeconds = 3
        terms.graceMode = .threshold
        terms.durationRounding = .halfUp
        terms.roundingDecimals = 4
        terms.roundingMode = .halfEven
        terms.maximumCostNanos = 2_000_000_000
        terms.minimumCostNanos = 1_000_000
        #expect(first.terms == terms)
        let second = try #require(reading.decks[1].rates.first)
        #expect(second.blocked)
        #expect(second.nanosPerMinute == 1)
        #expect(second.effectiveFromMicros == 1_790_856_000_500_000)
        #expect(second.effectiveToMicros == .max)
        #expect(second.terms == .standard)
        #expect(reading.destinations.text(Int(second.destination)) == "Germany, all")
    }

    @Test func `rates come sorted by prefix and start`() throws {
        let reading = try read(
            "prefix,rate,effective_from\n49,2,2026-01-01\n4915,1,2026-01-01\n44,1,2026-02-01\n44,3,2026-01-01\n")
        #expect(reading.decks[0].rates.map(\.prefix.description) == ["44", "44", "49", "4915"])
        #expect(reading.decks[0].rates.map(\.id) == [5, 4, 2, 3])
    }

    @Test(arguments: [
        "Code;Description;Price;Increments\n44;UK;0,0125;60/6\n",
        "\u{FEFF}Destination\tDial Code\tCost / Min (USD)\tInitial Increment\tIncrement\r\nUK\t44\t0.0125\t60\t6\r\n",
        "pattern,comment,cost,first interval,inc\n^44.*,UK,0.0125,60,6",
        "\n\n\"DESTINATION\",\"PREFIX\",\"RATE\",\"First Interval\",\"Sub Interval\"\n\"UK\",\" 44 \",\"0,0125\",60,6\n,,,,\n",
    ])
    func `headers, delimiters and decimal commas of the wild are understood`(text: String) throws {
        let reading = try read(text)
        #expect(reading.refusals == [])
        let rate = try #require(reading.decks[0].rates.first)
        #expect(rate.prefix == Prefix("44"))
        #expect(rate.nanosPerMinute == 12_500_000)
        #expect((rate.initialSeconds, rate.incrementSeconds) == (60, 6))
        #expect(reading.destinations.text(Int(rate.destination)) == "UK")
    }

    @Test(arguments: [
        ("4x,1,,1,1", "line 2, column 1 (prefix): not a prefix of 1 to 15 digits: '4x'"),
        ("1234567890123456,1,,1,1", "line 2, column 1 (prefix): not a prefix of 1 to 15 digits: '1234567890123456'"),
        ("49172;4917x,1,,1,1", "line 2, column 1 (prefix): not a prefix of 1 to 15 digits: '49172;4917x'"),
        (",1,,1,1", "line 2, column 1 (prefix): empty"),
        ("44,,,1,1", "line 2, column 2 (Rate): empty"),
        ("44,free,,1,1", "line 2, column 2 (Rate): not a decimal number: 'free'"),
        ("44,-1,,1,1", "line 2, column 2 (Rate): below zero: '-1'"),
        ("44,1E-2,,1,1", "line 2, column 2 (Rate): scientific notation; digits of the price may be lost: '1E-2'"),
        ("44,0.0000000001,,1,1", "line 2, column 2 (Rate): more than 9 decimals: '0.0000000001'"),
        ("44,99999999999,,1,1", "line 2, column 2 (Rate): too large: '99999999999'"),
        (
            "44,\"1,234\",,1,1",
            "line 2, column 2 (Rate): a comma that may separate decimals or thousands; state ‹decimal comma› or point: '1,234'"
        ),
        ("44,1,2026-02-29,1,1", "line 2, column 3 (start date): not a date: '2026-02-29'"),
        (
            "44,1,10/11/2026,1,1",
            "line 2, column 3 (start date): a date of unknown order; state it with ‹date_format dmy› or mdy: '10/11/2026'"
        ),
        ("44,1,,x,1", "line 2, column 4 (initial_s): not a decimal number: 'x'"),
        ("44,1,,1.5,1", "line 2, column 4 (initial_s): not a whole number: '1.5'"),
        ("44,1,,1,0", "line 2, column 5 (increment_s): below 1: '0'"),
        ("44,1,,1,", "line 2, column 5 (increment_s): empty"),
        ("44,1,,1,99999999999", "line 2, column 5 (increment_s): too large: '99999999999'"),
        ("44,1,,1", "line 2: 5 fields expected, 4 found"),
        ("44,1,,1,1,", "line 2: 5 fields expected, 6 found"),
        ("44,1,,1,\"1", "line 2: a quoted field is not closed or goes on behind its quote"),
        ("44,\"1\"2,,1,1", "line 2: a quoted field is not closed or goes on behind its quote"),
        ("44,1\"2,,1,1", "line 2: a quote within a field that is not quoted"),
    ])
    func `a bad row is refused with its place and the others are taken`(row: String, refusal: String) throws {
        let reading = try read("prefix,Rate,start date,initial_s,increment_s\n\(row)\n49,\"1\",2026-10-01,60,60\n")
        #expect(reading.refusals.map(\.description) == [refusal])
        #expect(reading.decks[0].rates.map(\.id) == [3])
    }

    @Test func `two rates of one prefix and start are refused, each naming the other`() throws {
        let reading = try read(
            "prefix,rate,effective_from\n44,1,2026-01-01\n49,1,2026-01-01\n44,2,2026-01-01\n44,2,2026-02-01\n")
        #expect(
            reading.refusals.map(\.description) == [
                "line 2, column 1 (prefix): the same prefix and start as in line 4: '44'",
                "line 4, column 1 (prefix): the same prefix and start as in line 2: '44'",
            ])
        #expect(reading.decks[0].rates.map(\.id) == [5, 3])
    }

    @Test func `a comma among points is refused wherever it stands`() throws {
        let reading = try read("prefix;rate\n44;0,5\n49;0.5\n33;0,25\n")
        #expect(reading.refusals.map(\.line) == [2, 4])
        #expect(reading.refusals.allSatisfy { $0.reason == "a comma in a column that has decimal points" })
        #expect(reading.decks[0].rates.map(\.id) == [3])
    }

    @Test(arguments: [
        ("", "the file is empty; it needs a header line that names its columns"),
        (
            "Afghanistan,af,0.32\n",
            "line 1: no column for 'prefix': the columns here are 'Afghanistan', 'af', '0.32'\(Self.hint)"
        ),
        (
            "prefix,name\n44,UK\n",
            "line 1: no column for 'rate_per_min': the columns here are 'prefix', 'name'\(Self.hint)"
        ),
        (
            "prefix,rate,Prefix\n44,1,44\n",
            "line 1: columns 1 and 3 are both called 'prefix'; remove one, or name the column by its number with ‹column FIELD=#1›"
        ),
        ("prefix,rate\r44,1\r", "line 1: lines end in a bare carriage return; convert them to line feeds"),
        ("PK\u{3}\u{4}", "the file is a workbook (XLSX, XLS) or a zip archive; save the sheet as CSV"),
    ])
    func `a file that is no deck is refused with a sentence`(text: String, message: String) {
        #expect { try read(text) } throws: { "\($0)" == message }
    }

    @Test func `dates follow the stated order and zone`() throws {
        let reading = try read("prefix,rate,effective date\n44,1,01/10/2026\n49,1,2026-10-01 06:55:00\n") {
            $0.dateOrder = .dmy
            $0.utcMicros = { $0 - 7_200_000_000 }
        }
        #expect(reading.decks[0].rates.map(\.effectiveFromMicros) == [1_790_805_600_000_000, 1_790_830_500_000_000])
    }

    @Test func `a deck without a start needs one to be stated`() throws {
        let none = try read("prefix,rate\n44,1\n") { $0.effectiveFromMicros = nil }
        #expect(none.questions == ["The deck has no column of start dates: state the start with ‹effective›."])
        let said = try read("Rates\nEffective date: 01/11/2026\nprefix,rate\n44,1\n") { $0.effectiveFromMicros = nil }
        #expect(
            said.questions == [
                "The deck has no column of start dates: state the start with ‹effective› (line 2 says 'Effective date: "
                    + "01/11/2026')."
            ])
        let reading = try read("prefix,rate,start\n44,1,\n") { $0.effectiveFromMicros = nil }
        #expect(
            reading.refusals.map(\.description) == [
                "line 2, column 3 (start): no start date; state one for the deck with ‹effective›"
            ])
    }

    @Test func `columns may be named by the user`() throws {
        let reading = try read("a,b\n44,1\n") { $0.columnNames = [.prefix: "a", .ratePerMinute: "B"] }
        #expect(reading.decks[0].rates.count == 1)
        #expect { try read("a,b\n44,1\n") { $0.columnNames = [.prefix: "x"] } } throws: {
            "\($0)" == "line 1: no column 'x': the columns here are 'a', 'b'\(Self.hint)"
        }
    }

    @Test func `reading stops at the bound of refusals`() throws {
        let reading = try read("prefix,rate\nx,1\ny,1\n44,1\n") { $0.refusalsMax = 1 }
        #expect(reading.refusals.count == 1)
    }
}
