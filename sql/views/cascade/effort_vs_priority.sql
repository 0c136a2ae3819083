CREATE OR REPLACE VIEW effort_vs_priority WITH (security_invoker = true) AS
WITH share AS (
  -- what reaches no strategic goal is worth nothing to it: its gaps are
  -- all of its effort, and the gaps add up to 0
  SELECT c.*,
         gmalign_private.shown(c.effort_share - coalesce(c.importance_share, 0)) AS effort_gap,
         gmalign_private.shown(c.cost_share - coalesce(c.importance_share, 0)) AS cost_gap,
         gmalign_private.shown(c.assignment_share - coalesce(c.importance_share, 0)) AS assignment_gap
  FROM cascade_coverage c
)
SELECT s.id, s.strategic_goal_id, s.goal_title, s.goal_dimension,
       s.importance_share, s.effort_share, s.cost_share, s.assignment_share,
       s.effort_gap, s.cost_gap, s.assignment_gap,
       s.capacity_fte, s.cost_amount, s.assignment_count,
       b.balance,
       CASE b.balance
         WHEN 'unknown' THEN s.unknown_reason
         -- numeric: the text of a float8 depends on the session
         ELSE gmalign_private.sentence('finding.' || b.balance, jsonb_build_object('importance', s.importance_share::numeric,
                                                                                   'effort', coalesce(s.effort_share, 0)::numeric))
       END AS finding
FROM share s
CROSS JOIN setting_in_force r
CROSS JOIN LATERAL (SELECT CASE WHEN s.unknown_reason IS NOT NULL THEN 'unknown'
                                WHEN s.strategic_goal_id IS NULL THEN 'outside'
                                WHEN coalesce(s.effort_share, 0) = 0 THEN 'nothing'
                                WHEN NOT gmalign_private.is_below(s.effort_share, gmalign_private.product(r.out_of_balance_from, coalesce(s.importance_share, 0))) THEN 'more'
                                WHEN NOT gmalign_private.is_below(s.importance_share, gmalign_private.product(s.effort_share, r.out_of_balance_from)) THEN 'less'
                                ELSE 'even' END AS balance) b;
COMMENT ON VIEW effort_vs_priority IS 'Whether effort and money follow strategy. One row per strategic goal in force today, and one for effort that reaches none.';
COMMENT ON COLUMN effort_vs_priority.id IS 'Key of the row: the strategic goal, or none.';
COMMENT ON COLUMN effort_vs_priority.strategic_goal_id IS 'The strategic goal. NULL: effort that reaches none.';
COMMENT ON COLUMN effort_vs_priority.goal_title IS 'Title of the strategic goal.';
COMMENT ON COLUMN effort_vs_priority.goal_dimension IS 'Its dimension. NULL: none.';
COMMENT ON COLUMN effort_vs_priority.importance_share IS 'Its weight as a share of all strategic goals'' weights, 0 to 1. NULL for effort that reaches none.';
COMMENT ON COLUMN effort_vs_priority.effort_share IS 'Its share of all capacity, 0 to 1. NULL: no capacity known anywhere, or no strategic goal in force.';
COMMENT ON COLUMN effort_vs_priority.cost_share IS 'Its share of all assignment cost, 0 to 1. NULL: no cost known anywhere.';
COMMENT ON COLUMN effort_vs_priority.assignment_share IS 'Its share of the active assignments, 0 to 1: each counts as 1, split over the goals it serves. NULL: there are none.';
COMMENT ON COLUMN effort_vs_priority.effort_gap IS 'Effort share less importance, -1 to 1: above 0 it gets more than its weight. The rows add up to 0.';
COMMENT ON COLUMN effort_vs_priority.cost_gap IS 'Cost share less importance, -1 to 1. NULL: no cost known anywhere.';
COMMENT ON COLUMN effort_vs_priority.assignment_gap IS 'Assignment share less importance, -1 to 1. NULL: there are no active assignments.';
COMMENT ON COLUMN effort_vs_priority.capacity_fte IS 'Full-time equivalents that reach it; the rows add up to all.';
COMMENT ON COLUMN effort_vs_priority.cost_amount IS 'Cost of active assignments that reaches it; the rows add up to all that is known.';
COMMENT ON COLUMN effort_vs_priority.assignment_count IS 'Active assignments that serve it; one may serve several.';
COMMENT ON COLUMN effort_vs_priority.balance IS 'nothing, less, even or more: effort against importance, less or more by setting out_of_balance_from times; outside: effort that reaches no strategic goal; unknown: there is no strategic goal in force.';
COMMENT ON COLUMN effort_vs_priority.finding IS 'The same in words. NULL: even.';
