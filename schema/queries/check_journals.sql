-- Every journal says what it records, on both of its legs, to the micro, on the day on which that was due: usage what its
-- closings say, a journal of charges what the charges say, both with the tax of what a deposit pays; that of an invoice its lines with
-- one remainder to the minor unit, and its taxes, that of a payment its parts and taxes, one by hand its lines; a settlement what an exchange rate made of what it settles; a reversal takes back another
-- journal whole; a revaluation moves no amount but the differences that its lines and the exchange rates make, and is taken back by
-- another. No journal is there without a record of what it is for. Each amount has the functional one that the exchange rates known
-- then say.
--
-- Of journals of usage those of the closings chosen are looked at, of all other kinds every one.
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing to look at (null = all).
-- Result: is_offence, subject, unit, currency, expected (what it records), found (ledger).

WITH chosen_posting AS NOT MATERIALIZED (
    SELECT posting.entity_id, close_number, journal_id
    FROM closing_posting AS posting
    WHERE :'entity_ids'::integer[] IS NULL OR journal_id IN (
        SELECT journal_id
        FROM closing_posting AS chosen
            JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[]) AS first_closing (entity_id, number)
                ON first_closing.entity_id = chosen.entity_id AND chosen.close_number >= first_closing.number)
), chosen_journal AS (
    SELECT journal.*, COALESCE(open_day, DATE '-infinity') AS open_day, functional_currency
    FROM journal
        JOIN entity ON entity.id = journal.entity_id
        -- What was locked when it was recorded.
        LEFT JOIN LATERAL (
            SELECT locked_through + 1 AS open_day
            FROM period_lock
            WHERE period_lock.entity_id = journal.entity_id AND locked_at <= journal.recorded_at
            ORDER BY id DESC
            LIMIT 1) AS lock ON true
    WHERE :'entity_ids'::integer[] IS NULL OR kind <> 'usage' OR journal.id IN (SELECT journal_id FROM chosen_posting)
), billed AS (
    SELECT journal.id AS journal_id, invoice.id AS invoice_id, invoice.partner_id, invoice.currency, issued_on,
        service_period, rounding, sum(line.exact_micros) AS exact_micros,
        sum(amount_minor) * minor_unit_micros(minor_digits) - sum(line.exact_micros) AS rounding_micros
    FROM chosen_journal AS journal
        JOIN invoice ON invoice.id = journal.document_id
        JOIN document_issue AS issue ON issue.document_id = invoice.id
        JOIN invoice_line AS line ON line.invoice_id = invoice.id
    WHERE journal.kind = 'invoice' AND reverses_journal_id IS NULL
    GROUP BY journal.id, invoice.id, issued_on, service_period
), recorded AS (
    SELECT journal_id, usage.partner_id, currency, billing_on AS due_on, service_period,
        CASE WHEN side = 'b' THEN 'cost' WHEN prepaid THEN 'prepaid' ELSE 'unbilled' END AS debit_type,
        CASE WHEN side = 'b' THEN 'accrued_cost' ELSE 'revenue' END AS credit_type, sum(micros) AS micros
    FROM usage JOIN chosen_posting USING (entity_id, close_number)
    GROUP BY journal_id, usage.partner_id, currency, billing_on, service_period, side, prepaid
    UNION ALL
    SELECT journal_id, partner_id, currency, effective_on, service_period,
        CASE WHEN prepaid THEN 'prepaid' ELSE 'unbilled' END, 'revenue', sum(amount_micros)
    FROM did_charge
    GROUP BY journal_id, partner_id, currency, effective_on, service_period, prepaid
    UNION ALL
    SELECT journal_id, partner_id, currency, issued_on, service_period, 'receivable', 'unbilled', exact_micros FROM billed
    UNION ALL
    SELECT journal_id, partner_id, currency, issued_on, service_period, 'receivable', 'rounding', rounding_micros
    FROM billed
    WHERE rounding = 'line'
    UNION ALL
    SELECT DISTINCT journal_id, billed.partner_id, billed.currency, issued_on, period_start_on, 'receivable', 'rounding',
        lines_minor * minor_unit_micros(minor_digits)::numeric - invoice.exact_micros
    FROM billed JOIN invoice ON invoice.id = invoice_id
    WHERE billed.rounding = 'document'
    UNION ALL
    SELECT journal.id, invoice.partner_id, invoice.currency, issued_on, period_start_on,
        CASE WHEN includes_tax THEN 'revenue' ELSE 'receivable' END, account_type,
        invoice_tax.tax_minor * minor_unit_micros(minor_digits)::numeric
    FROM chosen_journal AS journal
        JOIN invoice ON invoice.id = journal.document_id
        JOIN document_issue AS issue ON issue.document_id = invoice.id
        JOIN invoice_tax ON invoice_tax.invoice_id = invoice.id
    WHERE journal.kind = 'invoice' AND reverses_journal_id IS NULL
    UNION ALL
    SELECT journal.id, partner_id, payment.currency, value_on,
        date_trunc('month', GREATEST(value_on, journal.open_day)::timestamp)::date, 'prepaid', account_type,
        CASE purpose WHEN 'top_up' THEN 1 ELSE -1 END * sum(payment_tax.tax_minor) * minor_unit_micros(minor_digits)::numeric
    FROM chosen_journal AS journal
        JOIN payment ON payment.id = journal.document_id AND document_kind = journal.kind
        JOIN payment_tax ON payment_tax.payment_id = payment.id
        JOIN currency ON currency.code = payment.currency
    WHERE reverses_journal_id IS NULL AND purpose IN ('top_up', 'refund_of_deposit', 'deposit_transfer')
    GROUP BY journal.id, payment.id, journal.open_day, account_type, tax, rate_millionths, minor_digits
    UNION ALL
    SELECT journal.id, partner_id, part.currency, value_on,
        date_trunc('month', GREATEST(value_on, journal.open_day)::timestamp)::date, part.debit_type, part.credit_type, micros
    FROM chosen_journal AS journal
        JOIN payment ON payment.id = journal.document_id AND document_kind = journal.kind
        JOIN payment_purpose AS for_what ON for_what.code = purpose
        JOIN currency AS own ON own.code = payment.currency
        LEFT JOIN currency AS bank ON bank.code = bank_currency
        CROSS JOIN LATERAL (
            SELECT CASE WHEN for_what.is_incoming THEN credit_type ELSE debit_type END AS type,
                CASE WHEN for_what.is_incoming THEN 1 ELSE -1 END AS sign,
                minor_unit_micros(own.minor_digits)::numeric AS unit, minor_unit_micros(bank.minor_digits)::numeric AS bank_unit,
                CASE WHEN bank_currency <> payment.currency THEN 'fx_position' END AS crossing) AS partner_account
        CROSS JOIN LATERAL (VALUES
            ('bank', COALESCE(crossing, type), bank_currency, sign * cash_minor * bank_unit),
            ('bank_fees', CASE WHEN for_what.is_incoming THEN COALESCE(crossing, type) ELSE 'bank' END, bank_currency,
                fee_minor * bank_unit),
            (crossing, type, payment.currency, sign * (total_minor - withheld_minor) * unit),
            (CASE WHEN for_what.is_incoming THEN 'withholding_tax' ELSE 'withholding_payable' END, type, payment.currency,
                sign * withheld_minor * unit),
            (CASE WHEN NOT for_what.has_bank THEN for_what.debit_type END, for_what.credit_type, payment.currency,
                total_minor * unit),
            (CASE WHEN rounding_micros <> 0 THEN 'prepaid' END, 'rounding', payment.currency, rounding_micros))
            AS part (debit_type, credit_type, currency, micros)
    WHERE reverses_journal_id IS NULL AND part.debit_type IS NOT NULL AND micros IS NOT NULL
    UNION ALL
    SELECT journal.id, line.partner_id, line.currency, manual_journal.effective_on, line.service_period, debit_type, credit_type,
        line.amount_micros
    FROM chosen_journal AS journal
        JOIN manual_journal ON manual_journal.id = document_id AND document_kind = journal.kind
        JOIN manual_journal_line AS line ON line.journal_id = manual_journal.id
    WHERE reverses_journal_id IS NULL AND state = 'posted'
), deposit_base AS (
    -- Where a deposit is taxed with what it pays: the sums of a day, by the rates of the day.
    SELECT recorded.journal_id, recorded.partner_id, recorded.currency, due_on, service_period, recorded.micros, includes_tax,
        rate.tax, account_type, rate_millionths,
        sum(rate_millionths) OVER (PARTITION BY recorded.journal_id, recorded.partner_id, recorded.currency, due_on,
            service_period ORDER BY rate.tax) AS until_here,
        sum(rate_millionths) OVER (PARTITION BY recorded.journal_id, recorded.partner_id, recorded.currency, due_on,
            service_period) AS whole
    FROM recorded
        JOIN journal ON journal.id = journal_id AND journal.kind IN ('usage', 'charge')
        JOIN terms_span AS terms ON terms.entity_id = journal.entity_id AND terms.partner_id = recorded.partner_id
            AND terms.side = 'sell' AND in_effect @> due_on
        JOIN tax_profile AS profile ON profile.id = terms.tax_profile_id AND treatment = 'taxed' AND tax_point = 'usage'
        JOIN LATERAL (
            SELECT DISTINCT ON (tax) tax, account_type, rate_millionths
            FROM tax_rate
            WHERE profile_id = profile.id AND first_on <= due_on
            ORDER BY tax, first_on DESC) AS rate ON true
    WHERE recorded.debit_type = 'prepaid'
), owed AS (
    SELECT * FROM recorded
    UNION ALL
    SELECT journal_id, partner_id, currency, due_on, service_period, CASE WHEN includes_tax THEN 'revenue' ELSE 'prepaid' END,
        account_type, CASE WHEN includes_tax
            THEN sign(micros) * (div(abs(micros) * until_here * 2 + 1000000 + whole, (1000000 + whole) * 2)
                - div(abs(micros) * (until_here - rate_millionths) * 2 + 1000000 + whole, (1000000 + whole) * 2))
            ELSE sign(micros) * div(abs(micros) * rate_millionths * 2 + 1000000, 2000000) END
    FROM deposit_base
), expected_leg AS (
    SELECT journal.id AS journal_id, journal.entity_id, recorded.partner_id, leg.type,
        CASE WHEN per_partner THEN recorded.partner_id END AS account_partner_id, recorded.currency,
        GREATEST(due_on, open_day) AS effective_on, service_period, sign * micros AS micros, 1 AS entries
    FROM owed AS recorded
        JOIN chosen_journal AS journal ON journal.id = journal_id
        CROSS JOIN LATERAL (VALUES (debit_type, 1), (credit_type, -1)) AS leg (type, sign)
        JOIN ledger_account_type ON code = leg.type
    WHERE micros <> 0
    UNION ALL
    -- A reversal is on a day of its own.
    SELECT journal.id, reversed.entity_id, entry.partner_id, account.type, account.partner_id, account.currency,
        NULL::date, service_period, -sign * amount_micros, 1
    FROM chosen_journal AS journal
        JOIN journal AS reversed ON reversed.id = journal.reverses_journal_id
        JOIN entry ON entry.journal_id = reversed.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = account_id
), found_leg AS (
    SELECT journal.id AS journal_id, account.entity_id, entry.partner_id, account.type,
        account.partner_id AS account_partner_id, account.currency,
        CASE WHEN reverses_journal_id IS NULL THEN effective_on END AS effective_on, service_period,
        sign * amount_micros AS micros, 1 AS entries
    FROM chosen_journal AS journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = account_id
    -- Exchange differences are looked at by themselves.
    WHERE amount_micros > 0 OR reverses_journal_id IS NOT NULL
), compared AS (
    SELECT journal_id, entity_id, partner_id, type, account_partner_id, currency, effective_on, service_period,
        sum(expected) AS expected, sum(found) AS found, sum(expected_entries) AS expected_entries,
        sum(found_entries) AS found_entries
    FROM (
        SELECT journal_id, entity_id, partner_id, type, account_partner_id, currency, effective_on, service_period,
            micros AS expected, 0 AS found, entries AS expected_entries, 0 AS found_entries
        FROM expected_leg
        UNION ALL
        SELECT journal_id, entity_id, partner_id, type, account_partner_id, currency, effective_on, service_period, 0, micros,
            0, entries
        FROM found_leg) AS both_sides
    GROUP BY journal_id, entity_id, partner_id, type, account_partner_id, currency, effective_on, service_period
), foreign_day AS (
    -- What was known when it was recorded, a row for each journal, pair and day.
    SELECT DISTINCT journal.id AS journal_id, recorded_at, entry.currency, functional_currency, effective_on
    FROM chosen_journal AS journal JOIN entry ON entry.journal_id = journal.id
    WHERE amount_micros > 0 AND entry.currency <> functional_currency AND reverses_journal_id IS NULL
), known_rate AS (
    SELECT foreign_day.*, known.rate, known.is_inverse, foreign_day.effective_on - known.effective_on AS age
    FROM foreign_day
        LEFT JOIN LATERAL (
            SELECT rate, from_currency <> foreign_day.currency AS is_inverse, exchange_rate.effective_on
            FROM exchange_rate
            WHERE (from_currency, to_currency) IN ((foreign_day.currency, functional_currency),
                    (functional_currency, foreign_day.currency))
                AND exchange_rate.effective_on <= foreign_day.effective_on AND known_at <= recorded_at
            ORDER BY exchange_rate.effective_on DESC, from_currency = foreign_day.currency DESC, revision DESC
            LIMIT 1) AS known ON true
), age_limit AS (
    -- What the limit was before it was changed is not known.
    SELECT COALESCE((SELECT value::integer FROM setting WHERE name = 'fx.days_max'), 35) AS days_max,
        COALESCE((SELECT changed_at FROM setting WHERE name = 'fx.days_max'), '-infinity') AS changed_at
), stated_amount AS (
    -- A line by hand may say what it is worth: the entries of a journal are in the order of its lines.
    SELECT entry_id, functional_micros
    FROM (
        SELECT entry.id AS entry_id, document_id, row_number() OVER (PARTITION BY journal.id ORDER BY entry.id) AS line_number
        FROM chosen_journal AS journal JOIN entry ON entry.journal_id = journal.id
        WHERE journal.kind IN ('manual_journal', 'opening') AND reverses_journal_id IS NULL) AS by_hand
        JOIN manual_journal_line AS line ON line.journal_id = document_id AND line.line_number = by_hand.line_number
    WHERE functional_micros IS NOT NULL
), converted AS (
    SELECT entry.id, journal.id AS journal_id, journal.kind, journal.functional_currency, entry.functional_micros AS found,
        CASE WHEN entry.currency = journal.functional_currency THEN amount_micros
            WHEN stated.functional_micros IS NOT NULL THEN stated.functional_micros
            WHEN rate IS NULL OR age > days_max AND changed_at <= journal.recorded_at THEN NULL
            WHEN is_inverse THEN div(amount_micros * 2 + rate, rate * 2)
            ELSE rounded_half_up(amount_micros * rate, 1) END AS expected,
        changed_at > journal.recorded_at AND entry.functional_micros IS NULL AS is_unknown
    FROM chosen_journal AS journal
        JOIN entry ON entry.journal_id = journal.id
        LEFT JOIN stated_amount AS stated ON stated.entry_id = entry.id
        LEFT JOIN known_rate ON known_rate.journal_id = journal.id AND known_rate.currency = entry.currency
            AND known_rate.effective_on = entry.effective_on
        CROSS JOIN age_limit
    WHERE amount_micros > 0 AND reverses_journal_id IS NULL
        -- What has a value of its own: the money on the other side, or that at which an advance came in.
        AND NOT (journal.kind = 'advance_use' AND entry.currency <> journal.functional_currency)
        AND NOT EXISTS (
            SELECT FROM payment JOIN ledger_account AS account ON account.id IN (debit_account_id, credit_account_id)
            WHERE payment.id = journal.document_id AND account.type = 'fx_position' AND entry.currency = payment.currency)
), own_value AS (
    -- Both sides of a payment that crosses currencies have the value of the money.
    SELECT journal.id AS journal_id, kind, functional_currency, sum(sign * functional_micros) AS functional_micros
    FROM chosen_journal AS journal
        JOIN payment ON payment.id = document_id AND bank_currency <> payment.currency
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = account_id AND type = 'fx_position'
    WHERE reverses_journal_id IS NULL
    GROUP BY journal.id, kind, functional_currency
    HAVING count(*) = count(functional_micros)
), settled AS (
    SELECT journal_id, sum(expected) AS expected, sum(found) AS found, partner_id
    FROM (
        SELECT journal_id, partner_id, debit_functional_micros - credit_functional_micros AS expected, 0 AS found
        FROM allocation
        WHERE debit_functional_micros <> credit_functional_micros
        UNION ALL
        SELECT journal.id, account.partner_id, 0, -sign * functional_micros
        FROM chosen_journal AS journal
            JOIN entry ON entry.journal_id = journal.id
            CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
            JOIN ledger_account AS account ON account.id = account_id AND type = 'receivable'
        WHERE kind = 'settlement') AS both_sides
    GROUP BY journal_id, partner_id
), revalued AS (
    -- What was booked is what was recorded before it: nobody posts beside a revaluation.
    SELECT revaluation.id, month_end_on, revaluation.journal_id, reversal_id, journal.functional_currency, line.*,
        (SELECT converted_at(balance_micros, line.rate, is_inverse)) AS worth_micros, known.known_micros,
        known.known_functional_micros
    FROM revaluation
        JOIN chosen_journal AS journal ON journal.id = revaluation.journal_id
        JOIN revaluation_line AS line ON line.revaluation_id = revaluation.id
        CROSS JOIN LATERAL (
            SELECT COALESCE(sum(sign * amount_micros), 0) AS known_micros,
                COALESCE(sum(sign * functional_micros), 0) AS known_functional_micros
            FROM (
                SELECT *, 1 AS sign FROM entry WHERE debit_account_id = line.account_id AND effective_on <= month_end_on
                UNION ALL
                SELECT *, -1 FROM entry WHERE credit_account_id = line.account_id AND effective_on <= month_end_on) AS entry
                JOIN journal AS earlier ON earlier.id = entry.journal_id
            WHERE functional_micros IS NOT NULL AND earlier.recorded_at < journal.recorded_at
                AND earlier.id <> journal.id) AS known
), revalued_leg AS (
    SELECT journal.id AS journal_id, leg.account_id, sum(sign * functional_micros) AS difference
    FROM chosen_journal AS journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = leg.account_id
    WHERE kind = 'revaluation' AND reverses_journal_id IS NULL AND type <> 'fx_gain_loss'
    GROUP BY journal.id, leg.account_id
), offence AS (
    SELECT format('journal %s (%s), %s%s, %s, period %s: %s', journal_id, kind, type,
            COALESCE(' of ' || COALESCE(partner.code, account_partner_id::text), ''),
            COALESCE(effective_on::text, 'reversed'), service_period, measure) AS subject,
        unit, CASE unit WHEN 'micros' THEN currency END AS currency, value.expected, value.found
    FROM compared
        JOIN journal ON journal.id = journal_id
        LEFT JOIN partner ON partner.id = account_partner_id
        CROSS JOIN LATERAL (VALUES ('amount', 'micros', compared.expected, compared.found),
            ('entries', 'rows', expected_entries, found_entries)) AS value (measure, unit, expected, found)
    WHERE value.expected <> value.found
    UNION ALL
    SELECT format('entry %s of journal %s (%s): functional amount', id, journal_id, kind), 'micros', functional_currency,
        expected, found
    FROM converted
    WHERE expected IS DISTINCT FROM found AND NOT is_unknown
    UNION ALL
    SELECT format('journal %s (%s): functional amount of the FX position', journal_id, kind), 'micros', functional_currency, 0,
        functional_micros
    FROM own_value
    WHERE functional_micros <> 0
    UNION ALL
    SELECT format('settlement in journal %s, partner %s', COALESCE(journal_id::text, 'none'),
        COALESCE(partner.code, partner_id::text)), 'micros', NULL, expected, found
    FROM settled LEFT JOIN partner ON partner.id = partner_id
    WHERE expected <> found
    UNION ALL
    SELECT format('journal %s takes back journal %s: functional amounts of account %s', journal.id, reverses_journal_id,
        account_id), 'micros', functional_currency,
        COALESCE(sum(-sign * functional_micros) FILTER (WHERE entry.journal_id = reverses_journal_id), 0),
        COALESCE(sum(sign * functional_micros) FILTER (WHERE entry.journal_id = journal.id), 0)
    FROM chosen_journal AS journal
        JOIN entry ON entry.journal_id IN (journal.id, reverses_journal_id)
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
    WHERE reverses_journal_id IS NOT NULL
    GROUP BY journal.id, reverses_journal_id, account_id, functional_currency
    HAVING COALESCE(sum(sign * functional_micros), 0) <> 0
    UNION ALL
    SELECT format('journal %s does not take back journal %s of its kind, document and entity', journal.id,
        journal.reverses_journal_id), 'rows', NULL, 1, 0
    FROM chosen_journal AS journal LEFT JOIN journal AS reversed ON reversed.id = journal.reverses_journal_id
    WHERE journal.reverses_journal_id IS NOT NULL AND (reversed.id IS NULL OR reversed.reverses_journal_id IS NOT NULL
        OR (journal.kind, journal.document_id, journal.entity_id)
            IS DISTINCT FROM (reversed.kind, reversed.document_id, reversed.entity_id)
        OR journal.recorded_at < reversed.recorded_at)
    UNION ALL
    SELECT format('journal %s (%s) records nothing that there is', journal.id, journal.kind), 'rows', NULL, 1, 0
    FROM chosen_journal AS journal
        LEFT JOIN document ON document.id = document_id AND document.entity_id = journal.entity_id
    WHERE CASE
        WHEN reverses_journal_id IS NOT NULL THEN false
        WHEN journal.kind = 'usage' THEN NOT EXISTS (SELECT FROM closing_posting AS posting
            WHERE posting.journal_id = journal.id AND posting.entity_id = journal.entity_id)
        WHEN journal.kind = 'charge' THEN NOT EXISTS (SELECT FROM did_charge AS charge
            WHERE charge.journal_id = journal.id AND charge.entity_id = journal.entity_id)
        WHEN journal.kind = 'settlement' THEN NOT EXISTS (SELECT FROM allocation
            WHERE allocation.journal_id = journal.id AND allocation.entity_id = journal.entity_id)
        WHEN journal.kind = 'revaluation' THEN NOT EXISTS (SELECT FROM revaluation
            WHERE revaluation.journal_id = journal.id AND revaluation.entity_id = journal.entity_id)
        WHEN document_id IS NOT NULL THEN journal.kind IS DISTINCT FROM document.kind
        ELSE true END
    UNION ALL
    SELECT format('entry %s of journal %s (%s) is no exchange difference', entry.id, journal.id, kind), 'micros',
        entry.currency, 0, amount_micros
    FROM chosen_journal AS journal
        JOIN entry ON entry.journal_id = journal.id
        JOIN ledger_account AS debit ON debit.id = debit_account_id
        JOIN ledger_account AS credit ON credit.id = credit_account_id
    WHERE (kind IN ('settlement', 'revaluation') OR amount_micros = 0 AND reverses_journal_id IS NULL)
        AND (amount_micros <> 0 OR functional_micros IS NULL
        OR entry.currency = functional_currency OR (debit.type = 'fx_gain_loss') = (credit.type = 'fx_gain_loss')
        -- What there is of money: nothing that is income or expense can be revalued.
        OR EXISTS (SELECT FROM ledger_account_type WHERE code IN (debit.type, credit.type) AND code <> 'fx_gain_loss'
            AND class NOT IN ('asset', 'liability')))
    UNION ALL
    SELECT format('journal %s (revaluation%s), account %s: %s', journal_id, ' of ' || month_end_on, account_id, measure),
        'micros', CASE WHEN measure <> 'balance' THEN functional_currency END, value.expected, value.found
    FROM revalued
        FULL JOIN revalued_leg AS leg USING (journal_id, account_id)
        CROSS JOIN LATERAL (VALUES ('difference', closing_micros - booked_micros, leg.difference),
            ('worth', worth_micros, closing_micros), ('balance', known_micros, balance_micros),
            ('booked', known_functional_micros, booked_micros)) AS value (measure, expected, found)
    WHERE value.expected IS DISTINCT FROM value.found
    UNION ALL
    SELECT format('revaluation of %s in journal %s is not taken back on the day after it', month_end_on, revaluation.journal_id),
        'rows', NULL, 1, 0
    FROM revaluation
        JOIN chosen_journal AS journal ON journal.id = revaluation.journal_id
        LEFT JOIN journal AS reversal ON reversal.id = reversal_id
    WHERE reversal.reverses_journal_id IS DISTINCT FROM revaluation.journal_id OR EXISTS (SELECT FROM entry
        WHERE entry.journal_id IN (revaluation.journal_id, reversal_id)
            AND effective_on <> month_end_on + (entry.journal_id = reversal_id)::integer)
    UNION ALL
    SELECT format('charge %s is in journal %s, which is not of charges', charge.id, journal_id), 'rows', NULL, 1, 0
    FROM did_charge AS charge LEFT JOIN journal ON journal.id = journal_id
    WHERE (journal.kind, journal.entity_id) IS DISTINCT FROM ('charge', charge.entity_id)
    UNION ALL
    SELECT format('closing %s of entity %s is in journal %s, which is not of usage', close_number, posting.entity_id,
        journal_id), 'rows', NULL, 1, 0
    FROM chosen_posting AS posting LEFT JOIN journal ON journal.id = journal_id
    WHERE (journal.kind, journal.entity_id) IS DISTINCT FROM ('usage', posting.entity_id)
)
SELECT false AS is_offence, format('journals of kind %s', kind) AS subject, 'rows' AS unit, NULL AS currency,
    NULL::numeric AS expected, count(*)::numeric AS found, 1 AS position
FROM chosen_journal
GROUP BY kind
UNION ALL
SELECT false, 'moved as recorded', 'micros', currency, sum(expected) FILTER (WHERE expected > 0),
    sum(found) FILTER (WHERE found > 0), 2
FROM compared
GROUP BY currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 3 FROM offence
ORDER BY position, subject, currency;
