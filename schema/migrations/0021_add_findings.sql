-- What is worth a look in a load: calls sold below cost, the longest calls, sudden volume; kept with its file.

ALTER TABLE chunk ADD COLUMN not_compared integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN chunk.not_compared IS
    'Calls whose charge and cost could not be compared, because they are in different currencies.';

CREATE TABLE call_loss (
    chunk_id        integer NOT NULL,
    destination_id  integer,
    currency        text NOT NULL,
    calls           integer NOT NULL,
    micros          bigint NOT NULL,
    CONSTRAINT call_loss_is_a_loss CHECK (calls > 0 AND micros > 0)
);
CREATE INDEX call_loss_by_chunk ON call_loss USING brin (chunk_id);
COMMENT ON TABLE call_loss IS 'Calls of a chunk sold below what they cost, by destination of the customer''s side.';
COMMENT ON COLUMN call_loss.micros IS 'Micros (10^-6) of currency by which the costs exceed the charges.';

CREATE TABLE call_longest (
    chunk_id        integer NOT NULL,
    ordinal         integer NOT NULL,
    start_at        timestamptz NOT NULL,
    duration_ns     bigint NOT NULL,
    called          bigint,
    customer_id     integer,
    supplier_id     integer,
    PRIMARY KEY (chunk_id, ordinal)
);
COMMENT ON TABLE call_longest IS 'The longest calls of a chunk.';
COMMENT ON COLUMN call_longest.duration_ns IS 'Nanoseconds.';
COMMENT ON COLUMN call_longest.called IS 'Null where the number is not the digits of an integer.';

CREATE TABLE file_findings (
    file_id     integer PRIMARY KEY REFERENCES cdr_file,
    findings    jsonb NOT NULL,
    found_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE file_findings IS
    'What was worth a look in a file when it was closed, with the settings of that moment. INSERT-only.';
CREATE TRIGGER file_findings_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON file_findings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE call_loss OWNER TO didtron_loader;
ALTER TABLE call_longest OWNER TO didtron_loader;
REVOKE INSERT ON call_loss, call_longest FROM didtron_app;
