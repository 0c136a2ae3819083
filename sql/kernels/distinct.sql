-- Distinct: how many different values there are, in one pass over many groupings.

CREATE FUNCTION gmalign_private.distinct_accum(internal, anyelement)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_accum';
COMMENT ON FUNCTION gmalign_private.distinct_accum(internal, anyelement) IS
  'Support function of distinct_count: adds one value.';
CREATE FUNCTION gmalign_private.distinct_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_combine';
COMMENT ON FUNCTION gmalign_private.distinct_combine(internal, internal) IS
  'Support function of distinct_count: merges two states.';
CREATE FUNCTION gmalign_private.distinct_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_serialize';
COMMENT ON FUNCTION gmalign_private.distinct_serialize(internal) IS
  'Support function of distinct_count: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.distinct_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_deserialize';
COMMENT ON FUNCTION gmalign_private.distinct_deserialize(bytea, internal) IS
  'Support function of distinct_count: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.distinct_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_final';
COMMENT ON FUNCTION gmalign_private.distinct_final(internal) IS
  'Support function of distinct_count: the result.';

CREATE AGGREGATE gmalign_private.distinct_count(value anyelement) (
  SFUNC = gmalign_private.distinct_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.distinct_final,
  COMBINEFUNC = gmalign_private.distinct_combine,
  SERIALFUNC = gmalign_private.distinct_serialize,
  DESERIALFUNC = gmalign_private.distinct_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.distinct_count(anyelement) IS
  'How many different values there are, by their type and collation: what count(DISTINCT value) says, hashed and not sorted. NULL is no value; 0 without one. Raises 42883 for a type that cannot be hashed.';
