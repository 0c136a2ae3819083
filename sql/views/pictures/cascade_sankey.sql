CREATE OR REPLACE VIEW cascade_sankey WITH (security_invoker = true) AS
WITH graph AS MATERIALIZED (SELECT f.graph AS g, f.strategic_goals AS goals FROM cascade_graph f),
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
-- all of them: a NULL in the type of the keys
CROSS JOIN LATERAL gmalign.goal_edges(graph.g, nullif(graph.goals, graph.goals)) AS e
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
