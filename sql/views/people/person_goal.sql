CREATE OR REPLACE VIEW person_goal WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
asked AS (
  -- the assignee's own voice, which has no defaults: others need not be read
  SELECT a.assignee_id,
         gmalign_private.party_points((SELECT f.voices FROM points_frame f), NULL, NULL,
                                      g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points
  FROM assignment a
  JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
  JOIN stakeholder s ON s.id = g.stakeholder_id AND s.code = 'assignee'
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, gmalign.today()) = 'active'
  GROUP BY a.assignee_id, a.id
),
source AS (
  SELECT g.owner_id AS person_id, g.id AS goal_id, NULL::float8 AS priority FROM goal g WHERE g.owner_id IS NOT NULL
  UNION ALL
  SELECT k.employee_id, k.goal_id, NULL
  FROM goal_contributor k CROSS JOIN clock c
  WHERE (k.valid_from IS NULL OR k.valid_from <= c.today)
    AND (k.valid_to IS NULL OR k.valid_to >= c.today)
  UNION ALL
  SELECT a.assignee_id, p.goal, p.priority
  FROM asked a
  CROSS JOIN points_frame f
  CROSS JOIN LATERAL gmalign_private.stated_rows(a.points, f.no_goal, f.no_voice) AS p
  WHERE p.priority > 0
)
-- joined, so that a policy on people holds here too
SELECT p.person_id || ' ' || p.goal_id AS id, p.person_id, p.goal_id,
       max(CASE WHEN p.priority IS NOT NULL THEN p.priority
                WHEN gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today()) THEN g.weight END) AS weight
FROM source p
JOIN employee e ON e.id = p.person_id
LEFT JOIN goal g ON g.id = p.goal_id
GROUP BY p.person_id, p.goal_id;
COMMENT ON VIEW person_goal IS 'Which goals are whose: owned, worked on as a contributor, or named by the person as an assignee on an active assignment. One row per person and goal.';
COMMENT ON COLUMN person_goal.id IS 'Key of the row: person and goal.';
COMMENT ON COLUMN person_goal.person_id IS 'The person.';
COMMENT ON COLUMN person_goal.goal_id IS 'The goal.';
COMMENT ON COLUMN person_goal.weight IS 'What the goal counts among the person''s: its own weight while it is in force, or the priority the assignee gives it, whichever is more. NULL: it is not in force.';
