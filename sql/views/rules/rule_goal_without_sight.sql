CREATE OR REPLACE VIEW rule_goal_without_sight WITH (security_invoker = true) AS
WITH looked AS (
  SELECT g.id AS goal_id, g.title AS goal_title, s.fte AS capacity_fte,
         CASE WHEN s.is_in_cycle THEN 'in_cycle' ELSE s.state END AS reason_code,
         jsonb_build_object('goal', g.title, 'state', s.state, 'capacity_fte', s.fte::numeric) AS parameters
  FROM goal_work w
  CROSS JOIN LATERAL gmalign_private.state_rows(w.graph, w.strategic_goals, w.work) AS s
  JOIN goal g ON g.id = s.goal
  -- what somebody wants for himself need not serve strategy
  WHERE s.state IN ('disconnected', 'unaligned') AND g.goal_type <> 'personal' AND s.is_staffed
    -- without strategy none can reach it: that is one finding of gmalign.check, not one about every goal
    AND cardinality(w.strategic_goals) > 0
)
SELECT l.goal_id AS id, l.goal_id AS subject_id, l.capacity_fte AS score, l.reason_code,
       l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason,
       l.goal_title AS driver, l.goal_title AS subject_title
FROM looked l;
COMMENT ON VIEW rule_goal_without_sight IS 'Rule goal_without_sight: work that reaches no strategic goal. One row per such goal that somebody works on; personal goals are left alone, and all while no goal is strategic.';
SELECT gmalign_private.comment_rule_columns('rule_goal_without_sight', 'goal', 'Full-time equivalents at work on it. 0: nobody said how much.');
