CREATE OR REPLACE VIEW rule_end_near WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- DISTINCT tells the planner that a goal comes once
unmet AS (
  SELECT DISTINCT ON (p.goal_id) p.goal_id, p.goal_title, g.due_date
  FROM goal_progress p
  JOIN goal g ON g.id = p.goal_id
  WHERE p.is_met = false AND g.due_date IS NOT NULL
),
wanted AS (
  SELECT a.id AS assignment_id, count(*) AS unmet_count, string_agg(w.goal_title, '; ' ORDER BY w.due_date, w.goal_id) AS goals
  FROM (SELECT DISTINCT p.assignment_id, u.goal_id, u.goal_title, u.due_date
        FROM assignment_priority p
        JOIN unmet u ON u.goal_id = p.goal_id
        WHERE p.points > 0) w
  JOIN assignment a ON a.id = w.assignment_id AND w.due_date <= a.planned_end_date
  CROSS JOIN clock c
  WHERE a.planned_end_date < c.today + 365
  GROUP BY a.id
),
looked AS (
  SELECT a.id, a.planned_end_date - c.today AS days_to_end, w.goals,
         CASE WHEN a.next_role_agreed_on IS NULL OR a.next_role_agreed_on > c.today THEN 'no_next_role'
              WHEN w.unmet_count > 0 THEN 'goals_unmet' END AS reason_code,
         jsonb_build_object('days_to_end', a.planned_end_date - c.today, 'unmet_count', coalesce(w.unmet_count, 0),
                            'goals', w.goals, 'planned_end_date', a.planned_end_date) AS parameters
  FROM assignment a
  CROSS JOIN clock c
  LEFT JOIN wanted w ON w.assignment_id = a.id
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
