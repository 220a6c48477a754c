-- Usage of closed files, by destination or by partner, of service periods that begin within some months.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; side text: s = sell, b = buy; first_on, until_on date: first days of service periods, half open; partner
-- text: a code (null = all); destination text: a name (null = all); by_partner boolean: a row a partner, else a row a destination;
-- row_limit integer.
-- Result: one row per destination or partner and currency, the largest amount first; currency_micros and the other sums of a currency count
-- all rows of it, also those beyond row_limit.

WITH chosen_partner AS MATERIALIZED (
    SELECT id FROM partner WHERE code = :'partner'::text
), chosen_destination AS MATERIALIZED (
    SELECT id FROM destination WHERE name = :'destination'::text
), summed AS MATERIALIZED (
    SELECT CASE WHEN :'by_partner'::boolean THEN partner_id ELSE destination_id END AS id, currency,
        sum(attempts) AS attempts, sum(answered) AS answered, bigint_sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM service_usage
    WHERE entity_id = :'entity_id'::smallint AND side = :'side'::"char"
        AND service_period >= :'first_on'::date AND service_period < :'until_on'::date
        AND (:'partner'::text IS NULL OR partner_id = (SELECT id FROM chosen_partner))
        AND (:'destination'::text IS NULL OR destination_id = (SELECT id FROM chosen_destination))
    GROUP BY 1, 2
), ranked AS (
    SELECT summed.*, sum(attempts) OVER whole AS currency_attempts, sum(answered) OVER whole AS currency_answered,
        sum(billed_s) OVER whole AS currency_billed_s, sum(micros) OVER whole AS currency_micros, count(*) OVER () AS matching
    FROM summed
    WINDOW whole AS (PARTITION BY currency)
)
SELECT CASE WHEN :'by_partner'::boolean THEN partner.name ELSE COALESCE(destination.name, '(none)') END AS name,
    CASE WHEN :'by_partner'::boolean THEN partner.code END AS code, ranked.currency, minor_digits, attempts::bigint AS attempts,
    answered::bigint AS answered, billed_s, micros, currency_attempts::bigint AS currency_attempts,
    currency_answered::bigint AS currency_answered, currency_billed_s::bigint AS currency_billed_s, currency_micros, matching
FROM ranked
    JOIN currency ON currency.code = ranked.currency
    LEFT JOIN partner ON :'by_partner'::boolean AND partner.id = ranked.id
    LEFT JOIN destination ON NOT :'by_partner'::boolean AND destination.id = ranked.id
ORDER BY micros DESC, name, ranked.currency
LIMIT :'row_limit'::integer;
