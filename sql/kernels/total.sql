-- Totals: sums and means that no order of the rows changes, for views.

CREATE FUNCTION gmalign_private.total_accum(float8[], float8) RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_total_accum';
COMMENT ON FUNCTION gmalign_private.total_accum(float8[], float8) IS 'Support function of total and mean: adds one value.';
CREATE FUNCTION gmalign_private.total_combine(float8[], float8[]) RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_total_combine';
COMMENT ON FUNCTION gmalign_private.total_combine(float8[], float8[]) IS 'Support function of total and mean: merges two states.';
CREATE FUNCTION gmalign_private.total_final(float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_total_final';
COMMENT ON FUNCTION gmalign_private.total_final(float8[]) IS 'Support function of total: the result.';
CREATE FUNCTION gmalign_private.mean_final(float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_mean_final';
COMMENT ON FUNCTION gmalign_private.mean_final(float8[]) IS 'Support function of mean: the result.';

CREATE AGGREGATE gmalign_private.total(value float8) (
  SFUNC = gmalign_private.total_accum, STYPE = float8[], INITCOND = '{0,0,0}', COMBINEFUNC = gmalign_private.total_combine,
  FINALFUNC = gmalign_private.total_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gmalign_private.total(float8) IS
  'The sum, the same to the last digit in any order of the rows; without a value NULL. Raises 22003 for NaN or infinity.';
CREATE AGGREGATE gmalign_private.mean(value float8) (
  SFUNC = gmalign_private.total_accum, STYPE = float8[], INITCOND = '{0,0,0}', COMBINEFUNC = gmalign_private.total_combine,
  FINALFUNC = gmalign_private.mean_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gmalign_private.mean(float8) IS
  'The mean, the same to the last digit in any order of the rows; without a value NULL. Raises 22003 for NaN or infinity.';
