-- Who may sign in for the customer.
-- Owner: Receivables.
--
-- Parameters: none.
-- Result: one row a user.

SELECT * FROM portal_people();
