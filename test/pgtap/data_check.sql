-- gmalign.check over own tables: a clean programme has no finding, each kind of
-- dirt has one, and a number that would make no sense is not there.
BEGIN;
\ir ../start.psql
SELECT plan(31);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';

-- ---------- the list of facts and the model say the same ----------
\ir ../model.psql
CREATE TEMP VIEW model_fact AS
SELECT c.relname::text AS relation, a.attname::text AS column_name, q.kind
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
CROSS JOIN LATERAL (
  SELECT 'filled' AS kind WHERE a.attnotnull
  UNION SELECT CASE f.contype WHEN 'c' THEN 'checked' WHEN 'f' THEN 'reference' ELSE 'unique' END
  -- since 18 it says NOT NULL, too
  FROM pg_constraint f WHERE f.conrelid = c.oid AND a.attnum = ANY (f.conkey) AND f.contype <> 'n') AS q
-- what only the nightly check and releases write, and what is only counted
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN
  ('check_run', 'check_run_rule', 'load_reject', 'release', 'release_row', 'release_step', 'release_member');
CREATE TEMP VIEW listed_fact AS
SELECT f.relation, c.name AS column_name, CASE WHEN f.kind IN ('key', 'needed', 'event') THEN 'filled' WHEN f.kind = 'unique' THEN 'unique'
                                               WHEN f.kind = 'reference' THEN 'reference' ELSE 'checked' END AS kind
FROM gmalign_private.data_facts() f CROSS JOIN unnest(f.columns) AS c (name)
UNION ALL
SELECT f.relation, c.name, 'unique' FROM gmalign_private.data_facts() f CROSS JOIN unnest(f.columns) AS c (name) WHERE f.kind = 'key';
SELECT is_empty($$ SELECT m.relation || '.' || m.column_name, m.kind FROM model_fact m
                   WHERE NOT EXISTS (SELECT FROM listed_fact l WHERE (l.relation, l.column_name) = (m.relation, m.column_name)
                                       AND (l.kind = m.kind OR m.kind = 'filled' AND l.kind = 'checked')) $$,
                'what the model asks of a column, check asks too');
SELECT is_empty($$ SELECT f.relation, c.name FROM gmalign_private.data_facts() f CROSS JOIN unnest(f.columns) AS c (name)
                   WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass('hr.' || quote_ident(f.relation))
                                                                  AND a.attname = c.name) $$, 'and it asks of nothing else');
SELECT is_empty($$ SELECT f.relation, f.columns, w.word FROM gmalign_private.data_facts() f
                   CROSS JOIN LATERAL regexp_split_to_table(f.argument, ', ') AS w (word)
                   WHERE f.kind = 'word' AND f.relation NOT IN ('setting', 'flag_rule', 'alignment_snapshot', 'flag')
                     AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = to_regclass('hr.' || quote_ident(f.relation))
                                                                   AND strpos(pg_get_constraintdef(k.oid), quote_literal(w.word)) > 0) $$,
                'with the words that the model knows');
SELECT is_empty($$ SELECT * FROM gmalign.check('hr') $$, 'a new model has no finding');

-- ---------- own tables, clean: text, uuid and numeric keys, a domain, open ends ----------
CREATE SCHEMA "People Analytics";
SET search_path = "People Analytics", public;
CREATE DOMAIN public.score AS float8;
CREATE TABLE org_unit (id text, external_id text, name text, parent_id text, region text);
INSERT INTO org_unit VALUES ('D1', 'D1', 'Asia', NULL, 'APAC');
CREATE TABLE employee (id varchar(20), external_id text, org_unit_id text, manager_id varchar(20), home_country text, hire_date date,
                       departure_date date, departure_type text, performance_rating numeric, is_high_performer boolean);
INSERT INTO employee VALUES ('W1', 'W1', 'D1', NULL, 'DE', '2020-01-01', NULL, NULL, 3, true),
  ('W2', 'W2', 'D1', 'W1', 'DE', '2019-01-01', 'infinity', NULL, NULL, NULL), ('W3', 'W3', 'D1', 'W1', 'FR', '2018-01-01', '2025-01-01',
  'voluntary', NULL, NULL);
CREATE TABLE goal (id text, external_id text, title text, why text, level text, goal_type text, dimension_id bigint, cycle_id bigint,
                   org_unit_id text, owner_id text, weight score, direction text, start_value float8, target_value float8,
                   target_high float8, current_value float8, created_on date, start_date date, due_date date, closed_on date, status text);
INSERT INTO goal (id, external_id, title, level, goal_type, org_unit_id, owner_id, weight, direction, start_value, target_value,
  start_date, due_date, status)
VALUES ('S1', 'S1', 'Enter market', 'strategic', 'objective', NULL, NULL, 1, NULL, NULL, NULL, '2026-01-01', '2026-12-31', 'on_track'),
       ('D1', 'D1', 'Grow', 'department', 'objective', 'D1', 'W1', 1, NULL, NULL, NULL, '2026-01-01', '2026-12-31', NULL),
       ('T1', 'T1', '20 clients', 'team', 'key_result', 'D1', 'W2', 1, 'increase', 0, 20, '2026-01-01', '2026-12-31', 'on_track');
CREATE TABLE goal_link (id uuid, child_id text, parent_id text, relation text, contribution float8, valid_from date, valid_to date);
INSERT INTO goal_link VALUES ('00000000-0000-0000-0000-000000000001', 'D1', 'S1', 'contributes', .5, NULL, NULL),
                             ('00000000-0000-0000-0000-000000000002', 'T1', 'D1', 'contributes', .5, '2026-01-01', 'infinity');
CREATE TABLE assignment (id text, external_id text, assignee_id text, gm_professional_id text, sponsor_id text, org_unit_id text,
  assignment_type text, purpose text, why_organization text, home_country text, host_country text, start_date date, planned_end_date date,
  end_date date, end_reason text, fte_share float8, cost_estimate numeric, actual_cost numeric, benefit numeric, next_role_agreed_on date);
INSERT INTO assignment (id, external_id, assignee_id, gm_professional_id, org_unit_id, assignment_type, purpose, start_date,
  planned_end_date, fte_share)
VALUES ('M1', 'M1', 'W2', 'W1', 'D1', 'long_term', 'market_entry', '2026-01-01', '2027-12-31', 1);
CREATE TABLE stakeholder (id text, code text, name text, party text);
INSERT INTO stakeholder VALUES ('org', 'org', 'Organization', 'organization'), ('gm', 'gm', 'GM', 'gm_professional'), ('exp', 'exp',
  'Expat', 'assignee');
CREATE TABLE assignment_goal (assignment_id text, stakeholder_id text, goal_id text, stated_on date, priority score);
INSERT INTO assignment_goal VALUES ('M1', 'org', 'S1', '2026-01-01', 1), ('M1', 'gm', 'T1', '2026-01-01', .5), ('M1', 'exp', 'T1',
  '2026-01-01', -.5);
CREATE TABLE check_in (id bigint, external_id text, goal_id text, assignment_id text, employee_id text, checked_at timestamptz,
  value float8, confidence real, status text);
INSERT INTO check_in VALUES (1, 'C1', 'T1', NULL, 'W1', '2026-06-01', 5, .5, 'on_track');
CREATE TABLE expectancy_survey (id numeric, external_id text, employee_id text, assignment_id text, person_role text, act text,
  asked_on date, expectancy float8);
CREATE TABLE expectancy_outcome (survey_id numeric, reward_id int, instrumentality float8, valence float8, is_offered boolean);
CREATE TABLE reward (id int, code text, name text);
INSERT INTO reward VALUES (1, 'recognition', 'R');
INSERT INTO expectancy_survey VALUES (1, 'X1', 'W1', NULL, 'other', 'do', '2026-05-01', .5);
INSERT INTO expectancy_outcome VALUES (1, 1, .5, .5, true);
CREATE TABLE purpose_goal (id int, purpose text, stakeholder_id text, goal_id text, priority float8);
INSERT INTO purpose_goal VALUES (1, 'market_entry', 'org', 'S1', 1);
RESET search_path;
CREATE TEMP TABLE answer AS SELECT * FROM gmalign.install_views('People Analytics', true);
SELECT is_empty($$ SELECT * FROM gmalign.check('People Analytics') WHERE code <> 'outdated_view' $$, 'a clean programme has no finding');
SELECT results_eq($$ SELECT alignment_band, unscored_reason FROM "People Analytics".assignment_alignment $$,
                  $$ VALUES ('misaligned', NULL) $$, 'and its move a band');
SELECT is((SELECT count(*)::integer FROM "People Analytics".goal_state WHERE state IS NULL), 0, 'and its goals a state');

-- ---------- own tables, dirty ----------
SAVEPOINT clean;
SET search_path = "People Analytics", public;
INSERT INTO goal (id, title, level, goal_type, weight, owner_id, direction, target_value, target_high, start_date, due_date, status)
VALUES ('T1', 'again', 'team', 'objective', 1, 'W9', NULL, NULL, NULL, NULL, NULL, 'On track'),
       (NULL, 'no key', 'team', 'objective', 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
       ('X1', 'words', 'Company Objective', 'Objective ', 'NaN', NULL, 'up', NULL, NULL, '2026-05-01', '2026-01-01', NULL),
       ('X2', NULL, 'Strategic', NULL, -1, NULL, 'range', 9, 5, '-infinity', '1900-01-01', NULL);
INSERT INTO goal_link VALUES ('00000000-0000-0000-0000-000000000002', 'T1', 'S9', 'helps', 40, NULL, NULL),
                             ('00000000-0000-0000-0000-000000000003', 'T1', 'S1', 'conflicts', .4, '2026-02-01', '2026-01-01');
INSERT INTO assignment (id, assignee_id, assignment_type, purpose, start_date, end_date, end_reason, fte_share, host_country)
VALUES ('M2', 'W1', 'Long Term', 'Market Entry', '2026-03-01', '2026-01-01', 'Completed', 'infinity', 'FR '), ('M3', NULL, 'long_term',
  'market_entry', 'infinity', NULL, 'bored', 1, 'FR');
INSERT INTO assignment_goal VALUES ('M1', 'sponsr', 'S1', '2026-01-01', 5), ('M1', 'org', 'S1', '2026-02-01', 3), ('M7', 'org', 'G9',
  '2031-01-01', 4), ('M1', 'org', 'D1', '2026-02-01', 1), ('M1', 'org', 'D1', '2026-02-01', 1);
INSERT INTO employee VALUES ('W4', 'W4', 'D1', 'W9', 'DE', '2020-01-01', '2019-01-01', NULL, 'NaN', NULL),
  ('W5','W5',NULL,NULL,NULL,NULL,'2020-01-01',NULL,NULL,NULL);
INSERT INTO check_in VALUES (1, 'C1', NULL, NULL, 'W1', '2027-06-01', 5, 50, 'fine');
INSERT INTO expectancy_survey VALUES (2, 'X1', 'W1', NULL, 'expat', 'do', '2026-05-01', 70);
INSERT INTO expectancy_outcome VALUES (2, 9, 3, -4, NULL);
UPDATE stakeholder SET party = 'Assignee' WHERE id = 'exp';
RESET search_path;
CREATE TEMP TABLE found AS SELECT * FROM gmalign.check('People Analytics') WHERE code <> 'outdated_view';
SELECT is_empty($$ SELECT * FROM found WHERE hint IS NULL OR message IS NULL OR relation IS NULL $$, 'each finding has words and a hint');
SELECT is_empty($$ SELECT * FROM found WHERE code NOT IN ('not_checked',
  'null_key') AND (column_name IS NULL OR row_count IS NULL OR row_key IS NULL) $$,
                'a column, a count and a key');
SELECT bag_eq($$ SELECT relation, column_name, row_count FROM found WHERE code = 'out_of_range' $$,
              $$ VALUES ('goal', 'weight', 1), ('goal_link', 'contribution', 1), ('assignment_goal', 'priority', 3),
                        ('check_in', 'confidence', 1), ('expectancy_survey', 'expectancy', 1),
                        ('expectancy_outcome', 'instrumentality', 1), ('expectancy_outcome', 'valence', 1) $$, 'out of range');
SELECT results_eq($$ SELECT row_key, message, hint FROM found WHERE code = 'out_of_range' AND column_name = 'priority' $$,
                  $$ VALUES ('M1 > org > S1 > 2026-02-01', 'priority is outside -1 to 1 in 3 rows: "3", "4", "5"',
                             'They look like answers from 1 to 5: write gmalign.rescale(priority, 1, 5, 0, 1) AS priority, '
                             'or (priority, 1, 5, -1, 1) where 1 means against it.') $$, 'raw ratings, and what to write instead');
SELECT results_eq($$ SELECT hint FROM found WHERE code = 'out_of_range' AND column_name = 'contribution' $$,
                  ARRAY['They look like per cent: write contribution / 100.0 AS contribution.'], 'per cent');
SELECT bag_eq($$ SELECT relation, column_name, row_key FROM found WHERE code = 'not_finite' $$,
              $$ VALUES ('employee', 'performance_rating', 'W4'), ('goal', 'weight', 'X1'), ('goal', 'start_date', 'X2'),
                        ('assignment', 'start_date', 'M3'), ('assignment', 'fte_share', 'M2') $$,
                        'NaN and infinity; an infinite end is no end');
SELECT bag_eq($$ SELECT relation, column_name FROM found WHERE code = 'unknown_word' $$,
              $$ VALUES ('goal', 'level'), ('goal', 'direction'), ('goal_link', 'relation'), ('assignment', 'end_reason'),
                        ('check_in', 'status'), ('expectancy_survey', 'person_role') $$, 'words that nobody knows');
SELECT results_eq($$ SELECT message, hint FROM found WHERE code = 'unknown_word' AND column_name = 'level' $$,
                  $$ VALUES ('level is no known word in 1 row: "Company Objective"; known: strategic, department, team, individual',
                             'Write one of them: CASE level WHEN ''Company Objective'' THEN ... ELSE level END AS level.') $$,
                  'with the known ones');
SELECT bag_eq($$ SELECT relation, column_name, substring(message FROM '"(.*?)"') FROM found WHERE code = 'other_spelling' $$,
              $$ VALUES ('goal', 'level', 'Strategic'), ('goal', 'goal_type', 'Objective '), ('goal', 'status', 'On track'),
                        ('stakeholder', 'party', 'Assignee'), ('assignment', 'end_reason', 'Completed'),
                        ('assignment', 'assignment_type', 'Long Term'), ('assignment', 'purpose', 'Market Entry'),
                        ('assignment', 'host_country', 'FR ') $$, 'known words in another spelling, and lists of one''s own');
SELECT bag_eq($$ SELECT relation, column_name, row_key FROM found WHERE code LIKE 'dangling%' $$,
              $$ VALUES ('employee', 'manager_id', 'W4'), ('goal', 'owner_id', 'T1'), ('goal_link', 'parent_id', 'T1 > S9'),
                        ('assignment_goal', 'assignment_id', 'M7 > org > G9 > 2031-01-01'),
                        ('assignment_goal', 'stakeholder_id', 'M1 > sponsr > S1 > 2026-01-01'),
                        ('assignment_goal', 'goal_id', 'M7 > org > G9 > 2031-01-01'), ('expectancy_outcome', 'reward_id', '2 > 9') $$,
              'references that lead nowhere');
SELECT matches((SELECT message FROM found WHERE code = 'dangling_reference' AND column_name = 'stakeholder_id'),
  '"sponsr"; known: exp, gm, org$',
               'a stakeholder that is not there, and those that are');
SELECT bag_eq($$ SELECT relation, column_name FROM found WHERE code = 'duplicate_key' $$,
              $$ VALUES ('goal', 'id'), ('goal_link', 'id'), ('assignment_goal', 'assignment_id, stakeholder_id, goal_id, stated_on'),
                        ('check_in', 'id'), ('check_in', 'external_id'), ('expectancy_survey', 'external_id') $$, 'keys given twice');
SELECT bag_eq($$ SELECT code, relation, column_name FROM found WHERE code LIKE 'null%' $$,
              $$ VALUES ('null_key', 'goal', 'id'), ('null_value', 'goal', 'goal_type'), ('null_value', 'goal', 'title'),
                        ('null_value', 'assignment', 'assignee_id'), ('null_value', 'check_in', 'goal_id') $$, 'NULL where there is none');
SELECT bag_eq($$ SELECT relation, column_name FROM found WHERE code = 'unknown_event' $$,
              $$ VALUES ('employee', 'departure_type'), ('expectancy_outcome', 'is_offered') $$, 'neither true nor false');
SELECT bag_eq($$ SELECT code, relation, column_name FROM found WHERE code IN ('impossible_order', 'before_founding', 'in_the_future',
  'wrong_sign') $$,
              $$ VALUES ('impossible_order', 'employee', 'hire_date'), ('impossible_order', 'goal', 'start_date'),
                        ('impossible_order', 'goal', 'target_value'), ('impossible_order', 'goal_link', 'valid_from'),
                        ('impossible_order', 'assignment', 'start_date'), ('before_founding', 'goal', 'due_date'),
                        ('in_the_future', 'assignment_goal', 'stated_on'), ('in_the_future', 'check_in', 'checked_at'),
                        ('wrong_sign', 'goal_link', 'contribution') $$, 'dates that cannot be, and signs');
SELECT bag_eq($$ SELECT relation FROM found WHERE code = 'not_checked' $$, ARRAY['goal'], 'what cannot be looked at is said too');
SELECT results_eq($$ SELECT unscored_reason, alignment_band FROM "People Analytics".assignment_alignment WHERE assignment_id = 'M1' $$,
                  $$ VALUES ('a priority is outside -1 to 1; not heard: the organization, the assignee', 'not scored') $$,
                  'a move with priorities on another scale is not scored, and says why');
DROP TABLE found;
ROLLBACK TO clean;

-- ---------- one thing at a time ----------
SET search_path = "People Analytics", public;
UPDATE goal SET level = 'Company Objective' WHERE id = 'S1';
SELECT results_eq($$ SELECT code, column_name, row_count, row_key FROM gmalign.check('People Analytics')
                     WHERE relation = 'goal' AND code <> 'unknown_word' $$,
                  $$ VALUES ('no_strategic_goal', 'level', 3, 'D1') $$, 'no goal is strategic');
SELECT results_eq($$ SELECT DISTINCT state, unknown_reason FROM goal_state $$, $$ VALUES (NULL::text,
  'there is no strategic goal in force') $$,
                  'then no state is known, rather than unaligned');
SELECT results_eq($$ SELECT aligned_share, work_reaching_share, capacity_reaching_share FROM cascade_by_level WHERE segment_kind = 'all' $$,
                  $$ VALUES (NULL::float8, NULL::float8, NULL::float8) $$, 'no share either');
SELECT is_empty($$ SELECT * FROM rule_goal_without_sight $$, 'and no goal is flagged for it');
ROLLBACK TO clean;
ALTER TABLE "People Analytics".goal ADD COLUMN horizon integer;
SELECT results_eq($$ SELECT code, column_name FROM gmalign.check('People Analytics') WHERE code <> 'outdated_view' $$,
                  $$ VALUES ('wrong_type', 'horizon') $$, 'a column of a wrong type');
ROLLBACK TO clean;
-- relations that are views; one of them fails
CREATE SCHEMA "hr.prod";
CREATE VIEW "hr.prod".goal AS SELECT id, level, weight / 0 AS weight FROM "People Analytics".goal;
CREATE VIEW "hr.prod".stakeholder AS SELECT id, upper(party) AS party FROM "People Analytics".stakeholder;
SELECT results_eq($$ SELECT code, relation, row_count FROM gmalign.check('hr.prod') $$,
                  $$ VALUES ('not_checked', 'goal', NULL::integer), ('other_spelling', 'stakeholder', 3) $$,
                  'a view that fails is named, the others are looked at');
UPDATE hr.setting SET date_value = '2021-01-01' WHERE code = 'founded_on';
INSERT INTO hr.employee (id, hire_date) VALUES (1, '2020-12-31');
SELECT results_eq($$ SELECT code, message FROM gmalign.check('hr') $$,
                  $$ VALUES ('before_founding', 'hire_date is before 2021-01-01 in 1 row: "2020-12-31"') $$, 'the setting founded_on');
SELECT * FROM finish();
ROLLBACK;
