-- Pictures and pages of text: whatever a title holds is shown and is nothing
-- else, each picture follows a grammar of its own, limits say what they leave out,
-- and everything is read with the rights of the caller.
BEGIN;
\ir ../start.psql
SELECT plan(55);
SET LOCAL client_min_messages = error;
SET LOCAL gmalign.as_of = '2026-06-30';
\ir ../model.psql
SET LOCAL search_path = hr, gmalign, public;

-- ---------- bars ----------
SELECT results_eq($$ SELECT score_bar(v, w) FROM (VALUES (0::float8, 10), (.34, 10), (.36, 10), (1, 10), (.5, 3), (-2, 4), (7, 4),
  ('Infinity', 4), (.5, 0), (NULL, 4), ('NaN', 4)) AS x (v, w) $$,
  ARRAY['..........', '###.......', '####......', '##########', '##.', '....', '####', '####', '.', NULL, NULL],
  'bars are held between empty and full');

-- ---------- nothing yet ----------
SELECT alike(cascade_dot('hr'), 'digraph gmalign {%}' || E'\n', 'a model without goals is a picture without goals');
SELECT unalike(cascade_dot('hr'), '%label=""%', 'without an empty label');
SELECT alike(cascade_mermaid('hr'), 'flowchart BT%', 'for Mermaid, too');
SELECT is((SELECT string_agg(h, '') FROM alignment_heatmap('hr') AS h), 'No voice has stated what it wants from a move that has not ended.',
          'a heatmap of nobody says so');
SELECT isnt_empty($$ SELECT * FROM report('hr') $$, 'and a page of nothing is a page');
INSERT INTO goal (id, title, level) VALUES (900, 'nothing is strategic', 'team');
SELECT alike(cascade_dot('hr'), '%not known: nothing is strategic%', 'where nothing is strategic no state is drawn');
DELETE FROM goal;

-- ---------- titles of all kinds ----------
CREATE TEMP TABLE odd (id integer, title text);
INSERT INTO odd VALUES
  (1, 'quotes " '' ` and "'), (2, E'lines\nand\r\ntabs\t.'), (3, 'brackets ])}>{([ "]; n1 --> n2'), (4,
  '<b>bold</b><script>alert(1)</script>'),
  (5, U&'emoji \+01F30D\+01F468\200D\+01F680 and \00FC\4E2D\6587'), (6, 'back\slash \n \N \G \"'), (7, '&amp; &lt; &#39; #quot; #35; & ;'),
  (8, '%%{init: {"theme": "dark"}}%% %% note'), (9, 'end'), (10, '`**md**` _it_ 1. list'), (11,
  'style a:#123; classDef x:#fff; linkStyle 0 x:#1;'),
  (12, '|pipe| and -->|text| n1 & n2'), (13, repeat('long ', 60)), (14, repeat('x', 300)), (15, ' '), (16, 'ends with a backslash \'),
  (17, U&'turned \202Eround\2066 and \FFFE'), (18, E'bell \x07 and escape \x1b[31m'), (19, '$$x^2$$ fa:fa-car @{ shape: x }'), (20, '"'),
  (21, '\'),
  (22, 'subgraph x; direction LR; click n1 "javascript:alert(1)"'), (23, ']]>'), (24, '--'), (25, '<TABLE><TR><TD>');
INSERT INTO goal (id, external_id, title, level)
SELECT id, 'G' || id, title, CASE WHEN id <= 2 THEN 'strategic' ELSE 'team' END FROM odd;
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT i, 1 + i % 2, CASE WHEN i % 5 = 0 THEN 'conflicts' WHEN i % 7 = 0 THEN 'supports' ELSE 'contributes' END,
       CASE WHEN i % 5 = 0 THEN -.3 WHEN i % 7 = 0 THEN NULL ELSE .6 END
FROM generate_series(3, 20) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution) VALUES (21, 22, 1), (22, 21, 1), (23, 23, .5), (24, 22, .5);

CREATE TEMP TABLE picture AS SELECT cascade_dot('hr') AS dot, cascade_mermaid('hr') AS mermaid, cascade_dot('hr', 10) AS few;
CREATE TEMP TABLE dot AS SELECT l.* FROM picture, string_to_table(dot, E'\n') WITH ORDINALITY AS l (line, n);
CREATE TEMP TABLE mermaid AS SELECT l.* FROM picture, string_to_table(mermaid, E'\n') WITH ORDINALITY AS l (line, n);

-- a grammar of our own for what we write: a quoted string has no quote and no
-- backslash but escaped ones
CREATE FUNCTION pg_temp.strange(line text) RETURNS boolean LANGUAGE sql AS $$
  SELECT line LIKE '  n%' AND line NOT LIKE '  node [%' AND line !~ replace(
    '^  n\d+ (\[label=Q, tooltip=Q, shape=\w+, style=("[\w,]+"|\w+)(, peripheries=2)?, fillcolor=C, fontcolor=C(, color=C, penwidth=4)?\];'
    || '|-> n\d+ \[style=\w+(, (arrowhead|dir|constraint)=\w+)*(, color=C, fontcolor=C(, label=Q)?, penwidth=\d\.\d)?\];)$',
    'C', '"#[0-9A-F]{6}"') $$;
CREATE FUNCTION pg_temp.is_dot(line text) RETURNS boolean LANGUAGE sql AS $$
  SELECT NOT pg_temp.strange(regexp_replace(regexp_replace(line, '"#[0-9A-F]{6}"', '"#000000"', 'g'),
  '(label|tooltip)="(?:[^"\\]|\\["\\n])*"', '\1=Q', 'g')) $$;
SELECT ok(NOT pg_temp.is_dot('  n1 [label="a"b"];'), 'the grammar refuses what is no DOT');
SELECT is_empty($$ SELECT line FROM dot WHERE NOT pg_temp.is_dot(line) $$, 'every line is a node or an edge');
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ \['), 25::bigint, 'a node per goal');
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ ->' AND line !~ 'invis'), 22::bigint, 'an edge per link');

-- read back, a tooltip is the title in one line
CREATE FUNCTION pg_temp.shown(title text) RETURNS text LANGUAGE sql AS $$
  SELECT btrim(regexp_replace(translate(title, U&'\202E\2066\FFFE', ''), '[\x01-\x20\x7f]+', ' ', 'g')) $$;
CREATE FUNCTION pg_temp.dot_reads(quoted text) RETURNS text LANGUAGE sql AS $$
  SELECT replace(replace(replace(replace(quoted, '\"', '"'), '\\', '\'), '&amp;', chr(1)), chr(1), '&') $$;
SELECT set_eq($$ SELECT pg_temp.dot_reads((regexp_match(line, 'tooltip="((?:[^"\\]|\\.)*)"'))[1]) FROM dot WHERE line ~ '^  n\d+ \[' $$,
              $$ SELECT pg_temp.shown(title) FROM odd $$, 'every title can be read back from the DOT text');
SELECT ok(bool_and(char_length(pg_temp.dot_reads((regexp_match(line, ' \[label="((?:[^"\\]|\\.)*)"'))[1])) < 120),
  'labels are short, however long titles are')
FROM dot WHERE line ~ '^  n\d+ \[';

-- Mermaid: quoted text is letters, digits, entities, line breaks and what is not ASCII
CREATE FUNCTION pg_temp.is_mermaid(line text) RETURNS boolean LANGUAGE sql AS $$
  SELECT line = '' OR regexp_replace(line, '"([A-Za-z0-9 ,/]|#\d+;|<br/>|[^\x01-\x7f])*"', 'Q') ~
    ('^(flowchart BT|  end|    direction LR|  subgraph legend\[Q\]|  style n\d+ stroke:#[0-9A-F]{6},stroke-width:4px'
     || '|  n\d+ (-->|---|-\.->|==>)(\|"-?\d\.\d\d"\|)? n\d+|  classDef \w+ fill:#[0-9A-F]{6},color:#[0-9A-F]{6},stroke:#000000'
     || '|  linkStyle \d+(,\d+)* stroke:#[0-9A-F]{6},stroke-width:2px|  (  )?[nl]\d+(\[\[Q\]\]|\(Q\)|\{\{Q\}\}|>Q\]|\[Q\]):::\w+)$') $$;
SELECT ok(NOT pg_temp.is_mermaid('  n1["a"b"]:::aligned'), 'the grammar refuses what is no Mermaid');
SELECT is_empty($$ SELECT line FROM mermaid WHERE NOT pg_temp.is_mermaid(line) $$, 'every line is one of the grammar');
SELECT is_empty($$ SELECT line FROM mermaid WHERE line ~ 'direction\s' AND line <> '    direction LR' $$,
  'no title is a statement of direction, which Mermaid sees in quotes');
SELECT is((SELECT count(*) FROM mermaid WHERE line ~ '^  n\d+[^ ]* ?"?.*:::'), 25::bigint, 'a node per goal for Mermaid');
SELECT set_eq($$ SELECT DISTINCT e.kind FROM mermaid m CROSS JOIN LATERAL (SELECT (regexp_match(m.line,
  '^  n\d+ ([-=.>]+)'))[1] AS kind) AS e WHERE e.kind IS NOT NULL $$,
              ARRAY['-->', '---', '-.->', '==>'], 'contributing, linked, conflicting and circular links look different');
CREATE FUNCTION pg_temp.mermaid_reads(quoted text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(CASE WHEN t.m[1] = '#8203;' THEN '' WHEN t.m[1] LIKE '#%' THEN chr(trim(t.m[1], '#;')::integer) WHEN t.m[1] =
  '<br/>' THEN ' ' ELSE t.m[1] END, '' ORDER BY t.n)
  FROM regexp_matches(quoted, '#\d+;|<br/>|.', 'g') WITH ORDINALITY AS t (m, n) $$;
SELECT set_eq($$ SELECT coalesce(btrim(replace(pg_temp.mermaid_reads((regexp_match(line, '"(.*)"'))[1]), '(in a cycle)', '')), '')
  FROM mermaid WHERE line ~ '^  n\d+.*:::' $$,
              $$ SELECT CASE WHEN char_length(s.line) > 80 THEN left(s.line, 77) || '...' ELSE s.line END
                 FROM odd CROSS JOIN LATERAL pg_temp.shown(title) AS s (line) $$, 'every title can be read back from Mermaid');

-- ---------- what is drawn ----------
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ \[.*peripheries=2.*fillcolor="#0072B2"'), 2::bigint,
  'strategic goals have a frame of two lines and their colour');
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ ->.*style=dashed, arrowhead=tee.*label=" -0.30 "'), 4::bigint,
  'what conflicts is dashed');
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ ->.*style=dotted' AND line !~ 'label='), 2::bigint,
  'what nobody measured is dotted, without a number');
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ \[.*in a cycle.*color="#882255", penwidth=4'), 3::bigint,
  'goals of a cycle are marked');
SELECT is((SELECT count(*) FROM dot WHERE line ~ '^  n\d+ ->.*style=bold'), 3::bigint, 'and its links, one to itself too');
SELECT is((SELECT count(DISTINCT kind || fill) FROM gmalign_private.goal_looks()), (SELECT count(DISTINCT fill)
  FROM gmalign_private.goal_looks()),
          'no two states have one colour');
SELECT is((SELECT count(DISTINCT dot_look) FROM gmalign_private.goal_looks() WHERE kind NOT IN ('unknown', 'party')), 4::bigint,
  'nor one shape');

-- ---------- limits ----------
SELECT throws_ok(format('SELECT cascade_dot(''hr'', %s)', v), '22023', 'node_limit is out of range: ' || coalesce(v, 'NULL'),
  'a limit of ' || coalesce(v, 'NULL') || ' is refused')
FROM unnest(ARRAY['0', '1001', 'NULL']) AS v;
SELECT is((SELECT count(*) FROM string_to_table((SELECT few FROM picture), E'\n') AS l WHERE l ~ '^  n\d+ \['), 10::bigint,
  'no more goals than the limit');
SELECT alike((SELECT few FROM picture), '%Left out: 15 of 25 goals (%', 'and the picture says what it lacks');
SELECT throws_ok($$ SELECT cascade_dot('hr', goal => 'G0') $$, '22023', 'there is no goal "G0"', 'a goal that is not there is an error');
SELECT is((SELECT count(*) FROM string_to_table(cascade_dot('hr', goal => 'G24'), E'\n') AS l WHERE l ~ '^  n\d+ \['), 3::bigint,
  'around a goal: what is above it');
SELECT is((SELECT count(*) FROM string_to_table(cascade_dot('hr', goal => '1'), E'\n') AS l WHERE l ~ '^  n\d+ \['), 10::bigint,
  'and below');
INSERT INTO goal (id, title, level) SELECT 1000 + i, 'many ' || i, 'team' FROM generate_series(1, 400) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution) SELECT g.id, p, .1 FROM goal g, generate_series(1, 2) AS p WHERE g.title LIKE
  'many%';
SELECT ok(count(*) FILTER (WHERE l ~ '^  n\d+ (-|=)') BETWEEN 300 AND 500 AND sum(length(l) + 1) < 50000,
  'Mermaid gets no more links and text than it takes')
FROM string_to_table(cascade_mermaid('hr', 1000), E'\n') AS l;
DELETE FROM goal WHERE id > 1000;

-- ---------- a move ----------
INSERT INTO employee (id, external_id) VALUES (1, 'E-1'), (2, 'E-2');
INSERT INTO assignment (id, external_id, assignee_id, gm_professional_id, start_date) VALUES (1, 'M"1', 1, 2, '2026-01-01'), (2, 'M2', 1,
  NULL, '2026-01-01'),
  (3, 'M"3', 1, 2, '2026-01-01');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 1, s.id, v.goal, '2026-01-01', v.priority FROM stakeholder s
JOIN (VALUES ('organization', 1, 1), ('line_manager', 3, .5), ('line_manager', 1, .5), ('gm_professional', 25, 1), ('gm_professional', 6,
  .5), ('assignee', 1, -1), ('assignee', 4, .5))
  AS v (code, goal, priority) ON v.code = s.code;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 3, s.id, 1, '2026-01-01', CASE s.code WHEN 'gm_professional' THEN -1 ELSE 1 END FROM stakeholder s
WHERE s.code IN ('organization', 'gm_professional', 'assignee');
CREATE TEMP TABLE move AS SELECT l.* FROM string_to_table(move_dot('hr', 'M"1'), E'\n') WITH ORDINALITY AS l (line, n);
SELECT is_empty($$ SELECT line FROM move WHERE NOT pg_temp.is_dot(line) $$, 'a move follows the grammar');
SELECT is((SELECT count(*) FROM move WHERE line ~ '^  n\d+ \[.*shape=ellipse'), 3::bigint, 'it has three parties');
SELECT is((SELECT count(*) FROM move WHERE line ~ '^  n\d+ -> n\d+ .*dir=none'), 3::bigint, 'three pairs');
SELECT is((SELECT count(*) FROM string_to_table(move_dot('hr', 'M"3'), E'\n') AS l WHERE l ~ 'style=dashed.*label=" 0% misaligned "'),
  2::bigint,
          'misaligned ones are dashed');
SELECT isnt_empty($$ SELECT line FROM move WHERE line ~ 'label=" 100%, 50% Line manager "' $$,
  'what several voices of a party want is one edge with the word of each');
SELECT isnt_empty($$ SELECT line FROM move WHERE line ~ '^  n\d+ -> n\d+ .*style=dashed.*label=" -67% "' $$,
  'what a party is against is dashed');
SELECT isnt_empty($$ SELECT line FROM move WHERE line ~ 'opposed, costs \d+%' $$, 'a goal says what it costs');
SELECT is((SELECT count(*) FROM string_to_table(move_dot('hr', '2'), E'\n') AS l WHERE l ~ 'not heard'), 3::bigint,
  'a party that was not heard says so');
SELECT throws_ok($$ SELECT move_dot('hr', 'M9') $$, '22023', 'there is no assignment "M9"', 'a move that is not there is an error');

-- ---------- heatmap and page ----------
SELECT is((SELECT count(*) FROM alignment_heatmap('hr')), 1 + (SELECT count(DISTINCT stakeholder_a) FROM stakeholder_heatmap),
  'a line per voice and one of numbers');
SELECT is((SELECT count(DISTINCT length(l)) FROM alignment_heatmap('hr') AS l), 1::bigint, 'all as long as each other');
SELECT isnt_empty($$ SELECT l FROM report('hr') AS l WHERE l LIKE '%M"3%' $$, 'the page names the move that needs somebody');
SELECT throws_ok($$ SELECT report('hr', 0) $$, '22023', 'most is out of range: 0', 'a page of nothing is refused');

-- ---------- as the caller ----------
CREATE ROLE gmalign_test_nobody;
CREATE ROLE gmalign_test_reader;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'assignment');
CREATE POLICY shown ON goal FOR SELECT USING (id <> 4);
ALTER TABLE goal ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA hr TO gmalign_test_nobody;
SET LOCAL ROLE gmalign_test_nobody;
SELECT throws_ok(format('SELECT %s', q), '42501', NULL, q || ': not without rights')
FROM unnest(ARRAY[$$cascade_dot('hr')$$, $$move_dot('hr', 'M2')$$, $$alignment_heatmap('hr')$$]) AS q;
SET LOCAL ROLE gmalign_test_reader;
SELECT doesnt_match(cascade_dot('hr') || cascade_mermaid('hr') || move_dot('hr', 'M"1'), '</b>|b#62;bold', 'a policy holds in pictures');
SELECT is((SELECT string_agg(substring(l FROM 'view (.*)'), ' ') FROM report('hr') AS l WHERE l LIKE '  not shown: %'),
  'expectancy retention_risk open_flag program_outcomes',
  'of motivation and leaving a reader of the other tier is told nothing');
RESET ROLE;
SELECT is((SELECT string_agg(l, ' ') FROM report('hr') AS l WHERE l LIKE '  not shown: %'), NULL, 'the owner is shown every part');
SET LOCAL ROLE gmalign_test_nobody;
SELECT is((SELECT count(*) FROM report('hr') AS l WHERE l LIKE '  not shown: %'), 18::bigint,
  'who may read nothing is told so, part by part');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
