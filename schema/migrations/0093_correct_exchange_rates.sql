-- Exchange rates that can be corrected: each row says when it became known and what it corrects, and a chunk of calls says
-- which of them it was rated by.

-- Rates of one import share a revision. The row is locked until the import commits, so revisions become visible in order.
CREATE TABLE exchange_rate_revision (
    id              smallint PRIMARY KEY DEFAULT 1,
    last_revision   integer NOT NULL,
    CONSTRAINT exchange_rate_revision_is_single CHECK (id = 1)
);
COMMENT ON TABLE exchange_rate_revision IS 'Counter of exchange_rate.revision; one row.';

DROP TRIGGER exchange_rate_is_immutable ON exchange_rate;
ALTER TABLE exchange_rate RENAME COLUMN imported_at TO known_at;
ALTER TABLE exchange_rate
    ADD COLUMN revision integer,
    ADD COLUMN supersedes integer,
    ADD COLUMN reason text;

WITH imported AS (
    SELECT from_currency, to_currency, effective_on, dense_rank() OVER (ORDER BY known_at) AS revision
    FROM exchange_rate
)
UPDATE exchange_rate SET revision = imported.revision
FROM imported
WHERE imported.from_currency = exchange_rate.from_currency AND imported.to_currency = exchange_rate.to_currency
    AND imported.effective_on = exchange_rate.effective_on;
INSERT INTO exchange_rate_revision (last_revision) SELECT coalesce(max(revision), 0) FROM exchange_rate;

-- That a row without a revision is left is what NOT NULL would find.
ALTER TABLE exchange_rate
    ALTER COLUMN revision SET NOT NULL,
    ALTER COLUMN known_at DROP DEFAULT,
    DROP CONSTRAINT exchange_rate_is_one_per_pair_and_day,
    ADD CONSTRAINT exchange_rate_is_one_per_pair_day_and_revision
        PRIMARY KEY (from_currency, to_currency, effective_on, revision),
    ADD CONSTRAINT exchange_rate_is_corrected_once
        UNIQUE NULLS NOT DISTINCT (from_currency, to_currency, effective_on, supersedes),
    ADD CONSTRAINT exchange_rate_corrects_one_of_its_day FOREIGN KEY (from_currency, to_currency, effective_on, supersedes)
        REFERENCES exchange_rate (from_currency, to_currency, effective_on, revision),
    ADD CONSTRAINT exchange_rate_corrects_an_earlier_one CHECK (supersedes < revision),
    ADD CONSTRAINT exchange_rate_correction_has_a_reason CHECK (supersedes IS NULL OR reason IS NOT NULL),
    ADD CONSTRAINT exchange_rate_reason_is_not_empty CHECK (btrim(reason) <> '');
CREATE TRIGGER exchange_rate_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange_rate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE exchange_rate IS
    'Units of to_currency for one of from_currency, from a billing day on until the next rate of the pair. INSERT-only.';
COMMENT ON COLUMN exchange_rate.revision IS 'Of the import that brought it, from exchange_rate_revision.';
COMMENT ON COLUMN exchange_rate.known_at IS 'When it was imported; later revisions have later instants.';
COMMENT ON COLUMN exchange_rate.supersedes IS
    'Revision of the rate of the same pair and day that it corrects; null = the first of its day.';
COMMENT ON COLUMN exchange_rate.reason IS 'Why it was stated; a correction has one.';

CREATE VIEW current_exchange_rate AS
SELECT rate.from_currency, rate.to_currency, rate.effective_on, rate.rate, rate.revision, rate.known_at, rate.reason
FROM exchange_rate AS rate
WHERE NOT EXISTS (SELECT FROM exchange_rate AS correction
    WHERE correction.from_currency = rate.from_currency AND correction.to_currency = rate.to_currency
        AND correction.effective_on = rate.effective_on AND correction.supersedes = rate.revision);
COMMENT ON VIEW current_exchange_rate IS 'Exchange rates that no other corrects.';

ALTER TABLE chunk
    ADD COLUMN fx_revision integer,
    ADD COLUMN fx_days_max integer;
COMMENT ON COLUMN chunk.fx_revision IS
    'Last revision of exchange rates that was known when the chunk was rated; null = it was rated before this was recorded.';
COMMENT ON COLUMN chunk.fx_days_max IS
    'Days from the day of an exchange rate to the billing day up to which the chunk was rated by it; null = without a limit.';

ALTER TABLE suspense
    DROP CONSTRAINT suspense_reason_is_known,
    ADD CONSTRAINT suspense_reason_is_known CHECK (reason IN ('unknown_account', 'no_card', 'no_prefix', 'blocked',
        'too_large', 'ambiguous_leg', 'no_variant', 'no_exchange_rate', 'too_long',
        'stale_exchange_rate'));

GRANT UPDATE ON exchange_rate_revision TO didtron_app;
