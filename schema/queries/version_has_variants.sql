-- Whether any rate of a card version is for a time band, an origin or a jurisdiction, and whether any has a fee for attempts.
--
-- Parameters: version_id integer.
-- Reads: rate.
-- Rows expected: one.

SELECT EXISTS (SELECT FROM rate
    WHERE version_id = :'version_id'::integer
        AND (time_band IS NOT NULL OR origin IS NOT NULL OR jurisdiction IS NOT NULL)) AS has_variants,
    EXISTS (SELECT FROM rate WHERE version_id = :'version_id'::integer AND attempt_fee_nanos > 0) AS has_attempt_fees;
