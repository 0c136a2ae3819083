-- signals before somebody left: which hold, and from the first and the latest that
-- has a date how many days there were
BEGIN;
\ir ../start.psql
SELECT plan(3);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
INSERT INTO employee (id, hire_date, departure_date)
SELECT i, '2020-01-01', CASE WHEN i < 6 THEN date '2026-04-10' END FROM generate_series(1, 6) AS i;
-- 1: nothing with a date. 2: flagged twice. 3: granted later than asked for, then flagged. 4: looked back only. 5: surveyed
-- between two flags. 6: is still here
INSERT INTO flag (rule_code, subject_kind, subject_id, severity, opened_on, last_seen_on, closed_on, close_code)
SELECT r, 'person', id::text, 'medium', day, day, day + 20, 'recovered'
FROM (VALUES ('weak_link', 2, date '2025-06-01'), ('performer_without_path', 2, '2026-03-01'), ('weak_link', 3, '2026-02-01'),
             ('weak_link', 5, '2025-01-15'), ('weak_link', 5, '2026-01-15'), ('weak_link', 6, '2026-01-15')) AS v (r, id, day);
INSERT INTO review_agreement (employee_id, agreed_on, requested_months, granted_months)
VALUES (1, '2024-01-01', 6, 6), (3, '2024-05-01', 6, 12);
INSERT INTO review (employee_id, held_on, due_on, orientation)
VALUES (4, '2025-09-01', '2025-09-01', 'backward'), (4, '2025-12-01', '2025-12-01', 'backward');
INSERT INTO expectancy_survey (employee_id, person_role, act, asked_on, expectancy)
VALUES (5, 'gm_professional', 'recommend', '2025-08-01', .1);
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT s.id, (SELECT min(r.id) FROM reward r), .9, .9 FROM expectancy_survey s;
SELECT results_eq('SELECT person_id, days_signal_to_exit, days_last_signal_to_exit FROM retention_risk ORDER BY person_id',
  $$ SELECT id, date '2026-04-10' - first, date '2026-04-10' - last
     FROM (VALUES (1::bigint, NULL::date, NULL::date), (2, '2025-06-01', '2026-03-01'), (3, '2024-05-01', '2026-02-01'),
                  (4, '2025-12-01', '2025-12-01'), (5, '2025-01-15', '2026-01-15'), (6, NULL, NULL)) AS v (id, first, last) $$,
  'days from the first and the latest dated signal');
SELECT results_eq('SELECT person_id, risk_signal_count FROM retention_risk ORDER BY person_id',
  -- 1: a review is overdue, counted from the agreement; 3: rare reviews, overdue, flagged; 4: no growth goal, looked back, and
  -- without an agreement nothing is overdue; 5: expectancy, flagged
  $$ VALUES (1::bigint, 1), (2, 1), (3, 3), (4, 2), (5, 2), (6, 1) $$, 'signals that hold are counted');
SELECT results_eq('SELECT person_id, days_review_overdue FROM retention_risk ORDER BY person_id',
  -- 6 months after 2024-01-01, 12 after 2024-05-01, until the last day
  $$ SELECT id, CASE id WHEN 1 THEN date '2026-04-10' - date '2024-07-01' WHEN 3 THEN date '2026-04-10' - date '2025-05-01' END
     FROM generate_series(1::bigint, 6) AS id $$, 'days overdue, where there is something to count from');
SELECT * FROM finish();
ROLLBACK;
