-- V5: what is open is what allocations have left, on every day: no allocation is before its documents or behind their end, no
-- document was ever settled below zero or beyond its total, and day by day the receivable account moved as its documents came
-- and went. So for any day the ages of what is open, less the credits that settle nothing yet, are the account. Stored totals
-- are what the allocations say; refunds, write-offs and uses of an advance are whole; a document that is settled has left the
-- books at all of what it came in at.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (recomputed), found (stored).

WITH booking AS (
    -- When a document came into the books, and left them.
    SELECT document_id, max(effective_on) FILTER (WHERE reverses_journal_id IS NULL) AS booked_on,
        max(effective_on) FILTER (WHERE reverses_journal_id IS NOT NULL) AS taken_back_on
    FROM journal JOIN entry ON entry.journal_id = journal.id
    WHERE document_id IS NOT NULL
    GROUP BY document_id
), item AS (
    SELECT id, invoice.entity_id, partner_id, currency, 1 AS sign, total_minor, minor_unit_micros(minor_digits) AS unit, booked_on,
        CASE state WHEN 'void' THEN taken_back_on END AS ended_on
    FROM invoice JOIN booking ON document_id = id
    WHERE state IN ('issued', 'void')
    UNION ALL
    SELECT id, entity_id, partner_id, currency, CASE purpose WHEN 'refund_of_credit' THEN 1 ELSE -1 END, total_minor,
        minor_unit_micros(minor_digits), effective_on, reversed_on
    FROM payment JOIN currency ON currency.code = currency
    WHERE purpose IN ('received', 'deposit_transfer', 'write_off', 'refund_of_credit')
), leg AS (
    SELECT id, reverses_allocation_id, credit_id AS document_id, amount_minor, allocated_on,
        credit_functional_micros AS functional_micros
    FROM allocation
    UNION ALL
    SELECT id, reverses_allocation_id, debit_id, amount_minor, allocated_on, debit_functional_micros FROM allocation
), settled AS (
    SELECT document_id, sum(amount_minor) AS minor, sum(functional_micros) AS functional_micros
    FROM leg
    GROUP BY document_id
), settled_day AS (
    SELECT document_id, allocated_on,
        sum(sum(amount_minor)) OVER (PARTITION BY document_id ORDER BY allocated_on) AS until_then
    FROM leg
    GROUP BY document_id, allocated_on
), of_invoice AS (
    SELECT debit_id, COALESCE(sum(amount_minor) FILTER (WHERE credit_kind <> 'write_off'), 0) AS paid,
        COALESCE(sum(amount_minor) FILTER (WHERE credit_kind = 'write_off'), 0) AS written_off
    FROM allocation
    WHERE debit_kind = 'invoice'
    GROUP BY debit_id
), used_advance AS (
    SELECT advance_id, sum(total_minor) AS minor
    FROM payment
    WHERE advance_id IS NOT NULL AND state = 'recorded'
    GROUP BY advance_id
), moved AS (
    SELECT entity_id, partner_id, currency, on_day, sum(expected) AS expected, sum(found) AS found
    FROM (
        SELECT entity_id, partner_id, currency, on_day, direction * sign * total_minor * unit::numeric AS expected, 0 AS found
        FROM item CROSS JOIN LATERAL (VALUES (1, booked_on), (-1, ended_on)) AS event (direction, on_day)
        WHERE on_day IS NOT NULL
        UNION ALL
        SELECT account.entity_id, account.partner_id, account.currency, effective_on, 0, side * amount_micros
        FROM entry
            JOIN journal ON journal.id = entry.journal_id
            CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, side)
            JOIN ledger_account AS account ON account.id = account_id
        -- What is moved by hand is on no document that could be open; the check of journals has it.
        WHERE type = 'receivable' AND journal.kind NOT IN ('manual_journal', 'opening')) AS both_sides
    GROUP BY entity_id, partner_id, currency, on_day
), offence AS (
    SELECT format('invoice %s: paid', invoice.id) AS subject, 'minor' AS unit, currency,
        COALESCE(paid, 0)::numeric AS expected, paid_minor::numeric AS found
    FROM invoice LEFT JOIN of_invoice ON debit_id = invoice.id
    WHERE COALESCE(paid, 0) <> paid_minor
    UNION ALL
    SELECT format('invoice %s: written off', invoice.id), 'minor', currency, COALESCE(written_off, 0), written_off_minor
    FROM invoice LEFT JOIN of_invoice ON debit_id = invoice.id
    WHERE COALESCE(written_off, 0) <> written_off_minor
    UNION ALL
    SELECT format('payment %s: allocated', payment.id), 'minor', currency,
        COALESCE(settled.minor, 0) + COALESCE(used_advance.minor, 0), allocated_minor
    FROM payment LEFT JOIN settled ON document_id = payment.id LEFT JOIN used_advance ON used_advance.advance_id = payment.id
    WHERE COALESCE(settled.minor, 0) + COALESCE(used_advance.minor, 0) <> allocated_minor
    UNION ALL
    SELECT format('payment %s (%s) is not allocated whole', id, purpose), 'minor', currency, total_minor, allocated_minor
    FROM payment
    WHERE purpose IN ('write_off', 'refund_of_credit') AND state = 'recorded' AND allocated_minor <> total_minor
    UNION ALL
    SELECT format('payment %s: day of its entries', payment.id), 'day', NULL, to_char(booked_on, 'YYYYMMDD')::numeric,
        to_char(effective_on, 'YYYYMMDD')::numeric
    FROM payment LEFT JOIN booking ON document_id = payment.id
    WHERE effective_on IS DISTINCT FROM booked_on
    UNION ALL
    SELECT format('payment %s is %s: day on which it was taken back', payment.id, state), 'day', NULL,
        to_char(taken_back_on, 'YYYYMMDD')::numeric, to_char(reversed_on, 'YYYYMMDD')::numeric
    FROM payment LEFT JOIN booking ON document_id = payment.id
    WHERE (reversed_on, state = 'reversed') IS DISTINCT FROM (taken_back_on, taken_back_on IS NOT NULL)
    UNION ALL
    SELECT format('payment %s: parts', id), 'minor', currency,
        cash_minor + withheld_minor + CASE WHEN is_incoming THEN fee_minor ELSE 0 END, total_minor
    FROM payment
    WHERE bank_currency = currency
        AND total_minor <> cash_minor + withheld_minor + CASE WHEN is_incoming THEN fee_minor ELSE 0 END
    UNION ALL
    SELECT format('payment %s: bank account', payment.id), 'rows', NULL, 1, 0
    FROM payment JOIN bank_account ON bank_account.id = bank_account_id
    WHERE (bank_account.entity_id, bank_account.currency) IS DISTINCT FROM (payment.entity_id, bank_currency)
    UNION ALL
    SELECT format('allocation %s is before document %s is in the books, or behind its end', leg.id, document_id), 'rows', NULL, 0, 1
    FROM leg LEFT JOIN item ON item.id = document_id
    WHERE item.id IS NULL OR allocated_on < booked_on OR allocated_on > ended_on
    UNION ALL
    SELECT format('allocation %s is between documents of different partners or kinds', allocation.id), 'rows', NULL, 0, 1
    FROM allocation LEFT JOIN item AS credit ON credit.id = credit_id LEFT JOIN item AS debit ON debit.id = debit_id
    WHERE (credit.entity_id, credit.partner_id, credit.currency, credit.sign, debit.entity_id, debit.partner_id,
            debit.currency, debit.sign)
        IS DISTINCT FROM (allocation.entity_id, allocation.partner_id, allocation.currency, -1, allocation.entity_id,
            allocation.partner_id, allocation.currency, 1)
    UNION ALL
    SELECT format('allocation %s ends another than it says', ending.id), 'minor', ending.currency, -ended.amount_minor,
        ending.amount_minor
    FROM allocation AS ending LEFT JOIN allocation AS ended ON ended.id = ending.reverses_allocation_id
    WHERE (ending.amount_minor < 0 OR ending.reverses_allocation_id IS NOT NULL)
        AND (ended.id IS NULL OR (ending.credit_id, ending.debit_id, ending.amount_minor)
            IS DISTINCT FROM (ended.credit_id, ended.debit_id, -ended.amount_minor) OR ending.allocated_on < ended.allocated_on
            OR (ending.credit_functional_micros, ending.debit_functional_micros)
                IS DISTINCT FROM (-ended.credit_functional_micros, -ended.debit_functional_micros))
    UNION ALL
    SELECT format('document %s on %s: settled', document_id, allocated_on), 'minor', currency,
        LEAST(GREATEST(until_then, 0), total_minor), until_then
    FROM settled_day JOIN item ON item.id = document_id
    WHERE until_then < 0 OR until_then > total_minor
    UNION ALL
    SELECT format('document %s ended on %s: settled', item.id, ended_on), 'minor', currency, 0, settled.minor
    FROM item JOIN settled ON document_id = item.id
    WHERE ended_on IS NOT NULL AND settled.minor <> 0
    UNION ALL
    SELECT format('document %s: functional amount of what is settled', item.id), 'micros', functional_currency,
        receivable_functional(item.id), settled.functional_micros
    FROM item
        JOIN settled ON document_id = item.id
        JOIN entity ON entity.id = entity_id
    WHERE CASE WHEN settled.minor = total_minor
        THEN settled.functional_micros IS DISTINCT FROM receivable_functional(item.id)
        ELSE settled.functional_micros NOT BETWEEN 0 AND receivable_functional(item.id) END
    UNION ALL
    SELECT format('advance %s is used up: functional amount of the rest', id), 'micros', NULL, 0, advance_functional(id)
    FROM payment
    WHERE purpose = 'advance' AND state = 'recorded' AND allocated_minor = total_minor AND advance_functional(id) <> 0
    UNION ALL
    SELECT format('receivable of partner %s, entity %s on %s', COALESCE(partner.code, partner_id::text), entity_id, on_day),
        'micros', currency, expected, found
    FROM moved LEFT JOIN partner ON partner.id = partner_id
    WHERE expected <> found
)
SELECT false AS is_offence, 'payments ' || state AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM payment
GROUP BY state
UNION ALL
SELECT false, 'allocations', 'rows', NULL, NULL, count(*), 2 FROM allocation
UNION ALL
SELECT false, 'settled', 'minor', currency, NULL, sum(amount_minor), 3 FROM allocation GROUP BY currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, subject, currency;
