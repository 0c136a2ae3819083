CREATE OR REPLACE VIEW progress_graph WITH (security_invoker = true) AS
SELECT q.id, q.graph,
       CASE WHEN EXISTS (SELECT 1 FROM goal d WHERE gmalign_private.is_closed_as_done(d.status, d.created_on, d.closed_on, gmalign.today()))
            THEN q.graph END AS kept_graph
FROM (SELECT 1 AS id, gmalign.goal_graph_listed(l.goal_id, l.parent_goal_id, l.contribution) AS graph
      FROM (SELECT k.child_id AS goal_id, k.parent_id AS parent_goal_id,
                   gmalign_private.link_contribution(k.relation, k.contribution) AS contribution
            FROM goal_link k
            WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
              AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())
            UNION ALL
            SELECT g.id AS goal_id, NULL AS parent_goal_id, NULL AS contribution
            FROM goal g
            WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
               OR gmalign_private.is_closed_as_done(g.status, g.created_on, g.closed_on, gmalign.today())) AS l) AS q;
COMMENT ON VIEW progress_graph IS 'The goals over which progress is rolled up: those of cascade_graph and those closed as done, whose last progress their parents keep. One row; the values live within one query and are not for tables or dashboards.';
COMMENT ON COLUMN progress_graph.id IS 'Always 1.';
COMMENT ON COLUMN progress_graph.graph IS 'The graph. NULL: there is no goal.';
COMMENT ON COLUMN progress_graph.kept_graph IS 'The same. NULL, and not made: no goal was closed as done, so that who has the graph of cascade_graph need not have it made again.';
