-- Drift: how the scores of one assignment have moved over its snapshots.

CREATE TYPE gmalign_private.drift AS (
  snapshot_count         bigint,
  first_snapshot_on      date,
  last_snapshot_on       date,
  first_score            float8,
  last_score             float8,
  last_weakest_score     float8,
  monthly_change         float8,
  weakest_monthly_change float8,
  days_below             float8,
  points_below           float8,
  monthly_change_standard_error float8,
  monthly_change_low     float8,
  monthly_change_high    float8,
  statement_count        bigint);
COMMENT ON TYPE gmalign_private.drift IS
  'What the aggregate drift says about one assignment.';

CREATE FUNCTION gmalign_private.drift_accum(internal, date, float8, float8, float8, float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_drift_accum';
COMMENT ON FUNCTION gmalign_private.drift_accum(internal, date, float8, float8, float8, float8) IS
  'Support function of drift: adds one row.';
CREATE FUNCTION gmalign_private.drift_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_drift_combine';
COMMENT ON FUNCTION gmalign_private.drift_combine(internal, internal) IS
  'Support function of drift: merges two states.';
CREATE FUNCTION gmalign_private.drift_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_drift_serialize';
COMMENT ON FUNCTION gmalign_private.drift_serialize(internal) IS
  'Support function of drift: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.drift_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_drift_deserialize';
COMMENT ON FUNCTION gmalign_private.drift_deserialize(bytea, internal) IS
  'Support function of drift: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.drift_final(internal)
  RETURNS gmalign_private.drift LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_drift_final';
COMMENT ON FUNCTION gmalign_private.drift_final(internal) IS
  'Support function of drift: the result.';

CREATE AGGREGATE gmalign_private.drift(taken_on date, mutual float8, weakest float8, threshold float8, noise float8) (
  SFUNC = gmalign_private.drift_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.drift_final,
  COMBINEFUNC = gmalign_private.drift_combine,
  SERIALFUNC = gmalign_private.drift_serialize,
  DESERIALFUNC = gmalign_private.drift_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.drift(date, float8, float8, float8, float8) IS
  'How the scores of one assignment have moved, over its snapshots in any order: the first and the last; the slopes of the least-squares lines through what was stated, times the 1461 / 48 days of a month (a score that repeats the one before it is the same statement; 0 when all do, NULL with fewer than three days); and for how long and how deep (days times points) the weakest score was below the threshold, moving in straight lines in between and not across a gap of more than 61 days; where one end is not known the other stands for it. noise: the standard deviation with which a restated score moves though nothing has changed. With three statements or more the slope of the mutual score has a standard error, from the variance about the line and noise, which counts as 6 degrees of freedom (a moderated variance, Smyth 2004; NULL: counts for nothing), and 95 % limits by t. A row without day or mutual score is no snapshot. NULL over no rows. Raises 22003 for NaN or infinity, 22023 for a noise below 0.';
