import Checks

// Taxes of invoices, of top-ups and of what deposits pay.

extension Corruption {
    private static let taxed = "(SELECT min(invoice_id) FROM invoice_tax)"
    private static let topUp = "(SELECT min(id) FROM payment WHERE purpose = 'top_up' AND tax_minor > 0)"

    static let ofTaxes: [Corruption] = [
        Corruption(
            "Taxes", "a tax of an invoice raised", [.taxes, .journals, .documents], row: "VAT by the rates from",
            "UPDATE invoice_tax SET tax_minor = tax_minor + 1 WHERE invoice_id = \(taxed)"),
        Corruption(
            "Taxes", "a tax of another base", [.taxes, .documents], row: ": base",
            "UPDATE invoice_tax SET base_minor = base_minor - 1 WHERE invoice_id = \(taxed)"),
        Corruption(
            "Taxes", "a tax at another rate", [.taxes, .documents], row: ": rate",
            "UPDATE invoice_tax SET rate_millionths = 190000 WHERE invoice_id = \(taxed)"),
        Corruption(
            "Taxes", "a tax by the rates of another day", [.taxes], row: "VAT by the rates from",
            "UPDATE invoice_tax SET rates_from = '-infinity' WHERE invoice_id = \(taxed)"),
        Corruption(
            "Taxes", "a tax of an invoice lost", [.taxes, .journals, .documents], row: "sum of its taxes",
            "DELETE FROM invoice_tax WHERE invoice_id = \(taxed)"),
        Corruption(
            "Taxes", "a tax that was never owed", [.taxes, .journals, .documents], row: "CITY by the rates from",
            """
            INSERT INTO invoice_tax (invoice_id, position, entity_id, rates_from, tax, rate_millionths, account_type, base_minor, tax_minor)
            SELECT invoice_id, 9, entity_id, rates_from, 'CITY', 1000, account_type, base_minor, 3 FROM invoice_tax WHERE invoice_id = \(taxed)
            """),
        Corruption(
            "Taxes", "a tax owed on another account", [.taxes, .journals], row: ": account",
            "UPDATE invoice_tax SET account_type = 'withholding_payable' WHERE invoice_id = \(taxed)"),
        Corruption(
            "Taxes", "an invoice with another sum of taxes", [.taxes, .invoices, .documents], row: "sum of its taxes",
            "UPDATE invoice SET tax_minor = tax_minor + 1 WHERE id = \(taxed)"),
        Corruption(
            "Taxes", "an invoice whose lines contain the tax", [.taxes, .invoices, .documents], row: ": tax",
            "UPDATE invoice SET includes_tax = true WHERE id = \(taxed)"),
        Corruption(
            "Taxes", "an invoice by another profile", [.taxes, .invoices], row: ": tax",
            "UPDATE invoice SET tax_profile_id = (SELECT id FROM tax_profile WHERE code = 'ahead') WHERE id = \(taxed)"),
        Corruption(
            "Taxes", "an invoice that says otherwise why there is no tax", [.documents],
            row: "does not say what it said",
            "UPDATE invoice SET tax_sentence = 'Exempt.' WHERE tax_treatment = 'reverse_charge'"),
        Corruption(
            "Taxes", "an invoice that is exempt, and was not", [.invoices, .documents], row: ": tax",
            "UPDATE invoice SET tax_treatment = 'exempt' WHERE tax_treatment = 'reverse_charge'"),
        Corruption(
            "Taxes", "a customer by another profile", [.invoices], row: ": tax",
            """
            UPDATE agreement_terms SET tax_profile_id = NULL
            WHERE partner_id = (SELECT id FROM partner WHERE code = 'taxed')
            """),
        Corruption(
            "Taxes", "a rate of days that were taxed changed", [.taxes], row: ": rate",
            "UPDATE tax_rate SET rate_millionths = 170000 WHERE first_on = '2026-11-01'"),
        Corruption(
            "Taxes", "a rate lost", [.taxes, .journals], row: "VAT by the rates from",
            "DELETE FROM tax_rate WHERE first_on = '2026-11-01'"),
        Corruption(
            "Taxes", "a rate that came later and holds earlier", [.taxes], row: "VAT by the rates from",
            "UPDATE tax_rate SET first_on = '2026-11-15' WHERE first_on = '2030-01-01'"),
        Corruption(
            "Taxes", "a profile that is taxed at another point", [.taxes, .acts], row: "tax_profile",
            "UPDATE tax_profile SET tax_point = 'usage' WHERE code = 'ahead'"),
        Corruption(
            "Taxes", "a profile whose prices contain the tax", [.invoices, .acts], row: "tax_profile",
            "UPDATE tax_profile SET includes_tax = true WHERE code = 'vat'"),
        Corruption(
            "Taxes", "a tax of a top-up raised", [.taxes, .journals, .documents], row: "top-up",
            "UPDATE payment_tax SET tax_minor = tax_minor + 1 WHERE payment_id = \(topUp) AND tax = 'GST'"),
        Corruption(
            "Taxes", "a tax of a top-up of another base", [.taxes, .documents], row: ": base",
            "UPDATE payment_tax SET base_minor = base_minor + 1 WHERE payment_id = \(topUp) AND tax = 'GST'"),
        Corruption(
            "Taxes", "a tax of a top-up lost", [.taxes, .journals, .documents], row: "sum of its taxes",
            "DELETE FROM payment_tax WHERE payment_id = \(topUp) AND tax = 'GST'"),
        Corruption(
            "Taxes", "a top-up with another sum of taxes", [.taxes, .acts], row: "sum of its taxes",
            "UPDATE payment SET tax_minor = tax_minor - 1 WHERE id = \(topUp)"),
        Corruption(
            "Taxes", "a refund of more tax than was taken", [.taxes, .journals, .documents], row: "gave back",
            """
            UPDATE payment_tax SET tax_minor = tax_minor + 10000 WHERE top_up_id = \(topUp) AND tax = 'GST'
            """),
        Corruption(
            "Taxes", "a refund of more than came in", [.taxes], row: "gave back: deposit",
            "UPDATE top_up_return SET net_minor = net_minor + 1000000 WHERE top_up_id = \(topUp)"),
        Corruption(
            "Taxes", "a refund whose taxes are not those of its top-up", [.taxes], row: "that it gives back",
            "UPDATE top_up_return SET tax_minor = tax_minor - 1 WHERE top_up_id = \(topUp)"),
        Corruption(
            "Taxes", "tax of what a deposit paid that is another", [.balances, .journals], row: "prepaid",
            """
            UPDATE entry SET amount_micros = amount_micros + 1, functional_micros = functional_micros + 1
            WHERE id = (SELECT min(entry.id) FROM entry JOIN journal ON journal.id = journal_id AND kind = 'charge'
                JOIN ledger_account AS account ON account.id = credit_account_id AND account.type = 'output_tax')
            """),
        Corruption(
            "Taxes", "tax of an invoice moved to revenue", [.taxes, .journals], row: "output_tax of entity",
            """
            UPDATE entry SET credit_account_id = (SELECT min(id) FROM ledger_account AS revenue WHERE type = 'revenue'
                AND revenue.entity_id = entry.entity_id AND revenue.currency = entry.currency)
            WHERE id = (SELECT min(entry.id) FROM entry JOIN journal ON journal.id = journal_id AND kind = 'invoice'
                JOIN ledger_account AS account ON account.id = credit_account_id AND account.type = 'output_tax'
                JOIN ledger_account AS debit ON debit.id = debit_account_id AND debit.type = 'receivable')
            """),
    ]
}
