CREATE OR REPLACE VIEW goal_path WITH (security_invoker = true) AS
WITH link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
),
strategic AS (SELECT ARRAY(SELECT s.goal_id FROM strategic_goal s) AS goals),
way AS (
  SELECT p.goal, p.strategic_goal, p.path_kind, max(p.step) AS step_count,
         (array_agg(p.path_contribution ORDER BY p.step DESC))[1] AS contribution,
         string_agg(t.title, ' > ' ORDER BY p.step) AS path_text
  FROM graph CROSS JOIN strategic
  -- every goal: a NULL of whatever type the keys have
  CROSS JOIN LATERAL gmalign.goal_path(graph.g, nullif(strategic.goals, strategic.goals), strategic.goals) AS p
  JOIN goal t ON t.id = p.step_goal
  GROUP BY p.goal, p.strategic_goal, p.path_kind
)
SELECT w.path_kind || ' ' || w.goal AS id, w.goal AS goal_id, g.title AS goal_title, g.owner_id,
       w.path_kind, w.strategic_goal AS strategic_goal_id, s.title AS strategic_goal_title,
       w.step_count, w.contribution, w.path_text
FROM way w
JOIN goal g ON g.id = w.goal
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
