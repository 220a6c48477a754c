-- Whether a card prices a partner at an instant.
--
-- Parameters: card_id integer; partner text: its code; at timestamptz.
-- Reads: card_assignment, partner.
-- Rows expected: one.

SELECT EXISTS (
    SELECT FROM card_assignment AS assignment
    JOIN partner ON partner.id = assignment.partner_id
    WHERE assignment.card_id = :'card_id'::integer AND partner.code = :'partner'::text
        AND assignment.effective @> :'at'::timestamptz
) AS is_assigned;
