-- A large programme without its moves, in a schema made here and searched from
-- now on: 50,000 goals, and what the variables say
--   schema     its name
--   people     employees; the last 5,000 are none of the assignees
--   check_ins  months with a check-in of a key result
--   surveys    expectancy surveys, one a person
SELECT gmalign.install(:'schema') \g /dev/null
SET search_path = :"schema", public;
INSERT INTO org_unit (name) SELECT 'unit ' || i FROM generate_series(1, 100) AS i;
INSERT INTO employee (org_unit_id, hire_date, is_high_performer)
SELECT 1 + i % 100, '2015-01-01', i % 7 = 0 FROM generate_series(1, :people) AS i;
-- 20 strategic goals, 500 of departments, 5,000 of teams, the rest personal and
-- key results; every fifth goal serves two
INSERT INTO goal (title, level, goal_type, direction, start_value, target_value, current_value, weight, owner_id, org_unit_id,
                  start_date, due_date)
SELECT 'goal ' || i,
       CASE WHEN i <= 20 THEN 'strategic' WHEN i <= 520 THEN 'department' WHEN i <= 5520 THEN 'team' ELSE 'individual' END,
       CASE WHEN i % 3 = 0 THEN 'key_result' ELSE 'objective' END,
       CASE WHEN i > 5520 AND i % 3 = 0 THEN 'increase' END, 0, 100, i % 100, 1 + i % 3, 1 + i % 20000, 1 + i % 100,
       '2026-01-01', '2026-12-31'
FROM generate_series(1, 50000) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution, relation)
SELECT i, CASE WHEN i <= 520 THEN 1 + i % 20 WHEN i <= 5520 THEN 21 + i % 500 ELSE 521 + i % 5000 END, .6, 'contributes'
FROM generate_series(21, 50000) AS i WHERE i % 50 <> 0
UNION ALL
SELECT i, CASE WHEN i <= 520 THEN 1 + (i * 7) % 20 WHEN i <= 5520 THEN 21 + (i * 7) % 500 ELSE 521 + (i * 7) % 5000 END,
       CASE WHEN i % 35 = 0 THEN -.3 ELSE .3 END, CASE WHEN i % 35 = 0 THEN 'conflicts' ELSE 'contributes' END
FROM generate_series(25, 50000, 5) AS i WHERE i % 50 <> 0;
INSERT INTO goal_contributor (goal_id, employee_id, fte_share)
SELECT 21 + (i * 37) % 49980, 1 + i, .2 FROM generate_series(1, 15000) AS i;
INSERT INTO check_in (goal_id, checked_at, value, status)
SELECT g, timestamptz '2026-01-15' + make_interval(months => m), m * 8, 'on_track'
FROM generate_series(5523, 50000, 9) AS g, generate_series(0, :check_ins - 1) AS m;
INSERT INTO expectancy_survey (employee_id, person_role, asked_on, expectancy)
SELECT i, 'assignee', '2026-01-01', (i % 11) / 10.0 FROM generate_series(1, :surveys) AS i;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT s.id, r.id, ((s.id + r.id) % 21) / 10.0 - 1, ((s.id * 3 + r.id) % 19) / 9.0 - 1 FROM expectancy_survey s, reward r;
