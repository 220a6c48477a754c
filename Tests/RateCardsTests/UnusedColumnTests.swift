import Rating
import Testing

@testable import RateCards

/// Columns whose headings say nothing known, and which may matter to what calls cost.
@Suite struct UnusedColumnTests {
    private func read(_ text: String, _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        return try DeckReader.read(Array(text.utf8), options: options)
    }

    private func increments(_ reading: DeckReading) -> [String] {
        reading.decks[0].rates.map { "\($0.initialSeconds)/\($0.incrementSeconds)" }
    }

    @Test(arguments: ["Round Rules", "BI Type", "Min/Inc", "Rounding", "Charging", "Billing Type", "X", ""])
    func `increments are understood by what stands in their column`(heading: String) throws {
        for (first, second, expected) in [
            ("0-60-60", "0-1-1", ["1/1", "60/60"]), ("60/60", "1/1", ["1/1", "60/60"]),
            ("30+6", "60/1", ["60/1", "30/6"]),
        ] {
            let reading = try read("Code,Rate,\(heading)\n999,1,\(first)\n998,1,\(second)\n")
            #expect(increments(reading) == expected, "\(heading)")
            #expect(reading.questions == [])
        }
    }

    @Test func `the column that was taken for the increments is named, and 1/1 is not said to be taken`() throws {
        let reading = try read("Code,Rate,Round Rules\n999,1,0-60-60\n998,1,0-1-1\n997,1,0-60-60\n")
        #expect(reading.columns[.incrementSeconds] == 2)
        #expect(
            reading.assumptions.first
                == "Column 3 ('Round Rules') was taken for the increments, by what stands in it: '0-60-60', '0-1-1'.")
        #expect(!notes(reading).contains { $0.contains("1/1 was taken") })
        #expect(notes(try read("Code,Rate,Note\n999,1,x\n")).contains { $0.contains("1/1 was taken") })
    }

    private func notes(_ reading: DeckReading) -> [String] { DeckInspection(reading, DeckOptions()).assumptions }

    @Test(arguments: [
        ("Rounding", "60"), ("Charging", "60"), ("Billing Type", "per minute"), ("Min Inc", "6"),
        ("Basis", "per second"),
        ("Tick", "30"), ("Pulse rate", "60"),
    ])
    func `a column that may be of increments is a question`(heading: String, value: String) throws {
        let text = "Code,Rate,\(heading)\n999,1,\(value)\n998,1,\(value)\n"
        let asked = try read(text)
        #expect(
            asked.questions == [
                "Column 3 ('\(heading)') may be of increments ('\(value)'): take it for them with ‹column increment_s=#3› (or "
                    + "initial_s=#3 for the first alone), state ‹increments›, or state ‹ignore '#3'›."
            ])
        #expect(!notes(asked).contains { $0.contains("1/1") })
        let taken = try read(text) { $0.columnNames = [.incrementSeconds: "#3"] }
        #expect(taken.questions == [] && taken.refusals == [])
        let ignored = try read(text) { $0.settings.ignoredColumns = [heading] }
        #expect(ignored.questions == [] && increments(ignored) == ["1/1", "1/1"])
        #expect(try read(text) { $0.increments = .init(initial: 30, further: 6) }.questions == [])
    }

    @Test(arguments: [
        "Rounding\nup", "Rounding\n", "Billing Type\nprepaid", "Trunk\n1", "Created\n01/10/26", "Ratio\n1/1",
        "Direction\nout", "Priority\n1", "Effective\n2026-10-01", "Attempt fee\n0.00", "Min Charge\n0",
        "Discontinued\n0",
        "Active\n1", "Remarks\nnew", "Area/Min\n5",
    ])
    func `a column that says nothing about prices is no question`(column: String) throws {
        let (heading, value) = (column.split(separator: "\n")[0], column.split(separator: "\n").dropFirst().first ?? "")
        let reading = try read("Code,Rate,\(heading)\n999,1,\(value)\n") { $0.dateOrder = .dmy }
        #expect(reading.questions == [] && reading.refusals == [])
        #expect(increments(reading) == ["1/1"])
        #expect(reading.decks[0].rates.map(\.blocked) == [false])
    }

    @Test(arguments: [
        "Billing increment: 60/60", "All calls are billed per second", "Minimum 30 sec", "Rounding 1+1 unless noted",
    ])
    func `increments that stand before or behind the rates, or in the heading of the prices, are a question`(
        line: String
    )
        throws
    {
        let question =
            "speaks of increments ('\(line)'), and no column states them: state them with ‹increments›, such as ‹increments "
            + "60/60›."
        for (text, place) in [("\(line)\nCode,Rate\n999,1\n", "Line 1"), ("Code,Rate\n999,1\n\(line)\n", "Line 3")] {
            let reading = try read(text)
            #expect(reading.questions == ["\(place) \(question)"])
            #expect(!notes(reading).contains { $0.contains("1/1 was taken") })
            #expect(try read(text) { $0.increments = .init(initial: 60, further: 60) }.questions == [])
        }
        #expect(try read("\(line)\nCode,Rate,Increment\n999,1,60/60\n").questions == [])
        #expect(try read("Code,Rate (60/60)\n999,1\n").questions.count == 1)
    }

    @Test(arguments: ["Call fee", "Access charge fee", "Surcharge", "Connect"])
    func `a fee that is not known is a question`(heading: String) throws {
        let text = "Code,Rate,\(heading)\n999,1,0\n998,1,0.02\n"
        #expect(
            try read(text).questions == [
                "Column 3 ('\(heading)') looks like a fee ('0.02' in line 3): take it for the fee of each answered call with "
                    + "‹column setup_fee=#3›, or state ‹ignore '#3'›."
            ])
        #expect(try read(text) { $0.settings.ignoredColumns = ["#3"] }.questions == [])
        #expect(
            try read(text) { $0.columnNames = [.setupFee: "#3"] }.decks[0].rates.map(\.setupFeeNanos) == [
                20_000_000, 0,
            ])
        #expect(try read("Code,Rate,Setup,\(heading)\n999,1,0.1,0.02\n").questions.count == 1)
    }

    @Test(arguments: ["Connect charge", "Call setup charge", "Connection fee (USD)", "Call set-up fee"])
    func `a fee of each call is understood`(heading: String) throws {
        let reading = try read("Code,Rate,\(heading)\n999,1,0.02\n")
        #expect(reading.questions == [] && reading.decks[0].rates.map(\.setupFeeNanos) == [20_000_000])
    }

    @Test(arguments: ["Min Charge", "min_charge", "Minimum Duration (s)", "Min amount"])
    func `a minimum that is not known is a question`(heading: String) throws {
        let text = "Code,Rate,\(heading)\n999,1,30\n"
        let reading = try read(text)
        if heading == "Minimum Duration (s)" {
            #expect(reading.questions == [] && reading.decks[0].rates.map(\.minimumSeconds) == [30])
        } else {
            #expect(
                reading.questions.count == 1 && reading.questions[0].contains("looks like a minimum ('30' in line 2)"))
        }
        #expect(try read(text) { $0.settings.ignoredColumns = ["#3"] }.questions == [])
    }

    @Test func `a column of yes and no says which codes are closed`() throws {
        for (heading, values) in [
            ("Discontinued", "0 1"), ("Is Deleted", "no yes"), ("Active", "1 0"), ("Enabled", "Y N"),
            ("Inactive", "0 1"),
        ] {
            let flags = values.split(separator: " ")
            let reading = try read("Code,Rate,\(heading)\n998,1,\(flags[0])\n999,1,\(flags[1])\n997,1,\n")
            #expect(reading.questions == [])
            #expect(
                reading.decks[0].rates.map { "\($0.prefix) \($0.blocked)" } == ["997 false", "998 false", "999 true"])
        }
        let omitted = try read("Code,Rate,Discontinued\n998,1,0\n999,,1\n") { $0.settings.closedCodes = .omit }
        #expect(omitted.omittedRows == 1 && omitted.decks[0].rates.count == 1)
    }

    @Test func `a state that is not understood is a question where it tells rows apart`() throws {
        let text = "Code,Rate,Status\n997,1,0\n998,1,1\n999,1,0\n"
        #expect(
            try read(text).questions == [
                "Column 3 ('Status') says what is not understood: '0' (2), '1' (1). State what each means with ‹state›, such as "
                    + "‹state '0=open'› (or =blocked, =closed), or state ‹ignore '#3'›."
            ])
        let stated = try read(text) { $0.settings.states = ["0": .open, "1": .closed] }
        #expect(stated.questions == [] && stated.decks[0].rates.map(\.blocked) == [false, true, false])
        #expect(try read(text) { $0.settings.ignoredColumns = ["Status"] }.questions == [])
        let same = try read("Code,Rate,Status\n997,1,0\n998,1,0\n")
        #expect(same.questions == [])
        #expect(same.assumptions.contains("What the state says was not understood and has no effect: '0' (2)."))
        let known = try read("Code,Rate,Status\n997,1,Rate Increase\n998,1,Code closed\n999,1,Inactive\n")
        #expect(known.questions == [] && known.decks[0].rates.map(\.blocked) == [false, true, true])
        for column in ["Discontinued,2026-12-01", "Remarks,Closed", "Route flag,A\n998,1,B"] {
            let (heading, value) = (
                column.split(separator: ",", maxSplits: 1)[0], column.split(separator: ",", maxSplits: 1)[1]
            )
            let questions = try read("Code,Rate,\(heading)\n999,1,\(value)\n").questions
            #expect(questions.count == 1 && questions[0].contains("looks like a state"), "\(column)")
        }
    }
}
