CREATE OR REPLACE VIEW graph_nodes WITH (security_invoker = true) AS
WITH
--+ own_progress
graph AS MATERIALIZED (SELECT f.graph AS g, f.strategic_goals AS goals FROM cascade_graph f)
SELECT g.id::text AS id, g.title AS title, g.level AS subtitle,
       p.value AS mainstat, k.state AS secondarystat,
       (k.state IN ('strategic', 'aligned'))::integer::float8 AS arc__aligned,
       (k.state = 'disconnected')::integer::float8 AS arc__at_risk,
       (k.state = 'unaligned')::integer::float8 AS arc__misaligned,
       CASE k.state WHEN 'strategic' THEN 'blue' WHEN 'aligned' THEN 'green'
                    WHEN 'disconnected' THEN 'orange' WHEN 'unaligned' THEN 'red' ELSE 'gray' END AS color,
       coalesce(o.external_id, g.owner_id::text) AS detail__owner,                                    --? employee.external_id
       g.owner_id::text AS detail__owner,                                                             --! employee.external_id
       u.name AS detail__unit
FROM graph CROSS JOIN own
CROSS JOIN LATERAL gmalign.goal_states(graph.g, graph.goals, false) AS s
-- where nothing is strategic, nothing is known about what reaches strategy
CROSS JOIN LATERAL (SELECT CASE WHEN cardinality(graph.goals) > 0 THEN s.state END AS state) AS k
JOIN goal g ON g.id = s.goal
LEFT JOIN org_unit u ON u.id = g.org_unit_id
LEFT JOIN employee o ON o.id = g.owner_id                                                             --? employee.external_id
LEFT JOIN gmalign.cascade_rollup(coalesce(own.kept_graph, graph.g), own.goals, own.progress, own.weights) AS p ON p.goal = s.goal;
COMMENT ON VIEW graph_nodes IS 'The goals in force as nodes, in the shape of Grafana''s node graph. One row per goal.';
COMMENT ON COLUMN graph_nodes.id IS 'Key of the goal, as text.';
COMMENT ON COLUMN graph_nodes.title IS 'Title of the goal.';
COMMENT ON COLUMN graph_nodes.subtitle IS 'strategic, department, team or individual.';
COMMENT ON COLUMN graph_nodes.mainstat IS 'Progress, 0 to 1. NULL: not known.';
COMMENT ON COLUMN graph_nodes.secondarystat IS 'State of the goal (see goal_state).';
COMMENT ON COLUMN graph_nodes.arc__aligned IS '1 when the goal is strategic or reaches strategy, else 0. The three arcs sum to 1. NULL: there is no strategic goal in force.';
COMMENT ON COLUMN graph_nodes.arc__at_risk IS '1 when it is linked but reaches no strategy, else 0.';
COMMENT ON COLUMN graph_nodes.arc__misaligned IS '1 when it is linked to nothing above, else 0.';
COMMENT ON COLUMN graph_nodes.color IS 'blue strategic, green aligned, orange disconnected, red unaligned, gray where nothing is strategic.';
COMMENT ON COLUMN graph_nodes.detail__owner IS 'The person who owns it: id in the HR system, or else the key. NULL: nobody.';
COMMENT ON COLUMN graph_nodes.detail__unit IS 'The unit that holds it. NULL: not known.';
