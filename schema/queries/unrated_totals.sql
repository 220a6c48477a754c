-- Sums the sides of calls that wait for a price by what they lack.
--
-- Parameters: reason text (null = any), file_id integer (null = any).
-- Result: one row per side, reason and account or, where the account is known, the beginning of the number; most calls first.

SELECT suspense.side, suspense.reason,
    CASE WHEN reason IN ('unknown_account', 'no_card') THEN account_value ELSE left(called, 4) || '…' END AS subject,
    count(*) AS calls, trim_scale(sum(suspense.duration_ns) / 1000000000.0)::text AS seconds
FROM suspense
    JOIN chunk ON chunk.id = suspense.chunk_id
    LEFT JOIN suspense_resolution AS resolution
        ON resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
            AND resolution.side = suspense.side
WHERE resolution.chunk_id IS NULL
    AND (:'reason'::text IS NULL OR suspense.reason = :'reason'::text)
    AND (:'file_id'::integer IS NULL OR chunk.file_id = :'file_id'::integer)
GROUP BY 1, 2, 3
ORDER BY calls DESC, side, reason, subject;
