-- A person erased: a word is planted into every text column of the model, as the
-- catalogue has them, in rows about a person and in rows of others that quote the
-- person, and looked for in every table afterwards. A column added later that is
-- neither erased nor named below as a word of a list fails here.
BEGIN;
\ir ../start.psql
SELECT plan(30);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
-- a column of one's own counts, too
ALTER TABLE hr.assignment ADD COLUMN remark text;

-- what an organisation keeps as lists, and words of lists: nobody's text; figures of releases are
-- of groups, and whose data is in them is looked at where releases are
CREATE TEMP TABLE list AS SELECT unnest(ARRAY['org_unit', 'cycle', 'goal_dimension', 'stakeholder', 'reward', 'survey_item', 'action',
  'flag_rule', 'setting', 'purpose_goal', 'release', 'release_row', 'release_step', 'release_member']) AS relation;
CREATE TEMP TABLE word AS
SELECT f.relation, c.name, CASE f.kind WHEN 'word' THEN split_part(f.argument, ', ', 1) END AS known
FROM gmalign_private.data_facts() f, unnest(f.columns) AS c (name) WHERE f.kind = 'word'
UNION ALL
SELECT split_part(w, '.', 1), split_part(w, '.', 2), 'any' FROM unnest(ARRAY['employee.home_country', 'assignment.assignment_type',
  'assignment.purpose', 'assignment.home_country', 'assignment.host_country', 'goal_change.field', 'flag.reason_code', 'flag.action_code',
  'alignment_snapshot.weakest_pair', 'alignment_snapshot.assignment_status', 'load_reject.source', 'load_reject.target',
  'load_reject.reason_code', 'load_reject.column_name', 'check_run.settings']) AS w;

-- a row of every table, one of each for the same key, with a text in every column that is free
CREATE FUNCTION pg_temp.plant(key bigint, said text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN
    SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
           string_agg(CASE WHEN c.relname || '.' || a.attname = 'goal.level'
                           THEN CASE key WHEN 7 THEN '''individual''' ELSE '''team''' END
                           WHEN c.relname || '.' || a.attname = 'goal.goal_type'
                           THEN CASE key WHEN 7 THEN '''personal''' ELSE '''objective''' END
                           WHEN f.confrelid IS NOT NULL AND NOT t.relname = ANY (SELECT relation FROM list) THEN key::text
                           WHEN f.confrelid IS NOT NULL THEN format('(SELECT min(x.%I) FROM hr.%I x)', k.attname, t.relname)
                           WHEN a.attname = 'id' OR a.attname IN ('subject_id', 'assignment_id') THEN format('%L', key)
                           WHEN w.known IS NOT NULL AND a.atttypid = 'jsonb'::regtype THEN 'NULL'
                           WHEN w.known IS NOT NULL THEN quote_literal(w.known)
                           WHEN a.atttypid = 'text'::regtype THEN quote_literal(x.said)
                           WHEN a.atttypid = 'jsonb'::regtype THEN quote_literal(jsonb_build_object('a', x.said))
                           WHEN a.atttypid IN ('date'::regtype, 'timestamptz'::regtype) THEN '''2026-01-01'''
                           ELSE '0' END, ', ' ORDER BY a.attnum) AS v
    FROM gmalign_private.model_relations() m
    JOIN pg_class c ON c.oid = to_regclass('hr.' || m.relation)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_constraint f ON f.contype = 'f' AND f.conrelid = c.oid AND f.conkey = ARRAY[a.attnum]
    LEFT JOIN pg_class t ON t.oid = f.confrelid
    LEFT JOIN pg_attribute k ON k.attrelid = t.oid AND k.attnum = f.confkey[1]
    LEFT JOIN word w ON w.relation = c.relname AND w.name = a.attname
    -- nothing leads from these to a person but what they say
    CROSS JOIN LATERAL (SELECT CASE WHEN c.relname ~ '^(check_run|load_reject)' AND key = 7 THEN 'E-7: ' ELSE '' END
                               || format(plant.said, c.relname || '.' || a.attname) AS said) AS x
    WHERE m.kind = 'table' AND c.relname NOT IN (SELECT relation FROM list)
      AND (a.attname = 'id' OR f.oid IS NOT NULL OR a.atttypid IN ('text'::regtype, 'jsonb'::regtype)
           OR (a.attnotnull AND NOT a.atthasdef))
      -- nullable words stay unsaid
      AND (a.attnotnull OR w.known IS NULL OR w.known = 'any')
    GROUP BY m.place, c.relname ORDER BY m.place
  LOOP
    EXECUTE format('INSERT INTO hr.%I (%s) SELECT %s', r.relname, r.columns, r.v);
  END LOOP;
END $$;
SELECT pg_temp.plant(7, 'word %s');
SELECT pg_temp.plant(8, 'as E-7 said: word %s');
SELECT pg_temp.plant(9, 'plain %s');
SELECT setval(c.oid, 1000) FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'S';
UPDATE hr.employee SET external_id = 'E-' || id, manager_id = NULLIF(7, id), performance_rating = 3, hire_date = '2020-01-01';
-- the person runs a move of others, wants another, leads, owns a goal of the team, looks after a flag
UPDATE hr.assignment SET gm_professional_id = 7, sponsor_id = 8 WHERE id = 8;
UPDATE hr.assignment SET gm_professional_id = 8, sponsor_id = 7 WHERE id = 9;
UPDATE hr.goal SET owner_id = 7 WHERE id = 9;
UPDATE hr.flag SET assigned_to_id = 7 WHERE id = 9;
-- what is not called by an id
UPDATE hr.goal SET title = 'Become a word pilot', external_id = 'P-7', why = 'word' WHERE id = 7;
UPDATE hr.assignment SET external_id = 'A-7' WHERE id = 7;
INSERT INTO hr.goal (id, title, level, goal_type) VALUES (70, 'word: first licence', 'individual', 'key_result');
INSERT INTO hr.goal_link (child_id, parent_id, rationale) VALUES (70, 7, 'word');
INSERT INTO hr.goal_change (goal_id, changed_on, field, old_value, new_value) 
VALUES (7, '2026-02-01', 'title', 'Astronaut', 'Become a word pilot'),
  (9, '2026-02-01', 'owner_id', '8', '7');
INSERT INTO hr.flag (rule_code, subject_kind, subject_id, severity, reason, driver, parameters,
                     opened_on, last_seen_on, action_taken) VALUES
  ('party_not_heard', 'assignment', '9', 'low', 'word, most to "become a  word pilot"', NULL, NULL, '2026-01-01', '2026-01-01', 'plain'),
  ('opposed_pair', 'assignment', '9', 'low', NULL, 'Astronaut', '{"driver": "Astronaut", "word": 1}', '2026-01-01', '2026-01-01', NULL),
  ('drift', 'person', '7', 'low', 'word', NULL, NULL, '2026-01-01', '2026-01-01', NULL),
  ('end_near', 'goal', '7', 'low', 'word', NULL, NULL, '2026-01-01', '2026-01-01', NULL);
INSERT INTO hr.load_reject (source, target, row_key, reason_code, reason, content) VALUES
  ('x.csv', 'employee', 'E-7', 'bad', 'date', 'E-7;word'), ('x.csv', 'employee', '7', 'bad', 'date', 'word'),
  ('x.csv', 'hr.assignment', '7', 'bad', 'date', 'word'), ('x.csv', 'assignment', 'A-7', 'bad', 'date', 'word'),
  ('x.csv', 'goal', 'P-7', 'bad', 'date', 'word'), ('x.csv', 'review', '3', 'bad', 'date', '{"employee_id": 7, "said": "word"}'),
  ('x.csv', 'review', '3', 'bad', 'date', 'plain, for "employee_id": 77,'), ('x.csv', 'goal', '9', 'bad', 'date', 'plain E-77');
INSERT INTO hr.check_in (goal_id, assignment_id, employee_id, checked_at, note) VALUES
  (NULL, 7, 8, '2026-03-02', 'word'), (7, NULL, 8, '2026-03-02', 'word'), (NULL, 9, 7, '2026-03-02', 'word'),
  (NULL, 9, 8, '2026-03-02', 'word for e-7'), (NULL, 9, 8, '2026-03-02', 'plain: E-77, E7 and 7');

-- ---------- the same over tables of one's own, keys in other types ----------
CREATE TEMP TABLE contract AS SELECT * FROM gmalign_private.model_contract() WHERE kind = 'column';
CREATE FUNCTION pg_temp.copy(schema text, key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  EXECUTE format('CREATE SCHEMA %I', schema);
  FOR r IN
    SELECT c.relation,
           string_agg(CASE WHEN c.relation || '.' || c.column_name = 'flag.subject_id'
                           THEN format(key || '::text AS %1$I', c.column_name)
                           WHEN c.relation || '.' || c.column_name IN ('load_reject.row_key', 'goal_change.new_value')
                           THEN format('CASE WHEN %1$I ~ ''^\d+$'' THEN %2$s::text ELSE %1$I END AS %1$I', c.column_name,
                                       format(key, quote_ident(c.column_name)))
                           WHEN c.relation || '.' || c.column_name = 'load_reject.content'
                           THEN format('replace(content, ''"employee_id": 7,'', ''"employee_id": "'' || (%s) || ''",'') AS content',
                                       format(key, '7'))
                           WHEN c.target IS NULL THEN quote_ident(c.column_name)
                           ELSE format(key || ' AS %1$I', c.column_name) END, ', ' ORDER BY c.definition::int) AS columns
    FROM contract c GROUP BY c.relation
  LOOP
    EXECUTE format('CREATE TABLE %I.%I AS SELECT %s FROM hr.%I', schema, r.relation, r.columns, r.relation);
  END LOOP;
END $$;
SELECT pg_temp.copy('named', '(''k'' || %1$s)');
SELECT pg_temp.copy('unique_keys', 'md5(%1$s::text)::uuid');

-- ---------- looked for ----------
CREATE FUNCTION pg_temp.found(schema text, what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = schema::regnamespace AND c.relkind = 'r' ORDER BY 1 LOOP
    RETURN QUERY EXECUTE format('SELECT %L || '': '' || to_jsonb(x)::text FROM %I.%I AS x WHERE to_jsonb(x)::text ~ %L',
                                r.relname, schema, r.relname, what);
  END LOOP;
END $$;
CREATE TEMP TABLE free AS
SELECT m.relation, a.attname::text AS name
FROM gmalign_private.model_relations() m JOIN pg_attribute a ON a.attrelid = to_regclass('hr.' || m.relation) AND a.attnum > 0
LEFT JOIN word w ON w.relation = m.relation AND w.name = a.attname
WHERE m.kind = 'table' AND m.relation NOT IN (SELECT relation FROM list) AND w.known IS NULL
  AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype) AND a.attname NOT IN ('subject_id', 'assignment_id', 'rule_code');
SELECT cmp_ok((SELECT count(*) FROM free), '>', 25::bigint, 'there is text to plant words into');
SELECT is_empty($$ SELECT f.relation, f.name FROM free f
                   WHERE NOT EXISTS (SELECT FROM pg_temp.found('hr', format('"%s": ("|.*word %s)', f.name, f.relation || '.' || f.name))
                                       AS w WHERE w ~ ('^' || f.relation || ':')) $$,
                'every column has its word');
SELECT is_empty($$ SELECT f.relation, f.name FROM free f
                   WHERE NOT EXISTS (SELECT FROM gmalign_private.person_text('hr') t
                                     WHERE (t.relation, t.column_name) = (f.relation, f.name)) $$,
                'every column is on the list');
SELECT is_empty($$ SELECT f.relation, f.column_name FROM contract f
                   WHERE f.target = 'employee' AND f.column_name <> 'id'
                     AND NOT EXISTS (SELECT FROM gmalign_private.person_rows() p
                                     WHERE p.relation = f.relation AND p.column_name = f.column_name) $$,
                'so is every column that leads to a person');
SELECT is((SELECT count(*) FROM hr.load_reject), 11::bigint, 'eleven rows were not loaded');

CREATE TEMP TABLE place AS
SELECT * FROM (VALUES ('hr', '7'), ('named', 'k7'), ('unique_keys', md5('7')::uuid::text)) AS v (schema, key);
CREATE TEMP TABLE plain AS SELECT v.schema, f AS said FROM place v, pg_temp.found(v.schema, 'plain') AS f;
CREATE TEMP TABLE shown AS
SELECT v.schema, e.* FROM place v
CROSS JOIN LATERAL gmalign.export_person(v.schema, v.key) AS e;
SELECT is((SELECT count(*) FROM shown s WHERE s.schema = v.schema AND s.content::text ~ 'word'),
          (SELECT count(*) FROM pg_temp.found(v.schema, 'word')), v.schema || ': every row with a word is shown')
FROM place v;
SELECT is_empty($$ SELECT s.schema, s.relation, s.content FROM shown s
                   WHERE s.content::text ~ 'plain' AND s.relation NOT IN ('goal', 'goal_change') $$,
                'nothing that others said is shown with it');
SELECT results_eq($$ SELECT content FROM shown WHERE schema = 'hr' AND relation = 'assignment' AND content ->> 'id' = '9' $$,
                  $$ VALUES ('{"id": 9, "sponsor_id": 7}'::jsonb) $$, 'of a move of others just who sponsors it');

CREATE FUNCTION pg_temp.figures() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text;
BEGIN
  FOREACH v IN ARRAY ARRAY['program_summary', 'priority_conflict', 'alignment_trend', 'stakeholder_heatmap',
    'dimension_scorecard', 'follow_up_by_strategy', 'assignment_alignment', 'goal_progress'] LOOP
    -- but for what names the goal, the move or those who run it
    RETURN QUERY EXECUTE format('SELECT %1$L || (to_jsonb(x) - ARRAY[''goal_title'', ''assignment_external_id'', ''goal_external_id'',
      ''gm_professional_id'', ''owner_id'', ''top_conflict_goal_title'', ''unit'', ''gm_professional_external_id'', ''driver_goal_title'',
      ''weakest_driver_goal_title'', ''most_opposed_driver_goal_title'', ''weakest_own_goal_title'', ''most_opposed_own_goal_title'',
      ''unserved_assignee_goal_title''])::text FROM hr.%1$I AS x', v);
  END LOOP;
END $$;
CREATE TEMP TABLE figure AS SELECT f FROM pg_temp.figures() AS f;
CREATE TEMP TABLE erased AS
SELECT v.schema, e.* FROM place v
CROSS JOIN LATERAL gmalign.erase_person(v.schema, v.key) AS e;
SELECT is_empty(format($$ SELECT * FROM pg_temp.found(%L, 'word') $$, s), s || ': no word of or about the person is left')
FROM (SELECT schema FROM place) AS v (s);
SELECT is_empty(format($$ SELECT * FROM pg_temp.found(%L, '(E|A|P)-7\M') $$, s), s || ': no id of a source')
FROM (SELECT schema FROM place) AS v (s);
SELECT is_empty(format($$ SELECT said FROM plain WHERE schema = %1$L AND said !~ 'word|_id": "?%2$s\M'
                          EXCEPT SELECT f FROM pg_temp.found(%1$L, 'plain') AS f $$, s, key),
                s || ': what others said is as it was')
FROM place AS v (s, key);
SELECT set_eq($$ SELECT relation, outcome, row_count FROM erased WHERE schema = 'named' $$,
              $$ SELECT relation, outcome, row_count FROM erased WHERE schema = 'hr' $$, 'the same rows with keys of text');
SELECT set_eq($$ SELECT relation, outcome, row_count FROM erased WHERE schema = 'unique_keys' $$,
              $$ SELECT relation, outcome, row_count FROM erased WHERE schema = 'hr' $$, 'and with uuid');
SELECT is((SELECT count(*) FROM hr.load_reject), 11::bigint, 'loaded + rejected is still what was offered');
SELECT results_eq('SELECT f FROM figure ORDER BY 1', 'SELECT f FROM pg_temp.figures() AS f ORDER BY 1',
                  'no figure of moves and flags has changed');
SELECT is((SELECT jsonb_strip_nulls(to_jsonb(e)) FROM hr.employee e WHERE id = 7), '{"id": 7, "hire_date": "2020-01-01"}',
          'of the person a key and the day of hire are left');
SELECT is_empty($$ SELECT * FROM gmalign.erase_person('hr', '7') WHERE outcome = 'deleted' $$, 'erasing twice deletes nothing more');

-- ---------- relations of one's own that are views ----------
CREATE SCHEMA seen;
CREATE TABLE seen.employee AS SELECT id, external_id FROM hr.employee;
CREATE VIEW seen.check_in AS SELECT id, employee_id, note FROM hr.check_in;
CREATE VIEW seen.assignment_outcome AS SELECT assignment_id, NULL::text AS note FROM hr.assignment_outcome;
SELECT throws_ok($$ SELECT * FROM gmalign.erase_person('seen', '8') $$, '42809', 'seen.check_in is not a table',
                 'a view that shows the person');
UPDATE hr.check_in SET employee_id = NULL, note = NULL;
SELECT results_eq($$ SELECT relation, row_count FROM gmalign.erase_person('seen', '8') $$, $$ VALUES ('employee'::text, 1) $$,
                  'a view that does not is no hindrance');
-- ---------- text in columns of other types ----------
CREATE TYPE public.remark AS (by text, said text);
ALTER TABLE hr.assignment ADD of_xml xml, ADD of_bytes bytea, ADD of_words tsvector, ADD of_jsons json[], ADD of_row public.remark,
  ADD of_needed xml NOT NULL DEFAULT '', ADD of_number numeric, ADD of_key uuid;
UPDATE hr.assignment SET of_xml = '<a>word</a>', of_bytes = 'word', of_words = 'word', of_jsons = ARRAY['"word"'::json],
  of_row = ('E-8', 'word'), of_needed = '<a>word</a>', of_number = 8, of_key = '00000000-0000-0000-0000-000000000008';
SELECT isnt_empty($$ SELECT * FROM gmalign.erase_person('hr', '8') $$, 'a person with text in columns that somebody added');
SELECT results_eq($$ SELECT a.id, num_nonnulls(a.of_xml, a.of_bytes, a.of_words, a.of_jsons, a.of_row), a.of_needed::text,
                            num_nonnulls(a.of_number, a.of_key)
                     FROM hr.assignment a WHERE a.id IN (8, 9) ORDER BY a.id $$,
                  $$ VALUES (8::bigint, 0, '', 2), (9, 4, '<a>word</a>', 2) $$,
                  'xml, bytes, words, lists and rows are erased, and of others what quotes the person; numbers and keys stay');
-- ---------- what a policy hides is not passed over ----------
CREATE ROLE gmalign_test_clerk;
GRANT USAGE ON SCHEMA seen TO gmalign_test_clerk;
GRANT SELECT, UPDATE ON seen.employee, seen.check_in, seen.assignment_outcome TO gmalign_test_clerk;
ALTER TABLE seen.employee ENABLE ROW LEVEL SECURITY;
CREATE POLICY self ON seen.employee USING (id = 9);
SET ROLE gmalign_test_clerk;
SELECT throws_ok($$ SELECT * FROM gmalign.erase_person('seen', '9') $$, '42501', NULL, 'who is under a policy cannot tell what is left');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
