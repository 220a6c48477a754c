-- Adds a set of time bands to a card; one of the same start is withdrawn.
--
-- Parameters: card_id integer; effective_from timestamptz; splits boolean: whether calls are priced part by part;
--     days smallint[] (0 Monday … 6 Sunday, 7 holidays), from_s integer[], to_s integer[] (seconds since midnight),
--     names text[]: the windows, all of the same length.
-- Reads: nothing. Writes: time_band_set, time_band.
-- Lock: that of the caller, one change of the catalog at a time; a second run would add the set again, the caller compares
-- first.
-- Runs inside an act.
-- Rows expected: one of withdraw where a set is replaced; one of add_windows for each window.

-- name: withdraw
UPDATE time_band_set
SET withdrawn_at = clock_timestamp()
WHERE card_id = :'card_id'::integer AND effective_from = :'effective_from'::timestamptz AND withdrawn_at IS NULL
RETURNING id;

-- name: add_set
INSERT INTO time_band_set (card_id, effective_from, splits)
VALUES (:'card_id'::integer, :'effective_from'::timestamptz, :'splits'::boolean);

-- name: add_windows
INSERT INTO time_band (set_id, day, from_s, to_s, name)
SELECT band_set.id, listed.day, listed.from_s, listed.to_s, listed.name
FROM time_band_set AS band_set,
    unnest(:'days'::smallint[], :'from_s'::integer[], :'to_s'::integer[], :'names'::text[])
        AS listed (day, from_s, to_s, name)
WHERE band_set.card_id = :'card_id'::integer AND band_set.effective_from = :'effective_from'::timestamptz
    AND band_set.withdrawn_at IS NULL
RETURNING day;
