-- The goal cascade of the Government of Canada (InfoBase, 2018): organisation >
-- core responsibility > program > subprogram > result > indicator.

\echo
\echo '1  INFOBASE 2018 - the goal cascade of a government'
UPDATE public.clock SET at = clock_timestamp();
SELECT gmalign.install('infobase') \g /dev/null
SET search_path = infobase;
SET gmalign.as_of = '2018-06-07';

CREATE TEMP TABLE node (node_id text, kind text, name text);
CREATE TEMP TABLE edge (child text, parent text, relation text);
CREATE TEMP TABLE kr (indicator_id text, result_id text, doc text, name text, target_type text,
                      target_min float8, target_max float8, actual float8, actual_raw text,
                      target_year text, target_month text, published_status text, period text);
\copy node FROM 'infobase_2018/goal_nodes.csv' WITH (FORMAT csv, HEADER)
\copy edge FROM 'infobase_2018/goal_edges.csv' WITH (FORMAT csv, HEADER)
\copy kr FROM 'infobase_2018/key_results.csv' WITH (FORMAT csv, HEADER)

-- The direction is what the target says, never guessed from the values: a
-- lower bound, an upper bound, both, or both the same.
INSERT INTO goal (external_id, title, level, goal_type, direction, target_value, target_high, current_value)
SELECT n.node_id, coalesce(nullif(n.name, ''), n.node_id),
       CASE WHEN n.kind = 'root' THEN 'strategic' WHEN n.kind IN ('org', 'crso', 'tag') THEN 'department' ELSE 'team' END,
       CASE WHEN n.kind LIKE 'indicator%' THEN 'key_result' ELSE 'objective' END,
       CASE WHEN k.target_min IS NULL AND k.target_max IS NULL THEN NULL
            WHEN k.target_max IS NULL THEN 'at_least'
            WHEN k.target_min IS NULL THEN 'at_most'
            WHEN k.target_min < k.target_max THEN 'range'
            ELSE 'exact' END,
       coalesce(k.target_min, k.target_max),
       CASE WHEN k.target_min < k.target_max THEN k.target_max END,
       k.actual
FROM node n
LEFT JOIN kr k ON k.indicator_id = n.node_id;

INSERT INTO goal_link (child_id, parent_id)
SELECT c.id, p.id
FROM edge e
JOIN goal c ON c.external_id = e.child
JOIN goal p ON p.external_id = e.parent;

INSERT INTO load_reject (source, target, row_key, reason_code, reason, content)
SELECT 'goal_edges.csv', 'goal_link', e.child || ' > ' || e.parent, 'goal_missing',
       format('goal "%s" has no row', CASE WHEN p.id IS NULL THEN e.parent ELSE e.child END), e::text
FROM edge e
LEFT JOIN goal c ON c.external_id = e.child
LEFT JOIN goal p ON p.external_id = e.parent
WHERE c.id IS NULL OR p.id IS NULL;
ANALYZE;

SELECT (SELECT count(*) FROM goal) AS "goals", (SELECT count(*) FROM goal_link) AS "links",
       (SELECT count(*) FROM goal WHERE goal_type = 'key_result') AS "key results",
       (SELECT count(*) FROM load_reject) AS "links rejected",
       (SELECT string_agg(DISTINCT reason, ', ') FROM load_reject) AS "because",
       CASE WHEN (SELECT count(*) FROM edge) = (SELECT count(*) FROM goal_link) + (SELECT count(*) FROM load_reject)
             AND (SELECT count(*) FROM load_reject) = 14 THEN 'same' ELSE 'DIFFERS' END AS "check";

\echo 'Reported results (drr16): who has at least one indicator below'
CREATE TEMP TABLE coverage AS
WITH graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(goal_id, parent_goal_id, contribution) AS g FROM cascade_link
),
measured AS (
  SELECT array_agg(g.id) AS goals FROM goal g JOIN node n ON n.node_id = g.external_id WHERE n.kind = 'indicator:drr16'
),
unit AS (
  SELECT n.kind, array_agg(g.id) AS goals
  FROM goal g JOIN node n ON n.node_id = g.external_id
  WHERE n.kind IN ('org', 'crso', 'program', 'subprogram')
  GROUP BY n.kind
)
SELECT u.kind, g.external_id, g.title, c.goal_count, c.staffed_count
FROM graph CROSS JOIN measured CROSS JOIN unit u
CROSS JOIN LATERAL gmalign.cascade_coverage(graph.g, u.goals, measured.goals) AS c
JOIN goal g ON g.id = c.strategic_goal;
SELECT v.label AS "level", count(*) FILTER (WHERE c.staffed_count > 0) AS "with indicators", count(*) AS "of", v.published,
       rpad(repeat('#', (20 * count(*) FILTER (WHERE c.staffed_count > 0) / count(*))::integer), 20, '.') AS " ",
       CASE WHEN count(*) FILTER (WHERE c.staffed_count > 0) || ' of ' || count(*) = v.published THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM coverage c
JOIN (VALUES ('org', 'organisations', '83 of 140'), ('crso', 'core responsibilities', '127 of 421'),
             ('program', 'programs', '344 of 1110'), ('subprogram', 'subprograms', '959 of 973')) AS v (kind, label, published)
  ON v.kind = c.kind
GROUP BY v.label, v.published
ORDER BY count(*);

\echo 'The six organisations with most distinct indicators below them'
SELECT c.external_id AS "id", c.title AS "organisation", c.staffed_count AS "indicators", v.published,
       repeat('#', (c.staffed_count / 5)::integer) AS " ",
       CASE WHEN c.staffed_count = v.published THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM coverage c
LEFT JOIN (VALUES ('ND', 142), ('HRSD', 124), ('H', 124), ('GSC', 110), ('CI', 102), ('TC', 98)) AS v (id, published)
  ON v.id = c.external_id
WHERE c.kind = 'org'
ORDER BY c.staffed_count DESC, c.external_id DESC
LIMIT 6;

\echo 'Cycles: goals that serve themselves through others (reported, not fatal)'
CREATE TEMP TABLE cycle AS
WITH graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(goal_id, parent_goal_id, contribution) AS g FROM cascade_link
)
SELECT c.cycle_no, c.goal FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(graph.g, NULL::bigint[]) AS c;
-- goals that share a cycle are one knot; here every cycle is of two goals
SELECT row_number() OVER (ORDER BY x.cycle_no, a.external_id) AS "cycle", 'knot ' || x.cycle_no AS " ",
       a.external_id || ' > ' || b.external_id || ' > ' || a.external_id AS "goals"
FROM cycle x
JOIN cycle y ON y.cycle_no = x.cycle_no
JOIN goal_link up ON up.child_id = x.goal AND up.parent_id = y.goal
JOIN goal_link down ON down.child_id = y.goal AND down.parent_id = x.goal
JOIN goal a ON a.id = x.goal
JOIN goal b ON b.id = y.goal
WHERE x.goal < y.goal
ORDER BY 1;

SELECT count(*) AS "cycles of two", 6 AS "published", CASE WHEN count(*) = 6 THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM cycle x
JOIN cycle y ON y.cycle_no = x.cycle_no AND y.goal > x.goal
JOIN goal_link up ON up.child_id = x.goal AND up.parent_id = y.goal
JOIN goal_link down ON down.child_id = y.goal AND down.parent_id = x.goal;

\echo 'Distinct goals below and above every goal, and how deep each is, against plain recursive queries'
WITH graph AS MATERIALIZED (SELECT gmalign.goal_graph(goal_id, parent_goal_id, contribution) AS g FROM cascade_link),
root AS (SELECT array_agg(id) AS goals FROM goal WHERE level = 'strategic'),
state AS (SELECT s.* FROM graph CROSS JOIN root CROSS JOIN LATERAL gmalign.goal_states(graph.g, root.goals) AS s),
pair AS (
  WITH RECURSIVE up (goal, ancestor) AS (
    SELECT child_id, parent_id FROM goal_link UNION SELECT u.goal, l.parent_id FROM up u JOIN goal_link l ON l.child_id = u.ancestor)
  SELECT goal, ancestor FROM up WHERE goal <> ancestor
),
depth AS (
  WITH RECURSIVE down (goal, depth) AS (
    SELECT unnest(goals), 0 FROM root UNION SELECT l.child_id, d.depth + 1 FROM down d JOIN goal_link l ON l.parent_id = d.goal WHERE d.depth < 20)
  SELECT goal, min(depth) AS depth FROM down GROUP BY goal
)
SELECT count(*) AS "goals", sum(s.ancestor_count) AS "pairs", (SELECT count(*) FROM pair) AS "by recursion",
       CASE WHEN count(*) FILTER (WHERE s.ancestor_count <> coalesce(a.n, 0) OR s.descendant_count <> coalesce(b.n, 0) OR s.depth IS DISTINCT FROM d.depth) = 0
            THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM state s
LEFT JOIN (SELECT goal, count(*) AS n FROM pair GROUP BY goal) AS a USING (goal)
LEFT JOIN (SELECT ancestor AS goal, count(*) AS n FROM pair GROUP BY ancestor) AS b USING (goal)
LEFT JOIN depth d USING (goal);

\echo 'What gmalign.check finds, and one way up'
SELECT c.severity, c.code, count(*) AS "findings" FROM gmalign.check('infobase') AS c GROUP BY c.severity, c.code ORDER BY 1, 3 DESC;
SELECT w.step_count AS "steps", w.path_text AS "the longest of the shortest ways" FROM goal_path w
WHERE w.path_kind = 'shortest' ORDER BY w.step_count DESC, length(w.path_text) LIMIT 1;

\echo 'Goal states below the root'
SELECT s.state, count(*) AS "goals", max(s.depth) AS "deepest", count(*) FILTER (WHERE s.is_in_cycle) AS "in cycles",
       rpad(repeat('#', (40 * count(*) / sum(count(*)) OVER ())::integer), 40, '.') AS " "
FROM goal_state s GROUP BY s.state ORDER BY 2 DESC;

\echo 'Progress of key results against the published verdicts, by direction (targets of the past)'
SELECT coalesce(k2.direction, 'none stated') AS "direction", count(*) AS "key results",
       count(p.progress_raw) AS "with progress",
       round(avg(p.progress_share)::numeric, 3) AS "mean progress",
       count(*) FILTER (WHERE v.is_judged) AS "judged",
       count(*) FILTER (WHERE v.is_judged AND p.is_met = (r.published_status = 'success')) AS "agree",
       x.published,
       CASE WHEN x.published = format('%s of %s', count(*) FILTER (WHERE v.is_judged AND p.is_met = (r.published_status = 'success')),
                                      count(*) FILTER (WHERE v.is_judged)) THEN 'same'
            WHEN x.published IS NOT NULL THEN 'DIFFERS' END AS "check"
FROM goal_progress p
JOIN goal k2 ON k2.id = p.goal_id
JOIN kr r ON r.indicator_id = k2.external_id
CROSS JOIN LATERAL (SELECT r.published_status IN ('success', 'failure') AND r.period = 'past' AND p.is_met IS NOT NULL AS is_judged) AS v
LEFT JOIN (VALUES ('at_least', '1290 of 1304'), ('at_most', '126 of 126'), ('range', '132 of 133'), ('exact', '118 of 173'))
  AS x (direction, published) ON x.direction = k2.direction
GROUP BY k2.direction, x.published
ORDER BY count(*) DESC;
SELECT round(1000 * extract(epoch FROM clock_timestamp() - at)) || ' ms' AS took FROM public.clock \gset
\echo 'took' :took
RESET gmalign.as_of;
DISCARD TEMP;
