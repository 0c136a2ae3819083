-- Stakeholders: every pair of parties of one assignment, in one pass over rows
-- (stakeholder, goal, priority).

CREATE TYPE gmalign.pair_alignment AS (
  a                 text,
  b                 text,
  score             float8,
  chance            float8,
  beyond_chance     float8,
  opposed_share     float8,
  unshared_share    float8,
  strength_share    float8,
  goal_count        bigint,
  shared_goal_count bigint,
  p_above           float8,
  p_below           float8
);
COMMENT ON TYPE gmalign.pair_alignment IS
  'One pair of stakeholders as stakeholder_pairs returns it. A transient result: unnest it, do not store it.';
COMMENT ON COLUMN gmalign.pair_alignment.a IS 'First stakeholder; a comes before b by bytes.';
COMMENT ON COLUMN gmalign.pair_alignment.b IS 'Second stakeholder.';
COMMENT ON COLUMN gmalign.pair_alignment.score IS
  'Goal alignment, 0 to 1: 1 - SUM|x - y| / SUM(|x| + |y|). NULL: neither wants anything (points: one of them).';
COMMENT ON COLUMN gmalign.pair_alignment.chance IS
  'The score expected if each of the two dealt out its own priorities at random over the goals it has a row for, 0 to 1, exactly. What neither of them names changes nothing.';
COMMENT ON COLUMN gmalign.pair_alignment.beyond_chance IS
  '(score - chance) / (1 - chance), at most 1; 0 = no better than chance, negative = worse. NULL when chance is 1.';
COMMENT ON COLUMN gmalign.pair_alignment.opposed_share IS 'Loss from goals pulled in opposite directions, 0 to 1.';
COMMENT ON COLUMN gmalign.pair_alignment.unshared_share IS 'Loss from goals named by one party only, 0 to 1.';
COMMENT ON COLUMN gmalign.pair_alignment.strength_share IS 'Loss from the same goals given different weight, 0 to 1.';
COMMENT ON COLUMN gmalign.pair_alignment.goal_count IS
  'Goals that any heard stakeholder has a row for, without those one of the two was not asked about.';
COMMENT ON COLUMN gmalign.pair_alignment.shared_goal_count IS 'Goals that both name with a priority other than 0.';
COMMENT ON COLUMN gmalign.pair_alignment.p_above IS
  'Share of these deals with at least the score, above 0 to 1: all deals where there are no more than 720 of them, else a fixed number drawn by a generator whose seed is the content.';
COMMENT ON COLUMN gmalign.pair_alignment.p_below IS 'Share of these deals with at most the score.';

CREATE FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_accum';
COMMENT ON FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8) IS
  'Support function of the stakeholder aggregates: adds one row.';
CREATE FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8, text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_accum';
COMMENT ON FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8, text) IS
  'Support function of the stakeholder aggregates with a priority_scale: adds one row.';
CREATE FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8, text, text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_accum';
COMMENT ON FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8, text, text) IS
  'Support function of alignment_drivers: adds one row.';
CREATE FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8, text, text, text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_accum';
COMMENT ON FUNCTION gmalign_private.stakeholder_accum(internal, text, anynonarray, float8, text, text, text) IS
  'Support function of alignment_drivers with a priority_scale: adds one row.';

CREATE FUNCTION gmalign_private.stakeholder_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_combine';
COMMENT ON FUNCTION gmalign_private.stakeholder_combine(internal, internal) IS
  'Support function of the stakeholder aggregates: merges two states.';
CREATE FUNCTION gmalign_private.stakeholder_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_serialize';
COMMENT ON FUNCTION gmalign_private.stakeholder_serialize(internal) IS
  'Support function of the stakeholder aggregates: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.stakeholder_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_deserialize';
COMMENT ON FUNCTION gmalign_private.stakeholder_deserialize(bytea, internal) IS
  'Support function of the stakeholder aggregates: a state from a parallel worker.';

CREATE FUNCTION gmalign_private.stakeholder_pairs_final(internal)
  RETURNS gmalign.pair_alignment[] LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_pairs_final';
COMMENT ON FUNCTION gmalign_private.stakeholder_pairs_final(internal) IS
  'Support function of stakeholder_pairs: the result.';
CREATE FUNCTION gmalign_private.mutual_alignment_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_mutual_alignment_final';
COMMENT ON FUNCTION gmalign_private.mutual_alignment_final(internal) IS
  'Support function of mutual_alignment: the result.';
CREATE FUNCTION gmalign_private.weakest_alignment_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_weakest_alignment_final';
COMMENT ON FUNCTION gmalign_private.weakest_alignment_final(internal) IS
  'Support function of weakest_alignment: the result.';
CREATE FUNCTION gmalign_private.weakest_pair_final(internal)
  RETURNS text LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_weakest_pair_final';
COMMENT ON FUNCTION gmalign_private.weakest_pair_final(internal) IS
  'Support function of weakest_pair: the result.';
CREATE FUNCTION gmalign_private.stakeholder_count_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_stakeholder_count_final';
COMMENT ON FUNCTION gmalign_private.stakeholder_count_final(internal) IS
  'Support function of stakeholder_count: the result.';
CREATE FUNCTION gmalign_private.shared_goal_count_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_shared_goal_count_final';
COMMENT ON FUNCTION gmalign_private.shared_goal_count_final(internal) IS
  'Support function of shared_goal_count: the result.';
CREATE FUNCTION gmalign_private.alignment_drivers_final(internal)
  RETURNS jsonb LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_alignment_drivers_final';
COMMENT ON FUNCTION gmalign_private.alignment_drivers_final(internal) IS
  'Support function of alignment_drivers: the result.';

CREATE FUNCTION gmalign_private.pair_drivers_final(internal, text, anynonarray, float8)
  RETURNS anyarray LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_pair_drivers_final';
COMMENT ON FUNCTION gmalign_private.pair_drivers_final(internal, text, anynonarray, float8) IS
  'Support function of pair_drivers: the result.';
CREATE FUNCTION gmalign_private.pair_drivers_final(internal, text, anynonarray, float8, text)
  RETURNS anyarray LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_pair_drivers_final';
COMMENT ON FUNCTION gmalign_private.pair_drivers_final(internal, text, anynonarray, float8, text) IS
  'Support function of pair_drivers with a priority_scale: the result.';

CREATE AGGREGATE gmalign.stakeholder_pairs(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.stakeholder_pairs_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.stakeholder_pairs(text, anynonarray, float8) IS
  'Every pair of stakeholders over rows (stakeholder, goal, priority) of one assignment, as an array of pair_alignment to unnest. A party with any known priority has priority 0 for goals it has no row for; NULL = not asked, the goal is left out of that party''s pairs; rows of one goal are summed. Goals are integers, text or uuid (42804 otherwise). Raises 22003 for NaN or infinity, 54000 for more than 5000 stakeholders.';

CREATE AGGREGATE gmalign.stakeholder_pairs(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.stakeholder_pairs_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.stakeholder_pairs(text, anynonarray, float8, text) IS
  'As stakeholder_pairs, with priority_scale ''points'' (each party''s priorities divided by the sum of their magnitudes: of 100 points each, how many go to the same goals) or ''as_given''. Raises 22023 for another scale or one that varies within a group.';

CREATE AGGREGATE gmalign.mutual_alignment(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.mutual_alignment_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.mutual_alignment(text, anynonarray, float8) IS
  'The mean alignment score of all pairs of stakeholders that have one, 0 to 1. NULL with fewer than two heard. Rows and rules as in stakeholder_pairs.';

CREATE AGGREGATE gmalign.mutual_alignment(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.mutual_alignment_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.mutual_alignment(text, anynonarray, float8, text) IS
  'As mutual_alignment, with priority_scale ''points'' or ''as_given''.';

CREATE AGGREGATE gmalign.weakest_alignment(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.weakest_alignment_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.weakest_alignment(text, anynonarray, float8) IS
  'The lowest alignment score of any pair of stakeholders, 0 to 1. NULL with fewer than two heard. Rows and rules as in stakeholder_pairs.';

CREATE AGGREGATE gmalign.weakest_alignment(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.weakest_alignment_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.weakest_alignment(text, anynonarray, float8, text) IS
  'As weakest_alignment, with priority_scale ''points'' or ''as_given''.';

CREATE AGGREGATE gmalign.weakest_pair(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.weakest_pair_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.weakest_pair(text, anynonarray, float8) IS
  'The pair with the lowest alignment score, as a|b with a before b by bytes. Scores within 1e-12 are a tie: the larger opposed_share is weaker, then the smaller name. Rows and rules as in stakeholder_pairs.';

CREATE AGGREGATE gmalign.weakest_pair(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.weakest_pair_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.weakest_pair(text, anynonarray, float8, text) IS
  'As weakest_pair, with priority_scale ''points'' or ''as_given''.';

CREATE AGGREGATE gmalign.stakeholder_count(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.stakeholder_count_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.stakeholder_count(text, anynonarray, float8) IS
  'How many stakeholders are heard: have at least one row with a known priority.';

CREATE AGGREGATE gmalign.stakeholder_count(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.stakeholder_count_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.stakeholder_count(text, anynonarray, float8, text) IS
  'As stakeholder_count; takes a priority_scale so that it shares its pass with the others.';

CREATE AGGREGATE gmalign.shared_goal_count(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.shared_goal_count_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.shared_goal_count(text, anynonarray, float8) IS
  'How many goals at least two stakeholders name with a priority other than 0.';

CREATE AGGREGATE gmalign.shared_goal_count(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.shared_goal_count_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.shared_goal_count(text, anynonarray, float8, text) IS
  'As shared_goal_count; takes a priority_scale so that it shares its pass with the others.';

CREATE AGGREGATE gmalign.alignment_drivers(stakeholder text, goal anynonarray, priority float8, a text, b text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.alignment_drivers_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_drivers(text, anynonarray, float8, text, text) IS
  'What drives stakeholders a and b apart: [{"goal", "loss", "kind"}], largest loss first. The losses sum to 1 - score; kind is opposed, unshared or strength. NULL when the pair has no score. a and b must not vary within a group (22023). Rows and rules as in stakeholder_pairs.';

CREATE AGGREGATE gmalign.alignment_drivers(stakeholder text, goal anynonarray, priority float8, priority_scale text, a text, b text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.alignment_drivers_final,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_drivers(text, anynonarray, float8, text, text, text) IS
  'As alignment_drivers, with priority_scale ''points'' or ''as_given'' before a and b.';

CREATE AGGREGATE gmalign.pair_drivers(stakeholder text, goal anynonarray, priority float8) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.pair_drivers_final, FINALFUNC_EXTRA,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.pair_drivers(text, anynonarray, float8) IS
  'For every pair, in the order of stakeholder_pairs, the goal with the largest share of its loss, as an array of goals; on a tie the goal that comes first. NULL where a pair has no score or no loss. To unnest beside stakeholder_pairs; alignment_drivers has all goals of one pair. Rows, rules and errors as in stakeholder_pairs.';

CREATE AGGREGATE gmalign.pair_drivers(stakeholder text, goal anynonarray, priority float8, priority_scale text) (
  SFUNC = gmalign_private.stakeholder_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.pair_drivers_final, FINALFUNC_EXTRA,
  COMBINEFUNC = gmalign_private.stakeholder_combine,
  SERIALFUNC = gmalign_private.stakeholder_serialize,
  DESERIALFUNC = gmalign_private.stakeholder_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.pair_drivers(text, anynonarray, float8, text) IS
  'As pair_drivers, with priority_scale ''points'' or ''as_given''.';
