-- What other prices would have made of a card's traffic: per prefix, per master destination, and in all.
--
-- The other side of a call is not known to usage, so that what a destination is sold for (or bought at) is the average of
-- all its traffic in the card's currency, by time: the share of the card's own seconds. Prices are those of the two decks;
-- seconds are as they were billed, and amounts are in the card's
-- currency, whatever that of an agreement.
--
-- Parameters: card_id integer; first_on date; end_on date: the day after the last; prefixes text[]: those of
--     card_traffic_prefixes.sql; old_nanos bigint[], new_nanos bigint[]: price a minute of each, old_fees bigint[],
--     new_fees bigint[]: price an answered call, old_attempt_fees bigint[], new_attempt_fees bigint[]: price an attempt, all in
--     nanos, -1 = no price.
-- Reads: rate_card, card_version, rate, usage, destination.
-- Amounts of a margin are those of the traffic that has traffic of the other side: before, after and other add up to it.
--
-- Result: level total (one row), destination, prefix (only where the price differs); seconds billed; micros before and
--     after over the seconds that have a price before and after; those without one after; micros of the other side for
--     the same seconds, null where there is no such traffic; the currencies of the other side that are left out; by
--     level, then the effect.

WITH card AS (
    SELECT id, entity_id, currency, left(side, 1)::"char" AS side,
        CASE side WHEN 'sell' THEN 'b' ELSE 's' END::"char" AS other_side
    FROM rate_card
    WHERE id = :'card_id'::integer
), used AS (
    SELECT usage.side, usage.currency, usage.rate_id, usage.destination_id, sum(usage.answered) AS answered,
        sum(usage.attempts) AS attempts,
        sum(usage.duration_ns) AS duration_ns, sum(usage.billed_s) AS billed_s, sum(usage.micros) AS micros
    FROM usage
    JOIN card ON card.entity_id = usage.entity_id
    WHERE usage.billing_on >= :'first_on'::date AND usage.billing_on < :'end_on'::date
    GROUP BY usage.side, usage.currency, usage.rate_id, usage.destination_id
), traffic AS (
    SELECT rate.prefix, used.destination_id, sum(used.answered) AS answered, sum(used.attempts) AS attempts,
        sum(used.duration_ns) AS duration_ns,
        sum(used.billed_s) AS billed_s
    FROM used
    JOIN card ON card.side = used.side
    JOIN rate ON rate.id = used.rate_id
    JOIN card_version AS version ON version.id = rate.version_id AND version.card_id = card.id
    GROUP BY rate.prefix, used.destination_id
), other AS (
    SELECT used.destination_id, sum(used.duration_ns) AS duration_ns, sum(used.micros) AS micros
    FROM used
    JOIN card ON card.other_side = used.side AND card.currency = used.currency
    GROUP BY used.destination_id
    HAVING sum(used.duration_ns) > 0
), price AS (
    SELECT *
    FROM unnest(:'prefixes'::text[], :'old_nanos'::bigint[], :'new_nanos'::bigint[], :'old_fees'::bigint[],
        :'new_fees'::bigint[], :'old_attempt_fees'::bigint[], :'new_attempt_fees'::bigint[])
        AS price (prefix, old_nanos, new_nanos, old_fee, new_fee, old_attempt_fee, new_attempt_fee)
), priced AS (
    SELECT traffic.prefix, traffic.destination_id, traffic.billed_s, price.old_nanos, price.new_nanos,
        price.old_nanos >= 0 AND price.new_nanos >= 0 AS is_priced,
        (price.old_nanos, price.old_fee, price.old_attempt_fee)
            <> (price.new_nanos, price.new_fee, price.new_attempt_fee) AS is_changed,
        CASE WHEN price.new_nanos < 0 THEN traffic.billed_s ELSE 0 END AS lost_s,
        round((traffic.billed_s * price.old_nanos + traffic.answered * price.old_fee * 60
            + traffic.attempts * price.old_attempt_fee * 60) / 60000) AS old_micros,
        round((traffic.billed_s * price.new_nanos + traffic.answered * price.new_fee * 60
            + traffic.attempts * price.new_attempt_fee * 60) / 60000) AS new_micros,
        round(other.micros * traffic.duration_ns / other.duration_ns) AS other_micros
    FROM traffic
    JOIN price ON price.prefix = traffic.prefix
    LEFT JOIN other ON other.destination_id = traffic.destination_id
), summed AS (
    SELECT priced.destination_id, priced.prefix, GROUPING(priced.destination_id) AS is_total,
        GROUPING(priced.prefix) AS is_group, sum(priced.billed_s) AS billed_s, sum(priced.lost_s) AS lost_s,
        coalesce(sum(priced.old_micros) FILTER (WHERE is_priced), 0) AS old_micros,
        coalesce(sum(priced.new_micros) FILTER (WHERE is_priced), 0) AS new_micros,
        sum(priced.other_micros) FILTER (WHERE is_priced) AS other_micros,
        coalesce(sum(priced.old_micros) FILTER (WHERE is_priced AND priced.other_micros IS NOT NULL), 0)
            AS compared_old_micros,
        coalesce(sum(priced.new_micros) FILTER (WHERE is_priced AND priced.other_micros IS NOT NULL), 0)
            AS compared_new_micros,
        coalesce(sum(priced.billed_s) FILTER (WHERE is_priced AND priced.other_micros IS NULL), 0) AS uncompared_s,
        sum(priced.other_micros - priced.old_micros) FILTER (WHERE is_priced) AS gap_before,
        sum(priced.other_micros - priced.new_micros) FILTER (WHERE is_priced) AS gap_after,
        max(priced.old_nanos) AS old_nanos, max(priced.new_nanos) AS new_nanos, bool_or(priced.is_changed) AS is_changed
    FROM priced
    GROUP BY GROUPING SETS ((), (priced.destination_id), (priced.destination_id, priced.prefix))
)
SELECT CASE WHEN is_total = 1 THEN 'total' WHEN is_group = 1 THEN 'destination' ELSE 'prefix' END AS level,
    destination.name AS destination, summed.prefix, summed.billed_s::bigint, summed.lost_s::bigint,
    summed.old_micros::bigint, summed.new_micros::bigint, summed.other_micros::bigint,
    summed.compared_old_micros::bigint, summed.compared_new_micros::bigint, summed.uncompared_s::bigint,
    (CASE card.side WHEN 'b' THEN 1 ELSE -1 END * summed.gap_before)::bigint AS margin_before_micros,
    (CASE card.side WHEN 'b' THEN 1 ELSE -1 END * summed.gap_after)::bigint AS margin_after_micros,
    summed.old_nanos, summed.new_nanos,
    (SELECT string_agg(DISTINCT used.currency, ', ') FROM used
        WHERE used.side = card.other_side AND used.currency <> card.currency) AS other_currencies
FROM summed
CROSS JOIN card
LEFT JOIN destination ON destination.id = summed.destination_id
WHERE is_group = 1 OR is_changed
ORDER BY is_total DESC, is_group DESC, abs(summed.new_micros - summed.old_micros) DESC, destination.name, summed.prefix;
