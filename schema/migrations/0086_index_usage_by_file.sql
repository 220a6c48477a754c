-- Posting, findings and the check of single files read the usage of a file. Page summaries do not lead to it: those of what
-- was just written are not made yet, and without statistics, which come later, the planner reads all usage there is. File
-- ids come in ascending order, so that this index grows at its end and costs little.
--
-- No CONCURRENTLY: usage is written only when a file closes, and a migration runs before that.

CREATE INDEX usage_by_file ON usage (file_id);

-- What it leads to beside that: days and partners.
DROP INDEX usage_by_file_day_and_partner;

CREATE INDEX usage_by_day_and_partner ON usage
    USING brin (billing_on, partner_id) WITH (pages_per_range = 16, autosummarize = on);
