-- Scales: from a survey's answers to the range a formula needs.

CREATE FUNCTION gmalign.rescale(value float8, from_low float8, from_high float8,
                                to_low float8, to_high float8)
  RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_rescale';
COMMENT ON FUNCTION gmalign.rescale(float8, float8, float8, float8, float8) IS
  'A survey answer on another scale: to_low + (to_high - to_low) * (value - from_low) / (from_high - from_low) (POMP; Cohen, Cohen, Aiken and West 1999). Give the lowest and highest answer the survey allows, not the lowest seen. Either pair may run downwards, which reverses the key. NULL in, NULL out. Raises 22023 for a value outside its scale or a scale without width, 22003 for NaN or infinity. Example: rescale(4, 1, 5, -1, 1) = 0.5.';

CREATE FUNCTION gmalign_private.rounded(value float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_rounded';
COMMENT ON FUNCTION gmalign_private.rounded(float8) IS
  'A number rounded to 12 decimals: what a kernel sums in another order of the rows is the same then.';

CREATE FUNCTION gmalign_private.shown(value float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_shown';
COMMENT ON FUNCTION gmalign_private.shown(float8) IS
  'A number as views show it: one of 12 decimals at most where rounding left it just beside (1.0000000000000002, -1.1e-16), else as it is. What views subtract goes through it, what they divide through ratio().';

CREATE FUNCTION gmalign_private.product(a float8, b float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_product';
COMMENT ON FUNCTION gmalign_private.product(float8, float8) IS
  'a * b, of which no row makes an error: 0 where it is too small for a double, at most 1e100.';

CREATE FUNCTION gmalign_private.ratio(part float8, whole float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_ratio';
COMMENT ON FUNCTION gmalign_private.ratio(float8, float8) IS
  'part / whole as views show it, of which no row makes an error: NULL where whole is 0, 0 where it is too small for a double, at most 1e100.';

CREATE FUNCTION gmalign_private.is_below(value float8, threshold float8) RETURNS boolean
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_is_below';
COMMENT ON FUNCTION gmalign_private.is_below(float8, float8) IS
  'Whether a number lies below a threshold, both rounded to 12 decimals: one that meets it exactly does not, whatever rounding did.';

CREATE FUNCTION gmalign_private.finite(value float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_finite';
COMMENT ON FUNCTION gmalign_private.finite(float8) IS
  'The number; NULL for NaN and infinity, which relations of the user''s own may hold where the model has none: one such row is not known, and gmalign.check() names it.';

CREATE FUNCTION gmalign_private.within(value float8, low float8, high float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_within';
COMMENT ON FUNCTION gmalign_private.within(float8, float8, float8) IS
  'The number; NULL for one outside its range and for NaN, which are on another scale: not known.';

CREATE FUNCTION gmalign_private.amount(value float8) RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_amount';
COMMENT ON FUNCTION gmalign_private.amount(float8) IS
  'An amount of money, time or weight; NULL for what is none: below 0, NaN or infinity. At most 1e100, so that no sum of amounts overflows.';
