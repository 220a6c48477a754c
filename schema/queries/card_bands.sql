-- The time bands of a card: all windows of all sets that hold at any time. A set without windows is one row.
--
-- Parameters: card_id integer.
-- Reads: time_band_set, time_band.
-- Rows expected: one for each window and day, by start of the set, day and time.

SELECT band_set.id AS set_id, band_set.splits, band.day, band.from_s, band.to_s, band.name,
    CASE WHEN band_set.effective_from > '-infinity'
        THEN (extract(epoch FROM band_set.effective_from) * 1000000)::bigint END AS from_micros,
    to_char(NULLIF(band_set.effective_from, '-infinity'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from
FROM time_band_set AS band_set
LEFT JOIN time_band AS band ON band.set_id = band_set.id
WHERE band_set.card_id = :'card_id'::integer AND band_set.withdrawn_at IS NULL
ORDER BY band_set.effective_from, band.day, band.from_s;
