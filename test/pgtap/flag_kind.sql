-- What a rule reads decides what its flags are about: through whatever views, what only
-- readers of tier person see makes them flags about persons, which wait for approval
-- and are hidden from other readers.
BEGIN;
\ir ../start.psql
SELECT plan(30);
SET client_min_messages = error;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
SET search_path = hr, public;
INSERT INTO employee (id, is_high_performer) VALUES (1, true), (2, false);
INSERT INTO assignment (id, assignee_id, start_date) VALUES (1, 1, '2026-01-01');
INSERT INTO expectancy_survey (id, employee_id, person_role, asked_on, expectancy) VALUES (1, 1, 'assignee', '2026-01-01', .123);
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence) VALUES (1, 1, .5, .5);
CREATE ROLE gmalign_test_low;
GRANT USAGE ON SCHEMA hr TO gmalign_test_low;
GRANT SELECT ON flag TO gmalign_test_low;
GRANT SELECT, INSERT, UPDATE ON flag_rule TO gmalign_test_low;

-- ---------- every shipped rule is what it says ----------
CREATE FUNCTION pg_temp.kind(rule text) RETURNS text LANGUAGE sql AS
  $$ SELECT concat_ws(', ', k.subject_kind, CASE WHEN k.is_personal THEN 'personal' END, k.reads) FROM gmalign_private.step_kinds() k
     WHERE k.rule_code = rule $$;
SELECT is_empty($$ SELECT f.code, k.reads FROM flag_rule f JOIN gmalign_private.step_kinds() k ON k.rule_code = f.code
                   WHERE (k.subject_kind, k.is_personal) <> (f.subject_kind, f.is_personal) OR f.is_personal <> (k.reads IS NOT NULL) $$,
                'rules about persons are those that read what tier person sees');
SELECT is_empty($$ SELECT m.relation, p.reads FROM gmalign_private.model_relations() m
                   JOIN gmalign_private.personal_relations('hr'::regnamespace) p ON p.relation = to_regclass(m.relation)
                   WHERE m.tier = 'assignment' $$, 'no view of tier assignment reads that');

-- ---------- rules of one's own ----------
CREATE SCHEMA other;
CREATE VIEW plain AS SELECT a.id AS subject_id FROM assignment a;
CREATE VIEW seniors AS SELECT e.id AS subject_id FROM employee e WHERE e.hire_date < '2000-01-01';
CREATE VIEW survey AS SELECT s.employee_id AS subject_id, 'answered ' || s.expectancy AS reason FROM expectancy_survey s;
CREATE VIEW other.survey AS SELECT * FROM hr.survey;
CREATE VIEW counted AS SELECT a.id AS subject_id FROM assignment a WHERE EXISTS (SELECT FROM review);
CREATE VIEW performer AS SELECT e.id AS subject_id FROM employee e WHERE e.is_high_performer;
CREATE VIEW whole AS SELECT e.id AS subject_id, to_jsonb(e)::text AS reason FROM employee e;
CREATE VIEW whole_twice AS SELECT * FROM whole;
CREATE FUNCTION asked() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM survey_answer; END;
CREATE VIEW called AS SELECT a.id AS subject_id, asked() AS score FROM assignment a;
CREATE MATERIALIZED VIEW stored AS SELECT s.employee_id AS subject_id FROM expectancy_survey s;
CREATE VIEW why AS SELECT g.id AS subject_id, g.why AS reason FROM goal g;
CREATE VIEW said AS SELECT f.subject_id, f.reason FROM flag f;
ALTER TABLE employee ADD COLUMN salary integer;
ALTER TABLE assignment ADD COLUMN remark text;
CREATE VIEW paid AS SELECT e.id AS subject_id FROM employee e WHERE e.salary > 0;
CREATE VIEW remarked AS SELECT a.id AS subject_id, a.remark AS reason FROM assignment a;
INSERT INTO flag_rule (code, meaning, relation, severity)
SELECT v, 'm', v, 'low'
FROM unnest(ARRAY['plain', 'seniors', 'survey', 'other.survey', 'counted', 'performer', 'whole', 'whole_twice', 'called', 'stored',
  'why', 'said', 'paid', 'remarked', 'rule_weak_link', 'expectancy_survey', 'flag', 'nowhere']) AS v;
SELECT is(pg_temp.kind(v.rule), v.kind, v.rule)
FROM (VALUES ('plain', 'assignment'), ('seniors', 'assignment'), ('survey', 'person, personal, expectancy_survey'),
             ('other.survey', 'person, personal, expectancy_survey'), ('counted', 'person, personal, review'),
             ('performer', 'person, personal, employee.is_high_performer'), ('whole', 'person, personal, employee.*'),
             ('whole_twice', 'person, personal, employee.*'), ('called', 'person, personal, survey_answer'),
             ('stored', 'person, personal, expectancy_survey'), ('why', 'person, personal, goal.why'),
             ('said', 'person, personal, flag.reason'),
             ('paid', 'person, personal, employee.salary'), ('remarked', 'assignment'), ('rule_weak_link', 'person, personal, expectancy'),
             ('expectancy_survey', 'person, personal, expectancy_survey'), ('nowhere', 'assignment')) AS v (rule, kind);
DELETE FROM flag_rule WHERE relation NOT LIKE 'rule_%';
DELETE FROM flag_rule WHERE code = 'rule_weak_link';

-- ---------- who may write rules learns nothing by it ----------
SET ROLE gmalign_test_low;
INSERT INTO flag_rule (code, meaning, relation, subject_kind, severity) VALUES ('t', 'm', 'rule_weak_link', 'assignment', 'low');
RESET ROLE;
-- a flag of before
INSERT INTO flag (rule_code, subject_kind, subject_id, severity, reason, opened_on, last_seen_on)
VALUES ('t', 'assignment', '1', 'low', 'expectancy .123', '2026-06-01', '2026-06-01');
SELECT is_empty($$ SELECT q.subject_id FROM gmalign.run_check('hr') AS q WHERE q.rule_code = 't' $$,
                'without approval the rule does not look');
UPDATE setting SET date_value = '2026-01-01' WHERE code = 'personal_flags_approved_on';
SELECT is_empty($$ SELECT FROM gmalign.run_check('hr') AS q WHERE q.rule_code = 't' $$, 'with it weak_link says the same already');
SELECT results_eq($$ SELECT f.subject_kind, f.subject_id FROM flag f WHERE f.rule_code = 't' AND f.closed_on IS NULL $$,
                  $$ VALUES ('person'::text, '1'::text) $$, 'and its flags are about persons');
SELECT is((SELECT string_agg(DISTINCT f.subject_kind, ', ') FROM flag f WHERE f.rule_code = 't'), 'person', 'those of before too');
SET ROLE gmalign_test_low;
SELECT is_empty($$ SELECT f.subject_id, f.reason FROM flag f WHERE f.rule_code = 't' $$, 'which others do not see');
UPDATE flag_rule SET is_personal = false, subject_kind = 'goal' WHERE code = 't';
RESET ROLE;
SELECT lives_ok($$ SELECT gmalign.run_check('hr') $$, 'another kind in the row');
SELECT is((SELECT string_agg(DISTINCT f.subject_kind, ', ') FROM flag f WHERE f.rule_code = 't'), 'person', 'changes nothing');

-- ---------- what the owner of the model does not own is not read ----------
CREATE ROLE gmalign_test_owner;
CREATE ROLE gmalign_test_else;
GRANT CREATE ON DATABASE :"DBNAME" TO gmalign_test_owner;
CREATE TABLE other.salary AS SELECT '1'::text AS subject_id, 'earns 1000' AS reason;
GRANT USAGE ON SCHEMA other TO gmalign_test_owner, gmalign_test_else;
ALTER TABLE other.salary OWNER TO gmalign_test_else;
GRANT SELECT ON other.salary TO gmalign_test_owner;
SET ROLE gmalign_test_owner;
SELECT gmalign.install('owned');
INSERT INTO owned.employee (id) VALUES (1);
INSERT INTO owned.assignment (id, assignee_id, start_date) VALUES (1, 1, '2026-01-01');
INSERT INTO owned.flag_rule (code, meaning, relation, severity) VALUES ('t', 'm', 'other.salary', 'low');
SELECT is_empty($$ SELECT q.reason FROM gmalign.run_check('owned') AS q WHERE q.rule_code = 't' $$,
                'a relation of somebody else is refused');
SELECT is((SELECT k.error FROM owned.check_run_rule k WHERE k.rule_code = 't' ORDER BY k.run_id DESC LIMIT 1),
          'relation "other.salary" belongs to another role (42501)', 'and the run says so');
RESET ROLE;
-- also of a superuser, whose relations the owner may read and others not
ALTER TABLE other.salary OWNER TO CURRENT_USER;
GRANT SELECT ON other.salary TO gmalign_test_owner;
SET ROLE gmalign_test_owner;
SELECT is_empty($$ SELECT q.reason FROM gmalign.run_check('owned') AS q WHERE q.rule_code = 't' $$, 'a superuser''s as well');
CREATE VIEW owned.salary AS SELECT s.subject_id, s.reason FROM other.salary s;
UPDATE owned.flag_rule SET relation = 'salary' WHERE code = 't';
SELECT results_eq($$ SELECT q.reason FROM gmalign.run_check('owned') AS q WHERE q.rule_code = 't' $$, ARRAY['earns 1000'],
                  'a view of the owner over it is the owner''s word');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
