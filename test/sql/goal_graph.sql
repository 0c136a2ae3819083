-- the goal graph: links in, answers about the cascade out
-- C1..C3 on top; T2 serves two; I5 serves by two ways; T3, I3, I4 reach nothing
CREATE TABLE link (goal text, parent text, contribution float8);
INSERT INTO link VALUES ('T1', 'C1', 1), ('T2', 'C1', .5), ('T2', 'C2', .5), ('T3', NULL, NULL), ('T4', 'C2', 1), ('I1', 'T1', 1),
  ('I2', 'T2', 1), ('I3', 'T3', 1), ('I4', NULL, NULL), ('I5', 'T4', .25), ('I5', 'T2', .75), ('C3', NULL, NULL);
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_states(g, ARRAY['C1', 'C2', 'C3']) AS s
ORDER BY goal;
-- strategic not given: the goals with children and no parent
SELECT s.goal, s.state, s.depth FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.goal_states(g, NULL::text[], false) AS s ORDER BY goal;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q,
       gmalign.line_of_sight(g, ARRAY['C1', 'C2', 'C3']) AS s ORDER BY strategic_goal, goal;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_closure(g, ARRAY['I5', 'I3']) AS s
ORDER BY goal, distance, ancestor;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q,
       gmalign.goal_edges(g, ARRAY['I5', 'T2']) AS s ORDER BY goal, parent;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q,
  gmalign.cascade_coverage(g, ARRAY['C1', 'C2', 'C3'], ARRAY['I1', 'I5', 'I4', 'I5'], ARRAY[1, 2, 3, NULL]) AS s ORDER BY strategic_goal;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q,
  gmalign.cascade_coverage(g, ARRAY['C1'], ARRAY['T1']) AS s ORDER BY strategic_goal;
-- I2 is missing, not 0; T4's own value stands for what is below; weight 0 is shown, not counted
SELECT s.goal, round(s.value::numeric, 6) AS value, s.weight_used, s.leaf_count, s.missing_count
FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q,
  gmalign.cascade_rollup(g, ARRAY['I1', 'I2', 'I5', 'T4', 'I3'], ARRAY[.4, NULL, .8, .1, .9], ARRAY[1, 1, 2, 1, 0]) AS s ORDER BY goal;
-- one way up, in rows and in words
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q, gmalign.goal_path(g, 'I5', 'C2') AS s;
SELECT s.goal, s.path_kind, max(s.step) AS steps, string_agg(s.step_goal, ' > ' ORDER BY s.step) AS way
FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link) AS q,
  gmalign.goal_path(g, ARRAY['I1', 'I2', 'I3', 'I5', 'C3'], NULL) AS s GROUP BY 1, 2 ORDER BY 1, 2;

-- cycles, self-loops, duplicates, conflicts, unknown contributions
CREATE TABLE dirty (goal integer, parent integer, contribution float8);
INSERT INTO dirty VALUES
  (1, NULL, NULL), (2, 1, .5), (2, 1, -.5), (2, 1, .2),   -- duplicate: the largest, on a tie the negative
  (3, 1, .6), (4, 3, 1), (3, 4, 1),                       -- 3 and 4 serve each other
  (5, 4, .5), (6, 6, 1), (7, 1, NULL), (8, 7, 1), (9, 99, 1), (NULL, 1, 1);
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q, gmalign.goal_states(g, ARRAY[1]) AS s
ORDER BY goal;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q,
       gmalign.line_of_sight(g, ARRAY[1]) AS s ORDER BY goal;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q,
       gmalign.goal_cycles(g, NULL::integer[]) AS s ORDER BY 1, 2;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q, gmalign.goal_cycles(g, ARRAY[4]) AS s
ORDER BY 1, 2;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q,
       gmalign.goal_edges(g, NULL::integer[]) AS s ORDER BY 1, 2;
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q,
       gmalign.cascade_coverage(g, ARRAY[1], ARRAY[2, 5, 8]) AS s ORDER BY 1;
-- a conflict and a link nobody puts a number on make no way strong, a circle is passed on the shortest way
SELECT s.* FROM (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM dirty) AS q,
       gmalign.goal_path(g, ARRAY[2, 5, 6, 8], ARRAY[1]) AS s;
-- strongest: the product decides, then fewer steps, then the first key; shortest: the larger contribution, then the first key
SELECT s.path_kind, string_agg(s.step_goal::text, ' > ' ORDER BY s.step) AS way
FROM (SELECT gmalign.goal_graph(c, p, w) AS g
      FROM (VALUES (9, 5, .3), (5, 1, 1), (9, 4, .5), (4, 3, .9), (3, 1, 1), (9, 6, .5), (6, 1, .9),
            (9, 7, .9), (7, 1, .5), (9, 8, NULL), (8, 1, 1)) AS v (c, p, w)) AS q,
  gmalign.goal_path(g, 9, 1) AS s GROUP BY 1 ORDER BY 1;
SELECT s.path_kind, string_agg(s.step_goal, ' > ' ORDER BY s.step) AS way
FROM (SELECT gmalign.goal_graph(c, p) AS g
      FROM (VALUES ('start', 'b'), ('start', 'a'), ('start', 'c'), ('a', 'end'), ('b', 'end'), ('c', 'end')) AS v (c, p)) AS q,
  gmalign.goal_path(g, 'start', NULL) AS s GROUP BY 1 ORDER BY 1;
-- a product below the smallest double still decides
SELECT s.path_kind, max(s.step) AS steps, min(s.step_goal) FILTER (WHERE s.step_goal < 0) AS through,
       min(s.path_contribution) AS contribution
FROM (SELECT gmalign.goal_graph(c, p, w) AS g FROM (
        SELECT i, i + 1, .001 FROM generate_series(1, 300) AS i UNION ALL VALUES (-1, 1, .4), (-2, 1, .6),
               (0, -1, 1), (0, -2, 1)) AS v (c, p, w)) AS q,
  gmalign.goal_path(g, 0, 301) AS s GROUP BY 1 ORDER BY 1;
-- a top that is a cycle; a goal below another strategic goal
SELECT s.goal, s.state, s.depth FROM (SELECT gmalign.goal_graph(c, p) AS g FROM (VALUES (1, 2), (2, 1), (3, 1)) AS v (c, p)) AS q,
       gmalign.goal_states(g, NULL::bigint[]) AS s ORDER BY 1;
SELECT s.goal, s.state, s.depth FROM (SELECT gmalign.goal_graph(c, p) AS g FROM (VALUES (2, 1), (3, 2)) AS v (c, p)) AS q,
       gmalign.goal_states(g, ARRAY[1, 2]) AS s ORDER BY 1;
-- only conflicting children: a leaf, covered only by staff of its own
SELECT s.* FROM (SELECT gmalign.goal_graph(c, p, w) AS g FROM (VALUES (2, 1, -.5)) AS v (c, p, w)) AS q,
       gmalign.cascade_coverage(g, ARRAY[1], ARRAY[2]) AS s ORDER BY 1;
SELECT s.* FROM (SELECT gmalign.goal_graph(c, p, w) AS g FROM (VALUES (2, 1, -.5)) AS v (c, p, w)) AS q,
       gmalign.cascade_rollup(g, ARRAY[1, 2], ARRAY[.3, .9], NULL) AS s ORDER BY 1;
-- a ladder of 60 diamonds: 2^60 paths, no time
SELECT s.goal, s.distance, s.path_count, s.contribution
FROM (SELECT gmalign.goal_graph(c, p, w) AS g FROM generate_series(0, 59) AS i,
      LATERAL (VALUES (3 * i + 1, 3 * i, .5), (3 * i + 2, 3 * i, .5), (3 * i + 3, 3 * i + 1, 1), (3 * i + 3, 3 * i + 2, 1)) AS v (c,
          p, w)) AS q,
     gmalign.line_of_sight(g, ARRAY[0]) AS s ORDER BY goal DESC LIMIT 1;

-- key types: what comes in as integer answers in the type asked for
CREATE TABLE t2 AS SELECT 2::smallint AS c, 1::smallint AS p;
SELECT pg_typeof(s.goal) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM t2) AS q, gmalign.goal_states(g, ARRAY[1]::bigint[]) AS s LIMIT 1;
SELECT pg_typeof(s.goal) FROM (SELECT gmalign.goal_graph(c::bigint, p::integer) AS g FROM t2) AS q,
       gmalign.goal_states(g, ARRAY[1]::smallint[]) AS s LIMIT 1;
SELECT pg_typeof(s.goal), s.goal FROM (SELECT gmalign.goal_graph(c::text, p::varchar) AS g FROM t2) AS q,
       gmalign.goal_states(g, ARRAY['1']::varchar[]) AS s ORDER BY 2;
SELECT s.goal, s.state FROM (SELECT gmalign.goal_graph(md5(c::text)::uuid, md5(p::text)::uuid) AS g FROM t2) AS q,
       gmalign.goal_states(g, NULL::uuid[]) AS s ORDER BY 1;
SELECT s.goal, s.state FROM (SELECT gmalign.goal_graph('a', NULL) AS g) AS q, gmalign.goal_states(g, ARRAY['a']) AS s;
CREATE DOMAIN goal_number AS bigint CHECK (VALUE > 0);
SELECT pg_typeof(s.goal), s.goal FROM (SELECT gmalign.goal_graph(c::goal_number, p::goal_number) AS g FROM t2) AS q,
       gmalign.goal_states(g, ARRAY[1]::goal_number[]) AS s ORDER BY 2;
DROP DOMAIN goal_number;
-- nothing in, nothing out
SELECT gmalign.goal_graph(c, p) IS NULL AS is_null FROM t2 WHERE false;
SELECT count(*) FROM gmalign.goal_states(NULL, NULL::bigint[]);
SELECT count(*) FROM gmalign.cascade_coverage(NULL, NULL::bigint[], NULL::bigint[]);
SELECT count(*) FROM gmalign.goal_path(NULL, NULL::bigint[], NULL);
SELECT count(*) FROM (SELECT gmalign.goal_graph(c, p) AS g FROM t2) AS q, gmalign.goal_path(g, NULL::integer, 1) AS s;
-- staffed NULL: nobody works on anything; an amount that is not known is none
SELECT s.* FROM (SELECT gmalign.goal_graph(c, p) AS g FROM t2) AS q, gmalign.cascade_coverage(g, ARRAY[1], NULL) AS s;
SELECT s.strategic_goal, s.capacity FROM (SELECT gmalign.goal_graph(c, p) AS g FROM t2) AS q,
       gmalign.cascade_coverage(g, ARRAY[1], ARRAY[2], ARRAY[NULL]::float8[]) AS s;
SELECT s.state, count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.goal_states(g, '{}'::text[]) AS s GROUP BY 1 ORDER BY 1;
-- it works in windows and groups
SELECT goal, (SELECT count(*) FROM gmalign.goal_states(g, NULL::integer[])) AS goals,
       (SELECT count(*) FROM gmalign.goal_edges(g, NULL::integer[])) AS links
FROM (SELECT goal, parent, contribution, gmalign.goal_graph(goal, parent) OVER (ORDER BY goal, parent ROWS 2 PRECEDING) AS g
      FROM dirty WHERE goal < 4) AS q ORDER BY goal, parent, contribution;
SELECT odd, (SELECT count(*) FROM gmalign.goal_states(g, NULL::integer[])) AS goals,
       (SELECT count(*) FROM gmalign.goal_edges(g, NULL::integer[])) AS links
FROM (SELECT goal % 2 AS odd, gmalign.goal_graph(goal, parent) AS g FROM dirty WHERE goal IS NOT NULL GROUP BY 1) AS q ORDER BY 1;
-- as text it is its bytes, the same whatever the order of the rows
SELECT gmalign.goal_graph(c, p)::text = gmalign.goal_graph(c, p ORDER BY c DESC)::text AS same
FROM (VALUES (2, 1), (3, 1)) AS v (c, p);

-- refused
SELECT gmalign.goal_graph(goal, parent, 1.5) FROM link;
SELECT gmalign.goal_graph(goal, parent, 'NaN') FROM link;
SELECT gmalign.goal_graph(goal::numeric, parent::numeric) FROM dirty;
SELECT 'goal_graph(1)'::gmalign.goal_graph;
SELECT '0247'::gmalign.goal_graph;
SELECT overlay(gmalign.goal_graph(c, p)::text PLACING '09' FROM 33 FOR 2)::gmalign.goal_graph FROM t2;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_states(g, ARRAY['C1', 'C9']) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_states(g, ARRAY['C1', NULL]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_states(g, NULL::bigint[]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_states(g, NULL::numeric[]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(1000000, 1) AS g) AS q, gmalign.goal_states(g, ARRAY[1]::smallint[]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_rollup(g, ARRAY['C1'], ARRAY[1, 2], NULL) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_rollup(g, ARRAY['C1', 'C1'], ARRAY[1, 2], NULL) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_rollup(g, ARRAY['C1'], ARRAY[1], ARRAY[-1]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_coverage(g, ARRAY['C1'], ARRAY['T1'], ARRAY[-1]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_coverage(g, ARRAY['C1'], ARRAY['T1'], ARRAY['NaN'::float8]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_path(g, 'I5', 'C9') AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q, gmalign.goal_path(g, 5, 1) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_coverage(g, ARRAY['C1'], ARRAY['T1'], ARRAY[1, 2]) AS s;
SELECT count(*) FROM (SELECT gmalign.goal_graph(goal, parent) AS g FROM link) AS q,
       gmalign.cascade_coverage(g, ARRAY['C1'], ARRAY['T9']) AS s;
DROP TABLE link, dirty, t2;
-- of ways of one strength the shorter one, though the other begins with a smaller key
SELECT p.path_kind, p.step, p.step_goal
FROM (SELECT gmalign.goal_graph(c, p, 1) AS g FROM (VALUES (10, 3), (3, 4), (4, 1), (10, 9), (9, 1)) AS l (c, p)) AS q,
  gmalign.goal_path(q.g, ARRAY[10], ARRAY[1]) AS p
ORDER BY p.path_kind, p.step;
