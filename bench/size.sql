-- What a very large programme takes: goals, people and moves by the million, and
-- ten years of nights. Variables: n, goals and moves in thousands (1000 is a
-- million); nights and night_moves, snapshots; file, where a file of statements
-- goes. tools/size runs it and prints the times and bytes.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS gmalign;
CREATE ROLE gm_public NOLOGIN;
CREATE TABLE step (place serial, work text, seconds float8, bytes bigint, rows bigint);
CREATE PROCEDURE timed(work text, query text) LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz := clock_timestamp();
  n bigint;
BEGIN
  EXECUTE query;
  GET DIAGNOSTICS n = ROW_COUNT;
  INSERT INTO step (work, seconds, rows) VALUES (work, extract(epoch FROM clock_timestamp() - t), n);
  RAISE WARNING '% % s', work, round(extract(epoch FROM clock_timestamp() - t), 1);
END $$;
SELECT 1000 * :n AS goals, 1000 * :n AS moves, 1000 * :n + 6000 AS people \gset
SELECT set_config('size.goals', :'goals', false), set_config('size.nights', :'nights', false),
       set_config('size.night_moves', :'night_moves', false) \g /dev/null
SELECT gmalign.install('big') \g /dev/null
SET search_path = big, public;
SET gmalign.as_of = '2026-06-30';
INSERT INTO org_unit (name) SELECT 'unit ' || i FROM generate_series(1, 1000) AS i;
CALL timed('people in', format('INSERT INTO employee (external_id, org_unit_id, hire_date) SELECT ''E'' || i, 1 + i %% 1000, ''2015-01-01''
                                FROM generate_series(1, %s) AS i', :people));
-- 50 strategic goals, the rest a tree eight wide, every fifth serving two
CALL timed('goals in',
  'INSERT INTO goal (title, level, goal_type, direction, start_value, target_value, current_value, owner_id, org_unit_id)
  SELECT ''goal '' || i,
         CASE WHEN i <= 50 THEN ''strategic'' WHEN i <= 5000 THEN ''department'' WHEN i <= 100000 THEN ''team'' ELSE ''individual'' END,
         CASE WHEN i % 3 = 0 THEN ''key_result'' ELSE ''objective'' END, CASE WHEN i > 5000 AND i % 3 = 0 THEN ''increase'' END,
         0, 100, i % 100, 1 + i % 20000, 1 + i % 1000
  FROM generate_series(1, current_setting(''size.goals'')::integer) AS i');
CALL timed('links in', 'INSERT INTO goal_link (child_id, parent_id, contribution)
  SELECT i, CASE WHEN i <= 400 THEN 1 + i % 50 ELSE i / 8 END, .6
  FROM generate_series(51, current_setting(''size.goals'')::integer) AS i WHERE i % 50 > 0
  UNION ALL SELECT i, 1 + (i / 8 * 7) % (i / 8), .3 FROM generate_series(405, current_setting(''size.goals'')::integer, 5) AS i
  WHERE i % 50 > 0 AND 1 + (i / 8 * 7) % (i / 8) <> i / 8');
SELECT clock_timestamp() AS t \gset
\ir moves.sql
INSERT INTO step (work, seconds, rows)
SELECT 'moves and statements in', extract(epoch FROM clock_timestamp() - :'t'::timestamptz), (SELECT count(*) FROM assignment_goal);
SELECT clock_timestamp() AS t \gset
VACUUM ANALYZE;
INSERT INTO step (work, seconds) SELECT 'vacuum and analyze', extract(epoch FROM clock_timestamp() - :'t'::timestamptz);
CALL timed('one move', 'SELECT * FROM assignment_alignment WHERE assignment_id = 77');
CALL timed('the moves of one GM professional', 'SELECT * FROM misaligned_assignment
  WHERE gm_professional_id = (SELECT gm_professional_id FROM assignment WHERE id = 77)');
CALL timed('one person', 'SELECT * FROM retention_risk WHERE person_id = 77');
CALL timed('all goals', 'SELECT count(state), count(is_staffed) FROM goal_state');
CALL timed('all moves', 'SELECT count(alignment_band), count(driver_goal_title) FROM assignment_alignment');
CALL timed('all moves, summed up', 'SELECT * FROM program_summary');
CALL timed('first check', 'SELECT count(*) FROM gmalign.run_check(''big'')');
CALL timed('second check', 'SELECT count(*) FROM gmalign.run_check(''big'')');
CALL timed('nights in',
  'INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, assignment_status)
  SELECT date ''2026-06-29'' - d, a, .3 + (a * 31 + d / 30) % 60 / 100.0, .2 + (a * 17 + d / 30) % 60 / 100.0, ''mixed'', ''active''
  FROM generate_series(0, current_setting(''size.nights'')::integer - 1) AS d,
       generate_series(1, current_setting(''size.night_moves'')::bigint) AS a');
CALL timed('analyze', 'ANALYZE alignment_snapshot');
CALL timed('one move, with its start', 'SELECT * FROM assignment_alignment WHERE assignment_id = 77');
CALL timed('drift of one move', 'SELECT * FROM alignment_drift WHERE assignment_id = 77');
CALL timed('trend of all months', 'SELECT * FROM alignment_trend');
CALL timed('trim_snapshots (36 months stay)', 'SELECT gmalign.trim_snapshots(''big'')');
INSERT INTO step (work, bytes, rows)
SELECT c.relname, pg_total_relation_size(c.oid), c.reltuples FROM pg_class c
WHERE c.relnamespace = 'big'::regnamespace AND c.relkind = 'r' AND pg_total_relation_size(c.oid) > 50000000 ORDER BY 2 DESC;
