-- Party points: from what each voice states about one assignment to what each
-- party wants from it, how its pairs stand, and what drives them apart. The
-- views, the rules of the nightly check and the preview read these and nothing
-- beside them; for rows of your own there is the stakeholder family.
--
-- Two values are made once per query: goal_lift from the graph, voice_map from
-- the voices and the defaults. The aggregate party_points takes both with every
-- row, so they come as scalar subqueries, which the executor evaluates once.

CREATE TYPE gmalign_private.goal_lift;

CREATE FUNCTION gmalign_private.goal_lift_in(cstring) RETURNS gmalign_private.goal_lift
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_lift_in';
COMMENT ON FUNCTION gmalign_private.goal_lift_in(cstring) IS
  'Input of goal_lift: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_lift_out(gmalign_private.goal_lift) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_lift_out';
COMMENT ON FUNCTION gmalign_private.goal_lift_out(gmalign_private.goal_lift) IS
  'Output of goal_lift: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.goal_lift_recv(internal) RETURNS gmalign_private.goal_lift
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_lift_recv';
COMMENT ON FUNCTION gmalign_private.goal_lift_recv(internal) IS
  'Binary input of goal_lift: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_lift_send(gmalign_private.goal_lift) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_lift_send';
COMMENT ON FUNCTION gmalign_private.goal_lift_send(gmalign_private.goal_lift) IS
  'Binary output of goal_lift: its bytes.';

CREATE TYPE gmalign_private.goal_lift (
  INPUT = gmalign_private.goal_lift_in, OUTPUT = gmalign_private.goal_lift_out,
  RECEIVE = gmalign_private.goal_lift_recv, SEND = gmalign_private.goal_lift_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.goal_lift IS
  'Where the points of each goal go before parties are compared. A transient value: it lives within one query, and a table refuses one that does not fit a page.';

CREATE FUNCTION gmalign_private.goal_lift(graph gmalign.goal_graph, strategic anyarray)
  RETURNS gmalign_private.goal_lift
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100000
  AS 'MODULE_PATHNAME', 'gmalign_goal_lift';
COMMENT ON FUNCTION gmalign_private.goal_lift(gmalign.goal_graph, anyarray) IS
  'Where points go: to the strategic goals a goal serves in proportion to its contribution c, c / max(1, SUM |c|), and what is left, 1 - SUM |c|, stays. strategic NULL: the goals with children and no parent. NULL for a graph that is NULL. Arrays as in goal_states.';

CREATE FUNCTION gmalign_private.goal_lift_rows(lift gmalign_private.goal_lift, goal_type anyelement,
    OUT goal anyelement, OUT compared_goal anyelement, OUT is_strategic boolean, OUT lift_share float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_goal_lift_rows';
COMMENT ON FUNCTION gmalign_private.goal_lift_rows(gmalign_private.goal_lift, anyelement) IS
  'A goal_lift as rows, a row per goal with a line of sight and goal its points go to. Only the type of goal_type counts: goals come in it.';

CREATE TYPE gmalign_private.voice_map;

CREATE FUNCTION gmalign_private.voice_map_in(cstring) RETURNS gmalign_private.voice_map
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_voice_map_in';
COMMENT ON FUNCTION gmalign_private.voice_map_in(cstring) IS
  'Input of voice_map: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.voice_map_out(gmalign_private.voice_map) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_voice_map_out';
COMMENT ON FUNCTION gmalign_private.voice_map_out(gmalign_private.voice_map) IS
  'Output of voice_map: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.voice_map_recv(internal) RETURNS gmalign_private.voice_map
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_voice_map_recv';
COMMENT ON FUNCTION gmalign_private.voice_map_recv(internal) IS
  'Binary input of voice_map: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.voice_map_send(gmalign_private.voice_map) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_voice_map_send';
COMMENT ON FUNCTION gmalign_private.voice_map_send(gmalign_private.voice_map) IS
  'Binary output of voice_map: its bytes.';

CREATE TYPE gmalign_private.voice_map (
  INPUT = gmalign_private.voice_map_in, OUTPUT = gmalign_private.voice_map_out,
  RECEIVE = gmalign_private.voice_map_recv, SEND = gmalign_private.voice_map_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.voice_map IS
  'Whose voice speaks for which party, and the defaults of each purpose. A transient value: it lives within one query, and a table refuses one that does not fit a page.';

CREATE FUNCTION gmalign_private.voice_map(voices anycompatiblearray, parties text[],
    purposes text[], default_voices anycompatiblearray, default_goals anyarray, default_priorities float8[])
  RETURNS gmalign_private.voice_map
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
  AS 'MODULE_PATHNAME', 'gmalign_voice_map';
COMMENT ON FUNCTION gmalign_private.voice_map(anycompatiblearray, text[], text[], anycompatiblearray, anyarray, float8[]) IS
  'voices and parties are parallel; so are the other four, the defaults: what a voice wants from every move of a purpose unless it says otherwise. An assignee has none. Arrays that are NULL are empty; rows with a NULL say nothing, but for a priority: not asked. A priority of NaN or infinity is as one outside -1 to 1. Raises 2202E for arrays of unequal length.';

CREATE TYPE gmalign_private.party_points;

CREATE FUNCTION gmalign_private.party_points_in(cstring) RETURNS gmalign_private.party_points
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_in';
COMMENT ON FUNCTION gmalign_private.party_points_in(cstring) IS
  'Input of party_points: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.party_points_out(gmalign_private.party_points) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_out';
COMMENT ON FUNCTION gmalign_private.party_points_out(gmalign_private.party_points) IS
  'Output of party_points: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.party_points_recv(internal) RETURNS gmalign_private.party_points
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_recv';
COMMENT ON FUNCTION gmalign_private.party_points_recv(internal) IS
  'Binary input of party_points: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.party_points_send(gmalign_private.party_points) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_send';
COMMENT ON FUNCTION gmalign_private.party_points_send(gmalign_private.party_points) IS
  'Binary output of party_points: its bytes.';

CREATE TYPE gmalign_private.party_points (
  INPUT = gmalign_private.party_points_in, OUTPUT = gmalign_private.party_points_out,
  RECEIVE = gmalign_private.party_points_recv, SEND = gmalign_private.party_points_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.party_points IS
  'What is stated about one assignment, and where each goal named leads. A transient value: it lives within one query, and a table refuses one that does not fit a page.';

CREATE FUNCTION gmalign_private.party_points_accum(internal, gmalign_private.voice_map, gmalign_private.goal_lift, text, anycompatiblenonarray, anynonarray, float8, date)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_accum';
COMMENT ON FUNCTION gmalign_private.party_points_accum(internal, gmalign_private.voice_map, gmalign_private.goal_lift, text, anycompatiblenonarray, anynonarray, float8, date) IS
  'Support function of party_points: adds one row.';
CREATE FUNCTION gmalign_private.party_points_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_combine';
COMMENT ON FUNCTION gmalign_private.party_points_combine(internal, internal) IS
  'Support function of party_points: merges two states.';
CREATE FUNCTION gmalign_private.party_points_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_serialize';
COMMENT ON FUNCTION gmalign_private.party_points_serialize(internal) IS
  'Support function of party_points: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.party_points_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_points_deserialize';
COMMENT ON FUNCTION gmalign_private.party_points_deserialize(bytea, internal) IS
  'Support function of party_points: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.party_points_final(internal)
  RETURNS gmalign_private.party_points LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100
  AS 'MODULE_PATHNAME', 'gmalign_party_points_final';
COMMENT ON FUNCTION gmalign_private.party_points_final(internal) IS
  'Support function of party_points: the result.';

-- a state of fifteen rows takes 4 kB: told less, the planner hashes more moves than
-- fit into memory, and writes their rows to disk
CREATE AGGREGATE gmalign_private.party_points(
    voices gmalign_private.voice_map, lift gmalign_private.goal_lift, purpose text,
    voice anycompatiblenonarray, goal anynonarray, priority float8, stated_on date) (
  SFUNC = gmalign_private.party_points_accum, STYPE = internal, SSPACE = 4000,
  FINALFUNC = gmalign_private.party_points_final,
  COMBINEFUNC = gmalign_private.party_points_combine,
  SERIALFUNC = gmalign_private.party_points_serialize,
  DESERIALFUNC = gmalign_private.party_points_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.party_points(gmalign_private.voice_map, gmalign_private.goal_lift, text, anycompatiblenonarray, anynonarray, float8, date) IS
  'What is stated about one assignment, over its rows (voice, goal, priority, stated_on), old statements and new, with the same maps and purpose in all of them: of each voice the latest counts as a whole, a voice without one has the defaults of the purpose. A row without voice, goal or day says nothing but makes the defaults known; priority NULL: not asked. A voice with a priority outside -1 to 1, NaN or infinity is not read, and its party is not heard. lift NULL: every goal stands for itself. NULL without a voice_map. Raises 42804 for keys of another kind than in the maps.';

CREATE TYPE gmalign_private.goal_past;

CREATE FUNCTION gmalign_private.goal_past_in(cstring) RETURNS gmalign_private.goal_past
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_past_in';
COMMENT ON FUNCTION gmalign_private.goal_past_in(cstring) IS
  'Input of goal_past: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_past_out(gmalign_private.goal_past) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_past_out';
COMMENT ON FUNCTION gmalign_private.goal_past_out(gmalign_private.goal_past) IS
  'Output of goal_past: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.goal_past_recv(internal) RETURNS gmalign_private.goal_past
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_past_recv';
COMMENT ON FUNCTION gmalign_private.goal_past_recv(internal) IS
  'Binary input of goal_past: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.goal_past_send(gmalign_private.goal_past) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_goal_past_send';
COMMENT ON FUNCTION gmalign_private.goal_past_send(gmalign_private.goal_past) IS
  'Binary output of goal_past: its bytes.';

CREATE TYPE gmalign_private.goal_past (
  INPUT = gmalign_private.goal_past_in, OUTPUT = gmalign_private.goal_past_out,
  RECEIVE = gmalign_private.goal_past_recv, SEND = gmalign_private.goal_past_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.goal_past IS
  'Every goal and link that ever was, with the days on which it was in force. A transient value: it lives within one query, and a table refuses one that does not fit a page.';

CREATE FUNCTION gmalign_private.goal_past(goals anyarray, are_strategic boolean[], first_days date[], last_days date[],
    children anyarray, parents anyarray, contributions float8[], link_first_days date[], link_last_days date[])
  RETURNS gmalign_private.goal_past
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100000
  AS 'MODULE_PATHNAME', 'gmalign_goal_past';
COMMENT ON FUNCTION gmalign_private.goal_past(anyarray, boolean[], date[], date[], anyarray, anyarray, float8[], date[], date[]) IS
  'The first four arrays are parallel, one element per goal; so are the other five, one per link. Days NULL: always, still. A contribution NULL: not known. Links of goals that are not listed fall away; arrays that are NULL are empty. Raises 2202E for arrays of unequal length, 22003 for a contribution that is not finite.';

CREATE FUNCTION gmalign_private.points_on(points gmalign_private.party_points, past gmalign_private.goal_past, day date)
  RETURNS gmalign_private.party_points
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1000
  AS 'MODULE_PATHNAME', 'gmalign_points_on';
COMMENT ON FUNCTION gmalign_private.points_on(gmalign_private.party_points, gmalign_private.goal_past, date) IS
  'The same statements with points where they went on a day: up to the strategic goals that the goals and links in force then led to, as goal_lift moves them. Raises 42804 for goals of another kind.';

CREATE FUNCTION gmalign_private.stated_rows(points gmalign_private.party_points, goal_type anyelement, voice_type anycompatible,
    OUT party text,
    OUT voice anycompatible,
    OUT goal anyelement,
    OUT priority float8,
    OUT points float8,
    OUT stated_on date,
    OUT is_default boolean)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 15
  AS 'MODULE_PATHNAME', 'gmalign_stated_rows';
COMMENT ON FUNCTION gmalign_private.stated_rows(gmalign_private.party_points, anyelement, anycompatible) IS
  'What each voice wants, a row per voice and goal: the priority as stated (NULL: not asked) and as points, the share of the voices own total (NULL: not asked, or the voice wants nothing). Only the types of goal_type and voice_type count: keys come in them.';

CREATE FUNCTION gmalign_private.lifted_rows(points gmalign_private.party_points, goal_type anyelement,
    OUT party text,
    OUT own_goal anyelement,
    OUT goal anyelement,
    OUT is_strategic boolean,
    OUT points float8,
    OUT has_line_of_sight boolean,
    OUT voice_count integer,
    OUT default_voice_count integer,
    OUT oldest_priority_date date)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 20
  AS 'MODULE_PATHNAME', 'gmalign_lifted_rows';
COMMENT ON FUNCTION gmalign_private.lifted_rows(gmalign_private.party_points, anyelement) IS
  'What each party heard wants, own goal by own goal, after points have moved up: a row per party, own goal and compared goal. Only the type of goal_type counts.';

CREATE FUNCTION gmalign_private.party_rows(points gmalign_private.party_points, goal_type anyelement,
    OUT party text,
    OUT goal anyelement,
    OUT is_strategic boolean,
    OUT points float8,
    OUT helps_points float8,
    OUT harms_points float8,
    OUT own_goal anyelement,
    OUT voice_count integer,
    OUT default_voice_count integer,
    OUT oldest_priority_date date,
    OUT has_line_of_sight boolean)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 15
  AS 'MODULE_PATHNAME', 'gmalign_party_rows';
COMMENT ON FUNCTION gmalign_private.party_rows(gmalign_private.party_points, anyelement) IS
  'The same summed up, a row per party and compared goal: net points, what helps and what harms, and the own goal that brings most (ties: the smaller key).';

CREATE FUNCTION gmalign_private.driver_rows(points gmalign_private.party_points, goal_type anyelement,
    OUT pair text,
    OUT a text,
    OUT b text,
    OUT goal anyelement,
    OUT is_strategic boolean,
    OUT kind text,
    OUT a_points float8,
    OUT b_points float8,
    OUT a_helps_points float8,
    OUT a_harms_points float8,
    OUT b_helps_points float8,
    OUT b_harms_points float8,
    OUT a_own_goal anyelement,
    OUT b_own_goal anyelement,
    OUT loss_share float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 30
  AS 'MODULE_PATHNAME', 'gmalign_driver_rows';
COMMENT ON FUNCTION gmalign_private.driver_rows(gmalign_private.party_points, anyelement) IS
  'The goals on which every pair of parties heard parts, largest loss first (ties within 1e-12: the smaller key); the losses of a pair sum to 1 - score. kind NULL: no loss.';

CREATE FUNCTION gmalign_private.driver_rows(points gmalign_private.party_points, goal_type anyelement, pair text,
    OUT pair text,
    OUT a text,
    OUT b text,
    OUT goal anyelement,
    OUT is_strategic boolean,
    OUT kind text,
    OUT a_points float8,
    OUT b_points float8,
    OUT a_helps_points float8,
    OUT a_harms_points float8,
    OUT b_helps_points float8,
    OUT b_harms_points float8,
    OUT a_own_goal anyelement,
    OUT b_own_goal anyelement,
    OUT loss_share float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 10
  AS 'MODULE_PATHNAME', 'gmalign_driver_rows';
COMMENT ON FUNCTION gmalign_private.driver_rows(gmalign_private.party_points, anyelement, text) IS
  'The same for one pair, a|b. A pair that is NULL or not heard has no row.';

CREATE FUNCTION gmalign_private.explain_pair(points gmalign_private.party_points, goal_type anyelement, pair text, most integer,
    OUT drivers anyarray, OUT kinds text[], OUT loss_shares float8[], OUT own_goal anyelement, OUT unserved_goal anyelement,
    OUT unserved_goals anyarray)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 1
  AS 'MODULE_PATHNAME', 'gmalign_explain_pair';
COMMENT ON FUNCTION gmalign_private.explain_pair(gmalign_private.party_points, anyelement, text, integer) IS
  'The goals that sentences about a pair, a|b, name, in one row. drivers: the goals on which it parts most, at most so many, largest loss first (ties within 1e-12: the smaller key), with kinds and loss_shares beside them; own_goal: the own goal through which the first is fought over, of the side that works against it, else of the larger; unserved_goals: what a, and then what b alone, named that reaches no strategic goal, by points; unserved_goal: the first of a; none when the lift had no goal, for then nothing is strategic. What there is none of is NULL. A pair that is NULL or not heard has no row.';

CREATE FUNCTION gmalign_private.voice_pair_rows(points gmalign_private.party_points, voice_type anyelement, with_self boolean DEFAULT false,
    OUT a anyelement, OUT b anyelement, OUT score float8, OUT beyond_chance float8)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 3
  AS 'MODULE_PATHNAME', 'gmalign_voice_pair_rows';
COMMENT ON FUNCTION gmalign_private.voice_pair_rows(gmalign_private.party_points, anyelement, boolean) IS
  'Every pair of voices heard, each by itself after its points have moved up: score and alignment beyond what deals of the same priorities over the same lists would reach. with_self: also each voice heard with itself, score 1. Only the type of voice_type counts.';

CREATE FUNCTION gmalign_private.wanted_goals(points gmalign_private.party_points, goal_type anyelement) RETURNS anyarray
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5
  AS 'MODULE_PATHNAME', 'gmalign_wanted_goals';
COMMENT ON FUNCTION gmalign_private.wanted_goals(gmalign_private.party_points, anyelement) IS
  'The goals that some voice wants, each once, by key. NULL: there is none, or points is NULL.';

CREATE FUNCTION gmalign_private.verdict(points gmalign_private.party_points, goal_type anyelement,
    opposed_from float8, aligned_from float8, beyond_chance_from float8,
    opposed_signed_from float8, aligned_p float8, misaligned_p float8, comparable_from float8,
    answer_reliability float8, answer_step float8,
    OUT pair_count integer,
    OUT party_count integer,
    OUT is_organization_heard boolean,
    OUT is_gm_professional_heard boolean,
    OUT is_assignee_heard boolean,
    OUT goal_count integer,
    OUT shared_goal_count integer,
    OUT organization_gm_score float8,
    OUT organization_assignee_score float8,
    OUT gm_assignee_score float8,
    OUT mutual_alignment_score float8,
    OUT alignment_band text,
    OUT deciding_pair text,
    OUT beyond_chance float8,
    OUT opposed_share float8,
    OUT unshared_share float8,
    OUT strength_share float8,
    OUT driver_goal anyelement,
    OUT own_goal anyelement,
    OUT weakest_pair text,
    OUT weakest_alignment_score float8,
    OUT weakest_opposed_share float8,
    OUT weakest_unshared_share float8,
    OUT weakest_strength_share float8,
    OUT weakest_driver_goal anyelement,
    OUT weakest_own_goal anyelement,
    OUT most_opposed_pair text,
    OUT most_opposed_share float8,
    OUT most_opposed_driver_goal anyelement,
    OUT most_opposed_own_goal anyelement,
    OUT organization_reach_share float8,
    OUT gm_reach_share float8,
    OUT assignee_reach_share float8,
    OUT unserved_assignee_goal anyelement,
    OUT default_priority_share float8,
    OUT oldest_priority_date date,
    OUT is_unreadable boolean,
    OUT deciding_score float8,
    OUT standard_error float8,
    OUT score_low float8,
    OUT score_high float8,
    OUT chance float8,
    OUT p_above float8,
    OUT p_below float8,
    OUT order_index float8,
    OUT order_p_above float8,
    OUT order_p_below float8,
    OUT common_share float8,
    OUT ask_next text,
    OUT weakest_standard_error float8,
    OUT weakest_low float8,
    OUT weakest_high float8,
    OUT weakest_noise float8,
    OUT most_opposed_low float8)
  RETURNS record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_verdict';
COMMENT ON FUNCTION gmalign_private.verdict(gmalign_private.party_points, anyelement, float8, float8, float8, float8, float8, float8, float8, float8, float8) IS
  'How the pairs of the three parties stand, and what decides it. A pair is misaligned when it is opposed from opposed_from on (opposed_signed_from where an answer is negative) at the lower limit of that share, or when it prefers the opposite (order_p_below at most misaligned_p) and score_low is not above chance; aligned when it prefers the same (order_p_above at most aligned_p), score_high reaches aligned_from and beyond_chance reaches beyond_chance_from, unless that is -1 or less, and, where the two name different goals, few deals score as high; it cannot be told when common_share is below comparable_from, a list has fewer than four goals, chance leaves no room or no deal could be aligned; else mixed. The band is that of the worst placed pair (misaligned, cannot tell, mixed, aligned) when there are three with a score, else not scored, and what needs all three is NULL. chance, p_above, p_below: the mean score of all deals of the same priorities over the same lists, and the share of deals with at least and at most the score; order: how far both prefer the same goals, and where that stands among the deals (above: equal ones count half). standard_error and limits (90 per cent): what the answers would give if asked again, by answer_reliability and answer_step. weakest_noise: by how much the lowest of three erring scores is too low. most_opposed_low: lower limit of most_opposed_share. driver_goal is the goal with the largest loss of that pair, own_goal the own goal it is fought through: of the side that works against it, else of the larger. Compared as rounded to 12 decimals, ties to the larger opposed share, then the smaller name. Where the lift had no goal, nothing is strategic: the shares that reach strategy and the unserved goal are NULL. is_unreadable: a party is not heard because a voice of it states a priority outside -1 to 1. NULL for a NULL. Raises 22023 for a reliability out of 0 to 1.';
CREATE FUNCTION gmalign_private.mutual_alignment(points gmalign_private.party_points) RETURNS float8
  LANGUAGE c IMMUTABLE PARALLEL SAFE STRICT COST 1
  AS 'MODULE_PATHNAME', 'gmalign_mutual_alignment';
COMMENT ON FUNCTION gmalign_private.mutual_alignment(gmalign_private.party_points) IS
  'mutual_alignment_score of verdict alone: the mean goal alignment of the three pairs, 0 to 1, without judging any. NULL: not scored.';

CREATE FUNCTION gmalign_private.pair_rows(points gmalign_private.party_points,
    opposed_from float8, aligned_from float8, beyond_chance_from float8,
    opposed_signed_from float8, aligned_p float8, misaligned_p float8, comparable_from float8,
    answer_reliability float8, answer_step float8,
    OUT pair text,
    OUT a text,
    OUT b text,
    OUT score float8,
    OUT standard_error float8,
    OUT score_low float8,
    OUT score_high float8,
    OUT beyond_chance float8,
    OUT chance float8,
    OUT p_above float8,
    OUT p_below float8,
    OUT order_index float8,
    OUT order_p_above float8,
    OUT order_p_below float8,
    OUT common_share float8,
    OUT ask_next text,
    OUT is_exact boolean,
    OUT opposed_share float8,
    OUT unshared_share float8,
    OUT strength_share float8,
    OUT opposed_low float8,
    OUT pair_band text)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20 ROWS 3
  AS 'MODULE_PATHNAME', 'gmalign_pair_rows';
COMMENT ON FUNCTION gmalign_private.pair_rows(gmalign_private.party_points, float8, float8, float8, float8, float8, float8, float8, float8, float8) IS
  'Every pair of parties heard that has a score, by name, with its band and what it rests on, as verdict has them. is_exact: all deals were counted.';
