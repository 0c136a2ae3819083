-- Judge, bands: why the parties of an assignment part, and how urgent that is.
-- How its pairs stand is the kernel verdict's to say.

CREATE FUNCTION gmalign_private.parting_reason(a text, opposed_share float8, unshared_share float8, strength_share float8,
                                       assignee_reach_share float8, opposed_from float8, reach_from float8,
                                       is_misaligned boolean) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN NOT gmalign_private.is_below(opposed_share, opposed_from) THEN 'opposed'
              WHEN a = 'assignee' AND gmalign_private.is_below(assignee_reach_share, reach_from) THEN 'no_career_path'
              WHEN NOT gmalign_private.is_below(unshared_share, strength_share) THEN 'unshared'
              WHEN is_misaligned THEN 'reversed'
              ELSE 'strength' END;
COMMENT ON FUNCTION gmalign_private.parting_reason(text, float8, float8, float8, float8, float8, float8, boolean) IS
  'Why two parties part, as a code. The assignee, when one of the two, comes first by name. A pair that is misaligned and not opposed prefers the same goals the other way round: reversed; else they have different weight: strength.';

CREATE FUNCTION gmalign_private.severity_rank(severity text, score float8, opposed_share float8) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  -- scores by millionths, shares by 1/699: as fine as three severities fit into an integer
  RETURN CASE severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END * 700000700
       + round(score * 1000000)::integer * 700 + 699 - round(opposed_share * 699)::integer;
COMMENT ON FUNCTION gmalign_private.severity_rank(text, float8, float8) IS
  'A number to sort misaligned moves by, lowest first: by severity, then the lowest score (0 to 1), then the largest opposed share (0 to 1). It depends on the row alone, which a place in a list would not.';

CREATE FUNCTION gmalign_private.camp(voice text, party text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN voice = 'hr' THEN 'hr'
              WHEN voice IN ('senior_leadership', 'sponsor', 'organization') THEN 'leadership'
              WHEN party = 'gm_professional' THEN 'gm'
              WHEN party = 'assignee' THEN 'assignee' END;
COMMENT ON FUNCTION gmalign_private.camp(text, text) IS
  'The camp a voice, by its code, and the party it speaks for belong to across the programme: hr, leadership, gm, assignee. NULL: none of them.';
