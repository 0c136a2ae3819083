CREATE OR REPLACE VIEW rule_end_near WITH (security_invoker = true) AS
-- in one chain from the moves: how near the end must be narrows the moves whose
-- points are read
WITH looked AS (
  SELECT a.id, a.planned_end_date, m.next_role_agreed_on, count(k.id) AS unmet_count,
         string_agg(k.goal_title, '; ' ORDER BY k.due_date, k.id) AS goals
  FROM assignment_points a
  JOIN assignment m ON m.id = a.id
  -- a goal once, however many name it
  LEFT JOIN LATERAL (SELECT DISTINCT p.goal
                     FROM gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS p
                     WHERE p.points > 0) AS n ON true
  LEFT JOIN goal_measure k ON k.id = n.goal AND k.is_met = false AND k.is_open AND k.due_date <= a.planned_end_date
  WHERE a.planned_end_date < gmalign.today() + 365
    -- active, said so that the planner can tell how many there are
    AND gmalign_private.is_active(a.start_date, a.end_date, a.left_on, a.assignment_status = 'cancelled', gmalign.today())
  GROUP BY a.id, a.planned_end_date, m.next_role_agreed_on
)
SELECT l.id, l.id AS subject_id, (l.planned_end_date - gmalign.today())::float8 AS score, c.reason_code,
       p.parameters::text AS parameters, gmalign.reason_text(c.reason_code, p.parameters) AS reason,
       l.goals AS driver
FROM looked l
-- functions of FROM are evaluated once a row
CROSS JOIN LATERAL (SELECT CASE WHEN l.next_role_agreed_on IS NULL OR l.next_role_agreed_on > gmalign.today() THEN 'no_next_role'
                                WHEN l.unmet_count > 0 THEN 'goals_unmet' END AS reason_code) AS c
CROSS JOIN LATERAL jsonb_build_object('days_to_end', l.planned_end_date - gmalign.today(), 'unmet_count', l.unmet_count,
                                      'goals', l.goals, 'planned_end_date', l.planned_end_date) AS p (parameters)
WHERE c.reason_code IS NOT NULL;
COMMENT ON VIEW rule_end_near IS 'Rule end_near: a move that ends before the role after return is agreed or its goals are met. One row per active assignment that ends within a year and lacks one of them.';
SELECT gmalign_private.comment_rule_columns('rule_end_near', 'assignment', 'Days to the planned end; negative: past it.');
