import Calendar
import Catalog
import Checks
import Postgres
import RateCards
import Receivables
import TestSupport
import Testing

/// Who entities and partners are by law, where they are paid and reached, and that documents keep it.
@Suite struct PartyImportTests {
    private func load(_ subject: CatalogSubject, _ text: String, _ connection: Connection) throws -> CatalogReport {
        try CatalogImport(subject).run(Array(text.utf8), on: connection)
    }

    private func withParties(_ body: (Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            _ = try load(.partners, "partner,currency\nacme,EUR\nbolt,EUR\n", connection)
            try body(connection)
        }
    }

    private func listed(_ subject: CatalogSubject, _ code: String, _ columns: [String], _ connection: Connection) throws
        -> [String]
    {
        try Catalog.list(subject, code: code, on: connection).map { row in
            columns.map { row[$0] ?? "-" }.joined(separator: " | ")
        }
    }

    @Test func `details hold from a day on, and what was before stays`() throws {
        try withParties { connection in
            let text = """
                partner,legal_name,address,city,postal_code,country,tax_ids,language
                acme,Acme GmbH,Haus 1; Hof,Berlin,10115,DE,EU_VAT DE123; TAX 4,de
                ,Main Ltd,1 High St,London,N1,GB,GB_VAT 9,en-GB
                """
            #expect(try load(.parties, text, connection).added == ["acme", "main"])
            #expect(try load(.parties, text, connection).unchanged == 2)
            let moved = try load(.parties, "partner,city,tax_ids,from\nacme,Köln,none,2099-01-01\n", connection)
            #expect(
                moved.changes.map { "\($0.field) \($0.from) -> \($0.to) \($0.firstOn ?? "")" } == [
                    "city Berlin -> Köln 2099-01-01", "tax_ids EU_VAT DE123; TAX 4 ->  2099-01-01",
                ])
            _ = try load(.parties, "partner,region,from\nacme,NRW,2099-01-01\n", connection)
            // A change in between lasts until the next one.
            _ = try load(.parties, "partner,reference,from\nacme,PO 7,2098-01-01\n", connection)
            #expect(
                try listed(.parties, "acme", ["city", "region", "tax_ids", "reference", "from", "to"], connection) == [
                    "Berlin | - | EU_VAT DE123; TAX 4 | - | - | 2097-12-31",
                    "Berlin | - | EU_VAT DE123; TAX 4 | PO 7 | 2098-01-01 | 2098-12-31",
                    "Köln | NRW | - | - | 2099-01-01 | -",
                ])
        }
    }

    @Test func `a bank account of a currency is followed by another`() throws {
        try withParties { connection in
            let text = """
                partner,currency,iban,account number,bic,bank_name
                ,EUR,de89 3704 0044 0532 0130 00,,COBADEFF,Commerz
                ,USD,,12345,CHASUS33,
                bolt,EUR,GB82-WEST-1234-5698-7654-32,,WESTGB22XXX,
                """
            #expect(try load(.banks, text, connection).added == ["main", "main", "bolt"])
            #expect(try load(.banks, text, connection).unchanged == 3)
            _ = try load(.banks, "currency,account number,from\nEUR,777,2099-01-01\n", connection)
            #expect(
                try listed(.banks, "main", ["currency", "holder", "iban", "account_number", "bic", "from"], connection)
                    == [
                        "EUR | Main | DE89370400440532013000 | - | COBADEFF | -",
                        "EUR | Main | - | 777 | COBADEFF | 2099-01-01", "USD | Main | - | 12345 | CHASUS33 | -",
                    ])
        }
    }

    @Test func `a contact is one per purpose, and goes with its last address`() throws {
        try withParties { connection in
            let text = "partner,purpose,name,mail,phone\nacme,Billing,Ann,a@acme.net; b@acme.net,\n,noc,,,+49 30 1\n"
            #expect(try load(.contacts, text, connection).added == ["acme, billing", "main, noc"])
            #expect(try load(.contacts, text, connection).unchanged == 2)
            _ = try load(.contacts, "partner,purpose,phone\nacme,billing,+1 2\n", connection)
            #expect(
                try listed(.contacts, "acme", ["purpose", "name", "mail", "phone"], connection)
                    == ["billing | Ann | a@acme.net; b@acme.net | +1 2"])
            _ = try load(.contacts, "partner,purpose,mail,phone\nacme,billing,none,none\n", connection)
            #expect(try listed(.contacts, "acme", ["purpose"], connection) == [])
        }
    }

    @Test(arguments: [
        (
            "parties", "partner,legal_name,country\nacme,A,UK\n",
            "(country): not a country code of ISO 3166, such as DE: 'UK'"
        ),
        (
            "parties", "partner,legal_name,tax_ids\nacme,A,DE123\n",
            "(tax_ids): not a scheme in capitals, a blank and a value, such as EU_VAT DE123456789; several with semicolons: 'DE123'"
        ),
        (
            "parties", "partner,legal_name,tax_ids\nacme,A,VAT 1; VAT 2\n",
            "(tax_ids): not a scheme in capitals, a blank and a value, such as EU_VAT DE123456789; several with semicolons: 'VAT 1; VAT 2'"
        ),
        (
            "parties", "partner,legal_name,language\nacme,A,German\n",
            "(language): not a language tag, such as de or pt-BR: 'German'"
        ),
        (
            "parties", "partner,city\nacme,A\n",
            "(legal_name): empty: who has no details yet needs a legal name, and nobody is without one"
        ),
        ("parties", "partner,legal_name\nnobody,A\n", "(partner): no partner of that code: import it first: 'nobody'"),
        (
            "parties", "partner,entity,legal_name\nacme,main,A\n",
            "(entity): a row is of a partner or of an entity: leave one of them empty: 'main'"
        ),
        (
            "banks", "currency,iban,bic\nEUR,DE88370400440532013000,COBADEFF\n",
            "(iban): not an IBAN: its country, length or check digits are wrong: 'DE88370400440532013000'"
        ),
        (
            "banks", "currency,bic\nEUR,COBADEFF\n",
            "(iban): an account has an IBAN or, where there is none, an account number: state one of them"
        ),
        (
            "banks", "currency,account number,bic\nEUR,1,COBA\n",
            "(bic): not a BIC of eight or eleven characters, such as DEUTDEFF: 'COBA'"
        ),
        (
            "contacts", "purpose,mail\nbilling,nobody\n",
            "(mail): not a mail address, nor several with semicolons between them: 'nobody'"
        ),
        ("contacts", "purpose,name\nlegal,Ann\n", "(mail): a contact is reached by mail or phone: state one of them"),
    ])
    func `what cannot be is refused`(subject: String, text: String, refusal: String) throws {
        try withParties { connection in
            let subject = try #require([CatalogSubject.parties, .banks, .contacts].first { $0.plural == subject })
            let error = #expect(throws: RowsRefused.self) { try load(subject, text, connection) }
            let refusals = error?.refusals.map { "\($0)" } ?? []
            #expect(refusals.count == 1 && refusals[0].hasSuffix(refusal), "\(refusals)")
            for table in ["party_detail", "bank_account", "contact"] {
                #expect(try connection.query("SELECT FROM \(table)").isEmpty)
            }
        }
    }

    /// Published examples, and the same with two digits swapped, a digit lost, a country that is none.
    @Test(arguments: [
        ("GB82WEST12345698765432", true), ("DE89370400440532013000", true), ("NO9386011117947", true),
        ("MT84MALT011000012345MTLCAST001S", true), ("SA0380000000608010167519", true),
        ("GB82WEST12345698765423", false), ("DE8937040044053201300", false), ("ZZ82WEST12345698765432", false),
        ("gb82west12345698765432", false), ("", false),
    ])
    func `an IBAN is checked by its digits`(iban: String, isSound: Bool) throws {
        try withTestDatabase { database in
            let row = try database.connect(role: .app).query(
                "SELECT iban_is_sound($1::text) AS is_sound", [.text(iban)])
            #expect(try row.only().bool("is_sound") == isSound)
        }
    }

    @Test func `an invoice keeps who was who on its day`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let application = try carrier.database.connect(role: .app)
            _ = try load(
                .parties,
                """
                partner,legal_name,address,city,postal_code,country,tax_ids,reference
                acme,Acme Telecom GmbH,Haus 1,Berlin,10115,DE,EU_VAT DE123,PO 7
                ,Main Carrier Limited,1 High St; Floor 2,London,N1,GB,GB_VAT 9,

                """, application)
            _ = try load(
                .parties, "partner,legal_name,from\nacme,Acme of tomorrow,2999-01-01\n", application)
            _ = try load(.banks, "currency,account number,bic\nUSD,123,CHASUS33\nEUR,456,COBADEFF\n", application)
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000, rate: mobile)
            ])
            let ids = try InvoiceRun.run(
                entityID: 1, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
                on: application
            ).compactMap(\.invoiceID)
            try InvoiceSteps.approve(ids, on: application)
            try InvoiceSteps.issue(ids, on: application)
            // Corrected later, which the invoice does not follow.
            _ = try load(.parties, "partner,city\nacme,Bonn\n", application)
            _ = try load(.banks, "currency,account number\nUSD,999\n", application)
            let text = try Invoice.find("\(ids[0])", on: application).text
            #expect(
                text.hasPrefix(
                    """
                    Main Carrier Limited
                    1 High St
                    Floor 2
                    N1 London
                    GB
                    GB_VAT 9

                    Invoice \(invoiceNumber(1))
                    To        Acme Telecom GmbH (acme)
                              Haus 1
                              10115 Berlin
                              DE
                              EU_VAT DE123
                              Reference PO 7
                    Period    2026-10-01 to 2026-10-31, days in UTC
                    """), "\(text)")
            #expect(text.hasSuffix("Pay to\n  HOLDER Main Carrier Ltd\n  ACCOUNT 123\n  BIC CHASUS33\n"), "\(text)")
            try expectSoundBooks(carrier)
        }
    }
}
