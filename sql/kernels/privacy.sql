-- Privacy: small groups are withheld.

CREATE FUNCTION gmalign.min_group(value anyelement, n bigint, k bigint) RETURNS anyelement
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_min_group';
COMMENT ON FUNCTION gmalign.min_group(anyelement, bigint, bigint) IS
  'The value when at least k people stand behind it (n of them), else NULL; NULL for n or k withholds. Raises 22023 for a negative n or a k below 1. The suppressed views of gmalign.install_public_views() use it, with complementary suppression on top.';

CREATE FUNCTION gmalign_private.safe_steps(steps integer[], pools integer[], data bigint[], persons bigint[],
                                           known integer, count integer, min_group integer, rooms integer[] DEFAULT '{}') RETURNS boolean[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100000
  AS 'MODULE_PATHNAME', 'gmalign_safe_steps';
COMMENT ON FUNCTION gmalign_private.safe_steps(integer[], integer[], bigint[], bigint[], integer, integer, integer, integer[]) IS
  'Which of count publications (steps, from 1) may be made. The first four arrays are parallel: a number (datum) of a person, of a pool of numbers that can be added up with each other, is in the group of a step. The first known steps are public; each later one is taken, in order, when no linear combination of the groups taken is left with numbers of fewer than min_group people (counted up to 60): decided by elimination, for sets of up to four atoms, people in the same groups; of four only those added or subtracted once or twice. rooms, where given, parallel too, is gmalign_private.room() of the numbers: no combination is left with numbers that are all at an end of their range, or all but one person''s, or all of one kind (room_among), which the sum would tell. Raises 22004 for a NULL within, 2202E for arrays of different length, 22023 for a number out of range.';

CREATE FUNCTION gmalign_private.room(VARIADIC numbers float8[]) RETURNS integer
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_room';
COMMENT ON FUNCTION gmalign_private.room(float8[]) IS
  'Which of up to seven numbers from 0 to 1 are away from both ends, a tenth or more, as bits from 1 on; from 9 on, how many there are. NULL is no number: at no distance. Raises 22023 for more of them.';

CREATE FUNCTION gmalign_private.room_among(kind text, VARIADIC kinds text[]) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN 512 * ((1 << (2 * cardinality(kinds))) - 1)
    + 2 * ((21 & ((1 << (2 * cardinality(kinds))) - 1)) # coalesce(3 << (2 * array_position(kinds, kind) - 2), 0));
COMMENT ON FUNCTION gmalign_private.room_among(text, text[]) IS
  'The same of what is one of up to three kinds: of each kind whether it is that, as room_among(boolean). A sum over people who are all of one kind, or none of them, tells what each of them is or is not (homogeneity).';

CREATE FUNCTION gmalign_private.room_among(is_one boolean) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE is_one WHEN true THEN 1540 WHEN false THEN 1538 ELSE 1542 END;
COMMENT ON FUNCTION gmalign_private.room_among(boolean) IS
  'The same of what is so or is not: a number that is at an end where it is so, and one where it is not.';
