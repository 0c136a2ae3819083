-- Intraclass correlation: do the members of a group agree against others, and
-- may their mean speak for the group? A row per member.

CREATE FUNCTION gmalign_private.icc_accum(internal, anynonarray, float8)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_icc_accum';
COMMENT ON FUNCTION gmalign_private.icc_accum(internal, anynonarray, float8) IS
  'Support function of the icc aggregates: adds one value.';
CREATE FUNCTION gmalign_private.icc_accum(internal, anynonarray, float8, text)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_icc_accum';
COMMENT ON FUNCTION gmalign_private.icc_accum(internal, anynonarray, float8, text) IS
  'Support function of icc1 with a group_size: adds one value.';

CREATE FUNCTION gmalign_private.icc_combine(internal, internal)
  RETURNS internal LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_icc_combine';
COMMENT ON FUNCTION gmalign_private.icc_combine(internal, internal) IS
  'Support function of the icc aggregates: merges two states.';
CREATE FUNCTION gmalign_private.icc_serialize(internal)
  RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_icc_serialize';
COMMENT ON FUNCTION gmalign_private.icc_serialize(internal) IS
  'Support function of the icc aggregates: a state for the leader of a parallel query.';
CREATE FUNCTION gmalign_private.icc_deserialize(bytea, internal)
  RETURNS internal LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_icc_deserialize';
COMMENT ON FUNCTION gmalign_private.icc_deserialize(bytea, internal) IS
  'Support function of the icc aggregates: a state from a parallel worker.';

CREATE FUNCTION gmalign_private.icc1_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_icc1_final';
COMMENT ON FUNCTION gmalign_private.icc1_final(internal) IS
  'Support function of icc1: the result.';
CREATE FUNCTION gmalign_private.icc2_final(internal)
  RETURNS float8 LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_icc2_final';
COMMENT ON FUNCTION gmalign_private.icc2_final(internal) IS
  'Support function of icc2: the result.';
CREATE FUNCTION gmalign_private.icc_n_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_icc_n_final';
COMMENT ON FUNCTION gmalign_private.icc_n_final(internal) IS
  'Support function of icc_n: the result.';
CREATE FUNCTION gmalign_private.icc_group_count_final(internal)
  RETURNS bigint LANGUAGE c IMMUTABLE PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_icc_group_count_final';
COMMENT ON FUNCTION gmalign_private.icc_group_count_final(internal) IS
  'Support function of icc_group_count: the result.';

CREATE AGGREGATE gmalign.icc1("group" anynonarray, value float8) (
  SFUNC = gmalign_private.icc_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.icc1_final,
  COMBINEFUNC = gmalign_private.icc_combine,
  SERIALFUNC = gmalign_private.icc_serialize,
  DESERIALFUNC = gmalign_private.icc_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.icc1(anynonarray, float8) IS
  'ICC(1), the share of the variance of value that the group accounts for, over one row per member: (MSB - MSW) / (MSB + (k - 1) MSW) from the mean squares between and within groups (Bartko 1976), -1/(k - 1) to 1; negative values are kept. k is the group size of the analysis of variance, (N - SUM n^2 / N) / (G - 1), with which it neither over- nor understates groups of very unequal size; icc1(group, value, ''mean'') takes the mean size N/G (Bliese 2000). Groups are integers, text or uuid (42804 otherwise). Rows with a NULL are skipped; NULL for fewer than two groups, no group of two, or no variance. Raises 22003 for NaN or infinity, 54000 for groups beyond 1 GB.';

CREATE AGGREGATE gmalign.icc1("group" anynonarray, value float8, group_size text) (
  SFUNC = gmalign_private.icc_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.icc1_final,
  COMBINEFUNC = gmalign_private.icc_combine,
  SERIALFUNC = gmalign_private.icc_serialize,
  DESERIALFUNC = gmalign_private.icc_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.icc1(anynonarray, float8, text) IS
  'As icc1, with group_size ''k0'' (k = (N - SUM n^2 / N) / (G - 1), the estimator of the analysis of variance, as icc1(group, value)) or ''mean'' (k = N/G, as some programs have it, too low where sizes are very unequal). The same where all groups are of one size. Raises 22023 for another or one that varies within an aggregate.';

CREATE AGGREGATE gmalign.icc2("group" anynonarray, value float8) (
  SFUNC = gmalign_private.icc_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.icc2_final,
  COMBINEFUNC = gmalign_private.icc_combine,
  SERIALFUNC = gmalign_private.icc_serialize,
  DESERIALFUNC = gmalign_private.icc_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.icc2(anynonarray, float8) IS
  'ICC(2), how reliable the groups'' means are: (MSB - MSW) / MSB (Bartko 1976; Bliese 2000), at most 1; negative values are kept. Not the mean over groups of tau / (tau + s^2 / n), which some programs print under this name. NULL for fewer than two groups, no group of two, or equal means. Input and errors as in icc1.';

CREATE AGGREGATE gmalign.icc_n("group" anynonarray, value float8) (
  SFUNC = gmalign_private.icc_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.icc_n_final,
  COMBINEFUNC = gmalign_private.icc_combine,
  SERIALFUNC = gmalign_private.icc_serialize,
  DESERIALFUNC = gmalign_private.icc_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.icc_n(anynonarray, float8) IS
  'How many values icc1 and icc2 rest on: rows with both group and value known.';

CREATE AGGREGATE gmalign.icc_group_count("group" anynonarray, value float8) (
  SFUNC = gmalign_private.icc_accum, STYPE = internal, SSPACE = 512,
  FINALFUNC = gmalign_private.icc_group_count_final,
  COMBINEFUNC = gmalign_private.icc_combine,
  SERIALFUNC = gmalign_private.icc_serialize,
  DESERIALFUNC = gmalign_private.icc_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.icc_group_count(anynonarray, float8) IS
  'How many groups icc1 and icc2 rest on: groups with a known value.';
