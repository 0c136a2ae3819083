-- Views, pictures: the shapes that BI tools draw as they are, a heatmap, a
-- Sankey diagram and a node graph.

CREATE FUNCTION gmalign.make_view_stakeholder_heatmap() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW stakeholder_heatmap WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  lifted AS (
    SELECT p.assignment_id, a.assignee_id, p.stakeholder, coalesce(l.compared_goal_id, p.goal_id) AS goal_id,
           p.points * coalesce(l.lift_share, 1) AS points
    FROM assignment_priority p
    JOIN assignment a ON a.id = p.assignment_id
    CROSS JOIN clock c
    LEFT JOIN goal_lift l ON l.goal_id = p.goal_id
    WHERE p.points IS NOT NULL
      AND gmalign.assignment_status(a.start_date, a.end_date, c.today) <> 'ended'
  ),
  heard AS (
    SELECT l.stakeholder, count(DISTINCT l.assignment_id) AS assignment_count, count(DISTINCT l.assignee_id) AS person_count
    FROM lifted l
    GROUP BY l.stakeholder
  ),
  place AS (
    SELECT h.stakeholder, v.name, h.assignment_count, h.person_count,
           row_number() OVER (ORDER BY array_position(ARRAY['organization', 'gm_professional', 'assignee'], v.party), h.stakeholder)::integer AS place
    FROM heard h JOIN stakeholder v ON v.code = h.stakeholder
  ),
  scored AS (
    SELECT l.assignment_id, l.assignee_id, gmalign.stakeholder_pairs(l.stakeholder, l.goal_id, l.points) AS pairs
    FROM lifted l
    GROUP BY l.assignment_id, l.assignee_id
  ),
  cell AS (
    SELECT p.a, p.b, avg(p.score) AS alignment_score, avg(p.beyond_chance) AS beyond_chance,
           count(*) AS pair_count,
           least(count(DISTINCT s.assignee_id),
                 nullif(count(DISTINCT s.assignee_id) FILTER (WHERE p.beyond_chance IS NOT NULL), 0)) AS person_count
    FROM scored s
    CROSS JOIN LATERAL unnest(s.pairs) AS p
    WHERE p.score IS NOT NULL
    GROUP BY p.a, p.b
  )
  SELECT a.stakeholder || '|' || b.stakeholder AS id,
         a.name AS stakeholder_a, b.name AS stakeholder_b,
         CASE WHEN a.stakeholder = b.stakeholder THEN 1 ELSE c.alignment_score END AS alignment_score,
         CASE WHEN a.stakeholder = b.stakeholder THEN a.assignment_count ELSE coalesce(c.pair_count, 0) END AS pair_count,
         false AS is_suppressed,
         a.place AS a_order, b.place AS b_order,
         CASE WHEN a.stakeholder = b.stakeholder THEN a.person_count ELSE coalesce(c.person_count, 0) END AS person_count,
         CASE WHEN a.stakeholder <> b.stakeholder THEN c.beyond_chance END AS beyond_chance_index
  FROM place a
  CROSS JOIN place b
  LEFT JOIN cell c ON c.a = least(a.stakeholder COLLATE "C", b.stakeholder COLLATE "C")
                  AND c.b = greatest(a.stakeholder COLLATE "C", b.stakeholder COLLATE "C");
  COMMENT ON VIEW stakeholder_heatmap IS 'Which voices agree with which, over all moves that have not ended. One row per pair of voices heard: both directions and the diagonal, so that it draws as a square.';
  COMMENT ON COLUMN stakeholder_heatmap.id IS 'Key of the row: the two voices, as a|b.';
  COMMENT ON COLUMN stakeholder_heatmap.stakeholder_a IS 'Name of the first voice.';
  COMMENT ON COLUMN stakeholder_heatmap.stakeholder_b IS 'Name of the second voice.';
  COMMENT ON COLUMN stakeholder_heatmap.alignment_score IS 'Mean goal alignment of the two over the moves on which both are heard, 0 to 1; 1 on the diagonal. NULL: no such move.';
  COMMENT ON COLUMN stakeholder_heatmap.pair_count IS 'Moves on which both are heard.';
  COMMENT ON COLUMN stakeholder_heatmap.is_suppressed IS 'Whether the figures are withheld because too few people stand behind them; never here, but in the public view.';
  COMMENT ON COLUMN stakeholder_heatmap.a_order IS 'Place of the first voice in the square.';
  COMMENT ON COLUMN stakeholder_heatmap.b_order IS 'Place of the second voice in the square.';
  COMMENT ON COLUMN stakeholder_heatmap.person_count IS 'Assignees on these moves, the fewest behind either figure.';
  COMMENT ON COLUMN stakeholder_heatmap.beyond_chance_index IS 'Mean alignment beyond chance, at most 1; 0 = as random priorities would. NULL: no such move, nothing to correct, or the diagonal.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_stakeholder_heatmap() IS
  'Called by gmalign.install(): makes or replaces the view stakeholder_heatmap in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_cascade_sankey() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW cascade_sankey WITH (security_invoker = true) AS
  WITH graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g,
           -- NULL, in the type of the keys: all of them
           array_agg(l.goal_id) FILTER (WHERE false) AS no_goals
    FROM cascade_link l
  ),
  label AS (
    -- nodes are told apart by their label
    SELECT s.goal_id, s.level, s.depth, s.state,
           CASE WHEN count(*) OVER (PARTITION BY s.goal_title) > 1
                THEN s.goal_title || ' #' || s.goal_id ELSE s.goal_title END AS label
    FROM goal_state s
  )
  SELECT p.label AS source, c.label AS target, e.contribution AS value,
         p.level AS source_level, c.level AS target_level, c.depth AS target_depth, c.state AS target_state,
         e.parent AS source_goal_id, e.goal AS target_goal_id,
         e.parent || ' ' || e.goal AS id
  FROM graph
  CROSS JOIN LATERAL gmalign.goal_edges(graph.g, graph.no_goals) AS e
  JOIN label p ON p.goal_id = e.parent
  JOIN label c ON c.goal_id = e.goal
  WHERE e.contribution > 0
  ORDER BY c.depth NULLS LAST, e.contribution DESC, e.parent, e.goal;
  COMMENT ON VIEW cascade_sankey IS 'The cascade as flows from strategy down, for a Sankey diagram. One row per link outside cycles whose contribution is known and positive. Filter by target_depth or dimension when there are more than 150 goals.';
  COMMENT ON COLUMN cascade_sankey.source IS 'The goal that is served; the same title twice is told apart by the key.';
  COMMENT ON COLUMN cascade_sankey.target IS 'The goal that serves it.';
  COMMENT ON COLUMN cascade_sankey.value IS 'Contribution of the link, above 0, at most 1.';
  COMMENT ON COLUMN cascade_sankey.source_level IS 'Level of the goal that is served.';
  COMMENT ON COLUMN cascade_sankey.target_level IS 'Level of the goal that serves.';
  COMMENT ON COLUMN cascade_sankey.target_depth IS 'Links from the goal that serves to the nearest strategic goal. NULL: it reaches none.';
  COMMENT ON COLUMN cascade_sankey.target_state IS 'State of the goal that serves (see goal_state).';
  COMMENT ON COLUMN cascade_sankey.source_goal_id IS 'Key of the goal that is served.';
  COMMENT ON COLUMN cascade_sankey.target_goal_id IS 'Key of the goal that serves.';
  COMMENT ON COLUMN cascade_sankey.id IS 'Key of the row: the two goals.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_cascade_sankey() IS
  'Called by gmalign.install(): makes or replaces the view cascade_sankey in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_graph_nodes() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW graph_nodes WITH (security_invoker = true) AS
  SELECT s.goal_id::text AS id, s.goal_title AS title, s.level AS subtitle,
         p.progress_share AS mainstat, s.state AS secondarystat,
         (s.state IN ('strategic', 'aligned'))::integer::float8 AS arc__aligned,
         (s.state = 'disconnected')::integer::float8 AS arc__at_risk,
         (s.state = 'unaligned')::integer::float8 AS arc__misaligned,
         CASE s.state WHEN 'strategic' THEN 'blue' WHEN 'aligned' THEN 'green'
                      WHEN 'disconnected' THEN 'orange' ELSE 'red' END AS color,
         s.owner_id::text AS detail__owner,
         s.org_unit AS detail__unit
  FROM goal_state s
  LEFT JOIN goal_progress p ON p.goal_id = s.goal_id;
  COMMENT ON VIEW graph_nodes IS 'The goals in force as nodes, in the shape of Grafana''s node graph. One row per goal.';
  COMMENT ON COLUMN graph_nodes.id IS 'Key of the goal, as text.';
  COMMENT ON COLUMN graph_nodes.title IS 'Title of the goal.';
  COMMENT ON COLUMN graph_nodes.subtitle IS 'strategic, department, team or individual.';
  COMMENT ON COLUMN graph_nodes.mainstat IS 'Progress, 0 to 1. NULL: not known.';
  COMMENT ON COLUMN graph_nodes.secondarystat IS 'State of the goal (see goal_state).';
  COMMENT ON COLUMN graph_nodes.arc__aligned IS '1 when the goal is strategic or reaches strategy, else 0. The three arcs sum to 1.';
  COMMENT ON COLUMN graph_nodes.arc__at_risk IS '1 when it is linked but reaches no strategy, else 0.';
  COMMENT ON COLUMN graph_nodes.arc__misaligned IS '1 when it is linked to nothing above, else 0.';
  COMMENT ON COLUMN graph_nodes.color IS 'blue strategic, green aligned, orange disconnected, red unaligned.';
  COMMENT ON COLUMN graph_nodes.detail__owner IS 'Key of the person who owns it, as text. NULL: nobody.';
  COMMENT ON COLUMN graph_nodes.detail__unit IS 'The unit that holds it. NULL: not known.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_graph_nodes() IS
  'Called by gmalign.install(): makes or replaces the view graph_nodes in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_graph_edges() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW graph_edges WITH (security_invoker = true) AS
  SELECT l.id, l.parent_goal_id::text AS source, l.goal_id::text AS target,
         l.contribution AS mainstat,
         1 + 4 * coalesce(abs(l.contribution), 0) AS thickness,
         CASE WHEN l.contribution < 0 THEN 'red' WHEN l.contribution IS NULL THEN 'gray' ELSE 'green' END AS color,
         l.relation AS secondarystat
  FROM cascade_link l
  WHERE l.parent_goal_id IS NOT NULL;
  COMMENT ON VIEW graph_edges IS 'The links in force as edges, in the shape of Grafana''s node graph; cycles included. One row per link.';
  COMMENT ON COLUMN graph_edges.id IS 'Key of the link.';
  COMMENT ON COLUMN graph_edges.source IS 'Key of the goal that is served, as text.';
  COMMENT ON COLUMN graph_edges.target IS 'Key of the goal that serves, as text.';
  COMMENT ON COLUMN graph_edges.mainstat IS 'Contribution, -1 to 1; negative works against it. NULL: nobody says how much.';
  COMMENT ON COLUMN graph_edges.thickness IS 'Width to draw it with, 1 to 5, by the size of the contribution.';
  COMMENT ON COLUMN graph_edges.color IS 'green helps, red works against it, gray not known how much.';
  COMMENT ON COLUMN graph_edges.secondarystat IS 'contributes, supports or conflicts.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_graph_edges() IS
  'Called by gmalign.install(): makes or replaces the view graph_edges in the first schema of the search path.';
