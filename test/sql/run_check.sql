-- the nightly check: flags open, stay, close and come back; what runs leave behind
\set VERBOSITY terse
SET client_min_messages = warning;
SELECT gmalign.install('hr') IS NOT NULL AS installed;
RESET client_min_messages;
SET search_path = hr, public;
SET gmalign.as_of = '2026-01-31';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
-- one move: the assignee gives the organization's goal a share x, so the pair scores x
INSERT INTO employee (id, external_id, hire_date) VALUES (1, 'A', '2020-01-01'), (2, 'G', '2020-01-01');
INSERT INTO goal (id, title, level, goal_type) VALUES (1, 'Enter market', 'strategic', 'objective'),
  (2, 'Research track', 'individual', 'personal');
INSERT INTO assignment (id, external_id, assignee_id, gm_professional_id, start_date) VALUES (1, 'M', 1, 2, '2025-01-01'),
  (2, 'N', 2, 2, '2025-01-01');
CREATE FUNCTION pg_temp.state(move bigint, who text, goal_id bigint, priority float8, stated_on date) RETURNS void LANGUAGE sql AS
  'INSERT INTO hr.assignment_goal SELECT $1, s.id, $3, $5, $4 FROM hr.stakeholder s WHERE s.code = $2';
SELECT count(pg_temp.state(m, who, 1, 1, '2025-01-01')) FROM generate_series(1, 2) AS m,
       (VALUES ('organization'), ('gm_professional')) AS v (who);
SELECT count(pg_temp.state(m, 'assignee', 1, x, d)) + count(pg_temp.state(m, 'assignee', 2, 1 - x, d))
FROM (VALUES (1, .38, date '2026-02-01'), (1, .42, '2026-02-02'), (1, .46, '2026-02-03'), (1, .30, '2026-02-04'),
      (2, .90, '2026-02-01')) AS v (m, x, d);
UPDATE flag_rule SET is_enabled = code IN ('pair_below_band', 'party_not_heard');
-- answers without error: a score is its own limit
UPDATE setting SET number_value = CASE code WHEN 'answer_reliability' THEN 1 ELSE 0 END WHERE code IN ('answer_reliability', 'answer_step');
CREATE VIEW pg_temp.seen AS
SELECT rule_code, subject_id, round(score::numeric, 2) AS score, reason_code, opened_on, last_seen_on,
       closed_on, close_code, close_reason FROM flag ORDER BY id;

-- .38 opens, .42 neither opens nor closes, .46 closes, .30 opens a new one
SET gmalign.as_of = '2026-02-01';
SELECT rule_code, subject_id, severity, round(score::numeric, 2) AS score, reason_code, reason, driver, action_code
FROM gmalign.run_check('hr');
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SET gmalign.as_of = '2026-02-02';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT * FROM pg_temp.seen;
SET gmalign.as_of = '2026-02-03';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SET gmalign.as_of = '2026-02-04';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT * FROM pg_temp.seen;
-- the score stays, the reason does not: what the flag says is what is so tonight
BEGIN;
UPDATE goal SET title = 'Research path' WHERE id = 2;
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT reason FROM flag WHERE closed_on IS NULL;
ROLLBACK;
-- the reason as a code with parameters says the same
SELECT f.reason = gmalign.reason_text(f.reason_code, f.parameters) AS same, f.parameters->>'a' AS a, f.parameters->>'goal' AS goal
FROM flag f WHERE f.closed_on IS NULL;
-- the scores of each day are kept, and views find them
SELECT taken_on, assignment_id, round(mutual_alignment::numeric, 4) AS mutual, round(weakest_alignment::numeric, 2) AS weakest,
       weakest_pair, alignment_band, assignment_status FROM alignment_snapshot ORDER BY 1, 2;
SELECT assignment_external_id AS move, round(start_score::numeric, 4) AS start, round(previous_score::numeric, 4) AS previous,
       round(score_change::numeric, 4) AS change FROM assignment_alignment ORDER BY 1;
-- the record
SELECT as_of, opened_count, closed_count, open_count, subject_count, failed_rules, finished_at >= started_at AS took,
       score_ms > 0 AND rule_ms > 0 AND flag_ms > 0 AS timed FROM check_run ORDER BY id;
SELECT k.as_of, r.rule_code, r.subject_count, r.opened_count, r.closed_count, r.open_count, r.rule_ms > 0 AS timed
FROM check_run_rule r JOIN check_run k ON k.id = r.run_id ORDER BY k.id, 2;
SELECT current_setting('application_name') AS application_name, current_setting('search_path') AS search_path,
       current_setting('gmalign.as_of') AS as_of;

-- what was done about it: the check leaves the action alone once it is taken
UPDATE flag SET assigned_to_id = 2, acknowledged_on = '2026-02-05', action_taken = 'talked to both', action_code = 'one_target'
WHERE closed_on IS NULL;
SELECT count(pg_temp.state(1, 'assignee', 1, .2, '2026-02-05')) + count(pg_temp.state(1, 'assignee', 2, .8, '2026-02-05'));
SET gmalign.as_of = '2026-02-05';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT round(score::numeric, 2) AS score, reason, action_code, action_taken FROM flag WHERE closed_on IS NULL;
SELECT count(pg_temp.state(1, 'assignee', 1, .9, '2026-02-10')) + count(pg_temp.state(1, 'assignee', 2, .1, '2026-02-10'));
SET gmalign.as_of = '2026-02-10';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
UPDATE flag SET outcome = 'one goal agreed' WHERE action_taken IS NOT NULL;
SELECT strategy, flag_count, open_count, acknowledged_count, acted_count, acted_recovered_count, untouched_recovered_count,
       outcome_count, mean_days_to_recovery FROM follow_up_by_strategy WHERE flag_count > 0 ORDER BY 1;

-- alerts: nothing open is an empty list and a row per rule
SELECT count(*) FROM open_flag;
SELECT count(*) AS rules, count(*) FILTER (WHERE open_count = 0) AS quiet FROM flag_count_by_rule;
SELECT count(*) FILTER (WHERE a.atttypid IN ('bigint'::regtype, 'integer'::regtype, 'float8'::regtype,
                                             'numeric'::regtype)) AS numbers FROM pg_attribute a
                                               WHERE a.attrelid = 'flag_count_by_rule'::regclass AND a.attnum > 0;
SELECT count(*) AS one_row, min(open_flag_count) AS open_flags FROM program_summary;

-- not heard any more: the score is not known, the flag stays; it closes when the move ends
SELECT count(pg_temp.state(1, 'assignee', 2, 1, '2026-02-11'));
SET gmalign.as_of = '2026-02-11';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT count(pg_temp.state(1, 'assignee', 2, NULL, '2026-02-12'));
SET gmalign.as_of = '2026-02-12';
SELECT rule_code, subject_id, reason FROM gmalign.run_check('hr');
UPDATE assignment SET end_date = '2026-02-12' WHERE id = 1;
SET gmalign.as_of = '2026-02-13';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT * FROM pg_temp.seen WHERE opened_on > '2026-02-10';
-- every assignment has its row, the ended one too; trend and drift do not count it
SELECT n.assignment_status, count(*) AS snapshots, count(a.id) AS assignments,
       bool_and(n.mutual_alignment IS NOT DISTINCT FROM v.mutual_alignment_score) AS as_the_view_says
FROM alignment_snapshot n FULL JOIN assignment a ON a.id = n.assignment_id LEFT JOIN assignment_alignment v ON v.id = a.id
WHERE n.taken_on = '2026-02-13' OR n.taken_on IS NULL GROUP BY 1 ORDER BY 1;
SELECT (SELECT count(*) FROM alignment_drift WHERE last_snapshot_on = '2026-02-13' AND assignment_id = 1) AS drifting,
       (SELECT assignment_count FROM alignment_trend WHERE scope = 'all' AND period_start = '2026-02-01') AS in_trend,
       (SELECT count(DISTINCT assignment_id) FROM alignment_snapshot n WHERE assignment_status <> 'ended' AND mutual_alignment IS NOT NULL
        AND taken_on = (SELECT max(o.taken_on) FROM alignment_snapshot o WHERE o.assignment_id = n.assignment_id
                        AND o.assignment_status <> 'ended')) AS scored_before_it_ended;

-- rules of one's own: a view that returns subject_id, score and reason
CREATE VIEW costly AS SELECT id AS subject_id, cost_estimate AS score, 'costs ' || cost_estimate AS reason
FROM assignment WHERE end_date IS NULL;
CREATE VIEW broken AS SELECT id AS subject_id, 1 / (id - 2) AS score FROM assignment;
CREATE VIEW twice AS SELECT g AS subject_id, 1 AS score FROM generate_series(1, 2), LATERAL (SELECT 1 AS g) AS q;
CREATE VIEW nameless AS SELECT id FROM assignment;
CREATE VIEW endless AS SELECT id AS subject_id, 'Infinity'::float8 AS score FROM assignment;
-- one that reads what no rule of ours does, through a view of its own
CREATE VIEW course WITH (security_invoker = true) AS SELECT assignment_id, score_change FROM assignment_alignment;
CREATE VIEW fallen WITH (security_invoker = true) AS SELECT assignment_id AS subject_id, score_change AS score FROM course;
INSERT INTO flag_rule (code, meaning, relation, subject_kind, opens_when, open_value, close_value, severity) VALUES
  ('fallen', 'A move scores less than before.', 'fallen', 'assignment', 'below', -1, -1, 'low'),
  ('costly', 'A move costs much.', 'costly', 'assignment', 'from', 500000, 400000, 'low'),
  ('broken', 'Divides.', 'broken', 'assignment', 'below', 0, 0, 'low'),
  ('twice', 'Says it twice.', 'twice', 'goal', 'from', 1, 1, 'low'),
  ('nameless', 'Names nobody.', 'hr.nameless', 'goal', 'found', NULL, NULL, 'low'),
  ('endless', 'Has no end.', 'endless', 'goal', 'from', 1, 1, 'low'),
  ('nowhere', 'Is not there.', 'nowhere', 'goal', 'found', NULL, NULL, 'low'),
  ('unnamed', 'Is no name.', 'a.b.c.d', 'goal', 'found', NULL, NULL, 'low');
UPDATE assignment SET cost_estimate = 600000 WHERE id = 2;
SET gmalign.as_of = '2026-02-14';
SELECT rule_code, subject_id, score, reason_code, reason FROM gmalign.run_check('hr');
SELECT failed_rules FROM check_run ORDER BY id DESC LIMIT 1;
SELECT rule_code, subject_count, opened_count, open_count, error FROM check_run_rule WHERE run_id = (SELECT max(id) FROM check_run)
ORDER BY 1;
INSERT INTO flag_rule (subject_kind, code, meaning, opens_when, open_value, close_value, severity)
VALUES ('goal', 'x', 'x', 'below', .5, .4, 'low');
INSERT INTO flag_rule (subject_kind, code, meaning, opens_when, open_value, severity) VALUES ('goal', 'x', 'x', 'found', .5, 'low');
INSERT INTO flag_rule (subject_kind, code, meaning, opens_when, severity) VALUES ('goal', 'x', 'x', 'from', 'low');
-- a rule that fails keeps its flags; one switched off closes them; a row deleted takes them along
CREATE OR REPLACE VIEW costly AS SELECT id AS subject_id, cost_estimate AS score, 'costs ' || cost_estimate / (id - id) AS reason
FROM assignment WHERE end_date IS NULL;
DELETE FROM flag_rule WHERE code IN ('fallen', 'broken', 'twice', 'nameless', 'endless', 'nowhere', 'unnamed');
SET gmalign.as_of = '2026-02-15';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT rule_code, closed_on FROM flag WHERE rule_code = 'costly';
UPDATE flag_rule SET is_enabled = false WHERE code = 'costly';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT rule_code, closed_on, close_code, close_reason FROM flag WHERE rule_code = 'costly';
-- somebody else's view is not run with our rights
CREATE ROLE regress_gmalign_stranger;
GRANT USAGE, CREATE ON SCHEMA hr TO regress_gmalign_stranger;
CREATE SCHEMA strange AUTHORIZATION regress_gmalign_stranger;
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
REVOKE CREATE ON SCHEMA hr FROM regress_gmalign_stranger;
SET ROLE regress_gmalign_stranger;
CREATE VIEW strange.trap AS SELECT 1 AS subject_id;
RESET ROLE;
INSERT INTO flag_rule (code, meaning, relation, subject_kind, opens_when, severity) VALUES ('trap', 'A trap.',
    'strange.trap', 'goal', 'found', 'low');
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
DROP VIEW strange.trap;
DELETE FROM flag_rule WHERE code = 'trap';
REVOKE ALL ON SCHEMA hr FROM regress_gmalign_stranger;

-- rules about people wait for their approval, and stop with it
INSERT INTO expectancy_survey (id, employee_id, person_role, asked_on, expectancy) VALUES (1, 2, 'gm_professional', '2026-01-01', .2);
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT 1, id, .8, .9 FROM reward WHERE code = 'recognition';
UPDATE flag_rule SET is_enabled = true WHERE code = 'weak_link';
SET gmalign.as_of = '2026-02-16';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
UPDATE setting SET date_value = '2026-02-17' WHERE code = 'personal_flags_approved_on';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SET gmalign.as_of = '2026-02-17';
SELECT rule_code, subject_kind, subject_id, reason, action_code FROM gmalign.run_check('hr');
UPDATE setting SET date_value = NULL WHERE code = 'personal_flags_approved_on';
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT rule_code, closed_on, close_code FROM flag WHERE rule_code = 'weak_link';
-- time from first flag to exit
UPDATE employee SET departure_date = '2026-03-31', departure_type = 'voluntary', is_high_performer = true WHERE id = 2;
SET gmalign.as_of = '2026-04-01';
SELECT person_id, departure_type, first_flag_on, first_rule_code, days_flag_to_exit, flag_count FROM flag_before_exit;

-- days: a past day gets its snapshot and leaves flags alone; a day to come is refused
UPDATE flag_rule SET is_enabled = code = 'pair_below_band';
SELECT count(*) AS flags FROM flag \gset before_
SELECT count(*) AS new_flags FROM gmalign.run_check('hr', '2025-12-31');
SELECT count(*) = :before_flags AS same FROM flag;
SELECT count(*) FROM alignment_snapshot WHERE taken_on = '2025-12-31';
SELECT flag_ms IS NULL AS left_alone FROM check_run ORDER BY id DESC LIMIT 1;
-- a row about a day to come, whoever wrote it, stops no check
BEGIN;
INSERT INTO check_run (as_of, started_at) VALUES ('9999-12-31', now());
SELECT count(*) FROM gmalign.run_check('hr');
SELECT flag_ms IS NULL AS left_alone FROM check_run ORDER BY id DESC LIMIT 1;
ROLLBACK;
SELECT count(*) FROM gmalign.run_check('hr', '2026-04-02');
SELECT count(*) FROM gmalign.run_check('hr', NULL);
SELECT count(*) FROM gmalign.run_check('hr', 'infinity');
SELECT count(*) FROM gmalign.run_check('hr', '5874897-12-31');
SELECT count(*) FROM gmalign.run_check('hr', '4713-01-01 BC');
SELECT count(*) FROM gmalign.run_check('nowhere');
-- twice in one transaction
BEGIN;
SELECT count(*) FROM gmalign.run_check('hr');
SELECT count(*) FROM gmalign.run_check('hr');
ROLLBACK;
-- snapshots beyond snapshot_keep_months go
UPDATE setting SET number_value = 1 WHERE code = 'snapshot_keep_months';
SELECT count(*) FROM gmalign.run_check('hr');
SELECT min(taken_on) FROM alignment_snapshot;
-- row-level security would make what it hides look recovered
ALTER TABLE assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignment FORCE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA hr TO regress_gmalign_stranger;
GRANT ALL ON ALL TABLES IN SCHEMA hr TO regress_gmalign_stranger;
SET ROLE regress_gmalign_stranger;
SELECT count(*) FROM gmalign.run_check('hr');
RESET ROLE;
DROP OWNED BY regress_gmalign_stranger;
DROP ROLE regress_gmalign_stranger;
SET client_min_messages = warning;
DROP VIEW pg_temp.seen;
DROP VIEW costly, broken, twice, nameless, endless, fallen, course;
SELECT count(*) FROM gmalign.uninstall('hr', true);
DROP SCHEMA hr;
