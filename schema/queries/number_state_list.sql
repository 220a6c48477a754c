-- States of the United States by area code, or area code and exchange.
--
-- Parameters: number text: only the codes that begin it (a number with its country code, 1), or null.
-- Reads: number_state.
-- Rows expected: one for each code.

SELECT code, state
FROM number_state
WHERE :'number'::text IS NULL OR substr(:'number'::text, 2) LIKE code || '%'
ORDER BY code;
