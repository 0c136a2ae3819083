CREATE OR REPLACE VIEW person_goal WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
person_goal AS (
  SELECT g.owner_id AS person_id, g.id AS goal_id FROM goal g WHERE g.owner_id IS NOT NULL
  UNION
  SELECT k.employee_id AS person_id, k.goal_id
  FROM goal_contributor k CROSS JOIN clock c
  WHERE (k.valid_from IS NULL OR k.valid_from <= c.today)
    AND (k.valid_to IS NULL OR k.valid_to >= c.today)
  UNION
  SELECT a.assignee_id AS person_id, p.goal_id
  FROM assignment_priority p
  JOIN assignment a ON a.id = p.assignment_id
  CROSS JOIN clock c
  WHERE p.stakeholder = 'assignee' AND p.priority > 0
    AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) = 'active'
)
-- joined, so that a policy on people holds here too
SELECT p.person_id || ' ' || p.goal_id AS id, p.person_id, p.goal_id
FROM person_goal p
JOIN employee e ON e.id = p.person_id;
COMMENT ON VIEW person_goal IS 'Which goals are whose: owned, worked on as a contributor, or named by the person as an assignee on an active assignment. One row per person and goal.';
COMMENT ON COLUMN person_goal.id IS 'Key of the row: person and goal.';
COMMENT ON COLUMN person_goal.person_id IS 'The person.';
COMMENT ON COLUMN person_goal.goal_id IS 'The goal.';
