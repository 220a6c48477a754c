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

    @Test func `zone and cycle stay while a period has usage`() throws {
        try withCatalog { connection in
            _ = try load(.partners, "partner,currency,zone\nacme,USD,UTC\n", connection)
            #expect(try load(.partners, "partner,zone\nacme,Asia/Tokyo\n", connection).changes.map(\.field) == ["zone"])
            try connection.setRole(.loader)
            try connection.execute(
                """
                INSERT INTO usage_delta_block (chunk_id, file_id, partner_id, entity_id, product_id, side, currency, billing_on,
                    destination_id, rate_id, attempts, answered, duration_s, duration_rest_ns, billed_s, micros)
                SELECT 1, 1, partner.id, 1, 1, 's', 'USD', '{2026-10-01}', '{1}', '{1}', '{1}', '{1}', '{1}', '{0}', '{1}', '{1}'
                FROM partner
                """)
            try connection.setRole(.app)
            #expect { try load(.partners, "partner,zone,cycle\nacme,UTC,weekly\n", connection) } throws: {
                "\($0)" == """
                    line 2, column 3 (cycle): the billing cycle cannot change within a period, and it is monthly: 'weekly'
                    line 2, column 2 (zone): the billing zone cannot change within a period, and it is Asia/Tokyo: 'UTC'
                    """
            }
            #expect(try load(.partners, "partner,zone\nacme,Asia/Tokyo\n", connection).unchanged == 1)
        }
    }
}
