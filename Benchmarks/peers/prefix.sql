-- PostgreSQL with the extension prefix, on one connection: an index of prefix ranges, asked twice a call.

-- name: prepare
CREATE EXTENSION prefix;
CREATE TABLE raw_rates (
    deck_id text, prefix text, destination text, effective_from timestamptz, rate_per_min numeric, setup_fee numeric,
    initial_s bigint, increment_s bigint);
CREATE TABLE raw_customers (customer_id text PRIMARY KEY, deck_id text);
CREATE TABLE raw_suppliers (supplier_id text PRIMARY KEY, deck_id text);
CREATE UNLOGGED TABLE raw_cdrs (
    call_id text, customer_id text, supplier_id text, calling text, called text, start_time timestamptz,
    duration_s bigint, sip_code text, ingress_ip text);

-- name: load
CREATE TABLE rate AS
SELECT deck_id, prefix::prefix_range AS prefix, destination, effective_from, (rate_per_min * 1000000)::bigint AS micros,
    (setup_fee * 1000000)::bigint AS fee, initial_s, increment_s
FROM raw_rates;
CREATE INDEX rate_prefix ON rate USING gist (prefix);
ANALYZE;

-- name: rate
SET jit = off;
SET max_parallel_workers_per_gather = 0;
CREATE UNLOGGED TABLE rated AS
SELECT cdr.call_id, cdr.customer_id, cdr.duration_s, sell.prefix AS sell_prefix, sell.destination AS sell_destination,
    COALESCE(sell.billed, 0) AS sell_billed_s, COALESCE((sell.fee * 60 + sell.micros * sell.billed + 30) / 60, 0) AS sell_micros,
    buy.prefix AS buy_prefix, COALESCE(buy.billed, 0) AS buy_billed_s,
    COALESCE((buy.fee * 60 + buy.micros * buy.billed + 30) / 60, 0) AS buy_micros
FROM raw_cdrs AS cdr
    LEFT JOIN raw_customers USING (customer_id)
    LEFT JOIN raw_suppliers USING (supplier_id)
    LEFT JOIN LATERAL (
        SELECT rate.*, initial_s + (GREATEST(cdr.duration_s - initial_s, 0) + increment_s - 1) / increment_s * increment_s AS billed
        FROM rate
        WHERE rate.prefix @> cdr.called AND rate.deck_id = raw_customers.deck_id
            AND rate.effective_from <= cdr.start_time AND cdr.duration_s > 0
        ORDER BY length(rate.prefix) DESC, rate.effective_from DESC
        LIMIT 1) AS sell ON true
    LEFT JOIN LATERAL (
        SELECT rate.*, initial_s + (GREATEST(cdr.duration_s - initial_s, 0) + increment_s - 1) / increment_s * increment_s AS billed
        FROM rate
        WHERE rate.prefix @> cdr.called AND rate.deck_id = raw_suppliers.deck_id
            AND rate.effective_from <= cdr.start_time AND cdr.duration_s > 0
        ORDER BY length(rate.prefix) DESC, rate.effective_from DESC
        LIMIT 1) AS buy ON true;

-- name: totals
-- An unknown destination stays null, which COPY writes as nothing; an empty text it would write in quotes.
SELECT customer_id, sell_destination AS destination, count(*) AS calls, sum(sell_billed_s) AS billed_s,
    sum(sell_micros) AS sell_amount_micros, sum(buy_micros) AS buy_amount_micros
FROM rated
WHERE duration_s > 0
GROUP BY customer_id, sell_destination
ORDER BY customer_id COLLATE "C", COALESCE(sell_destination, '') COLLATE "C"
