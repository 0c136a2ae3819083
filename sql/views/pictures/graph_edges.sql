CREATE OR REPLACE VIEW graph_edges WITH (security_invoker = true) AS
SELECT l.id, l.parent_goal_id::text AS source, l.goal_id::text AS target,
       l.contribution AS mainstat,
       1 + 4 * coalesce(abs(l.contribution), 0) AS thickness,
       CASE WHEN l.contribution < 0 THEN 'red' WHEN l.contribution IS NULL THEN 'gray' ELSE 'green' END AS color,
       l.relation AS secondarystat,
       l.parent_goal_title AS detail__source, l.goal_title AS detail__target
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
COMMENT ON COLUMN graph_edges.detail__source IS 'Title of the goal above.';
COMMENT ON COLUMN graph_edges.detail__target IS 'Title of the goal below.';
