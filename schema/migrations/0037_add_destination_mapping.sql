-- What a card's names for destinations mean in the master list: found by prefixes or by name, and reviewed by hand.

CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(name, '[^[:alnum:]]+', '', 'g'))
$$;
COMMENT ON FUNCTION plain_name IS 'A destination''s name without capitals, blanks and punctuation: how names of cards are compared.';
CREATE INDEX destination_by_plain_name ON destination (plain_name(name));

CREATE TABLE destination_mapping (
    card_destination_id integer PRIMARY KEY REFERENCES card_destination,
    destination_id      integer NOT NULL REFERENCES destination,
    method              text NOT NULL,
    prefixes            integer NOT NULL,
    matched             integer NOT NULL,
    reviewed_by         text,
    reviewed_at         timestamptz,
    CONSTRAINT destination_mapping_method_is_known CHECK (method IN ('prefix', 'name', 'own', 'hand')),
    CONSTRAINT destination_mapping_counts_are_sound CHECK (matched BETWEEN 0 AND prefixes),
    CONSTRAINT destination_mapping_review_has_a_reviewer CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL))
);
COMMENT ON TABLE destination_mapping IS
    'One row for each name of a card. A reviewed one holds for every rate of that name in decks to come; otherwise a rate takes the destination of its own prefix.';
COMMENT ON COLUMN destination_mapping.method IS
    'prefix = most of its prefixes belong there; name = no prefix is in the master list, but the name is; own = neither: a destination of that name was made; hand = set by a person.';
COMMENT ON COLUMN destination_mapping.prefixes IS 'Prefixes of that name in the deck that was looked at last.';
COMMENT ON COLUMN destination_mapping.matched IS 'Those of them that belong to the destination by the master list.';
GRANT UPDATE ON destination_mapping TO didtron_app;
