-- Judge, names: what parties are called in sentences, and how a text is written in
-- a picture or on a page.

CREATE FUNCTION gmalign_private.party_name(party text) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN gmalign_private.word('party', party);
COMMENT ON FUNCTION gmalign_private.party_name(text) IS 'A party as sentences in the views call it.';

CREATE FUNCTION gmalign_private.unheard(is_organization_heard boolean, is_gm_professional_heard boolean, is_assignee_heard boolean,
                                        is_unreadable boolean) RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5
  RETURN gmalign_private.parameters('is_unreadable', is_unreadable,
                                    'parties', array_remove(ARRAY[CASE WHEN NOT is_organization_heard THEN 'organization' END,
                                                                  CASE WHEN NOT is_gm_professional_heard THEN 'gm_professional' END,
                                                                  CASE WHEN NOT is_assignee_heard THEN 'assignee' END], NULL));
COMMENT ON FUNCTION gmalign_private.unheard(boolean, boolean, boolean, boolean) IS
  'The parameters of the reason not_heard: the parties that are not, and whether a priority is outside -1 to 1.';

CREATE FUNCTION gmalign_private.pair_label(pair text) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN gmalign_private.word('pair', split_part(pair, '|', 1)) || gmalign_private.sentence('and')
         || gmalign_private.word('pair', split_part(pair, '|', 2));
COMMENT ON FUNCTION gmalign_private.pair_label(text) IS 'A pair of parties, by their codes, as a heading.';

CREATE FUNCTION gmalign_private.node_label(title text, key text, is_shared boolean) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  -- a title with " #" could be the label of another goal; a # of the key is
  -- doubled, so that what stands alone is where the key begins
  RETURN CASE WHEN is_shared OR strpos(title, ' #') > 0 THEN title || ' #' || replace(key, '#', '##') ELSE title END;
COMMENT ON FUNCTION gmalign_private.node_label(text, text, boolean) IS
  'What a goal is called in a picture that tells its nodes apart by their names: its title, with its key where another goal has that title (is_shared) or could be called so. No two goals are called alike.';

CREATE FUNCTION gmalign_private.unscored_reason(pair_count integer, is_organization_heard boolean, is_gm_professional_heard boolean,
                                                is_assignee_heard boolean, is_unreadable boolean) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN pair_count = 3 THEN NULL
              WHEN is_organization_heard AND is_gm_professional_heard AND is_assignee_heard THEN gmalign_private.sentence('unscored.cancels')
              ELSE gmalign_private.sentence('unscored.not_heard', gmalign_private.unheard(is_organization_heard, is_gm_professional_heard,
                                                                                         is_assignee_heard, is_unreadable)) END;
COMMENT ON FUNCTION gmalign_private.unscored_reason(integer, boolean, boolean, boolean, boolean) IS
  'Why an assignment has no score, in words. NULL: it has one.';

CREATE FUNCTION gmalign_private.ask_next_text(ask_next text, a text, b text) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN gmalign_private.sentence('ask_next.' || ask_next, gmalign_private.parameters('a', a, 'b', b));
COMMENT ON FUNCTION gmalign_private.ask_next_text(text, text, text) IS
  'What to ask two parties next where their alignment cannot be told, in words, from the code of verdict. NULL: nothing.';

CREATE FUNCTION gmalign_private.pair_finding(a text, b text, score float8, score_low float8, score_high float8) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN gmalign_private.sentence('finding.pair', gmalign_private.parameters('a', a, 'b', b, 'score', score, 'low', score_low, 'high', score_high));
COMMENT ON FUNCTION gmalign_private.pair_finding(text, text, float8, float8, float8) IS 'What two parties share and its limits, in words.';

CREATE FUNCTION gmalign_private.gap_code(goal_count bigint, staffed_count bigint, coverage_band text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN goal_count = 1 THEN 'no_goal' WHEN staffed_count = 0 THEN 'nobody' ELSE coverage_band END;
COMMENT ON FUNCTION gmalign_private.gap_code(bigint, bigint, text) IS
  'What a strategic goal lacks, as a code: no_goal, nobody, or its band.';

CREATE FUNCTION gmalign_private.label_text(said text, most integer DEFAULT 80) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 5
BEGIN ATOMIC
  -- marks that turn the direction of what follows, and what no XML may hold, are known in UTF8 only
  SELECT CASE WHEN char_length(l.line) > most THEN left(l.line, most - 3) || '...' ELSE l.line END
  FROM (SELECT CASE WHEN getdatabaseencoding() = 'UTF8'
                    THEN regexp_replace(said, '[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]', '', 'g') ELSE said END AS text) AS t
  CROSS JOIN LATERAL (SELECT btrim(regexp_replace(t.text, '[[:cntrl:][:space:]]+', ' ', 'g')) AS line) AS l;
END;
COMMENT ON FUNCTION gmalign_private.label_text(text, integer) IS
  'What a picture or a page shows of a text: one line, without control characters and marks that turn its direction, cut to most characters.';

CREATE FUNCTION gmalign_private.html_text(said text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN replace(replace(replace(replace(replace(said, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
COMMENT ON FUNCTION gmalign_private.html_text(text) IS
  'A text for HTML and for labels of Graphviz that are HTML: what would be a tag, an entity or the end of an attribute is none.';

CREATE FUNCTION gmalign_private.wrapped(said text, width integer) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5
  RETURN rtrim(regexp_replace(said, format('(.{1,%s})(\s+|$)', width), E'\\1\n', 'g'), E'\n');
COMMENT ON FUNCTION gmalign_private.wrapped(text, integer) IS
  'A text in lines of at most so many characters, where it has blanks.';
