CREATE OR REPLACE VIEW goal_path WITH (security_invoker = true) AS
WITH graph AS MATERIALIZED (SELECT f.graph AS g, f.strategic_goals AS goals FROM cascade_graph f),
titled AS (
  SELECT array_agg(t.id) AS goals, array_agg(t.title) AS titles
  FROM goal t
  WHERE gmalign_private.is_goal_in_force(t.status, t.created_on, t.closed_on, gmalign.today())
)
SELECT w.path_kind || ' ' || w.goal AS id, w.goal AS goal_id, g.title AS goal_title, g.owner_id,
       w.path_kind, w.strategic_goal AS strategic_goal_id, s.title AS strategic_goal_title,
       w.step_count, w.contribution, w.path_text,
       o.external_id AS owner_external_id                                                             --? employee.external_id
       NULL::text AS owner_external_id                                                                --! employee.external_id
FROM graph CROSS JOIN titled t
CROSS JOIN LATERAL gmalign_private.path_rows(graph.g, graph.goals, t.goals, t.titles) AS w
JOIN goal g ON g.id = w.goal
LEFT JOIN employee o ON o.id = g.owner_id                                                             --? employee.external_id
JOIN goal s ON s.id = w.strategic_goal;
COMMENT ON VIEW goal_path IS 'The way from a goal up to strategy, in words. Two rows per goal in force today that reaches a strategic goal: the strongest way and the shortest.';
COMMENT ON COLUMN goal_path.id IS 'Key of the row: the kind of way and the goal.';
COMMENT ON COLUMN goal_path.goal_id IS 'The goal the way begins at.';
COMMENT ON COLUMN goal_path.goal_title IS 'Its title.';
COMMENT ON COLUMN goal_path.owner_id IS 'The person who owns it. NULL: nobody.';
COMMENT ON COLUMN goal_path.path_kind IS 'strongest: the largest product of positive contributions, missing where there is none; shortest: the fewest links of any kind.';
COMMENT ON COLUMN goal_path.strategic_goal_id IS 'The strategic goal the way ends at.';
COMMENT ON COLUMN goal_path.strategic_goal_title IS 'Its title.';
COMMENT ON COLUMN goal_path.step_count IS 'Links on the way, 0 for a strategic goal.';
COMMENT ON COLUMN goal_path.contribution IS 'Product of the contributions on the way, -1 to 1. NULL: a link says nothing.';
COMMENT ON COLUMN goal_path.path_text IS 'Titles from the goal up, joined by " > ".';
COMMENT ON COLUMN goal_path.owner_external_id IS 'The owner''s id in the HR system. NULL: nobody, or not known.';
