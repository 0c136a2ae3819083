-- Expectancy: one row per outcome of an act, with expectancy E in [0,1],
-- instrumentality I in [-1,1] and valence V in [-1,1] (Vroom 1964).
--
-- All members share one transition function, state and argument list, so that
-- any number of them in one SELECT cost one pass.

CREATE FUNCTION gmalign_private.force_accum(state float8[], expectancy float8, instrumentality float8, valence float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_accum';
COMMENT ON FUNCTION gmalign_private.force_accum(float8[], float8, float8, float8) IS
  'Support function of the expectancy aggregates: adds one outcome to a state.';

CREATE FUNCTION gmalign_private.force_accum(state float8[], instrumentality float8, valence float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_accum';
COMMENT ON FUNCTION gmalign_private.force_accum(float8[], float8, float8) IS
  'Support function of outcome_valence: adds one outcome, with expectancy 1, to a state.';

CREATE FUNCTION gmalign.motivational_force_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_motivational_force_of';
COMMENT ON FUNCTION gmalign.motivational_force_of(float8[]) IS
  'The motivational_force that a stored force_state stands for.';

CREATE FUNCTION gmalign.motivation_index_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_motivation_index_of';
COMMENT ON FUNCTION gmalign.motivation_index_of(float8[]) IS
  'The motivation_index that a stored force_state stands for.';

CREATE FUNCTION gmalign.mean_expectancy_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_mean_expectancy_of';
COMMENT ON FUNCTION gmalign.mean_expectancy_of(float8[]) IS
  'The mean_expectancy that a stored force_state stands for.';

CREATE FUNCTION gmalign.mean_instrumentality_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_mean_instrumentality_of';
COMMENT ON FUNCTION gmalign.mean_instrumentality_of(float8[]) IS
  'The mean_instrumentality that a stored force_state stands for.';

CREATE FUNCTION gmalign.mean_valence_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_mean_valence_of';
COMMENT ON FUNCTION gmalign.mean_valence_of(float8[]) IS
  'The mean_valence that a stored force_state stands for.';

CREATE FUNCTION gmalign.force_gross_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_gross_of';
COMMENT ON FUNCTION gmalign.force_gross_of(float8[]) IS
  'The force_gross that a stored force_state stands for.';

CREATE FUNCTION gmalign.force_cost_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_cost_of';
COMMENT ON FUNCTION gmalign.force_cost_of(float8[]) IS
  'The force_cost that a stored force_state stands for.';

CREATE FUNCTION gmalign.force_n_of(state float8[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_n_of';
COMMENT ON FUNCTION gmalign.force_n_of(float8[]) IS
  'The force_n that a stored force_state stands for.';

CREATE FUNCTION gmalign.force_gain_expectancy_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_gain_expectancy_of';
COMMENT ON FUNCTION gmalign.force_gain_expectancy_of(float8[]) IS
  'The force_gain_expectancy that a stored force_state stands for.';

CREATE FUNCTION gmalign.force_gain_instrumentality_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_gain_instrumentality_of';
COMMENT ON FUNCTION gmalign.force_gain_instrumentality_of(float8[]) IS
  'The force_gain_instrumentality that a stored force_state stands for.';

CREATE FUNCTION gmalign.force_gain_valence_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_force_gain_valence_of';
COMMENT ON FUNCTION gmalign.force_gain_valence_of(float8[]) IS
  'The force_gain_valence that a stored force_state stands for.';

CREATE FUNCTION gmalign.link_instrumentality_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_link_instrumentality_of';
COMMENT ON FUNCTION gmalign.link_instrumentality_of(float8[]) IS
  'The link_instrumentality that a stored force_state stands for.';

CREATE FUNCTION gmalign.link_valence_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_link_valence_of';
COMMENT ON FUNCTION gmalign.link_valence_of(float8[]) IS
  'The link_valence that a stored force_state stands for.';

CREATE FUNCTION gmalign.weakest_link_of(state float8[]) RETURNS text
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_weakest_link_of';
COMMENT ON FUNCTION gmalign.weakest_link_of(float8[]) IS
  'The weakest_link that a stored force_state stands for.';

CREATE FUNCTION gmalign.weakest_link_value_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_weakest_link_value_of';
COMMENT ON FUNCTION gmalign.weakest_link_value_of(float8[]) IS
  'The weakest_link_value that a stored force_state stands for.';

CREATE AGGREGATE gmalign.motivational_force(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.motivational_force_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.motivational_force(float8, float8, float8) IS
  'The force on an act, over one row per outcome: SUM E*I*V (Vroom 1964). expectancy 0 to 1: effort brings the performance; instrumentality -1 to 1: performance brings the outcome; valence -1 to 1: how much the outcome is wanted. Rows with a NULL are skipped; NULL when none is left. Compare the acts of one person, not people. Raises 22023 out of range, 22003 for NaN or infinity.';

CREATE AGGREGATE gmalign.motivation_index(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.motivation_index_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.motivation_index(float8, float8, float8) IS
  'The force as a share of what it could be: SUM E*I*V / SUM|V|, -1 to 1, so that lists of different length compare. NULL when nothing is wanted or disliked. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.mean_expectancy(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.mean_expectancy_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.mean_expectancy(float8, float8, float8) IS
  'Mean expectancy of the outcomes used, 0 to 1. The product explains no more than its parts (Van Eerde and Thierry 1996): show them beside it. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.mean_instrumentality(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.mean_instrumentality_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.mean_instrumentality(float8, float8, float8) IS
  'Mean instrumentality of the outcomes used, -1 to 1. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.mean_valence(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.mean_valence_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.mean_valence(float8, float8, float8) IS
  'Mean valence of the outcomes used, -1 to 1. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.force_gross(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.force_gross_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_gross(float8, float8, float8) IS
  'SUM|E*I*V|: what pulls and what pushes, added. Together with the force it tells a calm situation from one where gains and costs cancel. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.force_cost(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.force_cost_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_cost(float8, float8, float8) IS
  'What unwanted outcomes that follow from performing take away: SUM over V < 0 of E*max(I,0)*|V|, at least 0. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.force_n(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.force_n_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_n(float8, float8, float8) IS
  'How many outcomes were used: rows with expectancy, instrumentality and valence known.';

CREATE AGGREGATE gmalign.force_gain_expectancy(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.force_gain_expectancy_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_gain_expectancy(float8, float8, float8) IS
  'How much the force would rise with expectancy at 1: SUM (1-E)*I*V. Negative where performing would bring more harm than good. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.force_gain_instrumentality(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.force_gain_instrumentality_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_gain_instrumentality(float8, float8, float8) IS
  'How much the force would rise if rewards followed at their best: SUM over V > 0 of E*(1-I)*V + SUM over V < 0 of E*max(I,0)*|V|, at least 0. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.force_gain_valence(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.force_gain_valence_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_gain_valence(float8, float8, float8) IS
  'How much the force would rise if what follows were wanted fully, and what is disliked not minded: SUM over I > 0 of E*I*(1[V >= 0] - V), at least 0. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.link_instrumentality(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.link_instrumentality_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.link_instrumentality(float8, float8, float8) IS
  'The instrumentality link, 0 to 1: how surely what is wanted follows, max(0, SUM I*max(V,0) / SUM max(V,0)). NULL when nothing is wanted. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.link_valence(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.link_valence_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.link_valence(float8, float8, float8) IS
  'The valence link, 0 to 1: how much what follows is wanted, max(0, SUM max(I,0)*V / SUM max(I,0)); the mean of max(V,0) when nothing follows; 0 when nothing is wanted. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.weakest_link(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.weakest_link_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.weakest_link(float8, float8, float8) IS
  'The lowest of the three links expectancy (mean E), instrumentality (link_instrumentality) and valence (link_valence), by name. Values within 1e-12 tie, and the earlier one is named; who wants nothing has the weakest link valence. A diagnosis, no published statistic. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.weakest_link_value(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.weakest_link_value_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.weakest_link_value(float8, float8, float8) IS
  'The value of the weakest link, 0 to 1; 0 when nothing is wanted. Rows, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.outcome_valence(instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.motivational_force_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.outcome_valence(float8, float8) IS
  'The valence of a performance through what it brings: SUM I*V over its outcomes (Vroom 1964, proposition 1). Ranges, NULL and errors as in motivational_force.';

CREATE AGGREGATE gmalign.force_state(expectancy float8, instrumentality float8, valence float8) (
  SFUNC = gmalign_private.force_accum, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_state(float8, float8, float8) IS
  'The partial result behind the expectancy aggregates as a plain array, to store per shard, partition or month. Merge with force_rollup, read with motivational_force_of and the other _of functions.';

CREATE AGGREGATE gmalign.force_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{201,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.force_rollup(float8[]) IS
  'Stored force_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';

-- Choice: one row per act of one person, with the force on it.

CREATE FUNCTION gmalign_private.choice_accum(internal, text, float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_choice_accum';
COMMENT ON FUNCTION gmalign_private.choice_accum(internal, text, float8) IS
  'Support function of predicted_act and net_force: adds one act.';
CREATE FUNCTION gmalign_private.choice_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_choice_combine';
COMMENT ON FUNCTION gmalign_private.choice_combine(internal, internal) IS
  'Support function of predicted_act and net_force: merges two states.';
CREATE FUNCTION gmalign_private.choice_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_choice_serialize';
COMMENT ON FUNCTION gmalign_private.choice_serialize(internal) IS
  'Support function of predicted_act and net_force: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.choice_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_choice_deserialize';
COMMENT ON FUNCTION gmalign_private.choice_deserialize(bytea, internal) IS
  'Support function of predicted_act and net_force: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.predicted_act_final(internal)
  RETURNS text LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_predicted_act_final';
COMMENT ON FUNCTION gmalign_private.predicted_act_final(internal) IS
  'Support function of predicted_act: the result.';
CREATE FUNCTION gmalign_private.net_force_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_net_force_final';
COMMENT ON FUNCTION gmalign_private.net_force_final(internal) IS
  'Support function of net_force: the result.';

CREATE AGGREGATE gmalign.predicted_act(act text, force float8) (
  SFUNC = gmalign_private.choice_accum, STYPE = internal, SSPACE = 192,
  FINALFUNC = gmalign_private.predicted_act_final,
  COMBINEFUNC = gmalign_private.choice_combine,
  SERIALFUNC = gmalign_private.choice_serialize, DESERIALFUNC = gmalign_private.choice_deserialize,
  PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.predicted_act(text, float8) IS
  'The act a person chooses: the one with the highest force, over one row per act of one person (Vroom 1964). force: any finite number, such as motivational_force of the act. Forces within 1e-12 (of the highest, when that exceeds 1) are a tie, which goes to the first name by bytes. Rows with a NULL are skipped; NULL when none is left. Raises 22023 for an act in two rows, 22003 for NaN or infinity.';

CREATE AGGREGATE gmalign.net_force(act text, force float8) (
  SFUNC = gmalign_private.choice_accum, STYPE = internal, SSPACE = 192,
  FINALFUNC = gmalign_private.net_force_final,
  COMBINEFUNC = gmalign_private.choice_combine,
  SERIALFUNC = gmalign_private.choice_serialize, DESERIALFUNC = gmalign_private.choice_deserialize,
  PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.net_force(text, float8) IS
  'How far the predicted_act is ahead of the next best act: the difference of the two forces, at least 0; 0 for a tie. NULL with fewer than two acts. Rows and errors as in predicted_act; 22003 also when the difference is too large for a number.';
