-- Signs: which of several conditions hold.

CREATE FUNCTION gmalign_private.true_bits(VARIADIC signs boolean[])
  RETURNS integer
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_true_bits';
COMMENT ON FUNCTION gmalign_private.true_bits(boolean[]) IS
  'Which of the conditions hold, as a number: the first is worth 1, the second 2, the third 4 and so on, when true; NULL is not true. Raises 54000 for more than 31.';
