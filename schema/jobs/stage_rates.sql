-- Makes the table into which a deck in the canonical columns is copied; add_card_version.sql then stores it.
--
-- Parameters: none.
-- Reads: nothing. Writes: incoming_rate (temporary, until the end of the transaction), empty.
-- Lock: none. A second run in one transaction empties the table again.
-- Rows expected: none.

-- name: make
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_rate (
    deck_id             text,
    prefix              text,
    destination         text,
    effective_from      timestamptz,
    rate_per_min        numeric,
    setup_fee           numeric,
    initial_s           integer,
    increment_s         integer,
    minimum_s           integer,
    effective_to        timestamptz,
    blocked             integer,
    grace_s             integer,
    grace_mode          text,
    duration_rounding   text,
    rounding_decimals   smallint,
    rounding_mode       text,
    max_cost            numeric,
    min_cost            numeric,
    time_band           text,
    origin              text,
    jurisdiction        text
) ON COMMIT DROP;

-- name: empty
TRUNCATE incoming_rate;
