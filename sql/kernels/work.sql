-- Work on goals: what moves and people spend on each goal, and what the views
-- about the cascade read of it together with the graph. party_points.sql has the
-- values these are made of; for rows of your own there are the readers of
-- goal_graph.

CREATE TYPE gmalign_private.goal_work;

CREATE FUNCTION gmalign_private.goal_work_in(cstring) RETURNS gmalign_private.goal_work
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_in';
COMMENT ON FUNCTION gmalign_private.goal_work_in(cstring) IS
  'Input of goal_work: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_work_out(gmalign_private.goal_work) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_out';
COMMENT ON FUNCTION gmalign_private.goal_work_out(gmalign_private.goal_work) IS
  'Output of goal_work: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.goal_work_recv(internal) RETURNS gmalign_private.goal_work
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_recv';
COMMENT ON FUNCTION gmalign_private.goal_work_recv(internal) IS
  'Binary input of goal_work: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_work_send(gmalign_private.goal_work) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_send';
COMMENT ON FUNCTION gmalign_private.goal_work_send(gmalign_private.goal_work) IS
  'Binary output of goal_work: its bytes.';

CREATE TYPE gmalign_private.goal_work (
  INPUT = gmalign_private.goal_work_in, OUTPUT = gmalign_private.goal_work_out,
  RECEIVE = gmalign_private.goal_work_recv, SEND = gmalign_private.goal_work_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.goal_work IS
  'What moves and people spend on each goal. A transient value: it lives within one query.';

CREATE FUNCTION gmalign_private.goal_work_accum(gmalign_private.goal_work, gmalign_private.party_points, float8, float8)
  RETURNS gmalign_private.goal_work LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_accum';
COMMENT ON FUNCTION gmalign_private.goal_work_accum(gmalign_private.goal_work, gmalign_private.party_points, float8, float8) IS
  'Support function of goal_work: adds one move.';
CREATE FUNCTION gmalign_private.goal_work_people(gmalign_private.goal_work, anynonarray, float8, bigint)
  RETURNS gmalign_private.goal_work LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_people';
COMMENT ON FUNCTION gmalign_private.goal_work_people(gmalign_private.goal_work, anynonarray, float8, bigint) IS
  'Support function of goal_work: adds what people beside the moves spend on a goal.';
CREATE FUNCTION gmalign_private.goal_work_combine(gmalign_private.goal_work, gmalign_private.goal_work)
  RETURNS gmalign_private.goal_work LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_combine';
COMMENT ON FUNCTION gmalign_private.goal_work_combine(gmalign_private.goal_work, gmalign_private.goal_work) IS
  'Both together: of moves in different rows, or of moves and of people beside them. NULL: nothing, as without a row. Raises 42804 for goals of another kind.';
CREATE FUNCTION gmalign_private.goal_work_final(gmalign_private.goal_work)
  RETURNS gmalign_private.goal_work LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_work_final';
COMMENT ON FUNCTION gmalign_private.goal_work_final(gmalign_private.goal_work) IS
  'Support function of goal_work: the result.';

-- the state is the value: an engine that spreads rows over machines takes a part
-- from each
CREATE AGGREGATE gmalign_private.goal_work(points gmalign_private.party_points, fte float8, cost float8) (
  SFUNC = gmalign_private.goal_work_accum, STYPE = gmalign_private.goal_work, SSPACE = 8192,
  FINALFUNC = gmalign_private.goal_work_final,
  COMBINEFUNC = gmalign_private.goal_work_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.goal_work(gmalign_private.party_points, float8, float8) IS
  'What moves spend on each goal, a row a move: its fte, its cost and itself are split over the goals with positive points, in proportion to these points; it counts once for each of the goals, for each strategic goal that one of them serves, and as idle when one of them serves none (the points tell: they need a goal_lift). fte or cost NULL: not known. Raises 22023 for a negative amount, 42804 for goals of another kind. NULL without points.';

CREATE AGGREGATE gmalign_private.goal_work(goal anynonarray, fte float8, people bigint) (
  SFUNC = gmalign_private.goal_work_people, STYPE = gmalign_private.goal_work, SSPACE = 8192,
  FINALFUNC = gmalign_private.goal_work_final,
  COMBINEFUNC = gmalign_private.goal_work_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.goal_work(anynonarray, float8, bigint) IS
  'What people beside the moves spend on each goal, and how many they are. fte NULL: not known. Raises 22023 for a negative amount. NULL without a goal.';

CREATE FUNCTION gmalign_private.work_rows(work gmalign_private.goal_work, goal_type anyelement,
    OUT goal anyelement,
    OUT fte float8,
    OUT cost float8,
    OUT moves_split float8,
    OUT move_count bigint,
    OUT people_count bigint)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_work_rows';
COMMENT ON FUNCTION gmalign_private.work_rows(gmalign_private.goal_work, anyelement) IS
  'A goal_work as rows, a row per goal worked on: full-time equivalents (0: none known), cost (NULL: not known), moves split over their goals, moves, people beside them. Only the type of goal_type counts.';

CREATE FUNCTION gmalign_private.cover_rows(graph gmalign.goal_graph, strategic anyarray, work gmalign_private.goal_work,
    OUT strategic_goal anyelement,
    OUT goal_count bigint,
    OUT leaf_count bigint,
    OUT staffed_count bigint,
    OUT staffed_leaf_count bigint,
    OUT coverage float8,
    OUT weighted_coverage float8,
    OUT contribution_total float8,
    OUT conflicting_count bigint,
    OUT fte float8,
    OUT cost float8,
    OUT moves_split float8,
    OUT move_count bigint)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 100
  AS 'MODULE_PATHNAME', 'gmalign_cover_rows';
COMMENT ON FUNCTION gmalign_private.cover_rows(gmalign.goal_graph, anyarray, gmalign_private.goal_work) IS
  'As cascade_coverage, staffed being the goals worked on that are not strategic, with several amounts in one walk: fte, cost and moves split over the strategic goals served in proportion to the positive contributions; what is spent on a strategic goal by its own name stays there. conflicting_count: goals whose contribution to it is negative. move_count: moves that serve it, in the row with strategic_goal NULL those that are idle.';

CREATE FUNCTION gmalign_private.state_rows(graph gmalign.goal_graph, strategic anyarray, work gmalign_private.goal_work,
    OUT goal anyelement,
    OUT state text,
    OUT depth integer,
    OUT parent_count integer,
    OUT child_count integer,
    OUT is_in_cycle boolean,
    OUT is_staffed boolean,
    OUT fte float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 50000
  AS 'MODULE_PATHNAME', 'gmalign_state_rows';
COMMENT ON FUNCTION gmalign_private.state_rows(gmalign.goal_graph, anyarray, gmalign_private.goal_work) IS
  'As goal_states, with whether somebody works on the goal (a strategic goal is not staffed) and with how many full-time equivalents.';

CREATE FUNCTION gmalign_private.state_rows(graph gmalign.goal_graph, strategic anyarray, work gmalign_private.goal_work,
    goals anyarray, first_days date[], last_days date[],
    OUT goal anyelement,
    OUT state text,
    OUT depth integer,
    OUT parent_count integer,
    OUT child_count integer,
    OUT is_in_cycle boolean,
    OUT is_staffed boolean,
    OUT fte float8,
    OUT parents_first_day date,
    OUT parents_last_day date)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 50000
  AS 'MODULE_PATHNAME', 'gmalign_state_rows';
COMMENT ON FUNCTION gmalign_private.state_rows(gmalign.goal_graph, anyarray, gmalign_private.goal_work, anyarray, date[], date[]) IS
  'The same, with the days that lie inside those of every parent that has both: the latest first day and the earliest last day of the goals it is linked to above, but by a negative contribution; NULL without one. The last three arrays are parallel (2202E), an element per goal that has days.';

CREATE FUNCTION gmalign_private.flow_rows(graph gmalign.goal_graph, strategic anyarray,
    OUT goal anyelement,
    OUT parent anyelement,
    OUT contribution float8,
    OUT depth integer,
    OUT state text)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 50000
  AS 'MODULE_PATHNAME', 'gmalign_flow_rows';
COMMENT ON FUNCTION gmalign_private.flow_rows(gmalign.goal_graph, anyarray) IS
  'The links outside cycles whose contribution is known and positive, with depth and state of the goal that serves as in goal_states.';

CREATE FUNCTION gmalign_private.path_rows(graph gmalign.goal_graph, strategic anyarray, goals anyarray, titles text[],
    OUT goal anyelement,
    OUT strategic_goal anyelement,
    OUT path_kind text,
    OUT step_count integer,
    OUT contribution float8,
    OUT path_text text)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 50000
  AS 'MODULE_PATHNAME', 'gmalign_path_rows';
COMMENT ON FUNCTION gmalign_private.path_rows(gmalign.goal_graph, anyarray, anyarray, text[]) IS
  'The ways of goal_path, a row each: how many links, the product of their contributions (NULL: a link says nothing), and the titles from the goal up, joined by " > ". goals and titles are parallel (2202E otherwise).';

CREATE FUNCTION gmalign_private.goal_sight(graph gmalign.goal_graph, strategic anyarray)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10000
  AS 'MODULE_PATHNAME', 'gmalign_goal_sight';
COMMENT ON FUNCTION gmalign_private.goal_sight(gmalign.goal_graph, anyarray) IS
  'How far each goal of the graph sees: its state, the links to the nearest strategic goal, and the strategic goal it contributes most to (not known comes last; ties to the nearer, then to the smaller key). A transient value: it belongs to this graph. NULL for a graph that is NULL.';

CREATE FUNCTION gmalign_private.sight_of(graph gmalign.goal_graph, sights float8[], goals gmalign_private.points_list, goal_type anyelement,
    OUT goal_count bigint,
    OUT aligned_count bigint,
    OUT disconnected_count bigint,
    OUT unaligned_count bigint,
    OUT nearest_distance integer,
    OUT contribution float8,
    OUT strategic_goal anyelement)
  RETURNS record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_sight_of';
COMMENT ON FUNCTION gmalign_private.sight_of(gmalign.goal_graph, float8[], gmalign_private.points_list, anyelement) IS
  'What the goals of one person reach, after goal_sight of this graph: how many of those in it stand where (aligned_count: strategic ones too), the nearest strategic goal, and the one that a goal contributes most to. Without goals counts are 0 and the rest NULL. Only the type of goal_type counts.';

CREATE FUNCTION gmalign_private.segment_rows(graph gmalign.goal_graph, strategic anyarray, work gmalign_private.goal_work,
    goals anyarray, levels text[], units anycompatiblearray, weights float8[], person_goals gmalign_private.points_list[],
    OUT left_out integer,
    OUT level text,
    OUT unit anycompatible,
    OUT goal_count bigint,
    OUT strategic_count bigint,
    OUT aligned_count bigint,
    OUT disconnected_count bigint,
    OUT unaligned_count bigint,
    OUT staffed_count bigint,
    OUT staffed_reaching_count bigint,
    OUT fte float8,
    OUT reaching_fte float8,
    OUT cost float8,
    OUT reaching_cost float8,
    OUT worked_count bigint,
    OUT worked_weight float8,
    OUT person_count bigint)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_segment_rows';
COMMENT ON FUNCTION gmalign_private.segment_rows(gmalign.goal_graph, anyarray, gmalign_private.goal_work, anyarray, text[], anycompatiblearray, float8[], gmalign_private.points_list[]) IS
  'The cascade counted by segment: all goals, those of each level, of each unit and of both, told apart by left_out as grouping(level, unit) does. goals, levels, units and weights are parallel (2202E otherwise); a goal of the graph that is not listed counts nowhere. Reaching: contributes to a strategic goal. worked_count, worked_weight: strategic goals that a staffed goal of the segment contributes to. person_count: lists of person_goals, one a person, with a goal in the segment. The row for all goals is there also when there are none.';


CREATE FUNCTION gmalign_private.reach_rows(points gmalign_private.party_points, goal_type anyelement, party text,
    OUT goal anyelement,
    OUT points float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5 ROWS 5
  AS 'MODULE_PATHNAME', 'gmalign_reach_rows';
COMMENT ON FUNCTION gmalign_private.reach_rows(gmalign_private.party_points, anyelement, text) IS
  'How much of what a party says reaches each strategic goal, for or against: the magnitudes of the points of its voices, each moved up, over the number of its voices heard. A row per strategic goal reached. Only the type of goal_type counts.';
