-- The UN goals with their published cross-impacts (Weitz, Carlsen, Nilsson and
-- Skanberg 2018, Sustainability Science 13:531-548), and the controls of NIST
-- SP 800-53 revision 4 with three baselines of what must be covered.

\echo
\echo '4  SDG AND NIST - coverage and cross-impact through the same functions'
UPDATE public.clock SET at = clock_timestamp();
CREATE SCHEMA sdg;
SET search_path = sdg;
CREATE TABLE node (node_id text, kind text, parent_id text, title text);
CREATE TABLE impact (source text, target text, score float8);
CREATE TABLE target (target text, name text, pos float8, neg float8, sum_first float8, second float8, total float8, rank integer, description text);
\copy node FROM 'sdg/sdg_nodes.csv' WITH (FORMAT csv, HEADER)
\copy impact FROM 'sdg/weitz2018_interactions.csv' WITH (FORMAT csv, HEADER)
\copy target FROM 'sdg/weitz2018_targets.csv' WITH (FORMAT csv, HEADER)

\echo 'Which of the 17 goals the 34 targets of the study cover'
WITH graph AS MATERIALIZED (SELECT gmalign.goal_graph(node_id, parent_id) AS g FROM node),
     goals AS (SELECT array_agg(node_id) AS a FROM node WHERE kind = 'goal'),
     studied AS (SELECT array_agg(target) AS a FROM target)
SELECT c.strategic_goal AS "goal", left(n.title, 60) AS "title", c.goal_count - 1 AS "targets and indicators", c.staffed_count AS "studied",
       round(c.weighted_coverage::numeric, 2) AS "coverage",
       rpad(repeat('#', round(20 * c.weighted_coverage)::integer), 20, '.') AS " "
FROM graph CROSS JOIN goals CROSS JOIN studied
CROSS JOIN LATERAL gmalign.cascade_coverage(graph.g, goals.a, studied.a) AS c
JOIN node n ON n.node_id = c.strategic_goal
ORDER BY c.strategic_goal::integer;
WITH graph AS MATERIALIZED (SELECT gmalign.goal_graph(node_id, parent_id) AS g FROM node)
SELECT count(*) FILTER (WHERE s.depth = 1) || ' > ' || count(*) FILTER (WHERE s.depth = 2) || ' > ' || count(*) FILTER (WHERE s.depth = 3)
         AS "goals > targets > indicators", '17 > 169 > 252' AS "published",
       count(*) FILTER (WHERE s.state IN ('disconnected', 'unaligned')) AS "outside",
       CASE WHEN count(*) FILTER (WHERE s.depth = 1) = 17 AND count(*) FILTER (WHERE s.depth = 2) = 169 AND count(*) FILTER (WHERE s.depth = 3) = 252
            THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM graph CROSS JOIN LATERAL gmalign.goal_states(graph.g, ARRAY['SDG']) AS s;

-- Vroom's valence model, SUM I*V, is the arithmetic of cross-impact: what a
-- target is worth through what it moves. Both arguments go to [-1, 1] and the
-- result back.
\echo 'Cross-impact: own influence, plus half of what it sets in motion; largest and smallest of 34'
CREATE TABLE net AS
SELECT i.source AS target, 3 * gmalign.outcome_valence(gmalign.rescale(i.score, -3, 3, -1, 1), 1) AS first
FROM impact i GROUP BY i.source;
CREATE TABLE total AS
SELECT n.target, n.first, n.first + .5 * x.scale * gmalign.outcome_valence(gmalign.rescale(i.score, -3, 3, -1, 1), m.first / x.top) AS total
FROM net n
JOIN impact i ON i.source = n.target
JOIN net m ON m.target = i.target
CROSS JOIN (SELECT max(abs(first)) AS top, 3 * max(abs(first)) AS scale FROM net) AS x
GROUP BY n.target, n.first, x.scale;
SELECT r.place AS "rank", t.target, p.name, round(t.first::numeric, 1) AS "first order", round(t.total::numeric, 1) AS "total", p.total AS "published",
       CASE WHEN t.total >= 0 THEN repeat('#', (t.total / 20)::integer) ELSE repeat('-', (-t.total / 20)::integer) END AS " "
FROM total t
JOIN target p USING (target)
CROSS JOIN LATERAL (SELECT count(*) + 1 AS place FROM total o WHERE o.total > t.total) AS r
WHERE r.place <= 7 OR r.place > 32
ORDER BY r.place;
SELECT count(*) AS "targets", count(*) FILTER (WHERE abs(t.total - p.total) < 1e-9) AS "totals as published",
       count(p.rank) AS "published ranks",
       count(*) FILTER (WHERE p.rank = (SELECT count(*) + 1 FROM total o WHERE o.total > t.total + 1e-9)) AS "ranks as published",
       CASE WHEN count(*) = count(*) FILTER (WHERE abs(t.total - p.total) < 1e-9) THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM total t JOIN target p USING (target);

\echo 'NIST SP 800-53: how far each baseline covers the control families'
CREATE SCHEMA nist;
SET search_path = nist;
CREATE TABLE node (node_id text, kind text, parent_id text, title text);
CREATE TABLE baseline (baseline text, control_id text);
CREATE TABLE related (from_id text, to_id text, rel text);
\copy node FROM 'nist/sp800-53r4_nodes.csv' WITH (FORMAT csv, HEADER)
\copy baseline FROM 'nist/sp800-53r4_baselines.csv' WITH (FORMAT csv, HEADER)
\copy related FROM 'nist/sp800-53r4_related.csv' WITH (FORMAT csv, HEADER)
-- controls and enhancements are the goals; what stands below them is text
WITH graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(n.node_id, n.parent_id) AS g FROM node n WHERE n.kind IN ('root', 'family', 'control', 'enhancement')
),
b AS (SELECT baseline, array_agg(control_id) AS controls FROM baseline GROUP BY baseline)
SELECT b.baseline, c.staffed_count AS "controls", v.published, c.leaf_count AS "leaves", c.staffed_leaf_count AS "leaves covered",
       round(c.weighted_coverage::numeric, 3) AS "coverage",
       rpad(repeat('#', round(40 * c.weighted_coverage)::integer), 40, '.') AS " ",
       CASE WHEN c.staffed_count = v.published THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM graph CROSS JOIN b
CROSS JOIN LATERAL gmalign.cascade_coverage(graph.g, ARRAY['catalog'], b.controls) AS c
JOIN (VALUES ('LOW', 124), ('MODERATE', 261), ('HIGH', 343)) AS v (baseline, published) ON v.baseline = b.baseline
ORDER BY c.staffed_count;
\echo 'The baselines as strategic sets: what stands below the controls each asks for, one control below another included'
WITH graph AS MATERIALIZED (SELECT gmalign.goal_graph(n.node_id, n.parent_id) AS g FROM node n),
b AS (SELECT baseline, array_agg(control_id) AS controls, count(*) AS n FROM baseline GROUP BY baseline),
state AS (
  SELECT b.baseline, b.n, s.* FROM graph CROSS JOIN b CROSS JOIN LATERAL gmalign.goal_states(graph.g, b.controls, false) AS s
),
-- the same by a plain recursive query
plain AS (
  WITH RECURSIVE below (baseline, node_id, depth) AS (
    SELECT baseline, control_id, 0 FROM baseline
    UNION SELECT b.baseline, n.node_id, b.depth + 1 FROM below b JOIN node n ON n.parent_id = b.node_id)
  SELECT baseline, node_id, min(depth) AS depth FROM below GROUP BY baseline, node_id
)
SELECT s.baseline, count(*) FILTER (WHERE s.state = 'strategic') AS "controls", v.published,
       count(*) FILTER (WHERE s.state = 'aligned') AS "below them", max(s.depth) AS "deepest",
       count(*) FILTER (WHERE s.state IN ('disconnected', 'unaligned')) AS "outside",
       rpad(repeat('#', round(40.0 * count(s.depth) / count(*))::integer), 40, '.') AS " ",
       CASE WHEN count(*) FILTER (WHERE s.state = 'strategic') = v.published AND count(*) FILTER (WHERE s.depth IS DISTINCT FROM p.depth) = 0
            THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM state s
LEFT JOIN plain p ON p.baseline = s.baseline AND p.node_id = s.goal
JOIN (VALUES ('LOW', 124), ('MODERATE', 261), ('HIGH', 343)) AS v (baseline, published) ON v.baseline = s.baseline
GROUP BY s.baseline, v.published
ORDER BY v.published;
SELECT round(1000 * extract(epoch FROM clock_timestamp() - at)) || ' ms' AS took FROM public.clock \gset
\echo 'took' :took
