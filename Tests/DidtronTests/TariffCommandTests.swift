import Foundation
import RateBook
import TestSupport
import Testing

/// Tariffs compiled into files, from the command line.
@Suite struct TariffCommandTests {
    private static let tables = [
        "rates": """
        deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s
        gold,49,Germany,2026-10-01,0.0125,0,60,60
        route,4,World,2026-10-01,0.01,0,1,1

        """,
        "customers": "customer_id,deck_id\n10001,gold\n", "suppliers": "supplier_id,deck_id\n501,route\n",
    ]
    private static let calls = """
        call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip
        a,10001,501,1,4930123,2026-10-02T00:00:00Z,61,200,
        b,10001,501,1,4930123,2026-10-02T00:00:00Z,0,487,
        c,10002,501,1,4430123,2026-10-02T00:00:00Z,10,200,

        """

    /// Runs `body` with a folder that holds the three tables and `compiled`, made of them.
    private func withTariff(_ body: (_ folder: URL, _ tariff: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tariff-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var arguments = ["tariff", "compile", "--output", folder.appending(path: "compiled").path]
        for (name, text) in Self.tables {
            let file = folder.appending(path: "\(name).csv")
            try Data(text.utf8).write(to: file)
            arguments += ["--\(name)", file.path]
        }
        let made = try DidtronProgram().run(arguments)
        #expect(made.status == 0 && made.errors == "", "\(made.errors)")
        try body(folder, folder.appending(path: "compiled").path)
    }

    private func shown(_ tariff: String) throws -> [String: Any] {
        let shown = try DidtronProgram().run(["tariff", "show", tariff, "--json"])
        return try #require(try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    }

    @Test func `a tariff of files says what is in it`() throws {
        try withTariff { folder, tariff in
            let facts = try shown(tariff)
            #expect(facts["rates"] as? Int == 2)
            #expect((facts["decks"] as? [[String: Any]])?.map { $0["deck"] as? String } == ["gold", "route"])
            #expect(facts["customers"] as? Int == 1 && facts["suppliers"] as? Int == 1)
            #expect((facts["hash"] as? String)?.count == 64)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
            let text = try DidtronProgram().run(["tariff", "show", tariff])
            #expect(text.output.contains("rates         2 in 2 decks, 2 prefixes"))
        }
    }

    @Test func `a file that is no whole tariff is refused with a sentence`() throws {
        try withTariff { folder, tariff in
            let whole = try Data(contentsOf: URL(filePath: tariff))
            var altered = whole
            altered[whole.count / 2] ^= 1
            for (name, content, words) in [
                ("csv", Data(Self.calls.utf8), "is no compiled tariff. Make one with `didtron tariff compile`."),
                ("cut", whole.dropLast(1_000), "It is cut off: \(whole.count - 1_000) of \(whole.count) bytes"),
                ("altered", altered, "It is damaged: its content is not what was written. Compile it again"),
                ("empty", Data(), "is empty or no regular file"),
            ] {
                let path = folder.appending(path: name)
                try content.write(to: path)
                for arguments in [["tariff", "show", path.path], ["rate", "--tariff", path.path, "-"]] {
                    let outcome = try DidtronProgram().run(arguments, input: Self.calls)
                    #expect(outcome.status == 1 && outcome.output == "", "\(name)")
                    #expect(outcome.errors.hasPrefix("didtron: \(path.path) "), "\(outcome.errors)")
                    #expect(outcome.errors.contains(words), "\(outcome.errors)")
                }
            }
            let folderless = try DidtronProgram().run(["tariff", "show", folder.appending(path: "none").path])
            #expect(folderless.errors.hasSuffix("none cannot be opened: No such file or directory.\n"))
        }
    }

    @Test(arguments: [
        (["rate", "-"], "Name either --rates, --customers and --suppliers, or --tariff."),
        (
            ["rate", "--tariff", "a", "--rates", "b", "--customers", "c", "--suppliers", "d", "-"],
            "Name either --rates, --customers and --suppliers, or --tariff."
        ),
        (["rate", "--rates", "b", "-"], "--rates, --customers and --suppliers belong together: name all three."),
        (["tariff", "compile", "--output", "-"], "A compiled tariff is mapped, so it needs a file"),
    ]) func `a command line that cannot be meant is refused`(arguments: [String], words: String) throws {
        let outcome = try DidtronProgram().run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func `a failed compilation leaves the older tariff as it was`() throws {
        try withTariff { folder, tariff in
            let before = try Data(contentsOf: URL(filePath: tariff))
            try Data("deck_id,prefix\n".utf8).write(to: folder.appending(path: "rates.csv"))
            var arguments = ["tariff", "compile", "--output", tariff]
            for name in Self.tables.keys { arguments += ["--\(name)", folder.appending(path: "\(name).csv").path] }
            let outcome = try DidtronProgram().run(arguments)
            #expect(outcome.status == 1)
            #expect(try Data(contentsOf: URL(filePath: tariff)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
        }
    }

    @Test func `the catalog compiles into a tariff that rates as the same decks in files`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: [String], input: String = "") throws -> String {
                let outcome = try program.run(arguments, input: input)
                #expect(outcome.status == 0, "\(outcome.errors)")
                return outcome.output
            }
            _ = try run(
                ["partner", "import", "-"],
                input: "partner,name,currency,role\nacme,Acme,USD,customer\ncarry,Carry,USD,supplier\n")
            _ = try run(
                ["account", "import", "-"], input: "account,partner,side\n10001,acme,sell\n501,carry,buy\n")
            for (card, side, partner, row) in [
                ("gold", "sell", "acme", "49,Germany,0.0125,2026-10-01,60/60"),
                ("route", "buy", "carry", "4,World,0.01,2026-10-01,1/1"),
            ] {
                _ = try run(
                    [
                        "ratecard", "import", "--confirm", "old-dates", "-", "--card", card, "--side", side,
                        "--currency", "USD", "--approve",
                        side == "sell" ? "--customer" : "--supplier", partner,
                    ], input: "prefix,destination,rate,effective_from,increments\n\(row)\n")
            }
            let path = "\(database.home.path)/carrier.tariff"
            _ = try run(["tariff", "compile", "--output", path])
            let facts = try shown(path)
            let decks = (facts["decks"] as? [[String: Any]])?.compactMap { $0["deck"] as? String }
            #expect(decks?.sorted() == ["gold version 1", "route version 1"])
            #expect(facts["source"] as? String == "cards and accounts of entity main")
            #expect(facts["currencies"] as? [String] == ["USD"] && facts["zones"] as? [String] == ["UTC"])
            let loaded = try CompiledCatalog.compile(entityID: 1, database: database, exchange: .newest(daysMax: nil))
            let hash = loaded.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(facts["hash"] as? String == hash, "a load would record another hash")
            let rated = try run(["rate", "--tariff", path, "-"], input: Self.calls)
            // Two minutes at 0.0125; 61 and 10 seconds at 0.01 a minute.
            #expect(
                rated == """
                    call_id,sell_prefix,sell_destination,sell_billed_s,sell_amount_micros,buy_prefix,buy_billed_s,\
                    buy_amount_micros
                    a,49,Germany,120,25000,4,61,10167
                    b,,,0,0,,0,0
                    c,,,0,0,4,10,1667

                    """)
            let nobody = try program.run(["tariff", "compile", "--output", path, "--entity", "none"])
            #expect(nobody.status == 1 && nobody.errors.contains("There is no entity 'none'"))
        }
    }
}
