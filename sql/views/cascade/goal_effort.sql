CREATE OR REPLACE VIEW goal_effort WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
assigned AS (
  SELECT p.goal_id, p.assignment_id, a.fte_share,
         coalesce(a.actual_cost, a.cost_estimate)::float8 AS cost,
         p.points / sum(p.points) OVER (PARTITION BY p.assignment_id) AS share
  FROM assignment_priority p
  JOIN assignment a ON a.id = p.assignment_id
  CROSS JOIN clock c
  WHERE p.points > 0
    AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) = 'active'
),
effort AS (
  SELECT s.goal_id, s.fte_share * s.share AS fte, s.cost * s.share AS cost, s.share AS assignment_amount,
         s.assignment_id, NULL AS employee_id
  FROM assigned s
  UNION ALL
  SELECT k.goal_id, k.fte_share AS fte, NULL AS cost, NULL AS assignment_amount, NULL AS assignment_id, k.employee_id
  FROM goal_contributor k CROSS JOIN clock c
  WHERE (k.valid_from IS NULL OR k.valid_from <= c.today)
    AND (k.valid_to IS NULL OR k.valid_to >= c.today)
)
SELECT g.id, g.id AS goal_id,
       bool_and(g.level <> 'strategic') AS is_staffed,
       coalesce(sum(e.fte), 0) AS capacity_fte,
       sum(e.cost) AS cost_amount,
       count(DISTINCT e.assignment_id) AS assignment_count,
       count(DISTINCT e.employee_id) AS contributor_count,
       coalesce(sum(e.assignment_amount), 0) AS assignment_amount
FROM effort e
JOIN goal g ON g.id = e.goal_id
GROUP BY g.id;
COMMENT ON VIEW goal_effort IS 'Goals somebody works on today: a contributor, or an active assignment that gives the goal a positive priority. One row per such goal.';
COMMENT ON COLUMN goal_effort.id IS 'Key of the goal.';
COMMENT ON COLUMN goal_effort.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_effort.is_staffed IS 'Whether it counts as staffed. A strategic goal does not: it is served by others, however many name it.';
COMMENT ON COLUMN goal_effort.capacity_fte IS 'Full-time equivalents at work on it: contributors'' shares, and each assignment''s share split over its goals by points. 0: nobody said how much.';
COMMENT ON COLUMN goal_effort.cost_amount IS 'Cost of the assignments (actual, else estimated), split the same way. NULL: not known.';
COMMENT ON COLUMN goal_effort.assignment_count IS 'Active assignments that work on it.';
COMMENT ON COLUMN goal_effort.contributor_count IS 'People who contribute without an assignment.';
COMMENT ON COLUMN goal_effort.assignment_amount IS 'Active assignments, each counted as 1 and split over its goals by points; at least 0. The rows add up to all of them.';
