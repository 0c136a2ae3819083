CREATE OR REPLACE VIEW cascade_sankey WITH (security_invoker = true) AS
WITH shared AS (
  SELECT g.title
  FROM goal g
  WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
  GROUP BY g.title
  HAVING count(*) > 1
)
SELECT gmalign_private.node_label(p.title, p.id::text, ps.title IS NOT NULL) AS source,
       gmalign_private.node_label(c.title, c.id::text, cs.title IS NOT NULL) AS target,
       e.contribution AS value,
       p.level AS source_level, c.level AS target_level, e.depth AS target_depth, CASE WHEN cardinality(f.strategic_goals) > 0 THEN e.state END AS target_state,
       e.parent AS source_goal_id, e.goal AS target_goal_id,
       e.parent || ' ' || e.goal AS id
FROM cascade_graph f
CROSS JOIN LATERAL gmalign_private.flow_rows(f.graph, f.strategic_goals) AS e
JOIN goal p ON p.id = e.parent
JOIN goal c ON c.id = e.goal
LEFT JOIN shared ps ON ps.title = p.title
LEFT JOIN shared cs ON cs.title = c.title;
COMMENT ON VIEW cascade_sankey IS 'The cascade as flows from strategy down, for a Sankey diagram. One row per link outside cycles whose contribution is known and positive. Filter by target_depth or dimension when there are more than 150 goals.';
COMMENT ON COLUMN cascade_sankey.source IS 'The goal that is served: its title, and "#" with its key where the title is not the only one or has a " #" itself.';
COMMENT ON COLUMN cascade_sankey.target IS 'The goal that serves it.';
COMMENT ON COLUMN cascade_sankey.value IS 'Contribution of the link, above 0, at most 1.';
COMMENT ON COLUMN cascade_sankey.source_level IS 'Level of the goal that is served.';
COMMENT ON COLUMN cascade_sankey.target_level IS 'Level of the goal that serves.';
COMMENT ON COLUMN cascade_sankey.target_depth IS 'Links from the goal that serves to the nearest strategic goal. NULL: it reaches none.';
COMMENT ON COLUMN cascade_sankey.target_state IS 'State of the goal that serves (see goal_state). NULL: there is no strategic goal in force.';
COMMENT ON COLUMN cascade_sankey.source_goal_id IS 'Key of the goal that is served.';
COMMENT ON COLUMN cascade_sankey.target_goal_id IS 'Key of the goal that serves.';
COMMENT ON COLUMN cascade_sankey.id IS 'Key of the row: the two goals.';
