-- Whether a name is that of a time zone.
--
-- Parameters: zone text.
-- Reads: iana_zone.
-- Rows expected: one.

SELECT EXISTS (SELECT FROM iana_zone WHERE name = :'zone'::text) AS is_known;
