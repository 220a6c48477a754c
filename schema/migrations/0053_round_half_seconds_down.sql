-- A duration of half a second may be rounded down: the fourth way, beside up, down and half up, that switches know.

ALTER TABLE rate DROP CONSTRAINT rate_rounding_is_known;
ALTER TABLE rate ADD CONSTRAINT rate_rounding_is_known CHECK (rounding_decimals BETWEEN 0 AND 6
    AND grace_mode IN ('none', 'threshold', 'deduct') AND duration_rounding IN ('up', 'down', 'half_up', 'half_down')
    AND rounding_mode IN ('half_up', 'up', 'down', 'half_even'));
