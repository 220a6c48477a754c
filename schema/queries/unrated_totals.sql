-- Sums the sides of calls that wait for a price by what they lack.
--
-- Parameters: reason text (null = any), file_id integer (null = any), entity_id smallint (null = any).
-- Result: one row per side, reason and account or, where the account is known, the beginning of the number, or the number
-- of a customer that it is; most calls first.

SELECT suspense.side, suspense.reason,
    CASE WHEN reason = 'no_card' AND partner.code IS NOT NULL THEN called || ' (' || partner.code || ')'
        WHEN reason IN ('unknown_account', 'no_card') THEN suspense_account.account_value ELSE left(called, 4) || '…' END AS subject,
    count(*) AS calls, trim_scale(sum(suspense.duration_ns) / 1000000000.0)::text AS seconds
FROM suspense
    JOIN suspense_account USING (chunk_id, ordinal, side)
    JOIN chunk ON chunk.id = suspense.chunk_id
    LEFT JOIN suspense_resolution AS resolution
        ON resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
            AND resolution.side = suspense.side
    -- A call to a customer's number lacks that customer's card, whatever account its record names.
    LEFT JOIN did ON reason = 'no_card' AND did.entity_id = suspense.entity_id AND did.number = called
        AND did.in_effect @> (suspense.start_at AT TIME ZONE (
            SELECT billing_zone FROM current_terms AS terms
            WHERE terms.entity_id = did.entity_id AND terms.partner_id = did.partner_id AND side = 'sell'))::date
    LEFT JOIN partner ON partner.id = CASE suspense.side WHEN 'sell' THEN did.partner_id ELSE did.supplier_id END
WHERE resolution.chunk_id IS NULL
    AND (:'reason'::text IS NULL OR suspense.reason = :'reason'::text)
    AND (:'file_id'::integer IS NULL OR chunk.file_id = :'file_id'::integer)
    AND (:'entity_id'::smallint IS NULL OR suspense.entity_id = :'entity_id'::smallint)
GROUP BY 1, 2, 3
ORDER BY calls DESC, side, reason, subject;
