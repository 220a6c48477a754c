-- The price a minute on a line is the card's, which may be in another currency than the invoice.

ALTER TABLE invoice_line ADD COLUMN rate_currency text REFERENCES currency;
COMMENT ON COLUMN invoice_line.rate_currency IS 'Currency of the price a minute and the set-up fee; null = that of the invoice.';
COMMENT ON COLUMN invoice_line.destination IS
    'The card''s own name of it when the draft was made, with the time band, origin or jurisdiction of the rate.';
