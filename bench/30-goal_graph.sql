-- Goal graphs: a tree of a million goals, a layered graph with many parents.
\echo 'goal graphs ...'
CREATE TABLE tree AS SELECT i::bigint AS goal, CASE WHEN i > 4 THEN i / 4 END::bigint AS parent
FROM generate_series(1, 1000000 / :scale) AS i;
CREATE TABLE scattered AS SELECT hashint8extended(goal, 1) AS goal, hashint8extended(parent, 1) AS parent FROM tree;
CREATE TABLE named AS SELECT 'goal-' || goal AS goal, 'goal-' || parent AS parent FROM tree;
VACUUM ANALYZE tree;
VACUUM ANALYZE scattered;
VACUUM ANALYZE named;
CALL compare('graph and states, 1 M goals, dense keys', 4, 'array_agg of both columns',
  'SELECT array_length(a, 1), array_length(b, 1) FROM (SELECT array_agg(goal) AS a, array_agg(parent) AS b FROM tree) AS q',
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM tree) AS q,
   gmalign.goal_states(g, NULL::bigint[])');
CALL compare('graph and states, 1 M goals, any bigint', 7, 'array_agg of both columns',
  'SELECT array_length(a, 1), array_length(b, 1) FROM (SELECT array_agg(goal) AS a, array_agg(parent) AS b FROM scattered) AS q',
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM scattered) AS q,
   gmalign.goal_states(g, NULL::bigint[])');
CALL compare('graph and states, 1 M goals, text', 2.5, 'the same with dense bigint',
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM tree) AS q, gmalign.goal_states(g, NULL::bigint[])',
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM named) AS q, gmalign.goal_states(g, NULL::text[])');
CREATE INDEX ON tree (parent);
CALL compare('graph and states, 1 M goals', 12, 'recursive CTE with the same columns', $$
  WITH RECURSIVE up (goal, ancestor, distance) AS (
    SELECT goal, parent, 1 FROM tree WHERE parent IS NOT NULL
    UNION ALL SELECT u.goal, t.parent, u.distance + 1 FROM up u JOIN tree t ON t.goal = u.ancestor WHERE t.parent IS NOT NULL)
  SELECT sum(d.n) FROM tree t
  LEFT JOIN (SELECT goal, count(*) AS n, max(distance) AS depth FROM up GROUP BY goal) AS a USING (goal)
  LEFT JOIN (SELECT ancestor AS goal, count(*) AS n FROM up GROUP BY ancestor) AS d USING (goal)
  LEFT JOIN (SELECT parent AS goal, count(*) AS n FROM tree GROUP BY parent) AS c USING (goal) $$,
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM tree) AS q, gmalign.goal_states(g, NULL::bigint[])',
  faster => true, runs => 1);
-- what the build takes at its peak; text keys: three times their bytes more
\c
SET max_parallel_workers_per_gather = 0;
CALL measure_memory('build, dense keys', 'tree', 120);
\c
SET max_parallel_workers_per_gather = 0;
CALL measure_memory('build, any bigint', 'scattered', 120);
\c
SET max_parallel_workers_per_gather = 0;
SELECT 3 * avg(octet_length(goal)) AS key_bytes FROM named \gset
CALL measure_memory('build, text', 'named', 120 + :key_bytes);
INSERT INTO memory_use (work, link_count, bytes, promise)
SELECT 'the value, dense keys', count(parent), pg_column_size(gmalign.goal_graph(goal, parent)), 64 FROM tree;
SET client_min_messages = warning;
SET jit = off;
-- ten times the goals, each size in a backend of its own: what a large query
-- leaves to a backend makes the next one faster
CREATE TABLE large AS SELECT i::bigint AS goal, CASE WHEN i > 4 THEN i / 4 END::bigint AS parent
FROM generate_series(1, 10000000 / :scale) AS i;
VACUUM ANALYZE large;
CREATE PROCEDURE measure_states(relation regclass, INOUT best_ms float8 DEFAULT 'infinity') LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
BEGIN
  FOR i IN 1..3 LOOP
    t := clock_timestamp();
    EXECUTE format('SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM %s) AS q,
                    gmalign.goal_states(g, NULL::bigint[])', relation);
    best_ms := least(best_ms, 1000 * extract(epoch FROM clock_timestamp() - t));
  END LOOP;
END $$;
\c
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET work_mem = '2GB';
CALL measure_states('tree') \gset small_
\c
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET work_mem = '2GB';
CALL measure_states('large') \gset large_
INSERT INTO result (work, reference, ours_ms, reference_ms, promise, faster) VALUES ('graph and states, 10 M goals',
    'the same with 1 M goals', :large_best_ms, :small_best_ms, 12, false);
SET client_min_messages = warning;
DROP TABLE tree, scattered, named, large;
SET work_mem = '1GB';

-- 40,000 goals in 8 layers, about two parents each
CREATE TABLE layered AS
SELECT DISTINCT l * 5000 + i AS goal, (l - 1) * 5000 + floor(random() * 5000)::integer AS parent
FROM generate_series(1, 7) AS l, generate_series(0, 4999) AS i, generate_series(1, 3) AS k WHERE k < 3 OR (i * 7 + l) % 20 < 9;
CREATE INDEX ON layered (goal);
CREATE INDEX ON layered (parent);
VACUUM ANALYZE layered;
CALL compare('distinct descendants, 40 k goals', 20, 'recursive SQL', $$
  WITH RECURSIVE up (goal, ancestor) AS (
    SELECT goal, parent FROM layered UNION SELECT u.goal, l.parent FROM up u JOIN layered l ON l.goal = u.ancestor)
  SELECT sum(n) FROM (SELECT ancestor, count(*) AS n FROM up GROUP BY ancestor) AS q $$,
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM layered) AS q,
   gmalign.goal_states(g, NULL::integer[])',
  faster => true, runs => 1);
CALL compare('distinct staffed leaves, 40 k goals', 20, 'recursive SQL', $$
  WITH RECURSIVE down (top, goal) AS (
    SELECT g, g FROM generate_series(0, 4999) AS g UNION SELECT d.top, l.goal FROM down d JOIN layered l ON l.parent = d.goal)
  SELECT sum(n) FROM (SELECT top, count(*) AS n FROM down WHERE goal >= 35000 AND goal % 3 = 0 GROUP BY top) AS q $$,
  $$ SELECT sum(staffed_leaf_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM layered) AS q,
     gmalign.cascade_coverage(g, NULL::integer[], (SELECT array_agg(i) FROM generate_series(35000, 39999) AS i WHERE i % 3 = 0)) $$,
  faster => true, runs => 1);
DROP TABLE layered;

-- 60,000 goals in 30 layers, three parents each: a billion pairs
CREATE TABLE layered AS
SELECT l * 2000 + i AS goal, (l - 1) * 2000 + (i * 7 + k * 311) % 2000 AS parent
FROM generate_series(1, 29) AS l, generate_series(0, 1999) AS i, generate_series(1, 3) AS k;
VACUUM ANALYZE layered;
SELECT sum(descendant_count) AS pairs FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM layered) AS q,
       gmalign.goal_states(g, NULL::integer[]) \gset
CALL compare('distinct counts of ' || :pairs || ' pairs', 1, 'one second', 'SELECT pg_sleep(1)',
  'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM layered) AS q,
   gmalign.goal_states(g, NULL::integer[])', runs => 3);
DROP TABLE layered;
