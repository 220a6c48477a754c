-- How each switch writes telephone numbers: what is taken off or put in front to get E.164 digits.

ALTER TABLE switch
    ADD COLUMN international_prefixes text,
    ADD COLUMN tech_prefixes text,
    ADD COLUMN home_country text,
    ADD COLUMN national_prefix text,
    ADD COLUMN national_digits text,
    ADD COLUMN number_separators text,
    ADD COLUMN number_uris text,
    ADD COLUMN anonymous_callers text,
    ADD CONSTRAINT switch_international_prefixes_are_digits CHECK (international_prefixes ~ '^[0-9]{1,32}( [0-9]{1,32})*$'),
    ADD CONSTRAINT switch_tech_prefixes_are_written_plainly
        CHECK (tech_prefixes ~ '^[0-9A-Za-z*#]{1,32}( [0-9A-Za-z*#]{1,32})*$'),
    ADD CONSTRAINT switch_home_country_is_a_code CHECK (home_country ~ '^[1-9][0-9]{0,2}$'),
    ADD CONSTRAINT switch_national_prefix_is_digits CHECK (national_prefix ~ '^[0-9]{1,8}$'),
    ADD CONSTRAINT switch_national_digits_are_counts
        CHECK (national_digits ~ '^(1[0-5]|[1-9])(-(1[0-5]|[1-9]))?$'
            AND split_part(national_digits, '-', 1)::integer <=
                coalesce(nullif(split_part(national_digits, '-', 2), ''), '15')::integer),
    ADD CONSTRAINT switch_national_numbers_have_a_country
        CHECK (home_country IS NOT NULL OR national_prefix IS NULL AND national_digits IS NULL),
    ADD CONSTRAINT switch_number_separators_are_known
        CHECK (number_separators ~ '^(blank|dot|hyphen|parentheses|slash)( (blank|dot|hyphen|parentheses|slash))*$'),
    ADD CONSTRAINT switch_number_uris_is_yes_or_no CHECK (number_uris IN ('yes', 'no')),
    ADD CONSTRAINT switch_anonymous_callers_are_names CHECK (anonymous_callers ~ '^[^ ]+( [^ ]+)*$');
COMMENT ON COLUMN switch.international_prefixes IS
    'Digits before a country''s code, with blanks between them: 00 011. Null = 00. A plan holds for files whose layout has none of its own.';
COMMENT ON COLUMN switch.tech_prefixes IS
    'What stands before called numbers, with blanks between them: 1234# 9999. It names the account where a CDR has no account code.';
COMMENT ON COLUMN switch.home_country IS 'Country code of numbers that are not written internationally.';
COMMENT ON COLUMN switch.national_prefix IS 'What stands before a national number: 0.';
COMMENT ON COLUMN switch.national_digits IS 'Digits of a national number written without any prefix: 10, or 9-11.';
COMMENT ON COLUMN switch.number_separators IS 'Characters without a meaning in numbers, by name, with blanks between them.';
COMMENT ON COLUMN switch.number_uris IS 'Whether numbers may be sip: and tel: URIs.';
COMMENT ON COLUMN switch.anonymous_callers IS 'Calling numbers of withheld callers, with blanks between them: anonymous restricted.';
