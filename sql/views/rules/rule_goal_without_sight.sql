CREATE OR REPLACE VIEW rule_goal_without_sight WITH (security_invoker = true) AS
WITH looked AS (
  SELECT g.goal_id, g.goal_title, e.capacity_fte,
         CASE WHEN g.is_in_cycle THEN 'in_cycle' ELSE g.state END AS reason_code,
         jsonb_build_object('goal', g.goal_title, 'state', g.state, 'capacity_fte', e.capacity_fte::numeric) AS parameters
  FROM goal_state g
  JOIN goal_effort e ON e.goal_id = g.goal_id
  -- what somebody wants for himself need not serve strategy
  WHERE g.state IN ('disconnected', 'unaligned') AND g.goal_type <> 'personal' AND g.is_staffed
)
SELECT l.goal_id AS id, l.goal_id AS subject_id, l.capacity_fte AS score, l.reason_code,
       l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason,
       l.goal_title AS driver
FROM looked l;
COMMENT ON VIEW rule_goal_without_sight IS 'Rule goal_without_sight: work that reaches no strategic goal. One row per such goal that somebody works on; personal goals are left alone.';
SELECT gmalign_private.comment_rule_columns('rule_goal_without_sight', 'goal', 'Full-time equivalents at work on it. 0: nobody said how much.');
