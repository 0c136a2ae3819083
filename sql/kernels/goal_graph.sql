-- The goal graph: links in, answers about the cascade out.
--
--   WITH graph AS (SELECT gmalign.goal_graph(goal, parent) AS g FROM link)
--   SELECT s.* FROM graph, gmalign.goal_states(g, NULL::bigint[]) AS s;

-- ROWS 1000: the planner knows nothing of what these functions return, and
-- takes joins of several of them for the larger the more it expects: with
-- 10,000 it compiles (jit) for seconds what runs in one.

CREATE TYPE gmalign.goal_graph;

CREATE FUNCTION gmalign_private.goal_graph_in(cstring) RETURNS gmalign.goal_graph
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_in';
COMMENT ON FUNCTION gmalign_private.goal_graph_in(cstring) IS
  'Input of goal_graph: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_graph_out(gmalign.goal_graph) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_out';
COMMENT ON FUNCTION gmalign_private.goal_graph_out(gmalign.goal_graph) IS
  'Output of goal_graph: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.goal_graph_recv(internal) RETURNS gmalign.goal_graph
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_recv';
COMMENT ON FUNCTION gmalign_private.goal_graph_recv(internal) IS
  'Binary input of goal_graph: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_graph_send(gmalign.goal_graph) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_send';
COMMENT ON FUNCTION gmalign_private.goal_graph_send(gmalign.goal_graph) IS
  'Binary output of goal_graph: its bytes.';

CREATE TYPE gmalign.goal_graph (
  INPUT = gmalign_private.goal_graph_in, OUTPUT = gmalign_private.goal_graph_out,
  RECEIVE = gmalign_private.goal_graph_recv, SEND = gmalign_private.goal_graph_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign.goal_graph IS
  'Goals and the links between them, from the aggregate goal_graph to a reader such as goal_states. A transient value: it lives within one query, and a table refuses one that does not fit a page. The same goals and links give the same bytes.';

CREATE FUNCTION gmalign_private.goal_graph_accum(internal, anycompatiblenonarray, anycompatiblenonarray)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_accum';
COMMENT ON FUNCTION gmalign_private.goal_graph_accum(internal, anycompatiblenonarray, anycompatiblenonarray) IS
  'Support function of goal_graph: adds one link.';
CREATE FUNCTION gmalign_private.goal_graph_accum(internal, anycompatiblenonarray, anycompatiblenonarray, float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_accum';
COMMENT ON FUNCTION gmalign_private.goal_graph_accum(internal, anycompatiblenonarray, anycompatiblenonarray, float8) IS
  'Support function of goal_graph with contributions: adds one link.';
-- a state is as large as the links it has taken in; what handing it over costs
-- tells the planner from which size on workers pay
CREATE FUNCTION gmalign_private.goal_graph_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 500000
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_combine';
COMMENT ON FUNCTION gmalign_private.goal_graph_combine(internal, internal) IS
  'Support function of goal_graph: merges two states.';
CREATE FUNCTION gmalign_private.goal_graph_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100000
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_serialize';
COMMENT ON FUNCTION gmalign_private.goal_graph_serialize(internal) IS
  'Support function of goal_graph: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.goal_graph_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100000
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_deserialize';
COMMENT ON FUNCTION gmalign_private.goal_graph_deserialize(bytea, internal) IS
  'Support function of goal_graph: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.goal_graph_final(internal)
  RETURNS gmalign.goal_graph LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_final';
COMMENT ON FUNCTION gmalign_private.goal_graph_final(internal) IS
  'Support function of goal_graph: lays out the value.';

CREATE AGGREGATE gmalign.goal_graph(goal anycompatiblenonarray, parent anycompatiblenonarray) (
  SFUNC = gmalign_private.goal_graph_accum, STYPE = internal, SSPACE = 1024,
  FINALFUNC = gmalign_private.goal_graph_final,
  COMBINEFUNC = gmalign_private.goal_graph_combine,
  SERIALFUNC = gmalign_private.goal_graph_serialize,
  DESERIALFUNC = gmalign_private.goal_graph_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.goal_graph(anycompatiblenonarray, anycompatiblenonarray) IS
  'Rows (goal, parent), one per link from a goal up to one it serves, as one graph for the readers goal_states, line_of_sight, goal_closure, cascade_rollup, cascade_coverage, goal_cycles and goal_edges. parent NULL: a goal on top or alone; goal NULL: the row is skipped. Goals are integers, text or uuid (42804 otherwise). Duplicates, self-loops, cycles and parents without a row of their own are accepted. Every link contributes 1. At most 1 GB (54000).';

CREATE AGGREGATE gmalign.goal_graph(goal anycompatiblenonarray, parent anycompatiblenonarray, contribution float8) (
  SFUNC = gmalign_private.goal_graph_accum, STYPE = internal, SSPACE = 1024,
  FINALFUNC = gmalign_private.goal_graph_final,
  COMBINEFUNC = gmalign_private.goal_graph_combine,
  SERIALFUNC = gmalign_private.goal_graph_serialize,
  DESERIALFUNC = gmalign_private.goal_graph_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.goal_graph(anycompatiblenonarray, anycompatiblenonarray, float8) IS
  'As goal_graph(goal, parent), with the contribution of each link, -1 to 1: the share of the parent the goal brings; negative = works against it; NULL = linked, but nobody knows how much. Of duplicate links the one of largest magnitude stays, on a tie the negative. Raises 22023 out of range, 22003 for NaN or infinity.';

CREATE FUNCTION gmalign_private.goal_graph_listed_final(internal)
  RETURNS gmalign.goal_graph LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_graph_listed_final';
COMMENT ON FUNCTION gmalign_private.goal_graph_listed_final(internal) IS
  'Support function of goal_graph_listed: the result.';
CREATE AGGREGATE gmalign.goal_graph_listed(goal anycompatiblenonarray, parent anycompatiblenonarray, contribution float8) (
  SFUNC = gmalign_private.goal_graph_accum, STYPE = internal, SSPACE = 1024,
  FINALFUNC = gmalign_private.goal_graph_listed_final,
  COMBINEFUNC = gmalign_private.goal_graph_combine,
  SERIALFUNC = gmalign_private.goal_graph_serialize,
  DESERIALFUNC = gmalign_private.goal_graph_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.goal_graph_listed(anycompatiblenonarray, anycompatiblenonarray, float8) IS
  'As goal_graph, with only the goals that have a row of their own (parent NULL): a link to or from any other is left out. For links of which not every goal is in force: one scan of the links and one of the goals instead of two joins. NULL without a row; without a row of a goal''s own, a graph without goals.';

CREATE FUNCTION gmalign.goal_states(
    graph gmalign.goal_graph, strategic anycompatiblearray, counts boolean DEFAULT true)
  RETURNS TABLE (goal anycompatible, state text, depth integer,
                 parent_count integer, child_count integer,
                 ancestor_count integer, descendant_count integer,
                 is_in_cycle boolean)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_states';
COMMENT ON FUNCTION gmalign.goal_states(gmalign.goal_graph, anycompatiblearray, boolean) IS
  'Where each goal stands: strategic; aligned (reaches a strategic goal); disconnected (has a parent, reaches none); unaligned (no parent). depth: links to the nearest strategic goal, 0 for one, NULL when out of reach. ancestor_count and descendant_count: distinct goals reachable up and down, itself left out; NULL with counts = false, which is faster on graphs with many shared goals. strategic NULL::bigint[] (or text[], uuid[]): the goals with children and no parent. Raises 22023 for a goal that is not in the graph, 22004 for a NULL element, 42804 for another key type. A row per goal, in no promised order.';

CREATE FUNCTION gmalign.line_of_sight(
    graph gmalign.goal_graph, strategic anycompatiblearray)
  RETURNS TABLE (goal anycompatible, strategic_goal anycompatible,
                 distance integer, contribution float8, path_count float8)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_line_of_sight';
COMMENT ON FUNCTION gmalign.line_of_sight(gmalign.goal_graph, anycompatiblearray) IS
  'Every goal and each strategic goal it reaches: distance in links; contribution = SUM over paths of the product of contributions, signed; path_count. Includes (s, s, 0, 1, 1). Links inside a cycle carry no contribution: a pair connected only that way has contribution NULL and path_count 0; paths with an unknown contribution are counted but not summed. path_count stops at the largest float8. strategic as in goal_states, with its errors; 22003 when contributions add up past float8.';

CREATE FUNCTION gmalign.goal_closure(
    graph gmalign.goal_graph, goals anycompatiblearray)
  RETURNS TABLE (goal anycompatible, ancestor anycompatible, distance integer)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_closure';
COMMENT ON FUNCTION gmalign.goal_closure(gmalign.goal_graph, anycompatiblearray) IS
  'Every other goal that each of the goals reaches upwards, through cycles too, with the distance in links. goals NULL::bigint[]: all goals; the result can then be as large as the square of the graph, so count with goal_states where numbers will do.';

CREATE FUNCTION gmalign.cascade_rollup(
    graph gmalign.goal_graph, goals anycompatiblearray,
    goal_values float8[], weights float8[])
  RETURNS TABLE (goal anycompatible, value float8, weight_used float8,
                 leaf_count bigint, missing_count bigint)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_cascade_rollup';
COMMENT ON FUNCTION gmalign.cascade_rollup(gmalign.goal_graph, anycompatiblearray, float8[], float8[]) IS
  'Values rolled up to every goal: SUM w*c*value / SUM w*c over the children that have a value, with w the child''s weight (weights NULL: 1) and c the contribution of its link (positive links outside cycles). A missing value drops out, it is not 0; weight 0 is shown but not counted; a value given for a goal with children overrides them and counts as one leaf. weight_used: the sum of w*c behind the value (a leaf: its weight). leaf_count, missing_count: distinct leaves at or below, and those of them without a value. The three arrays run in parallel (2202E otherwise). Raises 22023 for a negative weight, a goal not in the graph or one listed with two different values.';

CREATE FUNCTION gmalign_private.rollup_of(graph gmalign.goal_graph, goals anyarray, goal_values float8[], weights float8[], asked anyarray,
    OUT goal anyelement,
    OUT value float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 20
  AS 'MODULE_PATHNAME', 'gmalign_rollup_of';
COMMENT ON FUNCTION gmalign_private.rollup_of(gmalign.goal_graph, anyarray, float8[], float8[], anyarray) IS
  'The value that cascade_rollup finds for each goal asked for, a row each. Raises what that raises, and 22023 for a goal asked for that is not in the graph.';

CREATE FUNCTION gmalign.cascade_coverage(
    graph gmalign.goal_graph, strategic anycompatiblearray,
    staffed anycompatiblearray)
  RETURNS TABLE (strategic_goal anycompatible, goal_count bigint, leaf_count bigint,
                 staffed_count bigint, staffed_leaf_count bigint,
                 coverage float8, weighted_coverage float8,
                 contribution_total float8, capacity float8)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 100
  AS 'MODULE_PATHNAME', 'gmalign_cascade_coverage';
COMMENT ON FUNCTION gmalign.cascade_coverage(gmalign.goal_graph, anycompatiblearray, anycompatiblearray) IS
  'How much of each strategic goal has somebody at work. goal_count and staffed_count: distinct goals at or below it, and those that are staffed. leaf_count: goals at or below that nothing supports (links with a negative contribution support nothing); coverage = staffed_leaf_count / leaf_count. weighted_coverage: 1 for a staffed goal, else the contribution-weighted mean over its children (positive links outside cycles), 0 without any. contribution_total: what its children bring, added; a child brings its contribution (positive links outside cycles) times what is at work behind it: 1 for a staffed goal, so that an objective and its key results count once, else what its own children bring, at most 1. A row with strategic_goal NULL counts the staffed goals that serve none. strategic as in goal_states.';

CREATE FUNCTION gmalign.cascade_coverage(
    graph gmalign.goal_graph, strategic anycompatiblearray,
    staffed anycompatiblearray, capacity float8[])
  RETURNS TABLE (strategic_goal anycompatible, goal_count bigint, leaf_count bigint,
                 staffed_count bigint, staffed_leaf_count bigint,
                 coverage float8, weighted_coverage float8,
                 contribution_total float8, capacity float8)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 100
  AS 'MODULE_PATHNAME', 'gmalign_cascade_coverage';
COMMENT ON FUNCTION gmalign.cascade_coverage(gmalign.goal_graph, anycompatiblearray, anycompatiblearray, float8[]) IS
  'As cascade_coverage, with an amount of work or money per staffed goal (parallel array, 2202E otherwise; amounts of a goal listed twice are added; negative 22023). capacity: each amount split over the strategic goals served in proportion to the positive contributions; the row with strategic_goal NULL holds what serves none, so that the amounts add up.';

CREATE FUNCTION gmalign.goal_cycles(
    graph gmalign.goal_graph, goals anycompatiblearray)
  RETURNS TABLE (cycle_no integer, goal anycompatible)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 100
  AS 'MODULE_PATHNAME', 'gmalign_goal_cycles';
COMMENT ON FUNCTION gmalign.goal_cycles(gmalign.goal_graph, anycompatiblearray) IS
  'The goals that serve themselves through others, one row per goal, numbered by cycle; a goal linked to itself counts. goals: only the cycles with one of them; NULL::bigint[]: all.';

CREATE FUNCTION gmalign.goal_edges(
    graph gmalign.goal_graph, goals anycompatiblearray)
  RETURNS TABLE (goal anycompatible, parent anycompatible, contribution float8)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_edges';
COMMENT ON FUNCTION gmalign.goal_edges(gmalign.goal_graph, anycompatiblearray) IS
  'The links of the graph without duplicates, self-loops and the links inside cycles: the acyclic graph that contributions, roll-up and weighted coverage follow. goals: only the links of these; NULL::bigint[]: all.';

CREATE FUNCTION gmalign.goal_path(
    graph gmalign.goal_graph, goals anycompatiblearray, strategic anycompatiblearray)
  RETURNS TABLE (goal anycompatible, strategic_goal anycompatible, path_kind text,
                 step integer, step_goal anycompatible,
                 contribution float8, path_contribution float8)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_path';
COMMENT ON FUNCTION gmalign.goal_path(gmalign.goal_graph, anycompatiblearray, anycompatiblearray) IS
  'For each of the goals its strongest and its shortest way up to one of the strategic goals, a row per step; step 0 is the goal itself. contribution: of the link from the step before (NULL at step 0 and when not known); path_contribution: their product so far, signed, 1 at step 0, NULL from a link on that is not known. strongest: the largest product over positive contributions, outside cycles; ties to fewer steps (no such way: no rows). shortest: fewest links of any kind, cycles included; ties to the larger contribution. goals NULL::bigint[]: all; strategic as in goal_states, with its errors.';

CREATE FUNCTION gmalign.goal_path(
    graph gmalign.goal_graph, goal anycompatiblenonarray, strategic anycompatiblenonarray)
  RETURNS TABLE (goal anycompatible, strategic_goal anycompatible, path_kind text,
                 step integer, step_goal anycompatible,
                 contribution float8, path_contribution float8)
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 10
  AS 'MODULE_PATHNAME', 'gmalign_goal_path';
COMMENT ON FUNCTION gmalign.goal_path(gmalign.goal_graph, anycompatiblenonarray, anycompatiblenonarray) IS
  'The same for one goal and one strategic goal. goal NULL: no rows; strategic NULL: the nearest and the strongest of the goals with children and no parent.';
