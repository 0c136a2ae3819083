-- A million statements of a file, all text: read, looked at, written and checked in
-- under a minute. Beside it what PostgreSQL takes to insert a million rows with two
-- indexes and three foreign keys, each of which it looks up row by row.
\echo 'loading a million statements ...'
SELECT gmalign.install('load') \g /dev/null
SELECT 66667 / :scale AS moves \gset
INSERT INTO load.employee (external_id) SELECT 'E' || i FROM generate_series(1, :moves) AS i;
INSERT INTO load.goal (external_id, title, level)
SELECT 'G' || i, 'Goal number ' || i, CASE WHEN i <= 20 THEN 'strategic' ELSE 'team' END FROM generate_series(1, 5000) AS i;
INSERT INTO load.goal_link (child_id, parent_id, contribution) SELECT i, 1 + i % 20, .5 FROM generate_series(21, 5000) AS i;
INSERT INTO load.assignment (external_id, assignee_id, start_date)
SELECT 'M' || i, i, date '2025-01-01' + i % 400 FROM generate_series(1, :moves) AS i;
CREATE TABLE load_file AS
SELECT 'M' || a AS move, v AS voice, '2026-02-0' || (1 + a % 5) AS date, 'G' || (1 + (a * 13 + k * 977) % 5000) AS goal,
       (1 + (a + k * 7) % 5)::text AS answer
FROM generate_series(1, :moves) AS a, unnest(ARRAY['organization', 'gm_professional', 'assignee']) AS v, generate_series(1, 5) AS k;
VACUUM ANALYZE;
SET gmalign.as_of = '2026-06-30';
SET work_mem = '4MB';                     -- as a server has it
CREATE TABLE load_time (work text, ms float8);
DO $$
DECLARE
  t timestamptz := clock_timestamp();
  n bigint;
BEGIN
  SELECT l.loaded INTO n
  FROM gmalign.load('load', 'priorities', 'load_file',
                    '{"priority": {"column": "answer", "kind": "importance", "low": 1, "high": 5}}') AS l;
  INSERT INTO load_time VALUES ('read, looked at and written', CASE WHEN n = (SELECT count(*) FROM load_file)
                                THEN 1000 * extract(epoch FROM clock_timestamp() - t) ELSE 'infinity' END);
  t := clock_timestamp();
  PERFORM count(*) FROM gmalign.run_check('load');
  INSERT INTO load_time VALUES ('checked', 1000 * extract(epoch FROM clock_timestamp() - t));
  CREATE TABLE load_copy AS SELECT * FROM load.assignment_goal;
  TRUNCATE load.assignment_goal;
  t := clock_timestamp();
  INSERT INTO load.assignment_goal SELECT * FROM load_copy;
  INSERT INTO load_time VALUES ('inserted, nothing else', 1000 * extract(epoch FROM clock_timestamp() - t));
END $$;
INSERT INTO limited (topic, work, ms, promise)
SELECT 'load', format('%s statements', (SELECT count(*) FROM load_file)), sum(ms), 60000 / :scale
FROM load_time WHERE work <> 'inserted, nothing else';
\echo
SELECT work, round(ms::numeric) AS "ms" FROM load_time;
