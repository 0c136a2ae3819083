-- One alert per subject and cause: what another flag says already is folded into
-- it, leads when that one closes, and is never lost.
BEGIN;
\ir ../start.psql
SELECT plan(44);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, gmalign, public;
UPDATE setting SET number_value = CASE code WHEN 'answer_reliability' THEN 1 ELSE 0 END
WHERE code IN ('answer_reliability', 'answer_step', 'score_noise');
INSERT INTO employee (id, external_id, hire_date) VALUES (1, 'A', '2020-01-01'), (2, 'G', '2020-01-01');
INSERT INTO goal (id, title, level) VALUES (1, 'Enter market', 'strategic'), (2, 'Keep talent', 'strategic');
INSERT INTO assignment (id, external_id, assignee_id, gm_professional_id, start_date) VALUES (1, 'M', 1, 2, '2025-01-01');
CREATE FUNCTION pg_temp.state(move bigint, who text, goal bigint, priority float8, day date) RETURNS void LANGUAGE sql AS
  'INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
   SELECT $1, s.id, $3, $5, $4 FROM hr.stakeholder s WHERE s.code = $2';
CREATE FUNCTION pg_temp.night(day date) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('gmalign.as_of', to_char(day, 'YYYY-MM-DD'), true);
  RETURN (SELECT string_agg(r.rule_code, ' ' ORDER BY r.rule_code) FROM gmalign.run_check('hr') AS r);
END $$;
CREATE VIEW pg_temp.shown AS
SELECT o.rule_code || coalesce(' + ' || o.also, '') AS said, o.is_new
FROM open_flag o WHERE o.subject_kind = 'assignment' ORDER BY o.rule_code;

-- ---------- a statement that changed ----------
SELECT count(pg_temp.state(1, w, 1, 1, '2025-01-01')) FROM unnest(ARRAY['organization', 'gm_professional', 'assignee']) AS w;
UPDATE flag_rule SET is_enabled = code IN ('pair_below_band', 'opposed_pair', 'drift');
-- the alignment has worn away: the statements of five months
-- the latest statement is all that a voice wants: goal 1 with a share of x
CREATE FUNCTION pg_temp.assignee(x float8, day date) RETURNS void LANGUAGE sql AS
  $$ SELECT pg_temp.state(1, 'assignee', 1, $1, $2), pg_temp.state(1, 'assignee', 2, 1 - abs($1), $2) $$;
SELECT count(pg_temp.assignee(1 - .09 * m, ('2025-0' || m || '-15')::date)) FROM generate_series(2, 6) AS m;
SELECT count(*) FROM (SELECT pg_temp.night(('2025-0' || m || '-28')::date) FROM generate_series(1, 6) AS m) AS q;
SELECT is(pg_temp.night('2025-06-30'), NULL, 'nothing is new when nothing changed');
SELECT results_eq('SELECT said FROM pg_temp.shown', ARRAY['drift'], 'a fall is a flag of its own while no two parties part');
SELECT pg_temp.assignee(-.5, '2025-07-01');
SELECT is(pg_temp.night('2025-07-01'), 'opposed_pair', 'one changed statement, one new flag');
SELECT results_eq('SELECT * FROM pg_temp.shown', $$ VALUES ('opposed_pair + drift, pair_below_band', true) $$,
                  'which says what the others would, also what was open before');
SELECT is((SELECT sum(notice_count) FROM flag_digest('hr'))::integer, 1, 'one notice');
SELECT results_eq('SELECT rule_code, open_count FROM flag_count_by_rule WHERE open_count > 0', $$ VALUES ('opposed_pair', 1) $$,
                  'it counts with the rule that says it');
SELECT is((SELECT open_flag_count FROM program_summary)::integer, 1, 'and once in all');
SELECT is((SELECT count(*) FROM flag WHERE closed_on IS NULL)::integer, 3, 'while the table keeps what each rule found');
SELECT results_eq('SELECT flag_count, open_count FROM follow_up_by_strategy WHERE flag_count > 0',
                  'SELECT count(*)::integer, count(*)::integer FROM open_flag', 'an action nobody was told is not counted');
SELECT isnt_empty($$ SELECT FROM move_dossier('hr', 'M')
                     WHERE section = 'flags' AND item = 'drift' AND said ~ 'said already by opposed_pair' $$,
                  'the dossier names who says it');
CREATE TEMP TABLE before AS SELECT * FROM flag;
SELECT is(pg_temp.night('2025-07-01'), NULL, 'a second run says nothing');
SELECT set_eq('SELECT * FROM flag', 'SELECT * FROM before', 'and changes nothing');
-- what was open on the days before is as it was
SET LOCAL gmalign.as_of = '2025-06-30';
SELECT results_eq('SELECT said FROM pg_temp.shown', ARRAY['drift'], 'a day gone by is not folded after the fact');

-- ---------- the leading one goes ----------
UPDATE flag SET assigned_to_id = 2, acknowledged_on = '2025-07-02', action_taken = 'talked to both' WHERE rule_code = 'opposed_pair';
SELECT pg_temp.assignee(.2, '2025-07-05');
SELECT is(pg_temp.night('2025-07-05'), NULL, 'no new alert when the leading flag closes');
SELECT results_eq('SELECT * FROM pg_temp.shown', $$ VALUES ('pair_below_band + drift', false) $$,
                  'what it said for others is said by them');
SELECT results_eq($$ SELECT assigned_to_id, flag_status FROM open_flag $$, $$ VALUES (2::bigint, 'acknowledged') $$,
                  'who looked after it looks after them; nothing is taken for done');
SELECT results_eq($$ SELECT acted_count, acted_recovered_count, flag_count FROM follow_up_by_strategy WHERE acted_count > 0 $$,
                  $$ VALUES (1, 1, 1) $$, 'what was acted on is counted once');
SELECT is(pg_temp.night('2025-07-05'), NULL, 'again a second run says nothing');
SELECT results_eq('SELECT * FROM pg_temp.shown', $$ VALUES ('pair_below_band + drift', false) $$, 'and shows the same');
-- it comes back: as severe, and the other is open already
SELECT pg_temp.assignee(-.5, '2025-07-10');
SELECT is(pg_temp.night('2025-07-10'), NULL, 'a flag that comes back about the same two is folded into the one that is open');
SELECT results_eq('SELECT * FROM pg_temp.shown', $$ VALUES ('pair_below_band + drift, opposed_pair', false) $$, 'which says so');
-- unless it is more severe
UPDATE flag_rule SET severity = 'medium' WHERE code = 'pair_below_band';
SELECT is(pg_temp.night('2025-07-11'), NULL, 'severity changes who leads, and opens nothing');
SELECT results_eq('SELECT * FROM pg_temp.shown', $$ VALUES ('opposed_pair + drift, pair_below_band', false) $$, 'the most severe leads');
UPDATE flag SET action_taken = 'asked' WHERE rule_code = 'drift';
SELECT is((SELECT sum(acted_count) FROM follow_up_by_strategy)::integer, 2, 'what somebody acted on counts, folded or not');
UPDATE flag SET action_taken = NULL WHERE rule_code = 'drift';
-- all well
SELECT pg_temp.assignee(1, '2025-07-20');
SELECT pg_temp.night('2025-07-20');
SELECT is_empty($$ SELECT FROM open_flag WHERE rule_code <> 'drift' $$, 'all close together');
SELECT is((SELECT sum(untouched_recovered_count) FROM follow_up_by_strategy)::integer,
          (SELECT count(*) FROM flag f WHERE f.close_code = 'recovered' AND f.action_taken IS NULL
           AND NOT EXISTS (SELECT FROM flag l WHERE l.id = f.folded_into AND (l.closed_on IS NULL OR l.closed_on >= f.closed_on)))::integer,
          'a flag that closed folded did not recover by itself');
UPDATE employee SET departure_date = '2025-07-31' WHERE id = 1;
SET LOCAL gmalign.as_of = '2025-08-01';
SELECT is((SELECT first_rule_code FROM flag_before_exit), 'drift', 'the first sign of all');

-- ---------- two that name different parties stay two ----------
INSERT INTO flag_rule (code, meaning, severity) VALUES ('x', 'm', 'low'), ('y', 'm', 'low'), ('z', 'm', 'high'), ('v', 'm', 'low');
UPDATE flag_rule SET said_by = 'z' WHERE code = 'v';
UPDATE flag_rule SET said_by = 'v, w' WHERE code = 'y';
INSERT INTO flag (id, rule_code, subject_kind, subject_id, severity, reason_code, parameters, opened_on, last_seen_on)
SELECT v.id, v.rule, 'goal', v.subject, 'low', v.reason, v.parameters::jsonb, '2025-08-01', '2025-08-01'
FROM (VALUES (101, 'x', '1', 'opposed', '{"a": "assignee", "b": "organization"}'),
             (102, 'y', '1', 'opposed', '{"a": "assignee", "b": "gm_professional"}'),
             (103, 'x', '2', 'r', NULL), (104, 'z', '2', 'r', '{"a": "1", "b": "2"}'),
             (105, 'v', '2', 'q', NULL), (106, 'y', '2', 'p', NULL),
             (107, 'v', '3', 'q', NULL), (108, 'y', '3', 'q', NULL), (109, 'x', '3', 'x', NULL)) 
     AS v (id, rule, subject, reason, parameters);
SELECT gmalign_private.step_fold('2025-08-01');
SELECT results_eq('SELECT id, folded_into FROM flag WHERE id > 100 ORDER BY id',
  $$ VALUES (101::bigint, NULL::bigint), (102, NULL), (103, NULL), (104, 103), (105, 103), (106, NULL),
            (107, NULL), (108, 107), (109, NULL) $$,
  'same reason, stated order over it; a rule that is said leads only its like');

-- ---------- any programme ----------
DELETE FROM flag WHERE true;
DELETE FROM flag_rule WHERE relation IS NULL;
UPDATE flag_rule SET is_enabled = NOT is_personal;
INSERT INTO goal (id, title, level, goal_type, direction, start_value, target_value, current_value, start_date, due_date, status)
SELECT i, 'KR ' || i, 'team', 'key_result', 'increase', 0, 10, 0, '2025-01-01', '2026-12-31', 'on_track' FROM generate_series(11, 20) AS i;
INSERT INTO employee (id, hire_date) SELECT i, '2020-01-01' FROM generate_series(11, 60) AS i;
INSERT INTO assignment (id, assignee_id, gm_professional_id, start_date, planned_end_date)
SELECT i, i, 2, '2025-01-01', date '2025-09-01' + i * 20 FROM generate_series(11, 60) AS i;
SELECT setseed(.17);
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, date '2025-08-01' + n * 20, round((random() * 2 - 1)::numeric, 1)
FROM generate_series(0, 4) AS n CROSS JOIN generate_series(1, 2) AS g CROSS JOIN stakeholder s CROSS JOIN assignment a
WHERE s.code IN ('organization', 'gm_professional', 'assignee') AND a.id > 10 AND random() < .7;
CREATE TEMP TABLE told (day date, found bigint, shown bigint, lost bigint, deep bigint, changed bigint, twice bigint,
                        new_rows bigint, new_shown bigint);
DO $$
DECLARE d date; fresh bigint; folds text;
BEGIN
  FOR n IN 0..5 LOOP
    d := date '2025-08-01' + n * 20;
    PERFORM set_config('gmalign.as_of', to_char(d, 'YYYY-MM-DD'), true);
    fresh := (SELECT count(*) FROM gmalign.run_check('hr'));
    folds := (SELECT string_agg(concat_ws(' ', f.id, f.folded_into), ',' ORDER BY f.id) FROM hr.flag f);
    INSERT INTO told
    SELECT d, (SELECT count(*) FROM hr.flag f WHERE f.closed_on IS NULL),
      (SELECT sum(cardinality(string_to_array(concat_ws(', ', o.rule_code, o.also), ', '))) FROM hr.open_flag o),
      -- what no rule found, or nobody says
      (SELECT count(*) FROM (SELECT o.subject_kind, o.subject_id, r
                             FROM hr.open_flag o, string_to_table(concat_ws(', ', o.rule_code, o.also), ', ') AS r) AS s (k, i, r)
       FULL JOIN (SELECT f.subject_kind, f.subject_id, f.rule_code FROM hr.flag f WHERE f.closed_on IS NULL) AS t (k, i, r) USING (k, i, r)
       WHERE s IS NULL OR t IS NULL),
      (SELECT count(*) FROM hr.flag f JOIN hr.flag l ON l.id = f.folded_into AND l.closed_on IS NULL
       JOIN hr.flag m ON m.id = l.folded_into AND m.closed_on IS NULL WHERE f.closed_on IS NULL),
      (SELECT count(*) FROM gmalign.run_check('hr'))
        + (folds IS DISTINCT FROM (SELECT string_agg(concat_ws(' ', f.id, f.folded_into), ',' ORDER BY f.id) FROM hr.flag f))::integer,
      (SELECT count(*) - count(DISTINCT (o.subject_kind, o.subject_id, o.reason)) FROM hr.open_flag o),
      fresh, (SELECT count(*) FROM hr.open_flag o WHERE o.opened_on = d);
  END LOOP;
END $$;
SELECT is_empty('SELECT * FROM told WHERE lost > 0 OR found <> shown',
                'what rules found and what is shown with what is folded are the same');
SELECT is_empty('SELECT * FROM told WHERE deep > 0', 'no flag is folded into a folded one');
SELECT is_empty('SELECT * FROM told WHERE changed > 0', 'a second run changes nothing');
SELECT is_empty('SELECT * FROM told WHERE twice > 0', 'no sentence is said twice of a subject');
SELECT is_empty('SELECT * FROM told WHERE new_rows <> new_shown', 'a run returns what is shown as new');
SELECT cmp_ok((SELECT count(*)::integer FROM flag WHERE folded_into IS NOT NULL), '>', 20, 'and there was something to fold');
SELECT isnt_empty($$ SELECT FROM open_flag WHERE also = 'check_in_overdue' $$,
                  'a key result nobody looks at and that stands still is one alert');

-- ---------- a flag that somebody wrote for a day to come ----------
INSERT INTO flag (rule_code, subject_kind, subject_id, severity, opened_on, last_seen_on)
VALUES ('opposed_pair', 'assignment', '99999999', 'high', '9000-01-01', '9000-01-01'),
       ('not_moving', 'goal', '99999999', 'high', '9000-01-01', '9000-01-01'),
       ('reward_not_valued', 'person', '99999999', 'high', '9000-01-01', '9000-01-01');
SELECT lives_ok($$ SELECT FROM gmalign.run_check('hr') $$, 'does not stop the check');
SELECT results_eq($$ SELECT close_code, closed_on, count(*) FROM flag WHERE subject_id = '99999999' GROUP BY 1, 2 $$,
                  $$ VALUES ('gone', date '9000-01-01', 3::bigint) $$, 'and closes on that day');
-- a score that is no longer known leaves a flag as it is
DELETE FROM flag WHERE closed_on IS NULL AND last_seen_on < gmalign.today();
CREATE TEMP TABLE found AS SELECT id, rule_code, subject_kind, subject_id, opened_on, reason, also FROM open_flag;
SELECT cmp_ok((SELECT count(DISTINCT subject_kind)::integer FROM found), '=', 2, 'of what is found about moves and goals');
UPDATE flag SET opened_on = '9000-01-01', last_seen_on = '9000-01-01' WHERE closed_on IS NULL;
INSERT INTO flag (rule_code, subject_kind, subject_id, severity, opened_on, last_seen_on)
SELECT 'opposed_pair', 'assignment', id::text, 'high', '9000-01-01', '9000-01-01' FROM assignment
ON CONFLICT DO NOTHING;
SELECT is_empty('SELECT FROM open_flag', 'a flag of a day to come is not shown');
SELECT set_eq($$ SELECT rule_code, subject_kind, subject_id, reason FROM gmalign.run_check('hr') $$,
              'SELECT rule_code, subject_kind, subject_id, reason FROM found', 'hides nothing that is found');
SELECT set_eq('SELECT id, rule_code, subject_kind, subject_id, opened_on, reason, also FROM open_flag',
              'SELECT id, rule_code, subject_kind, subject_id, gmalign.today(), reason, also FROM found',
              'opens where it is, on the day it is found');
SELECT results_eq($$ SELECT opened_count, closed_count, open_count FROM check_run ORDER BY id DESC LIMIT 1 $$,
                  $$ SELECT count(*), 0::bigint, count(*) FROM flag WHERE closed_on IS NULL AND opened_on <= gmalign.today() $$,
                  'and counts as opened then');
SELECT is_empty($$ SELECT FROM flag f JOIN flag l ON l.id = f.folded_into AND l.closed_on IS NULL AND l.opened_on > gmalign.today()
                   WHERE f.closed_on IS NULL AND f.opened_on <= gmalign.today() $$,
                'nothing is folded into one that is not shown');

-- what is known of a table that autovacuum found full of dead rows: pages, and no row in them
UPDATE pg_class SET relpages = 1000, reltuples = 0 WHERE oid = 'flag'::regclass;
DELETE FROM flag;
SELECT pg_temp.night(max(r.as_of) + 1) FROM check_run r;
SELECT is((SELECT c.reltuples::bigint FROM pg_class c WHERE c.oid = 'flag'::regclass),
          (SELECT nullif(count(*), 0) FROM flag WHERE opened_on = gmalign.today()),
          'a check that opens flags leaves the planner knowing how many there are');
SELECT * FROM finish();
ROLLBACK;
