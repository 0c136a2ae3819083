-- What is left of an alignment when what everybody wants is taken off.

CREATE TYPE gmalign_private.wish_norm;

CREATE FUNCTION gmalign_private.wish_norm_in(cstring) RETURNS gmalign_private.wish_norm
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_in';
COMMENT ON FUNCTION gmalign_private.wish_norm_in(cstring) IS
  'Input of wish_norm: its bytes in hexadecimal, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.wish_norm_out(gmalign_private.wish_norm) RETURNS cstring
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_out';
COMMENT ON FUNCTION gmalign_private.wish_norm_out(gmalign_private.wish_norm) IS
  'Output of wish_norm: its bytes in hexadecimal.';
CREATE FUNCTION gmalign_private.wish_norm_recv(internal) RETURNS gmalign_private.wish_norm
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_recv';
COMMENT ON FUNCTION gmalign_private.wish_norm_recv(internal) IS
  'Binary input of wish_norm: its bytes, looked at before they are believed (XX001).';
CREATE FUNCTION gmalign_private.wish_norm_send(gmalign_private.wish_norm) RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_send';
COMMENT ON FUNCTION gmalign_private.wish_norm_send(gmalign_private.wish_norm) IS
  'Binary output of wish_norm: its bytes.';

CREATE TYPE gmalign_private.wish_norm (
  INPUT = gmalign_private.wish_norm_in, OUTPUT = gmalign_private.wish_norm_out,
  RECEIVE = gmalign_private.wish_norm_recv, SEND = gmalign_private.wish_norm_send,
  INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain);
COMMENT ON TYPE gmalign_private.wish_norm IS
  'What the parties of all moves want of each goal: the sum of their points and how many they are. A transient value: it lives within one query.';

CREATE FUNCTION gmalign_private.wish_norm_accum(internal, gmalign_private.party_points)
  RETURNS internal
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_accum';
COMMENT ON FUNCTION gmalign_private.wish_norm_accum(internal, gmalign_private.party_points) IS
  'Support function of wish_norm: adds one move.';
CREATE FUNCTION gmalign_private.wish_norm_combine(internal, internal)
  RETURNS internal
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_combine';
COMMENT ON FUNCTION gmalign_private.wish_norm_combine(internal, internal) IS
  'Support function of wish_norm: merges two states.';
CREATE FUNCTION gmalign_private.wish_norm_serialize(internal)
  RETURNS bytea
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_serialize';
COMMENT ON FUNCTION gmalign_private.wish_norm_serialize(internal) IS
  'Support function of wish_norm: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.wish_norm_deserialize(bytea, internal)
  RETURNS internal
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_deserialize';
COMMENT ON FUNCTION gmalign_private.wish_norm_deserialize(bytea, internal) IS
  'Support function of wish_norm: a state from a parallel worker.';
CREATE FUNCTION gmalign_private.wish_norm_final(internal)
  RETURNS gmalign_private.wish_norm
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20
  AS 'MODULE_PATHNAME', 'gmalign_wish_norm_final';
COMMENT ON FUNCTION gmalign_private.wish_norm_final(internal) IS
  'Support function of wish_norm: the result.';

CREATE AGGREGATE gmalign_private.wish_norm(points gmalign_private.party_points) (
  SFUNC = gmalign_private.wish_norm_accum, STYPE = internal, SSPACE = 65536,
  FINALFUNC = gmalign_private.wish_norm_final,
  COMBINEFUNC = gmalign_private.wish_norm_combine,
  SERIALFUNC = gmalign_private.wish_norm_serialize,
  DESERIALFUNC = gmalign_private.wish_norm_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign_private.wish_norm(gmalign_private.party_points) IS
  'What the parties of all moves want of each goal compared, over one row a move; points NULL: no row. NULL over no rows. Raises 42804 for goals of different kinds.';

CREATE FUNCTION gmalign_private.distinctive_scores(points gmalign_private.party_points, norm gmalign_private.wish_norm,
    OUT organization_gm_score float8,
    OUT organization_gm_distinctive float8,
    OUT organization_assignee_score float8,
    OUT organization_assignee_distinctive float8,
    OUT gm_assignee_score float8,
    OUT gm_assignee_distinctive float8,
    OUT goal_count integer)
  RETURNS record
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20
  AS 'MODULE_PATHNAME', 'gmalign_distinctive_scores';
COMMENT ON FUNCTION gmalign_private.distinctive_scores(gmalign_private.party_points, gmalign_private.wish_norm) IS
  'How far each two parties of a move agree (alignment_score of their points), and what is left of it when of every goal the mean over the parties of the other moves is taken off (Furr 2008), both 0 to 1; goal_count: compared goals that another move has too, over which the latter is taken. A score is NULL where one of the two is not heard, or has none of these goals; goals only another party has count as wanted like others want them. The norm must hold the move itself. Raises 42804 for goals of another kind than in the norm.';
