-- Risk: does an event happen more often to the exposed? Over one row per person
-- or assignment: exposed (for example misaligned) and event (for example gone).
--
-- The state counts the four cells of the table. Limits at another level or by
-- another method are read from a state: risk_ratio_low_of(risk_state(exposed,
-- event), .90).

CREATE FUNCTION gmalign_private.risk_accum(state float8[], exposed boolean, event boolean)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_accum';
COMMENT ON FUNCTION gmalign_private.risk_accum(float8[], boolean, boolean) IS
  'Support function of the risk aggregates: adds one row to a state.';

CREATE FUNCTION gmalign.risk_n_of(state float8[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_n_of';
COMMENT ON FUNCTION gmalign.risk_n_of(float8[]) IS
  'The risk_n that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_least_events_of(state float8[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_least_events_of';
COMMENT ON FUNCTION gmalign.risk_least_events_of(float8[]) IS
  'The risk_least_events that a stored risk_state stands for.';

CREATE FUNCTION gmalign.exposed_risk_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_exposed_risk_of';
COMMENT ON FUNCTION gmalign.exposed_risk_of(float8[]) IS
  'The exposed_risk that a stored risk_state stands for.';

CREATE FUNCTION gmalign.unexposed_risk_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_unexposed_risk_of';
COMMENT ON FUNCTION gmalign.unexposed_risk_of(float8[]) IS
  'The unexposed_risk that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_ratio_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_ratio_of';
COMMENT ON FUNCTION gmalign.risk_ratio_of(float8[]) IS
  'The risk_ratio that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_ratio_low_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_ratio_low_of';
COMMENT ON FUNCTION gmalign.risk_ratio_low_of(float8[]) IS
  'The risk_ratio_low that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_ratio_high_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_ratio_high_of';
COMMENT ON FUNCTION gmalign.risk_ratio_high_of(float8[]) IS
  'The risk_ratio_high that a stored risk_state stands for.';

CREATE FUNCTION gmalign.odds_ratio_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_odds_ratio_of';
COMMENT ON FUNCTION gmalign.odds_ratio_of(float8[]) IS
  'The odds_ratio that a stored risk_state stands for.';

CREATE FUNCTION gmalign.odds_ratio_low_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_odds_ratio_low_of';
COMMENT ON FUNCTION gmalign.odds_ratio_low_of(float8[]) IS
  'The odds_ratio_low that a stored risk_state stands for.';

CREATE FUNCTION gmalign.odds_ratio_high_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_odds_ratio_high_of';
COMMENT ON FUNCTION gmalign.odds_ratio_high_of(float8[]) IS
  'The odds_ratio_high that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_difference_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_difference_of';
COMMENT ON FUNCTION gmalign.risk_difference_of(float8[]) IS
  'The risk_difference that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_difference_low_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_difference_low_of';
COMMENT ON FUNCTION gmalign.risk_difference_low_of(float8[]) IS
  'The risk_difference_low that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_difference_high_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_difference_high_of';
COMMENT ON FUNCTION gmalign.risk_difference_high_of(float8[]) IS
  'The risk_difference_high that a stored risk_state stands for.';

CREATE FUNCTION gmalign.risk_ratio_of(state float8[], method text) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_ratio_of';
COMMENT ON FUNCTION gmalign.risk_ratio_of(float8[], text) IS
  'As risk_ratio_of(state), by a method: ''katz'' or ''koopman'', which differ in their limits only, or ''haldane'' with half a case more in each cell (Haldane 1956, Anscombe 1956). Raises 22023 for another.';

CREATE FUNCTION gmalign.risk_ratio_low_of(state float8[], conf_level float8, method text DEFAULT 'katz') RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_ratio_low_of';
COMMENT ON FUNCTION gmalign.risk_ratio_low_of(float8[], float8, text) IS
  'As risk_ratio_low_of(state), at a confidence level in (0, 1) and by a method: ''katz'', ''koopman'' (1984), the score limits, or ''haldane'' with half a case more in each cell. Raises 22023 for others.';

CREATE FUNCTION gmalign.risk_ratio_high_of(state float8[], conf_level float8, method text DEFAULT 'katz') RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_ratio_high_of';
COMMENT ON FUNCTION gmalign.risk_ratio_high_of(float8[], float8, text) IS
  'As risk_ratio_high_of(state), at a confidence level in (0, 1) and by a method: ''katz'', ''koopman'' (1984), the score limits, or ''haldane'' with half a case more in each cell. Raises 22023 for others.';

CREATE FUNCTION gmalign.odds_ratio_of(state float8[], method text) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_odds_ratio_of';
COMMENT ON FUNCTION gmalign.odds_ratio_of(float8[], text) IS
  'As odds_ratio_of(state), by a method: ''woolf'', or ''haldane'' with half a case more in each cell (Haldane 1956, Anscombe 1956). Raises 22023 for another.';

CREATE FUNCTION gmalign.odds_ratio_low_of(state float8[], conf_level float8, method text DEFAULT 'woolf') RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_odds_ratio_low_of';
COMMENT ON FUNCTION gmalign.odds_ratio_low_of(float8[], float8, text) IS
  'As odds_ratio_low_of(state), at a confidence level in (0, 1) and by a method: ''woolf'', or ''haldane'' with half a case more in each cell. Raises 22023 for others.';

CREATE FUNCTION gmalign.odds_ratio_high_of(state float8[], conf_level float8, method text DEFAULT 'woolf') RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_odds_ratio_high_of';
COMMENT ON FUNCTION gmalign.odds_ratio_high_of(float8[], float8, text) IS
  'As odds_ratio_high_of(state), at a confidence level in (0, 1) and by a method: ''woolf'', or ''haldane'' with half a case more in each cell. Raises 22023 for others.';

CREATE FUNCTION gmalign.risk_difference_low_of(state float8[], conf_level float8, method text DEFAULT 'newcombe') RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_difference_low_of';
COMMENT ON FUNCTION gmalign.risk_difference_low_of(float8[], float8, text) IS
  'As risk_difference_low_of(state), at a confidence level in (0, 1) and by a method: ''newcombe'' (1998, method 10, from Wilson''s limits), which stays good in small groups and with zero cells, or ''wald''. Raises 22023 for others.';

CREATE FUNCTION gmalign.risk_difference_high_of(state float8[], conf_level float8, method text DEFAULT 'newcombe') RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_risk_difference_high_of';
COMMENT ON FUNCTION gmalign.risk_difference_high_of(float8[], float8, text) IS
  'As risk_difference_high_of(state), at a confidence level in (0, 1) and by a method: ''newcombe'' (1998, method 10, from Wilson''s limits), which stays good in small groups and with zero cells, or ''wald''. Raises 22023 for others.';

CREATE AGGREGATE gmalign.risk_n(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_n_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_n(boolean, boolean) IS
  'How many rows a risk comparison rests on: exposed and event known. exposed, event: booleans, a row with a NULL is skipped.';

CREATE AGGREGATE gmalign.risk_least_events(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_least_events_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_least_events(boolean, boolean) IS
  'Events in the group that has fewer of them: below 10, a comparison says little.';

CREATE AGGREGATE gmalign.exposed_risk(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.exposed_risk_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.exposed_risk(boolean, boolean) IS
  'The share of the exposed that have the event, 0 to 1. NULL without an exposed row.';

CREATE AGGREGATE gmalign.unexposed_risk(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.unexposed_risk_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.unexposed_risk(boolean, boolean) IS
  'The share of those not exposed that have the event, 0 to 1. NULL without such a row.';

CREATE AGGREGATE gmalign.risk_ratio(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_ratio_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_ratio(boolean, boolean) IS
  'How many times as often the exposed have the event: (a / n1) / (c / n0), from 0 up; 1 = no difference. NULL when one group is empty or nobody not exposed has the event (infinite or undefined). exposed, event: booleans, a row with a NULL is skipped.';

CREATE AGGREGATE gmalign.risk_ratio_low(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_ratio_low_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_ratio_low(boolean, boolean) IS
  'Lower 95 % confidence limit of risk_ratio by Katz (1978): RR exp(-z sqrt(1/a - 1/n1 + 1/c - 1/n0)). 0 when nobody exposed has the event; where nobody else has it, the score limit (Koopman 1984). NULL when one group is empty.';

CREATE AGGREGATE gmalign.risk_ratio_high(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_ratio_high_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_ratio_high(boolean, boolean) IS
  'Upper 95 % confidence limit of risk_ratio by Katz (1978); where nobody exposed has the event, the score limit (Koopman 1984). NULL when one group is empty or nobody not exposed has the event (infinite).';

CREATE AGGREGATE gmalign.odds_ratio(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.odds_ratio_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.odds_ratio(boolean, boolean) IS
  'The odds of the event among the exposed over those among the others: a d / (b c), from 0 up; 1 = no difference. NULL when b or c is 0 (infinite or undefined).';

CREATE AGGREGATE gmalign.odds_ratio_low(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.odds_ratio_low_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.odds_ratio_low(boolean, boolean) IS
  'Lower 95 % confidence limit of odds_ratio by Woolf (1955): OR exp(-z sqrt(1/a + 1/b + 1/c + 1/d)). 0 where OR is 0; NULL where it is.';

CREATE AGGREGATE gmalign.odds_ratio_high(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.odds_ratio_high_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.odds_ratio_high(boolean, boolean) IS
  'Upper 95 % confidence limit of odds_ratio by Woolf (1955). NULL where OR is 0 or NULL.';

CREATE AGGREGATE gmalign.risk_difference(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_difference_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_difference(boolean, boolean) IS
  'The share with the event among the exposed less that among the others, -1 to 1. NULL when one group is empty.';

CREATE AGGREGATE gmalign.risk_difference_low(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_difference_low_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_difference_low(boolean, boolean) IS
  'Lower 95 % confidence limit of risk_difference, at least -1, by Newcombe (1998, method 10): RD - sqrt((p1 - l1)^2 + (u0 - p0)^2) from Wilson''s limits l, u of each group, which hold in small groups and without an event too. Wald''s are risk_difference_low_of(state, .95, ''wald'').';

CREATE AGGREGATE gmalign.risk_difference_high(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.risk_difference_high_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_difference_high(boolean, boolean) IS
  'Upper 95 % confidence limit of risk_difference, at most 1, by Newcombe (1998, method 10).';

CREATE AGGREGATE gmalign.risk_state(exposed boolean, event boolean) (
  SFUNC = gmalign_private.risk_accum, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_state(boolean, boolean) IS
  'The partial result behind the risk aggregates as a plain array, to store per shard, partition or month. Merge with risk_rollup, read with risk_ratio_of(state) and the other _of functions.';

CREATE AGGREGATE gmalign.risk_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{701,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.risk_rollup(float8[]) IS
  'Stored risk_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';

CREATE FUNCTION gmalign.proportion_low(count bigint, n bigint, conf_level float8 DEFAULT .95) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_proportion_low';
COMMENT ON FUNCTION gmalign.proportion_low(bigint, bigint, float8) IS
  'Lower confidence limit of the share count / n, 0 to 1, by Wilson (1927): the score limits, which stay in [0,1] and are good for small n. NULL for n = 0; 22023 for count outside 0..n or conf_level outside (0, 1).';

CREATE FUNCTION gmalign.proportion_high(count bigint, n bigint, conf_level float8 DEFAULT .95) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_proportion_high';
COMMENT ON FUNCTION gmalign.proportion_high(bigint, bigint, float8) IS
  'Upper confidence limit of the share count / n, 0 to 1, by Wilson (1927): the score limits, which stay in [0,1] and are good for small n. NULL for n = 0; 22023 for count outside 0..n or conf_level outside (0, 1).';

CREATE FUNCTION gmalign_private.turnover_accum(state float8[], events float8, exposure float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_turnover_accum';
COMMENT ON FUNCTION gmalign_private.turnover_accum(float8[], float8, float8) IS
  'Support function of turnover_rate: adds one row to a state.';

CREATE FUNCTION gmalign.turnover_rate_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_turnover_rate_of';
COMMENT ON FUNCTION gmalign.turnover_rate_of(float8[]) IS
  'The turnover_rate that a stored turnover_state stands for.';

CREATE AGGREGATE gmalign.turnover_rate(events float8, exposure float8) (
  SFUNC = gmalign_private.turnover_accum, STYPE = float8[],
  INITCOND = '{702,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.turnover_rate_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.turnover_rate(float8, float8) IS
  'Events per person-year: SUM events / SUM exposure x 365.25. events: how often the event happened, 0 or 1 for a person, >= 0; exposure: days under observation, >= 0 (negative: 22023; NaN, infinity: 22003). A row with a NULL is skipped; NULL without exposure.';

CREATE AGGREGATE gmalign.turnover_state(events float8, exposure float8) (
  SFUNC = gmalign_private.turnover_accum, STYPE = float8[],
  INITCOND = '{702,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.turnover_state(float8, float8) IS
  'The partial result behind the turnover aggregates as a plain array, to store per shard, partition or month. Merge with turnover_rollup, read with turnover_rate_of(state).';

CREATE AGGREGATE gmalign.turnover_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{702,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.turnover_rollup(float8[]) IS
  'Stored turnover_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';

CREATE FUNCTION gmalign_private.roi_accum(state float8[], benefit float8, cost float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_roi_accum';
COMMENT ON FUNCTION gmalign_private.roi_accum(float8[], float8, float8) IS
  'Support function of roi: adds one row to a state.';

CREATE FUNCTION gmalign.roi_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_roi_of';
COMMENT ON FUNCTION gmalign.roi_of(float8[]) IS
  'The roi that a stored roi_state stands for.';

CREATE AGGREGATE gmalign.roi(benefit float8, cost float8) (
  SFUNC = gmalign_private.roi_accum, STYPE = float8[],
  INITCOND = '{703,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.roi_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.roi(float8, float8) IS
  'Return on investment as a share of the cost: (SUM benefit - SUM cost) / SUM cost; 0 = cost recovered, -1 = nothing came back. In one currency, finite (22003). A row with a NULL is skipped; NULL when the costs do not sum to more than 0. What counts as benefit differs by purpose (McNulty and Tharenou 2004): compare within one.';

CREATE AGGREGATE gmalign.roi_state(benefit float8, cost float8) (
  SFUNC = gmalign_private.roi_accum, STYPE = float8[],
  INITCOND = '{703,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.roi_state(float8, float8) IS
  'The partial result behind the roi aggregates as a plain array, to store per shard, partition or month. Merge with roi_rollup, read with roi_of(state).';

CREATE AGGREGATE gmalign.roi_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{703,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.roi_rollup(float8[]) IS
  'Stored roi_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';
