-- Distinct: how many different values there are, in one pass over many groupings.

CREATE FUNCTION gmalign_private.distinct_accum(internal, anyelement)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_accum';
COMMENT ON FUNCTION gmalign_private.distinct_accum(internal, anyelement) IS
  'Support function of distinct_count: adds one value.';
CREATE FUNCTION gmalign_private.distinct_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_distinct_final';
COMMENT ON FUNCTION gmalign_private.distinct_final(internal) IS
  'Support function of distinct_count: the result.';

CREATE AGGREGATE gmalign_private.distinct_count(value anyelement) (
  SFUNC = gmalign_private.distinct_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.distinct_final, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.distinct_count(anyelement) IS
  'How many different values there are, by their type and collation: what count(DISTINCT value) says, hashed and not sorted. NULL is no value; 0 without one. Raises 42883 for a type that cannot be hashed.';
