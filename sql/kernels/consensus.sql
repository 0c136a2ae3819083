-- Consensus: how far many raters of one thing agree, a row per rater.
--
-- Every index is a function of the raters in each category of the scale. All
-- members share one state of these counts, so that any number of them in one
-- SELECT cost one pass.

CREATE FUNCTION gmalign_private.consensus_accum(state bigint[], rating float8, low float8, high float8)
  RETURNS bigint[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_consensus_accum';
COMMENT ON FUNCTION gmalign_private.consensus_accum(bigint[], float8, float8, float8) IS
  'Support function of the consensus aggregates: adds one rater to a state.';

CREATE FUNCTION gmalign_private.consensus_merge(state bigint[], other bigint[])
  RETURNS bigint[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_consensus_merge';
COMMENT ON FUNCTION gmalign_private.consensus_merge(bigint[], bigint[]) IS
  'Support function of the consensus aggregates: merges two states.';

CREATE FUNCTION gmalign_private.rwg_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_rwg_final';
COMMENT ON FUNCTION gmalign_private.rwg_final(bigint[]) IS
  'Support function of rwg: the result.';

CREATE FUNCTION gmalign_private.rwg_star_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_rwg_star_final';
COMMENT ON FUNCTION gmalign_private.rwg_star_final(bigint[]) IS
  'Support function of rwg_star: the result.';

CREATE FUNCTION gmalign_private.ad_mean_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_ad_mean_final';
COMMENT ON FUNCTION gmalign_private.ad_mean_final(bigint[]) IS
  'Support function of ad_mean: the result.';

CREATE FUNCTION gmalign_private.awg_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_awg_final';
COMMENT ON FUNCTION gmalign_private.awg_final(bigint[]) IS
  'Support function of awg: the result.';

CREATE FUNCTION gmalign_private.agreement_a_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_agreement_a_final';
COMMENT ON FUNCTION gmalign_private.agreement_a_final(bigint[]) IS
  'Support function of agreement_a: the result.';

CREATE FUNCTION gmalign_private.polarization_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_polarization_final';
COMMENT ON FUNCTION gmalign_private.polarization_final(bigint[]) IS
  'Support function of polarization: the result.';

CREATE FUNCTION gmalign_private.tastle_consensus_final(state bigint[]) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_tastle_consensus_final';
COMMENT ON FUNCTION gmalign_private.tastle_consensus_final(bigint[]) IS
  'Support function of tastle_consensus: the result.';

CREATE FUNCTION gmalign_private.consensus_n_final(state bigint[]) RETURNS bigint
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_consensus_n_final';
COMMENT ON FUNCTION gmalign_private.consensus_n_final(bigint[]) IS
  'Support function of consensus_n: the result.';

CREATE AGGREGATE gmalign.rwg(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.rwg_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.rwg(float8, float8, float8) IS
  'How far raters of one thing agree, over one row per rater: r_wg = 1 - s^2 / sEU, 0 to 1 (James, Demaree and Wolf 1984), s^2 the sample variance (n - 1), sEU = (A^2 - 1) / 12 that of blind choice among A categories; .70 is the usual threshold. Negative values are shown as 0, see rwg_star. rating, low and high are whole numbers, low and high the lowest and highest answer the survey allows, the same in every row of a group. Rows with a NULL are skipped; NULL for fewer than two raters. Raises 22003 for NaN or infinity, 22023 for a rating that is not whole or outside the scale, 54000 for more than 1001 categories.';

CREATE AGGREGATE gmalign.rwg_star(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.rwg_star_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.rwg_star(float8, float8, float8) IS
  'As rwg, but negative where raters differ more than blind choice would: 1 - s^2 / sEU (r*_wg; Lindell and Brandt 1999), at most 1. Averages over groups need this one.';

CREATE AGGREGATE gmalign.ad_mean(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.ad_mean_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.ad_mean(float8, float8, float8) IS
  'The raters'' mean distance from their mean, SUM|rating - mean| / n, in points of the scale: 0 = all alike, at most (high - low) / 2 (AD_M; Burke, Finkelstein and Dusig 1999). Below A/6 for A categories counts as agreement (Dunlap, Burke and Smith-Crowe 2003). Input and errors as in rwg; NULL for fewer than two raters.';

CREATE AGGREGATE gmalign.awg(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.awg_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.awg(float8, float8, float8) IS
  'Agreement against the largest disagreement possible at the raters'' mean M: 1 - 2 s^2 / {[(H + L)M - M^2 - HL] n/(n - 1)}, -1 to 1 (a_wg; Brown and Hauenstein 2005), with L = low, H = high. 1 when the mean is low or high; NULL where n raters cannot reach that disagreement, M < (L(n - 1) + H)/n or M > (H(n - 1) + L)/n, and for fewer than two raters. Wants as many raters as categories less one. Input and errors as in rwg.';

CREATE AGGREGATE gmalign.agreement_a(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.agreement_a_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.agreement_a(float8, float8, float8) IS
  'Van der Eijk''s agreement A (2001) for an ordered scale, -1 to 1: 1 = all in one category, 0 = every category alike, -1 = two camps at the ends. Uses the order of the categories only, not their distances: the counts are layers of categories chosen equally often, and A is the mean over raters of U (1 - (S - 1) / (K - 1)) of their layer with S of K categories chosen, U = ((K - 2) TU - (K - 1) TDU) / ((K - 2)(TU + TDU)) from the triples of categories with the two chosen ones side by side (TU) or apart (TDU), 1 without any. NULL for fewer than two raters or three categories. Input and errors as in rwg.';

CREATE AGGREGATE gmalign.polarization(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.polarization_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.polarization(float8, float8, float8) IS
  '(1 - agreement_a) / 2, 0 to 1: 0 = all in one category, .5 = every category alike, 1 = two camps at the ends. NULL and errors as in agreement_a.';

CREATE AGGREGATE gmalign.tastle_consensus(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.tastle_consensus_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.tastle_consensus(float8, float8, float8) IS
  'Tastle and Wierman''s consensus (2007), 1 + SUM p log2(1 - |rating - mean| / (high - low)) over the share p of raters in each category, 0 to 1: 1 = all in one category, 0 = two equal camps at the ends. NULL for fewer than two raters. Input and errors as in rwg.';

CREATE AGGREGATE gmalign.consensus_n(rating float8, low float8, high float8) (
  SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}',
  FINALFUNC = gmalign_private.consensus_n_final,
  COMBINEFUNC = gmalign_private.consensus_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.consensus_n(float8, float8, float8) IS
  'How many raters rwg and the other consensus aggregates of the same arguments rest on: rows without a NULL.';
