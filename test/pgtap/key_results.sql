-- Key results: met and progress say the same whatever rounding did, what is done
-- counts as done, and what was closed as done stays in its objective.
BEGIN;
\ir ../start.psql
SELECT plan(33);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';

SELECT is(ARRAY[gmalign.key_result_progress(d, s, c, t, h)::text, gmalign.key_result_is_met(d, s, c, t, h)::text],
  ARRAY[progress::text, met::text],
          format('%s from %s to %s at %s', d, s, t, c))
FROM (VALUES
  ('increase', 200, 100, 0, NULL, .5, false), ('increase', 200, 0, 0, NULL, 1, true), ('increase', 200, 250, 0, NULL, -.25, false),
  ('decrease', 0, 50, 100, NULL, .5, false), ('decrease', 0, 120, 100, NULL, 1.2, true),
  ('increase', 0, .1 + .2::float8, .3, NULL, 1, true), ('increase', 0, .3, .1 + .2::float8, NULL, 1, true),
  ('decrease', 1, .1 + .2::float8, .3, NULL, 1, true), ('decrease', .1 + .2::float8, .3, .3, NULL, NULL, true),
  ('at_most', NULL, .1 + .2::float8, .3, NULL, 1, true), ('at_least', NULL, .3, .1 + .2::float8, NULL, 1, true),
  ('exact', NULL, .1 + .2::float8, .3, NULL, 1, true), ('exact', NULL, 0, .1 + .2::float8 - .3::float8, NULL, 1, true),
  ('range', NULL, .1 + .2::float8, .1, .3, 1, true), ('range', NULL, .3, .1 + .2::float8, .7, 1, true),
  ('increase', 0, 1234567.1 + 1234567.2::float8, 2469134.3, NULL, 1, true),
  ('increase', 0, .299999, .3, NULL, .9999966666666668, false), ('increase', 5, 4, 5, NULL, NULL, false)
) AS v (d, s, c, t, h, progress, met);

\ir ../model.psql
SET search_path = hr, public;
INSERT INTO goal (id, title, level, goal_type, direction, start_value, target_value, current_value, status, start_date, due_date) VALUES
  (1, 'Strategy', 'strategic', 'objective', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, 'Objective', 'team', 'objective', NULL, NULL, NULL, NULL, 'on_track', '2026-01-01', '2026-12-31'),
  (3, 'done, .6 reached', 'individual', 'key_result', 'increase', 0, 10, 6, 'done', NULL, NULL),
  (4, 'met', 'individual', 'key_result', 'increase', 0, 10, 10, 'done', NULL, NULL),
  (5, 'under way', 'individual', 'key_result', 'increase', 0, 10, 2, 'on_track', NULL, NULL),
  (6, 'initiative', 'team', 'initiative', NULL, NULL, NULL, NULL, 'done', NULL, NULL),
  (7, 'initiative under way', 'team', 'initiative', NULL, NULL, NULL, NULL, 'on_track', NULL, NULL),
  (8, 'binary, done', 'team', 'key_result', 'binary', NULL, NULL, NULL, 'done', NULL, NULL),
  (9, 'binary, to do', 'team', 'key_result', 'binary', NULL, NULL, NULL, 'on_track', NULL, NULL),
  (10, 'binary, nothing said', 'team', 'key_result', 'binary', NULL, NULL, NULL, NULL, NULL, NULL),
  (11, 'objective of one key result', 'team', 'objective', NULL, NULL, NULL, NULL, 'done', NULL, NULL),
  (12, 'its key result', 'team', 'key_result', 'increase', 0, 10, 4, 'done', NULL, NULL),
  (13, 'up is down', 'team', 'key_result', 'increase', 200, 0, 100, NULL, NULL, NULL);
INSERT INTO goal_link (child_id, parent_id) VALUES (2, 1), (3, 2), (4, 2), (5, 2), (12, 11);
CREATE FUNCTION pg_temp.progress(goal bigint) RETURNS numeric LANGUAGE sql AS
  $$ SELECT round(p.progress_share::numeric, 6) FROM hr.goal_progress p WHERE p.goal_id = goal $$;

SELECT results_eq($$ SELECT goal_id::int, progress_share, is_met FROM goal_progress WHERE goal_id IN (6, 7, 8, 9, 10, 13) ORDER BY 1 $$,
                  $$ VALUES (6, 1::float8, true), (7, NULL, NULL), (8, 1, true), (9, 0, false), (10, NULL, NULL), (13, .5, false) $$,
                  'done initiatives and binary results count as done');
SELECT is(pg_temp.progress(11), .4, 'an objective that is done has the progress of its key results');
SELECT results_eq($$ SELECT code, row_key FROM gmalign.check('hr') WHERE code = 'wrong_direction' $$, $$ VALUES ('wrong_direction',
  '13') $$,
                  'check names what is to increase to less');
SELECT is(pg_temp.progress(2), .6, 'the objective: (.6 + 1 + .2) / 3');
UPDATE goal SET closed_on = '2026-06-01' WHERE id = 3;
SELECT is(pg_temp.progress(2), .6, 'a key result closed as done keeps its last progress there');
UPDATE goal SET closed_on = '2026-06-01' WHERE id = 4;
SELECT is(pg_temp.progress(2), .6, 'and so does one that is met');
SELECT is(pg_temp.progress(1), .6, 'up to strategy');
SELECT is((SELECT round(progress_share::numeric, 6) FROM cascade_coverage WHERE strategic_goal_id = 1), .6, 'in cascade_coverage');
SELECT is((SELECT round(mainstat::numeric, 6) FROM graph_nodes WHERE id = '2'), .6, 'in graph_nodes');
SELECT is((SELECT round(progress_share::numeric, 6) FROM program_summary), .6, 'in program_summary');
SELECT is_empty('SELECT goal_id FROM goal_progress WHERE goal_id IN (3, 4)', 'closed ones have left the cascade and its rows');
SELECT results_eq('SELECT leaf_count::int, missing_count::int FROM goal_progress WHERE goal_id = 2', 'VALUES (3, 0)', 'they are counted');
UPDATE goal SET closed_on = '2026-06-01' WHERE id IN (11, 12);
INSERT INTO goal_link (child_id, parent_id) VALUES (11, 2);
SELECT is(pg_temp.progress(2), .55, 'an objective closed as done brings what its key results had reached');
UPDATE goal SET status = 'cancelled' WHERE id IN (3, 11);
SELECT is(pg_temp.progress(2), .6, 'what is cancelled leaves: (1 + .2) / 2');
UPDATE goal SET status = 'on_track', closed_on = '2026-06-01' WHERE id = 4;
SELECT is(pg_temp.progress(2), .2, 'as does what was closed with another status');

SELECT * FROM finish();
ROLLBACK;
