import Spreadsheets
import TestSupport
import Testing

@Suite struct WorkbookTests {
    private func read(_ file: WorkbookFile, limits: Workbook.Limits = .init()) throws -> Sheet {
        let workbook = try Workbook(file.bytes, limits: limits)
        return try workbook.read(workbook.sheets[0])
    }

    /// `A1=text`, with a mark of its kind where it is no text: `#` number, `@` date, `?` boolean, `!` error, `=` formula.
    private func shown(_ sheet: Sheet) -> [String] {
        sheet.rows.flatMap { row in
            sheet.cells[row.cells].map { cell in
                let text = String(decoding: sheet.text[cell.start..<cell.end], as: UTF8.self)
                let marks: [Sheet.Kind: String] = [.number: "#", .date: "@", .boolean: "?", .error: "!"]
                return "\(cell.column),\(row.number)=\(cell.isFormula ? "=" : "")\(marks[cell.kind] ?? "")\(text)"
            }
        }
    }

    @Test func `every kind of cell is read`() throws {
        var file = WorkbookFile(
            .init(
                "Rates",
                rows: """
                    <row r="2" hidden="1"><c r="B2" t="s"><v>1</v></c><c r="D2"><v>0.0125</v></c><c t="b"><v>1</v></c></row>
                    <row><c t="inlineStr"><is><r><t>Côte </t></r><r><t>d'Ivoire</t></r><rPh><t>x</t></rPh></is></c>
                    <c t="e"><v>#REF!</v></c><c t="str"><f>A1&amp;"x"</f><v>ax</v></c><c><f>A1</f></c><c s="1"/></row>
                    <row r="9"><c r="AA9" s="1"><v>46296</v></c><c s="1"><v>46296.5</v></c><c s="2"><v>44</v></c>
                    <c t="d"><v>2026-10-01</v></c></row>
                    """))
        file.sharedStrings = ["a", "A & B"]
        file.formats = ["dd/mm/yyyy", "00000"]
        file.sheets[0].tail =
            "<mergeCells><mergeCell ref=\"A1:C2\"/></mergeCells><drawing r:id=\"d\"/>"
        let sheet = try read(file)
        #expect(
            shown(sheet) == [
                "1,2=A & B", "3,2=#0.0125", "4,2=?TRUE", "0,3=Côte d'Ivoire", "1,3=!#REF!", "2,3==ax", "3,3==#",
                "26,9=@2026-10-01", "27,9=@2026-10-01 12:00:00", "28,9=#00044", "29,9=@2026-10-01",
            ])
        #expect(sheet.merges == [.init(rows: 1...2, columns: 0...2)])
        #expect(sheet.hiddenRows == 1)
        #expect(sheet.hasDrawing)
    }

    @Test(arguments: [
        ("0.32200000000000001", "0.322"), ("9.1999999999999998E-3", "0.0092"), ("919812345678", "919812345678"),
        ("9.19812345678E+11", "919812345678"), ("0.30000000000000004", "0.3"),
        ("999999999999999.9", "1000000000000000"),
        ("-1.50", "-1.5"), ("0", "0"), ("-0.0", "0"), ("1E3", "1000"), ("1e-9", "0.000000001"), ("100", "100"),
        ("1E400", "1E400"), ("0x10", "0x10"),
    ])
    func `a number is the fifteen digits that a spreadsheet shows`(stored: String, expected: String) throws {
        let sheet = try read(WorkbookFile(.init("Rates", rows: "<row><c><v>\(stored)</v></c></row>")))
        #expect(String(decoding: sheet.text, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("61", false, "1900-03-01"), ("60", false, ""), ("1.5", false, ""), ("0", true, "1904-01-01"),
        ("45658", false, "2025-01-01"), ("44196", true, "2025-01-01"), ("45658.9999999", false, "2025-01-02"),
        ("45658.25", false, "2025-01-01 06:00:00"), ("2958465", false, "9999-12-31"), ("2958466", false, ""),
    ])
    func `days are counted as the workbook says`(serial: String, startsIn1904: Bool, date: String) throws {
        var file = WorkbookFile(.init("Rates", rows: "<row><c s=\"1\"><v>\(serial)</v></c></row>"))
        file.formats = ["[$-409]d\\-mmm\\-yyyy;@"]
        file.startsIn1904 = startsIn1904
        let sheet = try read(file)
        // What is no date stays the number that it is.
        #expect(sheet.cells.map(\.kind) == [date.isEmpty ? .number : .date])
        if !date.isEmpty { #expect(String(decoding: sheet.text, as: UTF8.self) == date) }
    }

    @Test(arguments: [
        ("0.00", false), ("#,##0.0000", false), ("\"day\" 0", false), ("[Red]0.0;[Blue]d", false), ("General", false),
        ("yyyy", true), ("[h]:mm", true), ("d/m/yy h:mm", true),
    ])
    func `formats of dates are told from formats of numbers`(format: String, isDate: Bool) throws {
        var file = WorkbookFile(.init("Rates", rows: "<row><c s=\"1\"><v>45658</v></c></row>"))
        file.formats = [format]
        #expect(try read(file).cells[0].kind == (isDate ? .date : .number))
    }

    @Test func `sheets are listed with what is hidden`() throws {
        var file = WorkbookFile(.init("Cover", [["Hello"]]), .init("Old & gone", [["x"]]))
        file.sheets[1].isHidden = true
        let workbook = try Workbook(file.bytes)
        #expect(workbook.sheets.map(\.name) == ["Cover", "Old & gone"])
        #expect(workbook.sheets.map(\.visibility) == [.visible, .hidden])
    }

    @Test func `limits hold while inflating`() throws {
        var limits = Workbook.Limits()
        limits.inflatedBytesMax = 1 << 20
        let blanks = String(repeating: " ", count: 8 << 20)
        let bomb = WorkbookFile(.init("Rates", rows: "<row><c><v>1</v></c></row>\(blanks)"))
        #expect(bomb.bytes.count < 20_000)
        #expect { try read(bomb, limits: limits) } throws: {
            "\($0)" == "the workbook inflates to more than 1 MiB; no more of it is read. Save the sheet as CSV"
        }
        limits = .init()
        limits.rowsMax = 2
        let rows = WorkbookFile(.init("Rates", [["1"], ["2"], ["3"]]))
        #expect { try read(rows, limits: limits) } throws: { "\($0)" == "sheet 'Rates' has more than 2 rows; not read" }
        limits = .init()
        limits.cellsMax = 2
        #expect { try read(rows, limits: limits) } throws: {
            "\($0)" == "sheet 'Rates' has more than 2 cells; not read"
        }
        limits = .init()
        limits.textBytesMax = 2
        #expect(throws: WorkbookError.self) {
            try read(WorkbookFile(.init("Rates", [["one text"], ["another"]])), limits: limits)
        }
    }

    @Test func `entities are not expanded`() throws {
        var file = WorkbookFile(.init("Rates", [["1"]]))
        file.replacedParts["xl/worksheets/sheet1.xml"] = Array(
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"
                .utf8)
        #expect { try read(file) } throws: {
            "\($0)" == "xl/worksheets/sheet1.xml declares a document type, which a workbook never needs; not read"
        }
    }

    @Test func `what is no workbook says so`() throws {
        let good = WorkbookFile(.init("Rates", [["prefix", "rate"], ["44", "0.01"]])).bytes
        for cut in [4, 30, good.count / 2, good.count - 1] {
            #expect(throws: WorkbookError.self) {
                let workbook = try Workbook(Array(good[..<cut]))
                for sheet in workbook.sheets { _ = try workbook.read(sheet) }
            }
        }
        #expect { try Workbook([0xD0, 0xCF, 0x11, 0xE0, 0]) } throws: { "\($0)".contains("password-protected") }
        #expect { try Workbook(WorkbookFile.archive([("content.xml", [])])) } throws: {
            "\($0)".contains("OpenDocument")
        }
        #expect { try Workbook(WorkbookFile.archive([("a.txt", [])])) } throws: { "\($0)".contains("no workbook") }
        var damaged = WorkbookFile(.init("Rates", rows: "<row><c><v>1</c></row>"))
        #expect { try read(damaged) } throws: { "\($0)".contains("sheet1.xml, line 1: mismatched tag") }
        damaged = WorkbookFile(.init("Rates", rows: "<row><c t=\"s\"><v>7</v></c></row>"))
        #expect { try read(damaged) } throws: { "\($0)".contains("refers to a text that is not there") }
    }

    @Test(arguments: 0..<60)
    func `damaged bytes are refused or read and never trap`(seed: UInt64) throws {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var bytes = WorkbookFile(.init("Rates", [["prefix", "rate"], ["44", "0.01"], ["49", "0.02"]])).bytes
        for _ in 0..<(1 + seed % 5) {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            bytes[Int(random % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random >> 40)
        }
        do throws(WorkbookError) {
            let workbook = try Workbook(bytes)
            for sheet in workbook.sheets { _ = try workbook.read(sheet) }
        } catch {
            #expect(!error.message.isEmpty)
        }
    }
}
