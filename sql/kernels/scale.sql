-- Scales: from a survey's answers to the range a formula needs.

CREATE FUNCTION gmalign.rescale(value float8, from_low float8, from_high float8,
                                to_low float8, to_high float8)
  RETURNS float8
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_rescale';
COMMENT ON FUNCTION gmalign.rescale(float8, float8, float8, float8, float8) IS
  'A survey answer on another scale: to_low + (to_high - to_low) * (value - from_low) / (from_high - from_low) (POMP; Cohen, Cohen, Aiken and West 1999). Give the lowest and highest answer the survey allows, not the lowest seen. Either pair may run downwards, which reverses the key. NULL in, NULL out. Raises 22023 for a value outside its scale or a scale without width, 22003 for NaN or infinity. Example: rescale(4, 1, 5, -1, 1) = 0.5.';
