-- Privacy: small groups are withheld.

CREATE FUNCTION gmalign.min_group(value anyelement, n bigint, k bigint) RETURNS anyelement
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_min_group';
COMMENT ON FUNCTION gmalign.min_group(anyelement, bigint, bigint) IS
  'The value when at least k people stand behind it (n of them), else NULL; NULL for n or k withholds. Raises 22023 for a negative n or a k below 1. The suppressed views of gmalign.install_public_views() use it, with complementary suppression on top.';
