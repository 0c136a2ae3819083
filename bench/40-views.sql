-- Every view over 10,000 assignments and 50,000 goals: the first 10,000 rows,
-- as a BI tool's fingerprint asks for them. Absolute: under 2 s.
\echo 'views over 10,000 assignments and 50,000 goals ...'
SELECT 10000 / :scale AS moves \gset
SELECT gmalign.install('hr') \g /dev/null
SET search_path = hr, public;
INSERT INTO org_unit (name) SELECT 'unit ' || i FROM generate_series(1, 100) AS i;
INSERT INTO employee (org_unit_id, hire_date, is_high_performer)
SELECT 1 + i % 100, '2015-01-01', i % 7 = 0 FROM generate_series(1, 20000) AS i;
-- 20 strategic goals, 500 of departments, 5,000 of teams, the rest personal and
-- key results; every fifth goal serves two
INSERT INTO goal (title, level, goal_type, direction, start_value, target_value, current_value, weight, owner_id, org_unit_id, start_date, due_date)
SELECT 'goal ' || i,
       CASE WHEN i <= 20 THEN 'strategic' WHEN i <= 520 THEN 'department' WHEN i <= 5520 THEN 'team' ELSE 'individual' END,
       CASE WHEN i % 3 = 0 THEN 'key_result' ELSE 'objective' END,
       CASE WHEN i > 5520 AND i % 3 = 0 THEN 'increase' END, 0, 100, i % 100, 1 + i % 3, 1 + i % 20000, 1 + i % 100, '2026-01-01', '2026-12-31'
FROM generate_series(1, 50000) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution, relation)
SELECT i, CASE WHEN i <= 520 THEN 1 + i % 20 WHEN i <= 5520 THEN 21 + i % 500 ELSE 521 + i % 5000 END, .6, 'contributes' FROM generate_series(21, 50000) AS i WHERE i % 50 <> 0
UNION ALL
SELECT i, CASE WHEN i <= 520 THEN 1 + (i * 7) % 20 WHEN i <= 5520 THEN 21 + (i * 7) % 500 ELSE 521 + (i * 7) % 5000 END, CASE WHEN i % 35 = 0 THEN -.3 ELSE .3 END,
       CASE WHEN i % 35 = 0 THEN 'conflicts' ELSE 'contributes' END FROM generate_series(25, 50000, 5) AS i WHERE i % 50 <> 0;
INSERT INTO goal_contributor (goal_id, employee_id, fte_share) SELECT 21 + (i * 37) % 49980, 1 + i, .2 FROM generate_series(1, 15000) AS i;
INSERT INTO check_in (goal_id, checked_at, value, status)
SELECT g, timestamptz '2026-01-15' + make_interval(months => m), m * 8, 'on_track' FROM generate_series(5523, 50000, 9) AS g, generate_series(0, 4) AS m;
INSERT INTO assignment (assignee_id, gm_professional_id, sponsor_id, org_unit_id, purpose, host_country, start_date, planned_end_date, cost_estimate)
SELECT i, 15000 + i % 200, 16000 + i % 500, 1 + i % 100, 'market_entry', 'VN', date '2025-01-01' + i % 700, date '2027-06-01' + i % 700, 200000 FROM generate_series(1, :moves) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, 21 + (a * 13 + s.id * 101 + k * 977) % 49980, '2025-12-01', 1 - k * .15
FROM generate_series(1, :moves) AS a, stakeholder s, generate_series(1, 5) AS k WHERE s.code IN ('organization', 'gm_professional', 'assignee')
ON CONFLICT DO NOTHING;
INSERT INTO expectancy_survey (employee_id, person_role, asked_on, expectancy) SELECT i, 'assignee', '2026-01-01', (i % 11) / 10.0 FROM generate_series(1, 10000) AS i;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT s.id, r.id, ((s.id + r.id) % 21) / 10.0 - 1, ((s.id * 3 + r.id) % 19) / 9.0 - 1 FROM expectancy_survey s, reward r;
-- a year of nightly snapshots, and the flags of the last night
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, assignment_status)
SELECT date '2026-06-29' - d, a::text, .8 - d * .0001 * (a % 3), .7 - d * .0001 * (a % 3), 'aligned', 'active'
FROM generate_series(1, 365) AS d, generate_series(1, :moves) AS a;
VACUUM ANALYZE;
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-29') \g /dev/null
VACUUM ANALYZE;
SET gmalign.as_of = '2026-06-30';
SET work_mem = '4MB';                     -- as a server has them
RESET jit;
RESET max_parallel_workers_per_gather;
DO $$
DECLARE
  v record;
  t timestamptz;
  best float8;
  columns text;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' ORDER BY m.place LOOP
    SELECT string_agg(format('count(%I)', a.attname), ', ') INTO columns FROM pg_attribute a WHERE a.attrelid = v.relation::regclass AND a.attnum > 0;
    best := 'infinity';
    FOR i IN 1..3 LOOP
      t := clock_timestamp();
      EXECUTE format('SELECT %s FROM (SELECT * FROM %I LIMIT 10000) AS q', columns, v.relation);
      best := least(best, 1000 * extract(epoch FROM clock_timestamp() - t));
    END LOOP;
    INSERT INTO limited (topic, work, ms, promise) VALUES ('view', v.relation, best, 2000);
  END LOOP;
END $$;
