import Catalog
import Foundation
import TestSupport
import Testing

@testable import didtron

/// Lists as tables that fit, as CSV, and with the columns that were asked for.
@Suite struct ListOptionsTests {
    private static var table: TextTable {
        var table = TextTable([.left("partner"), .left("asked for by"), .right("amount")])
        table.rows = [["acme", "Smith, \"Ann\"", "1,204.50"], ["bolt", "-", "-3.00"]]
        table.totals = [["all", "", "1,201.50"]]
        return table
    }

    @Test func `CSV has a heading, numbers without separators, and no totals`() {
        #expect(
            Self.table.csv == """
                partner,asked_for_by,amount
                acme,"Smith, ""Ann\""",1204.50
                bolt,,-3.00

                """)
    }

    @Test(arguments: [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("+1+1", "'+1+1"), ("-2+3", "'-2+3"),
        ("@SUM(1,2)", "\"'@SUM(1,2)\""),
        ("{{name}}", "{{name}}"), ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\"b", "\"a\"\"b\""),
        ("-3.50", "-3.50"), ("+442071234567", "+442071234567"), ("-", "'-"),
    ])
    func `F22: a name is text to a spreadsheet, whatever it begins with`(name: String, cell: String) throws {
        #expect(CSVText.line([name]) == cell + "\n")
        #expect(CSVOutput.text(["name"], [[name]]) == "name\n\(cell)\n")
    }

    @Test func `columns are chosen by their headings, in the order asked for`() throws {
        let chosen = try Self.table.choosing(["amount", "asked_for_by"])
        #expect(chosen.csv == "amount,asked_for_by\n1204.50,\"Smith, \"\"Ann\"\"\"\n-3.00,\n")
        #expect(throws: (any Error).self) { try Self.table.choosing(["amounts"]) }
    }

    @Test func `a table that is too wide is printed a field a line, and CSV is not`() throws {
        try withTestDatabase { database in
            var program = DidtronProgram(database: database)
            let imported = try program.run(
                ["partner", "import", "-"], input: "partner,name,role,currency\nacme,Acme Limited,customer,USD\n")
            #expect(imported.status == 0, "\(imported.errors)")
            let wide = try program.run(["partner", "list"]).output
            #expect(wide.split(separator: "\n").count == 3 && !wide.contains("\u{1B}"), "\(wide)")
            program.environment["COLUMNS"] = "60"
            let narrow = try program.run(["partner", "list"]).output
            #expect(narrow.hasPrefix("partner"), "\(narrow)")
            #expect(narrow.contains("\nname                  Acme Limited\n"), "\(narrow)")
            #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 60 })
            let fitting = try program.run(["partner", "list", "--columns", "partner,role,currency"]).output
            #expect(fitting == "partner  role      currency\n-------  --------  --------\nacme     customer  USD\n")
            let csv = try program.run(["partner", "list", "--csv", "--columns", "name,credit_limit"])
            #expect(csv.output == "name,credit_limit\nAcme Limited,0\n", "\(csv)")
            let unknown = try program.run(["partner", "list", "--columns", "nmae"])
            #expect(
                unknown.status == 64 && unknown.errors.contains("There is no column 'nmae'; columns are partner, name"))
            let both = try program.run(["partner", "list", "--csv", "--json"])
            #expect(both.status == 64)
        }
    }

    @Test func `nothing but errors and data is printed with --quiet`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            let imported = try program.run(
                ["partner", "import", "-", "--quiet"], input: "partner,role,currency\nacme,customer,USD\n")
            #expect(imported.status == 0 && imported.output.isEmpty && imported.errors.isEmpty, "\(imported)")
            #expect(try program.run(["ledger", "post", "-q"]).output.isEmpty)
            #expect(try program.run(["partner", "list", "--quiet"]).output.contains("acme"))
            let refused = try program.run(["invoice", "approve", "9", "--quiet"])
            #expect(refused.status == 1 && refused.errors.contains("There is no invoice 9"))
        }
    }

    @Test func `colours are for terminals, and NO_COLOR switches them off`() throws {
        let folder = try TestFolder.shared
        let file = "\(folder.path)/\(folder.newName()).sh"
        defer { try? FileManager.default.removeItem(atPath: file) }
        // script(1) gives the program a terminal.
        try #"TERM=xterm script -qec "$1 tariff show /nowhere" /dev/null"#.write(
            toFile: file, atomically: true, encoding: .utf8)
        var program = DidtronProgram()
        // Empty is as if it were not set.
        program.environment["NO_COLOR"] = ""
        let coloured = try program.run(script: file, [])
        #expect(coloured.output.contains("\u{1B}[31mdidtron:\u{1B}[0m /nowhere"), "\(coloured)")
        program.environment["NO_COLOR"] = "1"
        let plain = try program.run(script: file, [])
        #expect(plain.output.contains("didtron: /nowhere") && !plain.output.contains("\u{1B}"), "\(plain)")
        #expect(try !DidtronProgram().run(["tariff", "show", "/nowhere"]).errors.contains("\u{1B}"))
    }
}
