import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// The catalog from the command line, from an empty database to a priced partner.
@Suite struct CatalogCommandTests {
    private func run(_ arguments: [String], _ database: Database, input: String = "") throws -> DidtronProgram.Outcome {
        try DidtronProgram(database: database).run(arguments, input: input)
    }

    @Test func `from nothing to a priced partner`() throws {
        try withTestDatabase { database in
            let partners = try run(
                ["partner", "import", "-"], database, input: "partner,name,currency\nacme,Acme Ltd,USD\nbolt,Bolt,USD\n"
            )
            #expect(partners.errors == "")
            #expect(
                partners.output == """
                    -: Made entity main (USD) with switch main and product standard
                    2 partners: 2 added, 0 changed, 0 unchanged

                    """)
            let accounts = try run(["account", "import", "-"], database, input: "account,partner\n10001,acme\n")
            #expect(accounts.output == "-: 1 account: 1 added, 0 changed, 0 unchanged\n")
            let deck = "prefix,destination,rate,effective_from,increments\n49,Germany,0.0125,2026-10-01,60/60\n"
            let imported = try run(
                [
                    "ratecard", "import", "--confirm", "old-dates", "-", "--card", "gold", "--side", "sell",
                    "--currency", "usd", "--customer",
                    "acme",
                ], database, input: deck)
            #expect(imported.output.hasPrefix("Card gold (sell, USD), standard input: 1 rate, 0 rows refused\n"))
            #expect(
                imported.output.hasSuffix(
                    """
                    1 row: 1 taken as 1 rate, 0 refused
                    First version: 1 new, 0 increase, 0 decrease, 0 changed, 0 blocked, 0 closed, 0 unchanged
                    Version 1 is a draft, to take effect from 2026-10-01T00:00:00Z. Approve it: \
                    didtron ratecard approve --card gold --version 1
                    Assigned to acme.

                    """))
            let approved = try run(["ratecard", "approve", "--card", "gold"], database)
            #expect(
                approved.output == """
                    Version 1 of card gold (sell, USD), standard input: 1 rate, to take effect from 2026-10-01T00:00:00Z
                    First version: 1 new, 0 increase, 0 decrease, 0 changed, 0 blocked, 0 closed, 0 unchanged
                    Version 1 of card gold is approved and in effect from 2026-10-01T00:00:00Z.

                    """)
            let exported = try run(["ratecard", "export", "--card", "gold"], database)
            #expect(
                exported.output == """
                    deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s,minimum_s,\
                    effective_to,blocked,grace_s,grace_mode,duration_rounding,rounding_decimals,rounding_mode,max_cost,min_cost
                    gold,49,Germany,2026-10-01T00:00:00Z,0.0125,0,60,60,0,,0,0,none,up,6,half_up,,

                    """)
            let again = try run(
                [
                    "ratecard", "import", "--confirm", "old-dates", "-", "--card", "gold", "--side", "sell",
                    "--currency", "USD", "--approve",
                ],
                database,
                input: exported.output)
            #expect(again.output.hasSuffix("Nothing changes: version 1 has the same rates.\n"))
            #expect(
                try run(["ratecard", "assign", "--card", "gold", "--partner", "acme"], database).output
                    == "1 assignment: 0 added, 0 changed, 1 unchanged\n")
            let shown = try run(["partner", "show", "acme"], database).output
            #expect(shown.contains("acme     Acme Ltd  customer  sell  postpaid"), "\(shown)")
            #expect(shown.contains("10001"))
            #expect(shown.contains("gold"))
            let listed = try run(["ratecard", "list", "--at", "2026-10-02", "--json"], database)
            let cards = try #require(
                try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
            #expect(cards.map { $0["version"] as? Int } == [1])
            #expect(cards.map { $0["partners"] as? Int } == [1])
            let difference = try run(["ratecard", "diff", "--card", "gold"], database)
            #expect(difference.output.hasPrefix("Version 1 against nothing: 1 new, 0 increase"))
        }
    }

    @Test(
        arguments: [
            (
                ["partner", "import", "no-such-file.csv"], "",
                "didtron: no-such-file.csv cannot be opened: No such file or directory.\n"
            ),
            (
                ["partner", "import", "-"], "partner,currency\nacme,XXX\n",
                "didtron: -, line 2, column 2 (currency): not a currency code of ISO 4217, such as USD: 'XXX'\nNothing was imported. Correct the file and run the command again.\n"
            ),
            (
                ["account", "import", "-"], "account,partner\n1,acme\n",
                "didtron: -, line 2 (entity): there is no entity yet: import partners first\nNothing was imported. Correct the file and run the command again.\n"
            ),
            (
                ["ratecard", "show", "--card", "gold"], "",
                "didtron: There is no entity yet. Import partners first (`didtron partner import FILE`).\n"
            ),
            (
                [
                    "ratecard", "import", "--confirm", "old-dates", "-", "--card", "g", "--side", "sell", "--currency",
                    "USD",
                ], "PK\u{3}\u{4}...",
                "didtron: -, the workbook is damaged or cut off (Not a zip archive). Have it sent again, or save it as CSV\nNothing was imported. Correct the file and run the command again.\n"
            ),
            (
                ["partner", "show", "acme"], "",
                "didtron: There is no partner 'acme'. `didtron partner list` shows those there are.\n"
            ),
        ] as [([String], String, String)])
    func `what cannot be done is said in a sentence`(arguments: [String], input: String, sentence: String) throws {
        try withTestDatabase { database in
            let result = try run(arguments, database, input: input)
            #expect(result.status == 1)
            #expect(result.output == "")
            #expect(result.errors == sentence)
        }
    }
}
