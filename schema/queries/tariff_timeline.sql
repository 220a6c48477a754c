-- Which card version prices what, and when: assignments cut by the approved versions of their cards.
--
-- Parameters: entity_id smallint.
-- Reads: card_assignment, card_version.
-- Rows expected: one for each version that an assignment reaches; the order is that of partner, side, product, time.

WITH version AS (
    SELECT id, card_id, content_hash, rates, effective_from,
        lead(effective_from, 1, 'infinity') OVER (PARTITION BY card_id ORDER BY effective_from) AS effective_to
    FROM card_version
    WHERE state = 'approved'
), reached AS (
    SELECT assignment.partner_id, assignment.side, assignment.product_id, version.id AS version_id, version.content_hash,
        version.rates,
        greatest(version.effective_from, coalesce(lower(assignment.effective), '-infinity')) AS begins_at,
        least(version.effective_to, coalesce(upper(assignment.effective), 'infinity')) AS ends_at
    FROM card_assignment AS assignment
    JOIN version ON version.card_id = assignment.card_id
    WHERE assignment.entity_id = :'entity_id'::smallint
)
SELECT partner_id, side, product_id, version_id, content_hash, rates,
    (extract(epoch FROM begins_at) * 1000000)::bigint AS from_micros,
    CASE WHEN ends_at < 'infinity' THEN (extract(epoch FROM ends_at) * 1000000)::bigint END AS to_micros
FROM reached
WHERE begins_at < ends_at
ORDER BY partner_id, side, product_id, begins_at;
