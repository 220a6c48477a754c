import RateCards
import TestSupport
import Testing

/// Decks in workbooks, as suppliers make them.
@Suite struct WorkbookDeckTests {
    private func read(
        _ file: WorkbookFile, _ change: (inout DeckOptions) -> Void = { _ in }
    ) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        let reading = try DeckReader.read(DeckFile(file.bytes), options: options)
        let refused = Set(reading.refusals.map(\.line)).count
        #expect(
            reading.rowsTaken + refused + reading.blankRows + reading.omittedRows + reading.otherRows == reading.rows)
        return reading
    }

    private func prices(_ reading: DeckReading) -> [String] {
        reading.decks[0].rates.map { "\($0.prefix) \($0.nanosPerMinute / 1_000)" }
    }

    private static let table = [["Code", "Name", "Rate"], ["999", "Examplia", "0.5"], ["9991", "South", "0.25"]]

    @Test func `one sheet of several is the deck, and a hidden one is only spoken of`() throws {
        var file = WorkbookFile(
            .init("Cover", [["Examplia Telecom"], ["Rates for friends"]]), .init("Rates", Self.table),
            .init("Old", [["Code", "Rate"], ["888", "9"]]))
        file.sheets[2].isHidden = true
        let reading = try read(file)
        #expect(prices(reading) == ["999 500000", "9991 250000"])
        #expect(reading.shape.sentence == "workbook, sheet 'Rates', header in row 1")
        #expect(
            reading.assumptions.prefix(2) == [
                "Sheet 'Cover' was not read.",
                "Hidden sheet 'Old' was not read, though it looks like a deck: ‹sheet 'Old'› reads it instead.",
            ])
        let hidden = try read(file) { $0.settings.sheet = "old" }
        #expect(prices(hidden) == ["888 9000000"])
        file.sheets[2].isHidden = false
        #expect { try read(file) } throws: {
            "\($0)" == "sheets 'Rates', 'Old' each hold a deck: which one? State it with ‹sheet 'Rates'›"
        }
        file.sheets = [file.sheets[0], .init("More", [["x"]])]
        #expect { try read(file) } throws: { "\($0)".contains("no sheet names a column of prefixes and one of prices") }
    }

    @Test func `a logo, a title across columns and three tables are asked about`() throws {
        var file = WorkbookFile(
            .init(
                "Rates",
                [["Examplia Telecom"], []] + Self.table + [
                    [], ["Asia"], ["Code", "Name", "Rate"], ["888", "Asia", "1"], [], ["Prefix", "Price"],
                    ["777", "2"],
                ]))
        file.sheets[0].tail = "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells><drawing r:id=\"d\"/>"
        let asked = try read(file)
        #expect(asked.questions.map { $0.prefix(38) } == ["Rows 3, 8, 11 each begin a table: whic"])
        #expect(asked.assumptions.contains("Pictures and charts on the sheet were not looked at."))
        let first = try read(file) { $0.settings.headerRow = 3 }
        #expect(prices(first) == ["999 500000", "9991 250000"])
        #expect(first.questions == [])
        #expect(try prices(read(file) { $0.settings.headerRow = 8 }) == ["888 1000000"])
    }

    @Test func `formulas are refused unless their results are wanted`() throws {
        let rows = """
            <row r="1"><c t="inlineStr"><is><t>Code</t></is></c><c t="inlineStr"><is><t>Rate</t></is></c>
            <c t="inlineStr"><is><t>Note</t></is></c></row>
            <row r="2"><c><v>999</v></c><c><f>1/4</f><v>0.25</v></c><c><f>NOW()</f><v>1</v></c></row>
            <row r="3"><c><v>998</v></c><c><f>1/4</f></c></row>
            <row r="4"><c><v>997</v></c><c t="e"><f>A1/0</f><v>#DIV/0!</v></c></row>
            <row r="5"><c><v>996</v></c><c><v>0.5</v></c><c><f>NOW()</f><v>1</v></c></row>
            """
        let reading = try read(WorkbookFile(.init("Rates", rows: rows)))
        #expect(prices(reading) == ["996 500000"])
        #expect(
            reading.refusals.map(\.description) == [
                "row 2, column 2 (Rate): the result of a formula, as it was last stored; replace formulas by their values, or "
                    + "state ‹formulas results›: '0.25'",
                "row 3, column 2 (Rate): a formula without a stored result; replace formulas by their values",
                "row 4, column 2 (Rate): the result of a formula, as it was last stored; replace formulas by their values, or "
                    + "state ‹formulas results›: '#DIV/0!'",
            ])
        let taken = try read(WorkbookFile(.init("Rates", rows: rows))) { $0.settings.formulas = .results }
        #expect(prices(taken) == ["996 500000", "999 250000"])
        #expect(taken.refusals.map(\.line) == [3, 4])
    }

    @Test func `merged cells are refused unless they are to be filled`() throws {
        var file = WorkbookFile(
            .init(
                "Rates",
                [
                    ["Code", "Name", "Rate"], ["999", "Examplia", "0.5"], ["998", "", ""], ["997", "", "0.25"],
                    ["996", "x", "1"],
                ]))
        file.sheets[0].tail = "<mergeCells><mergeCell ref=\"B2:B4\"/><mergeCell ref=\"C2:C3\"/></mergeCells>"
        let reading = try read(file)
        #expect(prices(reading) == ["996 1000000"])
        #expect(reading.refusals.map(\.line) == [2, 3, 4])
        #expect(reading.refusals.allSatisfy { $0.reason.contains("‹merged fill›") })
        let filled = try read(file) { $0.settings.mergedCells = .fill }
        #expect(prices(filled) == ["996 1000000", "997 250000", "998 500000", "999 500000"])
        #expect((0..<filled.destinations.count).map(filled.destinations.text) == ["Examplia", "x"])
    }

    @Test func `numbers and dates of cells are exact, and what the spreadsheet broke is refused`() throws {
        var file = WorkbookFile(
            .init(
                "Rates",
                rows: """
                    <row r="1"><c t="inlineStr"><is><t>Code</t></is></c><c t="inlineStr"><is><t>Rate</t></is></c>
                    <c t="inlineStr"><is><t>Effective Date</t></is></c><c t="inlineStr"><is><t>Increments</t></is></c></row>
                    <row r="2" hidden="1"><c><v>9.19812345678E+11</v></c><c><v>9.1999999999999998E-3</v></c><c s="1"><v>46296</v></c>
                    <c t="inlineStr"><is><t>60/60</t></is></c></row>
                    <row r="3"><c><v>998</v></c><c><v>1</v></c><c><v>46296</v></c><c><v>1</v></c></row>
                    <row r="4"><c><v>997</v></c><c><v>1</v></c><c s="1"><v>46296</v></c><c s="1"><v>46028</v></c></row>
                    <row r="5"><c t="inlineStr"><is><t>9.2E+11</t></is></c><c><v>1</v></c><c s="1"><v>46296</v></c><c><v>1</v></c></row>
                    """))
        file.formats = ["d/m/yyyy"]
        let reading = try read(file)
        #expect(prices(reading) == ["919812345678 9200"])
        #expect(reading.decks[0].rates[0].effectiveFromMicros == 1_790_812_800_000_000)
        #expect(
            reading.refusals.map(\.reason).map { $0.prefix(20) } == [
                "not a date; if it is", "a date; the spreadsh", "scientific notation;",
            ])
        #expect(reading.assumptions.contains { $0.hasPrefix("1 row that the sheet does not show") })
    }

    @Test func `what is no workbook is refused with a sentence`() {
        #expect { try DeckFile([0xD0, 0xCF, 0x11, 0xE0]) } throws: { "\($0)".contains("password-protected") }
        let bytes = WorkbookFile(.init("Rates", Self.table)).bytes
        #expect(throws: TableError.self) { try DeckFile(Array(bytes[..<(bytes.count / 2)])) }
    }
}
