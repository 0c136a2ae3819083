-- Holm: p-values of one table, adjusted for how many there are.

CREATE FUNCTION gmalign.holm(p float8) RETURNS float8
  LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_holm';
COMMENT ON FUNCTION gmalign.holm(float8) IS
  'p adjusted by Holm (1979) among the p-values of the window''s partition, 0 to 1: of m in ascending order, max over j <= i of min(1, (m - j + 1) p_j). Calling those below .05 real is wrong about any of them in at most 5 % of all tables, however they depend on each other. A NULL is none and stays NULL. A window function; its frame and order do not matter. Raises 22003 for NaN or infinity, 22023 outside 0..1.';
