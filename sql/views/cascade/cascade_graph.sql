CREATE OR REPLACE VIEW cascade_graph WITH (security_invoker = true) AS
-- a reader beside it takes the aggregate's value as it is; out of a subquery of its own
-- the megabytes would be copied
SELECT 1 AS id,
       gmalign.goal_graph_listed(l.goal_id, l.parent_goal_id, l.contribution) AS graph,
       ARRAY(SELECT s.goal_id FROM strategic_goal s) AS strategic_goals
FROM (
  --+ graph_rows
) AS l;
COMMENT ON VIEW cascade_graph IS 'The goals and links in force today as one value, from which the views about the cascade read. One row; the value lives within one query and is not for tables or dashboards.';
COMMENT ON COLUMN cascade_graph.id IS 'Always 1.';
COMMENT ON COLUMN cascade_graph.graph IS 'The graph. NULL: no goal is in force.';
COMMENT ON COLUMN cascade_graph.strategic_goals IS 'Keys of the strategic goals, what all others are measured against.';
