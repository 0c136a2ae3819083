-- Latest: the value of the row that is latest in time.

CREATE FUNCTION gmalign_private.latest_accum(internal, anyelement, timestamptz, "any")
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_accum';
COMMENT ON FUNCTION gmalign_private.latest_accum(internal, anyelement, timestamptz, "any") IS
  'Support function of latest: looks at one row.';
CREATE FUNCTION gmalign_private.latest_final(internal, anyelement, timestamptz, "any")
  RETURNS anyelement LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_final';
COMMENT ON FUNCTION gmalign_private.latest_final(internal, anyelement, timestamptz, "any") IS
  'Support function of latest: the result.';

CREATE AGGREGATE gmalign_private.latest(value anyelement, at timestamptz, tie "any") (
  SFUNC = gmalign_private.latest_accum, STYPE = internal, SSPACE = 64,
  FINALFUNC = gmalign_private.latest_final, FINALFUNC_EXTRA, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.latest(anyelement, timestamptz, "any") IS
  'The value of the latest row: of those of one time the one with the larger tie, then with the larger value (NULL is less than all). Rows without a time say nothing. NULL without a row.';
