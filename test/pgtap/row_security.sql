-- enable_row_security(): rows of two moves in every table, seen by an assignee, a GM
-- professional and HR, through tables and views; and the way back.
BEGIN;
\ir ../start.psql
SELECT plan(40);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
SET search_path = hr, public;

-- who is on which move: 1 is sent by 3, 2 by 4; each has rows of every kind
INSERT INTO employee (id, external_id, manager_id) SELECT i, 'gmalign_test_' || i, 4 FROM generate_series(1, 4) AS i;
INSERT INTO employment_spell (employee_id, hire_date) SELECT i, '2010-01-01' FROM generate_series(1, 4) AS i;
INSERT INTO goal (id, title, level, goal_type, owner_id)
SELECT i, 'own ' || i, 'individual', 'personal', i FROM generate_series(1, 4) AS i
UNION ALL SELECT 10, 'strategy', 'strategic', 'objective', 4 UNION ALL SELECT 11, 'team', 'team', 'objective', 4;
INSERT INTO goal_link (child_id, parent_id) SELECT i, 10 FROM unnest(ARRAY[1, 2, 3, 4, 11]) AS i;
INSERT INTO key_result_milestone (goal_id, due_date, value) SELECT g.id, '2026-09-01', 1 FROM goal g;
INSERT INTO goal_change (goal_id, changed_on, field) SELECT g.id, '2026-02-01', 'title' FROM goal g;
INSERT INTO goal_contributor (goal_id, employee_id) SELECT 11, e.id FROM employee e;
INSERT INTO goal_awareness (goal_id, employee_id, asked_on) SELECT 11, e.id, '2026-02-01' FROM employee e;
INSERT INTO assignment (id, assignee_id, gm_professional_id, sponsor_id, start_date)
VALUES (1, 1, 3, 2, '2026-01-01'), (2, 2, 4, 1, '2026-01-01');
INSERT INTO assignment_party (assignment_id, stakeholder_id, employee_id) SELECT a.id, 1, 4 FROM assignment a;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, '2026-01-01', CASE g WHEN 10 THEN .5 ELSE 1 END
FROM assignment a, stakeholder s, LATERAL unnest(ARRAY[10, a.assignee_id]) AS g
WHERE s.code = 'assignee' OR (s.code IN ('organization', 'gm_professional') AND g = 10);
INSERT INTO assignment_outcome (assignment_id, stakeholder_id, judged_on) SELECT a.id, 1, '2026-06-01' FROM assignment a;
INSERT INTO alignment_snapshot (taken_on, assignment_id) SELECT '2026-05-31', a.id FROM assignment a;
INSERT INTO expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT e.id, e.id, CASE WHEN e.id < 3 THEN 'assignee' ELSE 'gm_professional' END, '2026-02-01', .4 FROM employee e;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT s.id, 1, .5, .5 FROM expectancy_survey s;
INSERT INTO survey_answer (survey_id, item_id, answer) SELECT s.id, 1, .5 FROM expectancy_survey s;
INSERT INTO review (employee_id, held_on) SELECT e.id, '2026-03-01' FROM employee e;
INSERT INTO review_agreement (employee_id, agreed_on) SELECT e.id, '2026-03-01' FROM employee e;
INSERT INTO development_activity (employee_id, skill) SELECT e.id, 's' FROM employee e;
INSERT INTO check_in (assignment_id, goal_id, checked_at) VALUES (1, NULL, '2026-03-01'), (2, NULL, '2026-03-01'), (NULL, 1, '2026-03-01'),
  (NULL, 2, '2026-03-01'), (NULL, 11, '2026-03-01'), (2, 11, '2026-03-01');
INSERT INTO flag (rule_code, subject_kind, subject_id, severity, opened_on, last_seen_on)
SELECT CASE v.kind WHEN 'assignment' THEN 'drift' WHEN 'goal' THEN 'thin_support' ELSE 'weak_link' END,
       v.kind, v.id, 'low', '2026-06-01', '2026-06-01'
FROM (VALUES ('assignment', '1'), ('assignment', '2'), ('goal', '1'), ('goal', '2'), ('goal', '11'), ('person', '1'), ('person', '2'),
             ('person', '3'), ('person', '4')) AS v (kind, id);
INSERT INTO load_reject (source, target, reason_code, reason) VALUES ('x', 'employee', 'bad', 'bad');

-- ---------- every table that leads to a person has a policy ----------
SELECT is_empty($$ SELECT r.relation FROM gmalign_private.person_rows() r
                   WHERE r.relation NOT IN (SELECT p.relation FROM gmalign_private.row_policies() p)
                     -- counts and errors of checks; for the owner only
                     AND r.relation NOT IN ('check_run', 'check_run_rule', 'release_member') $$,
                'every table of person_rows() is on the list');
SELECT is_empty($$ SELECT t.relation FROM gmalign_private.column_tiers() t WHERE t.tier = 'person'
                     AND t.relation NOT IN (SELECT p.relation FROM gmalign_private.row_policies() p)
                     AND t.relation NOT IN ('check_run', 'check_run_rule') $$,
                'and every table with a column of tier person');
SELECT is_empty($$ SELECT c.relname FROM pg_class c JOIN gmalign_private.model_relations() m ON m.relation = c.relname AND m.kind = 'view'
                   WHERE c.relnamespace = 'hr'::regnamespace AND NOT 'security_invoker=true' = ANY (c.reloptions) $$,
                'every view runs with the rights of who asks');

CREATE ROLE gmalign_test_hr;
CREATE ROLE gmalign_test_1;
CREATE ROLE gmalign_test_3;
CREATE ROLE gmalign_test_h IN ROLE gmalign_test_hr;
CREATE ROLE gmalign_test_nobody;
-- everything by hand: rows are what is asked about here
GRANT USAGE ON SCHEMA hr TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA hr TO gmalign_test_1, gmalign_test_3, gmalign_test_h, gmalign_test_nobody;
CREATE POLICY all_kinds ON flag USING (true);
CREATE TEMP TABLE made AS SELECT * FROM gmalign.enable_row_security('hr', 'gmalign_test_hr');
SELECT set_eq($$ SELECT relation FROM made $$, $$ SELECT relation FROM gmalign_private.row_policies() $$, 'it says what it did');
CREATE FUNCTION pg_temp.policies() RETURNS SETOF text LANGUAGE sql AS
  $$ SELECT concat_ws('|', p.tablename, p.policyname, p.permissive, p.roles, p.cmd, p.qual) FROM pg_policies p WHERE p.schemaname = 'hr' $$;
CREATE TEMP TABLE before AS SELECT * FROM pg_temp.policies() AS p;
SELECT lives_ok($$ SELECT * FROM gmalign.enable_row_security('hr', 'gmalign_test_hr') $$, 'called again');
SELECT set_eq($$ SELECT pg_temp.policies() $$, $$ SELECT p FROM before $$, 'it makes the same');

-- ---------- tables ----------
CREATE FUNCTION pg_temp.seen(who text) RETURNS TABLE (relation text, n bigint) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', who);
  FOR relation IN SELECT p.relation FROM gmalign_private.row_policies() p LOOP
    EXECUTE format('SELECT count(*) FROM hr.%I', relation) INTO n;
    RETURN NEXT;
  END LOOP;
  RESET ROLE;
END $$;
CREATE TEMP TABLE expected (relation text, assignee bigint, gm bigint, hr bigint);
INSERT INTO expected VALUES
  ('employee', 1, 1, 4), ('employment_spell', 1, 1, 4), ('assignment', 1, 1, 2), ('assignment_party', 1, 1, 2),
  ('assignment_goal', 4, 4, 8), ('assignment_outcome', 1, 1, 2), ('alignment_snapshot', 1, 1, 2), ('expectancy_survey', 1, 1, 4),
  ('expectancy_outcome', 1, 1, 4),
  ('survey_answer', 1, 1, 4), ('review_agreement', 1, 1, 4), ('review', 1, 1, 4), ('development_activity', 1, 1, 4),
  ('goal_contributor', 1, 1, 4), ('goal_awareness', 1, 1, 4),
  -- strategy, team, the own one, and what is wanted from the move
  ('goal', 3, 4, 6), ('goal_link', 2, 3, 5), ('key_result_milestone', 3, 4, 6), ('goal_change', 3, 4, 6), ('check_in', 3, 3, 6),
  ('flag', 4, 4, 9), ('load_reject', 0, 0, 1);
SELECT results_eq(format($$ SELECT * FROM pg_temp.seen(%L) ORDER BY 1 $$, who),
                  format($$ SELECT relation, %I FROM expected ORDER BY 1 $$, who_column), 'tables as seen by ' || who_column)
FROM (VALUES ('gmalign_test_1', 'assignee'), ('gmalign_test_3', 'gm'), ('gmalign_test_h', 'hr')) AS v (who, who_column);
SELECT set_eq($$ SELECT relation FROM pg_temp.seen('gmalign_test_nobody') WHERE n > 0 $$,
              ARRAY['goal', 'goal_link', 'key_result_milestone', 'goal_change', 'check_in', 'flag'],
              'somebody who is nobody sees the goals of the organization and what is about them');
SET ROLE gmalign_test_nobody;
SELECT is_empty($$ SELECT g.id FROM goal g WHERE g.goal_type = 'personal' $$, 'but no goal of a person');
SELECT is_empty($$ SELECT f.id FROM flag f WHERE f.subject_id <> '11' $$, 'and no flag about one');
RESET ROLE;

-- ---------- views ----------
CREATE FUNCTION pg_temp.others(who text, person text, move text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE r record; n bigint;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', who);
  FOR r IN SELECT m.relation, a.attname FROM gmalign_private.model_relations() m
           JOIN pg_attribute a ON a.attrelid = to_regclass('hr.' || m.relation)
             AND a.attname IN ('assignment_id', 'current_assignment_id', 'person_id', 'assignee_id')
           WHERE m.kind = 'view' ORDER BY m.place LOOP
    EXECUTE format('SELECT count(*) FROM hr.%I AS v WHERE v.%I::text <> %L', r.relation, r.attname,
                   CASE WHEN r.attname = 'person_id' THEN person WHEN r.attname = 'assignee_id' THEN '1' ELSE move END) INTO n;
    IF n > 0 THEN
      RETURN NEXT format('%s.%s: %s rows of others', r.relation, r.attname, n);
    END IF;
  END LOOP;
  RESET ROLE;
END $$;
SELECT is_empty($$ SELECT pg_temp.others('gmalign_test_1', '1', '1') $$, 'views show an assignee no other person and no other move');
SELECT is_empty($$ SELECT pg_temp.others('gmalign_test_3', '3', '1') $$, 'nor a GM professional');
SELECT isnt_empty($$ SELECT pg_temp.others('gmalign_test_h', '1', '1') $$, 'HR sees the others');
SET ROLE gmalign_test_1;
SELECT is((SELECT array_agg(a.assignment_id) FROM assignment_alignment a), ARRAY[1::bigint], 'the own move is there');
SELECT is((SELECT array_agg(e.person_id) FROM expectancy e), ARRAY[1::bigint], 'and the own survey');
SELECT set_eq($$ SELECT f.subject_kind, f.subject_id FROM open_flag f $$,
              $$ VALUES ('assignment', '1'), ('goal', '1'), ('goal', '11'), ('person', '1') $$, 'and flags about them');
RESET ROLE;

-- ---------- readers of tiers under policies ----------
DROP POLICY all_kinds ON flag;
REVOKE SELECT ON ALL TABLES IN SCHEMA hr FROM gmalign_test_1, gmalign_test_3, gmalign_test_h, gmalign_test_nobody;
SELECT gmalign.grant_reader('hr', 'gmalign_test_1', 'assignment');
SELECT gmalign.grant_reader('hr', 'gmalign_test_3', 'person');
SELECT gmalign.grant_reader('hr', 'gmalign_test_h', 'person');
CREATE FUNCTION pg_temp.answer(v text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN EXECUTE format('SELECT * FROM hr.%I', v) LOOP END LOOP;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN RETURN v || ': ' || SQLERRM;
END $$;
SET ROLE gmalign_test_1;
SELECT is_empty($$ SELECT a FROM (SELECT pg_temp.answer(m.relation) AS a FROM gmalign_private.model_relations() m
                                  WHERE m.tier = 'assignment') q WHERE a IS NOT NULL $$,
                'every view of tier assignment answers under policies');
SELECT is((SELECT array_agg(a.assignment_id) FROM assignment_alignment a), ARRAY[1::bigint], 'with the own move');
SELECT is_empty($$ SELECT f.id FROM flag f WHERE f.subject_kind = 'person' $$, 'no flag about a person in this tier');
SET ROLE gmalign_test_3;
SELECT is_empty($$ SELECT a FROM (SELECT pg_temp.answer(m.relation) AS a FROM gmalign_private.model_relations() m WHERE m.kind = 'view') q
                   WHERE a IS NOT NULL $$, 'every view of tier person does');
SELECT set_eq($$ SELECT f.subject_id FROM flag f WHERE f.subject_kind = 'person' $$, ARRAY['3'],
              'tier person does not reach beyond the own rows');
SET ROLE gmalign_test_h;
SELECT is((SELECT count(*) FROM flag f), 9::bigint, 'nor does it where all rows are the own');
RESET ROLE;
SELECT lives_ok($$ SELECT gmalign.run_check('hr') $$, 'the check of the owner sees all');

-- ---------- the way back ----------
SELECT lives_ok($$ SELECT gmalign.enable_row_security('hr') $$, 'without a role that sees everything');
SET ROLE gmalign_test_h;
SELECT is((SELECT count(e.id) FROM employee e), 0::bigint, 'nobody does but the owner');
RESET ROLE;
CREATE POLICY lead ON employee TO gmalign_test_3 USING (manager_id = 4);
CREATE TEMP TABLE undone AS SELECT * FROM gmalign.disable_row_security('hr');
SELECT set_eq($$ SELECT relation, outcome FROM undone WHERE outcome <> 'all rows' $$,
              $$ VALUES ('employee', 'other policies stay'), ('flag', 'other policies stay') $$, 'policies of others stay');
SELECT set_eq($$ SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relrowsecurity $$,
              ARRAY['employee', 'flag', 'release_member'], 'row-level security is off but for them');
SELECT is_empty($$ SELECT p FROM pg_temp.policies() AS p WHERE p ~ 'gmalign_(own|all|subject)' $$, 'no policy of ours is left');
SELECT ok(NOT has_column_privilege('gmalign_test_nobody', 'hr.employee', 'external_id', 'SELECT'), 'nor the grant to everybody');
SELECT is_empty($$ SELECT * FROM gmalign.disable_row_security('hr') $$, 'twice does nothing');

-- ---------- over relations of one's own, keys as text ----------
CREATE TEMP TABLE contract AS SELECT * FROM gmalign_private.model_contract() WHERE kind = 'column';
CREATE SCHEMA named;
SELECT format('CREATE TABLE named.%I AS SELECT %s FROM hr.%1$I', c.relation, string_agg(
         CASE WHEN c.target IS NULL AND c.relation || '.' || c.column_name NOT IN ('flag.subject_id', 'alignment_snapshot.assignment_id')
              THEN quote_ident(c.column_name) ELSE format('(''k'' || %I)::varchar AS %1$I', c.column_name) END, ', '))
FROM contract c GROUP BY c.relation \gexec
ALTER TABLE named.review DROP COLUMN employee_id;
CREATE SCHEMA shown;
CREATE VIEW shown.employee AS SELECT * FROM employee;
SELECT is_empty($$ SELECT v.view_name, v.reason FROM gmalign.install_views('named') AS v
                   WHERE NOT v.made AND v.reason !~ 'employee_id|rests on' $$,
                'the views over keys of text');
SELECT set_eq($$ SELECT relation, outcome FROM gmalign.enable_row_security('named', 'gmalign_test_hr') WHERE outcome !~ 'own' $$,
              $$ VALUES ('review', 'no rows, all for gmalign_test_hr'), ('load_reject', 'no rows, all for gmalign_test_hr'),
                        ('flag', 'with its subject') $$, 'a table without the column leads nowhere');
GRANT USAGE ON SCHEMA named TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA named TO gmalign_test_1;
SET ROLE gmalign_test_1;
SELECT is((SELECT array_agg(a.assignment_id) FROM named.assignment_alignment a), ARRAY['k1'::varchar], 'the own move is there');
SELECT set_eq($$ SELECT f.subject_id FROM named.flag f WHERE f.subject_kind <> 'goal' $$, ARRAY['k1'], 'and its flag');
RESET ROLE;
SELECT results_eq($$ SELECT outcome FROM gmalign.enable_row_security('shown') $$,
                  ARRAY['no table: it shows what its own tables let through'],
                  'a view has no policies');

-- ---------- refused ----------
SELECT throws_ok($$ SELECT gmalign.enable_row_security('nowhere') $$, '42P01',
                 'schema "nowhere" has no relation employee with id and external_id');
SELECT throws_ok($$ SELECT gmalign.disable_row_security('nowhere') $$, '3F000', 'schema "nowhere" does not exist');
SELECT throws_ok($$ SELECT gmalign.enable_row_security('hr', 999999::oid::regrole) $$, '42704');

SELECT * FROM finish();
ROLLBACK;
