-- a move is falling when its alignment does so beyond noise, and not when one
-- statement was lower than the one before
BEGIN;
\ir ../start.psql
SELECT plan(2);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
INSERT INTO goal (id, title, level) SELECT i, 'goal ' || i, 'strategic' FROM generate_series(1, 5) AS i;
INSERT INTO employee (id, hire_date) SELECT i, '2020-01-01' FROM generate_series(1, 4) AS i;
INSERT INTO assignment (id, assignee_id, start_date) SELECT i, i, '2025-06-01' FROM generate_series(1, 4) AS i;
-- today all four score .4 or less: far below what their snapshots say
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, '2026-06-30', CASE s.code WHEN 'assignee' THEN g ELSE 6 - g END / 5.0
FROM assignment a, stakeholder s, generate_series(1, 5) AS g WHERE s.code IN ('organization', 'gm_professional', 'assignee');
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, assignment_status)
SELECT (date '2025-07-01' + make_interval(months => m) - interval '1 day')::date, v.id, v.score, v.score, 'mixed', 'active'
FROM generate_series(1, 11) AS m
CROSS JOIN LATERAL (VALUES
  (1, .9 - .03 * m),                                          -- falls month by month
  (2, .9 - .005 * m),                                         -- a little
  (3, CASE WHEN m = 11 THEN .95 ELSE .95 - .1 * (m % 2) END), -- up and down
  (4, .9 + .005 * m)) AS v (id, score);
SELECT is((SELECT count(*) FROM gmalign.run_check('hr', '2026-06-29') WHERE rule_code = 'drift'), 1::bigint,
          'the rule found the one that falls beyond noise');
SELECT set_eq($$SELECT person_id, signals LIKE '%goal alignment is falling%' FROM retention_risk$$,
              $$VALUES (1::bigint, true), (2, false), (3, false), (4, false)$$, 'a slope beyond noise, and by enough');
SELECT * FROM finish();
ROLLBACK;
