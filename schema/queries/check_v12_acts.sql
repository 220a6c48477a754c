-- V12: whatever changed the business belongs to an act that was done: journals, documents, files and chunks, and the audit of
-- what it changed; states and records are what the audit says that they became, each step of an invoice is there; a request
-- key leads to an act of whoever asked, which was not refused. What a load that was stopped had committed stays its own.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected, found.
--
-- Of a statement that changed a great many rows the audit has the first ones (record_changes), so that a row need not be in it,
-- but for invoices. Instants are not compared: their text is of the zone of whoever wrote it.

WITH acting AS (
    SELECT 'journal ' || id AS subject, act_id, entity_id, recorded_at AS at, false AS may_be_stopped FROM journal
    UNION ALL
    SELECT 'document ' || id, act_id, entity_id, created_at, false FROM document
    UNION ALL
    SELECT 'file ' || id, act_id, entity_id, NULL, true FROM cdr_file
    UNION ALL
    SELECT format('file %s, chunk %s', file_id, number), act_id, NULL, committed_at, true FROM chunk
    UNION ALL
    SELECT DISTINCT 'audit of act ' || act_id, act_id, NULL::smallint, min(at), true FROM audit_event GROUP BY act_id
), event AS (
    SELECT audit_event.*, CASE subject_kind WHEN 'closing' THEN subject_label::bigint
        WHEN 'closing_posting' THEN subject_label::bigint ELSE subject_id END AS row_id
    FROM audit_event
    WHERE subject_kind IN ('account', 'agreement', 'allocation', 'bank_file', 'bank_line', 'card_assignment', 'cdr_file',
            'closing', 'closing_posting', 'deposit_hold', 'deposit_mark', 'did', 'did_charge', 'entity', 'invoice',
            'invoice_run', 'manual_journal', 'partner', 'payment', 'period_lock', 'product', 'rate_card', 'revaluation',
            'reversal_request', 'switch', 'tax_profile', 'time_band_set')
        AND (after IS NULL OR after - 'rows' <> '{}')
), last_event AS (
    SELECT DISTINCT ON (subject_kind, row_id, row_entity_id) subject_kind, row_id, row_entity_id, after IS NULL AS is_gone
    FROM (SELECT event.*, CASE WHEN subject_kind LIKE 'closing%' THEN entity_id END AS row_entity_id FROM event) AS keyed
    ORDER BY subject_kind, row_id, row_entity_id, id DESC
), last_word AS (
    SELECT DISTINCT ON (subject_kind, row_id, row_entity_id, key) subject_kind, row_id, row_entity_id, key, value
    FROM (SELECT event.*, CASE WHEN subject_kind LIKE 'closing%' THEN entity_id END AS row_entity_id FROM event) AS keyed
        CROSS JOIN LATERAL jsonb_each(after) AS said
    WHERE after IS NOT NULL
    ORDER BY subject_kind, row_id, row_entity_id, key, id DESC
), stored AS (
    SELECT 'account' AS subject_kind, id::bigint AS row_id, NULL::smallint AS row_entity_id, to_jsonb(account) AS content
    FROM account
    UNION ALL
    SELECT 'agreement', id, NULL, to_jsonb(agreement) FROM agreement
    UNION ALL
    SELECT 'allocation', id, NULL, to_jsonb(allocation) FROM allocation
    UNION ALL
    SELECT 'bank_file', id, NULL, to_jsonb(bank_file) FROM bank_file
    UNION ALL
    SELECT 'bank_line', id, NULL, to_jsonb(bank_line) FROM bank_line
    UNION ALL
    SELECT 'card_assignment', id, NULL, to_jsonb(card_assignment) FROM card_assignment
    UNION ALL
    SELECT 'cdr_file', id, NULL, to_jsonb(cdr_file) - 'layout_definition' FROM cdr_file
    UNION ALL
    SELECT 'closing', number, entity_id, to_jsonb(closing) FROM closing
    UNION ALL
    SELECT 'closing_posting', close_number, entity_id, to_jsonb(closing_posting) FROM closing_posting
    UNION ALL
    SELECT 'deposit_hold', id, NULL, to_jsonb(deposit_hold) FROM deposit_hold
    UNION ALL
    SELECT 'deposit_mark', id, NULL, to_jsonb(deposit_mark) FROM deposit_mark
    UNION ALL
    SELECT 'did', id, NULL, to_jsonb(did) FROM did
    UNION ALL
    SELECT 'did_charge', id, NULL, to_jsonb(did_charge) FROM did_charge
    UNION ALL
    SELECT 'entity', id, NULL, to_jsonb(entity) FROM entity
    UNION ALL
    SELECT 'invoice', id, NULL, to_jsonb(invoice) FROM invoice
    UNION ALL
    SELECT 'invoice_run', id, NULL, to_jsonb(invoice_run) FROM invoice_run
    UNION ALL
    SELECT 'manual_journal', id, NULL, to_jsonb(manual_journal) FROM manual_journal
    UNION ALL
    SELECT 'partner', id, NULL, to_jsonb(partner) FROM partner
    UNION ALL
    SELECT 'payment', id, NULL, to_jsonb(payment) FROM payment
    UNION ALL
    SELECT 'period_lock', id, NULL, to_jsonb(period_lock) FROM period_lock
    UNION ALL
    SELECT 'product', id, NULL, to_jsonb(product) FROM product
    UNION ALL
    SELECT 'rate_card', id, NULL, to_jsonb(rate_card) FROM rate_card
    UNION ALL
    SELECT 'revaluation', id, NULL, to_jsonb(revaluation) FROM revaluation
    UNION ALL
    SELECT 'reversal_request', id, NULL, to_jsonb(reversal_request) FROM reversal_request
    UNION ALL
    SELECT 'switch', id, NULL, to_jsonb(switch) FROM switch
    UNION ALL
    SELECT 'tax_profile', id, NULL, to_jsonb(tax_profile) FROM tax_profile
    UNION ALL
    SELECT 'time_band_set', id, NULL, to_jsonb(time_band_set) FROM time_band_set
), offence AS (
    SELECT format('%s is of act %s, which is %s', subject, act_id, COALESCE(outcome, 'not there')) AS subject
    FROM acting LEFT JOIN act ON act.id = act_id
    WHERE act.id IS NULL OR outcome <> 'done' AND NOT may_be_stopped
    UNION ALL
    SELECT format('%s was made at %s, before its act %s', subject, at, act_id)
    FROM acting JOIN act ON act.id = act_id
    WHERE at < begun_at
    UNION ALL
    SELECT format('%s is of act %s, which is of another entity', subject, act_id)
    FROM acting JOIN act ON act.id = act_id
    WHERE acting.entity_id <> act.entity_id
    UNION ALL
    SELECT format('act %s is by actor %s, who is not there', act.id, actor_id)
    FROM act LEFT JOIN actor ON actor.id = actor_id
    WHERE actor.id IS NULL
    UNION ALL
    SELECT format('%s %s: the audit says %s = %s, the row %s', subject_kind, row_id, key, value,
        content -> key)
    FROM last_word JOIN stored USING (subject_kind, row_id)
    WHERE last_word.row_entity_id IS NOT DISTINCT FROM stored.row_entity_id AND key NOT LIKE '%\_at'
        AND key NOT IN ('starts_from', 'starts_until', 'effective', 'effective_from')
        -- What is said beside the columns is no state.
        AND content ? key AND value <> content -> key
    UNION ALL
    SELECT format('%s %s is gone, and the audit does not say so', subject_kind, row_id)
    FROM last_event
    WHERE NOT is_gone AND NOT EXISTS (SELECT FROM stored
        WHERE stored.subject_kind = last_event.subject_kind AND stored.row_id = last_event.row_id
            AND stored.row_entity_id IS NOT DISTINCT FROM last_event.row_entity_id)
    UNION ALL
    SELECT format('invoice %s is %s, and the audit has no such step', invoice.id, step)
    FROM invoice
        CROSS JOIN LATERAL (VALUES ('approved', approved_at), ('issued', issued_at), ('void', voided_at))
            AS taken (step, taken_at)
    WHERE taken_at IS NOT NULL AND NOT EXISTS (SELECT FROM event
        WHERE subject_kind = 'invoice' AND row_id = invoice.id AND after ->> 'state' = step)
    UNION ALL
    -- What posted, issued or charged is what the audit of it says.
    SELECT format('journal %s is of act %s, and what it records of act %s', journal.id, journal.act_id, event.act_id)
    FROM journal JOIN event ON subject_kind IN ('closing_posting', 'did_charge') AND after ->> 'journal_id' = journal.id::text
    WHERE event.act_id <> journal.act_id
    UNION ALL
    SELECT format('journal %s is of act %s, and its invoice was %s by act %s', journal.id, journal.act_id, step, event.act_id)
    FROM journal
        CROSS JOIN LATERAL (
            SELECT CASE WHEN reverses_journal_id IS NULL THEN 'issued' ELSE 'void' END AS step) AS taken
        JOIN event ON subject_kind = 'invoice' AND row_id = document_id AND after ->> 'state' = step
    WHERE journal.kind = 'invoice' AND event.act_id <> journal.act_id
    UNION ALL
    SELECT format('%s %s is there, and the audit does not have it', subject_kind, row_id)
    FROM stored
    WHERE subject_kind IN ('allocation', 'bank_file', 'deposit_hold', 'deposit_mark', 'payment') AND NOT EXISTS (SELECT FROM event
        WHERE event.subject_kind = stored.subject_kind AND event.row_id = stored.row_id AND before IS NULL)
    UNION ALL
    SELECT format('payment %s is reversed, and the audit has no such step', id)
    FROM payment
    WHERE state = 'reversed' AND NOT EXISTS (SELECT FROM event
        WHERE subject_kind = 'payment' AND row_id = payment.id AND after ->> 'state' = 'reversed')
    UNION ALL
    SELECT format('journal %s is of act %s, and its %s was %s by act %s', journal.id, journal.act_id, journal.kind, step,
        event.act_id)
    FROM journal
        JOIN payment ON payment.id = document_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN reverses_journal_id IS NULL THEN 'recorded' ELSE 'reversed' END AS step) AS taken
        JOIN event ON subject_kind = 'payment' AND row_id = document_id AND after ->> 'state' = step
    WHERE event.act_id <> journal.act_id
    UNION ALL
    SELECT format('journal %s is of act %s, and was posted by hand by act %s', journal.id, journal.act_id, decided_act_id)
    FROM journal JOIN manual_journal ON manual_journal.id = document_id
    WHERE reverses_journal_id IS NULL AND decided_act_id IS DISTINCT FROM journal.act_id
    UNION ALL
    SELECT format('journal by hand %s was posted by who proposed it, and asks for somebody else', manual_journal.id)
    FROM manual_journal
        JOIN document ON document.id = manual_journal.id
        JOIN act AS proposal ON proposal.id = document.act_id
        JOIN act AS decision ON decision.id = decided_act_id
    WHERE needs_second AND state = 'posted' AND proposal.actor_id = decision.actor_id
    UNION ALL
    SELECT format('the reversal of journal %s was confirmed by who asked for it, or not taken back', journal_id)
    FROM reversal_request AS request
        JOIN act AS asking ON asking.id = request.act_id
        JOIN act AS decision ON decision.id = decided_act_id
    WHERE state = 'done' AND (asking.actor_id = decision.actor_id
        OR NOT EXISTS (SELECT FROM journal WHERE reverses_journal_id = request.journal_id AND journal.act_id = decided_act_id))
    UNION ALL
    SELECT format('document %s is of act %s, and its run of act %s', document.id, document.act_id, event.act_id)
    FROM document
        JOIN invoice ON invoice.id = document.id
        JOIN event ON subject_kind = 'invoice_run' AND row_id = run_id
    WHERE event.act_id <> document.act_id
    UNION ALL
    SELECT format('a request of actor %s is of act %s, which is %s', request.actor_id, act_id,
        CASE WHEN act.id IS NULL THEN 'not there' ELSE 'another''s' END)
    FROM act_request AS request LEFT JOIN act ON act.id = act_id
    WHERE act.actor_id IS DISTINCT FROM request.actor_id
    UNION ALL
    SELECT format('a request of actor %s is of act %s, which was refused', request.actor_id, act_id)
    FROM act_request AS request JOIN act ON act.id = act_id
    WHERE outcome = 'refused'
    UNION ALL
    SELECT format('act %s has several request keys', act_id)
    FROM act_request
    GROUP BY act_id
    HAVING count(*) > 1
)
SELECT false AS is_offence, 'acts ' || outcome AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM act
GROUP BY outcome
UNION ALL
SELECT false, 'values that the audit has', 'rows', NULL, NULL, count(*), 2 FROM last_word
UNION ALL
SELECT true, subject, 'rows', NULL, 0, 1, 3 FROM offence
ORDER BY position, subject;
