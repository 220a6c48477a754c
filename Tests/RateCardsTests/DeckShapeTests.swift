import Rating
import Testing

@testable import RateCards

/// Decks in the forms in which they come, and what is asked about them.
@Suite struct DeckShapeTests {
    private func read(_ bytes: [UInt8], _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        let reading = try DeckReader.read(bytes, options: options)
        let refused = Set(reading.refusals.map(\.line)).count
        #expect(
            reading.rowsTaken + refused + reading.blankRows + reading.omittedRows + reading.otherRows == reading.rows)
        return reading
    }

    private func read(_ text: String, _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        try read(Array(text.utf8), change)
    }

    private func prices(_ reading: DeckReading) -> [String] {
        reading.decks[0].rates.map { "\($0.prefix) \($0.blocked ? "-" : String($0.nanosPerMinute / 1_000))" }
    }

    private static let text = "Code|Name|Rate\n999|C\u{F4}te|0.5\n9991|Sud|0.25\n"

    @Test func `encodings are told by their bytes`() throws {
        let utf16 = Self.text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let swapped = Self.text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let latin = Self.text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        for (bytes, encoding, mark) in [
            (Array(Self.text.utf8), TextEncoding.utf8, false),
            ([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8), .utf8, true),
            ([0xFF, 0xFE] + utf16, .utf16LittleEndian, true), ([0xFE, 0xFF] + swapped, .utf16BigEndian, true),
            (latin, .windows1252, false),
        ] {
            let reading = try read(bytes)
            #expect(reading.refusals == [])
            #expect(reading.shape.encoding == encoding)
            #expect(reading.shape.hasByteOrderMark == mark)
            #expect(reading.destinations.text(0) == "C\u{F4}te")
            #expect(prices(reading) == ["999 500000", "9991 250000"])
        }
        #expect(try read(utf16) { $0.settings.encoding = .utf16LittleEndian }.decks[0].rates.count == 2)
    }

    @Test func `a row that breaks UTF-8 among others that keep it is refused`() throws {
        let bytes = Array(Self.text.utf8) + Array("9992|".utf8) + [0xF4] + Array("x|1\n".utf8)
        let reading = try read(bytes)
        #expect(
            reading.refusals.map(\.reason) == ["not UTF-8; state ‹encoding› if the file is in another"])
        #expect(reading.decks[0].rates.count == 2)
    }

    @Test(arguments: [
        (",", ReadingSettings.Delimiter.comma), (";", .semicolon), ("\t", .tab), ("|", .pipe),
    ])
    func `the delimiter is the one under which the columns are named`(
        mark: String, delimiter: ReadingSettings.Delimiter
    )
        throws
    {
        let text = "Our rates, valid; always | now\n\nCode|Name|Rate\n999|a|0.5\n".replacing("|", with: mark)
        let reading = try read(text)
        #expect(reading.shape.delimiter == delimiter)
        #expect((reading.shape.headerLine, reading.shape.preambleRows) == (3, 1))
        #expect(prices(reading) == ["999 500000"])
    }

    @Test func `a line that states the delimiter is heeded`() throws {
        let reading = try read("sep=;\nCode;Rate\n999;0,5\n")
        #expect((reading.shape.delimiter, reading.shape.headerLine) == (.semicolon, 2))
    }

    @Test func `a deck without a header is read by the numbers of its columns`() throws {
        let reading = try read("x,999,0.5\ny,9991,0.25\n") {
            $0.settings.headerRow = 0
            $0.columnNames = [.prefix: "#2", .ratePerMinute: "#3", .destination: "#1"]
        }
        #expect(prices(reading) == ["999 500000", "9991 250000"])
        #expect(reading.shape.headerLine == 0)
    }

    @Test func `a row that is refused ends no table whose columns are stated by number`() throws {
        for (text, row) in [("x,99a,0.5\ny,9991,0.25\n", 0), ("Name,Code,Rate\nx,99a,0.5\ny,9991,0.25\n", 1)] {
            let reading = try read(text) {
                $0.settings.headerRow = row
                $0.columnNames = [.prefix: "#2", .ratePerMinute: "#3"]
            }
            #expect(reading.refusals.map(\.line) == [row + 1])
            #expect(prices(reading) == ["9991 250000"])
        }
    }

    @Test func `several tables are asked about, and each can be chosen`() throws {
        let text = """
            Europe
            Code,Rate
            999,0.5
            9991,0.25

            Asia
            Code,Rate
            888,1

            Mobile
            Rate,Code,Note
            2,777,x
            """ + "\n"
        let asked = try read(text)
        #expect(
            asked.questions == [
                "Lines 2, 7, 11 each begin a table: which one is the deck? State it with ‹header_row 2›, or read tables of the "
                    + "same columns as one with ‹tables all›."
            ])
        #expect(asked.otherRows == 5)
        let first = try read(text) { $0.settings.headerRow = 2 }
        #expect(prices(first) == ["999 500000", "9991 250000"])
        #expect(first.refusals == [] && first.questions == [])
        let second = try read(text) { $0.settings.headerRow = 7 }
        #expect(prices(second) == ["888 1000000"])
        #expect(second.refusals == [] && second.questions == [])
        #expect(try prices(read(text) { $0.settings.headerRow = 11 }) == ["777 2000000"])
        let two = try read("Code,Rate\n999,0.5\n\nCode,Rate\n888,1\n") { $0.settings.tables = .all }
        #expect(prices(two) == ["888 1000000", "999 500000"])
        #expect(two.questions == [])
    }

    @Test func `two columns that may be the price are asked about`() throws {
        let reading = try read("Code,Cost,Price\n999,1,2\n")
        #expect(
            reading.questions == [
                "Columns 2 ('Cost'), 3 ('Price') may each be the price: state which with ‹column rate_per_min=#2› or another "
                    + "number."
            ])
        let stated = try read("Code,Cost,Price\n999,1,2\n") { $0.columnNames = [.ratePerMinute: "#3"] }
        #expect(prices(stated) == ["999 2000000"] && stated.questions == [])
        #expect(try prices(read("Code,Current Rate,New Rate\n999,1,2\n")) == ["999 2000000"])
        #expect { try read("Code,Rate,,Code,Rate\n1,2,,3,4\n") } throws: {
            "\($0)".contains("columns 1 and 4 are both called 'Code'")
        }
    }

    @Test func `country codes and names in columns of their own are put before`() throws {
        let split = try read(
            "Country,Country Code,Area Code,Destination,Rate\nX,999,1,Mobile,1\nX,999,\"21;22\",X South,2\nY,+888,,,3\n"
        )
        #expect(prices(split) == ["888 3000000", "9991 1000000", "99921 2000000", "99922 2000000"])
        #expect((0..<split.destinations.count).map(split.destinations.text) == ["X Mobile", "X South", "Y"])
        #expect(
            split.assumptions.contains(
                "'Country Code' was put before 'Area Code' (‹codes whole› takes codes as they are)."))
        let whole = try read("Country Code,Code,Rate\n999,9991,1\n999,99921,2\n")
        #expect(prices(whole) == ["9991 1000000", "99921 2000000"])
        let mixed = "CC,Code,Rate\n7,7123,1\n7,812,2\n"
        #expect(try read(mixed).questions.count == 1)
        #expect(try prices(read(mixed) { $0.settings.codes = .joined }) == ["77123 1000000", "7812 2000000"])
        #expect(try read(mixed) { $0.settings.codes = .whole }.questions == [])
    }

    @Test func `ranges stand in two columns as well`() throws {
        let reading = try read("code1,code2,rate\n9981,9983,1\n9970,,2\n9960,99,3\n")
        #expect(prices(reading) == ["9970 2000000", "9981 1000000", "9982 1000000", "9983 1000000"])
        #expect(reading.refusals.map(\.line) == [4])
    }

    @Test func `prices are brought to a minute and marked up`() throws {
        #expect(try prices(read("Code,Price per second\n999,0.0005\n")) == ["999 30000"])
        #expect(try prices(read("Code,Cost (ct/min)\n999,1.25\n")) == ["999 12500"])
        let unclear = try read("Code,Rate per 100\n999,1.25\n")
        #expect(unclear.questions.count == 1)
        let stated = try read("Code,Rate per 100\n999,1.25\n") { $0.settings.unit = PriceUnit("100-minutes") }
        #expect(prices(stated) == ["999 12500"] && stated.questions == [])
        let units = try read(
            "Code,Rate,Unit\n999,0.5,30\n998,1,minute\n997,1,per sec\n996,1,fortnight\n995,1,\n994,0.000000001,7\n")
        #expect(prices(units) == ["997 60000000", "998 1000000", "999 1000000"])
        #expect(units.refusals.map(\.line) == [5, 6, 7])
        let markedUp = try read("Code,Rate,Setup\n999,1,0.1\n") {
            $0.settings.markUp = MarkUp(milliPercent: 10_000, decimals: 4)
        }
        #expect(prices(markedUp) == ["999 1100000"])
        #expect(markedUp.decks[0].rates[0].setupFeeNanos == 110_000_000)
    }

    @Test func `words in place of prices, dates and states do what they say`() throws {
        let text = """
            Code,Rate,Effective Date,End Date,Status
            999,1,ASAP,until further notice,new
            998,closed,2026-10-02,,
            997,1,2026-10-02,,Closed
            996,blocked,2026-10-02,,
            995,same,2026-10-02,,no change
            994,,2026-10-02,,
            993,1,same,,strange
            """ + "\n"
        let start: (inout DeckOptions) -> Void = { $0.effectiveFromMicros = 1_790_812_800_000_000 }
        let reading = try read(text, start)
        #expect(prices(reading) == ["996 -", "997 -", "998 -", "999 1000000"])
        #expect(reading.decks[0].rates[3].effectiveFromMicros == 1_790_812_800_000_000)
        #expect(reading.decks[0].rates[3].effectiveToMicros == .max)
        #expect(reading.decks[0].kept.rates.map(\.rate.prefix.description) == ["995"])
        #expect(reading.refusals.map(\.line) == [7, 8])
        #expect(reading.refusals.map(\.reason) == ["empty", "not a date"])
        let omitted = try read(text) {
            start(&$0)
            $0.settings.closedCodes = .omit
        }
        #expect(prices(omitted) == ["996 -", "999 1000000"])
        #expect(omitted.omittedRows == 2)
        #expect(try read(text).refusals.map(\.line) == [2, 7, 8])
    }

    @Test func `dates of unknown order are refused, with the question and what tells it`() throws {
        let text = "Code,Rate,Date From\n999,1,2/1/2025\n998,1,13/1/2025\n"
        let reading = try read(text)
        #expect(reading.refusals.map(\.line) == [2, 3])
        #expect(
            reading.questions.first
                == "Day or month first? 2 dates such as '2/1/2025' (line 2) can be read in two ways: state ‹date_format dmy› or "
                + "mdy. '13/1/2025' in line 3 can only be dmy.")
        #expect(try read(text) { $0.dateOrder = .dmy }.refusals == [])
        #expect(try read(text) { $0.dateOrder = .mdy }.refusals.map(\.line) == [3])
        let stated = try read("Code,Rate,Valid From (DD/MM/YYYY)\n999,1,2/1/2025\n")
        #expect(stated.questions == [] && stated.refusals == [])
        #expect(stated.assumptions == ["The heading of the dates states their order, dmy."])
    }

    @Test(arguments: [
        "Code,Rate (EUR)\n999,1\n", "Code,Rate,Currency\n999,1,EUR\n", "Code,Rate\n999,\u{20AC} 1\n",
        "All prices in EUR\nCode,Rate\n999,1\n", "Code,Rate\n999,1 EUR\n",
    ])
    func `a deck in another currency is asked about`(text: String) throws {
        #expect(try read(text) { $0.currency = "USD" }.questions.count == 1)
        let right = try read(text) { $0.currency = "EUR" }
        #expect(right.questions == [] && right.decks[0].rates.count == 1)
        #expect(try read(text).questions == [])
    }

    @Test func `rows of another currency among others are refused`() throws {
        let reading = try read("Code,Rate,Currency\n999,1,USD\n998,1,EUR\n997,1,\n") { $0.currency = "USD" }
        #expect(
            reading.refusals.map(\.description) == [
                "line 3, column 3 (Currency): in EUR, and the card is in USD: 'EUR'"
            ])
        #expect(try read("Code,Rate\n999,$1\n") { $0.currency = "CAD" }.questions == [])
    }

    @Test func `decimal marks can be stated, and thousands are then taken`() throws {
        let text = "Code;Rate\n999;1.234,5\n998;0,25\n997;2\n996;1.2345\n995;1.234\n"
        #expect(try read(text).refusals.map(\.line).contains(2))
        let reading = try read(text) { $0.settings.decimal = .comma }
        #expect(prices(reading) == ["995 1234000000", "997 2000000", "998 250000", "999 1234500000"])
        #expect(reading.refusals.map(\.line) == [5])
        #expect(try read("Code,Rate\n999,\"1,234\"\n") { $0.settings.decimal = .point }.refusals == [])
    }

    @Test(arguments: [
        ("0.01-0.02", "a range of prices; state one"), ("1,234.5", "thousands are separated; state ‹decimal point›"),
        ("1.234,5", "thousands are separated; state ‹decimal comma›"), ("5%", "a percentage, not a price"),
        ("1.2E-05", "scientific notation; digits of the price may be lost"), ("n/a", "no price"), ("-", "no price"),
        ("free", "not a decimal number"), ("-1", "below zero"),
    ])
    func `what is no price says why`(price: String, reason: String) throws {
        #expect(try read("Code;Rate\n999;\(price)\n998;1\n").refusals.map(\.reason) == [reason])
    }

    @Test(
        arguments: [
            ("$0.0123", 12_300), ("0.0123 USD", 12_300), ("USD 0.0123/min", 12_300), ("0.0123 USD / minute", 12_300),
            ("US$ .0123", 12_300), ("0.0123 $/min", 12_300), ("0.0123 per min", 12_300), ("\u{A0}0.0123\u{A0}", 12_300),
            ("1.23 cents", 12_300), ("0.0005/sec", 30_000), ("0.0005 USD per second", 30_000),
        ] as [(String, Int64)])
    func `words around a price are its currency and its unit`(price: String, micros: Int64) throws {
        let reading = try read("Code;Rate\n999;\(price)\n998;1\n") { $0.currency = "USD" }
        #expect(reading.refusals == [] && reading.questions == [])
        #expect(prices(reading) == ["998 1000000", "999 \(micros)"])
    }

    @Test(arguments: [
        ("0.0123*", "not a decimal number"), ("(0.0123)", "not a decimal number"), ("~0.01", "not a decimal number"),
        ("0\u{A0}.0123", "blanks within a price; write it without them"),
        ("1 234,5", "blanks within a price; write it without them"),
        ("$1,234.50", "thousands are separated; state ‹decimal point›"), ("TBA", "no price yet; ask for it"),
        ("0.01 EUR/min", "in EUR, and the card is in USD"), ("0.01/sec", "per second, and the column is per minute"),
    ])
    func `what stands around a price and is neither is refused`(price: String, reason: String) throws {
        let reading = try read("Code;Rate per minute\n999;\(price)\n998;1\n997;1\n") { $0.currency = "USD" }
        #expect(reading.refusals.map(\.reason) == [reason])
    }

    @Test(arguments: [
        "Vorwahl;Bezeichnung;Preis pro Minute in EUR;Takt;Gültig ab;Gültig bis",
        "Indicatif;Libellé;Prix par minute (EUR);Incrément;Date d'effet;Date de fin",
        "Préfixe;Pays;Tarif;Palier;Valable à partir du;Date fin",
        "Código;País;Tarifa (EUR/min);Facturación;Vigencia;Hasta fecha",
        "Prefijo;Destino;Precio por minuto;Incremento;Fecha de inicio;Fecha de fin",
        "Prefixo;Descrição;Preço por minuto;Cadência;Válido a partir de;Válido até",
        "Prefisso;Destinazione;Prezzo al minuto;Scatto;Valido dal;Valido al",
    ])
    func `headings of other languages are understood`(header: String) throws {
        let reading = try read("\(header)\n999;Examplia;0,0125;60/6;15/12/2026;\n") { $0.dateOrder = .dmy }
        #expect(reading.refusals == [] && reading.questions == [])
        let rate = try #require(reading.decks[0].rates.first)
        #expect(rate.nanosPerMinute == 12_500_000 && rate.effectiveFromMicros == 1_797_292_800_000_000)
        #expect((rate.initialSeconds, rate.incrementSeconds) == (60, 6))
        #expect(reading.destinations.text(0) == "Examplia")
    }

    @Test func `marks behind a code are left away only if that is stated`() throws {
        let text = "Code,Rate\n9991xxx,1\n9992XX;9993..,2\n9994…,3\n9995x,4\n9996.5,5\n99[1-3],6\n\"998 & 997\",7\n"
        let refused = try read(text)
        #expect(refused.refusals.map(\.line) == [2, 3, 4, 5, 6, 7])
        #expect(
            refused.refusals.first?.reason
                == "not a prefix of 1 to 15 digits; if the marks behind it stand for any digits, state ‹code_marks drop›"
        )
        let dropped = try read(text) { $0.settings.codeMarks = .drop }
        #expect(dropped.refusals.map(\.line) == [6, 7])
        #expect(
            prices(dropped) == [
                "997 7000000", "998 7000000", "9991 1000000", "9992 2000000", "9993 2000000", "9994 3000000",
                "9995 4000000",
            ])
        #expect(
            dropped.assumptions.contains(
                "Rows with codes that had x, … or full stops behind them, which were left away: 4 (first: line 2)."))
    }

    @Test func `a price behind the initial increment must be the same`() throws {
        let reading = try read("Code,Initial Rate,Next Rate\n999,1,1\n998,1,2\n997,1,\n")
        #expect(prices(reading) == ["997 1000000", "999 1000000"])
        #expect(reading.refusals.map(\.line) == [3])
    }

    @Test func `a column that is wrong throughout is asked about`() throws {
        let rows = (0..<20).map { "99\($0),,0.\($0)1-0.\($0)2\n" }.joined()
        let empty = try read("Code,Rate,Range\n" + rows)
        #expect(
            empty.questions == [
                "20 of 20 rows are refused for one reason in column 2 ('Rate'), empty: is it the right column for rate_per_min? "
                    + "State it with ‹column›."
            ])
        let ranges = try read("Code,Rate,Range\n" + rows) { $0.columnNames = [.ratePerMinute: "Range"] }
        #expect(ranges.questions.count == 1 && ranges.refusals.count == 20)
    }

    @Test func `a file that was cut off is asked about`() throws {
        #expect(try read("Code,Name,Rate\n999,a,1\n998,b").questions.count == 1)
        let whole = try read("Code,Name,Rate\n999,a,1\n998,b,0.0")
        // The other one says that calls to 998 cost nothing.
        #expect(whole.questions == [] && whole.assumptions.count == 2, "\(whole.assumptions)")
    }

    @Test func `reading stops at the bound of rows`() throws {
        let reading = try read("Code,Rate\n1,1\n44,1\n45,1\n") { $0.rowsMax = 2 }
        #expect(reading.rows == 2)
        #expect(reading.questions == ["The deck has more than 2 rows; it was read up to line 3. Split it."])
    }

    @Test func `the canonical file is read to the letter`() throws {
        let text = "deck_id,prefix,rate_per_min,status,currency,country_code\na,0044,1,closed,EUR,7\n"
        let reading = try read(text) { $0.isCanonical = true }
        #expect(reading.decks[0].rates.map(\.prefix.description) == ["0044"])
        #expect(reading.decks[0].rates.map(\.blocked) == [false])
        #expect(reading.questions == [] && reading.assumptions == [])
    }

    @Test func `a layout that changed says exactly how`() throws {
        let before = try read("Code,Name,Rate\n999,a,1\n").shape
        #expect(try read("News\nCode,Name,Rate\n888,b,2\n").shape.changes(since: before) == [])
        #expect(
            try read("Code;Area;Rate per second\n999;a;1\n").shape.changes(since: before) == [
                "the delimiter was comma and is semicolon", "the unit of prices was minute and is second",
                "gone: 'Name', 'Rate'", "new: 'Area', 'Rate per second'", "destination was 'Name' and is 'Area'",
                "rate_per_min was 'Rate' and is 'Rate per second'",
            ])
        #expect(
            try read("Name,Code,Rate\na,999,1\n").shape.changes(since: before) == [
                "the columns are in another order or number: 'Name', 'Code', 'Rate'"
            ])
    }
}
