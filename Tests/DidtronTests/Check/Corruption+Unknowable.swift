// Corruptions that no check can know, and why. The test holds that they are not found: once one is, it belongs among the others.

extension Corruption {
    static let unknowable: [(kind: String, why: String, sql: String)] = [
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
