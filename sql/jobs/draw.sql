-- Jobs, draw: the cascade and a move as text for Graphviz and Mermaid, and bars
-- and a heatmap for psql. Nothing is written; what is read is what the caller may
-- read.
--
-- A state is told by its colour and by its shape, so that a reader who cannot
-- tell colours apart, and a printer without any, lose nothing. Goals are filled with
-- colours of Okabe and Ito, Color Universal Design (2008), which readers with any
-- of the three deficiencies tell apart; what is written on white is darker.
--
-- The functions whose names begin with step_ run with the model's schema first
-- on the search path.

CREATE FUNCTION gmalign.score_bar(score float8, width integer DEFAULT 10) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN score <> 'NaN' THEN
           rpad(repeat('#', round(greatest(least(width, 200), 1) * greatest(least(score, 1), 0))::integer), greatest(least(width, 200), 1), '.') END;
COMMENT ON FUNCTION gmalign.score_bar(float8, integer) IS
  'A score from 0 to 1 as a bar of # on dots, width characters long (1 to 200). Below 0 it is empty, above 1 full; NULL and NaN give NULL.';

CREATE FUNCTION gmalign_private.goal_looks(OUT kind text, OUT place integer, OUT fill text, OUT ink text, OUT dot_look text,
                                           OUT mermaid_open text, OUT mermaid_close text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 6
BEGIN ATOMIC
  VALUES
    ('strategic', 1, '#0072B2', '#FFFFFF', 'shape=box, style=filled, peripheries=2', '[[', ']]'),
    ('aligned', 2, '#56B4E9', '#000000', 'shape=box, style="filled,rounded"', '(', ')'),
    ('disconnected', 3, '#E69F00', '#000000', 'shape=hexagon, style=filled', '{{', '}}'),
    ('unaligned', 4, '#F0E442', '#000000', 'shape=note, style=filled', '>', ']'),
    ('unknown', 5, '#DDDDDD', '#000000', 'shape=box, style=filled', '[', ']'),
    ('party', 6, '#FFFFFF', '#000000', 'shape=ellipse, style="filled,bold"', '([', '])');
END;
COMMENT ON FUNCTION gmalign_private.goal_looks() IS
  'How a goal of each state, and a party, looks in a picture (what it means is the sentence look.KIND): fill and ink, its shape for Graphviz and its brackets for Mermaid.';

CREATE FUNCTION gmalign_private.link_looks(OUT kind text, OUT place integer, OUT ink text, OUT dot_look text, OUT mermaid_arrow text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 7
BEGIN ATOMIC
  VALUES
    ('contributes', 1, '#333333', 'style=solid', '-->'),
    ('supports', 2, '#777777', 'style=dotted, arrowhead=open', '---'),
    ('conflicts', 3, '#B34700', 'style=dashed, arrowhead=tee', '-.->'),
    ('cycle', 4, '#882255', 'style=bold', '==>'),
    ('agree', 5, '#0072B2', 'style=solid, dir=none, constraint=false', '---'),
    ('part', 6, '#B34700', 'style=dashed, dir=none, constraint=false', '-.-'),
    ('between', 7, '#777777', 'style=solid, dir=none, constraint=false', '---');
END;
COMMENT ON FUNCTION gmalign_private.link_looks() IS
  'How a link of each kind, and a pair of parties, looks in a picture.';

CREATE FUNCTION gmalign_private.dot_text(said text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  -- Graphviz reads entities and backslashes in labels
  RETURN '"' || replace(replace(replace(replace(said, '&', '&amp;'), '\', '\\'), '"', '\"'), E'\n', '\n') || '"';
COMMENT ON FUNCTION gmalign_private.dot_text(text) IS
  'A text as a quoted string of the DOT language that shows just this text; a line break stays one.';

CREATE FUNCTION gmalign_private.mermaid_text(said text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5
BEGIN ATOMIC
  -- as entities of its own: Mermaid reads quotes, tags, Markdown, comments and
  -- directives in labels. Its lexer takes a line with "direction LR" for that
  -- statement, quoted or not, and when entities are letters again it still looks
  -- for formulas and icons: these are broken by a sign of no width (8203)
  SELECT '"' || replace(replace(replace(coalesce(string_agg(
           CASE WHEN c.sign = E'\n' THEN '<br/>'
                WHEN c.sign ~ '[A-Za-z0-9 ,/]' OR ascii(c.sign) > 127 THEN c.sign
                ELSE format('#%s;', ascii(c.sign)) END, '' ORDER BY c.place), ' '),
           'direction ', 'direction#32;'), '#36;#36;', '#36;#8203;#36;'), '#58;fa#45;', '#58;#8203;fa#45;') || '"'
  FROM regexp_split_to_table(said, '') WITH ORDINALITY AS c (sign, place)
  WHERE c.sign <> '';
END;
COMMENT ON FUNCTION gmalign_private.mermaid_text(text) IS
  'A text as a quoted label of Mermaid that shows just this text; a line break stays one.';

CREATE FUNCTION gmalign_private.two_decimals(value float8) RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 10
  RETURN gmalign_private.sentence('picture.number', jsonb_build_object('x', value::numeric));
COMMENT ON FUNCTION gmalign_private.two_decimals(float8) IS 'A number to two decimals, as the reader''s language writes it. NULL gives NULL.';

CREATE FUNCTION gmalign_private.node_text(node jsonb) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 10
  RETURN concat_ws(E'\n', gmalign_private.wrapped(gmalign_private.label_text(node->>'title'), 26),
                   CASE WHEN (node->>'is_in_cycle')::boolean THEN gmalign_private.sentence('picture.in_cycle') END, node->>'note');
COMMENT ON FUNCTION gmalign_private.node_text(jsonb) IS 'What stands in a node of a picture.';

CREATE FUNCTION gmalign_private.dot_of(heading text, left_out text, nodes jsonb, edges jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH node AS (
    SELECT (n->>'n')::integer AS n, n.value AS node, l.*, gmalign_private.word('look', l.kind) AS meaning
    FROM jsonb_array_elements(dot_of.nodes) AS n
    JOIN gmalign_private.goal_looks() AS l ON l.kind = n->>'kind'
  ),
  edge AS (
    SELECT e.*, gmalign_private.word('look', l.kind) AS meaning, l.ink, l.dot_look, l.place
    FROM jsonb_to_recordset(dot_of.edges) AS e (a integer, b integer, kind text, label text, weight float8)
    JOIN gmalign_private.link_looks() AS l ON l.kind = e.kind
  ),
  -- goals without a link, in columns: a row of them all would be as wide as they are many
  lone AS (
    SELECT n.n, row_number() OVER (ORDER BY n.n) AS place
    FROM node n
    WHERE n.kind NOT IN ('strategic', 'party') AND n.n NOT IN (SELECT e.a FROM edge e UNION ALL SELECT e.b FROM edge e)
  ),
  line (part, place, second, line) AS (
    -- the legend has what the picture has
    SELECT 2, min(n.place), 0, format('<TD BORDER="1" BGCOLOR="%s"><FONT COLOR="%s">%s</FONT></TD>', n.fill, n.ink, n.meaning)
    FROM node n GROUP BY n.kind, n.fill, n.ink, n.meaning
    UNION ALL
    SELECT 3, min(e.place), 0, format('<TD><FONT COLOR="%s">%s %s</FONT></TD>', e.ink,
                                      CASE WHEN e.dot_look LIKE '%dashed%' THEN '- - -' WHEN e.dot_look LIKE '%dotted%' THEN '. . .'
                                           WHEN e.dot_look LIKE '%bold%' THEN '===' ELSE '&#8212;' END, e.meaning)
    FROM edge e GROUP BY e.kind, e.ink, e.dot_look, e.meaning
    UNION ALL
    SELECT 5, n.n, 0, format('  n%s [label=%s, tooltip=%s, %s, fillcolor="%s", fontcolor="%s"%s];', n.n,
                             gmalign_private.dot_text(gmalign_private.node_text(n.node)),
                             gmalign_private.dot_text(gmalign_private.label_text(n.node->>'title', 1000)), n.dot_look, n.fill, n.ink,
                             CASE WHEN (n.node->>'is_in_cycle')::boolean THEN ', color="#882255", penwidth=4' END)
    FROM node n
    UNION ALL
    SELECT 6, e.a, e.b, format('  n%s -> n%s [%s, color="%s", fontcolor="%s"%s, penwidth=%s];', e.a, e.b, e.dot_look, e.ink, e.ink,
                               ', label=' || gmalign_private.dot_text(' ' || e.label || ' '),
                               to_char(CASE e.kind WHEN 'cycle' THEN 3 ELSE 1 + 3 * coalesce(abs(e.weight), 0) END, 'FM0.0'))
    FROM edge e
    UNION ALL
    SELECT 7, l.n, 0, format('  n%s -> n%s [style=invis];', l.n, o.n) FROM lone l JOIN lone o ON o.place = l.place - 1 WHERE o.place % 5 > 0
    UNION ALL
    SELECT 8, 0, 0, '  { rank=same; ' || string_agg(format('n%s;', n.n), ' ' ORDER BY n.n) || ' }' FROM node n
    WHERE n.kind IN ('strategic', 'party') GROUP BY n.kind
  )
  SELECT concat_ws(E'\n',
    'digraph gmalign {',
    format('  graph [rankdir=BT, nodesep=0.25, ranksep=0.6, fontname="Helvetica,Arial,sans-serif", fontsize=12, labelloc=t, label=<<TABLE BORDER="0" CELLSPACING="4"><TR><TD COLSPAN="%s"><B>%s</B></TD></TR>',
           greatest(count(*) FILTER (WHERE l.part = 2), count(*) FILTER (WHERE l.part = 3), 1),
           gmalign_private.html_text(gmalign_private.label_text(heading, 200))),
    '    <TR>' || string_agg(l.line, '' ORDER BY l.place) FILTER (WHERE l.part = 2) || '</TR>',
    '    <TR>' || string_agg(l.line, '' ORDER BY l.place) FILTER (WHERE l.part = 3) || '</TR>',
    '    <TR><TD COLSPAN="' || greatest(count(*) FILTER (WHERE l.part = 2), count(*) FILTER (WHERE l.part = 3), 1) || '">'
      || gmalign_private.html_text(left_out) || '</TD></TR>',
    '    </TABLE>>];',
    '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.12,0.07", color="#000000"];',
    '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.7];',
    string_agg(l.line, E'\n' ORDER BY l.part, l.place, l.second, l.line) FILTER (WHERE l.part > 4),
    '}', '')
  FROM line l;
END;
COMMENT ON FUNCTION gmalign_private.dot_of(text, text, jsonb, jsonb) IS
  'A picture in the DOT language: nodes {n, title, kind, is_in_cycle, note}, edges {a, b, kind, label, weight}, kinds as goal_looks and link_looks have them; left_out: what the picture does not show, in words, or NULL.';

CREATE FUNCTION gmalign_private.mermaid_of(heading text, left_out text, nodes jsonb, edges jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH node AS (
    SELECT (n->>'n')::integer AS n, n.value AS node, l.*, gmalign_private.word('look', l.kind) AS meaning
    FROM jsonb_array_elements(mermaid_of.nodes) AS n
    JOIN gmalign_private.goal_looks() AS l ON l.kind = n->>'kind'
  ),
  edge AS (
    -- a look is given to the arrow of a number, from 0
    SELECT e.*, l.ink, l.mermaid_arrow, row_number() OVER (ORDER BY e.a, e.b, e.kind, e.label) - 1 AS place
    FROM jsonb_to_recordset(mermaid_of.edges) AS e (a integer, b integer, kind text, label text, weight float8)
    JOIN gmalign_private.link_looks() AS l ON l.kind = e.kind
  ),
  look AS (
    SELECT n.kind, n.place, n.meaning, n.fill, n.ink, n.mermaid_open, n.mermaid_close
    FROM node n GROUP BY n.kind, n.place, n.meaning, n.fill, n.ink, n.mermaid_open, n.mermaid_close
  ),
  line (part, place, line) AS (
    SELECT 1, n.n, format('  n%s%s%s%s:::%s', n.n, n.mermaid_open, gmalign_private.mermaid_text(gmalign_private.node_text(n.node)),
                          n.mermaid_close, n.kind)
    FROM node n
    UNION ALL
    SELECT 2, e.place, format('  n%s %s%s n%s', e.a, e.mermaid_arrow, '|"' || e.label || '"|', e.b) FROM edge e
    UNION ALL
    SELECT 4, l.place, format('    l%s%s%s%s:::%s', l.place, l.mermaid_open, gmalign_private.mermaid_text(l.meaning), l.mermaid_close, l.kind) FROM look l
    UNION ALL
    SELECT 6, l.place, format('  classDef %s fill:%s,color:%s,stroke:#000000', l.kind, l.fill, l.ink) FROM look l
    UNION ALL
    SELECT 7, 0, '  style n' || (n.node->>'n') || ' stroke:#882255,stroke-width:4px' FROM node n WHERE (n.node->>'is_in_cycle')::boolean
    UNION ALL
    SELECT 8, min(e.place), format('  linkStyle %s stroke:%s,stroke-width:2px', string_agg(e.place::text, ',' ORDER BY e.place), e.ink) FROM edge e GROUP BY e.ink
  )
  SELECT concat_ws(E'\n',
    'flowchart BT',
    string_agg(l.line, E'\n' ORDER BY l.part, l.place, l.line) FILTER (WHERE l.part < 3),
    '  subgraph legend[' || gmalign_private.mermaid_text(concat_ws(E'\n', gmalign_private.label_text(heading, 200), left_out)) || ']',
    '    direction LR',
    string_agg(l.line, E'\n' ORDER BY l.part, l.place, l.line) FILTER (WHERE l.part = 4),
    '  end',
    string_agg(l.line, E'\n' ORDER BY l.part, l.place, l.line) FILTER (WHERE l.part > 5),
    '')
  FROM line l;
END;
COMMENT ON FUNCTION gmalign_private.mermaid_of(text, text, jsonb, jsonb) IS
  'A picture as a flowchart of Mermaid; arguments as dot_of() has them.';

CREATE FUNCTION gmalign_private.step_around(goal text, downwards boolean) RETURNS text
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  scope text;
BEGIN
  -- keys as a list that a query casts to their type; over the table, of which a
  -- link is found by index
  EXECUTE pg_catalog.format(
    'WITH RECURSIVE above AS (
       SELECT g.id AS goal FROM goal g WHERE g.id = ANY (%1$L)
       UNION
       SELECT l.parent_id AS goal FROM above a JOIN goal_link l ON l.child_id = a.goal
       WHERE (l.valid_from IS NULL OR l.valid_from <= gmalign.today()) AND (l.valid_to IS NULL OR l.valid_to >= gmalign.today())
     ),
     below AS (
       SELECT g.id AS goal FROM goal g WHERE g.id = ANY (%1$L)
       UNION
       SELECT l.child_id AS goal FROM below b JOIN goal_link l ON l.parent_id = b.goal
       WHERE %2$L AND (l.valid_from IS NULL OR l.valid_from <= gmalign.today()) AND (l.valid_to IS NULL OR l.valid_to >= gmalign.today())
     )
     SELECT pg_catalog.array_agg(q.goal)::text FROM (SELECT a.goal FROM above a UNION SELECT b.goal FROM below b) AS q',
    step_around.goal, step_around.downwards)
  INTO scope;
  RETURN coalesce(scope, '{}');
END $step$;
COMMENT ON FUNCTION gmalign_private.step_around(text, boolean) IS
  'Keys of goals and all that lies above them, and below them when asked for, by the links in force; a list of keys as text in and out.';

CREATE FUNCTION gmalign_private.step_picture(scope text, first text, node_limit integer, OUT nodes jsonb, OUT edges jsonb, OUT left_out text)
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  EXECUTE pg_catalog.format(
    $q$WITH link AS MATERIALIZED (
      SELECT l.goal_id, l.parent_goal_id, l.relation, l.contribution FROM cascade_link l WHERE %1$s
    ),
    frame AS MATERIALIZED (
      SELECT gmalign.goal_graph_listed(l.goal_id, l.parent_goal_id, l.contribution) AS graph,
             ARRAY(SELECT s.goal_id FROM strategic_goal s WHERE s.goal_id IN (SELECT k.goal_id FROM link k)) AS strategic,
             EXISTS (SELECT FROM strategic_goal) AS has_strategic
      FROM link l
    ),
    state AS (
      SELECT s.goal, CASE WHEN f.has_strategic THEN s.state ELSE 'unknown' END AS kind, s.is_in_cycle, s.depth, c.cycle_no
      FROM frame f
      CROSS JOIN LATERAL gmalign.goal_states(f.graph, f.strategic, false) AS s
      LEFT JOIN LATERAL gmalign.goal_cycles(f.graph, (SELECT pg_catalog.array_agg(g.id) FROM goal g WHERE false)) AS c ON c.goal = s.goal
      WHERE f.graph IS NOT NULL
    ),
    placed AS MATERIALIZED (
      -- what matters most is drawn first: strategy, what stands near it, what reaches none
      SELECT s.*, g.title, g.external_id,
             pg_catalog.row_number() OVER (ORDER BY s.goal = ANY (%2$L) DESC NULLS LAST, s.kind <> 'strategic', NOT s.is_in_cycle,
                                           s.depth NULLS LAST, s.kind, s.goal)::integer AS n
      FROM state s JOIN goal g ON g.id = s.goal
    )
    SELECT (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('n', p.n, 'key', p.goal::text, 'title', p.title, 'kind', p.kind,
                                                                      'is_in_cycle', p.is_in_cycle) ORDER BY p.n)
            FROM placed p WHERE p.n <= %3$L),
           (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('a', c.n, 'b', p.n, 'weight', l.contribution,
              'kind', CASE WHEN l.contribution < 0 THEN 'conflicts' WHEN c.cycle_no = p.cycle_no THEN 'cycle'
                           WHEN l.contribution IS NULL THEN 'supports' ELSE 'contributes' END,
              'label', gmalign_private.two_decimals(l.contribution)) ORDER BY c.n, p.n, l.contribution)
            FROM link l
            JOIN placed c ON c.goal = l.goal_id AND c.n <= %3$L
            JOIN placed p ON p.goal = l.parent_goal_id AND p.n <= %3$L),
           (SELECT gmalign_private.sentence('picture.left_out', pg_catalog.jsonb_build_object('out', pg_catalog.sum(k.out), 'total', pg_catalog.sum(k.total),
              'kinds', pg_catalog.string_agg(pg_catalog.concat(k.out, ' ', gmalign_private.word('state', k.kind)), ', ' ORDER BY k.kind) FILTER (WHERE k.out > 0)))
            FROM (SELECT p.kind, pg_catalog.count(*) FILTER (WHERE p.n > %3$L) AS out, pg_catalog.count(*) AS total FROM placed p GROUP BY p.kind) AS k
            HAVING pg_catalog.sum(k.out) > 0)$q$,
    CASE WHEN step_picture.scope IS NULL THEN 'true'
         ELSE pg_catalog.format('l.goal_id = ANY (%1$L) AND (l.parent_goal_id IS NULL OR l.parent_goal_id = ANY (%1$L))', step_picture.scope) END,
    step_picture.first, step_picture.node_limit)
  INTO nodes, edges, left_out;
  nodes := coalesce(nodes, '[]');
  edges := coalesce(edges, '[]');
END $step$;
COMMENT ON FUNCTION gmalign_private.step_picture(text, text, integer) IS
  'The goals in force and their links for dot_of() and mermaid_of(): of scope (a list of keys as text; NULL: all), those of first before others, at most node_limit; left_out says in words what is not there.';

CREATE FUNCTION gmalign_private.check_node_limit(node_limit integer) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  IF node_limit IS NULL OR node_limit NOT BETWEEN 1 AND 1000 THEN
    RAISE EXCEPTION 'node_limit is out of range: %', coalesce(node_limit::text, 'NULL')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'A picture has 1 to 1000 goals; nobody can read more, and a layout of more takes minutes.',
            HINT = 'Draw the surroundings of one goal: gmalign.cascade_dot(schema, node_limit, goal).';
  END IF;
END $check$;
COMMENT ON FUNCTION gmalign_private.check_node_limit(integer) IS 'Raises 22023 when a picture is to have fewer than 1 or more than 1000 goals.';

CREATE FUNCTION gmalign_private.step_cascade(schema text, node_limit integer, goal text, OUT heading text, OUT nodes jsonb, OUT edges jsonb, OUT left_out text)
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  key text;
  first text;
BEGIN
  IF step_cascade.goal IS NOT NULL THEN
    key := gmalign_private.step_find('goal', pg_catalog.to_jsonb(step_cascade.goal));
    EXECUTE 'SELECT pg_catalog.array_agg(g.id)::text, pg_catalog.min(g.title) FROM goal g WHERE g.id::text = $1' INTO first, heading USING key;
  END IF;
  SELECT p.nodes, p.edges, p.left_out INTO nodes, edges, left_out
  FROM gmalign_private.step_picture(CASE WHEN first IS NOT NULL THEN gmalign_private.step_around(first, true) END, first, step_cascade.node_limit) AS p;
  heading := gmalign_private.sentence('picture.goals', pg_catalog.jsonb_build_object('schema', step_cascade.schema, 'title', heading,
                                                                                     'day', pg_catalog.to_char(gmalign.today(), 'YYYY-MM-DD')));
END $step$;
COMMENT ON FUNCTION gmalign_private.step_cascade(text, integer, text) IS
  'What a picture of the cascade, or of what lies around a goal, shows.';

CREATE FUNCTION gmalign_private.say_left_out(left_out text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $say$
BEGIN
  IF left_out IS NOT NULL THEN
    RAISE NOTICE '%', left_out
      USING HINT = 'Raise node_limit, at most 1000, or draw what lies around a goal: gmalign.cascade_dot(schema, node_limit, goal).';
  END IF;
END $say$;
COMMENT ON FUNCTION gmalign_private.say_left_out(text) IS 'A notice of what a picture does not show; none when it shows all.';

CREATE FUNCTION gmalign.cascade_dot(schema text, node_limit integer DEFAULT 150, goal text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $draw$
DECLARE
  picture record;
BEGIN
  PERFORM gmalign_private.check_node_limit(node_limit);
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  picture := gmalign_private.step_cascade(schema, node_limit, goal);
  PERFORM gmalign_private.say_left_out(picture.left_out);
  PERFORM gmalign_private.check_strangers(schema);
  RETURN gmalign_private.dot_of(picture.heading, picture.left_out, picture.nodes, picture.edges);
END $draw$;
COMMENT ON FUNCTION gmalign.cascade_dot(text, integer, text) IS
  'The goals in force and their links in the DOT language of Graphviz, strategy on top: states by colour and shape, conflicts dashed, goals and links of a cycle marked, a legend of what is there. At most node_limit goals (1 to 1000), strategic ones and those near strategy first; the picture and a notice say how many are left out. goal, by external_id or key: only what lies above and below it. Any title is shown as it is, in one line of at most 80 characters. Reads with the rights of the caller. Raises 22023 for a limit out of range and when there is no such goal.';

CREATE FUNCTION gmalign.cascade_mermaid(schema text, node_limit integer DEFAULT 100, goal text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $draw$
DECLARE
  picture record;
  drawn text;
BEGIN
  PERFORM gmalign_private.check_node_limit(node_limit);
  PERFORM gmalign_private.check_target_schema(schema);
  LOOP
    PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
    picture := gmalign_private.step_cascade(schema, node_limit, goal);
    PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
    drawn := gmalign_private.mermaid_of(picture.heading, picture.left_out, picture.nodes, picture.edges);
    -- Mermaid draws an error where there is more (its maxEdges and maxTextSize)
    EXIT WHEN node_limit = 1 OR (jsonb_array_length(picture.edges) <= 500 AND char_length(drawn) < 50000);
    -- as many goals as have 500 links among them, and a text in proportion
    node_limit := greatest(1, least(
      node_limit - 1, jsonb_array_length(picture.nodes) * 48000 / char_length(drawn),
      (SELECT greatest(e.a, e.b) - 1 FROM jsonb_to_recordset(picture.edges) AS e (a integer, b integer) ORDER BY greatest(e.a, e.b) LIMIT 1 OFFSET 500)));
  END LOOP;
  PERFORM gmalign_private.say_left_out(picture.left_out);
  PERFORM gmalign_private.check_strangers(schema);
  RETURN drawn;
END $draw$;
COMMENT ON FUNCTION gmalign.cascade_mermaid(text, integer, text) IS
  'The same as a flowchart of Mermaid, which GitHub, GitLab and many wikis draw. Mermaid takes at most 500 links and 50,000 characters: where they would not do, there are fewer goals than node_limit, and it is said. Raises what cascade_dot raises.';

CREATE FUNCTION gmalign_private.step_move_picture(assignment_id text, node_limit integer, OUT heading text, OUT nodes jsonb, OUT edges jsonb, OUT left_out text)
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  input constant jsonb := gmalign_private.step_move_input(step_move_picture.assignment_id);
  wanted text;
  said jsonb;
BEGIN
  EXECUTE pg_catalog.format('SELECT pg_catalog.array_agg(DISTINCT p.goal_id)::text FROM (%s) AS p WHERE p.points <> 0',
                            gmalign_private.inline_views('assignment_priority', input)) INTO wanted;
  SELECT p.nodes, p.edges, p.left_out INTO nodes, edges, left_out
  FROM gmalign_private.step_picture(gmalign_private.step_around(coalesce(wanted, '{}'), false), wanted, step_move_picture.node_limit) AS p;

  -- the three parties, what each wants, and how each two stand
  EXECUTE pg_catalog.format(
    $q$WITH party (n, party) AS (VALUES (-1, 'organization'), (-2, 'gm_professional'), (-3, 'assignee')),
    node AS (SELECT n.value AS node, (n->>'n')::integer AS n, n->>'key' AS key FROM pg_catalog.jsonb_array_elements($1) AS n),
    want AS (
      SELECT y.n AS a, n.n AS b, pg_catalog.sum(p.points) AS points,
             pg_catalog.string_agg(gmalign_private.sentence('picture.wish', pg_catalog.jsonb_build_object('points', p.points::numeric,
                                     'voice', CASE WHEN p.stakeholder <> p.party THEN p.stakeholder END)), ', ' ORDER BY p.stakeholder <> p.party, p.stakeholder COLLATE "C") AS label
      FROM (%1$s) AS p
      JOIN party y ON y.party = p.party
      JOIN node n ON n.key = p.goal_id::text
      WHERE p.points <> 0
      GROUP BY y.n, n.n
    )
    SELECT a.heading,
           (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('n', 1000 - y.n, 'kind', 'party', 'title', gmalign_private.party_name(y.party),
                                                                      'note', CASE WHEN y.n NOT IN (SELECT w.a FROM want w) THEN gmalign_private.sentence('picture.not_heard') END)
                                        ORDER BY y.n DESC) FROM party y)
             || coalesce((SELECT pg_catalog.jsonb_agg(n.node || pg_catalog.jsonb_build_object('note', d.note) ORDER BY n.n)
                          FROM node n LEFT JOIN (
                            SELECT d.goal_id::text AS key, gmalign_private.sentence('picture.cost', pg_catalog.jsonb_build_object('kind', pg_catalog.max(d.kind), 'loss', pg_catalog.max(d.loss_share)::numeric)) AS note
                            FROM (%2$s) AS d WHERE d.pair = a.deciding_pair AND d.loss_share >= .05 GROUP BY d.goal_id) AS d ON d.key = n.key), '[]'),
           coalesce((SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('a', 1000 - w.a, 'b', w.b, 'weight', least(pg_catalog.abs(w.points), 1), 'label', w.label,
                                                                    'kind', CASE WHEN w.points < 0 THEN 'conflicts' ELSE 'contributes' END) ORDER BY w.a, w.b)
                     FROM want w), '[]')
             || coalesce((SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                  'a', 1000 - x.n, 'b', 1000 - y.n, 'weight', .3, 'label', gmalign_private.sentence('picture.pair', pg_catalog.jsonb_build_object('score', p.alignment_score::numeric, 'band', p.pair_band)),
                  'kind', CASE p.pair_band WHEN 'aligned' THEN 'agree' WHEN 'misaligned' THEN 'part' ELSE 'between' END) ORDER BY x.n, y.n)
                          FROM (%3$s) AS p JOIN party x ON x.party = p.a JOIN party y ON y.party = p.b), '[]')
    FROM (SELECT gmalign_private.sentence('picture.move', pg_catalog.jsonb_build_object('move', coalesce(q.assignment_external_id, q.assignment_id::text),
                   'day', %5$L, 'band', q.alignment_band)) AS heading, q.deciding_pair
          FROM (%4$s) AS q) AS a$q$,
    gmalign_private.inline_views('assignment_priority', input), gmalign_private.inline_views('alignment_driver', input),
    gmalign_private.inline_views('alignment_pair', input), gmalign_private.inline_views('assignment_alignment', input),
    pg_catalog.to_char(gmalign.today(), 'YYYY-MM-DD'))
  INTO heading, nodes, said USING nodes;
  edges := edges || said;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_move_picture(text, integer) IS
  'What a picture of a move shows: its parties and how each two stand, what each wants, and what that serves; costs: the goal''s share of the loss of the pair that decides.';

CREATE FUNCTION gmalign.move_dot(schema text, move text, node_limit integer DEFAULT 60) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- of one move or page there is little; compiled, it takes longer than to run
  SET jit = off
AS $draw$
DECLARE
  picture record;
BEGIN
  PERFORM gmalign_private.check_node_limit(node_limit);
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  picture := gmalign_private.step_move_picture(gmalign_private.step_find('assignment', pg_catalog.to_jsonb(move)), node_limit);
  PERFORM gmalign_private.say_left_out(picture.left_out);
  PERFORM gmalign_private.check_strangers(schema);
  RETURN gmalign_private.dot_of(picture.heading, picture.left_out, picture.nodes, picture.edges);
END $draw$;
COMMENT ON FUNCTION gmalign.move_dot(text, text, integer) IS
  'A move, named by external_id or key, in the DOT language of Graphviz: its three parties, what each wants with the share of its points (of each voice, where a party has several), what that serves up to strategy, how each two parties stand with their alignment, misaligned ones dashed, and on a goal what it costs the pair that decides: its share of the loss of alignment, from 5%. States, conflicts, cycles and node_limit as in cascade_dot. It computes this move only. Reads with the rights of the caller. Raises 22023 for a limit out of range and when there is no such move.';

CREATE FUNCTION gmalign_private.step_heatmap() RETURNS SETOF text
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  RETURN QUERY
    WITH cell AS MATERIALIZED (
      SELECT h.a_order AS a, h.b_order AS b, gmalign_private.label_text(gmalign_private.said_again('voice.' || split_part(h.id, '|', 1), '{}', h.stakeholder_a), 24) AS name,
             h.alignment_score AS score
      FROM stakeholder_heatmap h
    )
    SELECT l.line
    FROM (SELECT 0 AS place, pg_catalog.rpad('', 27) || pg_catalog.string_agg(pg_catalog.lpad(c.a::text, 10), '' ORDER BY c.a) AS line
          FROM cell c WHERE c.a = c.b
          UNION ALL
          SELECT c.a AS place, pg_catalog.lpad(c.a::text, 2) || ' ' || pg_catalog.rpad(pg_catalog.max(c.name), 24)
                      || pg_catalog.string_agg(CASE WHEN c.a = c.b THEN pg_catalog.lpad('-', 10)
                                                    ELSE coalesce(' ' || gmalign.score_bar(c.score, 4) || ' ' || gmalign_private.two_decimals(c.score), pg_catalog.lpad('.', 10)) END,
                                               '' ORDER BY c.b) AS line
          FROM cell c GROUP BY c.a) AS l
    WHERE l.line IS NOT NULL
    ORDER BY l.place;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_heatmap() IS 'The lines of alignment_heatmap(). None: no voice was heard.';

CREATE FUNCTION gmalign.alignment_heatmap(schema text) RETURNS SETOF text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $draw$
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  RETURN QUERY SELECT h FROM gmalign_private.step_heatmap() AS h;
  IF NOT FOUND THEN
    RETURN NEXT gmalign_private.sentence('picture.no_voice');
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
END $draw$;
COMMENT ON FUNCTION gmalign.alignment_heatmap(text) IS
  'Which voices agree with which over all moves that have not ended (view stakeholder_heatmap), as lines for psql: a square, each cell the mean goal alignment of the two as a bar and a number, 0 to 1; a dot: no move has both. Reads with the rights of the caller.';

CREATE FUNCTION gmalign_private.can_read(schema text, relation text) RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT coalesce(has_table_privilege(r.relation, 'SELECT'), false)
  FROM to_regclass(format('%I.%I', can_read.schema, can_read.relation)) AS r (relation);
END;
COMMENT ON FUNCTION gmalign_private.can_read(text, text) IS
  'Whether a schema has a view that the caller may read.';

CREATE FUNCTION gmalign_private.report_line(name text, score float8, VARIADIC said text[]) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 50
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT format('  %s %s %s', rpad(gmalign_private.label_text(name, 28), 28), coalesce(gmalign.score_bar(score), rpad('', 10)),
                replace(string_agg(gmalign_private.wrapped(gmalign_private.label_text(ltrim(s.line, ', '), 1000), 72), E'\n' ORDER BY s.n), E'\n', E'\n' || rpad('', 42)))
  FROM unnest(said) WITH ORDINALITY AS s (line, n);
END;
COMMENT ON FUNCTION gmalign_private.report_line(text, float8, text[]) IS
  'An entry of report(): what it is about, a bar, and what is said, each on lines of its own in the third column.';

CREATE FUNCTION gmalign_private.report_parts(OUT place integer, OUT relation text, OUT query text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 18
BEGIN ATOMIC
  -- a row is the parameters of its sentence
  VALUES
    (1, 'program_summary', 
     $q$SELECT gmalign_private.sentence('line.program_summary', pg_catalog.to_jsonb(r)) AS line, 1 AS place
        FROM (SELECT s.assignment_count, s.aligned_count, s.mixed_count, s.misaligned_count, s.cannot_tell_count, s.unscored_count,
                     s.mean_alignment_score, s.ended_count, s.open_flag_count FROM program_summary s) AS r$q$),
    (2, 'misaligned_assignment', 
     $q$SELECT gmalign_private.report_line(r.move, r.score, gmalign_private.sentence('line.misaligned_assignment', pg_catalog.to_jsonb(r)),
                 r.reason, pg_catalog.format('-> %s (%s)', r.action, r.action_code), gmalign_private.sentence('line.bring_together', pg_catalog.to_jsonb(r))), r.place
        FROM (SELECT coalesce(m.assignment_external_id, m.assignment_id::text) AS move, m.weakest_alignment_score AS score, m.severity, m.opposed_share,
                     m.reason, m.action, m.action_code, m.talk_to, pg_catalog.row_number() OVER (ORDER BY m.rank_order, m.id) AS place
              FROM misaligned_assignment m) AS r$q$),
    (3, 'stakeholder_heatmap', NULL),
    (4, 'priority_conflict', 
     $q$SELECT gmalign_private.report_line(r.goal_title, r.loss_share, gmalign_private.sentence('line.priority_conflict', pg_catalog.to_jsonb(r))), r.rank_order
        FROM (SELECT p.goal_title, p.loss_share, pg_catalog.split_part(p.widest_pair, '|', 1) AS a, pg_catalog.split_part(p.widest_pair, '|', 2) AS b, p.kind,
                     p.hr_points, p.leadership_points, p.gm_points, p.rank_order FROM priority_conflict p WHERE p.rank_order <= 5) AS r$q$),
    (5, 'cascade_coverage', 
     $q$SELECT gmalign_private.report_line(r.goal_title, r.weighted_coverage_share, gmalign_private.sentence('line.cascade_coverage', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY r.importance_share DESC NULLS LAST, r.id)
        FROM (SELECT c.id, c.goal_title, c.weighted_coverage_share, c.coverage_band, c.importance_share, c.staffed_count, c.goal_count,
                     c.conflicting_goal_count, c.progress_share, c.gap_reason FROM cascade_coverage c) AS r$q$),
    (6, 'effort_vs_priority', 
     $q$SELECT gmalign_private.report_line(r.goal_title, r.effort_share, gmalign_private.sentence('line.effort_vs_priority', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY r.importance_share DESC NULLS LAST, r.id)
        FROM (SELECT e.id, e.goal_title, e.importance_share, e.effort_share, e.cost_share, e.assignment_share, e.effort_gap, e.balance, e.finding
              FROM effort_vs_priority e) AS r$q$),
    (7, 'goal_state', 
     $q$SELECT gmalign_private.report_line(coalesce(gmalign_private.word('state', r.state), gmalign_private.sentence('report.not_known')), r.count / r.total, gmalign_private.sentence('line.goal_state', pg_catalog.to_jsonb(r))),
               coalesce(pg_catalog.array_position(ARRAY['strategic', 'aligned', 'disconnected', 'unaligned'], r.state), 5)
        FROM (SELECT s.state, pg_catalog.count(*) AS count, pg_catalog.sum(pg_catalog.count(*)) OVER () AS total,
                     gmalign_private.label_text(pg_catalog.string_agg(CASE WHEN s.is_in_cycle THEN gmalign_private.sentence('line.goal_in_cycle', pg_catalog.jsonb_build_object('goal', k.goal))
                                                                           ELSE k.goal END, ' ' ORDER BY s.goal_external_id COLLATE "C", s.goal_id), 120) AS goals
              FROM goal_state s CROSS JOIN LATERAL (SELECT coalesce(s.goal_external_id, s.goal_id::text) AS goal) AS k GROUP BY s.state) AS r$q$),
    (8, 'cascade_by_level', 
     $q$SELECT gmalign_private.report_line(gmalign_private.word('level', r.level), r.aligned_share, gmalign_private.sentence('line.cascade_by_level', pg_catalog.to_jsonb(r))),
               pg_catalog.array_position(ARRAY['department', 'team', 'individual'], r.level)
        FROM (SELECT l.level, l.aligned_share, l.goal_count, l.capacity_reaching_share, l.importance_worked_share
              FROM cascade_by_level l WHERE l.segment_kind = 'level' AND l.level <> 'strategic') AS r$q$),
    (9, 'goal_path', 
     $q$SELECT gmalign_private.report_line(gmalign_private.sentence('line.steps_up', pg_catalog.to_jsonb(r)), r.contribution, gmalign_private.sentence('line.goal_path', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY r.step_count DESC, r.contribution DESC, r.goal_id)
        FROM (SELECT g.step_count, g.contribution, g.goal_id, g.path_text FROM goal_path g WHERE g.path_kind = 'strongest' AND g.step_count > 0
              ORDER BY g.step_count DESC, g.contribution DESC, g.goal_id LIMIT 5) AS r$q$),
    (10, 'goal_progress', 
     $q$SELECT gmalign_private.report_line(r.goal_title, r.progress_share, gmalign_private.sentence('line.goal_progress', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY r.status_conflict IS NULL, r.progress_share NULLS LAST, r.id)
        FROM (SELECT p.id, p.goal_title, p.progress_share, p.direction, p.start_value, p.current_value, p.target_value, p.pace_ratio, p.status, p.status_conflict
              FROM goal_progress p WHERE p.direction IS NOT NULL) AS r$q$),
    (11, 'expectancy', 
     $q$SELECT gmalign_private.report_line(pg_catalog.concat_ws(' ', r.name, gmalign_private.word('role', r.person_role)), r.weakest_link_value,
                 coalesce(nullif(gmalign_private.sentence('line.expectancy', pg_catalog.to_jsonb(r)), ''), gmalign_private.sentence('report.not_known'))),
               pg_catalog.row_number() OVER (ORDER BY r.weakest_link_value, r.name COLLATE "C", r.id)
        FROM (SELECT e.id, p.name, e.person_role, e.weakest_link_value, e.expectancy, e.instrumentality, e.valence, e.weakest_link, e.link_band,
                     e.weakest_driver, e.reward_fit_score, e.best_reward_code
              FROM expectancy e JOIN person AS p ON p.id = e.person_id WHERE e.is_latest) AS r$q$),
    (12, 'retention_risk', 
     $q$SELECT gmalign_private.report_line(pg_catalog.concat_ws(' ', r.name, gmalign_private.word('role', r.person_role)), NULL, gmalign_private.sentence('line.retention_risk', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY r.has_departed DESC, r.risk_signal_count DESC, r.name COLLATE "C", r.id)
        FROM (SELECT k.id, p.name, k.person_role, k.is_high_performer, k.signals, k.action_code, k.days_signal_to_exit, k.days_last_signal_to_exit,
                     k.has_departed, k.risk_signal_count
              FROM retention_risk k JOIN person AS p ON p.id = k.person_id WHERE k.risk_signal_count >= 2) AS r$q$),
    (13, 'alignment_trend', 
     $q$SELECT gmalign_private.report_line(pg_catalog.to_char(r.period_start, 'YYYY-MM'), r.alignment_score, gmalign_private.sentence('line.alignment_trend', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY r.period_start DESC)
        FROM (SELECT a.period_start, a.alignment_score, a.assignment_count, a.quarter_change, a.same_move_count, a.same_move_change
              FROM alignment_trend a WHERE a.scope_kind = 'all' AND a.alignment_score IS NOT NULL ORDER BY a.period_start DESC LIMIT 6) AS r$q$),
    (14, 'flag_count_by_rule', 
     $q$SELECT gmalign_private.report_line(r.rule_code, r.open_count::float8 / pg_catalog.max(r.open_count) OVER (), gmalign_private.sentence('line.flag_count_by_rule', pg_catalog.to_jsonb(r))),
               pg_catalog.row_number() OVER (ORDER BY pg_catalog.array_position(ARRAY['high', 'medium', 'low'], r.severity), r.rule_code)
        FROM (SELECT f.rule_code, f.open_count, f.severity FROM flag_count_by_rule f WHERE f.open_count > 0) AS r$q$),
    (15, 'open_flag', 
     $q$SELECT gmalign_private.report_line(coalesce(r.subject_title, r.subject_kind || ' ' || r.subject_id), NULL, gmalign_private.sentence('line.open_flag', pg_catalog.to_jsonb(r)),
                 CASE WHEN r.is_new THEN r.reason END),
               pg_catalog.row_number() OVER (ORDER BY r.is_new DESC, pg_catalog.array_position(ARRAY['high', 'medium', 'low'], r.severity), r.id)
        FROM (SELECT f.id, f.subject_title, f.subject_kind, f.subject_id, f.severity, f.rule_code, f.is_new,
                     pg_catalog.to_char(f.opened_on, 'YYYY-MM-DD') AS opened_on, f.days_open, f.action_code, f.reason FROM open_flag f) AS r$q$),
    (16, 'checkin_health', 
     $q$SELECT gmalign_private.report_line(r.name, NULL, gmalign_private.sentence('line.checkin_health', pg_catalog.to_jsonb(r))), pg_catalog.row_number() OVER (ORDER BY r.place)
        FROM (SELECT CASE WHEN k.gm_professional_id IS NULL THEN gmalign_private.sentence('report.nobody') ELSE coalesce(p.name, k.gm_professional_id::text) END AS name,
                     k.overdue_count, k.active_assignment_count, k.changing_check_in_count, k.check_in_count,
                     pg_catalog.row_number() OVER (ORDER BY p.name COLLATE "C", k.id) AS place
              FROM checkin_health k LEFT JOIN person AS p ON p.id = k.gm_professional_id) AS r$q$),
    (17, 'dimension_scorecard', 
     $q$SELECT gmalign_private.report_line(r.dimension_name, r.alignment_score, gmalign_private.sentence('line.dimension_scorecard', pg_catalog.to_jsonb(r))), r.sort_order
        FROM (SELECT d.dimension_name, d.alignment_score, d.importance_share, d.coverage_share, d.effort_share, d.cost_share, d.sort_order
              FROM dimension_scorecard d) AS r$q$),
    (18, 'program_outcomes', 
     $q$SELECT gmalign_private.report_line(gmalign_private.word('segment', r.segment), r.retention_24m_rate, gmalign_private.sentence('line.program_outcomes', pg_catalog.to_jsonb(r)), CASE WHEN r.segment_kind = 'all' THEN r.finding END),
               pg_catalog.row_number() OVER (ORDER BY r.segment_kind, r.segment COLLATE "C", pg_catalog.array_position(ARRAY['aligned', 'mixed', 'misaligned'], r.alignment_band))
        FROM (SELECT o.segment_kind, o.segment, o.retention_24m_rate, o.alignment_band, o.assignment_count, o.success_rate, o.early_return_rate,
                     o.early_return_risk_ratio, o.risk_ratio_low, o.risk_ratio_high, o.retention_12m_rate, o.retention_12m_low, o.retention_12m_high,
                     o.log_rank_p, o.cost_overrun_ratio, o.roi_ratio, o.is_too_few, o.finding
              FROM program_outcomes o WHERE o.segment_kind IN ('all', 'purpose') AND o.alignment_band <> 'not scored') AS r$q$);
END;
COMMENT ON FUNCTION gmalign_private.report_parts() IS
  'The parts of report(), whose headings are the sentences report.RELATION: the view each reads and the query of its lines, with their place; without a query: alignment_heatmap.';

CREATE FUNCTION gmalign.report(schema text, most integer DEFAULT 10) RETURNS SETOF text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- of one move or page there is little; compiled, it takes longer than to run
  SET jit = off
  -- rows become the parameters of sentences
  SET extra_float_digits = 1
AS $report$
DECLARE
  part record;
  person text;
  line text;
  n integer;
BEGIN
  IF most IS NULL OR most < 1 THEN
    RAISE EXCEPTION 'most is out of range: %', coalesce(most::text, 'NULL')
      USING ERRCODE = 'invalid_parameter_value', DETAIL = 'Each part of the page has at least one entry.';
  END IF;
  PERFORM gmalign_private.check_target_schema(schema);
  -- people by the id of the source, for those who may read it
  person := format('(SELECT e.id, %s AS name FROM employee AS e) AS p',
    CASE WHEN gmalign_private.has_columns(schema, 'employee.external_id') AND has_column_privilege(format('%I.employee', schema), 'external_id', 'SELECT')
         THEN 'coalesce(e.external_id::text, e.id::text)' ELSE 'e.id::text' END);
  RETURN NEXT gmalign_private.sentence('report.title', jsonb_build_object('schema', schema, 'day', to_char(gmalign.today(), 'YYYY-MM-DD')));
  FOR part IN SELECT p.* FROM gmalign_private.report_parts() AS p ORDER BY p.place LOOP
    RETURN NEXT '';
    RETURN NEXT gmalign_private.sentence('report.' || part.relation);
    IF NOT gmalign_private.can_read(schema, part.relation) THEN
      RETURN NEXT gmalign_private.sentence('report.not_shown', jsonb_build_object('role', quote_ident(current_user), 'view', part.relation));
      CONTINUE;
    ELSIF part.query IS NULL THEN
      RETURN QUERY SELECT '  ' || h.line FROM gmalign.alignment_heatmap(schema) WITH ORDINALITY AS h (line, place) ORDER BY h.place;
      CONTINUE;
    END IF;
    n := 0;
    PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
    FOR line IN EXECUTE pg_catalog.format('SELECT q.line FROM (%s) AS q (line, place) ORDER BY q.place',
                                          pg_catalog.replace(part.query, 'person AS p', person)) LOOP
      n := n + 1;
      IF n <= most THEN
        RETURN QUERY SELECT l FROM pg_catalog.string_to_table(line, E'\n') AS l;
      END IF;
    END LOOP;
    PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
    IF n = 0 THEN
      RETURN NEXT gmalign_private.sentence('report.nothing');
    ELSIF n > most THEN
      RETURN NEXT gmalign_private.sentence('report.more', jsonb_build_object('count', n - most, 'view', part.relation));
    END IF;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
END $report$;
COMMENT ON FUNCTION gmalign.report(text, integer) IS
  'The programme as text with bars, part by part: how it stands, which moves need somebody and why, who agrees with whom, where the camps part, what strategy has behind it, what effort follows, which goals reach it and how, key results, motivation and signals of leaving (for readers of the tier person), the last six months, open flags, check-ins, dimensions, whether alignment pays. At most so many entries a part; how many more there are is said. Parts whose view the caller may not read, or the schema has not got, say so. Reads with the rights of the caller. Raises 22023 when most is below 1.';
