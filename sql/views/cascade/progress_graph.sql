CREATE OR REPLACE VIEW progress_graph WITH (security_invoker = true) AS
SELECT q.id, q.graph,
       CASE WHEN EXISTS (SELECT 1 FROM goal d WHERE gmalign_private.is_closed_as_done(d.status, d.created_on, d.closed_on, gmalign.today()))
            THEN q.graph END AS kept_graph
FROM (SELECT 1 AS id, gmalign.goal_graph_listed(l.goal_id, l.parent_goal_id, l.contribution) AS graph
      FROM (
        --+ graph_rows
           OR gmalign_private.is_closed_as_done(g.status, g.created_on, g.closed_on, gmalign.today())) AS l) AS q;
COMMENT ON VIEW progress_graph IS 'The goals over which progress is rolled up: those of cascade_graph and those closed as done, whose last progress their parents keep. One row; the values live within one query and are not for tables or dashboards.';
COMMENT ON COLUMN progress_graph.id IS 'Always 1.';
COMMENT ON COLUMN progress_graph.graph IS 'The graph. NULL: there is no goal.';
COMMENT ON COLUMN progress_graph.kept_graph IS 'The same. NULL, and not made: no goal was closed as done, so that who has the graph of cascade_graph need not have it made again.';
