CREATE OR REPLACE VIEW goal_lift WITH (security_invoker = true) AS
SELECT l.goal || ' ' || l.compared_goal AS id,
       l.goal AS goal_id, l.compared_goal AS compared_goal_id, l.is_strategic, l.lift_share,
       g.title AS goal_title, c.title AS compared_goal_title
FROM points_frame f
CROSS JOIN LATERAL gmalign_private.goal_lift_rows(f.lift, f.no_goal) AS l
LEFT JOIN goal g ON g.id = l.goal
LEFT JOIN goal c ON c.id = l.compared_goal;
COMMENT ON VIEW goal_lift IS 'Where the points of a goal go before parties are compared: up to the strategic goals it serves, in proportion to its contribution; the rest stays. One row per goal and goal compared; a goal without a line of sight has no row and stands for itself.';
COMMENT ON COLUMN goal_lift.id IS 'Key of the row: goal and compared goal.';
COMMENT ON COLUMN goal_lift.goal_id IS 'The goal that holds the points.';
COMMENT ON COLUMN goal_lift.compared_goal_id IS 'Where they go: a strategic goal, or the goal itself.';
COMMENT ON COLUMN goal_lift.is_strategic IS 'Whether they go to a strategic goal.';
COMMENT ON COLUMN goal_lift.lift_share IS 'The share that goes there, -1 to 1; negative works against it. The magnitudes of a goal sum to 1.';
COMMENT ON COLUMN goal_lift.goal_title IS 'Title of the goal.';
COMMENT ON COLUMN goal_lift.compared_goal_title IS 'Title of the goal compared.';
