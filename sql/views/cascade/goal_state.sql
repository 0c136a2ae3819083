CREATE OR REPLACE VIEW goal_state WITH (security_invoker = true) AS
WITH work AS MATERIALIZED (SELECT w.graph, w.strategic_goals, w.work FROM goal_work w),
dated AS (
  SELECT array_agg(g.id) AS goals, array_agg(d.start_date) AS first_days, array_agg(d.due_date) AS last_days
  FROM goal g
  --+ goal_dates
  WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
    AND d.start_date IS NOT NULL AND d.due_date IS NOT NULL
)
SELECT g.id, g.id AS goal_id, g.external_id AS goal_external_id, g.title AS goal_title,
       g.level, g.goal_type, g.owner_id, u.name AS org_unit,
       CASE WHEN k.unknown_reason IS NULL THEN s.state END AS state, s.depth, s.parent_count, s.child_count, s.is_in_cycle,
       CASE WHEN (SELECT has_column_privilege('goal'::regclass, 'why', 'SELECT'))
            THEN g.id::text IN (SELECT w FROM gmalign_private.filled_keys('goal', 'why') AS w) END AS has_why,
       (d.start_date IS NOT NULL AND d.due_date IS NOT NULL) AS is_time_bound,
       CASE WHEN d.start_date IS NOT NULL AND d.due_date IS NOT NULL
            THEN d.start_date >= s.parents_first_day AND d.due_date <= s.parents_last_day END AS is_inside_parent_dates,
       (g.direction IS NOT NULL AND (g.target_value IS NOT NULL OR g.direction = 'binary')) AS is_measurable,
       s.is_staffed,
       k.unknown_reason,
       o.external_id AS owner_external_id                                                             --? employee.external_id
       NULL::text AS owner_external_id                                                                --! employee.external_id
FROM work w
CROSS JOIN dated q
-- where nothing is strategic, nothing is known about what reaches strategy
CROSS JOIN LATERAL (SELECT CASE WHEN cardinality(w.strategic_goals) = 0 THEN gmalign_private.sentence('unknown.no_strategy') END AS unknown_reason) AS k
CROSS JOIN LATERAL gmalign_private.state_rows(w.graph, w.strategic_goals, w.work, q.goals, q.first_days, q.last_days) AS s
JOIN goal g ON g.id = s.goal
--+ goal_dates
LEFT JOIN org_unit u ON u.id = g.org_unit_id
LEFT JOIN employee o ON o.id = g.owner_id                                                             --? employee.external_id
;
COMMENT ON VIEW goal_state IS 'Where each goal stands between work and strategy. One row per goal in force today.';
COMMENT ON COLUMN goal_state.id IS 'Key of the goal.';
COMMENT ON COLUMN goal_state.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_state.goal_external_id IS 'The goal''s id in the source system.';
COMMENT ON COLUMN goal_state.goal_title IS 'Title of the goal.';
COMMENT ON COLUMN goal_state.level IS 'strategic, department, team or individual.';
COMMENT ON COLUMN goal_state.goal_type IS 'objective, key_result, initiative or personal.';
COMMENT ON COLUMN goal_state.owner_id IS 'The person who owns it. NULL: nobody.';
COMMENT ON COLUMN goal_state.org_unit IS 'The unit that holds it. NULL: not known.';
COMMENT ON COLUMN goal_state.state IS 'strategic; aligned: reaches a strategic goal; disconnected: has a parent but reaches none; unaligned: no parent. NULL: not known, see unknown_reason.';
COMMENT ON COLUMN goal_state.depth IS 'Links to the nearest strategic goal, 0 for a strategic goal. NULL: reaches none.';
COMMENT ON COLUMN goal_state.parent_count IS 'Goals it is linked to above.';
COMMENT ON COLUMN goal_state.child_count IS 'Goals linked to it from below.';
COMMENT ON COLUMN goal_state.is_in_cycle IS 'Whether it serves itself through other goals.';
COMMENT ON COLUMN goal_state.has_why IS 'Whether somebody said why it matters. NULL: only readers of tier person see that.';
COMMENT ON COLUMN goal_state.is_time_bound IS 'Whether it has a start and a due date, its own or its cycle''s.';
COMMENT ON COLUMN goal_state.is_inside_parent_dates IS 'Whether its dates lie inside those of every parent that has dates. NULL: no dates to compare.';
COMMENT ON COLUMN goal_state.is_measurable IS 'Whether it has a direction and a target.';
COMMENT ON COLUMN goal_state.is_staffed IS 'Whether somebody works on it (see goal_effort).';
COMMENT ON COLUMN goal_state.unknown_reason IS 'Why no state is known, in words. NULL: it is.';
COMMENT ON COLUMN goal_state.owner_external_id IS 'The owner''s id in the HR system. NULL: nobody, or not known.';
