-- What all of the schema stands on: the record of migrations, extensions, rounding and periods, and the refusal to change rows
-- that record what happened.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE schema_migration (
    path        text PRIMARY KEY,
    sha256      bytea NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT schema_migration_hash_is_256_bits CHECK (octet_length(sha256) = 32)
);
COMMENT ON TABLE schema_migration IS 'The migrations that this database has, each with the hash of its file.';

-- Refusals: the one way in which SQL says no. The state tells the code, the detail the reason and the facts, as JSON; constraints
-- get theirs from the program (schema/ConstraintRefusal+All.swift).
CREATE FUNCTION refuse(code text, reason text, message text, facts jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = CASE code
            WHEN 'not_found' THEN 'DT001' WHEN 'conflict' THEN 'DT002' WHEN 'forbidden' THEN 'DT003'
            WHEN 'invalid' THEN 'DT004' WHEN 'busy' THEN 'DT005' WHEN 'too_large' THEN 'DT006' ELSE 'DT000' END,
        MESSAGE = message,
        DETAIL = jsonb_build_object('reason', reason, 'facts', facts)::text;
END
$$;
COMMENT ON FUNCTION refuse IS
    'Ends what is under way with a refusal: its code, its reason (subject.what), a sentence without a full stop, facts as an object of texts.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse('forbidden', 'history.unchangeable',
        format('%s of %s is refused: its rows record what happened', TG_OP, TG_TABLE_NAME),
        jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END
$$;

-- sum(bigint) keeps a wide state for each group and makes a numeric of it, which is most of the price of a sum over few rows.
CREATE AGGREGATE bigint_sum(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);
COMMENT ON AGGREGATE bigint_sum(bigint) IS 'The sum as a bigint; an error where it does not fit, null of no rows.';

-- Periods and rounding
CREATE FUNCTION billing_period_start(cycle text, on_day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE cycle
        WHEN 'monthly' THEN date_trunc('month', on_day::timestamp)::date
        WHEN 'weekly' THEN date_trunc('week', on_day::timestamp)::date
        WHEN 'half_monthly' THEN date_trunc('month', on_day::timestamp)::date
            + CASE WHEN on_day - date_trunc('month', on_day::timestamp)::date < 15 THEN 0 ELSE 15 END
    END
$$;
COMMENT ON FUNCTION billing_period_start IS
    'First day of the billing period that holds a day: Monday; the 1st or 16th; the 1st. Null for an unknown cycle.';

CREATE FUNCTION billing_period_end(cycle text, starts_on date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE cycle
        WHEN 'weekly' THEN starts_on + 7
        WHEN 'half_monthly' THEN CASE WHEN extract(day FROM starts_on) = 1 THEN starts_on + 15
            ELSE (date_trunc('month', starts_on::timestamp) + interval '1 month')::date END
        WHEN 'monthly' THEN (date_trunc('month', starts_on::timestamp) + interval '1 month')::date
    END
$$;
COMMENT ON FUNCTION billing_period_end IS 'First day after the billing period that begins on starts_on.';

CREATE FUNCTION minor_unit_micros(minor_digits smallint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE minor_digits WHEN 0 THEN 1000000 WHEN 1 THEN 100000 WHEN 2 THEN 10000 WHEN 3 THEN 1000 WHEN 4 THEN 100
    END::bigint
$$;
COMMENT ON FUNCTION minor_unit_micros IS 'Micros in one minor unit: 10000 for USD, 1000000 for JPY, 1000 for KWD.';

CREATE FUNCTION rounded_half_up(micros bigint, unit_micros bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sign(micros)::bigint * ((abs(micros) + unit_micros / 2) / unit_micros)
$$;
COMMENT ON FUNCTION rounded_half_up IS 'Minor units nearest to an amount in micros; a half goes away from zero.';

CREATE FUNCTION rounded_half_up(micros numeric, unit_micros bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sign(micros) * div(abs(micros) * 2 + unit_micros, unit_micros::numeric * 2)
$$;
COMMENT ON FUNCTION rounded_half_up(numeric, bigint) IS
    'Minor units nearest to a sum in micros; a half goes away from zero.';

CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(name, '[^[:alnum:]]+', '', 'g'))
$$;
COMMENT ON FUNCTION plain_name IS 'A destination''s name without capitals, blanks and punctuation: how names of cards are compared.';

CREATE FUNCTION fee_of_days(month_fee_micros bigint, days integer, month_days integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT div(month_fee_micros::numeric * days * 2 + month_days, month_days * 2)::bigint
$$;
COMMENT ON FUNCTION fee_of_days IS
    'Micros of so many days of a month, rounded once, half up. The k-th day costs fee_of_days(k) - fee_of_days(k - 1), so any parts of a month add up to the whole.';

CREATE TABLE currency (
    code            text PRIMARY KEY,
    minor_digits    smallint NOT NULL,
    CONSTRAINT currency_code_is_iso_4217 CHECK (code ~ '^[A-Z]{3}$'),
    CONSTRAINT currency_minor_digits_are_known CHECK (minor_digits BETWEEN 0 AND 4)
);
-- ISO 4217 list one, without metals, testing codes and units of account of banks.
INSERT INTO currency (code, minor_digits)
SELECT code, minor_digits
FROM (VALUES
    (0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
    (2, 'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN
        BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
        GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP
        LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
        NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
        SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR
        ZMW ZWG'),
    (3, 'BHD IQD JOD KWD LYD OMR TND'),
    (4, 'CLF UYW')) AS codes_by_minor_digits (minor_digits, codes),
    regexp_split_to_table(codes, '\s+') AS code;
COMMENT ON COLUMN currency.minor_digits IS 'Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD.';

CREATE VIEW iana_zone WITH (security_invoker = true) AS
SELECT name
FROM pg_timezone_names
WHERE (name = 'UTC' OR name LIKE '%/%') AND name NOT LIKE 'posix/%' AND name NOT LIKE 'right/%';
COMMENT ON VIEW iana_zone IS 'Names that may be a zone here: full ones only, since CST or EST mean different things to different people.';

-- Secrets have a schema of their own, which the roles that report and the portal cannot enter.
CREATE SCHEMA secret;

CREATE TABLE secret.call_key (
    id          smallint PRIMARY KEY DEFAULT 1,
    seed        bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT call_key_is_single CHECK (id = 1),
    CONSTRAINT call_key_seed_is_128_bits CHECK (octet_length(seed) = 16)
);
CREATE TRIGGER call_key_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON secret.call_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- 128 random bits out of two random UUIDs, which have 122 each.
INSERT INTO secret.call_key (seed)
VALUES (substring(sha256(convert_to(gen_random_uuid() || ' ' || gen_random_uuid(), 'UTF8')) FROM 1 FOR 16));
COMMENT ON TABLE secret.call_key IS 'One row: what distinguishes the call keys of this installation.';
COMMENT ON COLUMN secret.call_key.seed IS
    'Secret seed of the call key. Call ids are chosen by callers, so an unkeyed hash would let them forge duplicates.';

CREATE TABLE setting (
    name        text PRIMARY KEY,
    value       text NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by  text NOT NULL
);
COMMENT ON TABLE setting IS 'Settings that differ from their defaults; which there are and what they may be is the program''s to know.';
