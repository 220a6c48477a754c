import Checks

// Entries, journals, balances and locks.

extension Corruption {
    static let ofLedger: [Corruption] = [
        Corruption(
            "Ledger: entries and journals", "an amount raised", [.balances, .accruals, .journals],
            row: "account 7 (unbilled of acme)",
            """
            UPDATE entry SET amount_micros = amount_micros + 1, functional_micros = functional_micros + 1 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an amount raised, and its balance with it", [.accruals, .journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-10-01",
            """
            UPDATE entry SET amount_micros = amount_micros + 1, functional_micros = functional_micros + 1 WHERE id = 1;
            UPDATE account_balance SET balance_micros = balance_micros + 1, functional_micros = functional_micros + 1 WHERE account_id = 7
            """),
        Corruption(
            "Ledger: entries and journals", "an entry with the number of another", [.debitsEqualCredits],
            row: "entry 1",
            """
            INSERT INTO entry (id, journal_id, amount_micros, functional_micros, debit_account_id, credit_account_id,
                effective_on, service_period, entity_id, currency, partner_id)
            SELECT id, journal_id, amount_micros, functional_micros, debit_account_id, credit_account_id, effective_on + 1,
                service_period, entity_id, currency, partner_id
            FROM entry WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "revenue moved to rounding", [.journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-10-01",
            """
            UPDATE entry SET credit_account_id = 26 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "revenue moved to the currency of another entity", [.debitsEqualCredits],
            row: "entry 1 names another currency than its accounts",
            """
            UPDATE entry SET credit_account_id = 12 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "revenue booked as less cost", [.journals],
            row: "journal 1 (usage), cost, 2026-10-03, period 2026-10-01",
            """
            UPDATE entry SET credit_account_id = 2 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a debit moved to another customer", [.balances, .accruals, .journals],
            row: "account 17 (unbilled of hold)",
            """
            UPDATE entry SET debit_account_id = 17 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "debit and credit exchanged", [.balances, .accruals, .journals],
            row: "account 7 (unbilled of acme)",
            """
            UPDATE entry SET debit_account_id = credit_account_id, credit_account_id = debit_account_id WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry of nothing",
            [.debitsEqualCredits, .balances, .accruals, .journals], row: "entry 1 has no positive amount",
            """
            ALTER TABLE entry DROP CONSTRAINT entry_amount_is_positive;
            UPDATE entry SET amount_micros = 0 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry below nothing", [.debitsEqualCredits],
            row: "entry 1 has no positive amount",
            """
            ALTER TABLE entry DROP CONSTRAINT entry_amount_is_positive;
            UPDATE entry SET amount_micros = -amount_micros WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry lost", [.balances, .accruals, .journals],
            row: "account 7 (unbilled of acme)",
            """
            DELETE FROM entry WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry twice", [.balances, .accruals, .journals],
            row: "account 7 (unbilled of acme)",
            """
            INSERT INTO entry SELECT (jsonb_populate_record(entry, '{"id": 1000}')).* FROM entry WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry and its opposite added", [.balances, .journals],
            row: "account 7 (unbilled of acme)",
            """
            INSERT INTO entry SELECT (jsonb_populate_record(entry, '{"id": 1000}')).* FROM entry WHERE id = 1;
            INSERT INTO entry SELECT (jsonb_populate_record(entry, jsonb_build_object('id', 1001, 'debit_account_id', credit_account_id, 'credit_account_id', debit_account_id))).* FROM entry WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry on another day", [.journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-10-01",
            """
            UPDATE entry SET effective_on = effective_on + 1 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry in another service period", [.accruals, .journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-09-01",
            """
            UPDATE entry SET service_period = '2026-09-01' WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry as the movement of another partner", [.journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-10-01",
            """
            UPDATE entry SET partner_id = 3 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry of another currency than its accounts", [.debitsEqualCredits],
            row: "entry 1 names another currency than its accounts",
            """
            UPDATE entry SET currency = 'EUR' WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry in the journal of another kind", [.journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-10-01",
            """
            UPDATE entry SET journal_id = 3 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an entry of another entity than its journal", [.debitsEqualCredits],
            row: "entry 1 is in no journal of its entity",
            """
            UPDATE entry SET entity_id = 2 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a functional amount changed", [.balances, .journals],
            row: "account 9 (unbilled of week)",
            """
            UPDATE entry SET functional_micros = functional_micros + 1 WHERE id = 13
            """),
        Corruption(
            "Ledger: entries and journals", "a functional amount changed, and its balance", [.journals],
            row: "entry 13 of journal 1 (usage)",
            """
            UPDATE entry SET functional_micros = functional_micros + 1 WHERE id = 13;
            UPDATE account_balance SET functional_micros = functional_micros + 1 WHERE account_id = 9
            """),
        Corruption(
            "Ledger: entries and journals", "a functional amount lost", [.balances, .journals],
            row: "account 8 (unbilled of bolt)",
            """
            UPDATE entry SET functional_micros = NULL WHERE id = 4
            """),
        Corruption(
            "Ledger: entries and journals", "a functional amount where there was no rate", [.balances, .journals],
            row: "account 18 (receivable of bolt)",
            """
            UPDATE entry SET functional_micros = 1 WHERE id = 22
            """),
        Corruption(
            "Ledger: entries and journals", "a functional amount of the functional currency that differs",
            [.balances, .journals], row: "account 7 (unbilled of acme)",
            """
            UPDATE entry SET functional_micros = functional_micros + 1 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a journal lost, its entries left", [.debitsEqualCredits],
            row: "entry 1 is in no journal of its entity",
            """
            DELETE FROM journal WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a journal with its entries lost", [.balances, .accruals, .journals],
            row: "account 1 (accrued_cost of sup)",
            """
            DELETE FROM entry WHERE journal_id = 1;
            DELETE FROM journal WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a journal of an invoice with its entries lost",
            [.receivableControl, .numbers], row: "receivable of partner acme, entity 1",
            """
            DELETE FROM entry WHERE journal_id = 7;
            DELETE FROM journal WHERE id = 7
            """),
        Corruption(
            "Ledger: entries and journals", "a forged journal of profit", [.journals],
            row: "journal 1000 (usage) records nothing that there is",
            """
            INSERT INTO journal (id, entity_id, kind, act_id) VALUES (1000, 1, 'usage', 27);
            INSERT INTO entry SELECT (jsonb_populate_record(entry, '{"id": 1000, "journal_id": 1000, "debit_account_id": 2, "credit_account_id": 6}')).* FROM entry WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a forged manual journal with a document", [.journals],
            row: "journal 1000 (manual_journal), cost, 2026-10-03, period 2026-10-01",
            """
            INSERT INTO document (id, entity_id, kind, currency, act_id) VALUES (1000, 1, 'manual_journal', 'USD', 27);
            INSERT INTO journal (id, entity_id, kind, act_id, document_id) VALUES (1000, 1, 'manual_journal', 27, 1000);
            INSERT INTO entry SELECT (jsonb_populate_record(entry, '{"id": 1000, "journal_id": 1000, "debit_account_id": 2, "credit_account_id": 6}')).* FROM entry WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an empty journal forged", [.journals],
            row: "journal 1000 (charge) records nothing that there is",
            """
            INSERT INTO journal (id, entity_id, kind, act_id) VALUES (1000, 1, 'charge', 27)
            """),
        Corruption(
            "Ledger: entries and journals", "a journal of another kind", [.journals],
            row: "closing 1 of entity 1 is in journal 1, which is not of usage",
            """
            UPDATE journal SET kind = 'charge' WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "a journal of an invoice that records another one", [.numbers, .journals],
            row: "invoice 7 has no journal",
            """
            DROP INDEX journal_records_a_document_once;
            UPDATE journal SET document_id = 2 WHERE id = 7
            """),
        Corruption(
            "Ledger: entries and journals", "a journal of another entity", [.debitsEqualCredits, .journals],
            row: "entry 19 is in no journal of its entity",
            """
            UPDATE journal SET entity_id = 2 WHERE id = 3
            """),
        Corruption(
            "Ledger: entries and journals", "rounding of an invoice moved to revenue", [.journals],
            row: "journal 7 (invoice), revenue",
            """
            UPDATE entry SET debit_account_id = 6 WHERE id = 26
            """),
        Corruption(
            "Ledger: entries and journals", "an invoice recorded on a day before its issue", [.journals],
            row: "journal 7 (invoice), receivable of acme, 2026-10-30, period 2026-10-01",
            """
            UPDATE entry SET effective_on = '2026-10-30' WHERE journal_id = 7
            """),
        Corruption(
            "Ledger: entries and journals", "an invoice credited to unbilled of another period",
            [.accruals, .journals], row: "journal 7 (invoice), receivable of acme",
            """
            UPDATE entry SET service_period = '2026-11-01' WHERE id = 27
            """),
        Corruption(
            "Ledger: entries and journals", "a charge recorded in another journal", [.journals],
            row: "charge 1 is in journal 1, which is not of charges",
            """
            UPDATE did_charge SET journal_id = 1 WHERE id = 1
            """),
        Corruption(
            "Ledger: entries and journals", "an exchange difference that moves an amount", [.balances, .journals],
            row: "account 13 (unbilled of norda)",
            """
            UPDATE entry SET amount_micros = 5 WHERE id = 51
            """),
        Corruption(
            "Ledger: entries and journals", "an exchange difference between revenue and gain", [.journals],
            row: "entry 51 of journal 13 (revaluation) is no exchange difference",
            """
            UPDATE entry SET credit_account_id = (SELECT id FROM ledger_account WHERE entity_id = 2 AND type = 'revenue' AND currency = 'USD') WHERE id = 51
            """),
        Corruption(
            "Ledger: entries and journals", "an exchange difference between two accounts of a customer", [.journals],
            row: "entry 51 of journal 13 (revaluation) is no exchange difference",
            """
            UPDATE entry SET debit_account_id = (SELECT id FROM ledger_account WHERE entity_id = 2 AND type = 'receivable' AND currency = 'USD') WHERE id = 51
            """),
        Corruption(
            "Ledger: entries and journals", "a reversal of less than its journal",
            [.balances, .receivableControl, .journals], row: "account 13 (unbilled of norda)",
            """
            UPDATE entry SET amount_micros = amount_micros - 1 WHERE id = 53
            """),
        Corruption(
            "Ledger: entries and journals", "a reversal with another functional amount", [.balances, .journals],
            row: "account 13 (unbilled of norda)",
            """
            UPDATE entry SET functional_micros = 5 WHERE id = 53
            """),
        Corruption(
            "Ledger: entries and journals", "a reversal of another journal", [.journals],
            row: "journal 15 (invoice), receivable of hold, reversed, period 2026-10-01",
            """
            UPDATE journal SET reverses_journal_id = 5 WHERE id = 15
            """),
        Corruption(
            "Ledger: entries and journals", "a reversal that takes back nothing", [.journals],
            row: "journal 15 (invoice), receivable of norda, reversed, period 2026-10-01",
            """
            UPDATE journal SET reverses_journal_id = 1000 WHERE id = 15
            """),
        Corruption(
            "Ledger: entries and journals", "a reversal recorded before what it takes back", [.acts, .journals],
            row: "journal 15",
            """
            UPDATE journal SET recorded_at = recorded_at - interval '1 year' WHERE id = 15
            """),
        Corruption(
            "Ledger: entries and journals", "a reversal lost", [.receivableControl, .numbers],
            row: "receivable of partner norda, entity 2",
            """
            DELETE FROM entry WHERE journal_id = 15;
            DELETE FROM journal WHERE id = 15
            """),
        Corruption(
            "Ledger: entries and journals", "an account that is of another type", [.journals],
            row: "journal 1 (usage), revenue, 2026-10-03, period 2026-10-01",
            """
            UPDATE ledger_account SET type = 'input_tax' WHERE id = 6
            """),
        Corruption(
            "Ledger: balances", "a balance changed", [.balances], row: "account 7 (unbilled of acme)",
            """
            UPDATE account_balance SET balance_micros = balance_micros + 1 WHERE account_id = 7
            """),
        Corruption(
            "Ledger: balances", "a balance lost", [.balances], row: "account 7 (unbilled of acme)",
            """
            DELETE FROM account_balance WHERE account_id = 7
            """),
        Corruption(
            "Ledger: balances", "a balance of an account without entries", [.balances],
            row: "account 1000 (unbilled of sup)",
            """
            INSERT INTO ledger_account (id, entity_id, type, per_partner, partner_id, currency) VALUES (1000, 1, 'unbilled', true, 7, 'USD');
            INSERT INTO account_balance VALUES (1000, 1, 0, 0, 1, 0)
            """),
        Corruption(
            "Ledger: balances", "a functional balance changed", [.balances], row: "account 7 (unbilled of acme)",
            """
            UPDATE account_balance SET functional_micros = functional_micros + 1 WHERE account_id = 7
            """),
        Corruption(
            "Ledger: balances", "an entry counted twice in a balance", [.balances], row: "account 7 (unbilled of acme)",
            """
            UPDATE account_balance SET entries = entries + 1 WHERE account_id = 7
            """),
        Corruption(
            "Ledger: balances", "unconverted entries of a balance miscounted", [.balances],
            row: "account 18 (receivable of bolt)",
            """
            UPDATE account_balance SET unconverted = unconverted + 1 WHERE account_id = 18
            """),
        Corruption(
            "Locks", "an entry moved into a locked period", [.locks, .journals],
            row: "entry 42 of journal 10 is effective on 2026-10-31, which lock 1 covered",
            """
            UPDATE entry SET effective_on = '2026-10-31' WHERE id = 42
            """),
        Corruption(
            "Locks", "a lock dated back, before what was recorded", [.locks],
            row: "entry 1 of journal 1 is effective on 2026-10-03, which lock 1 covered",
            """
            UPDATE period_lock SET locked_at = '2026-01-01'
            """),
        Corruption(
            "Locks", "a lock lost", [.acts, .journals], row: "period_lock 1 is gone, and the audit does not say so",
            """
            DELETE FROM period_lock
            """),
        Corruption(
            "Locks", "a lock reaching further", [.acts], row: "period_lock 1",
            """
            UPDATE period_lock SET locked_through = '2026-11-05'
            """),
    ]
}
