CREATE OR REPLACE VIEW rule_end_near WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- only moves that end soon are read
soon AS (
  SELECT a.id, a.planned_end_date, a.points
  FROM assignment_points a
  WHERE a.planned_end_date < gmalign.today() + 365 AND a.assignment_status = 'active'
),
named AS (
  SELECT DISTINCT s.id, s.planned_end_date, p.goal
  FROM soon s
  CROSS JOIN points_frame f
  CROSS JOIN LATERAL gmalign_private.stated_rows(s.points, f.no_goal, f.no_voice) AS p
  WHERE p.points > 0
),
wanted AS (
  SELECT n.id, count(*) AS unmet_count, string_agg(k.goal_title, '; ' ORDER BY g.due_date, n.goal) AS goals
  FROM named n
  JOIN goal g ON g.id = n.goal AND g.due_date <= n.planned_end_date
  JOIN goal_measure k ON k.id = n.goal AND k.is_met = false AND k.is_open
  GROUP BY n.id
),
looked AS (
  SELECT a.id, a.planned_end_date - c.today AS days_to_end, w.goals,
         CASE WHEN a.next_role_agreed_on IS NULL OR a.next_role_agreed_on > c.today THEN 'no_next_role'
              WHEN w.unmet_count > 0 THEN 'goals_unmet' END AS reason_code,
         jsonb_build_object('days_to_end', a.planned_end_date - c.today, 'unmet_count', coalesce(w.unmet_count, 0),
                            'goals', w.goals, 'planned_end_date', a.planned_end_date) AS parameters
  FROM assignment a
  CROSS JOIN clock c
  LEFT JOIN wanted w ON w.id = a.id
  WHERE a.planned_end_date < c.today + 365
    AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) = 'active'
)
SELECT l.id, l.id AS subject_id, l.days_to_end::float8 AS score, l.reason_code,
       l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason,
       l.goals AS driver
FROM looked l
WHERE l.reason_code IS NOT NULL;
COMMENT ON VIEW rule_end_near IS 'Rule end_near: a move that ends before the role after return is agreed or its goals are met. One row per active assignment that ends within a year and lacks one of them.';
SELECT gmalign_private.comment_rule_columns('rule_end_near', 'assignment', 'Days to the planned end; negative: past it.');
