-- Post-dial delay by route, of files that state it: how long callers wait for a sign of the called side is the quality of
-- a route, like the share of calls that are answered.

CREATE TABLE route_post_dial_delay (
    chunk_id        integer NOT NULL,
    partner_id      integer NOT NULL,
    destination_id  integer,
    product_id      smallint NOT NULL,
    calls           integer NOT NULL,
    unknown         integer NOT NULL,
    delay_ms        bigint NOT NULL,
    CONSTRAINT route_post_dial_delay_counts_calls CHECK (calls >= 0 AND unknown >= 0 AND calls + unknown > 0 AND delay_ms >= 0)
);
CREATE INDEX route_post_dial_delay_by_chunk ON route_post_dial_delay USING brin (chunk_id);
COMMENT ON TABLE route_post_dial_delay IS
    'Post-dial delays of a chunk''s calls by supplier, product and destination; only of files that have the column.';
COMMENT ON COLUMN route_post_dial_delay.calls IS 'Calls whose delay is known.';
COMMENT ON COLUMN route_post_dial_delay.unknown IS 'Calls whose delay is absent or cannot be read.';
COMMENT ON COLUMN route_post_dial_delay.delay_ms IS 'Milliseconds, the sum of the known delays.';

ALTER TABLE route_post_dial_delay OWNER TO didtron_loader;
REVOKE INSERT ON route_post_dial_delay FROM didtron_app;
