-- the goal graph against a plain recursive computation, on random dirty graphs
BEGIN;
CREATE EXTENSION pgtap;
CREATE EXTENSION gmalign;
SELECT no_plan();
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

-- 1,000 graphs of 2 to 10 goals: several parents, duplicates, self-loops,
-- cycles, conflicts, unknown contributions, goals alone
CREATE TEMP TABLE row AS
SELECT c, 1 + floor(random() * n)::integer AS child, 1 + floor(random() * n)::integer AS parent,
       CASE WHEN random() < .1 THEN NULL ELSE round((random() * 1.4 - .4)::numeric, 2)::float8 END AS w
FROM (SELECT c, 2 + c % 9 AS n FROM generate_series(1, 1000) AS c) AS g, LATERAL generate_series(1, (n * (.5 + (c % 4) * .4))::integer) AS i
UNION ALL
SELECT c, g, NULL, NULL FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, 2 + c % 9) AS g;
-- cycles in half of them only: the others point upwards
UPDATE row SET child = greatest(child, parent), parent = least(child, parent) WHERE c % 2 = 0 AND parent IS NOT NULL;

CREATE TEMP TABLE node AS SELECT DISTINCT c, child AS v FROM row;
CREATE TEMP TABLE link AS
SELECT DISTINCT ON (c, child, parent) c, child, parent, w FROM row WHERE child <> parent ORDER BY c, child, parent, abs(w) DESC NULLS LAST, w;
CREATE TEMP TABLE reach AS
WITH RECURSIVE r (c, v, a, d) AS (
  SELECT c, child, parent, 1 FROM link UNION SELECT r.c, r.v, l.parent, r.d + 1 FROM r JOIN link l ON l.c = r.c AND l.child = r.a WHERE r.d < 11)
SELECT c, v, a, min(d) AS d FROM r GROUP BY c, v, a;
CREATE INDEX ON reach (c, v, a);
-- links that are not inside a cycle
CREATE TEMP TABLE acyclic AS
SELECT l.* FROM link l WHERE NOT EXISTS (SELECT FROM reach r WHERE r.c = l.c AND r.v = l.parent AND r.a = l.child);
CREATE TEMP TABLE path AS
WITH RECURSIVE p (c, v, a, w) AS (
  SELECT c, v, v, 1::float8 FROM node UNION ALL SELECT p.c, p.v, l.parent, p.w * l.w FROM p JOIN acyclic l ON l.c = p.c AND l.child = p.a)
SELECT c, v, a, sum(w) AS w, count(*)::float8 AS n FROM p GROUP BY c, v, a;
CREATE TEMP TABLE strategic AS SELECT c, v FROM node WHERE hashint4(c * 31 + v) % 3 = 0;

CREATE TEMP TABLE graph AS SELECT c, gmalign.goal_graph(child, parent, w) AS g,
  (SELECT coalesce(array_agg(v), '{}') FROM strategic s WHERE s.c = row.c) AS strategic FROM row GROUP BY c;

-- goal_states
CREATE TEMP TABLE plain_state AS
SELECT n.c, n.v, s.v IS NOT NULL AS strat,
       CASE WHEN s.v IS NOT NULL THEN 0 ELSE (SELECT min(d) FROM reach r JOIN strategic t ON t.c = r.c AND t.v = r.a WHERE r.c = n.c AND r.v = n.v) END AS depth,
       (SELECT count(*) FROM link l WHERE l.c = n.c AND l.child = n.v) AS parents, (SELECT count(*) FROM link l WHERE l.c = n.c AND l.parent = n.v) AS children,
       (SELECT count(*) FROM reach r WHERE r.c = n.c AND r.v = n.v AND r.a <> n.v) AS up, (SELECT count(*) FROM reach r WHERE r.c = n.c AND r.a = n.v AND r.v <> n.v) AS down,
       EXISTS (SELECT FROM reach r WHERE r.c = n.c AND r.v = n.v AND r.a = n.v) OR EXISTS (SELECT FROM row w WHERE w.c = n.c AND w.child = n.v AND w.parent = n.v) AS cyclic
FROM node n LEFT JOIN strategic s USING (c, v);
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_states(g, strategic) AS k
           FULL JOIN plain_state p ON p.c = graph.c AND p.v = k.goal
           WHERE k.goal IS NULL OR p.v IS NULL OR k.depth IS DISTINCT FROM p.depth OR k.parent_count <> p.parents OR k.child_count <> p.children
              OR k.ancestor_count <> p.up OR k.descendant_count <> p.down OR k.is_in_cycle <> p.cyclic
              OR k.state <> CASE WHEN p.strat THEN 'strategic' WHEN p.depth IS NOT NULL THEN 'aligned' WHEN p.parents > 0 THEN 'disconnected' ELSE 'unaligned' END),
          0::bigint, 'goal_states on 1,000 random graphs');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_states(g, NULL::integer[]) AS k JOIN plain_state p ON p.c = graph.c AND p.v = k.goal
           WHERE (k.state = 'strategic') <> (p.children > 0 AND NOT EXISTS (
             SELECT FROM reach r WHERE r.c = p.c AND r.v = p.v AND NOT EXISTS (SELECT FROM reach b WHERE b.c = r.c AND b.v = r.a AND b.a = r.v)))),
          0::bigint, 'without strategic goals the tops count, cyclic ones too');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_closure(g, NULL::integer[]) AS k
           FULL JOIN (SELECT * FROM reach WHERE v <> a) AS r ON r.c = graph.c AND r.v = k.goal AND r.a = k.ancestor WHERE r.d IS DISTINCT FROM k.distance), 0::bigint, 'goal_closure');
-- line_of_sight
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.line_of_sight(g, strategic) AS k
           FULL JOIN (SELECT c, v, v AS a, 0 AS d FROM strategic UNION ALL SELECT r.c, r.v, r.a, r.d FROM reach r JOIN strategic s ON s.c = r.c AND s.v = r.a WHERE r.v <> r.a) AS r
             ON r.c = graph.c AND r.v = k.goal AND r.a = k.strategic_goal
           LEFT JOIN path p ON p.c = r.c AND p.v = r.v AND p.a = r.a
           WHERE r.d IS DISTINCT FROM k.distance OR k.path_count IS DISTINCT FROM coalesce(p.n, 0) OR pg_temp.differ(k.contribution, p.w)), 0::bigint, 'line_of_sight');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_edges(g, NULL::integer[]) AS k
           FULL JOIN acyclic a ON a.c = graph.c AND a.child = k.goal AND a.parent = k.parent WHERE k.goal IS NULL OR a.child IS NULL OR k.contribution IS DISTINCT FROM a.w), 0::bigint, 'goal_edges');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(g, NULL::integer[]) AS k
           FULL JOIN (SELECT * FROM plain_state WHERE cyclic) AS p ON p.c = graph.c AND p.v = k.goal WHERE k.goal IS NULL OR p.v IS NULL), 0::bigint, 'goal_cycles finds every goal in a cycle');
SELECT is((SELECT count(*) FROM (SELECT c, k.* FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(g, NULL::integer[]) AS k) AS a
           JOIN (SELECT c, k.* FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(g, NULL::integer[]) AS k) AS b USING (c)
           WHERE a.goal < b.goal AND (a.cycle_no = b.cycle_no) <> EXISTS (SELECT FROM reach x JOIN reach y ON y.c = x.c AND y.v = x.a AND y.a = x.v WHERE x.c = a.c AND x.v = a.goal AND x.a = b.goal)),
          0::bigint, 'and tells the cycles apart');

-- cascade_rollup: the definition applied again and again until nothing changes
CREATE TEMP TABLE given AS
SELECT c, v, CASE WHEN random() < .6 THEN round(random()::numeric, 2)::float8 END AS value, (ARRAY[0, 1, 1, 2.5])[1 + floor(random() * 4)::integer]::float8 AS weight
FROM node WHERE random() < .7 AND v > 0;
CREATE TEMP TABLE rolled AS
SELECT n.c, n.v, g.value, coalesce(g.weight, 1) AS weight, g.value IS NOT NULL AS given,
       g.value IS NOT NULL OR NOT EXISTS (SELECT FROM acyclic a WHERE a.c = n.c AND a.parent = n.v AND a.w > 0) AS leaf
FROM node n LEFT JOIN given g USING (c, v);
CREATE INDEX ON rolled (c, v);
DO $$ BEGIN
  FOR i IN 1..10 LOOP
    UPDATE rolled r SET value = q.value
    FROM (SELECT a.c, a.parent, sum(k.weight * a.w * k.value) / nullif(sum(k.weight * a.w) FILTER (WHERE k.value IS NOT NULL), 0) AS value
          FROM acyclic a JOIN rolled k ON k.c = a.c AND k.v = a.child WHERE a.w > 0 GROUP BY a.c, a.parent) AS q
    WHERE q.c = r.c AND q.parent = r.v AND NOT r.given;
  END LOOP;
END $$;
CREATE TEMP TABLE counted AS
WITH RECURSIVE below (c, top, v) AS (
  SELECT c, v, v FROM rolled
  UNION SELECT b.c, b.top, a.child FROM below b JOIN rolled t ON t.c = b.c AND t.v = b.v AND NOT t.given
    JOIN acyclic a ON a.c = b.c AND a.parent = b.v AND a.w > 0 JOIN rolled k ON k.c = a.c AND k.v = a.child AND k.weight > 0)
SELECT b.c, b.top AS v, count(*) FILTER (WHERE r.leaf) AS leaves, count(*) FILTER (WHERE r.leaf AND NOT r.given) AS missing
FROM below b JOIN rolled r ON r.c = b.c AND r.v = b.v GROUP BY b.c, b.top;
-- materialized: a plan may otherwise call the reader for a graph and another
-- graph's arrays before it compares c
SELECT is((WITH i AS MATERIALIZED (SELECT * FROM graph JOIN (SELECT c, array_agg(v) AS goals, array_agg(value) AS vals, array_agg(weight) AS weights FROM given GROUP BY c) AS a USING (c))
           SELECT count(*) FROM i CROSS JOIN LATERAL gmalign.cascade_rollup(i.g, i.goals, i.vals, i.weights) AS k
           JOIN rolled r ON r.c = i.c AND r.v = k.goal JOIN counted n ON n.c = r.c AND n.v = r.v
           WHERE pg_temp.differ(k.value, r.value) OR k.leaf_count <> n.leaves OR k.missing_count <> n.missing), 0::bigint, 'cascade_rollup');

-- cascade_coverage
CREATE TEMP TABLE staffed AS SELECT c, v, round((random() * 3)::numeric, 2)::float8 AS amount FROM node WHERE random() < .4;
CREATE TEMP TABLE support AS   -- at or below, without links that harm
WITH RECURSIVE s (c, top, v) AS (
  SELECT c, v, v FROM strategic UNION SELECT s.c, s.top, l.child FROM s JOIN link l ON l.c = s.c AND l.parent = s.v AND (l.w >= 0 OR l.w IS NULL))
SELECT s.*, NOT EXISTS (SELECT FROM link l WHERE l.c = s.c AND l.parent = s.v AND (l.w >= 0 OR l.w IS NULL)) AS leaf FROM s;
CREATE TEMP TABLE weighted AS SELECT n.c, n.v, (x.v IS NOT NULL)::integer::float8 AS cover, x.v IS NOT NULL AS own FROM node n LEFT JOIN staffed x USING (c, v);
DO $$ BEGIN
  FOR i IN 1..10 LOOP
    UPDATE weighted t SET cover = q.cover
    FROM (SELECT a.c, a.parent, sum(a.w * k.cover) / sum(a.w) AS cover FROM acyclic a JOIN weighted k ON k.c = a.c AND k.v = a.child WHERE a.w > 0 GROUP BY a.c, a.parent) AS q
    WHERE q.c = t.c AND q.parent = t.v AND NOT t.own;
  END LOOP;
END $$;
CREATE TEMP TABLE share AS
SELECT x.c, s.v AS top, x.v, x.amount, p.w, sum(p.w) OVER (PARTITION BY x.c, x.v) AS total
FROM staffed x JOIN path p USING (c, v) JOIN strategic s ON s.c = p.c AND s.v = p.a WHERE p.w > 0;
CREATE TEMP TABLE plain_coverage AS
SELECT s.c, s.v AS top,
       1 + (SELECT count(*) FROM reach r WHERE r.c = s.c AND r.a = s.v AND r.v <> s.v) AS goals,
       (SELECT count(*) FROM support u WHERE u.c = s.c AND u.top = s.v AND u.leaf) AS leaves,
       (SELECT count(*) FROM staffed x WHERE x.c = s.c AND (x.v = s.v OR EXISTS (SELECT FROM reach r WHERE r.c = s.c AND r.a = s.v AND r.v = x.v))) AS staffed,
       (SELECT count(*) FROM support u JOIN staffed x USING (c, v) WHERE u.c = s.c AND u.top = s.v AND u.leaf) AS staffed_leaves,
       (SELECT cover FROM weighted w WHERE w.c = s.c AND w.v = s.v) AS weighted,
       (SELECT coalesce(sum(w), 0) FROM share h WHERE h.c = s.c AND h.top = s.v) AS contribution,
       (SELECT coalesce(sum(amount * w / total), 0) FROM share h WHERE h.c = s.c AND h.top = s.v) AS capacity
FROM strategic s;
CREATE TEMP TABLE coverage AS
WITH i AS MATERIALIZED (SELECT * FROM graph JOIN (SELECT c, array_agg(v) AS goals, array_agg(amount) AS amounts FROM staffed GROUP BY c) AS a USING (c))
SELECT i.c, k.* FROM i CROSS JOIN LATERAL gmalign.cascade_coverage(i.g, i.strategic, i.goals, i.amounts) AS k;
SELECT is((SELECT count(*) FROM coverage k FULL JOIN (SELECT * FROM plain_coverage WHERE c IN (SELECT c FROM staffed)) AS p ON p.c = k.c AND p.top = k.strategic_goal
           WHERE (k.strategic_goal IS NOT NULL OR k.c IS NULL) AND (k.goal_count IS DISTINCT FROM p.goals OR k.staffed_count <> p.staffed OR k.leaf_count <> p.leaves OR k.staffed_leaf_count <> p.staffed_leaves)),
          0::bigint, 'cascade_coverage counts');
SELECT is((SELECT count(*) FROM coverage k JOIN plain_coverage p ON p.c = k.c AND p.top = k.strategic_goal
           WHERE pg_temp.differ(k.coverage, p.staffed_leaves::float8 / nullif(p.leaves, 0)) OR pg_temp.differ(k.weighted_coverage, p.weighted)
              OR pg_temp.differ(k.contribution_total, p.contribution) OR pg_temp.differ(k.capacity, p.capacity)), 0::bigint, 'cascade_coverage shares, contributions, capacity');
SELECT is((SELECT count(*) FROM (SELECT c, sum(capacity) AS capacity FROM coverage GROUP BY c) AS k JOIN (SELECT c, sum(amount) AS amount FROM staffed GROUP BY c) AS s USING (c)
           WHERE pg_temp.differ(k.capacity, s.amount) AND k.capacity IS NOT NULL), 0::bigint, 'capacity is conserved');

-- the value does not depend on the rows' order, nor on the kind of key
SELECT is((SELECT count(*) FROM graph JOIN (SELECT c, gmalign.goal_graph(child, parent, w ORDER BY random()) AS h FROM row GROUP BY c) AS q USING (c)
           WHERE (SELECT array_agg(k ORDER BY goal, strategic_goal) FROM gmalign.line_of_sight(g, strategic) AS k) IS DISTINCT FROM (SELECT array_agg(k ORDER BY goal, strategic_goal) FROM gmalign.line_of_sight(h, strategic) AS k)),
          0::bigint, 'any order gives the same to the last bit');
SELECT is((SELECT count(*) FROM graph JOIN (SELECT c, gmalign.goal_graph('g' || child, 'g' || parent, w) AS t, gmalign.goal_graph(md5(child::text)::uuid, md5(parent::text)::uuid, w) AS u FROM row GROUP BY c) AS q USING (c)
           WHERE (SELECT array_agg(ROW('g' || goal, state, depth, parent_count, child_count, ancestor_count, descendant_count, is_in_cycle)::text ORDER BY 'g' || goal) FROM gmalign.goal_states(g, strategic))
                 IS DISTINCT FROM (SELECT array_agg(k::text ORDER BY goal) FROM gmalign.goal_states(t, ARRAY(SELECT 'g' || s FROM unnest(strategic) AS s)) AS k)
              OR (SELECT array_agg(ROW(md5(goal::text)::uuid, state, depth, parent_count, child_count, ancestor_count, descendant_count, is_in_cycle)::text ORDER BY md5(goal::text)::uuid) FROM gmalign.goal_states(g, strategic))
                 IS DISTINCT FROM (SELECT array_agg(k::text ORDER BY goal) FROM gmalign.goal_states(u, ARRAY(SELECT md5(s::text)::uuid FROM unnest(strategic) AS s)) AS k)), 0::bigint, 'text and uuid keys give the same');
-- integers far apart are sorted, near ones counted: the same answers
SELECT is((SELECT count(*) FROM graph JOIN (SELECT c, gmalign.goal_graph(child * 1000000007::bigint - 5000000000, parent * 1000000007::bigint - 5000000000, w) AS h FROM row GROUP BY c) AS q USING (c)
           WHERE (SELECT array_agg(ROW(goal * 1000000007::bigint - 5000000000, state, depth, ancestor_count, descendant_count)::text ORDER BY goal) FROM gmalign.goal_states(g, strategic))
                 IS DISTINCT FROM (SELECT array_agg(ROW(goal, state, depth, ancestor_count, descendant_count)::text ORDER BY goal) FROM gmalign.goal_states(h, ARRAY(SELECT s * 1000000007::bigint - 5000000000 FROM unnest(strategic) AS s)))), 0::bigint, 'sparse keys give the same');

-- a chain of 100,000 goals, a fan of 100,000, a large graph with many parents
SELECT is((SELECT max(ancestor_count) FROM (SELECT gmalign.goal_graph(i, nullif(i - 1, 0)) AS g FROM generate_series(1, 100000) AS i) AS q, gmalign.goal_states(g, ARRAY[1])), 99999, 'a chain');
SELECT is((SELECT max(descendant_count) FROM (SELECT gmalign.goal_graph(i, 0) AS g FROM generate_series(1, 100000) AS i) AS q, gmalign.goal_states(g, ARRAY[0])), 100000, 'a fan');
CREATE TEMP TABLE layered AS
SELECT l * 200 + i AS child, (l - 1) * 200 + (i * 7 + k * 31) % 200 AS parent FROM generate_series(1, 9) AS l, generate_series(0, 199) AS i, generate_series(1, 3) AS k;
SELECT results_eq($$ SELECT goal, ancestor_count, descendant_count FROM (SELECT gmalign.goal_graph(child, parent) AS g FROM layered) AS q, gmalign.goal_states(g, NULL::integer[]) ORDER BY goal $$,
  $$ WITH RECURSIVE r (v, a) AS (SELECT child, parent FROM layered UNION SELECT r.v, l.parent FROM r JOIN layered l ON l.child = r.a)
     SELECT v, coalesce(up, 0)::integer, coalesce(down, 0)::integer FROM generate_series(0, 1999) AS v LEFT JOIN (SELECT v, count(*) AS up FROM r GROUP BY v) AS u USING (v)
     LEFT JOIN (SELECT a AS v, count(*) AS down FROM r GROUP BY a) AS d USING (v) ORDER BY v $$, 'distinct counts in ten layers of 200 goals');

SELECT throws_ok($$ SELECT 'x'::gmalign.goal_graph $$, '0A000', NULL, 'input is refused');
SELECT throws_ok($$ SELECT gmalign.goal_graph(1, 2, 1.5) $$, '22023', NULL, 'contribution out of range');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q, gmalign.goal_states(g, ARRAY[3]) $$, '22023', NULL, 'a strategic goal that is not there');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q, gmalign.goal_states(g, ARRAY[NULL::integer]) $$, '22004', NULL, 'a NULL element');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q, gmalign.goal_states(g, NULL::text[]) $$, '42804', NULL, 'another kind of key');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(100000, 2) AS g) AS q, gmalign.goal_states(g, ARRAY[2::smallint]) $$, '22003', NULL, 'a key that does not fit');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q, gmalign.cascade_rollup(g, ARRAY[1], ARRAY[1, 2], NULL) $$, '2202E', NULL, 'arrays of unequal length');
SELECT * FROM finish();
ROLLBACK;
