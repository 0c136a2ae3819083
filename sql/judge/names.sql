-- Judge, names: what parties are called in sentences, and how a text is written in
-- a picture or on a page.

CREATE FUNCTION gmalign_private.party_name(party text) RETURNS text
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_party_name';
COMMENT ON FUNCTION gmalign_private.party_name(text) IS 'A party as sentences in the views call it.';

CREATE FUNCTION gmalign_private.node_label(title text, key text, is_shared boolean) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  -- a title with " #" could be the label of another goal; a # of the key is
  -- doubled, so that what stands alone is where the key begins
  RETURN CASE WHEN is_shared OR strpos(title, ' #') > 0 THEN title || ' #' || replace(key, '#', '##') ELSE title END;
COMMENT ON FUNCTION gmalign_private.node_label(text, text, boolean) IS
  'What a goal is called in a picture that tells its nodes apart by their names: its title, with its key where another goal has that title (is_shared) or could be called so. No two goals are called alike.';

CREATE FUNCTION gmalign_private.unscored_reason(pair_count integer, is_organization_heard boolean, is_gm_professional_heard boolean,
                                                is_assignee_heard boolean, is_unreadable boolean) RETURNS text
  -- as concat_ws is: an immutable one would not be inlined
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN pair_count = 3 THEN NULL
              WHEN is_organization_heard AND is_gm_professional_heard AND is_assignee_heard THEN 'what two parties want cancels out'
              ELSE CASE WHEN is_unreadable THEN 'a priority is outside -1 to 1; ' ELSE '' END || 'not heard: ' || concat_ws(', ',
                     CASE WHEN NOT is_organization_heard THEN gmalign_private.party_name('organization') END,
                     CASE WHEN NOT is_gm_professional_heard THEN gmalign_private.party_name('gm_professional') END,
                     CASE WHEN NOT is_assignee_heard THEN gmalign_private.party_name('assignee') END) END;
COMMENT ON FUNCTION gmalign_private.unscored_reason(integer, boolean, boolean, boolean, boolean) IS
  'Why an assignment has no score, in words. NULL: it has one.';

CREATE FUNCTION gmalign_private.ask_next_text(ask_next text, a text, b text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE ask_next
           WHEN 'same_list' THEN 'ask ' || gmalign_private.party_name(a) || ' and ' || gmalign_private.party_name(b)
                                 || ' about the same list of goals'
           WHEN 'more_goals' THEN 'ask ' || gmalign_private.party_name(a) || ' and ' || gmalign_private.party_name(b)
                                  || ' about more goals, eight or so, with answers that differ'
           WHEN 'own_goals' THEN 'all that ' || gmalign_private.party_name(a) || ' and ' || gmalign_private.party_name(b)
                                 || ' want leads to one place: ask about goals that serve different strategies'
         END;
COMMENT ON FUNCTION gmalign_private.ask_next_text(text, text, text) IS
  'What to ask two parties next where their alignment cannot be told, in words, from the code of verdict. NULL: nothing.';

CREATE FUNCTION gmalign_private.about(score float8, score_low float8, score_high float8) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  -- integers: the text of a float8 depends on the session
  RETURN 'about ' || round(score * 100)::integer || '% (' || round(score_low * 100)::integer || ' to '
         || round(score_high * 100)::integer || '%)';
COMMENT ON FUNCTION gmalign_private.about(float8, float8, float8) IS 'A score and its limits as sentences say them.';

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
