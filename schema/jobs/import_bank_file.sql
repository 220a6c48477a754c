-- Keeps a bank file with its lines. Nothing is paid by it: its lines wait until they are confirmed.
--
-- Parameters: entity_id smallint, sha256 bytea, name, format, currency, account text, opening_minor and closing_minor bigint (null =
-- not stated), lines jsonb: an array of objects with amount_minor, fee_minor, value_on, payer_name, payer_iban, reference,
-- bank_reference.
-- Reads: nothing. Writes: bank_file, bank_line.
-- Lock: the hash of the file. A second run finds it and is refused.
-- Runs inside an act.
-- Rows expected: one.

-- name: refuse_wrong_totals
SELECT refuse('invalid', 'bankfile.totals', format(
    'opening balance and lines come to %s, the closing balance is %s (minor units)',
    :'opening_minor'::bigint + moved, :'closing_minor'::bigint))
FROM (SELECT sum((line ->> 'amount_minor')::bigint) AS moved FROM jsonb_array_elements(:'lines'::jsonb) AS line) AS summed
WHERE :'opening_minor'::bigint + moved <> :'closing_minor'::bigint;

-- name: store_file
INSERT INTO bank_file (entity_id, sha256, name, format, currency, account, opening_minor, closing_minor, lines)
VALUES (:'entity_id'::smallint, :'sha256'::bytea, :'name'::text, :'format'::text, :'currency'::text, :'account'::text,
    :'opening_minor'::bigint, :'closing_minor'::bigint, jsonb_array_length(:'lines'::jsonb));

-- name: store_lines
INSERT INTO bank_line (file_id, entity_id, line_number, amount_minor, fee_minor, value_on, payer_name, payer_iban, reference,
    bank_reference)
SELECT bank_file.id, entity_id, place, (line ->> 'amount_minor')::bigint,
    COALESCE((line ->> 'fee_minor')::bigint, 0), (line ->> 'value_on')::date, NULLIF(btrim(line ->> 'payer_name'), ''),
    NULLIF(btrim(line ->> 'payer_iban'), ''), NULLIF(btrim(line ->> 'reference'), ''),
    NULLIF(btrim(line ->> 'bank_reference'), '')
FROM bank_file CROSS JOIN jsonb_array_elements(:'lines'::jsonb) WITH ORDINALITY AS listed (line, place)
WHERE entity_id = :'entity_id'::smallint AND sha256 = :'sha256'::bytea
ORDER BY place;

-- name: file
SELECT id AS file_id FROM bank_file WHERE entity_id = :'entity_id'::smallint AND sha256 = :'sha256'::bytea;
