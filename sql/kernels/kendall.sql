-- Kendall: how far many raters order the same items alike, and the profile they
-- share. A row per rater: that rater's ratings, the items in the same order.

CREATE FUNCTION gmalign_private.kendall_accum(state float8[], ratings float8[])
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_kendall_accum';
COMMENT ON FUNCTION gmalign_private.kendall_accum(float8[], float8[]) IS
  'Support function of the kendall_w and prototype aggregates: adds one rater to a state.';

CREATE FUNCTION gmalign_private.kendall_merge(state float8[], other float8[])
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_kendall_merge';
COMMENT ON FUNCTION gmalign_private.kendall_merge(float8[], float8[]) IS
  'Support function of the kendall_w and prototype aggregates: merges two states.';

CREATE FUNCTION gmalign_private.kendall_w_final(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_kendall_w_final';
COMMENT ON FUNCTION gmalign_private.kendall_w_final(float8[]) IS
  'Support function of kendall_w: the result.';

CREATE FUNCTION gmalign_private.kendall_w_chi2_final(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_kendall_w_chi2_final';
COMMENT ON FUNCTION gmalign_private.kendall_w_chi2_final(float8[]) IS
  'Support function of kendall_w_chi2: the result.';

CREATE FUNCTION gmalign_private.kendall_w_p_final(state float8[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_kendall_w_p_final';
COMMENT ON FUNCTION gmalign_private.kendall_w_p_final(float8[]) IS
  'Support function of kendall_w_p: the result.';

CREATE FUNCTION gmalign_private.kendall_w_n_final(state float8[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_kendall_w_n_final';
COMMENT ON FUNCTION gmalign_private.kendall_w_n_final(float8[]) IS
  'Support function of kendall_w_n: the result.';

CREATE FUNCTION gmalign_private.prototype_final(state float8[]) RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_prototype_final';
COMMENT ON FUNCTION gmalign_private.prototype_final(float8[]) IS
  'Support function of prototype: the result.';

CREATE AGGREGATE gmalign.kendall_w(ratings float8[]) (
  SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}',
  FINALFUNC = gmalign_private.kendall_w_final,
  COMBINEFUNC = gmalign_private.kendall_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.kendall_w(float8[]) IS
  'Kendall''s W, how far raters order the same items alike, over one rater''s ratings of all items per row: 0 = their orders cancel out, 1 = one order. Corrected for ties: 12 S / (m^2 (n^3 - n) - m SUM(t^3 - t)) for m raters, n items, S the squares of the rank sums about their mean, t the size of each group of ties of a rater (Kendall 1948). Ratings may be ranks, points or priorities: only their order counts, equal ones share their mean rank. A rater who rates all items alike takes part through the correction. A rater with a NULL among the ratings is left out. NULL for fewer than two raters, one item, or when all rate all alike. Raises 2202E for arrays of different length or more than one dimension, 22003 for NaN or infinity, 54000 for more than 100000 items.';

CREATE AGGREGATE gmalign.kendall_w_chi2(ratings float8[]) (
  SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}',
  FINALFUNC = gmalign_private.kendall_w_chi2_final,
  COMBINEFUNC = gmalign_private.kendall_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.kendall_w_chi2(float8[]) IS
  'The test of kendall_w: m (n - 1) W for m raters of n items, at least 0; Friedman''s statistic, nearly chi-square with n - 1 degrees of freedom when raters order at random. NULL and errors as in kendall_w.';

CREATE AGGREGATE gmalign.kendall_w_p(ratings float8[]) (
  SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}',
  FINALFUNC = gmalign_private.kendall_w_p_final,
  COMBINEFUNC = gmalign_private.kendall_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.kendall_w_p(float8[]) IS
  'The chance of a kendall_w at least as large when raters order at random, 0 to 1. Counted exactly over all orders for two raters of at most 12 items and three of at most 7, without ties; else the upper tail of the chi-square with n - 1 degrees of freedom, good from about seven items or twenty raters on. NULL and errors as in kendall_w.';

CREATE AGGREGATE gmalign.kendall_w_n(ratings float8[]) (
  SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}',
  FINALFUNC = gmalign_private.kendall_w_n_final,
  COMBINEFUNC = gmalign_private.kendall_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.kendall_w_n(float8[]) IS
  'How many raters kendall_w rests on: those who rated every item.';

CREATE AGGREGATE gmalign.prototype(ratings float8[]) (
  SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}',
  FINALFUNC = gmalign_private.prototype_final,
  COMBINEFUNC = gmalign_private.kendall_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.prototype(float8[]) IS
  'The profile a group of raters shares, one number per item, each in [-1,1]: every rater''s ratings less their mean and scaled to unit length, averaged over the raters who do not rate all items alike. Its length is the consensus of the group (alpha in all dimensions; Tarakci et al. 2014), its square is kendall_w where ranks without ties are given; the correlation of two groups'' prototypes says how far the groups agree. NULL and errors as in kendall_w.';
