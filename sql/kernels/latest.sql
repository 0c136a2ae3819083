-- Latest: the value of the row that is latest in time.

CREATE FUNCTION gmalign_private.latest_accum(internal, anyelement, timestamptz, "any")
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_accum';
COMMENT ON FUNCTION gmalign_private.latest_accum(internal, anyelement, timestamptz, "any") IS
  'Support function of latest: looks at one row.';
CREATE FUNCTION gmalign_private.latest_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_combine';
COMMENT ON FUNCTION gmalign_private.latest_combine(internal, internal) IS
  'Support function of latest: merges two states.';
CREATE FUNCTION gmalign_private.latest_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_serialize';
COMMENT ON FUNCTION gmalign_private.latest_serialize(internal) IS
  'Support function of latest: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.latest_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_deserialize';
COMMENT ON FUNCTION gmalign_private.latest_deserialize(bytea, internal) IS
  'Support function of latest: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.latest_final(internal, anyelement, timestamptz, "any")
  RETURNS anyelement LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_latest_final';
COMMENT ON FUNCTION gmalign_private.latest_final(internal, anyelement, timestamptz, "any") IS
  'Support function of latest: the result.';

CREATE AGGREGATE gmalign_private.latest(value anyelement, at timestamptz, tie "any") (
  SFUNC = gmalign_private.latest_accum, STYPE = internal, SSPACE = 64,
  FINALFUNC = gmalign_private.latest_final, FINALFUNC_EXTRA,
  COMBINEFUNC = gmalign_private.latest_combine,
  SERIALFUNC = gmalign_private.latest_serialize,
  DESERIALFUNC = gmalign_private.latest_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.latest(anyelement, timestamptz, "any") IS
  'The value of the latest row: of those of one time the one with the larger tie, then with the larger value (NULL is less than all). Rows without a time say nothing. NULL without a row.';
