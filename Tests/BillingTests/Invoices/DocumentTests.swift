import Calendar
import Database
import Postgres
import Receivables
import Testing
import Vocabulary

/// Numbers, dates and contents of documents.
@Suite struct DocumentTests {
    private func issue(_ carrier: TestCarrier, customers: [String]) throws -> [DocumentID] {
        let mobile = try carrier.addRate("4915\(carrier.entityID)", "Germany Mobile")
        try carrier.book(
            customers.map { code in
                .init(
                    partner: try carrier.addPartner(code), startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06",
                    micros: 10_000, rate: mobile)
            })
        let application = try carrier.database.connect(role: .app)
        let ids = try InvoiceRun.run(
            entityID: carrier.entityID, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
            on: application
        ).compactMap(\.invoiceID)
        try InvoiceSteps.approve(ids, on: application)
        try InvoiceSteps.issue(ids, on: application)
        return ids
    }

    @Test func `an entity's documents have the day and the year of its zone`() throws {
        try withTestCarrier { carrier in
            // A day apart at any instant.
            let east = try carrier.addingEntity("east", zone: "Pacific/Kiritimati")
            let west = try carrier.addingEntity("west", zone: "Pacific/Honolulu")
            _ = try issue(east, customers: ["acme", "bolt"])
            _ = try issue(west, customers: ["core", "dawn"])
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT entity.code, issued_on = (issued_at AT TIME ZONE zone)::date AS is_local,
                        number_text = concat_ws('-', 'INV', entity.code, extract(year FROM issued_on),
                            lpad(number::text, 6, '0')) AS is_numbered
                    FROM document_issue JOIN entity ON entity.id = entity_id ORDER BY 1, number
                    """) == ["east t t", "east t t", "west t t", "west t t"])
            try expectSoundBooks(carrier)
        }
    }

    @Test(arguments: [
        ("Pacific/Kiritimati", "2032-01-01 INV-x-2032- 1"), ("Pacific/Honolulu", "2031-12-31 INV-x-2031- 8"),
    ])
    func `each year of the entity's zone counts from one`(zone: String, taken: String) throws {
        try withTestCarrier { carrier in
            // Its last invoice was issued at an instant of 2031 there and of 2032 elsewhere: no number goes back behind it.
            let entity = try carrier.addingEntity("x", zone: zone)
            try carrier.owner.execute(
                """
                INSERT INTO document_series (entity_id, kind, year, prefix, last_number, last_issued_at)
                VALUES (\(entity.entityID), 'invoice', 2031, 'INV-x-2031-', 7, '2031-12-31 20:00Z')
                """)
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT issued_on, prefix, first_number
                    FROM take_document_numbers(\(entity.entityID)::smallint, 'invoice', 3)
                    """) == [taken])
        }
    }

    @Test func `what an invoice says is a text whose hash is kept`() throws {
        try withTestCarrier { carrier in
            try carrier.owner.execute("UPDATE entity SET name = E'Main\\\\ \\nCarrier'")
            let id = try #require(try issue(carrier, customers: ["acme"]).first)
            let row = try carrier.owner.query(
                """
                SELECT document_content(issue) AS content, number_text, issued_on, due_on,
                    content_hash = sha256(convert_to(document_content(issue), 'UTF8')) AS is_hashed
                FROM document_issue AS issue WHERE document_id = $1::bigint
                """, [.id(id)]
            ).only()
            #expect(try row.bool("is_hashed"))
            let content = try row.string("content")
            #expect(
                content == """
                    format=1
                    invoice=\(try row.string("number_text"))
                    issued_on=\(try row.string("issued_on"))
                    due_on=\(try row.string("due_on"))
                    period_start_on=2026-10-01
                    period_end_on=2026-10-31
                    billing_zone=UTC
                    currency=USD
                    minor_digits=2
                    rounding=line
                    issuer=main
                    name=Main\\\\ \\nCarrier
                    address
                    city
                    region
                    postal_code
                    country
                    registration_number
                    language
                    reference
                    recipient=acme
                    name=Acme Telecom
                    address
                    city
                    region
                    postal_code
                    country
                    registration_number
                    language
                    reference
                    line=1
                    kind=usage
                    service_period=2026-10-01
                    product=standard
                    destination=Germany Mobile
                    calls=1
                    billed_s=60
                    nanos_per_minute=10000000
                    setup_fee_nanos=0
                    rate_currency
                    exact_micros=10000
                    amount_minor=1
                    total_exact_micros=10000
                    total_minor=1

                    """, "\(content)")
            // The text does not depend on how a session writes dates.
            try carrier.owner.execute(
                "SET datestyle = 'German'; SET timezone = 'Asia/Tokyo'; SET bytea_output = 'escape'")
            #expect(
                try carrier.owner.query(
                    "SELECT document_content(issue) AS content FROM document_issue AS issue"
                ).only().string("content")
                    == content)
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a document is of the act that made it`() throws {
        try withTestCarrier { carrier in
            let partner = try carrier.addPartner("acme")
            let application = try carrier.database.connect(role: .app)
            try application.transaction {
                try application.query(
                    """
                    SELECT begin_act('system', 'test', 1::smallint, 'invoice.run', 'test', NULL, false, NULL, ''::bytea)
                    """)
                try application.execute(
                    "INSERT INTO document (entity_id, partner_id, kind, currency) VALUES (1, \(partner), 'payment', 'USD')"
                )
            }
            #expect(
                try carrier.owner.texts(
                    "SELECT document.kind, act.name FROM document JOIN act ON act.id = act_id ORDER BY document.id")
                    == ["payment invoice.run"])
        }
    }
}
