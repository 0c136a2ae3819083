CREATE OR REPLACE VIEW cascade_graph WITH (security_invoker = true) AS
-- links of goals that are not in force fall away as the graph is built: no join makes
-- the rows slower than they need be. A reader beside it takes the aggregate's value as
-- it is; out of a subquery of its own the megabytes would be copied.
SELECT 1 AS id,
       gmalign.goal_graph_listed(l.goal_id, l.parent_goal_id, l.contribution) AS graph,
       ARRAY(SELECT s.goal_id FROM strategic_goal s) AS strategic_goals
FROM (SELECT k.child_id AS goal_id, k.parent_id AS parent_goal_id,
             gmalign_private.link_contribution(k.relation, k.contribution) AS contribution
      FROM goal_link k
      WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
        AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())
      UNION ALL
      SELECT g.id, NULL AS parent_goal_id, NULL AS contribution
      FROM goal g
      WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())) AS l;
COMMENT ON VIEW cascade_graph IS 'The goals and links in force today as one value, from which the views about the cascade read. One row; the value lives within one query and is not for tables or dashboards.';
COMMENT ON COLUMN cascade_graph.id IS 'Always 1.';
COMMENT ON COLUMN cascade_graph.graph IS 'The graph. NULL: no goal is in force.';
COMMENT ON COLUMN cascade_graph.strategic_goals IS 'Keys of the strategic goals, what all others are measured against.';
