CREATE OR REPLACE VIEW person_points WITH (security_invoker = true) AS
SELECT p.person_id AS id, p.person_id,
       gmalign_private.points_list(p.goal_id, p.weight, s.id IS NOT NULL, p.assignment_id, p.stated_on) AS goals
FROM goal_of_person p
LEFT JOIN goal s ON s.id = p.goal_id AND s.level = 'strategic'
GROUP BY p.person_id;
COMMENT ON VIEW person_points IS 'The goals of each person employed today as one value, from which the views about people read: owned, worked on as a contributor, or named by the person as an assignee on an active assignment. One row per person with a goal; the value lives within one query and is not for tables or dashboards.';
COMMENT ON COLUMN person_points.id IS 'Key of the person.';
COMMENT ON COLUMN person_points.person_id IS 'The person.';
COMMENT ON COLUMN person_points.goals IS 'The goals, weighed by their own weight while they are in force, or by the priority the assignee gives them, whichever is more.';
