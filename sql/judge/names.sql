-- Judge, names: what parties, pairs and figures are called in sentences.

CREATE FUNCTION gmalign_private.party_name(party text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  RETURN CASE party WHEN 'organization' THEN 'the organization'
                    WHEN 'gm_professional' THEN 'the GM professional'
                    WHEN 'assignee' THEN 'the assignee'
                    ELSE party END;
COMMENT ON FUNCTION gmalign_private.party_name(text) IS 'A party as sentences in the views call it.';

CREATE FUNCTION gmalign_private.pair_name(pair gmalign.pair_alignment) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN (pair).a || '|' || (pair).b;
COMMENT ON FUNCTION gmalign_private.pair_name(gmalign.pair_alignment) IS 'A pair as they call it, a|b.';

CREATE FUNCTION gmalign_private.percent(share float8) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  -- an integer: the text of a float8 depends on the session
  RETURN round(share * 100)::integer || '%';
COMMENT ON FUNCTION gmalign_private.percent(float8) IS 'A share as sentences say it.';

CREATE FUNCTION gmalign_private.end_phrase(days_to_end integer) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  RETURN CASE WHEN days_to_end < 0 THEN 'the planned end was ' || -days_to_end || ' days ago'
              WHEN days_to_end = 0 THEN 'the planned end is today'
              ELSE 'the planned end is in ' || days_to_end || ' days' END;
COMMENT ON FUNCTION gmalign_private.end_phrase(integer) IS 'How far the planned end of a move is, as sentences say it.';
