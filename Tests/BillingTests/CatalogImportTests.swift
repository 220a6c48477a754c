import Catalog
import Money
import Postgres
import RateCards
import TestSupport
import Testing
import Vocabulary

@Suite struct CatalogImportTests {
    private func load(_ subject: CatalogSubject, _ text: String, _ connection: Connection) throws -> CatalogReport {
        try CatalogImport(subject).run(Array(text.utf8), on: connection)
    }

    /// Runs `body` with a connection of the application role to a database of its own.
    private func withCatalog(_ body: (Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            try body(connection)
        }
    }

    @Test func `a newcomer begins with partners`() throws {
        try withCatalog { connection in
            let text = """
                partner,name,role,payment_mode,currency,timezone,cycle,terms_days,credit_limit
                acme,Acme Ltd,customer,prepaid,usd,Europe/Berlin,half-monthly,14,1000.50
                bolt,,Bilateral,,USD,,,,
                """
            let report = try load(.partners, text, connection)
            #expect(report.added == ["acme", "bolt"])
            #expect(report.notes == ["Made entity main (USD) with switch main and product standard"])
            #expect(report.description.hasSuffix("2 partners: 2 added, 0 changed, 0 unchanged"))
            let rows = try Catalog.list(.partners, on: connection)
            #expect(rows.map { $0["partner"] } == ["acme", "bolt"])
            #expect(rows.map { $0["name"] } == ["Acme Ltd", "bolt"])
            #expect(rows.map { $0["role"] } == ["customer", "bilateral"])
            #expect(rows.map { $0["payment_mode"] } == ["prepaid", "postpaid"])
            #expect(rows.map { $0["zone"] } == ["Europe/Berlin", "UTC"])
            #expect(rows.map { $0["cycle"] } == ["half_monthly", "monthly"])
            #expect(rows.map { $0["terms_days"] } == ["14", "30"])
            #expect(rows.map { $0["credit_limit"] } == ["1000.5", "0"])
            #expect(try Catalog.list(.entities, on: connection).map { $0["entity"] } == ["main"])
            #expect(try Catalog.list(.switches, on: connection).map { $0["switch"] } == ["main"])
            #expect(try Catalog.list(.products, on: connection).map { $0["product"] } == ["standard"])

            let again = try load(.partners, text, connection)
            #expect(again.description == "2 partners: 0 added, 0 changed, 2 unchanged")

            let changed = try load(.partners, "partner,terms_days,name\nacme,30,Acme plc\nbolt,,\n", connection)
            #expect(changed.added.isEmpty && changed.unchanged == 1)
            #expect(changed.changes.map(\.field) == ["name", "terms_days"])
            #expect(changed.changes.map(\.from) == ["Acme Ltd", "14"])
            #expect(changed.changes.map(\.to) == ["Acme plc", "30"])
            #expect(try Catalog.list(.partners, code: "acme", on: connection).only()["cycle"] == "half_monthly")
        }
    }

    @Test(arguments: [
        (
            CatalogSubject.partners, "partner,currency\nacme,EUR\n",
            "line 2, column 2 (currency): the currency of an agreement never changes, and it is USD: 'EUR'"
        ),
        (
            .partners, "partner,currency\nnew,USDT\n",
            "line 2, column 2 (currency): not a currency code of ISO 4217, such as USD: 'USDT'"
        ),
        (
            .partners, "partner,name\nnew,New\n",
            "line 2 (currency): empty: a new partner needs the currency of its agreement"
        ),
        (
            .partners, "partner,currency,time zone\nnew,USD,Berlin\n",
            "line 2, column 3 (time zone): not a time zone of the IANA list, such as Europe/Berlin: 'Berlin'"
        ),
        (
            .partners, "partner,currency,role\nnew,USD,friend\n",
            "line 2, column 3 (role): not one of customer, supplier, bilateral: 'friend'"
        ),
        (.partners, "partner,currency,terms\nnew,USD,-5\n", "line 2, column 3 (terms): below zero: '-5'"),
        (.partners, "partner,currency,terms\nnew,USD,400\n", "line 2, column 3 (terms): not 0 to 365: '400'"),
        (
            .partners, "partner,currency,credit_limit\nnew,USD,1.0000001\n",
            "line 2, column 3 (credit_limit): more than 6 decimals: '1.0000001'"
        ),
        (
            .partners, "partner,currency\nnew,USD\nnew,USD\n",
            "line 3, column 1 (partner): the same partner as in line 2: 'new'"
        ),
        (.partners, "partner,currency\n,USD\n", "line 2, column 1 (partner): empty"),
        (
            .partners, "partner,currency,entity\nnew,USD,other\n",
            "line 2, column 3 (entity): no entity of that code: 'other'"
        ),
        (
            .partners, "partner,role\nacme,supplier\n",
            "line 2, column 2 (role): the partner has accounts of the sell side, which this role excludes: 'supplier'"
        ),
        (
            .accounts, "account,partner\n10002,nobody\n",
            "line 2, column 2 (partner): no partner of that code: import it first: 'nobody'"
        ),
        (
            .accounts, "account,partner,side\n10002,acme,buy\n",
            "line 2, column 3 (side): the partner is a customer: the other side needs the role bilateral: 'buy'"
        ),
        (
            .accounts, "account,partner\n10002,both\n",
            "line 2 (side): the partner is bilateral: state sell (it calls through us) or buy (we call through it)"
        ),
        (
            .accounts, "account,partner,product\n10002,acme,gold\n",
            "line 2, column 3 (product): no product of that code: import it first: 'gold'"
        ),
        (
            .accounts, "account,partner,kind\n10002,acme,phone\n",
            "line 2, column 3 (kind): not one of code, ip, trunk, tech_prefix, switch_id: 'phone'"
        ),
        (
            .accounts, "account,partner,kind\n10.0.0.300,acme,ip\n",
            "line 2, column 1 (account): not an IP address such as 192.0.2.1 or 2001:db8::1 (without port, zone or network): '10.0.0.300'"
        ),
        (
            .accounts, "ip,partner\n10.0.0.300,acme\n",
            "line 2, column 1 (ip): looks like an IP address and is none: correct it, or state the kind code: '10.0.0.300'"
        ),
        (
            .accounts, "account,partner,parent\n10002,acme,none\n",
            "line 2, column 3 (parent): no account of that name on this side: 'none'"
        ),
        (
            .accounts, "account,partner,side\n10002,acme,sell\n10002,acme,\n",
            "line 3, column 1 (account): the same account and side as in line 2: '10002'"
        ),
        (
            .switches, "switch,zone\nmain,Mars/Olympus\n",
            "line 2, column 2 (zone): not a time zone of the IANA list, such as Europe/Berlin: 'Mars/Olympus'"
        ),
        (
            .switches, "switch,national_prefix\nmain,0\n",
            "line 2 (home_country): a national prefix or national digits need a home country"
        ),
        (
            .switches, "switch,home_country,national_digits\nmain,44,10-9\n",
            "line 2, column 3 (national_digits): not a count of 1 to 15, such as 10, or two, such as 9-11: '10-9'"
        ),
        (
            .entities, "entity,currency\nmain,EUR\n",
            "line 2, column 2 (currency): the functional currency of an entity never changes, and it is USD: 'EUR'"
        ),
        (
            .entities, "entity,name\nother,Other\n",
            "line 2 (currency): empty: a new entity needs its functional currency"
        ),
        (
            .products, "product,direction\nstandard,inbound\n",
            "line 2, column 2 (direction): the direction cannot change: accounts or cards use the product, and it is outbound: 'inbound'"
        ),
        (.products, "name\nGold\n", "line 1: column 'product' is missing; the header has 'name'"),
    ])
    func `a fault is refused with its place, and nothing is taken`(
        subject: CatalogSubject, text: String, message: String
    ) throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency,role\nacme,USD,\nboth,USD,bilateral\n", connection)
            _ = try load(.accounts, "account,partner\n10001,acme\n", connection)
            #expect { try load(subject, text, connection) } throws: { "\($0)" == message }
            #expect(try Catalog.list(.partners, on: connection).count == 2)
            #expect(try Catalog.list(.accounts, on: connection).count == 1)
            #expect(try Catalog.list(.entities, on: connection).count == 1)
        }
    }

    @Test func `a switch says how it writes numbers`() throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency\nacme,USD\n", connection)
            let text = """
                switch,international_prefixes,tech_prefixes,home_country,national_prefix,national_digits,separators,uris
                main,00 011,1234# 9999,44,0,9-10,blank dot,yes
                """
            #expect(try load(.switches, text, connection).changes.count == 7)
            #expect(try load(.switches, text, connection).unchanged == 1)
            let changes = try load(.switches, "switch,national_digits,tech_prefixes\nmain,none,\n", connection).changes
            #expect(changes.map(\.field) == ["national_digits"])
            let row = try Catalog.list(.switches, on: connection).only()
            #expect(row["tech_prefixes"] == "1234# 9999")
            #expect(row["national_digits"] == nil)
        }
    }

    @Test func `accounts take side and product from what there is`() throws {
        try withCatalog { connection in
            _ = try load(
                .partners, "partner,currency,role\nacme,USD,customer\nsup,USD,supplier\nboth,USD,bilateral\n",
                connection)
            let text = """
                account,partner,side,kind,parent
                10.0.0.1,acme,,ip,10001
                10001,acme,,,
                501,sup,,,
                77,both,sell,,
                77,both,buy,trunk,
                """
            #expect(try load(.accounts, text, connection).added == ["10.0.0.1", "10001", "501", "77", "77"])
            let rows = try Catalog.list(.accounts, on: connection)
            #expect(rows.map { $0["account"] } == ["10.0.0.1", "10001", "77", "501", "77"])
            #expect(rows.map { $0["side"] } == ["sell", "sell", "sell", "buy", "buy"])
            #expect(rows.map { $0["kind"] } == ["ip", "code", "code", "code", "trunk"])
            #expect(rows.map { $0["parent"] } == ["10001", nil, nil, nil, nil])
            #expect(Set(rows.map { $0["product"] }) == ["standard"])
            #expect(try load(.accounts, text, connection).unchanged == 5)

            _ = try load(.products, "product,name\ngold,Gold\n", connection)
            let moved = try load(.accounts, "account,partner,product,side\n10001,both,gold,sell\n", connection)
            #expect(
                moved.changes.map { "\($0.field) \($0.from) \($0.to)" } == [
                    "partner acme both", "product standard gold",
                ])
            #expect { try load(.accounts, "account,partner\n9,acme\n", connection) } throws: {
                "\($0)" == "line 2 (product): there are several products: add a column product"
            }
        }
    }

    @Test func `with several entities each row names its own`() throws {
        try withCatalog { connection in
            let made = try load(.entities, "entity,name,currency\nuk,UK Ltd,GBP\nus,US Inc,USD\n", connection)
            #expect(made.added == ["uk", "us"])
            #expect(try Catalog.list(.switches, on: connection).map { $0["switch"] } == ["uk", "us"])
            #expect { try load(.partners, "partner,currency\nacme,USD\n", connection) } throws: {
                "\($0)" == "line 2 (entity): there are several entities: add a column entity, or state ‹entity›"
            }
            var named = CatalogImport(.partners, entity: "uk")
            #expect(try named.run(Array("partner,currency\nacme,USD\n".utf8), on: connection).added == ["acme"])
            named.entity = "us"
            #expect(try named.run(Array("partner,currency\nacme,EUR\n".utf8), on: connection).added == ["acme"])
            #expect(try Catalog.list(.partners, on: connection).map { $0["currency"] } == ["USD", "EUR"])
            #expect(throws: Refusal.self) { try Catalog.entityID(nil, on: connection) }
        }
    }

    @Test func `the database knows the same currencies`() throws {
        try withCatalog { connection in
            let rows = try connection.query("SELECT code, minor_digits FROM currency ORDER BY code")
            #expect(
                try rows.map { "\(try $0.string("code")) \(try $0.int("minor_digits"))" }
                    == Currency.all.map { "\($0.code) \($0.minorDigits)" })
        }
    }

    /// Usage of the sell side of every partner on this day, loaded and not closed.
    private func loadUsage(_ day: String, _ connection: Connection) throws {
        try connection.setRole(.loader)
        try connection.query(
            """
            INSERT INTO usage_delta_block (chunk_id, file_id, partner_id, entity_id, product_id, side, currency, items)
            SELECT 1, 1, partner.id, 1, 1, 's', 'USD', usage_item($1::date, 1, 1, 1, 1, 1, 0, 1, 1)
            FROM partner
            """, [.text(day)])
        try connection.setRole(.app)
    }

    /// `side cycle terms_days from to`, a row a span of terms.
    private func terms(_ connection: Connection) throws -> [String] {
        try Catalog.list(.partners, code: "acme", on: connection).map { row in
            ["side", "cycle", "terms_days", "from", "to"].map { row[$0] ?? "-" }.joined(separator: " ")
        }
    }

    @Test func `the zone stays once there is usage, and the cycle changes with a period`() throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency,zone\nacme,USD,UTC\n", connection)
            #expect(try load(.partners, "partner,zone\nacme,Asia/Tokyo\n", connection).changes.map(\.field) == ["zone"])
            try loadUsage("2099-01-15", connection)
            #expect { try load(.partners, "partner,zone\nacme,UTC\n", connection) } throws: {
                "\($0)" == """
                    line 2, column 2 (zone): the billing zone cannot change once there are calls, nor from a day on, and it is Asia/Tokyo: 'UTC'
                    """
            }
            #expect(try load(.partners, "partner,zone\nacme,Asia/Tokyo\n", connection).unchanged == 1)
            // A period of both begins on the first Monday that is the first of a month.
            let text = "partner,cycle\nacme,weekly\n"
            let change = try #require(try load(.partners, text, connection).changes.first)
            #expect(change.from == "monthly" && change.to == "weekly" && change.firstOn == "2099-06-01")
            #expect(try load(.partners, text, connection).unchanged == 1)
            // A file that repeats what holds today leaves what is to come.
            #expect(try load(.partners, "partner,cycle\nacme,monthly\n", connection).unchanged == 1)
            #expect(
                try terms(connection)
                    == ["sell monthly 30 - 2099-05-31", "sell weekly 30 2099-06-01 -"])
        }
    }

    @Test func `terms change from a day on, side by side, and what is to come is withdrawn by what held before`() throws
    {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency,role\nacme,USD,bilateral\n", connection)
            #expect(try terms(connection) == ["both monthly 30 - -"])
            let sides = try load(
                .partners, "partner,side,terms_days,from\nacme,buy,15,\nacme,sell,45,2099-03-01\n", connection)
            #expect(
                sides.description.contains(
                    """
                    acme: terms_days (buy) 30 -> 15
                      acme: terms_days (sell) 30 -> 45 from 2099-03-01
                    """), "\(sides)")
            #expect(
                try terms(connection) == [
                    "sell monthly 30 - 2099-02-28", "sell monthly 45 2099-03-01 -", "buy monthly 15 - -",
                ])
            try loadUsage("2099-01-15", connection)
            // What is stated holds in what is to come later as well.
            _ = try load(.partners, "partner,side,terms_kind,from\nacme,sell,end_of_month,2099-02-01\n", connection)
            let kinds = try Catalog.list(.partners, code: "acme", on: connection).map { $0["terms_kind"] }
            #expect(kinds == ["net", "end_of_month", "end_of_month", "net"])
            _ = try load(
                .partners, "partner,side,terms_kind,from\nacme,sell,net,2099-02-01\nacme,sell,,2099-03-01\n", connection
            )
            _ = try load(.partners, "partner,side,terms_days,from\nacme,sell,30,2099-03-01\n", connection)
            #expect(try terms(connection) == ["sell monthly 30 - -", "buy monthly 15 - -"])
        }
    }

    @Test func `the credit limit changes on any day, the first one today`() throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency\nacme,USD\n", connection)
            try loadUsage("2026-01-15", connection)
            let change = try #require(
                try load(.partners, "partner,credit_limit\nacme,5000\n", connection).changes.first)
            let today = try connection.query("SELECT (now() AT TIME ZONE 'UTC')::date AS day").only().string("day")
            #expect(change.firstOn == today && change.to == "5000")
            _ = try load(.partners, "partner,credit_limit\nacme,6000\n", connection)
            _ = try load(.partners, "partner,credit_limit,from\nacme,7000,2099-01-17\n", connection)
            #expect(
                try Catalog.list(.partners, code: "acme", on: connection).map { $0["credit_limit"] }
                    == ["0", "6000", "7000"])
        }
    }

    /// Lines, and what is refused of them, for a partner who sells and buys and has usage up to 15 January 2099.
    @Test(arguments: [
        (
            "acme,sell,weekly,2099-03-02",
            "(from): not the first day of a billing period, which is monthly until then and weekly from then on: '2099-03-02'"
        ),
        (
            "acme,sell,half_monthly,2099-03-16",
            "(from): not the first day of a billing period, which is monthly until then and half_monthly from then on: '2099-03-16'"
        ),
        (
            "acme,sell,half_monthly,2099-01-01",
            "(from): terms of days that were loaded, charged or billed stay: the last one is 2099-01-15: '2099-01-01'"
        ),
        ("acme,both,monthly,", "(side): not one of sell, buy: 'both'"),
        ("bolt,buy,monthly,", "(side): the partner is a customer: the other side needs the role bilateral: 'buy'"),
        ("acme,sell,monthly,\nacme,sell,weekly,", "(partner): the same partner as in line 2: 'acme'"),
    ])
    func `terms that would change what was billed are refused`(lines: String, refusal: String) throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency,role\nacme,USD,bilateral\nbolt,USD,customer\n", connection)
            try loadUsage("2099-01-15", connection)
            let error = #expect(throws: RowsRefused.self) {
                try load(.partners, "partner,side,cycle,from\n\(lines)\n", connection)
            }
            let refusals = error?.refusals.map { "\($0)" } ?? []
            #expect(refusals.count == 1 && refusals[0].hasSuffix(refusal), "\(refusals)")
            #expect(try terms(connection) == ["both monthly 30 - -"])
        }
    }

    @Test func `terms on which something was billed are not removed, nor billed ones begun, not even by SQL`() throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency\nacme,USD\n", connection)
            try loadUsage("2026-10-15", connection)
            for sql in [
                "DELETE FROM agreement_terms",
                """
                INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, first_on)
                SELECT entity_id, partner_id, side, 'prepaid', '2026-10-01' FROM agreement_terms
                """,
                """
                INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, first_on)
                SELECT entity_id, partner_id, side, 'prepaid', '2026-12-02' FROM agreement_terms
                """,
            ] {
                let error = #expect(throws: PostgresError.self, "\(sql)") { try connection.execute(sql) }
                #expect(error?.sqlState?.hasPrefix("DT") == true, "\(sql)")
            }
        }
    }

    @Test func `an entity's zone is fixed by its first document`() throws {
        try withCatalog { connection in
            _ = try load(.entities, "entity,currency,zone\nuk,GBP,Europe/London\n", connection)
            let moved = try load(.entities, "entity,zone\nuk,Asia/Tokyo\n", connection)
            #expect(moved.changes.map { "\($0.field) \($0.from) \($0.to)" } == ["zone Europe/London Asia/Tokyo"])
            #expect(try Catalog.list(.entities, on: connection).only()["zone"] == "Asia/Tokyo")
            _ = try load(.partners, "partner,currency\nacme,GBP\n", connection)
            try connection.execute(
                """
                INSERT INTO document (id, entity_id, partner_id, kind, currency) VALUES (1, 1, 1, 'invoice', 'GBP');
                INSERT INTO document_issue (document_id, entity_id, kind, series_id, number, number_text, issued_at, issued_on,
                    content_format, content_hash)
                SELECT 1, 1, 'invoice', series_id, first_number, 'x', issued_at, issued_on, 1, sha256('')
                FROM take_document_numbers(1::smallint, 'invoice', 1)
                """)
            #expect { try load(.entities, "entity,zone\nuk,UTC\n", connection) } throws: {
                "\($0)" == """
                    line 2, column 2 (zone): numbers and days of issue of its documents follow its zone, which is Asia/Tokyo: 'UTC'
                    """
            }
        }
    }
}
