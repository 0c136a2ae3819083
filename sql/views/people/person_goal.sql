CREATE OR REPLACE VIEW person_goal WITH (security_invoker = true) AS
SELECT p.person_id || ' ' || g.goal AS id, p.person_id, g.goal AS goal_id
FROM person_points p
CROSS JOIN points_frame f
CROSS JOIN LATERAL gmalign_private.listed_goals(p.goals, f.no_goal) AS g (goal);
COMMENT ON VIEW person_goal IS 'Which goals are whose, of people employed today: owned, worked on as a contributor, or named by the person as an assignee on an active assignment. One row per person and goal.';
COMMENT ON COLUMN person_goal.id IS 'Key of the row: person and goal.';
COMMENT ON COLUMN person_goal.person_id IS 'The person.';
COMMENT ON COLUMN person_goal.goal_id IS 'The goal.';
