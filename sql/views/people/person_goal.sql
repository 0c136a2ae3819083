CREATE OR REPLACE VIEW person_goal WITH (security_invoker = true) AS
SELECT p.person_id || ' ' || g.goal AS id, p.person_id, g.goal AS goal_id,
       e.external_id AS person_external_id,                                                           --? employee.external_id
       NULL::text AS person_external_id,                                                              --! employee.external_id
       t.title AS goal_title
FROM person_points p
CROSS JOIN points_frame f
CROSS JOIN LATERAL gmalign_private.listed_goals(p.goals, f.no_goal) AS g (goal)
LEFT JOIN employee e ON e.id = p.person_id                                                            --? employee.external_id
-- as in assignment_alignment, the second condition keeps the planner from remembering goals, which hardly come twice
LEFT JOIN goal t ON t.id = g.goal AND g.goal IS NOT NULL;
COMMENT ON VIEW person_goal IS 'Which goals are whose, of people employed today: owned, worked on as a contributor, or named by the person as an assignee on an active assignment. One row per person and goal.';
COMMENT ON COLUMN person_goal.id IS 'Key of the row: person and goal.';
COMMENT ON COLUMN person_goal.person_id IS 'The person.';
COMMENT ON COLUMN person_goal.goal_id IS 'The goal.';
COMMENT ON COLUMN person_goal.person_external_id IS 'The person''s id in the HR system.';
COMMENT ON COLUMN person_goal.goal_title IS 'Title of the goal.';
