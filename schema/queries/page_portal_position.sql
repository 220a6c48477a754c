-- Where the customer stands: row-level confinement is in the function.
-- Owner: Receivables.
--
-- Parameters: none.
-- Result: one row; none for a supplier. Micros (10^-6) of the currency.

SELECT * FROM portal_position();
