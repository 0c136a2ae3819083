CREATE OR REPLACE VIEW goal_effort WITH (security_invoker = true) AS
SELECT g.id, g.id AS goal_id,
       g.level <> 'strategic' AS is_staffed,
       e.fte AS capacity_fte, e.cost AS cost_amount,
       e.move_count::integer AS assignment_count, e.people_count::integer AS contributor_count,
       e.moves_split AS assignment_amount,
       g.title AS goal_title
FROM goal_work w
CROSS JOIN LATERAL gmalign_private.work_rows(w.work, w.no_goal) AS e
JOIN goal g ON g.id = e.goal;
COMMENT ON VIEW goal_effort IS 'Goals somebody works on today: a contributor who is employed, or an active assignment that gives the goal a positive priority. One row per such goal.';
COMMENT ON COLUMN goal_effort.id IS 'Key of the goal.';
COMMENT ON COLUMN goal_effort.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_effort.is_staffed IS 'Whether it counts as staffed. A strategic goal does not: it is served by others, however many name it.';
COMMENT ON COLUMN goal_effort.capacity_fte IS 'Full-time equivalents at work on it: contributors'' shares, and each assignment''s share split over its goals by points. 0: nobody said how much.';
COMMENT ON COLUMN goal_effort.cost_amount IS 'Cost of the assignments (actual, else estimated), split the same way. NULL: not known.';
COMMENT ON COLUMN goal_effort.assignment_count IS 'Active assignments that work on it.';
COMMENT ON COLUMN goal_effort.contributor_count IS 'People who contribute without an assignment.';
COMMENT ON COLUMN goal_effort.assignment_amount IS 'Active assignments, each counted as 1 and split over its goals by points; at least 0. The rows add up to all of them.';
COMMENT ON COLUMN goal_effort.goal_title IS 'Title of the goal.';
