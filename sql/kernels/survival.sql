-- Survival: how long people stay when some have not left yet. Kaplan-Meier over
-- rows (duration, event) or, where observation began late, (entry, duration,
-- event); and the log-rank test between groups.
--
-- The state counts events, censorings and late entries per distinct time, so
-- that any order and split of the rows gives the same. Members with the same
-- arguments share one pass.

CREATE TYPE gmalign.km_point AS (
  time      float8,
  at_risk   bigint,
  events    bigint,
  censored  bigint,
  survival  float8,
  std_error float8,
  low       float8,
  high      float8
);
COMMENT ON TYPE gmalign.km_point IS
  'One point of a Kaplan-Meier curve as km_curve returns it. A transient result: unnest it, do not store it.';
COMMENT ON COLUMN gmalign.km_point.time IS 'When somebody left, or 0 for the start of the curve; in the unit of the durations.';
COMMENT ON COLUMN gmalign.km_point.at_risk IS 'How many were still there just before.';
COMMENT ON COLUMN gmalign.km_point.events IS 'How many had the event at this time.';
COMMENT ON COLUMN gmalign.km_point.censored IS 'How many were last seen at this time, without the event.';
COMMENT ON COLUMN gmalign.km_point.survival IS
  'S(t), 0 to 1: the share without the event, from this time until the next point.';
COMMENT ON COLUMN gmalign.km_point.std_error IS 'Greenwood''s standard error of survival. NULL where survival is 0.';
COMMENT ON COLUMN gmalign.km_point.low IS
  'Lower confidence limit of survival, 0 to 1. NULL where survival is 0 and, for log-log, where it is 1 (km_survival_low gives one there).';
COMMENT ON COLUMN gmalign.km_point.high IS 'Upper confidence limit of survival, 0 to 1. NULL where low is.';

CREATE FUNCTION gmalign_private.km_accum(state internal, duration float8, event boolean)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_accum';
COMMENT ON FUNCTION gmalign_private.km_accum(internal, float8, boolean) IS
  'Support function of the Kaplan-Meier aggregates: adds one row.';
CREATE FUNCTION gmalign_private.km_accum(state internal, duration float8, event boolean, at float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_accum';
COMMENT ON FUNCTION gmalign_private.km_accum(internal, float8, boolean, float8) IS
  'Support function of the Kaplan-Meier aggregates at a time: adds one row.';
CREATE FUNCTION gmalign_private.km_accum(state internal, duration float8, event boolean, conf_level float8, conf_type text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_accum';
COMMENT ON FUNCTION gmalign_private.km_accum(internal, float8, boolean, float8, text) IS
  'Support function of the Kaplan-Meier aggregates with a confidence level: adds one row.';
CREATE FUNCTION gmalign_private.km_accum(state internal, duration float8, event boolean, at float8, conf_level float8, conf_type text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_accum';
COMMENT ON FUNCTION gmalign_private.km_accum(internal, float8, boolean, float8, float8, text) IS
  'Support function of the Kaplan-Meier aggregates at a time, with a confidence level: adds one row.';
CREATE FUNCTION gmalign_private.km_entry_accum(state internal, entry float8, duration float8, event boolean)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_entry_accum';
COMMENT ON FUNCTION gmalign_private.km_entry_accum(internal, float8, float8, boolean) IS
  'Support function of the Kaplan-Meier aggregates, late entry: adds one row.';
CREATE FUNCTION gmalign_private.km_entry_accum(state internal, entry float8, duration float8, event boolean, at float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_entry_accum';
COMMENT ON FUNCTION gmalign_private.km_entry_accum(internal, float8, float8, boolean, float8) IS
  'Support function of the Kaplan-Meier aggregates at a time, late entry: adds one row.';
CREATE FUNCTION gmalign_private.km_entry_accum(state internal, entry float8, duration float8, event boolean, conf_level float8, conf_type text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_entry_accum';
COMMENT ON FUNCTION gmalign_private.km_entry_accum(internal, float8, float8, boolean, float8, text) IS
  'Support function of the Kaplan-Meier aggregates with a confidence level, late entry: adds one row.';
CREATE FUNCTION gmalign_private.km_entry_accum(state internal, entry float8, duration float8, event boolean, at float8, conf_level float8, conf_type text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_km_entry_accum';
COMMENT ON FUNCTION gmalign_private.km_entry_accum(internal, float8, float8, boolean, float8, float8, text) IS
  'Support function of the Kaplan-Meier aggregates at a time, with a confidence level, late entry: adds one row.';
CREATE FUNCTION gmalign_private.log_rank_accum(state internal, duration float8, event boolean, "group" anynonarray)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_log_rank_accum';
COMMENT ON FUNCTION gmalign_private.log_rank_accum(internal, float8, boolean, anynonarray) IS
  'Support function of the log-rank aggregates: adds one row.';
CREATE FUNCTION gmalign_private.log_rank_entry_accum(state internal, entry float8, duration float8, event boolean, "group" anynonarray)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_log_rank_entry_accum';
COMMENT ON FUNCTION gmalign_private.log_rank_entry_accum(internal, float8, float8, boolean, anynonarray) IS
  'Support function of the log-rank aggregates, late entry: adds one row.';

CREATE FUNCTION gmalign_private.survival_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_survival_combine';
COMMENT ON FUNCTION gmalign_private.survival_combine(internal, internal) IS
  'Support function of the survival aggregates: merges two states.';
CREATE FUNCTION gmalign_private.survival_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_survival_serialize';
COMMENT ON FUNCTION gmalign_private.survival_serialize(internal) IS
  'Support function of the survival aggregates: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.survival_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_survival_deserialize';
COMMENT ON FUNCTION gmalign_private.survival_deserialize(bytea, internal) IS
  'Support function of the survival aggregates: a state from a parallel worker.';

CREATE FUNCTION gmalign_private.km_n_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_n_final';
COMMENT ON FUNCTION gmalign_private.km_n_final(internal) IS
  'Support function of km_n: the result.';
CREATE FUNCTION gmalign_private.km_events_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_events_final';
COMMENT ON FUNCTION gmalign_private.km_events_final(internal) IS
  'Support function of km_events: the result.';
CREATE FUNCTION gmalign_private.km_at_risk_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_at_risk_final';
COMMENT ON FUNCTION gmalign_private.km_at_risk_final(internal) IS
  'Support function of km_at_risk: the result.';
CREATE FUNCTION gmalign_private.km_survival_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_survival_final';
COMMENT ON FUNCTION gmalign_private.km_survival_final(internal) IS
  'Support function of km_survival: the result.';
CREATE FUNCTION gmalign_private.km_survival_se_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_survival_se_final';
COMMENT ON FUNCTION gmalign_private.km_survival_se_final(internal) IS
  'Support function of km_survival_se: the result.';
CREATE FUNCTION gmalign_private.km_survival_low_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_survival_low_final';
COMMENT ON FUNCTION gmalign_private.km_survival_low_final(internal) IS
  'Support function of km_survival_low: the result.';
CREATE FUNCTION gmalign_private.km_survival_high_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_survival_high_final';
COMMENT ON FUNCTION gmalign_private.km_survival_high_final(internal) IS
  'Support function of km_survival_high: the result.';
CREATE FUNCTION gmalign_private.km_median_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_median_final';
COMMENT ON FUNCTION gmalign_private.km_median_final(internal) IS
  'Support function of km_median: the result.';
CREATE FUNCTION gmalign_private.km_median_low_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_median_low_final';
COMMENT ON FUNCTION gmalign_private.km_median_low_final(internal) IS
  'Support function of km_median_low: the result.';
CREATE FUNCTION gmalign_private.km_median_high_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_median_high_final';
COMMENT ON FUNCTION gmalign_private.km_median_high_final(internal) IS
  'Support function of km_median_high: the result.';
CREATE FUNCTION gmalign_private.km_restricted_mean_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_restricted_mean_final';
COMMENT ON FUNCTION gmalign_private.km_restricted_mean_final(internal) IS
  'Support function of km_restricted_mean: the result.';
CREATE FUNCTION gmalign_private.km_restricted_mean_se_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_restricted_mean_se_final';
COMMENT ON FUNCTION gmalign_private.km_restricted_mean_se_final(internal) IS
  'Support function of km_restricted_mean_se: the result.';
CREATE FUNCTION gmalign_private.km_curve_final(internal)
  RETURNS gmalign.km_point[] LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_km_curve_final';
COMMENT ON FUNCTION gmalign_private.km_curve_final(internal) IS
  'Support function of km_curve: the result.';
CREATE FUNCTION gmalign_private.log_rank_chi2_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_log_rank_chi2_final';
COMMENT ON FUNCTION gmalign_private.log_rank_chi2_final(internal) IS
  'Support function of log_rank_chi2: the result.';
CREATE FUNCTION gmalign_private.log_rank_df_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_log_rank_df_final';
COMMENT ON FUNCTION gmalign_private.log_rank_df_final(internal) IS
  'Support function of log_rank_df: the result.';
CREATE FUNCTION gmalign_private.log_rank_p_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_log_rank_p_final';
COMMENT ON FUNCTION gmalign_private.log_rank_p_final(internal) IS
  'Support function of log_rank_p: the result.';
CREATE FUNCTION gmalign_private.curves_cross_p_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_curves_cross_p_final';
COMMENT ON FUNCTION gmalign_private.curves_cross_p_final(internal) IS
  'Support function of curves_cross_p: the result.';

CREATE AGGREGATE gmalign.km_n(duration float8, event boolean) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_n_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_n(float8, boolean) IS
  'How many rows a Kaplan-Meier estimate rests on: duration and event known. 0 without any. duration: time under observation from the start, in any unit, >= 0 (negative: 22023; NaN, infinity: 22003); event: true when it ended by the event, false when it was still going on (censored).';

CREATE AGGREGATE gmalign.km_events(duration float8, event boolean) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_events_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_events(float8, boolean) IS
  'How many of the km_n rows have the event. Rows as in km_n.';

CREATE AGGREGATE gmalign.km_median(duration float8, event boolean) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median(float8, boolean) IS
  'The time by which half have had the event, by Kaplan-Meier (1958): the first with S(t) <= .5; on a step at exactly .5 the middle of the step, as in R. NULL when S never comes down to .5. Rows as in km_n.';

CREATE AGGREGATE gmalign.km_median_low(duration float8, event boolean) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_low(float8, boolean) IS
  'Lower 95 % confidence limit of km_median: where the lower limit of the curve (log) comes down to .5. NULL when it never does.';

CREATE AGGREGATE gmalign.km_median_low(duration float8, event boolean, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_low(float8, boolean, float8, text) IS
  'As km_median_low(duration, event), with conf_level in (0, 1) and conf_type ''log'' (R''s default), ''log-log'' or ''plain'', the same in all rows of a group. Raises 22023 for others, 22004 for NULL.';

CREATE AGGREGATE gmalign.km_median_high(duration float8, event boolean) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_high(float8, boolean) IS
  'Upper 95 % confidence limit of km_median: where the upper limit of the curve (log) comes down to .5. NULL when it never does.';

CREATE AGGREGATE gmalign.km_median_high(duration float8, event boolean, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_high(float8, boolean, float8, text) IS
  'As km_median_high(duration, event), with conf_level in (0, 1) and conf_type ''log'' (R''s default), ''log-log'' or ''plain'', the same in all rows of a group. Raises 22023 for others, 22004 for NULL.';

CREATE AGGREGATE gmalign.km_curve(duration float8, event boolean) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_curve_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_curve(float8, boolean) IS
  'The whole Kaplan-Meier curve with 95 % limits (log), as an array of km_point to unnest and plot: a step per time at which somebody left, from (0, 1) on. NULL without a row. Rows as in km_n. Raises 54000 for more than 8 million points.';

CREATE AGGREGATE gmalign.km_curve(duration float8, event boolean, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_curve_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_curve(float8, boolean, float8, text) IS
  'As km_curve(duration, event), with conf_level in (0, 1) and conf_type ''log'' (R''s default), ''log-log'' or ''plain'', the same in all rows of a group. Raises 22023 for others, 22004 for NULL.';

CREATE AGGREGATE gmalign.km_at_risk(duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_at_risk_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_at_risk(float8, boolean, float8) IS
  'How many were still under observation just before this time, those who leave at it included. 0 beyond the last. at >= 0, the same in all rows of a group (22023).';

CREATE AGGREGATE gmalign.km_survival(duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival(float8, boolean, float8) IS
  'The share without the event at this time, 0 to 1, by Kaplan-Meier (1958): S(t) = PROD over t_i <= t of (1 - d_i / n_i); at a tie events come before censorings. NULL beyond the last time observed unless S is 0 by then. Rows as in km_n; at >= 0, the same in all rows of a group (22023).';

CREATE AGGREGATE gmalign.km_survival_se(duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_se_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_se(float8, boolean, float8) IS
  'Greenwood''s standard error of km_survival: S sqrt(SUM d_i / (n_i (n_i - d_i))). NULL where S is 0 or NULL.';

CREATE AGGREGATE gmalign.km_survival_low(duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_low(float8, boolean, float8) IS
  'Lower 95 % confidence limit of km_survival, of type log (as R): S exp(-z se / S). NULL where S is 0 or NULL.';

CREATE AGGREGATE gmalign.km_survival_low(duration float8, event boolean, at float8, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_low(float8, boolean, float8, float8, text) IS
  'As km_survival_low(duration, event, at), with conf_level in (0, 1) and conf_type ''log'' (R''s default), ''log-log'' or ''plain'', the same in all rows of a group. Where nobody has left yet ''log-log'' gives the exact limit of a share of 1, (alpha / 2)^(1 / n) with n at risk (Clopper and Pearson 1934); the others give 1. Raises 22023 for others, 22004 for NULL.';

CREATE AGGREGATE gmalign.km_survival_high(duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_high(float8, boolean, float8) IS
  'Upper 95 % confidence limit of km_survival, of type log (as R): S exp(z se / S), at most 1. NULL where S is 0 or NULL.';

CREATE AGGREGATE gmalign.km_survival_high(duration float8, event boolean, at float8, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_high(float8, boolean, float8, float8, text) IS
  'As km_survival_high(duration, event, at), with conf_level in (0, 1) and conf_type ''log'' (R''s default), ''log-log'' or ''plain'', the same in all rows of a group. Where nobody has left yet ''log-log'' gives the exact limit of a share of 1, 1 (Clopper and Pearson 1934); the others give 1. Raises 22023 for others, 22004 for NULL.';

CREATE AGGREGATE gmalign.km_restricted_mean(duration float8, event boolean, tau float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_restricted_mean_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_restricted_mean(float8, boolean, float8) IS
  'The mean time without the event up to tau: the area under the Kaplan-Meier curve from 0 to tau, in the unit of the durations. NULL when nobody was observed as long as tau and S is above 0. Unlike the log-rank test it also compares curves that cross. Rows as in km_n; tau >= 0, the same in all rows of a group (22023).';

CREATE AGGREGATE gmalign.km_restricted_mean_se(duration float8, event boolean, tau float8) (
  SFUNC = gmalign_private.km_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_restricted_mean_se_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_restricted_mean_se(float8, boolean, float8) IS
  'Standard error of km_restricted_mean: sqrt(SUM A_i^2 d_i / (n_i (n_i - d_i))), A_i the area from t_i to tau. For two groups, the difference has the error sqrt(se1^2 + se2^2).';

CREATE AGGREGATE gmalign.km_n(entry float8, duration float8, event boolean) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_n_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_n(float8, float8, boolean) IS
  'As km_n(duration, event), with late entry. entry: when observation began, on the same clock, 0 for the start; who enters late is at risk after entry only (left truncation). entry < duration (22023); NULL = not known, the row is skipped.';

CREATE AGGREGATE gmalign.km_events(entry float8, duration float8, event boolean) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_events_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_events(float8, float8, boolean) IS
  'As km_events(duration, event), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_median(entry float8, duration float8, event boolean) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median(float8, float8, boolean) IS
  'As km_median(duration, event), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_median_low(entry float8, duration float8, event boolean) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_low(float8, float8, boolean) IS
  'As km_median_low(duration, event), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_median_low(entry float8, duration float8, event boolean, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_low(float8, float8, boolean, float8, text) IS
  'As km_median_low(duration, event), with late entry and a confidence level and type of one''s own.';

CREATE AGGREGATE gmalign.km_median_high(entry float8, duration float8, event boolean) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_high(float8, float8, boolean) IS
  'As km_median_high(duration, event), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_median_high(entry float8, duration float8, event boolean, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_median_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_median_high(float8, float8, boolean, float8, text) IS
  'As km_median_high(duration, event), with late entry and a confidence level and type of one''s own.';

CREATE AGGREGATE gmalign.km_curve(entry float8, duration float8, event boolean) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_curve_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_curve(float8, float8, boolean) IS
  'As km_curve(duration, event), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_curve(entry float8, duration float8, event boolean, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_curve_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_curve(float8, float8, boolean, float8, text) IS
  'As km_curve(duration, event), with late entry and a confidence level and type of one''s own.';

CREATE AGGREGATE gmalign.km_at_risk(entry float8, duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_at_risk_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_at_risk(float8, float8, boolean, float8) IS
  'As km_at_risk(duration, event, at), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_survival(entry float8, duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival(float8, float8, boolean, float8) IS
  'As km_survival(duration, event, at), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_survival_se(entry float8, duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_se_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_se(float8, float8, boolean, float8) IS
  'As km_survival_se(duration, event, at), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_survival_low(entry float8, duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_low(float8, float8, boolean, float8) IS
  'As km_survival_low(duration, event, at), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_survival_low(entry float8, duration float8, event boolean, at float8, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_low_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_low(float8, float8, boolean, float8, float8, text) IS
  'As km_survival_low(duration, event, at), with late entry and a confidence level and type of one''s own.';

CREATE AGGREGATE gmalign.km_survival_high(entry float8, duration float8, event boolean, at float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_high(float8, float8, boolean, float8) IS
  'As km_survival_high(duration, event, at), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_survival_high(entry float8, duration float8, event boolean, at float8, conf_level float8, conf_type text) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_survival_high_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_survival_high(float8, float8, boolean, float8, float8, text) IS
  'As km_survival_high(duration, event, at), with late entry and a confidence level and type of one''s own.';

CREATE AGGREGATE gmalign.km_restricted_mean(entry float8, duration float8, event boolean, tau float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_restricted_mean_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_restricted_mean(float8, float8, boolean, float8) IS
  'As km_restricted_mean(duration, event, tau), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.km_restricted_mean_se(entry float8, duration float8, event boolean, tau float8) (
  SFUNC = gmalign_private.km_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.km_restricted_mean_se_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.km_restricted_mean_se(float8, float8, boolean, float8) IS
  'As km_restricted_mean_se(duration, event, tau), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.log_rank_chi2(duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.log_rank_chi2_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.log_rank_chi2(float8, boolean, anynonarray) IS
  'The log-rank test (Mantel 1966) of two or more groups: U'' V^-1 U with U the events observed less those expected in each group but one, V their hypergeometric covariance. 0 = no difference. group: boolean, an integer type, text or uuid (42804 otherwise), NULL = not known, the row is skipped; at most 1000 groups (54000). NULL with fewer than two groups at risk of an event, or when no two were at risk at one time. Rows as in km_n. Where survival curves cross, look at km_restricted_mean too.';

CREATE AGGREGATE gmalign.log_rank_df(duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.log_rank_df_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.log_rank_df(float8, boolean, anynonarray) IS
  'Degrees of freedom of log_rank_chi2: the groups at risk of an event, less one. NULL where the test is.';

CREATE AGGREGATE gmalign.log_rank_p(duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.log_rank_p_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.log_rank_p(float8, boolean, anynonarray) IS
  'How likely a log_rank_chi2 at least as large is when the groups do not differ, 0 to 1: the upper tail of the chi-square distribution with log_rank_df degrees of freedom. NULL where the test is.';

CREATE AGGREGATE gmalign.curves_cross_p(duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.curves_cross_p_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.curves_cross_p(float8, boolean, anynonarray) IS
  'Do the survival curves of two groups cross? How likely it is that curves that do not (the same ones, or one above the other throughout) differ both ways at least as clearly, 0 to 1: the larger of 2 (1 - Phi(z)) for the largest difference of their cumulative hazards (Nelson-Aalen) either way over its standard error at the end, as long as ten of each group are at risk. Where it is small the log-rank test, which adds up what cancels, says little: compare restricted means. NULL for other than two groups, or without an event there. Input and errors as in log_rank_chi2.';

CREATE AGGREGATE gmalign.log_rank_chi2(entry float8, duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.log_rank_chi2_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.log_rank_chi2(float8, float8, boolean, anynonarray) IS
  'As log_rank_chi2(duration, event, group), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.log_rank_df(entry float8, duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.log_rank_df_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.log_rank_df(float8, float8, boolean, anynonarray) IS
  'As log_rank_df(duration, event, group), with late entry. Rows as in km_n(entry, duration, event).';

CREATE AGGREGATE gmalign.log_rank_p(entry float8, duration float8, event boolean, "group" anynonarray) (
  SFUNC = gmalign_private.log_rank_entry_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.log_rank_p_final,
  COMBINEFUNC = gmalign_private.survival_combine,
  SERIALFUNC = gmalign_private.survival_serialize,
  DESERIALFUNC = gmalign_private.survival_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.log_rank_p(float8, float8, boolean, anynonarray) IS
  'As log_rank_p(duration, event, group), with late entry. Rows as in km_n(entry, duration, event).';
