-- Alignment: two parties' priorities over the same goals, a row per goal.
--
-- score = 1 - SUM w|x - y| / SUM w(|x| + |y|); the loss splits by kind.
-- All members of the family share one transition function, state and argument
-- list, so that any number of them in one SELECT cost one pass.

CREATE FUNCTION gmalign_private.alignment_accum(state float8[], x float8, y float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_alignment_accum';
COMMENT ON FUNCTION gmalign_private.alignment_accum(float8[], float8, float8) IS
  'Support function of the alignment aggregates: adds one goal to a state.';

CREATE FUNCTION gmalign_private.alignment_accum(state float8[], x float8, y float8, w float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_alignment_accum';
COMMENT ON FUNCTION gmalign_private.alignment_accum(float8[], float8, float8, float8) IS
  'Support function of the weighted alignment aggregates: adds one goal to a state.';

CREATE FUNCTION gmalign_private.state_merge(state float8[], other float8[])
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_state_merge';
COMMENT ON FUNCTION gmalign_private.state_merge(float8[], float8[]) IS
  'Two states of one family as one: what the rows of both would have given. Combine function of the aggregates with an array state. Raises 22023 when the arrays are not states of the same family.';

CREATE FUNCTION gmalign.alignment_score_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_alignment_score_of';
COMMENT ON FUNCTION gmalign.alignment_score_of(float8[]) IS
  'The alignment_score that a stored alignment_state stands for, 0 to 1. NULL when no goal counted.';

CREATE FUNCTION gmalign.opposed_share_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_opposed_share_of';
COMMENT ON FUNCTION gmalign.opposed_share_of(float8[]) IS
  'The opposed_share that a stored alignment_state stands for, 0 to 1. NULL when no goal counted.';

CREATE FUNCTION gmalign.unshared_share_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_unshared_share_of';
COMMENT ON FUNCTION gmalign.unshared_share_of(float8[]) IS
  'The unshared_share that a stored alignment_state stands for, 0 to 1. NULL when no goal counted.';

CREATE FUNCTION gmalign.strength_share_of(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_strength_share_of';
COMMENT ON FUNCTION gmalign.strength_share_of(float8[]) IS
  'The strength_share that a stored alignment_state stands for, 0 to 1. NULL when no goal counted.';

CREATE FUNCTION gmalign.alignment_n_of(state float8[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_alignment_n_of';
COMMENT ON FUNCTION gmalign.alignment_n_of(float8[]) IS
  'The alignment_n that a stored alignment_state stands for: the goals that counted.';

CREATE AGGREGATE gmalign.alignment_score(x float8, y float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.alignment_score_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_score(float8, float8) IS
  'How far two parties agree, over one row per goal: 1 - SUM|x - y| / SUM(|x| + |y|), 0 to 1; 1 = the same priorities, 0 = nothing shared or all opposed. One minus the Bray-Curtis dissimilarity (1957), here for signed priorities. Goals both ignore do not count, rows with a NULL are skipped; NULL when none is left. Raises 22003 for NaN or infinity.';

CREATE AGGREGATE gmalign.alignment_score(x float8, y float8, w float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.alignment_score_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_score(float8, float8, float8) IS
  'As alignment_score(x, y), with a weight per goal: 1 - SUM w|x - y| / SUM w(|x| + |y|). Raises 22023 for a negative weight.';

CREATE AGGREGATE gmalign.opposed_share(x float8, y float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.opposed_share_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.opposed_share(float8, float8) IS
  'The part of the alignment loss from goals the two pull in opposite directions: SUM over x*y < 0 of |x - y|, over SUM(|x| + |y|), 0 to 1. opposed + unshared + strength = 1 - alignment_score.';

CREATE AGGREGATE gmalign.opposed_share(x float8, y float8, w float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.opposed_share_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.opposed_share(float8, float8, float8) IS
  'As opposed_share(x, y), with a weight per goal.';

CREATE AGGREGATE gmalign.unshared_share(x float8, y float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.unshared_share_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.unshared_share(float8, float8) IS
  'The part of the alignment loss from goals named by one party only: SUM over goals with one side 0 of |x - y|, over SUM(|x| + |y|), 0 to 1.';

CREATE AGGREGATE gmalign.unshared_share(x float8, y float8, w float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.unshared_share_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.unshared_share(float8, float8, float8) IS
  'As unshared_share(x, y), with a weight per goal.';

CREATE AGGREGATE gmalign.strength_share(x float8, y float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.strength_share_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.strength_share(float8, float8) IS
  'The part of the alignment loss from the same goals given different weight: SUM over x*y > 0 of |x - y|, over SUM(|x| + |y|), 0 to 1.';

CREATE AGGREGATE gmalign.strength_share(x float8, y float8, w float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.strength_share_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.strength_share(float8, float8, float8) IS
  'As strength_share(x, y), with a weight per goal.';

CREATE AGGREGATE gmalign.alignment_n(x float8, y float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.alignment_n_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_n(float8, float8) IS
  'How many goals an alignment_score rests on: rows with both priorities known and not both 0.';

CREATE AGGREGATE gmalign.alignment_n(x float8, y float8, w float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.alignment_n_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_n(float8, float8, float8) IS
  'As alignment_n(x, y); a goal of weight 0 does not count.';

CREATE AGGREGATE gmalign.reward_fit(offered float8, valued float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.alignment_score_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.reward_fit(float8, float8) IS
  'How far the rewards offered are those valued, over one row per reward, 0 to 1: alignment_score(offered, valued). offered: how surely the reward follows, 0 when it is not offered; valued: its valence, negative when disliked.';

CREATE AGGREGATE gmalign.alignment_state(x float8, y float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_state(float8, float8) IS
  'The partial result behind the alignment aggregates as a plain array, to store per shard, partition or month. Merge with alignment_rollup, read with alignment_score_of and the other _of functions.';

CREATE AGGREGATE gmalign.alignment_state(x float8, y float8, w float8) (
  SFUNC = gmalign_private.alignment_accum, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_state(float8, float8, float8) IS
  'As alignment_state(x, y), with a weight per goal.';

CREATE AGGREGATE gmalign.alignment_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.alignment_rollup(float8[]) IS
  'Stored alignment_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';

CREATE FUNCTION gmalign.alignment_loss(x float8, y float8, w float8, total float8)
  RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_alignment_loss';
COMMENT ON FUNCTION gmalign.alignment_loss(float8, float8, float8, float8) IS
  'One goal''s exact share of the alignment loss: w|x - y| / total, with total = SUM w(|x| + |y|) over all goals. The shares of all goals sum to 1 - alignment_score. NULL for total 0; 22023 for a negative weight or total.';
