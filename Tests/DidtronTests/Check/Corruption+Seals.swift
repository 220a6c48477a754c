import Checks

// Seals, and what nothing but a seal tells.

extension Corruption {
    static let ofSeals: [Corruption] = [
        Corruption(
            "Seals", "the reason of an act", [.seals], row: "does not say what it said when block 1 was sealed",
            """
            UPDATE act SET reason = 'x' WHERE reason = 'October'
            """),
        Corruption(
            "Seals", "the name of an actor", [.seals], row: "act 1 does not say what it said when block 1 was sealed",
            """
            UPDATE actor SET name = 'x' WHERE id = 1
            """),
        Corruption(
            "Seals", "the instant of an act", [.seals], row: "act 5 does not say what it said",
            """
            UPDATE act SET ended_at = ended_at + interval '1 second' WHERE id = 5
            """),
        Corruption(
            "Seals", "an act lost", [.seals, .acts], row: "of block 1 is gone",
            """
            DELETE FROM act WHERE reason = 'October'
            """),
        Corruption(
            "Seals", "a fee and the audit of it changed alike", [.seals], row: "does not say what it said",
            """
            UPDATE did SET monthly_fee_micros = monthly_fee_micros + 1 WHERE id = 1;
            UPDATE audit_event SET after = after || jsonb_build_object('monthly_fee_micros', (SELECT monthly_fee_micros FROM did WHERE id = 1)) WHERE subject_kind = 'did' AND subject_id = 1 AND after ? 'monthly_fee_micros'
            """),
        Corruption(
            "Seals", "an audit event lost", [.seals], row: "of block 1 is gone",
            """
            DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event WHERE subject_kind = 'party_detail'
                OR subject_kind = 'agreement_terms')
            """),
        Corruption(
            "Seals", "a journal and its seal lost", [.seals], row: "block 1: journals",
            """
            DELETE FROM sealed_record WHERE kind = 'j' AND id = 1;
            DELETE FROM entry WHERE journal_id = 1;
            DELETE FROM journal WHERE id = 1
            """),
        Corruption(
            "Seals", "a journal sealed anew", [.seals], row: "block 1 is of other records",
            """
            UPDATE entry SET amount_micros = amount_micros + 1 WHERE id = 1;
            UPDATE sealed_record SET hash = sha256(convert_to(sealed_text(journal), 'UTF8')) FROM journal
            WHERE sealed_record.kind = 'j' AND sealed_record.id = 1 AND journal.id = 1
            """),
        Corruption(
            "Seals", "a block sealed anew", [.seals], row: "block 2 does not follow the block before it",
            """
            UPDATE seal_block SET entries = entries + 1 WHERE number = 1;
            UPDATE seal_block SET hash = seal_block_hash(seal_block) WHERE number = 1
            """),
        Corruption(
            "Seals", "the first block lost", [.seals], row: "block 2 is in the place of block 1",
            """
            DELETE FROM sealed_record WHERE block = 1;
            DELETE FROM seal_block WHERE number = 1
            """),
        Corruption(
            "Seals", "records of a block that there is not", [.seals], row: "a record of block 9, which is not there",
            """
            UPDATE sealed_record SET block = 9 WHERE kind = 'j' AND id = 1
            """),
        Corruption(
            "Seals", "a sum of what is sealed raised", [.debitsEqualCredits, .balances], row: "sealed sum",
            """
            UPDATE sealed_sum SET debit_micros = debit_micros + 1
            WHERE account_id = (SELECT min(account_id) FROM sealed_sum WHERE debit_micros > 0)
            """),
        Corruption(
            "Seals", "a sum of what is sealed lost", [.debitsEqualCredits, .balances], row: "sealed sum",
            "DELETE FROM sealed_sum WHERE account_id = (SELECT min(account_id) FROM sealed_sum)"),
        Corruption(
            "Seals", "a sum of what is sealed in another period", [.balances], row: "sealed sum",
            """
            UPDATE sealed_sum SET service_period = '1999-01-01'
            WHERE account_id = (SELECT min(account_id) FROM sealed_sum)
                AND service_period = (SELECT min(service_period) FROM sealed_sum AS own WHERE own.account_id = sealed_sum.account_id)
            """),
    ]
}
