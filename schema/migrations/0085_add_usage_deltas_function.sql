-- The deltas of usage as a function: while a table of them has been filled and emptied again, the planner takes it for full,
-- reads it by workers of its own, and so keeps what it is part of from being done by workers.
CREATE FUNCTION usage_deltas() RETURNS SETOF usage_delta
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000
AS $$
BEGIN
    RETURN QUERY SELECT * FROM usage_delta;
END
$$;
COMMENT ON FUNCTION usage_deltas() IS 'The rows of usage_delta, of which the planner expects few.';
