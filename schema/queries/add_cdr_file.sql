-- Enters a file that is about to be loaded, and freezes how. One that was entered before, and of which nothing was loaded,
-- is entered anew.
--
-- Parameters: entity_id smallint, switch_id smallint, kind text, sha256 bytea, name text, bytes bigint, compression text,
-- layout text, layout_definition jsonb, tariff_hash bytea, chunk_bytes integer; starts_from_micros bigint,
-- starts_until_micros bigint (since 1970 UTC), longest_call_s integer, rejected_percent_max smallint: limits, null = none;
-- rejected_least integer;
-- stated_at_micros bigint: of what instant it speaks, null = it does not say; source_file_id integer: the undone file that is
-- loaded again, or that a batch takes back; null = none.
-- Runs inside an act.
-- Result: its number; none where some of it is loaded.

INSERT INTO cdr_file (entity_id, switch_id, kind, sha256, name, bytes, compression, layout, layout_definition, tariff_hash,
    chunk_bytes, starts_from, starts_until, longest_call_s, rejected_percent_max, rejected_least,
    stated_at, source_file_id, act_id)
VALUES (:'entity_id'::smallint, :'switch_id'::smallint, :'kind'::text, :'sha256'::bytea, :'name'::text,
    :'bytes'::bigint, :'compression'::text, :'layout'::text, :'layout_definition'::jsonb, :'tariff_hash'::bytea,
    :'chunk_bytes'::integer, TIMESTAMPTZ 'epoch' + :'starts_from_micros'::bigint * INTERVAL '1 microsecond',
    TIMESTAMPTZ 'epoch' + :'starts_until_micros'::bigint * INTERVAL '1 microsecond', :'longest_call_s'::integer,
    :'rejected_percent_max'::smallint, :'rejected_least'::integer,
    TIMESTAMPTZ 'epoch' + :'stated_at_micros'::bigint * INTERVAL '1 microsecond', :'source_file_id'::integer,
    current_act())
ON CONFLICT (entity_id, sha256, stated_at) WHERE undo_act_id IS NULL DO UPDATE
SET name = excluded.name, layout = excluded.layout, layout_definition = excluded.layout_definition,
    tariff_hash = excluded.tariff_hash, chunk_bytes = excluded.chunk_bytes, starts_from = excluded.starts_from,
    starts_until = excluded.starts_until, longest_call_s = excluded.longest_call_s,
    rejected_percent_max = excluded.rejected_percent_max, rejected_least = excluded.rejected_least,
    act_id = excluded.act_id
WHERE cdr_file.chunks IS NULL AND NOT EXISTS (SELECT FROM chunk WHERE chunk.file_id = cdr_file.id)
RETURNING id AS file_id;
