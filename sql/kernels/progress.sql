-- Progress: how far a key result has come, by its stated direction.

CREATE FUNCTION gmalign.key_result_progress(
    direction text, start_value float8, current_value float8,
    target_value float8, target_high float8 DEFAULT NULL)
  RETURNS float8
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_key_result_progress';
COMMENT ON FUNCTION gmalign.key_result_progress(text, float8, float8, float8, float8) IS
  'Progress of a key result, 0 at the start and 1 at the target, not clamped. increase, decrease: (current - start) / (target - start). at_least, at_most: the same from a start on the wrong side of the target, else current / target or target / current; met without a scale: 1. range: 1 from target_value to target_high, else as the nearer bound. exact, binary: 0 or 1 (binary without a target: 1). NULL when a value is missing or target = start. Raises 22023 for another direction or a range upside down, 22003 for NaN or infinity.';

CREATE FUNCTION gmalign.key_result_is_met(
    direction text, start_value float8, current_value float8,
    target_value float8, target_high float8 DEFAULT NULL)
  RETURNS boolean
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_key_result_is_met';
COMMENT ON FUNCTION gmalign.key_result_is_met(text, float8, float8, float8, float8) IS
  'Whether a key result is met: increase, decrease: the target is reached on the way from the start, whichever way that leads (without a start: current >= target, current <= target); at_least, binary: current >= target; at_most: current <= target; range: between target_value and target_high; exact: current = target. What differs by less than 1e-12 of the larger (of 1, if that is larger) is equal: .1 + .2 meets .3. NULL when a value is missing. Errors as in key_result_progress.';
