CREATE OR REPLACE VIEW strategic_goal WITH (security_invoker = true) AS
SELECT g.id, g.id AS goal_id, gmalign_private.amount(g.weight) AS weight,
       g.title AS goal_title                                                                          --? goal.title
       NULL::text AS goal_title                                                                       --! goal.title
FROM goal g
WHERE g.level = 'strategic'
  AND gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today());
COMMENT ON VIEW strategic_goal IS 'The strategic goals in force today, what all others are measured against. One row per goal.';
COMMENT ON COLUMN strategic_goal.id IS 'Key of the goal.';
COMMENT ON COLUMN strategic_goal.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN strategic_goal.weight IS 'Its importance, at least 0.';
COMMENT ON COLUMN strategic_goal.goal_title IS 'Title of the goal.';
