-- Profiles: two parties' ratings of the same goals, a row per goal.
--
-- D^2 = elevation + scatter + shape (Cronbach and Gleser 1953). All members
-- share one transition function, state and argument list, so that any number
-- of them in one SELECT cost one pass.

CREATE FUNCTION gmalign_private.profile_accum(state float8[], x float8, y float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_accum';
COMMENT ON FUNCTION gmalign_private.profile_accum(float8[], float8, float8) IS
  'Support function of the profile aggregates: adds one goal to a state.';

CREATE FUNCTION gmalign.profile_distance_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_distance_of';
COMMENT ON FUNCTION gmalign.profile_distance_of(float8[]) IS
  'The profile_distance that a stored profile_state stands for, at least 0. NULL without a row.';

CREATE FUNCTION gmalign.profile_correlation_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_correlation_of';
COMMENT ON FUNCTION gmalign.profile_correlation_of(float8[]) IS
  'The profile_correlation that a stored profile_state stands for, -1 to 1. NULL for fewer than three rows or a flat profile.';

CREATE FUNCTION gmalign.profile_icc_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_icc_of';
COMMENT ON FUNCTION gmalign.profile_icc_of(float8[]) IS
  'The profile_icc that a stored profile_state stands for, -1 to 1. NULL for fewer than two rows or when all ratings are equal.';

CREATE FUNCTION gmalign.profile_elevation_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_elevation_of';
COMMENT ON FUNCTION gmalign.profile_elevation_of(float8[]) IS
  'The profile_elevation that a stored profile_state stands for, at least 0. NULL without a row.';

CREATE FUNCTION gmalign.profile_scatter_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_scatter_of';
COMMENT ON FUNCTION gmalign.profile_scatter_of(float8[]) IS
  'The profile_scatter that a stored profile_state stands for, at least 0. NULL without a row.';

CREATE FUNCTION gmalign.profile_shape_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_shape_of';
COMMENT ON FUNCTION gmalign.profile_shape_of(float8[]) IS
  'The profile_shape that a stored profile_state stands for, at least 0. NULL without a row.';

CREATE FUNCTION gmalign.profile_n_of(state float8[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_profile_n_of';
COMMENT ON FUNCTION gmalign.profile_n_of(float8[]) IS
  'The profile_n that a stored profile_state stands for: the goals used.';

CREATE AGGREGATE gmalign.profile_distance(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_distance_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_distance(float8, float8) IS
  'How far apart two profiles are, over one row per goal: Cronbach and Gleser''s D = sqrt(SUM (x - y)^2), at least 0, in the units of the ratings. x and y: any finite rating, both on one scale. Rows with a NULL are skipped; NULL when none is left. As a share of what a scale of width w allows: D / (w * sqrt(n)). D and Q as predictors discard what profile_elevation, profile_scatter and profile_shape show (Edwards 1993). Raises 22003 for NaN, infinity or overflow.';

CREATE AGGREGATE gmalign.profile_correlation(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_correlation_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_correlation(float8, float8) IS
  'Whether two profiles rise and fall together: Pearson''s correlation over goals (Cronbach and Gleser''s Q), -1 to 1. Blind to level and spread: (7,6,5,4,3) and (5,4,3,2,1) give 1; profile_icc sees them. NULL for fewer than three rows (two always give 1 or -1) or when a profile is flat. Rows, NULL and errors as in profile_distance.';

CREATE AGGREGATE gmalign.profile_icc(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_icc_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_icc(float8, float8) IS
  'Whether two profiles are alike in level, spread and shape at once: the double-entry intraclass correlation, Pearson''s over all pairs (x, y) and (y, x) (McCrae 2008; Furr 2010), -1 to 1; 1 = identical. NULL for fewer than two rows or when all ratings are equal. Rows, NULL and errors as in profile_distance.';

CREATE AGGREGATE gmalign.profile_elevation(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_elevation_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_elevation(float8, float8) IS
  'The part of the squared distance from different levels: n * (mean x - mean y)^2, at least 0 (Cronbach and Gleser 1953). elevation + scatter + shape = profile_distance squared. Rows, NULL and errors as in profile_distance.';

CREATE AGGREGATE gmalign.profile_scatter(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_scatter_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_scatter(float8, float8) IS
  'The part of the squared distance from different spread: (Sx - Sy)^2 with S = sqrt(SUM (x - mean)^2), at least 0 (Cronbach and Gleser 1953). Rows, NULL and errors as in profile_distance.';

CREATE AGGREGATE gmalign.profile_shape(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_shape_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_shape(float8, float8) IS
  'The part of the squared distance from different ups and downs: 2 * Sx * Sy * (1 - Q), at least 0; 0 when a profile is flat (Cronbach and Gleser 1953). Rows, NULL and errors as in profile_distance.';

CREATE AGGREGATE gmalign.profile_n(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.profile_n_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_n(float8, float8) IS
  'How many goals a profile comparison rests on: rows with both ratings known.';

CREATE AGGREGATE gmalign.profile_state(x float8, y float8) (
  SFUNC = gmalign_private.profile_accum, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_state(float8, float8) IS
  'The partial result behind the profile aggregates as a plain array, to store per shard, partition or month. Merge with profile_rollup, read with profile_distance_of and the other _of functions.';

CREATE AGGREGATE gmalign.profile_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{301,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.profile_rollup(float8[]) IS
  'Stored profile_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';
