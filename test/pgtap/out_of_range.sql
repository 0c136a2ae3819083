-- One row stops nothing: the model refuses numbers and days beyond all reason, and
-- where a relation of one's own holds them, check names the column and views answer.
BEGIN;
\ir ../start.psql
SELECT plan(32);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
INSERT INTO hr.org_unit (id, name) VALUES (1, 'U');
INSERT INTO hr.employee (id, hire_date, org_unit_id) SELECT i, '2020-01-01', 1 FROM generate_series(1, 6) AS i;
INSERT INTO hr.goal (id, title, level, weight, owner_id)
VALUES (1, 'S', 'strategic', 1, 1), (2, 'T', 'team', 1, 2), (3, 'S2', 'strategic', 1, 3);
INSERT INTO hr.goal (id, title, level, goal_type, direction, start_value, target_value)
VALUES (4, 'K', 'team', 'key_result', 'increase', 0, 10);
INSERT INTO hr.goal_link (child_id, parent_id, contribution) VALUES (2, 1, 1), (4, 3, .5), (4, 1, .5);
INSERT INTO hr.goal_contributor (goal_id, employee_id, fte_share) VALUES (2, 1, .5), (2, 1, .5), (1, 2, 1), (4, 3, 1);
INSERT INTO hr.assignment (id, assignee_id, start_date) SELECT i, i, '2026-01-01' FROM generate_series(1, 2) AS i;
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, 1 + s.id % 2, '2026-01-01', 1 FROM hr.stakeholder s, generate_series(1, 2) AS a;
INSERT INTO hr.review_agreement (employee_id, agreed_on, granted_months) VALUES (1, '2026-01-01', 3);
INSERT INTO hr.key_result_milestone (goal_id, due_date, value) VALUES (4, '2026-08-01', 5);
INSERT INTO hr.check_in (goal_id, checked_at, value) VALUES (4, '2026-03-01', 3);
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-29');

-- ---------- the model ----------
CREATE FUNCTION pg_temp.refuses(relation text, name text, value text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('UPDATE hr.%I SET %I = %L', relation, name, value);
  RETURN false;
EXCEPTION WHEN check_violation OR numeric_value_out_of_range THEN
  RETURN true;
END $$;
CREATE TEMP TABLE tried AS
SELECT c.relname, a.attname, v.value, pg_temp.refuses(c.relname, a.attname, v.value) AS is_refused
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
JOIN (VALUES ('date', '5874897-12-31'), ('date', '4713-01-01 BC'), ('double precision', '1.7e308'), ('double precision', '-1.7e308'),
             ('timestamp with time zone', '294276-12-31')) AS v (type, value) ON v.type = format_type(a.atttypid, NULL)
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r'
  -- those that hold a row here, but for what only the check writes
  AND c.relname IN ('employee', 'goal', 'goal_link', 'goal_contributor', 'assignment', 'assignment_goal', 'review_agreement',
                    'key_result_milestone', 'check_in', 'setting', 'alignment_snapshot');
SELECT is_empty('SELECT * FROM tried WHERE NOT is_refused', 'no column of the model takes a number or a day beyond all reason');
SELECT cmp_ok((SELECT count(*) FROM tried), '>', 80::bigint, 'and there are many');
SELECT throws_ok($$ UPDATE hr.goal_contributor SET fte_share = 10.5 $$, '23514', NULL, 'somebody who works for eleven');
SELECT lives_ok($$ UPDATE hr.assignment SET planned_end_date = '9999-12-31' $$, 'what other systems write for no end is taken');

-- ---------- relations of one's own ----------
DO $$
DECLARE k record;
BEGIN
  FOR k IN SELECT o.conrelid::regclass AS relation, o.conname FROM pg_constraint o
           WHERE o.connamespace = 'hr'::regnamespace AND o.contype = 'c' LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.relation, k.conname);
  END LOOP;
END $$;
UPDATE hr.goal_contributor SET fte_share = 1.7e308;
UPDATE hr.assignment SET fte_share = 1.7e308, end_date = '5874897-12-31';
UPDATE hr.assignment SET start_date = '5874897-12-31' WHERE id = 2;
UPDATE hr.employee SET departure_date = '5874897-12-31' WHERE id = 1;
UPDATE hr.goal SET weight = 1.7e308, due_date = '5874897-12-31';
UPDATE hr.review_agreement SET granted_months = 2147483647;
CREATE FUNCTION pg_temp.unreadable() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' LOOP
    BEGIN
      EXECUTE format('SELECT count(*) FROM (SELECT v::text FROM hr.%I v OFFSET 0) AS q', v);
    EXCEPTION WHEN OTHERS THEN
      RETURN NEXT v || ': ' || SQLERRM;
    END;
  END LOOP;
END $$;
SELECT is_empty('SELECT pg_temp.unreadable()', 'every view answers');
SELECT bag_eq($$ SELECT DISTINCT relation, column_name FROM gmalign.check('hr') WHERE code = 'out_of_range' $$,
              $$ VALUES ('goal_contributor', 'fte_share'), ('assignment', 'fte_share'), ('assignment', 'end_date'),
                 ('assignment', 'start_date'), ('employee', 'departure_date'), ('goal', 'weight'), ('goal', 'due_date'),
                 ('review_agreement', 'granted_months') $$, 'and check names the columns');
SELECT lives_ok($$ SELECT * FROM gmalign.run_check('hr') $$, 'the nightly check runs');
SELECT results_eq($$ SELECT failed_rules FROM hr.check_run WHERE as_of = '2026-06-30' $$, ARRAY[NULL::text], 'with every rule');

-- ---------- what a flag cannot hold ----------
CREATE TABLE hr.scored (id bigint, score float8);
INSERT INTO hr.scored VALUES (1, 1e300), (2, -1.7e308), (3, .5);
CREATE VIEW hr.beyond AS
SELECT s.id AS subject_id, s.score, 'goal_not_serving' AS reason_code, NULL::text AS parameters, 'r' AS reason, 'd' AS driver
FROM hr.scored s;
INSERT INTO hr.flag_rule (code, meaning, relation, subject_kind, opens_when, severity)
VALUES ('beyond', 'm', 'beyond', 'goal', 'found', 'low');
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-30');
SELECT results_eq($$ SELECT f.score FROM hr.flag f WHERE f.rule_code = 'beyond' ORDER BY f.subject_id::int $$,
                  ARRAY[1e15, -1e15, .5]::float8[], 'a score beyond that is kept as the most it holds');
UPDATE hr.scored SET score = 'NaN' WHERE id = 1;
SET client_min_messages = error;
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-30');
SELECT matches((SELECT r.failed_rules FROM hr.check_run r ORDER BY r.id DESC LIMIT 1), '^beyond: .*score_check" \(23514\)$',
               'what is no number fails its rule alone');
SET client_min_messages = warning;
DELETE FROM hr.flag WHERE rule_code = 'beyond';
DELETE FROM hr.flag_rule WHERE code = 'beyond';
DROP VIEW hr.beyond;
DROP TABLE hr.scored;

-- a row of each relation, its first or its last, in every column that takes the value at
-- once. Of the settings none that is a number: one beyond its range is an error that names it.
CREATE FUNCTION pg_temp.put(type text, value text, at text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  k record;
  n bigint := 0;
BEGIN
  FOR k IN SELECT c.relname, a.attname
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
           WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(release|check_run)'
             AND format_type(a.atttypid, NULL) = put.type AND (c.relname, a.attname) <> ('setting', 'number_value') LOOP
    BEGIN
      EXECUTE format('UPDATE hr.%I SET %I = %L WHERE ctid = (SELECT %s(t.ctid) FROM hr.%1$I t)', k.relname, k.attname, value, at);
      n := n + 1;
    EXCEPTION WHEN not_null_violation THEN
      NULL;
    END;
  END LOOP;
  RETURN n;
END $$;
CREATE FUNCTION pg_temp.answers(type text, value text, at text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  put bigint;
  said text;
BEGIN
  BEGIN
    put := pg_temp.put(type, value, at);
    said := (SELECT string_agg(u, '; ') FROM pg_temp.unreadable() AS u);
    PERFORM count(*) FROM gmalign.run_check('hr');
    said := concat_ws('; ', said, (SELECT r.failed_rules FROM hr.check_run r ORDER BY r.id DESC LIMIT 1));
    RAISE SQLSTATE 'GMA00';
  EXCEPTION WHEN SQLSTATE 'GMA00' THEN
    NULL;
  END;
  RETURN NEXT cmp_ok(put, '>', 20::bigint, format('columns with a %s %s, row: %s', type, value, at));
  RETURN NEXT is(said, '', 'and views and rules answer');
END $$;
SELECT pg_temp.answers(v.type, v.value, r.at)
FROM (VALUES ('date', '-infinity'), ('date', 'infinity'), ('double precision', 'NaN'), ('double precision', 'infinity'),
             ('double precision', '-infinity')) AS v (type, value), (VALUES ('min'), ('max')) AS r (at);

-- ---------- paths that outgrow a double ----------
-- a ladder of 1,100 rungs of two goals each: 2 to the power of 1,100 ways up
CREATE TEMP TABLE ladder AS
SELECT 2 * i + a AS child, 2 * (i - 1) + b AS parent
FROM generate_series(1, 1100) AS i, generate_series(0, 1) AS a, generate_series(0, 1) AS b;
SELECT results_eq($$ SELECT count(*), bool_and(s.contribution < 'infinity' AND s.path_count < 'infinity')
                     FROM gmalign.line_of_sight((SELECT gmalign.goal_graph(child, parent) FROM ladder), ARRAY[0]) AS s $$,
                  $$ VALUES (2201::bigint, true) $$, 'are as many as a double can hold');
SELECT is((SELECT c.goal_count FROM gmalign.cascade_coverage((SELECT gmalign.goal_graph(child, parent) FROM ladder), ARRAY[0], ARRAY[2200],
                                                            ARRAY[1]) AS c WHERE c.strategic_goal = 0), 2201::bigint, 'as in coverage');

SELECT * FROM finish();
ROLLBACK;
