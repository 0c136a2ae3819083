CREATE OR REPLACE VIEW cascade_by_level WITH (security_invoker = true) AS
WITH listed AS (
  SELECT array_agg(g.id) AS goals, array_agg(g.level) AS levels, array_agg(g.org_unit_id) AS units,
         array_agg(gmalign_private.amount(g.weight)) AS weights
  FROM goal g
  WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
),
person AS (SELECT array_agg(p.goals) AS goals FROM person_points p),
total AS (SELECT count(*) AS goal_count, gmalign_private.total(s.weight) AS weight FROM strategic_goal s)
SELECT CASE c.left_out WHEN 3 THEN 'all'
                       WHEN 1 THEN 'level ' || c.level
                       WHEN 2 THEN 'unit ' || coalesce(c.unit::text, 'none')
                       ELSE 'unit ' || coalesce(c.unit::text, 'none') || ' level ' || c.level
       END AS id,
       (ARRAY['org_unit_level', 'level', 'org_unit', 'all'])[c.left_out + 1] AS segment_kind,
       c.unit AS org_unit_id, u.name AS org_unit, c.level,
       c.goal_count::integer AS goal_count, c.strategic_count::integer AS strategic_count,
       nullif(k.is_known, 0) * c.aligned_count::integer AS aligned_count,
       nullif(k.is_known, 0) * c.disconnected_count::integer AS disconnected_count,
       nullif(k.is_known, 0) * c.unaligned_count::integer AS unaligned_count,
       c.aligned_count::float8 / nullif(k.lower_count, 0) AS aligned_share,
       c.disconnected_count::float8 / nullif(k.lower_count, 0) AS disconnected_share,
       c.unaligned_count::float8 / nullif(k.lower_count, 0) AS unaligned_share,
       c.staffed_count::integer AS staffed_count,
       c.staffed_reaching_count::float8 / nullif(c.staffed_count * k.is_known, 0) AS work_reaching_share,
       c.fte AS capacity_fte,
       gmalign_private.ratio(c.reaching_fte, c.fte * k.is_known) AS capacity_reaching_share,
       c.cost AS cost_amount,
       gmalign_private.ratio(c.reaching_cost, c.cost * k.is_known) AS cost_reaching_share,
       c.worked_count::integer AS strategic_worked_count,
       c.worked_count::float8 / nullif(t.goal_count, 0) AS strategic_worked_share,
       gmalign_private.ratio(c.worked_weight, t.weight) AS importance_worked_share,
       c.person_count::integer AS person_count
FROM goal_work w CROSS JOIN listed l CROSS JOIN person p CROSS JOIN total t
CROSS JOIN LATERAL gmalign_private.segment_rows(w.graph, w.strategic_goals, w.work,
                                                l.goals, l.levels, l.units, l.weights, p.goals) AS c
-- where nothing is strategic, nothing is known about what reaches strategy
CROSS JOIN LATERAL (SELECT q.is_known, (c.goal_count - c.strategic_count) * q.is_known AS lower_count
                    FROM (SELECT (t.goal_count > 0)::integer AS is_known) AS q) AS k
LEFT JOIN org_unit u ON u.id = c.unit;
COMMENT ON VIEW cascade_by_level IS 'How far strategy reaches, both ways: work that reaches strategy, strategy that has work. One row for all goals in force, one per level, per unit, and per unit and level (segment_kind): filter on one kind before adding up.';
COMMENT ON COLUMN cascade_by_level.id IS 'Key of the row: what the goals have in common.';
COMMENT ON COLUMN cascade_by_level.segment_kind IS 'all, level, org_unit or org_unit_level.';
COMMENT ON COLUMN cascade_by_level.org_unit_id IS 'The unit that holds the goals. NULL: all units, or goals without one.';
COMMENT ON COLUMN cascade_by_level.org_unit IS 'Name of the unit.';
COMMENT ON COLUMN cascade_by_level.level IS 'strategic, department, team or individual. NULL: all levels.';
COMMENT ON COLUMN cascade_by_level.goal_count IS 'Goals in force.';
COMMENT ON COLUMN cascade_by_level.strategic_count IS 'Strategic goals among them.';
COMMENT ON COLUMN cascade_by_level.aligned_count IS 'Goals that reach a strategic goal. NULL: there is none in force.';
COMMENT ON COLUMN cascade_by_level.disconnected_count IS 'Goals that have a parent but reach no strategic goal. NULL: there is none in force.';
COMMENT ON COLUMN cascade_by_level.unaligned_count IS 'Goals without a parent. NULL: there is no strategic goal in force.';
COMMENT ON COLUMN cascade_by_level.aligned_share IS 'Aligned goals as a share of those that are not strategic, 0 to 1. NULL: there are none, or no strategic goal is in force.';
COMMENT ON COLUMN cascade_by_level.disconnected_share IS 'Disconnected goals as a share of those that are not strategic, 0 to 1. NULL: there are none, or no strategic goal is in force.';
COMMENT ON COLUMN cascade_by_level.unaligned_share IS 'Unaligned goals as a share of those that are not strategic, 0 to 1. NULL: there are none, or no strategic goal is in force.';
COMMENT ON COLUMN cascade_by_level.staffed_count IS 'Goals somebody works on (see goal_effort).';
COMMENT ON COLUMN cascade_by_level.work_reaching_share IS 'Share of the goals somebody works on that contribute to a strategic goal, 0 to 1. NULL: nobody works on any, or no strategic goal is in force.';
COMMENT ON COLUMN cascade_by_level.capacity_fte IS 'Full-time equivalents at work on the goals.';
COMMENT ON COLUMN cascade_by_level.capacity_reaching_share IS 'Share of that capacity that reaches strategy, 0 to 1. NULL: no capacity known, or no strategic goal in force.';
COMMENT ON COLUMN cascade_by_level.cost_amount IS 'Cost of the active assignments, split over their goals. NULL: not known.';
COMMENT ON COLUMN cascade_by_level.cost_reaching_share IS 'Share of that cost that reaches strategy, 0 to 1. NULL: no cost known, or no strategic goal in force.';
COMMENT ON COLUMN cascade_by_level.strategic_worked_count IS 'Strategic goals that a goal of this row somebody works on contributes to.';
COMMENT ON COLUMN cascade_by_level.strategic_worked_share IS 'These as a share of all strategic goals in force, 0 to 1. NULL: there are none.';
COMMENT ON COLUMN cascade_by_level.importance_worked_share IS 'The same weighted by importance, 0 to 1. NULL: no strategic goal has a weight.';
COMMENT ON COLUMN cascade_by_level.person_count IS 'People employed today whose goals these are: owners, contributors, assignees who named them.';
