-- What becomes of the versions that are scheduled beside a new one: known when the new one is made, applied with its approval.

CREATE TABLE version_beside (
    version_id  integer NOT NULL REFERENCES card_version,
    other_id    integer NOT NULL REFERENCES card_version,
    is_replaced boolean NOT NULL,
    PRIMARY KEY (version_id, other_id),
    CONSTRAINT version_beside_is_another CHECK (version_id <> other_id)
);
CREATE INDEX version_beside_by_other ON version_beside (other_id);
COMMENT ON TABLE version_beside IS
    'Approved versions that took over after the start of a version when it was made, and those whose place it takes. INSERT-only.';
COMMENT ON COLUMN version_beside.is_replaced IS
    'Whether the approval of the version withdraws the other one; where false, the other one takes over at its start as it is.';
CREATE TRIGGER version_beside_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON version_beside
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a version replaces is one of these rows now.
INSERT INTO version_beside (version_id, other_id, is_replaced)
SELECT id, replaces_id, true
FROM card_version
WHERE replaces_id IS NOT NULL;

ALTER TABLE card_version DROP COLUMN replaces_id;
