-- The general ledger of one account: its balance before the first day, each entry with the balance behind it, in the order of days;
-- as it was known at any moment.
--
-- Parameters: account_id integer; from_on, to_on date: first and last day of effect (null = from the beginning, to the end);
-- known_at timestamptz (journals recorded by then; null = all); row_limit integer: entries at most, the earliest.
-- Reads: entry, journal, ledger_account, document_issue, act, actor.
-- Rows expected: one without an entry for the balance before, then one an entry, at most row_limit; entries_in_all counts all of
-- them, total_* is the balance behind the last. Micros are of the currency, debits less credits; functional ones of the entity's,
-- of the entries that have such an amount.

WITH chosen_leg AS (
    SELECT entry.id, journal_id, effective_on, service_period, sign * amount_micros AS micros,
        sign * functional_micros AS functional_micros, other_account_id, sign
    FROM (
        SELECT entry.*, 1 AS sign, credit_account_id AS other_account_id
        FROM entry
        WHERE debit_account_id = :'account_id'::integer
            AND (:'to_on'::date IS NULL OR effective_on <= :'to_on'::date)
        UNION ALL
        SELECT entry.*, -1, debit_account_id
        FROM entry
        WHERE credit_account_id = :'account_id'::integer
            AND (:'to_on'::date IS NULL OR effective_on <= :'to_on'::date)) AS entry
    WHERE :'known_at'::timestamptz IS NULL
        OR journal_id IN (SELECT id FROM journal WHERE recorded_at <= :'known_at'::timestamptz)
), opening AS (
    SELECT COALESCE(sum(micros), 0) AS micros, COALESCE(sum(functional_micros), 0) AS functional_micros
    FROM chosen_leg
    WHERE effective_on < :'from_on'::date
), movement AS (
    SELECT chosen_leg.*, count(*) OVER () AS entries_in_all, row_number() OVER in_order AS place,
        opening.micros + sum(chosen_leg.micros) OVER in_order AS balance_micros,
        opening.functional_micros + COALESCE(sum(chosen_leg.functional_micros) OVER in_order, 0) AS balance_functional_micros
    FROM chosen_leg CROSS JOIN opening
    WHERE :'from_on'::date IS NULL OR effective_on >= :'from_on'::date
    WINDOW in_order AS (ORDER BY effective_on, chosen_leg.id, sign)
), total AS (
    SELECT COALESCE(sum(micros), 0) AS micros, COALESCE(sum(functional_micros), 0) AS functional_micros,
        count(*) FILTER (WHERE :'from_on'::date IS NULL OR effective_on >= :'from_on'::date) AS entries
    FROM chosen_leg
)
SELECT NULL::bigint AS entry_id, NULL::bigint AS journal_id, NULL AS kind, NULL AS document, NULL AS effective_on,
    NULL AS service_period, NULL AS other_type, NULL AS other_partner, NULL AS recorded_at, NULL AS actor,
    NULL AS reversal, 0::numeric AS micros, 0::numeric AS functional_micros, opening.micros AS balance_micros,
    opening.functional_micros AS balance_functional_micros, total.entries AS entries_in_all, total.micros AS total_micros,
    total.functional_micros AS total_functional_micros, 0 AS place
FROM opening CROSS JOIN total
UNION ALL
SELECT movement.id, movement.journal_id, journal.kind, COALESCE(number_text, ''), movement.effective_on::text,
    movement.service_period::text, other.type, other_partner.code,
    to_char(journal.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), actor.kind || chr(58) || actor.name,
    CASE WHEN journal.reverses_journal_id IS NOT NULL THEN 'takes back ' || journal.reverses_journal_id
        WHEN mirror.id IS NOT NULL THEN 'taken back by ' || mirror.id END,
    movement.micros, movement.functional_micros, movement.balance_micros, movement.balance_functional_micros,
    entries_in_all, total.micros, total.functional_micros, place
FROM movement
    CROSS JOIN total
    JOIN journal ON journal.id = movement.journal_id
    JOIN act ON act.id = journal.act_id
    JOIN actor ON actor.id = act.actor_id
    JOIN ledger_account AS other ON other.id = other_account_id
    LEFT JOIN journal AS mirror ON mirror.reverses_journal_id = journal.id
    LEFT JOIN partner AS other_partner ON other_partner.id = other.partner_id
    LEFT JOIN document_issue ON document_issue.document_id = journal.document_id
WHERE place <= :'row_limit'::integer
ORDER BY place;
