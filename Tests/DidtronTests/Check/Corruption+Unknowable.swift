// Corruptions that no check can know, and why. The test holds that they are not found: once one is, it belongs among the others.

extension Corruption {
    static let unknowable: [(kind: String, why: String, sql: String)] = [
        (
            "the amount of an exchange difference, with its balance",
            "no record says from which position it was made; a settlement or revaluation that is posted by the product will have one",
            """
            UPDATE entry SET functional_micros = functional_micros + 1 WHERE id = 51;
            UPDATE account_balance SET functional_micros = functional_micros + 1 WHERE account_id = 18
            """
        ),
        (
            "the calling number of a call",
            "no price depends on it here; the received file has it, which a check of the database does not read",
            """
            UPDATE call SET calling = 1 WHERE chunk_id = 1 AND ordinal = 1
            """
        ),
        (
            "the code with which a call ended", "no amount depends on it; the received file has it",
            """
            UPDATE call SET sip_code = 500 WHERE chunk_id = 1 AND ordinal = 1
            """
        ),
        (
            "the original text of a reject", "the received file has it",
            """
            UPDATE call_reject SET text = ''
            """
        ),
        (
            "a mark of a known call lost",
            "marks are what the loader searches; a call that it takes twice for want of one is found by its key",
            """
            DELETE FROM call_mark
            """
        ),
        (
            "the reason of an act",
            "acts and their audit are not sealed yet: who may write there may write what he likes",
            """
            UPDATE act SET reason = 'x' WHERE id = 59
            """
        ),
        (
            "the name of an actor", "as the reason of an act",
            """
            UPDATE actor SET name = 'x' WHERE id = 1
            """
        ),
        (
            "a fee and the audit of it changed alike",
            "the audit is not sealed yet, and what was charged before is a record of its own",
            """
            UPDATE did SET monthly_fee_micros = monthly_fee_micros + 1 WHERE id = 1;
            UPDATE audit_event SET after = after || jsonb_build_object('monthly_fee_micros', (SELECT monthly_fee_micros FROM did WHERE id = 1)) WHERE subject_kind = 'did' AND subject_id = 1 AND after ? 'monthly_fee_micros'
            """
        ),
        (
            "a losing call of the findings",
            "findings are for people, and can be worked out again; no amount is taken from them",
            """
            UPDATE call_longest SET duration_ns = duration_ns + 1
            """
        ),
        (
            "the terms of days to come", "nothing was billed under them",
            """
            UPDATE agreement_terms SET credit_limit_micros = 5 WHERE partner_id = 1
            """
        ),
    ]
}
