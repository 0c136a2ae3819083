CREATE OR REPLACE VIEW person_points WITH (security_invoker = true) AS
WITH source AS (
  -- the assignee's own voice, which has no defaults; the others need not be read
  SELECT a.assignee_id AS person_id, g.goal_id, g.priority AS weight, a.id AS assignment_id, g.stated_on
  FROM assignment a
  JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
  JOIN stakeholder s ON s.id = g.stakeholder_id AND s.code = 'assignee'
  --+ move_end
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today()) = 'active'
  UNION ALL
  SELECT g.owner_id, g.id,
         CASE WHEN gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today()) THEN g.weight END,
         NULL AS assignment_id, NULL AS stated_on
  FROM goal g WHERE g.owner_id IS NOT NULL
  UNION ALL
  SELECT k.employee_id, k.goal_id,
         CASE WHEN gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today()) THEN g.weight END,
         NULL AS assignment_id, NULL AS stated_on
  FROM goal_contributor k
  LEFT JOIN goal g ON g.id = k.goal_id
  WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
    AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())
),
listed AS (
  SELECT p.person_id, gmalign_private.points_list(p.goal_id, p.weight, s.id IS NOT NULL, p.assignment_id, p.stated_on) AS goals
  FROM source p
  LEFT JOIN goal s ON s.id = p.goal_id AND s.level = 'strategic'
  GROUP BY p.person_id
)
-- joined, so that a policy on people holds here too
SELECT l.person_id AS id, l.person_id, l.goals
FROM listed l
JOIN employment e ON e.person_id = l.person_id AND e.is_employed;
COMMENT ON VIEW person_points IS 'The goals of each person employed today as one value, from which the views about people read: owned, worked on as a contributor, or named by the person as an assignee on an active assignment. One row per person with a goal; the value lives within one query and is not for tables or dashboards.';
COMMENT ON COLUMN person_points.id IS 'Key of the person.';
COMMENT ON COLUMN person_points.person_id IS 'The person.';
COMMENT ON COLUMN person_points.goals IS 'The goals, weighed by their own weight while they are in force, or by the priority the assignee gives them, whichever is more.';
