-- The usage of a chunk as arrays, one row for each party of it: where customers call thousands of destinations a chunk has
-- about as many deltas as calls, and a row for each of them cost half as much as the calls.

ALTER TABLE usage_delta RENAME TO usage_delta_row;
DROP INDEX usage_delta_by_file;

CREATE TABLE usage_delta_block (
    chunk_id        integer NOT NULL,
    file_id         integer NOT NULL,
    partner_id      integer NOT NULL,
    claim_from      integer,
    entity_id       smallint NOT NULL,
    product_id      smallint NOT NULL,
    side            "char" NOT NULL,
    currency        text NOT NULL,
    billing_on      date[] NOT NULL,
    destination_id  integer[] NOT NULL,
    rate_id         integer[] NOT NULL,
    attempts        integer[] NOT NULL,
    answered        integer[] NOT NULL,
    duration_s      bigint[] NOT NULL,
    duration_rest_ns integer[] NOT NULL,
    billed_s        bigint[] NOT NULL,
    micros          bigint[] NOT NULL,
    CONSTRAINT usage_delta_block_is_rectangular CHECK (
        cardinality(billing_on) > 0 AND cardinality(destination_id) = cardinality(billing_on)
        AND cardinality(rate_id) = cardinality(billing_on) AND cardinality(attempts) = cardinality(billing_on)
        AND cardinality(answered) = cardinality(billing_on) AND cardinality(duration_s) = cardinality(billing_on)
        AND cardinality(duration_rest_ns) = cardinality(billing_on) AND cardinality(billed_s) = cardinality(billing_on)
        AND cardinality(micros) = cardinality(billing_on))
) WITH (toast_tuple_target = 8160);
-- A block is written once, read once and deleted: not worth compressing.
ALTER TABLE usage_delta_block
    ALTER COLUMN billing_on SET STORAGE EXTERNAL, ALTER COLUMN destination_id SET STORAGE EXTERNAL,
    ALTER COLUMN rate_id SET STORAGE EXTERNAL, ALTER COLUMN attempts SET STORAGE EXTERNAL,
    ALTER COLUMN answered SET STORAGE EXTERNAL, ALTER COLUMN duration_s SET STORAGE EXTERNAL,
    ALTER COLUMN duration_rest_ns SET STORAGE EXTERNAL, ALTER COLUMN billed_s SET STORAGE EXTERNAL,
    ALTER COLUMN micros SET STORAGE EXTERNAL;
COMMENT ON TABLE usage_delta_block IS
    'Priced sides of the rows of a chunk, aggregated by the loader in the chunk''s transaction, one row a party: item i of each array belongs together. Merged into usage when the file closes, then deleted; read by the view usage_delta.';
COMMENT ON COLUMN usage_delta_block.side IS 's = sell, b = buy.';
COMMENT ON COLUMN usage_delta_block.claim_from IS
    'Where it corrects calls that an invoice has: first close number of the claim by which the invoice took them; else null.';
COMMENT ON COLUMN usage_delta_block.attempts IS 'Rows of call; a reversal counts -1.';
COMMENT ON COLUMN usage_delta_block.answered IS 'Rows of call of a duration other than zero; a reversal counts -1.';
COMMENT ON COLUMN usage_delta_block.duration_s IS 'Seconds, raw, rounded down.';
COMMENT ON COLUMN usage_delta_block.duration_rest_ns IS 'Nanoseconds above duration_s: 0 to 999,999,999.';
COMMENT ON COLUMN usage_delta_block.billed_s IS 'Seconds.';
COMMENT ON COLUMN usage_delta_block.micros IS 'Micros (10^-6) of currency.';

CREATE VIEW usage_delta AS
SELECT duration_s * 1000000000::numeric + duration_rest_ns AS duration_ns, billed_s, micros, chunk_id, file_id, partner_id,
    billing_on, destination_id, rate_id, attempts, answered, entity_id, product_id, side, currency, claim_from, duration_s,
    duration_rest_ns
FROM (
    SELECT chunk_id, file_id, partner_id, claim_from, entity_id, product_id, side, currency,
        unnest(billing_on) AS billing_on, unnest(destination_id) AS destination_id, unnest(rate_id) AS rate_id,
        unnest(attempts) AS attempts, unnest(answered) AS answered, unnest(duration_s) AS duration_s,
        unnest(duration_rest_ns) AS duration_rest_ns, unnest(billed_s) AS billed_s, unnest(micros) AS micros
    FROM usage_delta_block
) AS item;
COMMENT ON VIEW usage_delta IS 'The items of usage_delta_block as rows.';
COMMENT ON COLUMN usage_delta.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN usage_delta.billed_s IS 'Seconds.';
COMMENT ON COLUMN usage_delta.micros IS 'Micros (10^-6) of currency.';

-- What files that are half loaded have.
INSERT INTO usage_delta_block (chunk_id, file_id, partner_id, claim_from, entity_id, product_id, side, currency, billing_on,
    destination_id, rate_id, attempts, answered, duration_s, duration_rest_ns, billed_s, micros)
SELECT chunk_id, file_id, partner_id, claim_from, entity_id, product_id, side, currency, array_agg(billing_on),
    array_agg(destination_id), array_agg(rate_id), array_agg(attempts), array_agg(answered),
    array_agg(floor(duration_ns / 1000000000)::bigint),
    array_agg((duration_ns - floor(duration_ns / 1000000000) * 1000000000)::integer), array_agg(billed_s), array_agg(micros)
FROM usage_delta_row
GROUP BY chunk_id, file_id, partner_id, claim_from, entity_id, product_id, side, currency;

DO $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            (SELECT chunk_id, partner_id, side, count(*), sum(duration_ns), sum(billed_s), sum(micros), sum(attempts)
             FROM usage_delta_row GROUP BY chunk_id, partner_id, side)
            EXCEPT
            (SELECT chunk_id, partner_id, side, count(*), sum(duration_ns), sum(billed_s), sum(micros), sum(attempts)
             FROM usage_delta GROUP BY chunk_id, partner_id, side)) AS lost)
    THEN
        RAISE EXCEPTION 'usage deltas were lost on their way into blocks';
    END IF;
END
$$;

DROP TABLE usage_delta_row;

ALTER TABLE usage_delta_block OWNER TO didtron_loader;
REVOKE INSERT ON usage_delta_block FROM didtron_app;
REVOKE INSERT ON usage_delta FROM didtron_app;
