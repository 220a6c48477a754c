import Database
import Foundation
import Postgres
import Spreadsheets
import TestSupport
import Testing

@Suite struct RateCardCommandTests {
    private struct Cards {
        let program: DidtronProgram
        let database: Database
        let folder: String

        @discardableResult
        func run(_ arguments: String, input: String = "", status: Int32 = 0) throws -> String {
            // Decks here are of one day, and tests of any later one.
            let stated = arguments.replacing("ratecard import ", with: "ratecard import --confirm old-dates ")
            let outcome = try program.run(stated.split(separator: " ").map(String.init), input: input)
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)\(outcome.output)")
            return status == 0 ? outcome.output : outcome.output + outcome.errors
        }
    }

    private func withCards(_ body: (Cards) throws -> Void) throws {
        try withTestDatabase { database in
            try body(Cards(program: DidtronProgram(database: database), database: database, folder: database.home.path))
        }
    }

    private let header = "prefix,destination,rate,effective_from,increments\n"

    @Test func `a deck is judged, approved by another, taken back, and all of it is on record`() throws {
        try withCards { cards in
            try cards.run(
                "partner import -",
                input: "partner,currency,role,notice_increase_days\nsupp,USD,supplier,7\n")
            let first = header + "33,France,0.02,2026-01-01,1/1\n49,Germany,0.03,2026-01-01,1/1\n"
            try cards.run(
                "ratecard import - --card one --side buy --currency USD --supplier supp --approve", input: first)
            let dearer = header + "33,France,0.3,2099-01-01,60/60\n49,Germany,0.03,2026-01-01,1/1\n"
            let refused = try cards.run(
                "ratecard import - --card one --side buy --currency USD --as-of 2098-12-30", input: dearer, status: 1)
            let judgement = refused.range(of: "Against version 1").map { refused[$0.lowerBound...] }
            #expect(
                judgement == """
                    Against version 1 (in effect): 0 new, 1 increase, 0 decrease, 0 changed, 0 blocked, 0 closed, 1 unchanged
                      increase  33  France  0.02 -> 0.3  (increments 1/1 -> 60/60)  from 2099-01-01T00:00:00Z  notice broken
                    Notice:
                      supp, increase: 7 days (from 2099-01-06T00:00:00Z), 0 kept, 1 broken: 33
                    Implausible:
                      A price is ten times what it was, or a tenth: 33 0.02 -> 0.3.
                    Nothing was stored. If that is what the deck means, run the command again with --force.

                    """)
            #expect(
                try cards.run("settings set ratecard.second_approver on --as root")
                    == "ratecard.second_approver: off -> on\n")
            try cards.run(
                "ratecard import - --card one --side buy --currency USD --as-of 2098-12-30 --force --as anna",
                input: dearer)
            #expect(
                try cards.run("ratecard approve --card one --as anna", status: 1).contains(
                    "asks for somebody else to approve it"))
            // What was said at the import is said again before the approval.
            let review = try cards.run("ratecard approve --card one --dry-run")
            #expect(
                review == """
                    Version 2 of card one (buy, USD), standard input: 2 rates, to take effect from 2099-01-01T00:00:00Z
                    Against version 1 (in effect): 0 new, 1 increase, 0 decrease, 0 changed, 0 blocked, 0 closed, 1 unchanged
                      increase  33  France  0.02 -> 0.3  (increments 1/1 -> 60/60)  from 2099-01-01T00:00:00Z  notice broken
                    Notice:
                      supp, increase: 7 days (from 2099-01-06T00:00:00Z), 0 kept, 1 broken: 33
                    Implausible:
                      A price is ten times what it was, or a tenth: 33 0.02 -> 0.3.

                    """)
            #expect(
                try cards.run("ratecard approve --card one --as ben")
                    == review + "Version 2 of card one is approved and in effect from 2099-01-01T00:00:00Z.\n")
            #expect(
                try cards.run("ratecard undo --card one --as cleo") == "Version 2 of card one is withdrawn.\n")
            let lines = try cards.run("ratecard history --card one").split(separator: "\n").dropFirst(2).map { line in
                // Behind the instant.
                line.dropFirst(21).split(separator: " ").joined(separator: " ")
            }
            #expect(
                lines.prefix(3) == [
                    "cleo withdrew version 2 -", "ben approved version 2, in effect from 2099-01-01 -",
                    "anna imported version 2 from standard input: 2 rates (1 increase), to take effect from 2099-01-01, with "
                        + "--force -",
                ])
            let history = try cards.run("ratecard history --card one --json")
            for act in ["\"actor\" : \"cleo\"", "\"actor\" : \"ben\"", "\"actor\" : \"anna\"", "ten times what it was"]
            {
                #expect(history.contains(act))
            }
            #expect(
                try cards.run("ratecard withdraw --card one --version 1", status: 1).contains(
                    "has been in effect since"))
        }
    }

    @Test func `peak and off-peak columns come with their hours, and attempts are charged`() throws {
        try withCards { cards in
            try cards.run("partner import -", input: "partner,currency,role\nacme,USD,customer\n")
            try cards.run("account import -", input: "account,partner,side\nacme,acme,sell\n")
            let deck = "Code,Name,Peak,Off-Peak,Attempt Fee\n44,UK,0.03,0.01,0.0005\n49,Germany,0.02,0.02,\n"
            let command =
                "ratecard import - --card gold --side sell --currency USD --effective 2026-01-01 --customer acme "
                + "--band-price peak=#3 --band-price off_peak=#4"
            let outcome = try cards.program.run(
                command.split(separator: " ").map(String.init) + [
                    "--confirm", "old-dates", "--band", "peak=mon-fri 08:00-20:00", "--band", "off_peak=rest",
                    "--approve",
                ], input: deck)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(
                outcome.output.contains(
                    "Time bands: 4 windows from the beginning; calls are priced by the band in which they start."))
            #expect(!outcome.output.contains("The card has no"))
            // Wednesday noon, Saturday noon, Wednesday evening without an answer.
            try cards.run(
                "cdr import -",
                input: """
                    call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip
                    c1,acme,,4930123456,442071234567,2026-11-25T12:00:00Z,60,200,
                    c2,acme,,4930123456,442071234567,2026-11-28T12:00:00Z,60,200,
                    c3,acme,,4930123456,442071234567,2026-11-25T21:00:00Z,0,486,
                    c4,acme,,4930123456,4930234567,2026-11-25T21:00:00Z,0,486,

                    """)
            let connection = try cards.database.connect(role: .reporter)
            defer { connection.close() }
            let calls = try connection.query("SELECT sell_micros FROM call ORDER BY ordinal", name: "calls")
            #expect(try calls.map { try $0.int("sell_micros") } == [30_500, 10_500, 500, 0])
            #expect(
                try cards.run("ratecard export --card gold").contains(",attempt_fee,time_band,origin,jurisdiction\n"))
            #expect(try cards.run("check --full").contains("V"))
        }
    }

    @Test func `a call costs what the deck says that begins before a scheduled version`() throws {
        try withCards { cards in
            try cards.run(
                "partner import -", input: "partner,currency,role,notice_increase_days\nacme,USD,customer,7\n")
            try cards.run("account import -", input: "account,partner,side\nacme,acme,sell\n")
            let load = "ratecard import - --card gold --side sell --currency USD"
            try cards.run(
                "\(load) --customer acme --approve",
                input: header + "44,UK,0.01,2026-01-01,60/60\n49,DE,0.01,2026-01-01,60/60\n")
            try cards.run(
                "\(load) --as-of 2026-11-18 --approve",
                input: header + "44,UK,0.01,2026-01-01,60/60\n49,DE,0.012,2026-12-20,60/60\n")
            let dearer = header + "44,UK,0.05,2026-11-20,60/60\n49,DE,0.01,2026-01-01,60/60\n"
            let question = try cards.run("\(load) --as-of 2026-11-19 --approve", input: dearer, status: 1)
            #expect(question.contains("Version 2 takes over from this deck on 2026-12-20T00:00:00Z"))
            #expect(question.contains("acme, increase: 7 days (from 2026-11-26T00:00:00Z), 0 kept, 1 broken: 44"))
            #expect(question.hasSuffix("Nothing was loaded, because a question is still open.\n"))
            let taken = try cards.run("\(load) --as-of 2026-11-19 --scheduled keep --approve", input: dearer)
            #expect(taken.hasSuffix("Version 3 is approved and in effect from 2026-11-20T00:00:00Z.\n"))
            try cards.run(
                "cdr import -",
                input: """
                    call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip
                    c1,acme,,4930123456,442071234567,2026-11-25T10:00:00Z,60,200,

                    """)
            let connection = try cards.database.connect(role: .reporter)
            defer { connection.close() }
            let call = try connection.query("SELECT sell_micros FROM call", name: "call").only()
            #expect(try call.int("sell_micros") == 50_000)
        }
    }

    @Test func `an import whose card cannot be assigned stores nothing`() throws {
        try withCards { cards in
            try cards.run("partner import -", input: "partner,currency,role\nacme,USD,customer\nsupp,USD,supplier\n")
            let deck = header + "33,France,0.02,2026-01-01,1/1\n"
            func importDeck(_ options: String, status: Int32 = 0) throws -> String {
                try cards.run("ratecard import - --currency USD --card \(options)", input: deck, status: status)
            }
            func cardNames() throws -> [String] {
                let connection = try cards.database.connect(role: .reporter)
                defer { connection.close() }
                return try connection.query(
                    """
                    SELECT card.name || ' ' || count(version.id) AS card FROM rate_card AS card
                    LEFT JOIN card_version AS version ON version.card_id = card.id
                    GROUP BY card.name ORDER BY 1
                    """, name: "cards"
                ).map { try $0.string("card") }
            }
            _ = try importDeck("gold --side sell --customer acme --approve")
            let overlapping = try importDeck("silver --side sell --customer acme --approve", status: 1)
            #expect(
                overlapping.contains(
                    "Card silver cannot be assigned to acme: overlaps the assignment of card gold, from the beginning; "
                ))
            #expect(overlapping.contains("Nothing was stored. Assign it by itself"))
            #expect(!overlapping.contains("is approved"))
            #expect(try cardNames() == ["gold 1"])

            try cards.run("product import -", input: "product,name\npremium,Premium\n")
            let several = try importDeck("route --side buy --supplier supp", status: 1)
            #expect(several.contains("Card route cannot be assigned to supp: there are several products: state one"))
            #expect(try cardNames() == ["gold 1"])
            let alone = try cards.run("ratecard assign --card gold --partner nobody", status: 1)
            #expect(
                alone.contains(
                    "Card gold cannot be assigned to nobody: no partner of that code: import it first; there are several "
                        + "products: state one. Nothing was changed."))
            let stated = try importDeck("route --side buy --supplier supp --product premium")
            #expect(stated.hasSuffix("Assigned to supp.\n"))
            #expect(try cardNames() == ["gold 1", "route 1"])
        }
    }

    @Test func `from two buy decks to a sell deck, a notice and files`() throws {
        try withCards { cards in
            try cards.run(
                "ratecard import - --card one --side buy --currency USD --approve",
                input: header + "33,FR,0.02,2026-01-01,1/1\n49,DE,0.03,2026-01-01,60/60\n")
            try cards.run(
                "ratecard import - --card two --side buy --currency USD --approve",
                input: header + "33,FR,0.03,2026-01-01,1/1\n336,FR mob,0.01,2026-01-01,1/1\n")
            #expect(
                try cards.run("ratecard compare --buy-card one,two --prefix 33").hasSuffix(
                    "of 2 prefixes, in USD a minute: one 1, two 1; without a price: 0\n"))
            let generate = "ratecard generate --card retail --buy-card one --buy-card two --percent 20 --approve"
            #expect(try cards.run(generate + " --effective 2026-01-01", status: 1).contains("State its --currency"))
            let made = try cards.run(generate + " --effective 2026-01-01 --currency USD")
            #expect(made.contains("3 prefixes of all suppliers: 3 rates, 0 left out"))
            try cards.run("partner import -", input: "partner,currency\nacme,USD\n")
            try cards.run("ratecard assign --card retail --partner acme")
            let later = try cards.run(
                "ratecard generate --card retail --buy-card one --buy-card two --percent 30 --effective 2099-01-01 --force --approve"
            )
            #expect(later.contains("Version 2 is approved and in effect from 2099-01-01T00:00:00Z."))
            let notice = try cards.run("ratecard notice --card retail --customer acme")
            #expect(
                notice.hasPrefix(
                    "prefix,destination,change,currency,current_rate,new_rate,setup_fee,increments,details,effective_from\n33,"
                ))
            #expect(notice.contains(",increase,USD,0.024,0.026,0,1/1,,2099-01-01T00:00:00Z\n"))

            let book = "\(cards.folder)/notice.xlsx"
            try cards.run("ratecard notice --card retail --customer acme --format xlsx --output \(book)")
            let lines = try texts(book)
            #expect(lines.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n" == notice)

            // The same content in all three formats.
            let csv = try cards.run("ratecard export --card retail")
            let whole = "\(cards.folder)/retail.xlsx"
            try cards.run("ratecard export --card retail --format xlsx --output \(whole)")
            #expect(try texts(whole).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n" == csv)
            let json = try cards.run("ratecard export --card retail --format connexcs")
            let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            let card = (document?["cards"] as? [String: Any])?["retail"] as? [String: Any]
            #expect(card?["currency"] as? String == "USD")
            #expect((card?["rates"] as? [[Any]])?.count == 3)
            #expect(
                json.contains("[\"33\", ") && json.contains(", 0.026, 0, 1, 1, 0, null, 0, 0, \"none\", \"up\", 6, "))
            let file = "\(cards.folder)/retail.json"
            try cards.run("ratecard export --card retail --format connexcs --output \(file)")
            for path in [whole, file] {
                let again = try cards.run("ratecard import \(path) --card retail --side sell --currency USD --approve")
                #expect(again.hasSuffix("Nothing changes: version 2 has the same rates.\n"), "\(path): \(again)")
            }
            #expect(
                try cards.run("ratecard export --card retail --format xlsx", status: 64).contains(
                    "state it with --output"))
        }
    }

    @Test func `names are reviewed by command`() throws {
        try withCards { cards in
            try cards.run(
                "ratecard import - --card one --side buy --currency USD --approve",
                input: header + "49,DE,0.03,2026-01-01,60/60\n")
            #expect(try cards.run("destination mapping list --card one --unreviewed").contains("DE    Germany"))
            #expect(
                try cards.run("destination mapping set --card one --name DE")
                    == "DE is reviewed; it holds for the next deck.\n")
            #expect(
                try cards.run("destination mapping list --card one --unreviewed")
                    == "Every name of card one is reviewed.\n")
            let csv = try cards.run("destination mapping export --card one")
            #expect(csv == "name,destination,method,prefixes,matched,reviewed\nDE,Germany,prefix,1,1,yes\n")
            #expect(
                try cards.run("destination mapping import - --card one", input: csv)
                    == "0 names of card one reviewed or changed.\n")
            #expect(
                try cards.run("destination mapping set --card one --name DE --destination Nowhere", status: 1).contains(
                    "not a destination of the master list"))
        }
    }

    /// The texts of the first sheet of a workbook, row by row.
    private func texts(_ path: String) throws -> [[String]] {
        let workbook = try Workbook([UInt8](Data(contentsOf: URL(filePath: path))))
        let sheet = try workbook.read(try #require(workbook.sheets.first))
        let width = sheet.rows.first?.cells.count ?? 0
        return sheet.rows.map { row in
            var texts = [String](repeating: "", count: width)
            for cell in sheet.cells[row.cells] {
                texts[Int(cell.column)] = String(decoding: sheet.text[cell.start..<cell.end], as: UTF8.self)
            }
            return texts
        }
    }
}
