import Rating
import Testing

@testable import RateCards

/// Headers of two rows.
@Suite struct HeaderPairTests {
    private func read(_ text: String, _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        return try DeckReader.read(Array(text.utf8), options: options)
    }

    private static let row = "999,Examplia,0.01,60/6\n"

    @Test(arguments: [
        // Names above, units below.
        ("Code,Name,Rate,Billing\n,,USD per second,s\n", "Rate / USD per second", 600_000_000),
        ("Code,Name,Rate,Billing\n,,EUR/min,\n", "Rate / EUR/min", 10_000_000),
        ("Code,Name,Rate,Increments\n(digits),(text),(ct/min),(s)\n", "Rate / (ct/min)", 100_000),
        // Groups above, names below.
        ("Destination,,Charge,\nCode,Name,Rate,Increment\n", "Rate", 10_000_000),
        (",,per second,\nCode,Name,Rate,Increment\n", "per second / Rate", 600_000_000),
        // Neither row names it all.
        ("Dial,Destination,Price,Billing\ncode,name,per minute,increment\n", "Price / per minute", 10_000_000),
        ("Dial,,Price,Increment\ncode,Name,,\n", "Price", 10_000_000),
    ])
    func `two rows name the columns together`(header: String, price: String, nanos: Int64) throws {
        let reading = try read("Rates of Example\n\n" + header + Self.row)
        #expect(reading.refusals == [] && reading.questions == [])
        let rate = try #require(reading.decks[0].rates.first)
        #expect(rate.nanosPerMinute == nanos)
        #expect((rate.initialSeconds, rate.incrementSeconds) == (60, 6))
        #expect(reading.destinations.text(0) == "Examplia")
        #expect(reading.header[2] == price)
        #expect(reading.rows == 1)
    }

    @Test func `what stands in a group is found in that of the price`() throws {
        let text = """
            Destination,,Peak,,Off-peak,,Effective
            Name,Code,Rate,Increment,Rate,Increment,Date
            Examplia,999,0.01,60/60,0.005,1/1,2026-12-01
            """ + "\n"
        let asked = try read(text)
        #expect(asked.shape.headerLine == 1 && asked.shape.headerRows == 2)
        #expect(
            asked.questions == [
                "Columns 3 ('Peak / Rate'), 5 ('Off-peak / Rate') may each be the price: state which with "
                    + "‹column rate_per_min=#3› or another number; or take prices by time of day with ‹band_price peak=#3› "
                    + "‹band_price off_peak=#5›."
            ])
        for (column, nanos, initial) in [("#3", Int64(10_000_000), Int32(60)), ("Off-peak Rate", 5_000_000, 1)] {
            let stated = try read(text) { $0.columnNames = [.ratePerMinute: column] }
            #expect(stated.questions == [])
            #expect(stated.decks[0].rates.map(\.nanosPerMinute) == [nanos])
            #expect(stated.decks[0].rates.map(\.initialSeconds) == [initial])
        }
        let spread = try read("Code,Name,Rate,\n,,Peak,Off-peak\n999,Examplia,0.01,0.02\n")
        #expect(
            spread.questions == [
                "Columns 3 ('Rate / Peak'), 4 ('Rate / Off-peak') may each be the price: state which with "
                    + "‹column rate_per_min=#3› or another number; or take prices by time of day with ‹band_price peak=#3› "
                    + "‹band_price off_peak=#4›."
            ])
        let increments = try read("Code,Name,Rate,Increment,\n,,,Initial,Next\n999,Examplia,0.01,30,6\n")
        #expect(increments.questions == [])
        #expect(increments.decks[0].rates.map { [$0.initialSeconds, $0.incrementSeconds] } == [[30, 6]])
    }

    @Test(arguments: [
        "Supplier,A-Z Rates,,\nCode,Name,Rate,Increments\n", "Valid from October,,,\nCode,Name,Rate,Increments\n",
        "Code,Name,Rate,Increments\nEUROPE,,,\n", "Code,Name,Rate,Increments\n,Europe,,\n",
        "Code,Name,Rate,Increments\n,Europe,blocked,\n", "USD,,,\n\nCode,Name,Rate,Increments\n",
    ])
    func `a row that says nothing about columns stays what it is`(header: String) throws {
        let reading = try read(header + Self.row)
        #expect(reading.header == ["Code", "Name", "Rate", "Increments"])
        #expect(reading.shape.headerRows == nil)
        #expect(reading.decks[0].rates.map(\.nanosPerMinute) == [10_000_000])
    }

    @Test func `a stated row is the header alone`() throws {
        let reading = try read(",,per second,\nCode,Name,Rate,Increment\n" + Self.row) { $0.settings.headerRow = 2 }
        #expect(reading.header[2] == "Rate" && reading.decks[0].rates.map(\.nanosPerMinute) == [10_000_000])
    }
}
