-- Lists of goals as points: what a person works on, what a unit wants, what
-- strategy is, compared as what parties want from a move is.

CREATE TYPE gmalign_private.points_list;

CREATE FUNCTION gmalign_private.points_list_in(cstring) RETURNS gmalign_private.points_list
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_in';
COMMENT ON FUNCTION gmalign_private.points_list_in(cstring) IS
  'Input of points_list: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.points_list_out(gmalign_private.points_list) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_out';
COMMENT ON FUNCTION gmalign_private.points_list_out(gmalign_private.points_list) IS
  'Output of points_list: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.points_list_recv(internal) RETURNS gmalign_private.points_list
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_recv';
COMMENT ON FUNCTION gmalign_private.points_list_recv(internal) IS
  'Binary input of points_list: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.points_list_send(gmalign_private.points_list) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_send';
COMMENT ON FUNCTION gmalign_private.points_list_send(gmalign_private.points_list) IS
  'Binary output of points_list: its bytes.';

CREATE TYPE gmalign_private.points_list (
  INPUT = gmalign_private.points_list_in, OUTPUT = gmalign_private.points_list_out,
  RECEIVE = gmalign_private.points_list_recv, SEND = gmalign_private.points_list_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.points_list IS
  'A list of goals with the points of each. A transient value: it lives within one query.';

CREATE FUNCTION gmalign_private.points_list_accum(internal, anynonarray, float8, boolean)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_accum';
COMMENT ON FUNCTION gmalign_private.points_list_accum(internal, anynonarray, float8, boolean) IS
  'Support function of points_list: adds one row.';
CREATE FUNCTION gmalign_private.points_list_accum(internal, anynonarray, float8, boolean, anycompatiblenonarray, date)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_accum';
COMMENT ON FUNCTION gmalign_private.points_list_accum(internal, anynonarray, float8, boolean, anycompatiblenonarray, date) IS
  'Support function of points_list: adds one row.';
CREATE FUNCTION gmalign_private.points_list_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_combine';
COMMENT ON FUNCTION gmalign_private.points_list_combine(internal, internal) IS
  'Support function of points_list: merges two states.';
CREATE FUNCTION gmalign_private.points_list_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_serialize';
COMMENT ON FUNCTION gmalign_private.points_list_serialize(internal) IS
  'Support function of points_list: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.points_list_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_points_list_deserialize';
COMMENT ON FUNCTION gmalign_private.points_list_deserialize(bytea, internal) IS
  'Support function of points_list: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.points_list_final(internal)
  RETURNS gmalign_private.points_list LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20
  AS 'MODULE_PATHNAME', 'gmalign_points_list_final';
COMMENT ON FUNCTION gmalign_private.points_list_final(internal) IS
  'Support function of points_list: the result.';

CREATE AGGREGATE gmalign_private.points_list(goal anynonarray, weight float8, is_strategic boolean) (
  SFUNC = gmalign_private.points_list_accum, STYPE = internal, SSPACE = 256,
  FINALFUNC = gmalign_private.points_list_final,
  COMBINEFUNC = gmalign_private.points_list_combine,
  SERIALFUNC = gmalign_private.points_list_serialize,
  DESERIALFUNC = gmalign_private.points_list_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.points_list(anynonarray, float8, boolean) IS
  'A list of goals, over its rows: weights become points, their shares of SUM weight. A goal named more than once counts once, with its largest weight; without a weight (NULL) it is named and has no points; goal NULL: no row. NULL over no rows. Raises 22023 for a negative weight, 22003 for NaN or infinity.';

CREATE AGGREGATE gmalign_private.points_list(goal anynonarray, weight float8, is_strategic boolean,
    statement anycompatiblenonarray, stated_on date) (
  SFUNC = gmalign_private.points_list_accum, STYPE = internal, SSPACE = 256,
  FINALFUNC = gmalign_private.points_list_final,
  COMBINEFUNC = gmalign_private.points_list_combine,
  SERIALFUNC = gmalign_private.points_list_serialize,
  DESERIALFUNC = gmalign_private.points_list_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.points_list(anynonarray, float8, boolean, anycompatiblenonarray, date) IS
  'The same with rows among them that were stated: of each statement, such as what an assignee wants from one move, the latest day counts as a whole, and a weight that is not above 0 names no goal there. statement or stated_on NULL: the row stands by itself.';

CREATE FUNCTION gmalign_private.lift_list(list gmalign_private.points_list, lift gmalign_private.goal_lift)
  RETURNS gmalign_private.points_list
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20
  AS 'MODULE_PATHNAME', 'gmalign_lift_list';
COMMENT ON FUNCTION gmalign_private.lift_list(gmalign_private.points_list, gmalign_private.goal_lift) IS
  'The list after its points have moved up: net points of every goal they go to. lift NULL: every goal stands for itself. Raises 42804 for goals of another kind than in the lift.';

CREATE FUNCTION gmalign_private.listed_goals(list gmalign_private.points_list, goal_type anyelement)
  RETURNS SETOF anyelement
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5 ROWS 5
  AS 'MODULE_PATHNAME', 'gmalign_listed_goals';
COMMENT ON FUNCTION gmalign_private.listed_goals(gmalign_private.points_list, anyelement) IS
  'The goals of a list, with a weight or without, ascending. Only the type of goal_type counts.';

CREATE FUNCTION gmalign_private.goals_in_sight(graph gmalign.goal_graph, strategic anyarray)
  RETURNS gmalign_private.points_list
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10000
  AS 'MODULE_PATHNAME', 'gmalign_goals_in_sight';
COMMENT ON FUNCTION gmalign_private.goals_in_sight(gmalign.goal_graph, anyarray) IS
  'All goals of a graph as a list without weights, strategic where goal_states says strategic or aligned. Arrays as in goal_states. NULL for a graph that is NULL.';

CREATE FUNCTION gmalign_private.list_in_sight(list gmalign_private.points_list, goals_in_sight gmalign_private.points_list)
  RETURNS boolean
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
  AS 'MODULE_PATHNAME', 'gmalign_list_in_sight';
COMMENT ON FUNCTION gmalign_private.list_in_sight(gmalign_private.points_list, gmalign_private.points_list) IS
  'Whether any goal of the first is strategic in the second, which is goals_in_sight. NULL when none of them is there.';

CREATE FUNCTION gmalign_private.compare_lists(own gmalign_private.points_list, unit gmalign_private.points_list,
    strategy gmalign_private.points_list, goal_type anyelement,
    OUT goal_count bigint,
    OUT own_unit_score float8,
    OUT own_strategy_score float8,
    OUT unit_strategy_score float8,
    OUT opposed_share float8,
    OUT own_reach_share float8,
    OUT unit_reach_share float8,
    OUT unseen_goal anyelement)
  RETURNS record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5
  AS 'MODULE_PATHNAME', 'gmalign_compare_lists';
COMMENT ON FUNCTION gmalign_private.compare_lists(gmalign_private.points_list, gmalign_private.points_list, gmalign_private.points_list, anyelement) IS
  'How the goals of a person, of the unit and of strategy agree: alignment_score of each two, opposed_share of the first against strategy, the shares of points on strategic goals, and of the goals of the first that are not strategic the one with most points (ties: the smaller key). What needs a list that is NULL or without weight is NULL, and without strategy so is what reaches it; goal_count counts the goals of the first that have a weight. Only the type of goal_type counts.';
