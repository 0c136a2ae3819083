-- Numbers that are none, in relations of one's own: NaN, infinity and what is outside
-- a range stop no view, show up in none, and gmalign.check names each column; what
-- rests on other rows is as it was.
BEGIN;
\ir ../start.psql
SELECT plan(27);
SET client_min_messages = warning;
SET jit = off;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
INSERT INTO hr.org_unit (id, name) VALUES (1, 'Unit');
INSERT INTO hr.employee (id, org_unit_id, hire_date, is_high_performer, performance_rating)
SELECT i, 1, '2020-01-01', true, 3 FROM generate_series(1, 20) AS i;
INSERT INTO hr.goal (id, title, level, goal_type, owner_id, org_unit_id, dimension_id, direction, start_value, target_value, target_high,
                     current_value)
SELECT i, 'goal ' || i, CASE WHEN i < 3 THEN 'strategic' ELSE 'team' END, CASE WHEN i < 3 THEN 'objective' ELSE 'key_result' END, i, 1,
       CASE WHEN i < 3 THEN i END, CASE WHEN i > 2 THEN 'range' END, 0, 10, 12, 3 FROM generate_series(1, 14) AS i;
INSERT INTO hr.goal_link (id, child_id, parent_id, contribution) SELECT i, i, 1 + i % 2, .5 FROM generate_series(3, 14) AS i;
INSERT INTO hr.goal_contributor (id, goal_id, employee_id, fte_share) SELECT i, i, i, .5 FROM generate_series(3, 14) AS i;
INSERT INTO hr.key_result_milestone (id, goal_id, due_date, value) SELECT i, i, '2026-03-01', 3 FROM generate_series(3, 14) AS i;
INSERT INTO hr.check_in (id, goal_id, checked_at, value, confidence) SELECT i, i, '2026-03-01', 4, .5 FROM generate_series(3, 14) AS i;
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, purpose, org_unit_id, start_date, planned_end_date, end_date, end_reason,
                           actual_cost, cost_estimate, benefit)
SELECT i, i, 15 + i % 5, 'market', 1, '2025-01-01', CASE WHEN i > 6 THEN '2025-12-31' ELSE '2026-12-31' END::date,
       CASE WHEN i > 6 THEN '2025-12-31'::date END, CASE WHEN i > 6 THEN 'completed' END, 1000, 900, 3000 FROM generate_series(1, 14) AS i;
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, '2025-01-01', .2 * (g - 2) FROM hr.assignment a, hr.stakeholder s, generate_series(3, 5) AS g
WHERE s.code IN ('organization', 'assignee');
INSERT INTO hr.purpose_goal (purpose, stakeholder_id, goal_id, priority) SELECT 'market', s.id, g, .5
FROM hr.stakeholder s, generate_series(3, 5) AS g WHERE s.code = 'gm_professional';
INSERT INTO hr.assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success, rating)
SELECT a.id, 1, '2026-01-10', true, .7 FROM hr.assignment a WHERE a.id > 6;
INSERT INTO hr.development_activity (id, employee_id, skill, hours, done_on)
SELECT i, i, 's', 3, '2026-03-01' FROM generate_series(1, 20) AS i;
INSERT INTO hr.expectancy_survey (id, employee_id, assignment_id, person_role, asked_on, expectancy)
SELECT i, i, i, 'assignee', '2026-02-01', .5 FROM generate_series(1, 14) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT s.id, r.id, .4, .6
FROM hr.expectancy_survey s, hr.reward r;
INSERT INTO hr.survey_answer (survey_id, item_id, answer) SELECT s.id, i.id, .4 FROM hr.expectancy_survey s, hr.survey_item i;

CREATE SCHEMA own;
CREATE FUNCTION pg_temp.copy() RETURNS void LANGUAGE plpgsql AS $$
DECLARE t text;
BEGIN
  FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'hr'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('CREATE TABLE own.%1$I AS TABLE hr.%1$I', t);
  END LOOP;
  -- numeric(14,2) takes no infinity
  ALTER TABLE own.assignment ALTER actual_cost TYPE numeric, ALTER cost_estimate TYPE numeric, ALTER benefit TYPE numeric;
END $$;
SELECT pg_temp.copy();
SELECT is_empty($$ SELECT * FROM gmalign.install_views('own') WHERE NOT made $$, 'every view is made');

-- what views read, but what only the nightly check writes
CREATE TEMP TABLE number AS
SELECT f.relation, c.name, row_number() OVER (PARTITION BY f.relation ORDER BY f.place, c.place) AS place
FROM gmalign_private.data_facts() f, unnest(f.columns) WITH ORDINALITY AS c (name, place)
WHERE f.kind = 'number' AND f.relation NOT IN ('setting', 'flag_rule', 'flag', 'alignment_snapshot')
  AND (SELECT a.atttypid IN ('float8'::regtype, 'numeric'::regtype) FROM pg_attribute a
       WHERE a.attrelid = to_regclass('own.' || f.relation) AND a.attname = c.name);
-- one row of its own for each column
CREATE FUNCTION pg_temp.spoil(value text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT * FROM number LOOP
    EXECUTE format('UPDATE own.%1$I SET %2$I = %3$L WHERE ctid = (SELECT x.ctid FROM own.%1$I x WHERE x.%2$I IS NOT NULL
                                                                 ORDER BY x::text COLLATE "C" OFFSET %4$s LIMIT 1)',
                   r.relation, r.name, spoil.value, r.place);
  END LOOP;
END $$;
CREATE FUNCTION pg_temp.amiss() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text; n bigint;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' LOOP
    BEGIN
      -- to text: whatever is computed
      EXECUTE format('SELECT count(*) FILTER (WHERE x::text ~ ''NaN|[Ii]nfinity'') FROM (SELECT * FROM own.%I OFFSET 0) AS x', v) INTO n;
      IF n > 0 THEN
        RETURN NEXT v || ' shows it';
      END IF;
    EXCEPTION WHEN OTHERS THEN
      RETURN NEXT v || ': ' || SQLERRM;
    END;
  END LOOP;
END $$;
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'clean: no view fails');
CREATE TEMP TABLE score AS SELECT assignment_id, mutual_alignment_score, alignment_band FROM own.assignment_alignment;
SELECT is((SELECT count(*) FROM score WHERE mutual_alignment_score IS NOT NULL), 14::bigint, 'fourteen moves are scored');
SAVEPOINT clean;
SELECT pg_temp.spoil('NaN') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'NaN stops no view, and none shows it');
SELECT is_empty($$ SELECT n.relation, n.name FROM number n EXCEPT
                   SELECT c.relation, c.column_name FROM gmalign.check('own') c WHERE c.code = 'not_finite' $$, 'check names every column');
ROLLBACK TO clean;
SELECT pg_temp.spoil('Infinity') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'nor does infinity');
SELECT is_empty($$ SELECT n.relation, n.name FROM number n EXCEPT
                   SELECT c.relation, c.column_name FROM gmalign.check('own') c WHERE c.code = 'not_finite' $$, 'check names every column');
ROLLBACK TO clean;
SELECT pg_temp.spoil('-7') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'nor what is below its range');
ROLLBACK TO clean;
SELECT pg_temp.spoil('99') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'nor what is above it');
ROLLBACK TO clean;
-- the product of two of them, and the third of one, are no doubles
SELECT pg_temp.spoil('5e-324') \g /dev/null
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'nor what is next to nothing');
DO $$
DECLARE s text;
BEGIN
  FOR s IN SELECT code FROM own.setting WHERE number_value IS NOT NULL LOOP
    BEGIN
      UPDATE own.setting SET number_value = 5e-324 WHERE code = s;
      PERFORM f::text FROM own.setting_in_force f;
    -- some have to be more
    EXCEPTION WHEN invalid_parameter_value THEN NULL;
    END;
  END LOOP;
END $$;
SELECT cmp_ok((SELECT count(*) FROM own.setting WHERE number_value = 5e-324), '>', 10::bigint, 'most settings may be that');
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'and then no view fails');
ROLLBACK TO clean;

-- ---------- what becomes of it ----------
UPDATE own.assignment_goal SET priority = 'NaN' WHERE assignment_id = 3 AND stakeholder_id = 1 AND goal_id = 4;
SELECT results_eq('SELECT is_scored, unscored_reason FROM own.assignment_alignment WHERE assignment_id = 3',
                  $$ VALUES (false, 'a priority is outside -1 to 1; not heard: the organization') $$,
                  'a NaN priority: the move is not scored, and says why');
SELECT results_eq('SELECT priority, points FROM own.assignment_priority 
                   WHERE assignment_id = 3 AND goal_id = 4 AND party = ''organization''',
                  'VALUES (NULL::float8, NULL::float8)', 'and is not shown');
SELECT set_eq('SELECT assignment_id, mutual_alignment_score, alignment_band FROM own.assignment_alignment WHERE assignment_id <> 3',
              'SELECT * FROM score WHERE assignment_id <> 3', 'the other moves are as they were');
ROLLBACK TO clean;
UPDATE own.purpose_goal SET priority = '-Infinity' WHERE goal_id = 3;
SELECT results_eq('SELECT DISTINCT is_scored, unscored_reason FROM own.assignment_alignment',
                  $$ VALUES (false, 'a priority is outside -1 to 1; not heard: the GM professional') $$,
                  'an infinite default: of no voice that rests on it');
ROLLBACK TO clean;
UPDATE own.goal_link SET contribution = 'NaN' WHERE child_id = 4;
SELECT results_eq('SELECT goal_id, contribution FROM own.cascade_link WHERE goal_id IN (4, 5) AND parent_goal_id IS NOT NULL ORDER BY 1',
                  'VALUES (4::bigint, NULL::float8), (5, .5)', 'a link says not how much');
ROLLBACK TO clean;
UPDATE own.assignment SET actual_cost = 'NaN', fte_share = 'Infinity' WHERE id = 3;
SELECT is((SELECT sum(cost_amount) FROM own.goal_effort), 5900::float8, 'an actual cost that is none: the estimate counts');
SELECT is((SELECT sum(capacity_fte) FROM own.goal_effort), 11::float8, 'a capacity that is none counts as not known');
ROLLBACK TO clean;
UPDATE own.expectancy_survey SET expectancy = 'NaN' WHERE id = 3;
SELECT results_eq('SELECT survey_id, motivation_index IS NULL FROM own.expectancy WHERE survey_id IN (3, 4) ORDER BY 1',
                  'VALUES (3::bigint, true), (4, false)', 'an expectancy that is none was not answered');
ROLLBACK TO clean;
UPDATE own.goal SET target_high = 9 WHERE id = 4;
SELECT results_eq('SELECT goal_id, progress_share IS NULL FROM own.goal_progress WHERE goal_id IN (4, 5) ORDER BY 1',
                  'VALUES (4::bigint, true), (5, false)', 'a range without an upper bound has no progress');
ROLLBACK TO clean;
UPDATE own.goal SET direction = 'upwards' WHERE id = 4;
SELECT is_empty('SELECT * FROM pg_temp.amiss()', 'a direction that is none stops no view');
SELECT results_eq('SELECT goal_id, own_progress_share IS NULL FROM own.goal_measure WHERE goal_id IN (4, 5) ORDER BY 1',
                  'VALUES (4::bigint, true), (5, false)', 'the value of that goal has no progress');
ROLLBACK TO clean;
UPDATE own.check_in SET value = 'NaN' WHERE goal_id = 5;
SELECT is((SELECT current_value FROM own.goal_measure WHERE goal_id = 5), 3::float8, 'a check-in without a number is none of the value');
ROLLBACK TO clean;

-- ---------- a relation without an optional column is looked at all the same ----------
UPDATE own.assignment SET end_date = '2024-12-01', end_reason = 'completed' WHERE id = 8;
UPDATE own.assignment SET end_date = '2024-12-01', end_reason = 'cancelled' WHERE id = 9;
CREATE FUNCTION pg_temp.ends() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT concat_ws(' ', c.code, c.column_name, c.row_count, c.row_key) FROM gmalign.check('own') c
  WHERE c.relation = 'assignment' AND c.code = 'impossible_order' AND c.message LIKE '%end_date%' AND c.message NOT LIKE '%planned%' $$;
SELECT results_eq('SELECT pg_temp.ends()', $$ VALUES ('impossible_order start_date 1 8') $$,
                  'an end before the start, but not of a cancelled move');
SELECT is((SELECT made FROM gmalign.install_views('own') WHERE view_name = 'assignment_points'), true, 'the views are there');
ALTER TABLE own.assignment RENAME end_reason TO reason;
SELECT results_eq('SELECT pg_temp.ends()', $$ VALUES ('impossible_order start_date 2 8') $$, 'without end_reason both');
SELECT * FROM finish();
ROLLBACK;
