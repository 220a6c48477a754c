-- Enters a file that is about to be loaded, and freezes how.
--
-- Parameters: entity_id smallint, switch_id smallint, kind text, sha256 bytea, name text, bytes bigint, compression text,
-- layout text, layout_definition jsonb, tariff_hash bytea, chunk_bytes integer; starts_from_micros bigint,
-- starts_until_micros bigint (since 1970 UTC), longest_call_s integer, rejected_percent_max smallint: limits, null = none;
-- stated_at_micros bigint: of what instant it speaks, null = it does not say.
-- Result: its number.

INSERT INTO cdr_file (entity_id, switch_id, kind, sha256, name, bytes, compression, layout, layout_definition, tariff_hash,
    chunk_bytes, starts_from, starts_until, longest_call_s, rejected_percent_max, stated_at)
VALUES (:'entity_id'::smallint, :'switch_id'::smallint, :'kind'::text, :'sha256'::bytea, :'name'::text,
    :'bytes'::bigint, :'compression'::text, :'layout'::text, :'layout_definition'::jsonb, :'tariff_hash'::bytea,
    :'chunk_bytes'::integer, TIMESTAMPTZ 'epoch' + :'starts_from_micros'::bigint * INTERVAL '1 microsecond',
    TIMESTAMPTZ 'epoch' + :'starts_until_micros'::bigint * INTERVAL '1 microsecond', :'longest_call_s'::integer,
    :'rejected_percent_max'::smallint, TIMESTAMPTZ 'epoch' + :'stated_at_micros'::bigint * INTERVAL '1 microsecond')
RETURNING id AS file_id;
