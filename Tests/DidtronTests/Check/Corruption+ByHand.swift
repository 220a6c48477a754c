import Checks

// Journals by hand, opening balances and revaluations.

extension Corruption {
    private static let journal = "(SELECT id FROM manual_journal WHERE description = 'Transfer')"
    private static let opening = "(SELECT id FROM manual_journal WHERE document_kind = 'opening')"
    private static let waiting = "(SELECT id FROM manual_journal WHERE state = 'proposed')"

    static let byHand: [Corruption] = [
        Corruption(
            "Journals by hand", "a line of another amount", [.journals, .documents], row: "(manual_journal), bank",
            """
            UPDATE manual_journal_line SET amount_micros = amount_micros + 10000 WHERE journal_id = \(journal) AND line_number = 1
            """),
        Corruption(
            "Journals by hand", "a line that states another functional amount", [.journals, .documents],
            row: "(opening): functional amount",
            """
            UPDATE manual_journal_line SET functional_micros = functional_micros + 1 WHERE journal_id = \(opening) AND line_number = 1
            """),
        Corruption(
            "Journals by hand", "a line lost", [.journals, .documents], row: "(manual_journal), bank_fees",
            """
            DELETE FROM manual_journal_line WHERE journal_id = \(journal) AND line_number = 2
            """),
        Corruption(
            "Journals by hand", "a line of another account", [.journals, .documents], row: "(manual_journal), cost",
            """
            UPDATE manual_journal_line SET debit_type = 'cost' WHERE journal_id = \(journal) AND line_number = 2
            """),
        Corruption(
            "Journals by hand", "a line with another text", [.documents],
            row: "does not say what it said when it was issued",
            """
            UPDATE manual_journal_line SET text = 'gift' WHERE journal_id = \(journal) AND line_number = 2
            """),
        Corruption(
            "Journals by hand", "what a journal is for, changed", [.documents, .acts], row: "does not say what it said",
            """
            UPDATE manual_journal SET description = 'x' WHERE id = \(journal)
            """),
        Corruption(
            "Journals by hand", "a journal on another day than it states", [.journals, .documents, .acts],
            row: "(manual_journal), bank, 2026-11-11",
            """
            UPDATE manual_journal SET effective_on = effective_on + 1 WHERE id = \(journal)
            """),
        Corruption(
            "Journals by hand", "a proposal that is posted and in no journal", [.numbers, .acts], row: ": journals",
            """
            UPDATE manual_journal SET state = 'posted', decided_act_id = 1 WHERE id = \(waiting)
            """),
        Corruption(
            "Journals by hand", "a posted journal that is a proposal again", [.numbers, .journals, .acts],
            row: "is proposed: numbers",
            """
            UPDATE manual_journal SET state = 'proposed', decided_act_id = NULL WHERE id = \(journal)
            """),
        Corruption(
            "Journals by hand", "a journal posted by who proposed it", [.acts], row: "was posted by who proposed it",
            """
            UPDATE act SET actor_id = (SELECT actor_id FROM act WHERE id = (SELECT act_id FROM document WHERE document.id = manual_journal.id))
            FROM manual_journal WHERE act.id = decided_act_id AND description = 'Approved'
            """),
        Corruption(
            "Journals by hand", "a journal that asks for nobody else any more", [.acts], row: "needs_second",
            """
            UPDATE manual_journal SET needs_second = false WHERE description = 'Approved'
            """),
        Corruption(
            "Journals by hand", "a journal posted by another act", [.acts], row: "and was posted by hand by act 1",
            """
            UPDATE manual_journal SET decided_act_id = 1 WHERE id = \(journal)
            """),
        Corruption(
            "Journals by hand", "a journal by hand of another entity", [.documents, .acts], row: "is no document",
            """
            UPDATE manual_journal SET entity_id = 2 WHERE id = \(journal)
            """),
        Corruption(
            "Journals by hand", "a journal by hand lost, its entries left", [.journals, .documents, .acts],
            row: "(manual_journal), bank",
            """
            DELETE FROM manual_journal_line WHERE journal_id = \(journal);
            DELETE FROM manual_journal WHERE id = \(journal)
            """),
        Corruption(
            "Journals by hand", "a receivable moved by hand once more", [.balances, .journals],
            row: "receivable of acme",
            """
            INSERT INTO entry SELECT (jsonb_populate_record(entry, '{"id": 1000}')).* FROM entry
            WHERE journal_id = (SELECT id FROM journal WHERE document_id = \(journal)) ORDER BY id LIMIT 1
            """),
        Corruption(
            "Revaluations", "a revaluation lost, its journals left", [.journals, .acts],
            row: "journal 13 (revaluation) records nothing that there is",
            """
            DELETE FROM revaluation_line; DELETE FROM revaluation
            """),
        Corruption(
            "Revaluations", "a line lost", [.journals], row: "journal 13 (revaluation), account 13: difference",
            """
            DELETE FROM revaluation_line; INSERT INTO revaluation_line
            SELECT 1, 17, 2, 0, 0, 1, 1, false, '2026-10-20', 0
            """),
        Corruption(
            "Revaluations", "a difference with its balance", [.journals], row: "account 13: difference",
            """
            UPDATE entry SET functional_micros = functional_micros + 1 WHERE id = 51;
            UPDATE account_balance SET functional_micros = functional_micros - 1 WHERE account_id = 13
            """),
        Corruption(
            "Revaluations", "a worth that the rate does not make", [.journals], row: "account 13: worth",
            """
            UPDATE revaluation_line SET closing_micros = closing_micros + 1, booked_micros = booked_micros + 1
            """),
        Corruption(
            "Revaluations", "another exchange rate than was used", [.journals], row: "account 13: worth",
            """
            UPDATE revaluation_line SET rate = rate * 2
            """),
        Corruption(
            "Revaluations", "a balance that nobody had", [.journals], row: "account 13: balance",
            """
            UPDATE revaluation_line SET balance_micros = balance_micros + 1
            """),
        Corruption(
            "Revaluations", "another amount booked before", [.journals], row: "account 13: booked",
            """
            UPDATE revaluation_line SET booked_micros = booked_micros + 1
            """),
        Corruption(
            "Revaluations", "a revaluation that is not taken back", [.journals],
            row: "is not taken back on the day after it",
            """
            UPDATE revaluation SET reversal_id = 15
            """),
        Corruption(
            "Revaluations", "a revaluation of another month", [.journals, .acts],
            row: "is not taken back on the day after it",
            """
            UPDATE revaluation SET month_end_on = '2026-09-30'
            """),
        Corruption(
            "Revaluations", "a revaluation taken back a day later", [.journals],
            row: "is not taken back on the day after it",
            """
            UPDATE entry SET effective_on = effective_on + 1 WHERE journal_id = 14
            """),
        Corruption(
            "Journals by hand", "a reversal that was confirmed by who asked for it", [.acts],
            row: "was confirmed by who asked",
            "UPDATE reversal_request SET decided_act_id = act_id"),
        Corruption(
            "Journals by hand", "a reversal that nobody confirmed", [.acts], row: "reversal_request 1",
            "UPDATE reversal_request SET state = 'requested', decided_act_id = NULL"),
    ]
}
