-- the goal graph against a plain recursive computation, on random dirty graphs
BEGIN;
\ir ../start.psql
SELECT plan(37);
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

-- 1,000 graphs of 2 to 10 goals: several parents, duplicates, self-loops,
-- cycles, conflicts, unknown contributions, goals alone, parents without a row
CREATE TEMP TABLE row AS
SELECT c, 1 + floor(random() * n)::integer AS child, 1 + floor(random() * n)::integer AS parent,
       CASE WHEN random() < .1 THEN NULL ELSE round((random() * 1.4 - .4)::numeric, 2)::float8 END AS w
FROM (SELECT c, 2 + c % 9 AS n FROM generate_series(1, 1000) AS c) AS g, LATERAL generate_series(1, (n * (.5 + (c % 4) * .4))::integer) AS i
UNION ALL
SELECT c, g, NULL, NULL FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, 2 + c % 9) AS g WHERE hashint4(c * 17 + g) % 4 <> 0;
-- cycles in half of them only: the others point upwards
UPDATE row SET child = greatest(child, parent), parent = least(child, parent) WHERE c % 2 = 0 AND parent IS NOT NULL;

CREATE TEMP TABLE node AS SELECT c, child AS v FROM row UNION SELECT c, parent FROM row WHERE parent IS NOT NULL;
CREATE INDEX ON row (c, child);
ANALYZE row, node;
CREATE TEMP TABLE link AS
SELECT DISTINCT ON (c, child, parent) c, child, parent, w FROM row WHERE child <> parent
ORDER BY c, child, parent, abs(w) DESC NULLS LAST, w;
CREATE TEMP TABLE reach AS
WITH RECURSIVE r (c, v, a, d) AS (
  SELECT c, child, parent, 1 FROM link UNION SELECT r.c, r.v, l.parent, r.d + 1 FROM r JOIN link l ON l.c = r.c AND l.child = r.a
  WHERE r.d < 11)
SELECT c, v, a, min(d) AS d FROM r GROUP BY c, v, a;
CREATE INDEX ON reach (c, v, a);
CREATE INDEX ON link (c, child);
CREATE INDEX ON link (c, parent);
CREATE INDEX ON reach (c, a);
ANALYZE link, reach;
-- links that are not inside a cycle
CREATE TEMP TABLE acyclic AS
SELECT l.* FROM link l WHERE NOT EXISTS (SELECT FROM reach r WHERE r.c = l.c AND r.v = l.parent AND r.a = l.child);
CREATE INDEX ON acyclic (c, parent);
ANALYZE acyclic;
CREATE TEMP TABLE path AS
WITH RECURSIVE p (c, v, a, w) AS (
  SELECT c, v, v, 1::float8 FROM node UNION ALL SELECT p.c, p.v, l.parent, p.w * l.w FROM p JOIN acyclic l ON l.c = p.c AND l.child = p.a)
SELECT c, v, a, sum(w) AS w, count(*)::float8 AS n FROM p GROUP BY c, v, a;
CREATE TEMP TABLE strategic AS SELECT c, v FROM node WHERE hashint4(c * 31 + v) % 3 = 0;

CREATE INDEX ON path (c, v, a);
ANALYZE path, strategic;

CREATE TEMP TABLE graph AS SELECT c, gmalign.goal_graph(child, parent, w) AS g,
  (SELECT coalesce(array_agg(v), '{}') FROM strategic s WHERE s.c = row.c) AS strategic FROM row GROUP BY c;

-- goal_states
CREATE TEMP TABLE plain_state AS
SELECT n.c, n.v, s.v IS NOT NULL AS strat,
       CASE WHEN s.v IS NOT NULL THEN 0 ELSE (SELECT min(d) FROM reach r JOIN strategic t ON t.c = r.c AND t.v = r.a
                                              WHERE r.c = n.c AND r.v = n.v) END AS depth,
       (SELECT count(*) FROM link l WHERE l.c = n.c AND l.child = n.v) AS parents,
       (SELECT count(*) FROM link l WHERE l.c = n.c AND l.parent = n.v) AS children,
       (SELECT count(*) FROM reach r WHERE r.c = n.c AND r.v = n.v AND r.a <> n.v) AS up,
       (SELECT count(*) FROM reach r WHERE r.c = n.c AND r.a = n.v AND r.v <> n.v) AS down,
       EXISTS (SELECT FROM reach r WHERE r.c = n.c AND r.v = n.v AND r.a = n.v) OR EXISTS (SELECT FROM row w
           WHERE w.c = n.c AND w.child = n.v AND w.parent = n.v) AS cyclic
FROM node n LEFT JOIN strategic s USING (c, v);
ANALYZE graph, plain_state;
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_states(g, strategic) AS k
           FULL JOIN plain_state p ON p.c = graph.c AND p.v = k.goal
           WHERE k.goal IS NULL OR p.v IS NULL OR k.depth IS DISTINCT FROM p.depth OR k.parent_count <> p.parents
             OR k.child_count <> p.children
              OR k.ancestor_count <> p.up OR k.descendant_count <> p.down OR k.is_in_cycle <> p.cyclic
              OR k.state <> CASE WHEN p.strat THEN 'strategic' WHEN p.depth IS NOT NULL THEN 'aligned'
                WHEN p.parents > 0 THEN 'disconnected' ELSE 'unaligned' END),
          0::bigint, 'goal_states on 1,000 random graphs');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_states(g, NULL::integer[]) AS k
           JOIN plain_state p ON p.c = graph.c AND p.v = k.goal
           WHERE (k.state = 'strategic') <> (p.children > 0 AND NOT EXISTS (
             SELECT FROM reach r WHERE r.c = p.c AND r.v = p.v AND NOT EXISTS (SELECT FROM reach b
                 WHERE b.c = r.c AND b.v = r.a AND b.a = r.v)))),
          0::bigint, 'without strategic goals the tops count, cyclic ones too');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_closure(g, NULL::integer[]) AS k
           FULL JOIN (SELECT * FROM reach WHERE v <> a) AS r ON r.c = graph.c AND r.v = k.goal AND r.a = k.ancestor
             WHERE r.d IS DISTINCT FROM k.distance), 0::bigint, 'goal_closure');
-- line_of_sight
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.line_of_sight(g, strategic) AS k
           FULL JOIN (SELECT c, v, v AS a, 0 AS d FROM strategic UNION ALL SELECT r.c, r.v, r.a, r.d
                      FROM reach r JOIN strategic s ON s.c = r.c AND s.v = r.a WHERE r.v <> r.a) AS r
             ON r.c = graph.c AND r.v = k.goal AND r.a = k.strategic_goal
           LEFT JOIN path p ON p.c = r.c AND p.v = r.v AND p.a = r.a
           WHERE r.d IS DISTINCT FROM k.distance OR k.path_count IS DISTINCT FROM coalesce(p.n, 0)
             OR pg_temp.differ(k.contribution, p.w)), 0::bigint, 'line_of_sight');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_edges(g, NULL::integer[]) AS k
           FULL JOIN acyclic a ON a.c = graph.c AND a.child = k.goal AND a.parent = k.parent
             WHERE k.goal IS NULL OR a.child IS NULL OR k.contribution IS DISTINCT FROM a.w), 0::bigint, 'goal_edges');
SELECT is((SELECT count(*) FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(g, NULL::integer[]) AS k
           FULL JOIN (SELECT * FROM plain_state WHERE cyclic) AS p ON p.c = graph.c AND p.v = k.goal
             WHERE k.goal IS NULL OR p.v IS NULL), 0::bigint, 'goal_cycles finds every goal in a cycle');
SELECT is((SELECT count(*) FROM (SELECT c, k.* FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(g, NULL::integer[]) AS k) AS a
           JOIN (SELECT c, k.* FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(g, NULL::integer[]) AS k) AS b USING (c)
           WHERE a.goal < b.goal AND (a.cycle_no = b.cycle_no) <> EXISTS (SELECT FROM reach x
                                                                          JOIN reach y ON y.c = x.c AND y.v = x.a AND y.a = x.v
                                                                          WHERE x.c = a.c AND x.v = a.goal AND x.a = b.goal)),
          0::bigint, 'and tells the cycles apart');

-- cascade_rollup: the definition applied again and again until nothing changes
CREATE TEMP TABLE given AS
SELECT c, v, CASE WHEN random() < .6 THEN round(random()::numeric, 2)::float8 END AS value,
       (ARRAY[0, 1, 1, 2.5])[1 + floor(random() * 4)::integer]::float8 AS weight
FROM node WHERE random() < .7 AND v > 0;
CREATE TEMP TABLE rolled AS
SELECT n.c, n.v, g.value, coalesce(g.weight, 1) AS weight, g.value IS NOT NULL AS given,
       g.value IS NOT NULL OR NOT EXISTS (SELECT FROM acyclic a WHERE a.c = n.c AND a.parent = n.v AND a.w > 0) AS leaf
FROM node n LEFT JOIN given g USING (c, v);
CREATE INDEX ON rolled (c, v);
ANALYZE given, rolled;
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
SELECT is((WITH i AS MATERIALIZED (SELECT * FROM graph
                                   JOIN (SELECT c, array_agg(v) AS goals, array_agg(value) AS vals, array_agg(weight) AS weights
                                         FROM given GROUP BY c) AS a USING (c))
           SELECT count(*) FROM i CROSS JOIN LATERAL gmalign.cascade_rollup(i.g, i.goals, i.vals, i.weights) AS k
           JOIN rolled r ON r.c = i.c AND r.v = k.goal JOIN counted n ON n.c = r.c AND n.v = r.v
           WHERE pg_temp.differ(k.value, r.value) OR k.leaf_count <> n.leaves OR k.missing_count <> n.missing
              OR pg_temp.differ(k.weight_used, CASE WHEN r.leaf THEN CASE WHEN r.given THEN r.weight ELSE 0 END ELSE (
                   SELECT coalesce(sum(x.weight * a.w) FILTER (WHERE x.value IS NOT NULL), 0) FROM acyclic a
                   JOIN rolled x ON x.c = a.c AND x.v = a.child
                   WHERE a.c = r.c AND a.parent = r.v AND a.w > 0) END)), 0::bigint, 'cascade_rollup');
SELECT is((WITH i AS MATERIALIZED (SELECT * FROM graph
                                   JOIN (SELECT c, array_agg(v) AS goals, array_agg(value) AS vals, array_agg(weight) AS weights,
                                                array_agg(v ORDER BY weight, v) FILTER (WHERE v % 3 > 0) AS asked
                                         FROM given GROUP BY c) AS a USING (c))
           SELECT count(*)
           FROM i CROSS JOIN LATERAL gmalign_private.rollup_of(i.g, i.goals, i.vals, i.weights, i.asked) WITH ORDINALITY AS k
           FULL JOIN (SELECT i.c, k.goal, k.value, array_position(i.asked, k.goal) AS place
                      FROM i CROSS JOIN LATERAL gmalign.cascade_rollup(i.g, i.goals, i.vals, i.weights) AS k
                      WHERE k.goal = ANY (i.asked)) AS r ON r.c = i.c AND r.goal = k.goal AND r.place = k.ordinality
           WHERE k.goal IS NULL OR r.goal IS NULL OR k.value IS DISTINCT FROM r.value), 0::bigint,
          'rollup_of gives the values asked for, in their order');

-- cascade_coverage
CREATE TEMP TABLE staffed AS SELECT c, v, round((random() * 3)::numeric, 2)::float8 AS amount FROM node WHERE random() < .4;
CREATE TEMP TABLE support AS   -- at or below, without links that harm
WITH RECURSIVE s (c, top, v) AS (
  SELECT c, v, v FROM strategic UNION SELECT s.c, s.top, l.child FROM s JOIN link l ON l.c = s.c AND l.parent = s.v
    AND (l.w >= 0 OR l.w IS NULL))
SELECT s.*, NOT EXISTS (SELECT FROM link l WHERE l.c = s.c AND l.parent = s.v AND (l.w >= 0 OR l.w IS NULL)) AS leaf FROM s;
CREATE TEMP TABLE weighted AS SELECT n.c, n.v, (x.v IS NOT NULL)::integer::float8 AS cover, (x.v IS NOT NULL)::integer::float8 AS brought,
  x.v IS NOT NULL AS own
FROM node n LEFT JOIN staffed x USING (c, v);
DO $$ BEGIN
  FOR i IN 1..10 LOOP
    UPDATE weighted t SET cover = q.cover, brought = q.brought
    FROM (SELECT a.c, a.parent, sum(a.w * k.cover) / sum(a.w) AS cover, sum(a.w * least(k.brought, 1)) AS brought FROM acyclic a
      JOIN weighted k ON k.c = a.c AND k.v = a.child
          WHERE a.w > 0 GROUP BY a.c, a.parent) AS q
    WHERE q.c = t.c AND q.parent = t.v AND NOT t.own;
  END LOOP;
END $$;
CREATE TEMP TABLE share AS
SELECT x.c, s.v AS top, x.v, x.amount, p.w, sum(p.w) OVER (PARTITION BY x.c, x.v) AS total
FROM staffed x JOIN path p USING (c, v) JOIN strategic s ON s.c = p.c AND s.v = p.a WHERE p.w > 0;
CREATE INDEX ON staffed (c);
CREATE INDEX ON support (c, top);
CREATE INDEX ON weighted (c, v);
CREATE INDEX ON share (c, top);
ANALYZE staffed, support, weighted, share;
CREATE TEMP TABLE plain_coverage AS
SELECT s.c, s.v AS top,
       1 + (SELECT count(*) FROM reach r WHERE r.c = s.c AND r.a = s.v AND r.v <> s.v) AS goals,
       (SELECT count(*) FROM support u WHERE u.c = s.c AND u.top = s.v AND u.leaf) AS leaves,
       (SELECT count(*) FROM staffed x
        WHERE x.c = s.c AND (x.v = s.v OR EXISTS (SELECT FROM reach r WHERE r.c = s.c AND r.a = s.v AND r.v = x.v))) AS staffed,
       (SELECT count(*) FROM support u JOIN staffed x USING (c, v) WHERE u.c = s.c AND u.top = s.v AND u.leaf) AS staffed_leaves,
       (SELECT cover FROM weighted w WHERE w.c = s.c AND w.v = s.v) AS weighted,
       (SELECT brought FROM weighted w WHERE w.c = s.c AND w.v = s.v) AS contribution,
       (SELECT coalesce(sum(amount * w / total), 0) FROM share h WHERE h.c = s.c AND h.top = s.v) AS capacity
FROM strategic s;
CREATE TEMP TABLE coverage AS
WITH i AS MATERIALIZED (SELECT * FROM graph JOIN (SELECT c, array_agg(v) AS goals, array_agg(amount) AS amounts
                                                  FROM staffed GROUP BY c) AS a USING (c))
SELECT i.c, k.* FROM i CROSS JOIN LATERAL gmalign.cascade_coverage(i.g, i.strategic, i.goals, i.amounts) AS k;
SELECT is((SELECT count(*) FROM coverage k FULL JOIN (SELECT * FROM plain_coverage WHERE c IN (SELECT c FROM staffed)) AS p
           ON p.c = k.c AND p.top = k.strategic_goal
           WHERE (k.strategic_goal IS NOT NULL OR k.c IS NULL)
             AND (k.goal_count IS DISTINCT FROM p.goals OR k.staffed_count <> p.staffed OR k.leaf_count <> p.leaves
                  OR k.staffed_leaf_count <> p.staffed_leaves)),
          0::bigint, 'cascade_coverage counts');
SELECT is((SELECT count(*) FROM coverage k JOIN plain_coverage p ON p.c = k.c AND p.top = k.strategic_goal
           WHERE pg_temp.differ(k.coverage, p.staffed_leaves::float8 / nullif(p.leaves, 0))
             OR pg_temp.differ(k.weighted_coverage, p.weighted)
              OR pg_temp.differ(k.contribution_total, p.contribution) OR pg_temp.differ(k.capacity, p.capacity)),
                0::bigint, 'cascade_coverage shares, contributions, capacity');
SELECT is((SELECT count(*) FROM (SELECT c, sum(capacity) AS capacity FROM coverage GROUP BY c) AS k
           JOIN (SELECT c, sum(amount) AS amount FROM staffed GROUP BY c) AS s USING (c)
           WHERE pg_temp.differ(k.capacity, s.amount) AND k.capacity IS NOT NULL), 0::bigint, 'capacity is conserved');

SELECT is((SELECT count(*) FROM (SELECT * FROM coverage WHERE strategic_goal IS NULL) AS k
           FULL JOIN (SELECT x.c, count(*) AS n, sum(x.amount) AS amount FROM staffed x
                      WHERE NOT EXISTS (SELECT FROM share h WHERE h.c = x.c AND h.v = x.v) GROUP BY x.c) AS p ON p.c = k.c
           WHERE k.c IS NULL OR p.c IS NULL OR k.goal_count <> p.n OR k.staffed_count <> p.n OR pg_temp.differ(k.capacity, p.amount)
              OR num_nonnulls(k.leaf_count, k.staffed_leaf_count, k.coverage, k.weighted_coverage, k.contribution_total) > 0),
                0::bigint, 'what serves nothing is a row of its own');
SELECT is((SELECT count(*)
           FROM (SELECT i.c, k.*
                 FROM (SELECT * FROM graph JOIN (SELECT c, array_agg(v) AS goals FROM staffed GROUP BY c) AS a USING (c)) AS i
             CROSS JOIN LATERAL gmalign.cascade_coverage(i.g, i.strategic, i.goals) AS k) AS a
           FULL JOIN coverage b ON b.c = a.c AND b.strategic_goal IS NOT DISTINCT FROM a.strategic_goal
           WHERE a.capacity IS NOT NULL OR (a.goal_count, a.leaf_count, a.staffed_count, a.staffed_leaf_count,
                                            a.coverage, a.weighted_coverage, a.contribution_total)
                 IS DISTINCT FROM (b.goal_count, b.leaf_count, b.staffed_count, b.staffed_leaf_count,
                                   b.coverage, b.weighted_coverage, b.contribution_total)),
          0::bigint, 'the same without capacity');

-- goal_path: every way over positive acyclic links, one by one
CREATE TEMP TABLE way AS
WITH RECURSIVE p (c, v, a, w, n) AS (
  SELECT c, v, v, 1::float8, 0 FROM node UNION ALL SELECT p.c, p.v, l.parent, p.w * l.w, p.n + 1 FROM p
  JOIN acyclic l ON l.c = p.c AND l.child = p.a WHERE l.w > 0)
SELECT p.c, p.v, p.w, p.n FROM p JOIN strategic s ON s.c = p.c AND s.v = p.a;
CREATE TEMP TABLE trod AS SELECT graph.c, k.* FROM graph CROSS JOIN LATERAL gmalign.goal_path(g, NULL::integer[], strategic) AS k;
SELECT is((SELECT count(*) FROM (SELECT c, goal, max(step) AS n, (array_agg(path_contribution ORDER BY step DESC))[1] AS w
                                 FROM trod WHERE path_kind = 'strongest' GROUP BY c, goal) AS k
           FULL JOIN (SELECT c, v, top AS w, min(n) FILTER (WHERE w >= top * (1 - 1e-12)) AS n
                      FROM (SELECT *, max(w) OVER (PARTITION BY c, v) AS top FROM way) AS q GROUP BY c, v, top) AS p
             ON p.c = k.c AND p.v = k.goal WHERE k.n IS DISTINCT FROM p.n OR pg_temp.differ(k.w, p.w)),
               0::bigint, 'goal_path: none is stronger, or as strong in fewer steps');
SELECT is((SELECT count(*) FROM (SELECT c, goal, max(step) AS n FROM trod WHERE path_kind = 'shortest' GROUP BY c, goal) AS k
           FULL JOIN (SELECT * FROM plain_state WHERE depth IS NOT NULL) AS p ON p.c = k.c AND p.v = k.goal
             WHERE k.n IS DISTINCT FROM p.depth), 0::bigint, 'goal_path: the shortest is as long as the goal is deep');
SELECT is((SELECT count(*) FROM (SELECT t.*, lag(step_goal) OVER w AS before, lag(path_contribution) OVER w AS product,
                                 row_number() OVER w AS place,
                                 last_value(step_goal) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last
                                 FROM trod t WINDOW w AS (PARTITION BY c, goal, path_kind ORDER BY step)) AS k
           LEFT JOIN link l ON l.c = k.c AND l.child = k.before AND l.parent = k.step_goal
           WHERE k.step <> place - 1 OR k.last <> k.strategic_goal OR NOT EXISTS (SELECT FROM strategic s WHERE s.c = k.c AND s.v = k.last)
              OR CASE WHEN step = 0 THEN k.step_goal <> k.goal OR k.contribution IS NOT NULL OR k.path_contribution <> 1
                      ELSE l.c IS NULL OR k.contribution IS DISTINCT FROM l.w OR k.path_contribution IS DISTINCT FROM k.product
                        * l.w END), 0::bigint, 'goal_path: every step is a link, and the products are theirs');
SELECT is((SELECT count(*) FROM (SELECT graph.c, k.* FROM graph JOIN node n USING (c)
                                 CROSS JOIN LATERAL gmalign.goal_path(g, n.v, NULL) AS k) AS a
           FULL JOIN (SELECT graph.c, k.* FROM graph CROSS JOIN LATERAL gmalign.goal_path(g, NULL::integer[], NULL::integer[]) AS k) AS b
             ON b.c = a.c AND b.goal = a.goal AND b.path_kind = a.path_kind AND b.step = a.step
               WHERE a IS DISTINCT FROM b), 0::bigint, 'goal_path: one goal at a time gives the same');

-- the value does not depend on the rows' order, nor on the kind of key
SELECT is((SELECT count(*) FROM graph JOIN (SELECT c, gmalign.goal_graph(child, parent, w ORDER BY random()) AS h
                                            FROM row GROUP BY c) AS q USING (c)
           WHERE (SELECT array_agg(k ORDER BY goal, strategic_goal)
                  FROM gmalign.line_of_sight(g, strategic) AS k) IS DISTINCT FROM (SELECT array_agg(k ORDER BY goal, strategic_goal)
                      FROM gmalign.line_of_sight(h, strategic) AS k)),
          0::bigint, 'any order gives the same to the last bit');
-- every reader's rows as one text, whatever the kind of key
CREATE DOMAIN pg_temp.goal_number AS bigint;
CREATE FUNCTION pg_temp.answers(g gmalign.goal_graph, strategic anyarray, staffed anyarray, amounts float8[], name text)
  RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  answer text;
BEGIN
  -- name: SQL that turns a key k into the integer it stands for
  EXECUTE format($q$
    SELECT string_agg(line, E'\n' ORDER BY line) FROM (
      SELECT concat_ws(' ', 's', %1$s, state, depth, parent_count, child_count, ancestor_count, descendant_count, is_in_cycle)
      FROM gmalign.goal_states($1, $2) AS x (k, state, depth, parent_count, child_count, ancestor_count, descendant_count, is_in_cycle)
      UNION ALL SELECT concat_ws(' ', 'l', %1$s, %2$s, distance, round(contribution::numeric, 10), path_count)
      FROM gmalign.line_of_sight($1, $2) AS x (k, k2, distance, contribution, path_count)
      UNION ALL SELECT concat_ws(' ', 'c', %1$s, %2$s, distance) FROM gmalign.goal_closure($1, $3) AS x (k, k2, distance)
      UNION ALL SELECT concat_ws(' ', 'r', %1$s, round(value::numeric, 10), round(used::numeric, 10), leaves, missing)
      FROM gmalign.cascade_rollup($1, $3, $4, NULL) AS x (k, value, used, leaves, missing)
      UNION ALL SELECT concat_ws(' ', 'v', %1$s, goals, leaves, staffed, staffed_leaves, coverage, round(weighted::numeric, 10),
                                 round(total::numeric, 10), round(capacity::numeric, 10))
                                   FROM gmalign.cascade_coverage($1, $2, $3, $4) AS x (k, goals, leaves,
                                       staffed, staffed_leaves, coverage, weighted, total, capacity)
      UNION ALL SELECT concat_ws(' ', 'y', min(%1$s) OVER (PARTITION BY no), %1$s) FROM gmalign.goal_cycles($1, $2) AS x (no, k)
      UNION ALL SELECT concat_ws(' ', 'e', %1$s, %2$s, contribution) FROM gmalign.goal_edges($1, $3) AS x (k, k2, contribution)
      UNION ALL SELECT concat_ws(' ', 'p', %1$s, path_kind, max(step))
      FROM gmalign.goal_path($1, $3, $2) AS x (k, s, path_kind, step, k2, contribution, product) GROUP BY k, path_kind) AS q (line)
    $q$, format(name, 'k'), format(name, 'k2')) INTO answer USING g, strategic, staffed, amounts;
  RETURN answer;
END $$;
CREATE TEMP TABLE kinds AS
WITH i AS MATERIALIZED (
  SELECT graph.*, goals, amounts, n, t, u, b, s, m, d
  FROM graph JOIN (SELECT c, array_agg(v) AS goals, array_agg(amount) AS amounts FROM staffed GROUP BY c) AS a USING (c)
  JOIN (SELECT c, count(*) AS n, gmalign.goal_graph('g' || child, ('g' || parent)::varchar, w) AS t,
        gmalign.goal_graph(lpad(to_hex(child), 32, '0')::uuid, lpad(to_hex(parent), 32, '0')::uuid, w) AS u,
               gmalign.goal_graph(child * 1000000007::bigint - 5000000000, parent * 1000000007::bigint - 5000000000, w) AS b,
               gmalign.goal_graph(child::smallint, parent::smallint, w) AS s, gmalign.goal_graph(child::bigint, parent, w) AS m,
               gmalign.goal_graph(child::pg_temp.goal_number, parent::pg_temp.goal_number, w) AS d FROM row GROUP BY c) AS q USING (c)
  WHERE c <= 300)
SELECT c, pg_temp.answers(g, strategic, goals, amounts, '%s') AS int4,
  pg_temp.answers(t, ARRAY(SELECT 'g' || v FROM unnest(strategic) AS v),
                  ARRAY(SELECT 'g' || v FROM unnest(goals) WITH ORDINALITY AS x (v, o) ORDER BY o), amounts,
                    'substr(%s, 2)::integer') AS text,
  pg_temp.answers(t, ARRAY(SELECT 'g' || v FROM unnest(strategic) AS v)::varchar[],
                  ARRAY(SELECT 'g' || v FROM unnest(goals) WITH ORDINALITY AS x (v, o) ORDER BY o)::varchar[],
                    amounts, 'substr(%s, 2)::integer') AS varchar,
  pg_temp.answers(u, ARRAY(SELECT lpad(to_hex(v), 32, '0')::uuid FROM unnest(strategic) AS v),
                  ARRAY(SELECT lpad(to_hex(v), 32, '0')::uuid FROM unnest(goals) WITH ORDINALITY AS x (v, o) ORDER BY o),
                    amounts, '(''x'' || right(%s::text, 4))::bit(16)::integer') AS uuid,
  pg_temp.answers(b, ARRAY(SELECT v * 1000000007::bigint - 5000000000 FROM unnest(strategic) AS v),
                  ARRAY(SELECT v * 1000000007::bigint - 5000000000 FROM unnest(goals) WITH ORDINALITY AS x (v, o) ORDER BY o),
                    amounts, '((%s + 5000000000) / 1000000007)') AS sparse,
  pg_temp.answers(s, strategic::smallint[], goals::smallint[], amounts, '%s') AS int2,
  pg_temp.answers(m, strategic::bigint[], goals::bigint[], amounts, '%s') AS int8,
  pg_temp.answers(s, strategic::bigint[], goals::bigint[], amounts, '%s') AS int2_asked_as_int8,
  pg_temp.answers(d, strategic::pg_temp.goal_number[], goals::pg_temp.goal_number[], amounts, '%s') AS domain
FROM i;
SELECT cmp_ok((SELECT min(length(int4)) FROM kinds), '>', 20, 'every reader answers');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM text), 0::bigint, 'every reader: text');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM varchar), 0::bigint, 'every reader: varchar');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM uuid), 0::bigint, 'every reader: uuid');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM sparse), 0::bigint,
          'every reader: integers far apart, which are sorted and not counted');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM int2), 0::bigint, 'every reader: smallint');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM int8), 0::bigint, 'every reader: goals bigint, parents integer');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM int2_asked_as_int8), 0::bigint,
          'every reader: a smallint graph asked with bigint');
SELECT is((SELECT count(*) FROM kinds WHERE int4 IS DISTINCT FROM domain), 0::bigint, 'every reader: a domain');

-- a chain of 100,000 goals, a fan of 100,000, a large graph with many parents
SELECT is((SELECT max(ancestor_count) FROM (SELECT gmalign.goal_graph(i, nullif(i - 1, 0)) AS g
                                            FROM generate_series(1, 100000) AS i) AS q, gmalign.goal_states(g,
                                                ARRAY[1])), 99999, 'a chain');
SELECT is((SELECT max(descendant_count) FROM (SELECT gmalign.goal_graph(i, 0) AS g FROM generate_series(1, 100000) AS i) AS q,
           gmalign.goal_states(g, ARRAY[0])), 100000, 'a fan');
CREATE TEMP TABLE layered AS
SELECT l * 200 + i AS child, (l - 1) * 200 + (i * 7 + k * 31) % 200 AS parent FROM generate_series(1, 9) AS l,
       generate_series(0, 199) AS i, generate_series(1, 3) AS k;
SELECT results_eq($$ SELECT goal, ancestor_count, descendant_count
                     FROM (SELECT gmalign.goal_graph(child, parent) AS g FROM layered) AS q, gmalign.goal_states(g, NULL::integer[])
                     ORDER BY goal $$,
  $$ WITH RECURSIVE r (v, a) AS (SELECT child, parent FROM layered UNION SELECT r.v, l.parent FROM r JOIN layered l ON l.child = r.a)
     SELECT v, coalesce(up, 0)::integer, coalesce(down, 0)::integer FROM generate_series(0, 1999) AS v
     LEFT JOIN (SELECT v, count(*) AS up FROM r GROUP BY v) AS u USING (v)
     LEFT JOIN (SELECT a AS v, count(*) AS down FROM r GROUP BY a) AS d USING (v)
     ORDER BY v $$, 'distinct counts in ten layers of 200 goals');

SELECT throws_ok($$ SELECT gmalign.goal_graph(1, 2, 1.5) $$, '22023', NULL, 'contribution out of range');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q, gmalign.goal_states(g, ARRAY[3]) $$,
                 '22023', NULL, 'a strategic goal that is not there');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q,
                    gmalign.goal_states(g, ARRAY[NULL::integer]) $$, '22004', NULL, 'a NULL element');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q, gmalign.goal_states(g, NULL::text[]) $$,
                 '42804', NULL, 'another kind of key');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(100000, 2) AS g) AS q,
                    gmalign.goal_states(g, ARRAY[2::smallint]) $$, '22003', NULL, 'a key that does not fit');
SELECT throws_ok($$ SELECT count(*) FROM (SELECT gmalign.goal_graph(1, 2) AS g) AS q,
                    gmalign.cascade_rollup(g, ARRAY[1], ARRAY[1, 2], NULL) $$, '2202E', NULL, 'arrays of unequal length');
SELECT * FROM finish();
ROLLBACK;
