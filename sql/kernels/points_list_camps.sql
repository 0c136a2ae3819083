-- Camps: what HR, leadership, the GM professionals and the assignees want over
-- all moves, and where they part.

CREATE FUNCTION gmalign_private.camp_points_accum(internal, gmalign_private.party_points, anyarray, text[])
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5
  AS 'MODULE_PATHNAME', 'gmalign_camp_points_accum';
COMMENT ON FUNCTION gmalign_private.camp_points_accum(internal, gmalign_private.party_points, anyarray, text[]) IS
  'Support function of camp_points: adds one move.';
CREATE FUNCTION gmalign_private.camp_points_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_camp_points_combine';
COMMENT ON FUNCTION gmalign_private.camp_points_combine(internal, internal) IS
  'Support function of camp_points: merges two states.';
CREATE FUNCTION gmalign_private.camp_points_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_camp_points_serialize';
COMMENT ON FUNCTION gmalign_private.camp_points_serialize(internal) IS
  'Support function of camp_points: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.camp_points_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_camp_points_deserialize';
COMMENT ON FUNCTION gmalign_private.camp_points_deserialize(bytea, internal) IS
  'Support function of camp_points: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.camp_points_final(internal)
  RETURNS gmalign_private.points_list[] LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
  AS 'MODULE_PATHNAME', 'gmalign_camp_points_final';
COMMENT ON FUNCTION gmalign_private.camp_points_final(internal) IS
  'Support function of camp_points: the result.';
CREATE AGGREGATE gmalign_private.camp_points(points gmalign_private.party_points, voices anyarray, camps text[]) (
  SFUNC = gmalign_private.camp_points_accum, STYPE = internal, SSPACE = 8192,
  FINALFUNC = gmalign_private.camp_points_final,
  COMBINEFUNC = gmalign_private.camp_points_combine,
  SERIALFUNC = gmalign_private.camp_points_serialize,
  DESERIALFUNC = gmalign_private.camp_points_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.camp_points(gmalign_private.party_points, anyarray, text[]) IS
  'What each camp (hr, leadership, gm, assignee, in this order) wants over all moves, as lists of the same goals: the points of its voices, moved up as those of parties, over the number of its voices heard. A voice is of the camp beside it; voices and camps are parallel (2202E otherwise) and the same for every move. A camp that is not heard is NULL, NULL without a move.';

CREATE FUNCTION gmalign_private.camps_heard(points gmalign_private.party_points, voices anyarray, camps text[])
  RETURNS integer
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
  AS 'MODULE_PATHNAME', 'gmalign_camps_heard';
COMMENT ON FUNCTION gmalign_private.camps_heard(gmalign_private.party_points, anyarray, text[]) IS
  'Which camps are heard on a move: hr is worth 1, leadership 2, gm 4, assignee 8. Arrays as in camp_points.';

CREATE FUNCTION gmalign_private.camp_rows(camps gmalign_private.points_list[], goal_type anyelement,
    OUT goal anyelement,
    OUT hr_points float8,
    OUT leadership_points float8,
    OUT gm_points float8,
    OUT assignee_points float8,
    OUT pair text,
    OUT kind text,
    OUT loss_share float8,
    OUT rank_order bigint)
  RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000 ROWS 1000
  AS 'MODULE_PATHNAME', 'gmalign_camp_rows';
COMMENT ON FUNCTION gmalign_private.camp_rows(gmalign_private.points_list[], anyelement) IS
  'What camp_points gathered, goal by goal: points of each camp (NULL: not heard), and of the pairs gm|hr, gm|leadership and hr|leadership the one with the largest share of its loss on this goal (compared as rounded to 12 decimals; ties: the first), the kind of loss (NULL: none) and the share, |x - y| / SUM (|x| + |y|). rank_order: by loss, then by goal. Only the type of goal_type counts.';
