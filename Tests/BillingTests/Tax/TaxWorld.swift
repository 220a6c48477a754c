import Catalog
import Postgres
import Receivables
import Vocabulary

/// Customers whose terms name tax profiles, for tests of tax.
struct TaxWorld {
    let payments: PaymentWorld

    var carrier: TestCarrier { payments.carrier }
    var application: Connection { payments.application }

    /// Imports tax profiles: rows of a file without its first line.
    func importTaxes(_ rows: String) throws {
        try application.acting("tax.import", by: "tests") {
            _ = try CatalogImport(.taxes).run(
                Array(("profile,treatment,prices,tax_point,rounding,sentence,tax,rate,from\n" + rows).utf8),
                on: application)
        }
    }

    /// Adds a customer who is taxed by a profile from the beginning.
    func addPartner(
        _ code: String, taxedBy profile: String, currency: String = "USD", paymentMode: String = "postpaid"
    ) throws -> Int32 {
        let partner = try carrier.addPartner(code, currency: currency, paymentMode: paymentMode)
        try carrier.owner.execute(
            """
            SET session_replication_role = replica;
            UPDATE agreement_terms SET tax_profile_id = (SELECT id FROM tax_profile WHERE code = '\(profile)')
            WHERE partner_id = \(partner);
            RESET session_replication_role
            """)
        return partner
    }

    /// Net, tax, total of an invoice, then tax, rate, base and tax of each row.
    func taxes(of invoice: DocumentID) throws -> [String] {
        try carrier.owner.texts("SELECT lines_minor, tax_minor, total_minor FROM invoice WHERE id = \(invoice)")
            + carrier.owner.texts(
                """
                SELECT tax, rate_millionths, base_minor, tax_minor FROM invoice_tax WHERE invoice_id = \(invoice)
                ORDER BY position
                """)
    }

    func position(_ partner: Int32) throws -> PartnerPosition {
        try PartnerPosition.list(entityID: 1, partnerID: PartnerID(partner), on: application)[0]
    }

    /// Micros of the accounts of taxes, below zero what is owed.
    func owed(_ currency: String = "USD", account: String = "output_tax") throws -> String {
        try carrier.owner.texts(
            """
            SELECT COALESCE(sum(side * amount_micros), 0)
            FROM entry
                CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, side)
                JOIN ledger_account AS account ON account.id = account_id
            WHERE type = '\(account)' AND entry.currency = '\(currency)'
            """)[0]
    }
}

func withTaxWorld(_ body: (TaxWorld) throws -> Void) throws {
    try withPaymentWorld { try body(TaxWorld(payments: $0)) }
}
