-- People who leave and come back, moves that end otherwise than planned, ends
-- that are open: what is right on data that lives.
BEGIN;
\ir ../start.psql
SELECT plan(78 + (SELECT count(*)::integer FROM gmalign_private.model_relations() WHERE kind = 'view'
                        AND relation !~ 'points|frame|graph|_work|view_version'));
SET client_min_messages = warning;

-- ---------- people who left ----------
\ir ../model.psql
SET search_path = hr, public;
SET gmalign.as_of = '2026-06-30';
INSERT INTO employee (id, hire_date, departure_date) VALUES
  (1, '2015-01-01', '2026-05-31'), (2, '2015-01-01', '2026-06-30'), (3, '2015-01-01', NULL), (4, '2026-07-01', NULL);
INSERT INTO goal (id, title, level, owner_id) VALUES (1, 'Strategy', 'strategic', NULL), (2, 'Of who left', 'team', 1), (3,
       'Of who works', 'team', 3), (5, 'Idle', 'team', NULL);
INSERT INTO goal_link (child_id, parent_id) VALUES (2, 1), (3, 1);
INSERT INTO goal_contributor (goal_id, employee_id, fte_share) VALUES (2, 1, .5), (2, 4, .5), (3, 2, .25), (5, 1, 1);
INSERT INTO assignment (id, assignee_id, gm_professional_id, start_date, planned_end_date, fte_share)
SELECT e, e, CASE e WHEN 3 THEN 1 ELSE 3 END, '2026-01-01', '2027-12-31', 0 FROM generate_series(1, 3) AS e;
INSERT INTO assignment (id, assignee_id, start_date) VALUES (5, 1, '2026-06-15');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, 2, '2026-01-01', CASE s.code WHEN 'assignee' THEN -1 ELSE 1 END
FROM assignment a, stakeholder s WHERE s.code IN ('organization', 'gm_professional', 'assignee');
INSERT INTO expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT e, e, 'gm_professional', '2026-01-15', .1 * e FROM generate_series(1, 4) AS e;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT e, r.id, .9, .9 FROM generate_series(1, 4) AS e, reward r WHERE r.code = 'recognition';

SELECT results_eq('SELECT id, assignment_status FROM assignment_alignment ORDER BY id',
                  $$ VALUES (1::bigint, 'ended'), (2, 'active'), (3, 'active'), (5, 'cancelled') $$,
                  'a move ends with the last day of employment, and one ahead does not begin');
SELECT results_eq('SELECT goal_id, contributor_count, capacity_fte FROM goal_effort ORDER BY goal_id',
                  $$ VALUES (2::bigint, 0, 0::float8), (3, 1, .25) $$, 'who has left, or is not there yet, works on nothing');
UPDATE goal SET dimension_id = 1 WHERE id = 1;
SELECT is((SELECT idle_effort_share FROM program_summary), NULL, 'nor in the summary');
SELECT is((SELECT effort_share FROM dimension_scorecard WHERE id = 1), 1::float8, 'nor in the dimensions');
SELECT results_eq('SELECT assignment_count, active_count, planned_count, ended_count FROM program_summary',
                  'VALUES (2, 2, 0, 1)', 'the summary counts moves by the same status');
SELECT bag_eq('SELECT person_id, goal_id FROM person_goal', 'VALUES (2::bigint, 3::bigint), (3, 3)',
              'goals are those of people employed today');
SELECT is((SELECT person_count FROM cascade_by_level WHERE segment_kind = 'all'), 2, 'and so are people counted');
SELECT results_eq($$ SELECT asked_count, mean_expectancy FROM expectancy_by_role $$, 'VALUES (2, .25::float8)',
                  'motivation by role is that of people employed today');
SELECT is((SELECT sum(active_assignment_count) FROM checkin_health), 2::bigint, 'check-ins are due on moves under way');
SELECT bag_eq($$ SELECT code, row_key FROM gmalign.check('hr') WHERE code ~ 'leave|left' $$,
              $$ VALUES ('move_of_leaver', '1'), ('move_of_leaver', '5'), ('coordinator_left', '3'), ('contribution_of_leaver', '1'),
                        ('contribution_of_leaver', '4'), ('owner_left', '2') $$, 'the check says what is still open of people who left');

-- night after night: no flag opens on what the next night would close
UPDATE setting SET date_value = '2020-01-01' WHERE code = 'personal_flags_approved_on';
CREATE VIEW rule_all AS SELECT a.id AS subject_id FROM assignment a;
CREATE VIEW rule_everybody AS SELECT e.id AS subject_id FROM employee e;
CREATE VIEW rule_each AS SELECT g.id AS subject_id FROM goal g UNION ALL SELECT 99;
INSERT INTO goal (id, title, level, closed_on) VALUES (4, 'Closed', 'team', '2026-01-01');
INSERT INTO flag_rule (code, meaning, relation, subject_kind, severity) VALUES
  ('all', 'Any move.', 'rule_all', 'assignment', 'low'), ('everybody', 'Anybody.', 'rule_everybody', 'person', 'low'),
  ('each', 'Any goal.', 'rule_each', 'goal', 'low');
SELECT bag_eq($$ SELECT f.rule_code, f.subject_id
                 FROM generate_series(date '2026-06-28', '2026-06-30', '1 day') AS d, gmalign.run_check('hr', d::date) AS f
                 WHERE f.rule_code IN ('all', 'everybody', 'each', 'weak_link') $$,
              $$ VALUES ('all', '2'), ('all', '3'), ('everybody', '2'), ('everybody', '3'), ('each', '1'), ('each', '2'), ('each', '3'),
                ('each', '5'),
                        ('weak_link', '2'), ('weak_link', '3') $$, 'a flag opens once, on who and what is still there');
SELECT is((SELECT count(*) FROM flag WHERE closed_on IS NOT NULL), 0::bigint, 'and none closes');
SELECT is((SELECT count(*) FROM flag WHERE rule_code = 'goal_without_sight'), 0::bigint,
  'the work that a check hands to its rules is that of people who are there');
SET gmalign.as_of = '2026-07-01';
SELECT count(*) FROM gmalign.run_check('hr');
SELECT results_eq($$ SELECT subject_kind, subject_id, close_code FROM flag WHERE closed_on IS NOT NULL AND rule_code IN ('all', 'everybody')
                     ORDER BY 1 $$, $$ VALUES ('assignment', '2', 'ended'), ('person', '2', 'ended') $$,
                  'the day after the last one flags about the person and the move close');
SELECT is((SELECT count(*) FROM alignment_drift WHERE assignment_status = 'active'), 1::bigint, 'drift knows the status too');

-- relations of the user's own: without employee, without its dates, with them
CREATE SCHEMA own;
CREATE TABLE own.goal AS SELECT * FROM hr.goal;
CREATE TABLE own.goal_link AS SELECT * FROM hr.goal_link;
CREATE TABLE own.goal_contributor AS SELECT * FROM hr.goal_contributor;
CREATE TABLE own.stakeholder AS SELECT * FROM hr.stakeholder;
CREATE TABLE own.purpose_goal AS SELECT * FROM hr.purpose_goal;
CREATE TABLE own.assignment_goal AS SELECT * FROM hr.assignment_goal;
CREATE TABLE own.assignment AS
SELECT id, external_id, assignment_type, purpose, home_country, host_country, org_unit_id, gm_professional_id, assignee_id, sponsor_id,
       start_date, planned_end_date, end_date, fte_share, actual_cost, cost_estimate FROM hr.assignment;
SET gmalign.as_of = '2026-06-30';
SELECT set_eq($$ SELECT view_name FROM gmalign.install_views('own')
                 WHERE made AND view_name IN ('employment', 'assignment_points', 'goal_effort', 'person_goal') $$,
              ARRAY['assignment_points', 'goal_effort'], 'views are made without the relation that says who left');
SELECT is((SELECT count(*) FROM own.assignment_points WHERE assignment_status = 'active'), 4::bigint, 'and then go by the dates of moves');
CREATE TABLE own.employee AS SELECT id FROM hr.employee;
SELECT is((SELECT count(*) FROM gmalign.install_views('own') WHERE made
           AND view_name IN ('employment', 'assignment_points', 'goal_effort', 'person_goal')), 4::bigint, 'with people');
SELECT is((SELECT count(*) FROM own.employment WHERE is_employed), 4::bigint, 'of whom no date is known');
ALTER TABLE own.employee ADD departure_date date;
UPDATE own.employee o SET departure_date = coalesce(e.departure_date, 'infinity') FROM hr.employee e WHERE e.id = o.id;
SELECT count(*) FROM gmalign.install_views('own');
SELECT results_eq('SELECT id, assignment_status FROM own.assignment_points ORDER BY id',
                  $$ VALUES (1::bigint, 'ended'), (2, 'active'), (3, 'active'), (5, 'cancelled') $$, 'with the day they left');
SELECT is((SELECT sum(contributor_count) FROM own.goal_effort), 2::bigint, 'who is employed by what is known');

-- ---------- an infinite end is no end ----------
-- the sample model twice in relations of the user's own: what is NULL in the one is infinite in the other
CREATE SCHEMA finite;
CREATE SCHEMA endless;
INSERT INTO check_in (goal_id, checked_at, value, status) VALUES (3, '2026-02-01', 1, 'on_track'), (3, '2026-06-01', 1, 'on_track');
UPDATE goal SET goal_type = 'key_result', direction = 'increase', start_value = 0, target_value = 10, start_date = '2026-01-01'
       WHERE id = 3;
INSERT INTO key_result_milestone (goal_id, due_date, value) VALUES (3, '2026-03-01', 1), (3, '2030-01-01', 9);
INSERT INTO cycle (name, start_date, end_date) VALUES ('2026', '2026-01-01', '2026-12-31');
INSERT INTO review (employee_id, due_on, held_on, orientation) VALUES (3, '2026-01-01', '2026-02-01', 'backward'), (3, '2026-03-01', NULL,
       'forward'),
  (3, NULL, NULL, 'forward');
INSERT INTO review_agreement (employee_id, agreed_on, requested_months, granted_months) VALUES (3, '2026-01-01', 3, 6);
INSERT INTO development_activity (employee_id, skill, hours, done_on) VALUES (3, 'a', 5, NULL);
UPDATE assignment SET planned_end_date = NULL WHERE id = 3;
UPDATE assignment SET planned_end_date = '2026-09-30' WHERE id = 2;
INSERT INTO assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success) SELECT 1, id, '2026-06-20', true FROM stakeholder
       WHERE code = 'hr';
DO $$
DECLARE
  r record;
BEGIN
  FOR r IN
    SELECT m.relation,
           string_agg(CASE WHEN format_type(a.atttypid, NULL) = 'date'
                           THEN format('coalesce(%1$I, %2$L) AS %1$I', a.attname,
                                       CASE WHEN a.attname IN ('hire_date', 'created_on', 'start_date', 'valid_from') THEN '-infinity'::date
                                            ELSE 'infinity' END)
                           ELSE quote_ident(a.attname) END, ', ' ORDER BY a.attnum) AS columns
    FROM gmalign_private.model_relations() m
    JOIN pg_attribute a ON a.attrelid = m.relation::regclass AND a.attnum > 0
    WHERE m.kind = 'table'
    GROUP BY m.relation
  LOOP
    EXECUTE format('CREATE TABLE finite.%I AS TABLE hr.%I', r.relation, r.relation);
    EXECUTE format('CREATE TABLE endless.%I AS SELECT %s FROM hr.%I', r.relation,
                   -- a date of nothing, and settings that are no dates
                   CASE WHEN r.relation IN ('setting', 'flag_rule') THEN '*' ELSE r.columns END, r.relation);
  END LOOP;
END $$;
SELECT is((SELECT count(*) FROM gmalign.install_views(s) WHERE NOT made), 0::bigint, 'the views over ' || s)
FROM unnest(ARRAY['finite', 'endless']) AS s;
SELECT results_eq(format('SELECT to_jsonb(v) FROM endless.%I AS v ORDER BY 1', m.relation),
       format('SELECT to_jsonb(v) FROM finite.%I AS v ORDER BY 1', m.relation),
                  'the same: ' || m.relation)
FROM gmalign_private.model_relations() m
WHERE m.kind = 'view' AND m.relation !~ 'points|frame|graph|_work|view_version'
ORDER BY m.place;
SELECT results_eq($$ SELECT * FROM gmalign.check('endless') WHERE code <> 'not_finite' $$, $$ SELECT * FROM gmalign.check('finite') $$,
  'and the check says the same');
SELECT set_eq($$ SELECT DISTINCT d.kind FROM gmalign.check('endless') c
                 JOIN gmalign_private.data_facts() d ON d.relation = c.relation AND c.column_name = ANY (d.columns)
                 WHERE c.code = 'not_finite' AND d.kind IN ('date', 'end', 'stated') $$,
              $$ VALUES ('date'), ('stated') $$, 'but for days that are no ends, which it asks to leave out');

-- ---------- within six months of return ----------
SET search_path = hr, public;
UPDATE assignment SET planned_end_date = '2026-12-30' WHERE id = 2;
INSERT INTO employee (id, is_high_performer) SELECT 10 + n, true FROM generate_series(1, 9) AS n;
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date)
SELECT 10 + n, 10 + n, '2024-01-01', (ARRAY['2026-12-30', '2026-12-31', '2027-01-29', '2027-01-30', '2027-01-31', '2026-06-30',
       '2026-07-01',
                                            '2026-06-29', '2026-05-30']::date[])[n] FROM generate_series(1, 9) AS n;
SELECT results_eq('SELECT months_to_return FROM retention_risk WHERE person_id > 10 ORDER BY person_id',
                  'SELECT unnest(ARRAY[6, 7, 7, 7, 8, 0, 1, 0, -1])', 'months to return: six are no more than six');
SELECT is_empty($$ SELECT d, t FROM generate_series(date '2026-01-25', '2026-03-05', '1 day') AS t, generate_series(date '2025-11-01',
       '2026-11-01', '1 day') AS d,
                        LATERAL (SELECT gmalign_private.months_until(d::date, t::date) AS m) AS x
                   WHERE d > t + make_interval(months => m) OR d <= t + make_interval(months => m - 1) $$,
                     'the least number of months it falls within');
-- a signal of retention_risk and the rule go by the same setting
UPDATE setting SET number_value = 7 WHERE code = 'return_within_months';
SELECT set_eq($$ SELECT person_id FROM retention_risk WHERE person_id > 10 AND signals ~ 'no role after it' $$,
       'SELECT unnest(ARRAY[11, 12, 13, 14, 16, 17, 18, 19]::bigint[])',
              'the setting says how near a return is');
SELECT set_eq($$ SELECT subject_id FROM rule_performer_without_path WHERE driver ~ 'return is near' OR reason ~ 'return is near' $$,
              'SELECT unnest(ARRAY[11, 12, 13, 14, 16, 17, 18, 19]::bigint[])', 'to the rule too');
UPDATE setting SET number_value = 6 WHERE code = 'return_within_months';

-- ---------- attrition and early return, by person ----------
DELETE FROM assignment;
DELETE FROM alignment_snapshot;
INSERT INTO employee (id, departure_date, departure_type, is_high_performer)
SELECT 100 + i, CASE WHEN i <= 6 THEN date '2024-06-30' + i END, CASE WHEN i <= 6 THEN 'voluntary' END, true FROM generate_series(1,
       24) AS i;
-- everybody twice at the same time; who left did so after return
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT 1000 * k + i, 100 + i, '2022-01-01', '2023-12-31', CASE WHEN i <= 6 THEN date '2023-06-30' ELSE '2023-12-31' END,
       CASE WHEN i <= 6 THEN 'early_return' ELSE 'completed' END FROM generate_series(1, 24) AS i, generate_series(1, 2) AS k;
CREATE FUNCTION pg_temp.snap() RETURNS void LANGUAGE sql AS $$
  INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band) SELECT start_date + 90, id, 'aligned' FROM assignment
  ON CONFLICT DO NOTHING $$;
SELECT pg_temp.snap();
SELECT results_eq($$ SELECT assignment_count, person_count, due_count, returned_count, early_return_rate,
       round(retention_24m_rate::numeric, 12)::float8, is_too_few
                     FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'aligned' $$,
                  'VALUES (48, 24, 24, 24, .25::float8, .75::float8, true)',
                  'two moves at once are one person: six are not twelve');
SELECT is((SELECT array[early_return_low, early_return_high] FROM program_outcomes WHERE segment_kind = 'all'
       AND alignment_band = 'aligned'),
          array[gmalign.proportion_low(6, 24), gmalign.proportion_high(6, 24)], 'and limits are as wide as for so many');
-- a chain of moves that overlap is one stay, which ends with the last; a later one does not count again
DELETE FROM assignment;
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT 10 * i + k, 100 + i, s, e, x, r FROM generate_series(7, 12) AS i,
  (VALUES (1, date '2020-01-01', date '2021-06-30', date '2021-01-31', 'early_return'), (2, '2021-01-01', '2022-06-30', '2022-06-30',
    'completed'),
          (3, '2022-06-01', '2023-06-30', '2023-06-30', 'completed'), (4, '2024-01-01', '2025-12-31', '2024-12-31', 'early_return'))
    AS v (k, s, e, x, r);
SELECT pg_temp.snap();
SELECT results_eq($$ SELECT assignment_count, person_count, due_count, returned_count, early_return_rate, retention_24m_rate
                     FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'aligned' $$,
                  'VALUES (24, 6, 6, 6, 0::float8, 1::float8)',
                    'a chain is one stay, and the first one counts');
-- who resigns in mid-move returned early: whatever was written down of it
DELETE FROM assignment;
UPDATE employee SET departure_date = NULL, departure_type = NULL;
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT i, 100 + i, '2022-01-01', '2023-12-31', CASE WHEN i IN (1, 3, 5) THEN date '2023-03-31' WHEN i IN (2,
       4) THEN NULL WHEN i = 6 THEN '2023-05-31'
                                                    ELSE '2023-12-31' END,
       CASE WHEN i IN (1, 2) THEN 'departure' WHEN i = 6 THEN 'early_return' WHEN i = 7 THEN 'localized' WHEN i > 7 THEN 'completed' END
FROM generate_series(1, 12) AS i;
SELECT pg_temp.snap();
-- 1: reason and end, no departure; 2: reason and departure; 3: end and departure; 4: departure alone; 5: an end, nobody said why; 6:
-- came home
UPDATE employee SET departure_date = '2023-03-31', departure_type = 'voluntary' WHERE id IN (102, 103, 104);
UPDATE employee SET departure_date = '2023-12-31', departure_type = 'voluntary' WHERE id = 108;   -- on the last day as planned
SELECT results_eq($$ SELECT ended_count, due_count, round(early_return_rate * 11), round(returned_early_rate * 11),
       round(left_on_move_rate * 11)
                     FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'aligned' $$,
                  'VALUES (12, 11, 5::float8, 1::float8, 4::float8)', 'early returns, and the part that left');
SELECT matches((SELECT finding FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'aligned'),
       'early return 0\.45, of which 0\.36 left', 'in words');
SELECT is((SELECT retention_12m_rate FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'aligned'), 7 / 12.0::float8,
          'who left in mid-move is gone on the day of return');

-- ---------- cancelled before it began ----------
DELETE FROM assignment;
DELETE FROM flag;
DELETE FROM check_run;
DELETE FROM alignment_snapshot;
SELECT throws_ok($$ INSERT INTO assignment (assignee_id, start_date, end_date) VALUES (3, '2026-05-01', '2026-04-01') $$, '23514', NULL,
                 'an end before the first day is refused');
SELECT throws_ok($$ INSERT INTO assignment (assignee_id, start_date, end_date, end_reason) VALUES (3, '2026-05-01', '2026-04-01',
       'completed') $$, '23514', NULL,
                 'whatever the reason');
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
VALUES (1, 3, '2026-01-01', '2027-01-01', '2025-11-15', 'cancelled'),   -- before it began
       (2, 3, '2026-01-01', '2027-01-01', NULL, 'cancelled'),           -- nobody said when
       (3, 3, '2026-08-01', '2027-01-01', '2026-06-15', 'cancelled'),   -- one ahead
       (4, 3, '2026-08-01', '2027-01-01', '2026-07-15', 'cancelled'),   -- to be cancelled
       (5, 3, '2025-01-01', '2026-06-01', '2026-01-15', 'cancelled'),   -- in the middle: broken off
       (6, 3, '2026-01-01', NULL, NULL, NULL);
SELECT results_eq('SELECT id, assignment_status FROM assignment_alignment ORDER BY id',
                  $$ VALUES (1::bigint, 'cancelled'), (2, 'cancelled'), (3, 'cancelled'), (4, 'planned'), (5, 'ended'), (6, 'active') $$,
                  'a move that never began has a status of its own');
SELECT results_eq('SELECT assignment_count, active_count, planned_count, ended_count, unscored_count FROM program_summary',
                  'VALUES (2, 1, 1, 1, 2)', 'and is none of those under way, ahead or over');
SELECT set_eq('SELECT id FROM landmark_alignment', 'SELECT unnest(ARRAY[5, 6]::bigint[])', 'nothing came of it');
SELECT is((SELECT early_return_rate FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'not scored'), NULL,
       'few are not shown');
SELECT is((SELECT gmalign_private.is_early_return('2026-06-01', '2026-01-15', NULL, 'cancelled')), true,
       'one broken off by the organisation is an early return');
SELECT set_eq($$ SELECT subject_id FROM rule_party_not_heard $$, 'SELECT unnest(ARRAY[4, 6]::bigint[])', 'rules pass it over');
SELECT set_eq('SELECT id FROM rule_pair_below_band UNION SELECT id FROM rule_opposed_pair UNION SELECT id FROM rule_end_near',
  'SELECT unnest(ARRAY[4, 6]::bigint[])', 'all of them');
SELECT is_empty($$ SELECT * FROM gmalign.check('hr') WHERE relation = 'assignment' $$, 'and the check finds nothing wrong with its dates');
SELECT is((SELECT expected_count FROM data_completeness WHERE topic = 'purpose known'), 2, 'its gaps are none');
SET gmalign.as_of = '2026-06-14';
SELECT count(*) FROM gmalign.run_check('hr');
SELECT is((SELECT count(*) FROM flag WHERE subject_kind = 'assignment' AND subject_id = '3' AND closed_on IS NULL) > 0, true,
       'while it is planned it is looked at');
SET gmalign.as_of = '2026-06-15';
SELECT count(*) FROM gmalign.run_check('hr');
SELECT is((SELECT DISTINCT close_reason FROM flag WHERE subject_kind = 'assignment' AND subject_id = '3'), 'the assignment was cancelled',
       'then its flags close');
SELECT is((SELECT assignment_status FROM alignment_snapshot WHERE assignment_id = '1' AND taken_on = '2026-06-15'), 'cancelled',
       'snapshots know it');

-- ---------- who left and came back ----------
SET gmalign.as_of = '2026-06-30';
DELETE FROM assignment;
DELETE FROM alignment_snapshot;
DELETE FROM flag;
INSERT INTO employee (id, hire_date) SELECT 200 + i, '2023-01-01' FROM generate_series(1, 12) AS i;
INSERT INTO employment_spell (employee_id, hire_date, departure_date, departure_type)
SELECT 200 + i, '2015-01-01', date '2020-05-31' + i, 'voluntary' FROM generate_series(1, 6) AS i;
UPDATE employee SET is_high_performer = true WHERE id > 200;
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT i, 200 + i, '2018-01-01', '2019-12-31', '2019-12-31', 'completed' FROM generate_series(1, 12) AS i;
SELECT pg_temp.snap();
SELECT results_eq($$ SELECT returned_count, round(retention_12m_rate::numeric, 12)::float8, regretted_exit_rate > 0 FROM program_outcomes
                     WHERE segment_kind = 'all' AND alignment_band = 'aligned' $$, 'VALUES (12, .5::float8, true)',
                  'the exit is not forgotten because somebody came back');
-- a move of the first employment that has no end ended with it; one of the second goes on
INSERT INTO assignment (id, assignee_id, start_date) VALUES (21, 201, '2019-06-01'), (22, 201, '2024-01-01'), (23, 207, '2019-06-01');
SELECT results_eq('SELECT id, assignment_status, left_on FROM assignment_points WHERE id > 20 ORDER BY id',
                  $$ VALUES (21::bigint, 'ended', date '2020-06-01'), (22, 'active', NULL), (23, 'active', NULL) $$,
                    'a move goes with its employment');
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, assignment_status)
SELECT d, a, .5, .5, 'active' FROM unnest(ARRAY[21, 22]) AS a, unnest(ARRAY['2026-04-30', '2026-05-31', '2026-06-30']::date[]) AS d;
SELECT set_eq('SELECT assignment_id FROM alignment_drift', 'VALUES (22::bigint)', 'drift too');
SELECT bag_eq($$ SELECT code, row_key FROM gmalign.check('hr') WHERE row_key ~ '^2' AND severity = 'warning' $$, $$
       VALUES ('move_of_leaver', '21') $$, 'which the check asks to write down');
CREATE FUNCTION pg_temp.employed_on(day date) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('gmalign.as_of', day::text, true);
  RETURN (SELECT count(*) FROM employment w WHERE w.person_id IN (201, 207) AND w.is_employed);
END $$;
SELECT results_eq($$ SELECT d, pg_temp.employed_on(d) FROM unnest(ARRAY['2014-12-31', '2020-06-01', '2020-06-02', '2022-12-31',
       '2023-01-01']::date[]) AS d $$,
                  $$ VALUES (date '2014-12-31', 0::bigint), ('2020-06-01', 1), ('2020-06-02', 0), ('2022-12-31', 0), ('2023-01-01', 2) $$,
                  'who was employed on a day: between two employments nobody');
SET gmalign.as_of = '2021-01-01';
SELECT is((SELECT has_departed FROM retention_risk WHERE person_id = 201), true, 'in between the person has left');
SELECT is((SELECT count(*) FROM flag_before_exit WHERE person_id > 200), 6::bigint, 'and is among those who did');
SET gmalign.as_of = '2026-06-30';
-- signals of the first employment are none of the second
INSERT INTO review_agreement (employee_id, agreed_on, requested_months, granted_months) VALUES (201, '2016-01-01', 3, 12), (207,
       '2016-01-01', 3, 12);
INSERT INTO review (employee_id, due_on, held_on, orientation) VALUES (201, '2016-01-01', '2016-01-01', 'backward'), (207, '2016-01-01',
       '2016-01-01', 'backward');
SELECT results_eq($$ SELECT person_id, signals LIKE '%feedback%' AND signals LIKE '%granted every%' FROM retention_risk
       WHERE person_id IN (201, 207) ORDER BY 1 $$,
                  'VALUES (201::bigint, NULL::boolean), (207, true)', 'what was said before somebody left is no signal');
INSERT INTO employment_spell (employee_id, hire_date, departure_date) VALUES (208, '2015-01-01', '2023-03-31'), (209, '2010-01-01', NULL),
       (209, '2015-01-01', '2016-01-01');
SELECT results_eq($$ SELECT code, column_name, row_count, row_key FROM gmalign.check('hr')
                     WHERE relation = 'employment_spell' AND code <> 'spells_overlap' $$,
                  $$ VALUES ('unknown_event', 'departure_type', 2, '208 > 2015-01-01') $$, 'what is not known of one is found');
SELECT bag_eq($$ SELECT row_key FROM gmalign.check('hr') WHERE code = 'spells_overlap' $$, $$ VALUES ('208 > 2015-01-01'),
       ('209 > 2010-01-01') $$,
              'employments that overlap are found');
SELECT is((SELECT count(*) FROM gmalign.export_person('hr', '209') WHERE relation = 'employment_spell'), 2::bigint,
       'they are among what is stored about a person');
SELECT count(*) FROM gmalign.erase_person('hr', '209');
SELECT is((SELECT count(*) FROM employment_spell WHERE employee_id = 209), 2::bigint, 'and stay as hire and departure do, for the figures');

-- ---------- a goal without dates has those of its cycle ----------
DELETE FROM goal_link;
INSERT INTO cycle (id, name, start_date, end_date) VALUES (10, '2026 H1', '2026-01-01', '2026-06-29'), (11, '2026', '2026-01-01',
       '2026-12-31');
INSERT INTO goal (id, title, level, goal_type, direction, start_value, target_value, current_value, cycle_id, start_date, due_date,
       status) VALUES
  (30, 'Of the half-year', 'team', 'key_result', 'increase', 0, 10, 5, 10, NULL, NULL, 'on_track'),
  (31, 'Of the year', 'team', 'key_result', 'increase', 0, 10, 5, 11, NULL, NULL, 'on_track'),
  (32, 'Its own', 'team', 'key_result', 'increase', 0, 10, 5, 10, '2026-06-01', '2026-07-30', 'on_track'),
  (33, 'Half its own', 'team', 'key_result', 'increase', 0, 10, 5, 11, '2026-06-01', NULL, 'on_track'),
  (34, 'Met', 'team', 'key_result', 'increase', 0, 10, 10, 10, NULL, NULL, 'on_track'),
  (35, 'Nothing', 'team', 'key_result', 'increase', 0, 10, 5, NULL, NULL, NULL, 'on_track');
INSERT INTO goal_link (child_id, parent_id) VALUES (31, 30), (30, 31), (32, 31), (34, 30);
SELECT results_eq('SELECT goal_id, start_date, due_date, round(expected_progress_share::numeric, 4), is_overdue
                   FROM goal_progress WHERE goal_id >= 30 ORDER BY 1',
  $$ VALUES (30::bigint, date '2026-01-01', date '2026-06-29', 1.0000, true), (31, '2026-01-01', '2026-12-31', round(180 / 364.0, 4),
    false),
            (32, '2026-06-01', '2026-07-30', round(29 / 59.0, 4), false), (33, '2026-06-01', '2026-12-31', round(29 / 213.0, 4), false),
            (34, '2026-01-01', '2026-06-29', 1, false), (35, NULL, NULL, NULL, NULL) $$, 'pace, due and overdue');
SELECT is((SELECT round(pace_ratio::numeric, 4) FROM goal_progress WHERE goal_id = 34), 1.0000, 'pace');
SELECT results_eq('SELECT goal_id, is_time_bound, is_inside_parent_dates FROM goal_state WHERE goal_id >= 30 ORDER BY 1',
  'VALUES (30::bigint, true, true), (31, true, false), (32, true, true), (33, true, NULL), (34, true, true), (35, false, NULL)',
    'time-bound, inside the parents');
SELECT set_eq($$ SELECT row_key FROM gmalign.check('hr') WHERE code = 'outside_parent_dates' $$, $$ VALUES ('31') $$, 'as the check finds');
SELECT is((SELECT score FROM rule_check_in_overdue WHERE subject_id = 31), 180::float8,
       'a check-in is due from the first day of the cycle');
SELECT is((SELECT present_count FROM data_completeness WHERE topic = 'start and due date known'),
          (SELECT count(*)::integer FROM goal_state WHERE is_time_bound), 'dates of the cycle are dates');
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, next_role_agreed_on) VALUES (50, 3, '2026-01-01', '2026-10-31',
       '2026-01-01');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 50, s.id, g, '2026-01-01', 1 FROM stakeholder s, unnest(ARRAY[30, 31, 34]) AS g WHERE s.code = 'assignee';
SELECT is((SELECT driver FROM rule_end_near WHERE subject_id = 50), 'Of the half-year', 'what is due before a move ends');
CREATE SCHEMA okr;
CREATE TABLE okr.goal AS SELECT id, title, level, direction, weight, start_value, target_value, target_high, current_value, created_on,
       start_date, due_date,
  closed_on, status FROM goal;
CREATE TABLE okr.goal_link AS TABLE goal_link;
CREATE TABLE okr.check_in AS TABLE check_in;
CREATE TABLE okr.key_result_milestone AS TABLE key_result_milestone;
CREATE TABLE okr.setting AS TABLE setting;
SELECT count(*) FROM gmalign.install_views('okr');
SELECT results_eq('SELECT due_date FROM okr.goal_progress WHERE goal_id >= 30 ORDER BY goal_id',
                  $$ VALUES (NULL::date), (NULL), ('2026-07-30'), (NULL), (NULL), (NULL) $$, 'relations of the user''s own need no cycle');

-- ---------- one person at five full-time equivalents ----------
DELETE FROM assignment;
DELETE FROM goal_contributor;
INSERT INTO employee (id) SELECT generate_series(301, 304);
INSERT INTO goal_contributor (goal_id, employee_id, fte_share, valid_to) VALUES
  (30, 301, 5, NULL), (30, 302, .1, NULL), (31, 302, .2, NULL), (32, 302, .7, NULL), (30, 303, .5, NULL), (30, 304, 1, NULL), (31, 304, 1,
    '2026-01-01');
INSERT INTO assignment (id, assignee_id, start_date, fte_share) VALUES (60, 303, '2026-01-01', .75), (61, 304, '2027-01-01', 1);
SELECT results_eq($$ SELECT row_key, message FROM gmalign.check('hr') WHERE code = 'above_full_time' $$,
  $$ VALUES ('301', 'person 301 counts as 5 full-time equivalents: 5 in contributions, 0 on moves'),
            ('303', 'person 303 counts as 1.25 full-time equivalents: 0.5 in contributions, 0.75 on moves') $$,
              'above one is found, what is today');
UPDATE setting SET number_value = 1.25 WHERE code = 'person_fte_at_most';
SELECT is((SELECT string_agg(row_key, ' ') FROM gmalign.check('hr') WHERE code = 'above_full_time'), '301', 'the limit is the setting''s');

-- ---------- an objective and its key results count once ----------
DELETE FROM goal_contributor;
DELETE FROM goal_link;
DELETE FROM assignment_goal;
UPDATE goal SET level = 'team' WHERE level = 'strategic';
INSERT INTO goal (id, title, level, goal_type) VALUES (40, 'S', 'strategic', 'objective'), (41, 'O1', 'team', 'objective'), (42, 'O2',
       'team', 'objective'),
  (43, 'O1 K1', 'team', 'key_result'), (44, 'O2 K1', 'team', 'key_result'), (45, 'O2 K2', 'team', 'key_result'), (46, 'O2 K2 I', 'team',
    'initiative');
INSERT INTO goal_link (child_id, parent_id) VALUES (41, 40), (42, 40), (43, 41), (44, 42), (45, 42), (46, 45);
CREATE FUNCTION pg_temp.total(VARIADIC goals bigint[]) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM goal_contributor;
  INSERT INTO goal_contributor (goal_id, employee_id) SELECT g, 302 FROM unnest(goals) AS g;
  RETURN (SELECT contribution_total FROM cascade_coverage WHERE strategic_goal_id = 40);
END $$;
SELECT is(pg_temp.total(41, 42, 43, 44), 2::float8, 'two objectives with their key results are two');
SELECT is(pg_temp.total(43, 44, 45, 46), 2::float8, 'key results bring no more than their objectives');
UPDATE goal_link SET contribution = CASE child_id WHEN 42 THEN .6 WHEN 44 THEN .5 WHEN 45 THEN .25 ELSE 1 END;
SELECT is(round(pg_temp.total(44, 46)::numeric, 12), .45, 'an objective nobody works on is as far served as its key results are');
SELECT is(round(pg_temp.total(42, 44, 46)::numeric, 12), .6, 'and one somebody works on wholly');
INSERT INTO goal_link (child_id, parent_id, contribution) VALUES (44, 40, .3);
SELECT is(round(pg_temp.total(42, 44)::numeric, 12), .9, 'a way of its own counts beside it');
INSERT INTO goal_link (child_id, parent_id, relation, contribution) VALUES (43, 40, 'conflicts', -.9);
SELECT is(round(pg_temp.total(42, 43, 44)::numeric, 12), 1.9, 'what works against it is counted apart');
SELECT is((SELECT conflicting_goal_count FROM cascade_coverage WHERE strategic_goal_id = 40), 0, 'as far as it does on balance');

SELECT * FROM finish();
ROLLBACK;
