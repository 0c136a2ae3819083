-- Keys: what a text that names a goal, a move or a person stands for.

CREATE FUNCTION gmalign_private.key_of(name text, key_type anyelement) RETURNS anyelement
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_key_of';
COMMENT ON FUNCTION gmalign_private.key_of(text, anyelement) IS
  'The key that as text is name, in the type of key_type, which only its type counts of: k = key_of(name, NULL::type) holds where k::text = name does, and an index on k finds it. NULL: no key of that type is written so (007, a uuid in capitals), or name is NULL. Raises 42804 for a type that names no goal.';
