-- How time grows with size: the same work on ever more rows.
\echo 'growth ...'
RESET search_path;
SET max_parallel_workers_per_gather = 0;
SET work_mem = '1GB';
CREATE TABLE sized AS
SELECT i, i / 15 AS assignment, (ARRAY['organization', 'gm_professional', 'assignee'])[1 + i % 3] AS party,
       i % 5 AS goal, (i * 7919 % 10007) / 10007.0::float8 AS x,
       (i * 6101 % 9973) / 9973.0::float8 AS y, CASE WHEN i > 4 THEN i / 4 END AS parent, i % 3 > 0 AS event
FROM generate_series(1, 1000000::bigint / :scale) AS i;
CREATE INDEX ON sized (i);
VACUUM ANALYZE sized;
CREATE PROCEDURE grow(work text, query text) LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
  best float8;
  n bigint;
BEGIN
  FOR n IN SELECT max(i) / d FROM sized, unnest(ARRAY[64, 16, 4, 1]) AS d GROUP BY d ORDER BY 1 LOOP
    best := 'infinity';
    FOR k IN 1..3 LOOP
      t := clock_timestamp();
      EXECUTE format(query, format('(SELECT * FROM sized WHERE i <= %s) AS s', n));
      best := least(best, 1000 * extract(epoch FROM clock_timestamp() - t));
    END LOOP;
    INSERT INTO growth (work, size, ms) VALUES (work, n, best);
  END LOOP;
END $$;
CALL grow('alignment_score', 'SELECT gmalign.alignment_score(x, y) FROM %s');
CALL grow('mutual_alignment by assignment',
          'SELECT sum(m) FROM (SELECT gmalign.mutual_alignment(party, goal, x) AS m FROM %s GROUP BY assignment) AS q');
CALL grow('response_surface', 'SELECT (gmalign.response_surface(x, y, x)).n FROM %s');
CALL grow('icc1', 'SELECT gmalign.icc1(assignment, x) FROM %s');
CALL grow('km_median', 'SELECT gmalign.km_median(i %% 730, event) FROM %s');
CALL grow('goal_graph and goal_states', 'SELECT sum(descendant_count) FROM (SELECT gmalign.goal_graph(i, parent) AS g FROM %s) AS q,
                                         gmalign.goal_states(g, NULL::bigint[])');
-- two rows a group, a state of every family in each
CALL grow('many small groups of every family',
  'SELECT count(q) FROM (SELECT gmalign.alignment_score(x, y), gmalign.motivational_force(x, y, x), gmalign.profile_distance(x, y),
     gmalign.rwg(1 + goal, 1, 5), gmalign.kendall_w(ARRAY[x, y, .5]), gmalign.response_surface(x, y, x), gmalign.icc1(i %% 2, x),
     gmalign.mutual_alignment(party, goal, x), gmalign.km_median(x, event) FROM %s GROUP BY i / 2) AS q');
DROP TABLE sized;

-- ten times the moves, at most eleven times the time
\echo 'ten times the moves ...'
\set schema small
SELECT 10000 / :scale AS moves, 20000 AS people \gset
\set check_ins 0
\set surveys 0
\ir programme.sql
\ir moves.sql
\set schema large
SELECT 100000 / :scale AS moves, 120000 AS people \gset
\ir programme.sql
\ir moves.sql
VACUUM ANALYZE;
SET gmalign.as_of = '2026-06-30';
SET work_mem = '4MB';                     -- as a server has it
RESET jit;
RESET max_parallel_workers_per_gather;
DO $$
DECLARE
  v record;
BEGIN
  FOR v IN SELECT c.relname,
                  format('SELECT %s FROM', string_agg(format('count(q.%I)', a.attname), ', ' ORDER BY a.attnum)) AS query
           FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
           WHERE a.attnum > 0 AND c.relnamespace = 'large'::regnamespace
             AND c.relname IN ('assignment_alignment', 'alignment_driver', 'misaligned_assignment', 'lifted_points')
           GROUP BY a.attrelid, c.relname ORDER BY c.relname LOOP
    CALL compare(v.relname || ' of ten times the moves', 11, 'of a tenth of them', format('%s small.%I AS q', v.query, v.relname),
                 format('%s large.%I AS q', v.query, v.relname), runs => 2, topic => 'growth');
  END LOOP;
END $$;
