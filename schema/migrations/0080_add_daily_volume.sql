-- What was sold to a destination on a day, all files counted: what a load is compared with. Summing the usage of the days
-- before for each file that is closed took longer than loading it, and longer the more was stored.

CREATE TABLE daily_volume (
    duration_ns     numeric NOT NULL,
    billing_on      date NOT NULL,
    destination_id  integer NOT NULL,
    entity_id       smallint NOT NULL,
    CONSTRAINT daily_volume_is_one_per_day_and_destination PRIMARY KEY (entity_id, billing_on, destination_id)
-- A file adds to rows that others made: without room on their page each would also be written to the index.
) WITH (fillfactor = 50);
COMMENT ON TABLE daily_volume IS
    'Usage of the sell side by billing day and destination, over all closed files: what usage adds up to. State, added to by each file that closes.';
COMMENT ON COLUMN daily_volume.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN daily_volume.destination_id IS 'Of the master list; 0 = none.';

INSERT INTO daily_volume (entity_id, billing_on, destination_id, duration_ns)
SELECT entity_id, billing_on, COALESCE(destination_id, 0), sum(duration_ns)
FROM usage
WHERE side = 's'
GROUP BY entity_id, billing_on, COALESCE(destination_id, 0)
ORDER BY 1, 2, 3;

DO $$
BEGIN
    IF (SELECT COALESCE(sum(duration_ns), 0) FROM usage WHERE side = 's')
        <> (SELECT COALESCE(sum(duration_ns), 0) FROM daily_volume)
    THEN
        RAISE EXCEPTION 'the volume by day is not that of usage';
    END IF;
END
$$;

ALTER TABLE daily_volume OWNER TO didtron_loader;
REVOKE INSERT ON daily_volume FROM didtron_app;

-- sum(bigint) keeps a wide state for each group and makes a numeric of it, which is most of the price of a sum over few rows.
CREATE AGGREGATE bigint_sum(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);
COMMENT ON AGGREGATE bigint_sum(bigint) IS 'The sum as a bigint; an error where it does not fit, null of no rows.';
