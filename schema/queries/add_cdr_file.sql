-- Enters a file that is about to be loaded, and freezes how.
--
-- Parameters: entity_id smallint, switch_id smallint, kind text, sha256 bytea, name text, bytes bigint, compression text,
-- layout text, layout_definition jsonb, tariff_hash bytea, chunk_bytes integer.
-- Result: its number.

INSERT INTO cdr_file (entity_id, switch_id, kind, sha256, name, bytes, compression, layout, layout_definition, tariff_hash,
    chunk_bytes)
VALUES (:'entity_id'::smallint, :'switch_id'::smallint, :'kind'::text, :'sha256'::bytea, :'name'::text,
    :'bytes'::bigint, :'compression'::text, :'layout'::text, :'layout_definition'::jsonb, :'tariff_hash'::bytea,
    :'chunk_bytes'::integer)
RETURNING id AS file_id;
