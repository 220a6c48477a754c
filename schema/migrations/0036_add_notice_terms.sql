-- How long before it begins a change of prices has to be announced, per kind of change, as the agreement says.

ALTER TABLE agreement
    ADD COLUMN notice_increase_days smallint,
    ADD COLUMN notice_decrease_days smallint,
    ADD COLUMN notice_new_days smallint,
    ADD COLUMN notice_closed_days smallint,
    ADD COLUMN notice_blocked_days smallint,
    ADD CONSTRAINT agreement_notice_is_within_a_year CHECK (
        notice_increase_days BETWEEN 0 AND 365 AND notice_decrease_days BETWEEN 0 AND 365
        AND notice_new_days BETWEEN 0 AND 365 AND notice_closed_days BETWEEN 0 AND 365
        AND notice_blocked_days BETWEEN 0 AND 365);
COMMENT ON COLUMN agreement.notice_increase_days IS
    'Whole days from the day on which a deck is received, in the card''s zone; null = nothing is agreed on. Also for dearer increments, fees and terms.';
COMMENT ON COLUMN agreement.notice_decrease_days IS 'Days, as for an increase.';
COMMENT ON COLUMN agreement.notice_new_days IS 'Days, as for an increase.';
COMMENT ON COLUMN agreement.notice_closed_days IS 'Days, as for an increase.';
COMMENT ON COLUMN agreement.notice_blocked_days IS 'Days, as for an increase.';
