import Rating
import Testing

@testable import RateCards

/// What prices are for, and in which part of the currency, as headings and lines before them say it.
@Suite struct DeckUnitTests {
    private func read(_ text: String, _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        return try DeckReader.read(Array(text.utf8), options: options)
    }

    private func nanos(_ reading: DeckReading) -> [Int64] { reading.decks[0].rates.map(\.nanosPerMinute) }

    @Test(arguments: [
        "Rate (US cents/min)", "Price (¢/min)", "Price per minute (in US cents)", "Price (USD cent)", "Rate (c/min)",
        "Rate (pence)", "Rate (p/min)", "Tarif (centimes/min)", "Rate (US¢)", "Rate (US$ cents per minute)",
        "Price (GBp)", "Rate (USc/min)", "Precio por minuto (céntimos)",
    ])
    func `a heading in hundredths of the currency is understood`(heading: String) throws {
        let reading = try read("Code,\(heading)\n999,1.25\n")
        #expect(reading.questions == [])
        #expect(nanos(reading) == [12_500_000])
        #expect(reading.assumptions.contains { $0.contains("hundredths of the currency") })
    }

    @Test(
        arguments: [
            ("Rate (per 10 min)", 125_000_000), ("Rate per 10 minutes", 125_000_000), ("Rate / 30 sec", 2_500_000_000),
            ("Rate (US$/min)", 1_250_000_000), ("Rate per 1,000 minutes", 1_250_000),
            ("Rate (per second)", 75_000_000_000),
            ("Rate (cents per 10 min)", 1_250_000), ("Price/Rate", 1_250_000_000),
        ] as [(String, Int64)])
    func `a heading that states a time of its own is understood`(heading: String, expected: Int64) throws {
        let reading = try read("Code;\(heading)\n999;1.25\n")
        #expect(reading.questions == [])
        #expect(nanos(reading) == [expected])
    }

    @Test(arguments: [
        "Rate (fils/min)", "Rate (mills)", "Rate (10 cents)", "Rate x 1000", "Rate (per pulse)", "Rate (per fortnight)",
        "Rate (per call)", "Rate (min. 30 s)", "Rate (6 s increments)", "Rate (per 100)", "Price (ct/min or c/sec)",
    ])
    func `a unit that is not understood is a question`(heading: String) throws {
        let text = "Code,\(heading),Increments\n999,1.25,1/1\n"
        let reading = try read(text) { $0.columnNames = [.ratePerMinute: "#2"] }
        #expect(reading.questions.count == 1)
        let stated = try read(text) {
            $0.columnNames = [.ratePerMinute: "#2"]
            $0.settings.unit = PriceUnit("1/1000-per-10-minutes")
        }
        #expect(stated.questions == [])
        #expect(nanos(stated) == [125_000])
    }

    @Test(arguments: [
        "Rate (standard)", "Rate (A-Z)", "Price per minute (excl. VAT)", "Rate (CLI)", "Rate (valid from 1 Oct)",
        "Rate (60/60)", "Price (USD / min)", "Rate (per minute, billed per second)", "Rate/min", "Call Rate",
    ])
    func `a heading that says no more than whole units a minute is no question about the unit`(heading: String) throws {
        let reading = try read("Code;\(heading);Increments\n999;1.25;1/1\n") {
            $0.columnNames = [.ratePerMinute: "#2"]
        }
        #expect(reading.questions == [])
        #expect(nanos(reading) == [1_250_000_000])
    }

    @Test func `a divisor of one's own may be stated, and one that contradicts the heading is asked about`() throws {
        let thousandths = try read("Code,Rate\n999,12.5\n") { $0.settings.priceDivisor = 1_000 }
        #expect(nanos(thousandths) == [12_500_000])
        let both = try read("Code,Rate\n999,12.5\n") {
            $0.settings.priceDivisor = 1_000
            $0.settings.unit = PriceUnit("10-minutes")
        }
        #expect(nanos(both) == [1_250_000])
        let contrary = try read("Code,Rate (cents)\n999,12.5\n") { $0.settings.unit = PriceUnit("10-minutes") }
        #expect(
            contrary.questions == [
                "Column 2 ('Rate (cents)') says that its prices are in hundredths of the currency per 10 minutes, and "
                    + "‹unit 10-minutes› says whole units: state ‹price_divisor 100›, or 1."
            ])
        let inexact = try read("Code,Rate (cents)\n999,0.00000001\n998,1\n")
        #expect(
            inexact.refusals.map(\.description) == [
                "line 2, column 2 (Rate (cents)): a price in hundredths of the currency per minute that is not exact to 9 "
                    + "decimals a minute: '0.00000001'"
            ])
    }

    @Test(arguments: [
        "All prices in US cents per minute", "Prices are quoted in EUR cents", "Currency: US cents",
        "Note: all rates (USD) are in cents / min",
    ])
    func `a line before the header that states the unit is heeded`(line: String) throws {
        let reading = try read("\(line)\nCode,Rate\n999,1.25\n")
        #expect(reading.questions == [])
        #expect(nanos(reading) == [12_500_000])
        #expect(reading.assumptions.contains("Line 1 says '\(line)', and prices were taken so."))
        #expect(try nanos(read("\(line)\nCode,Rate\n999,1.25\n") { $0.settings.unit = .minute }) == [1_250_000_000])
        #expect(try read("\(line)\nCode,Rate (USD/min)\n999,1.25\n").questions.count == 1)
    }

    @Test(arguments: [
        "Rates are in cents, with the exception of premium numbers", "Rates in USD per 10 minutes of talk",
        "All prices in fils", "A surcharge of 5 cents applies",
    ])
    func `a line before or behind the rates that may state the unit is a question`(line: String) throws {
        let question =
            "says '\(line)': are prices in whole units of the currency a minute? State ‹unit minute›, or what they are, such as "
            + "‹unit cents-per-minute›."
        #expect(try read("\"\(line)\"\nCode,Rate\n999,1.25\n").questions == ["Line 1 \(question)"])
        #expect(try read("Code,Rate\n999,1.25\n\"\(line)\"\n").questions == ["Line 3 \(question)"])
        #expect(try read("Code,Rate\n999,1.25\n\"\(line)\"\n") { $0.settings.unit = .minute }.questions == [])
    }

    @Test(arguments: [
        "Rates are subject to change with 7 days notice", "Billing increments are 60 sec", "Rates per minute in USD",
        "Rates per minute, billed per second",
    ])
    func `other lines before the header are no question about the unit`(line: String) throws {
        let reading = try read("\"\(line)\"\nCode,Rate,Increments\n999,1.25,1/1\n")
        #expect(nanos(reading) == [1_250_000_000])
        #expect(reading.questions == [])
    }

    @Test func `every column of prices and of fees has a unit of its own`() throws {
        let reading = try read("Code,Interstate Rate (cents),Intrastate Rate,Setup fee (cents)\n1,2,0.03,5\n")
        #expect(reading.decks[0].rates.map(\.nanosPerMinute) == [20_000_000, 30_000_000])
        #expect(reading.decks[0].rates.map(\.setupFeeNanos) == [50_000_000, 50_000_000])
        let unsure = "Code,Rate (ct/min),Setup fee\n1,2,0\n44,2,5\n"
        #expect(
            try read(unsure).questions == [
                "Prices are in hundredths of the currency per minute, and what fees above zero are in is not said (first: line "
                    + "3): state ‹fee_divisor 100›, or 1."
            ])
        let stated = try read(unsure) { $0.settings.feeDivisor = 100 }
        #expect(stated.questions == [] && stated.decks[0].rates.map(\.setupFeeNanos) == [0, 50_000_000])
        #expect(try read("Code,Rate (ct/min),Setup fee (USD)\n1,2,5\n").questions == [])
    }

    @Test func `rows that state hundredths in their currency, unit or price are brought to whole units`() throws {
        let currencies = try read("Code,Rate,Currency\n1,2,USD cents\n44,2,GBp\n49,2,EUR\n")
        #expect(nanos(currencies) == [20_000_000, 20_000_000, 2_000_000_000])
        let units = try read("Code,Rate,Unit\n1,2,cents/min\n44,2,per 10 min\n49,2,per call\n")
        #expect(nanos(units) == [20_000_000, 200_000_000])
        #expect(units.refusals.map(\.line) == [4])
        #expect(try nanos(read("Code,Rate\n1,2 \u{A2}\n44,\"2 ct/min\"\n")) == [20_000_000, 20_000_000])
    }
}
