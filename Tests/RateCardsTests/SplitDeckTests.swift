import Rating
import Testing

@testable import RateCards

/// Decks whose prices stand in one file and whose codes in others.
@Suite struct SplitDeckTests {
    private func read(
        _ prices: String, _ codes: String..., change: (inout DeckOptions) -> Void = { _ in }
    ) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        let parts = codes.enumerated().map {
            CodesPart(name: "codes\($0 + 1).csv", file: .text(Array($1.utf8)))
        }
        let reading = try DeckReader.read(.text(Array(prices.utf8)), codes: parts, options: options)
        let refused = Set(reading.refusals.map(\.line)).count
        #expect(
            reading.rowsTaken + refused + reading.blankRows + reading.omittedRows + reading.otherRows == reading.rows)
        return reading
    }

    private func prices(_ reading: DeckReading) -> [String] {
        reading.decks[0].rates.map {
            "\($0.prefix) \($0.nanosPerMinute / 1_000) \(reading.destinations.text(Int($0.destination))) \($0.id)"
        }
    }

    @Test func `prices get the codes of their name, however it is written`() throws {
        let reading = try read(
            "Zone;Rate\nEXAMPLIA ;0,5\n\"Examplia  Mobile\";0,25\n",
            "zone;code1;code2\nexamplia;999;\nExamplia;9970;9979\n\u{A0}Examplia  mobile;99915;\n")
        #expect(reading.refusals == [] && reading.codeRefusals == [] && reading.questions == [])
        #expect(
            prices(reading) == [
                "997 500000 EXAMPLIA 2", "999 500000 EXAMPLIA 2", "99915 250000 Examplia  Mobile 3",
            ])
        #expect(reading.header.last == "codes by 'Zone'")
        #expect(reading.assumptions.first == "Prices were given the codes of the same 'Zone'.")
    }

    @Test func `names on one side only are told by line of their file`() throws {
        let reading = try read(
            "Zone,Rate\nA,1\nB,2\n,3\nA b,4\n\nC\n", "Code,Zone\n991,a\n993,C\n994,D\n99x,A\n,A\n", "Zone,Code\nE,995\n"
        )
        #expect(prices(reading) == ["991 1000000 A 2"])
        #expect(
            reading.refusals.map(\.description) == [
                "line 3, column 1 (Zone): no codes under this name in codes1.csv, codes2.csv: 'B'",
                "line 4, column 1 (Zone): empty",
                "line 5, column 1 (Zone): no codes under this name in codes1.csv, codes2.csv: 'A b'",
                "line 7: 2 fields expected, 1 found",
            ])
        #expect(
            reading.codeRefusals.map(\.description) == [
                "codes1.csv, line 3, column 2 (Zone): no price under this name in the deck: 'C'",
                "codes1.csv, line 4, column 2 (Zone): no price under this name in the deck: 'D'",
                "codes1.csv, line 5, column 1 (Code): not a prefix of 1 to 15 digits: '99x'",
                "codes1.csv, line 6, column 1 (Code): empty",
                "codes2.csv, line 2, column 1 (Zone): no price under this name in the deck: 'E'",
            ])
    }

    @Test func `what contradicts itself is refused with both lines`() throws {
        let twice = try read("Zone,Rate\nA,1\na,2\n", "Zone,Code\nA,991\n")
        #expect(
            twice.refusals.map(\.description) == [
                "line 2, column 3 (codes by 'Zone'): the same prefix and start as in line 3: '991'",
                "line 3, column 3 (codes by 'Zone'): the same prefix and start as in line 2: '991'",
            ])
        let lists = try read("Zone,Rate\nA,1\nB,2\n", "Zone;Code\nA;\"991;992\"\nB;995\nA;993\nA;\"992;991\"\n")
        #expect(prices(lists) == ["995 2000000 B 3"])
        #expect(
            lists.codeRefusals.map(\.description) == [
                "codes1.csv, line 2, column 1 (Zone): the same name as in line 4, with other codes: 'A'",
                "codes1.csv, line 4, column 1 (Zone): the same name as in line 2, with other codes: 'A'",
            ])
        #expect(lists.refusals.map(\.reason) == ["its codes are in doubt: see line 2 of codes1.csv"])
        let files = try read("Zone,Rate\nA,1\n", "Zone,Code\nA,991\n", "Zone,Code\nA,992\n")
        #expect(
            files.codeRefusals.map(\.reason) == [
                "the same name as in codes2.csv, line 2, with other codes",
                "the same name as in codes1.csv, line 2, with other codes",
            ])
        let shared = try read("Zone,Rate\nA,1\nB,2\nC,3\n", "Zone,Code\nA,991\nB,991-993\nC,994\n")
        #expect(prices(shared) == ["994 3000000 C 4"])
        #expect(
            shared.codeRefusals.map(\.reason) == [
                "code 991 is one of another name in line 3", "code 991 is one of another name in line 2",
            ])
    }

    @Test func `a name may have several prices in time, and one that stays`() throws {
        let reading = try read(
            "Zone,Rate,Effective\nA,1,2026-10-01\nA,2,2026-11-01\nB,same,2026-11-01\n",
            "Zone,Code\nA,991\nA,992\nB,995\n")
        #expect(prices(reading).map { $0.prefix(5) } == ["991 1", "991 2", "992 1", "992 2"])
        #expect(reading.decks[0].kept.rates.map(\.rate.prefix.description) == ["995"])
    }

    @Test func `columns of one heading in both files are the key, together`() throws {
        let prices = "route,destination,outbound\n1,mobile,1\n2,mobile,2\n1,proper,3\n"
        let codes = "code1,code2,route,destination\n991,,1,Mobile\n992,994,2,mobile\n99,,1,proper\n"
        let reading = try read(prices, codes) { $0.columnNames = [.ratePerMinute: "outbound"] }
        #expect(
            self.prices(reading) == [
                "99 3000000 proper 4", "991 1000000 mobile 2", "992 2000000 mobile 3", "993 2000000 mobile 3",
                "994 2000000 mobile 3",
            ])
        #expect(reading.header.last == "codes by 'route' and 'destination'")
        let stated = try read("Group,Rate\n1,1\n2,2\n", "Group id,Dialcode,Name\n2,992,x\n1,991,y\n") {
            $0.settings.join = ["Group=Group id"]
        }
        #expect(self.prices(stated).map { $0.prefix(5) } == ["991 1", "992 2"])
    }

    @Test(arguments: [
        (
            "Group,Rate\n1,1\n", "Zone id,Code\n1,1\n",
            "codes1.csv: no column of the deck is one of codes1.csv: the deck has 'Group', 'Rate', and codes1.csv has 'Zone id', "
                + "'Code'. State which belong together with ‹join›, as in ‹join 'Zone=Zone id'›"
        ),
        (
            "Zone,Code,Rate\nA,1,1\n", "Zone,Code\nA,1\n",
            "line 1: the deck has codes of its own in column 2 ('Code'); codes of other files are for decks without"
        ),
        (
            "Zone,Rate\nA,1\n", "Zone,Name\nA,1\n",
            "codes1.csv: line 1: no column for 'prefix': the columns here are 'Zone', 'Name'. Name it with ‹column FIELD=NAME›; "
                + "where the file names no columns, state ‹header_row 0› and their numbers, as in ‹column prefix=#1›"
        ),
    ])
    func `files that cannot be joined are refused with a sentence`(deck: String, codes: String, message: String) {
        #expect { try read(deck, codes) } throws: { "\($0)" == message }
    }

    @Test func `two sheets of one workbook are joined as well`() throws {
        func sheet(_ name: String, _ rows: [[String]]) -> CellTable {
            var table = CellTable(name: name)
            for (number, row) in rows.enumerated() {
                table.beginRow(number + 1)
                for (column, text) in row.enumerated() { table.append(.text, column: column, text.utf8) }
            }
            return table
        }
        let file = DeckFile.sheets([
            sheet("Rates", [["Zone", "Rate"], ["A", "0.5"], ["B", "0.25"]]),
            sheet("Codes", [["Zone", "Code"], ["A", "991"], ["B", "992"], ["B", "993"]]),
        ])
        var options = DeckOptions()
        options.settings.codesSheet = "Codes"
        let reading = try DeckReader.read(
            file, codes: CodesPart.parts([], of: file, options.settings), options: options)
        #expect(reading.refusals == [] && reading.codeRefusals == [])
        #expect(prices(reading) == ["991 500000 A 2", "992 250000 B 3", "993 250000 B 3"])
    }
}
