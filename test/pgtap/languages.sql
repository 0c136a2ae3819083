-- The reader's language: every sentence is one of sentences(), and where a German
-- reader reads, no word stands that only English sentences have.
-- In a database of its own: the sample programme commits.
CREATE DATABASE gmalign_test_languages;
\set before :DBNAME
\c gmalign_test_languages
\ir ../start.psql
SET client_min_messages = error;
\set schema tongue
\set checks 3
\o /dev/null
\ir ../../demo/sample.sql
\o
SET gmalign.as_of = '2026-06-30';
SET search_path = tongue, gmalign, public;
SELECT plan(9);

-- ---------- shares in whole percent ----------
SELECT is((SELECT count(*)
           FROM (SELECT x::numeric::float8 AS x, (x * 1e-9)::numeric::float8 AS small, -x::numeric::float8 AS less
                 FROM (SELECT random() AS x FROM generate_series(1, 2000)
                       UNION ALL SELECT (2 * i + 1) / 200.0 FROM generate_series(0, 100) AS i
                       UNION ALL SELECT unnest(ARRAY[0, 1, 1e15, 1e-30, 12345678901.125]) / 1e9) AS r) AS q
           WHERE gmalign_private.pair_finding('a', 'b', x, small, less)
                 <> format('a and b share about %s%% (%s to %s%%) of their points',
                           round(x * 100)::integer, round(small * 100)::integer, round(less * 100)::integer)), 0::bigint,
          'a share is said as PostgreSQL rounds it');

-- ---------- every code has its text ----------
SELECT is_empty($$ SELECT DISTINCT c[1]
  FROM pg_proc p
  CROSS JOIN LATERAL regexp_matches(pg_get_functiondef(p.oid),
    '(?:sentence\(|THEN |ELSE )\s?''([a-z]+\.[a-z_]+)''', 'g') AS c
  WHERE p.pronamespace IN ('gmalign'::regnamespace, 'gmalign_private'::regnamespace) AND p.prokind = 'f'
    AND split_part(c[1], '.', 1) IN (SELECT split_part(t.code, '.', 1) FROM gmalign_private.sentences() t)
    AND gmalign_private.sentence(c[1]) IS NULL $$, 'no function says what there is no sentence for');
SELECT is_empty($$ SELECT v.code FROM (
    SELECT 'look.' || kind FROM gmalign_private.goal_looks() UNION ALL SELECT 'look.' || kind FROM gmalign_private.link_looks()
    UNION ALL SELECT 'report.' || relation FROM gmalign_private.report_parts()
    UNION ALL SELECT 'line.' || relation FROM gmalign_private.report_parts() WHERE query IS NOT NULL
    UNION ALL SELECT d.word || '.' || w FROM (VALUES ('level', 'goal', 'level'), ('direction', 'goal', 'direction'), ('status', 'goal',
    'status'),
        ('severity', 'flag_rule', 'severity')) AS d (word, relation, column_name)
      JOIN gmalign_private.data_facts() f ON f.kind = 'word' AND f.relation = d.relation AND d.column_name = ANY (f.columns)
      CROSS JOIN LATERAL string_to_table(f.argument, ', ') AS w
    UNION ALL SELECT 'fact.' || split_part(argument, ' :: ', 2) FROM gmalign_private.data_facts() WHERE kind = 'bad'
    UNION ALL SELECT 'balance.' || w FROM unnest(ARRAY['nothing', 'less', 'even', 'more', 'outside', 'unknown']) AS w
    UNION ALL SELECT 'coverage.' || w FROM unnest(ARRAY['covered', 'partial', 'thin', 'none']) AS w
    UNION ALL SELECT 'state.' || w FROM unnest(ARRAY['strategic', 'aligned', 'disconnected', 'unaligned', 'unknown']) AS w) AS v (code)
  WHERE gmalign_private.sentence(v.code) IS NULL $$, 'and every word that stands in one has its text');

-- ---------- what a German reader reads ----------
-- a model with faults, for check() to find
SELECT gmalign.install('faulty') \g /dev/null
SET search_path = faulty, gmalign, public;
INSERT INTO goal (id, title, level, goal_type, direction, start_value, target_value, start_date, due_date) VALUES
  (1, 'Uno', 'department', 'objective', NULL, NULL, NULL, '2026-01-01', '2026-06-01'), (2, 'Dos', 'team', 'key_result', NULL, NULL, NULL,
    '2025-01-01', '2026-12-01'),
  (3, 'Tre', 'team', 'key_result', 'range', NULL, NULL, NULL, NULL), (4, 'Quattro', 'team', 'key_result', 'increase', 10, 5,
    '1800-01-01', NULL),
  (5, 'Cinque', 'department', 'objective', NULL, NULL, NULL, NULL, NULL), (6, 'Sei', 'individual', 'objective', NULL, NULL, NULL, NULL,
    NULL);
INSERT INTO goal_link (child_id, parent_id, contribution) VALUES (2, 1, .5), (3, 3, NULL), (5, 4, .2), (4, 5, .2), (6, 1, .1), (6, 1, .3);
INSERT INTO employee (id, external_id, hire_date, departure_date, departure_type) VALUES (1, 'E1', '2020-01-01', '2026-01-01', NULL), (2,
  'E2', NULL, NULL, NULL);
INSERT INTO assignment (external_id, assignee_id, gm_professional_id, start_date) VALUES ('M1', 1, 2, '2025-01-01'), ('M2', 2, 1,
  '2025-01-01');
INSERT INTO goal_contributor (goal_id, employee_id, fte_share) VALUES (1, 1, .5), (1, 2, 3);
UPDATE goal SET owner_id = 1 WHERE id = 1;
INSERT INTO employment_spell (employee_id, hire_date, departure_date) VALUES (1, '2019-01-01', '2020-06-01');
ALTER TABLE goal_contributor DROP CONSTRAINT goal_contributor_fte_share_check;
UPDATE goal_contributor SET fte_share = 40 WHERE employee_id = 2;
ALTER TABLE goal DROP CONSTRAINT goal_level_check;
UPDATE goal SET level = 'Team' WHERE id = 2;
UPDATE goal SET level = 'gruppo' WHERE id = 3;
INSERT INTO goal_change (goal_id, changed_on, field) VALUES (1, '2027-01-01', 'level');
DROP VIEW graph_nodes;
SET search_path = tongue, gmalign, public;
CREATE TEMP TABLE read (place text, language text, said text);
PREPARE reading AS
INSERT INTO read (place, language, said)
  SELECT 'report', gmalign_private.language(), r FROM report('tongue', 50) AS r
  UNION ALL SELECT 'report of nothing', gmalign_private.language(), r FROM report('faulty', 50) AS r
  UNION ALL SELECT 'check', gmalign_private.language(), c.message || ' ' || regexp_replace(c.hint, 'CASE .*? END AS \w+', '', 'g')
    FROM gmalign.check('faulty') AS c
  UNION ALL SELECT 'pictures', gmalign_private.language(), d FROM (VALUES (cascade_dot('tongue', 12)), (cascade_dot('tongue', 12, 'S1')),
    (move_dot('tongue', 'M2')), (move_dot('tongue', 'R5')),
    (cascade_mermaid('tongue')), (cascade_dot('faulty'))) AS v (d)
  UNION ALL SELECT 'changes', gmalign_private.language(), b.change || ' ' || coalesce(b.measure, '') FROM assignment a
    CROSS JOIN LATERAL best_single_change('tongue', a.external_id) AS b WHERE a.external_id IN ('M2', 'M8')
  UNION ALL SELECT 'rewards', gmalign_private.language(), b.change FROM assignment a CROSS JOIN LATERAL best_reward('tongue',
    a.external_id) AS b WHERE a.external_id IN ('M2', 'M8')
  UNION ALL SELECT 'dossier', gmalign_private.language(), move_dossier_text('tongue', m) FROM unnest(ARRAY['M2', 'R3', 'R5']) AS m
  UNION ALL SELECT 'digest', gmalign_private.language(), d.message FROM flag_digest('tongue') AS d;
EXECUTE reading;
SET gmalign.language = 'de';
EXECUTE reading;
-- what the views say in words
DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT r.relname AS relation, a.attname AS name
           FROM pg_class r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
           WHERE r.relnamespace = 'tongue'::regnamespace AND r.relkind = 'v'
             AND a.attname IN ('reason', 'action', 'finding', 'gap_reason', 'signals', 'ask_next', 'unknown_reason', 'unscored_reason',
             'status_conflict',
                               'talk_to', 'rule_meaning') LOOP
    EXECUTE format('INSERT INTO read SELECT %L, ''de'', q.v FROM (SELECT DISTINCT x.%I::text AS v FROM tongue.%I AS x) AS q',
    c.relation || '.' || c.name, c.name, c.relation);
  END LOOP;
END $$;
SELECT is((SELECT count(DISTINCT c.code) FROM gmalign.check('faulty') AS c) >= 14, true, 'the faults are many');
SELECT is((SELECT count(DISTINCT r.place) FROM read r WHERE r.language = 'de') > 20, true, 'and so are the places where something is said');
CREATE TEMP VIEW word AS
  SELECT DISTINCT s.language, w.word FROM gmalign_private.sentences() s
  CROSS JOIN LATERAL regexp_split_to_table(lower(regexp_replace(s.text, '\{[^}]*\}', ' ', 'g')), '[^[:alpha:]_]+') AS w (word)
    WHERE length(w.word) > 1;
-- what stands in the data and in SQL, and names of the dot language, may be English
CREATE TEMP VIEW named AS
  SELECT DISTINCT w.word
  FROM (SELECT g.title FROM goal g UNION ALL SELECT d.name FROM goal_dimension d UNION ALL SELECT a.code FROM action a
    UNION ALL SELECT r.code FROM flag_rule r
        UNION ALL SELECT e.act FROM expectancy_survey e UNION ALL SELECT a.why_organization FROM assignment a
        UNION ALL SELECT a.why_assignee FROM assignment a
        UNION ALL SELECT a.purpose FROM assignment a UNION ALL SELECT f.outcome FROM flag f UNION ALL SELECT f.action_taken FROM flag f
        UNION ALL SELECT c.note FROM check_in c
        UNION ALL SELECT o.note FROM assignment_outcome o UNION ALL SELECT a.benefit_basis FROM assignment a
        UNION ALL SELECT replace(f.argument, ', ', ' ') FROM gmalign_private.data_facts() f WHERE f.kind = 'word'
        UNION ALL SELECT array_to_string(f.columns, ' ') FROM gmalign_private.data_facts() f
        UNION ALL SELECT k.kind FROM gmalign_private.goal_looks() k
        UNION ALL SELECT m.relation FROM gmalign_private.model_relations() m) AS d (said)
  CROSS JOIN LATERAL regexp_split_to_table(lower(d.said), '[^[:alpha:]_]+') AS w (word);
SELECT is_empty($$ SELECT DISTINCT r.place, w.word
  FROM read r CROSS JOIN LATERAL regexp_split_to_table(lower(regexp_replace(r.said,
    '(tooltip|shape|style|color|fillcolor|fontcolor|dir|arrowhead|constraint|penwidth|font[a-z]*)="?[^,;\]]*'
    '|<[^>]*>|^  (graph|node|edge|classDef|linkStyle).*$|direction LR|  end|subgraph legend|rank=same|:::[a-z]+|&[a-z]+;', ' ', 'gn')),
    '[^[:alpha:]_]+') AS t (word)
  JOIN word w ON w.word = t.word AND w.language = 'en'
  WHERE r.language = 'de' AND w.word NOT IN (SELECT x.word FROM word x WHERE x.language = 'de') AND w.word NOT IN (SELECT n.word
    FROM named n) $$,
  'no word of English sentences stands where a German reader reads');
SELECT isnt_empty($$ SELECT FROM read r CROSS JOIN LATERAL regexp_split_to_table(lower(r.said), '[^[:alpha:]_]+') AS t (word)
  JOIN word w ON w.word = t.word AND w.language = 'en'
  WHERE r.language = 'en' AND w.word NOT IN (SELECT x.word FROM word x WHERE x.language = 'de') AND w.word NOT IN (SELECT n.word
    FROM named n) $$,
  'which would be seen: an English reader reads such words');
SELECT is_empty($$ SELECT place, said FROM read WHERE said ~ '[{}]' AND place IN ('report', 'check', 'changes', 'digest') $$,
  'no parameter is left as it is');
-- what is written down is in the language of the run
UPDATE assignment SET end_date = '2026-06-01' WHERE external_id = 'M2';
SELECT count(*) FROM run_check('tongue', '2026-06-30') \g /dev/null
SELECT is((SELECT min(f.close_reason) FROM flag f JOIN assignment a ON a.id::text = f.subject_id WHERE a.external_id = 'M2'
  AND f.subject_kind = 'assignment' AND f.close_code = 'ended'),
          'die Entsendung ist beendet', 'a flag closes in the language of the run');
SELECT * FROM finish();
\c :before
DROP DATABASE gmalign_test_languages;
