CREATE OR REPLACE VIEW cascade_by_level WITH (security_invoker = true) AS
WITH link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
),
strategic AS (SELECT ARRAY(SELECT s.goal_id FROM strategic_goal s) AS goals),
sight AS MATERIALIZED (
  SELECT s.goal, s.strategic_goal
  FROM graph CROSS JOIN strategic
  CROSS JOIN LATERAL gmalign.line_of_sight(graph.g, strategic.goals) AS s
  WHERE s.contribution > 0
),
goal_row AS MATERIALIZED (
  -- work counts as reaching strategy where it contributes, as in cascade_coverage
  SELECT g.id, g.level, g.org_unit_id, s.state,
         coalesce(e.is_staffed, false) AS is_staffed, e.capacity_fte, e.cost_amount,
         EXISTS (SELECT FROM sight v WHERE v.goal = g.id) AS is_reaching
  FROM graph CROSS JOIN strategic
  CROSS JOIN LATERAL gmalign.goal_states(graph.g, strategic.goals, false) AS s
  JOIN goal g ON g.id = s.goal
  LEFT JOIN goal_effort e ON e.goal_id = g.id
),
counted AS (
  SELECT r.level, r.org_unit_id, grouping(r.level, r.org_unit_id) AS left_out,
         count(*) AS goal_count,
         count(*) FILTER (WHERE r.state = 'strategic') AS strategic_count,
         count(*) FILTER (WHERE r.state = 'aligned') AS aligned_count,
         count(*) FILTER (WHERE r.state = 'disconnected') AS disconnected_count,
         count(*) FILTER (WHERE r.state = 'unaligned') AS unaligned_count,
         count(*) FILTER (WHERE r.is_staffed) AS staffed_count,
         count(*) FILTER (WHERE r.is_staffed AND r.is_reaching) AS staffed_reaching_count,
         coalesce(sum(r.capacity_fte), 0) AS capacity_fte,
         sum(r.capacity_fte) FILTER (WHERE r.is_reaching) AS reaching_capacity,
         sum(r.cost_amount) AS cost_amount,
         sum(r.cost_amount) FILTER (WHERE r.is_reaching) AS reaching_cost
  FROM goal_row r
  GROUP BY GROUPING SETS ((), (r.level), (r.org_unit_id), (r.level, r.org_unit_id))
),
worked AS (
  SELECT w.level, w.org_unit_id, w.left_out, count(*) AS worked_count, sum(s.weight) AS worked_weight
  FROM (SELECT r.level, r.org_unit_id, grouping(r.level, r.org_unit_id) AS left_out, v.strategic_goal
        FROM goal_row r JOIN sight v ON v.goal = r.id
        WHERE r.is_staffed
        GROUP BY GROUPING SETS ((v.strategic_goal), (r.level, v.strategic_goal), (r.org_unit_id, v.strategic_goal),
                                (r.level, r.org_unit_id, v.strategic_goal))) w
  JOIN strategic_goal s ON s.id = w.strategic_goal
  GROUP BY w.level, w.org_unit_id, w.left_out
),
person AS (
  SELECT r.level, r.org_unit_id, grouping(r.level, r.org_unit_id) AS left_out, count(DISTINCT p.person_id) AS person_count
  FROM goal_row r JOIN person_goal p ON p.goal_id = r.id
  GROUP BY GROUPING SETS ((), (r.level), (r.org_unit_id), (r.level, r.org_unit_id))
),
total AS (SELECT count(*) AS goal_count, sum(s.weight) AS weight FROM strategic_goal s)
SELECT CASE c.left_out WHEN 3 THEN 'all'
                       WHEN 1 THEN 'level ' || c.level
                       WHEN 2 THEN 'unit ' || coalesce(c.org_unit_id::text, 'none')
                       ELSE 'unit ' || coalesce(c.org_unit_id::text, 'none') || ' level ' || c.level
       END AS id,
       (ARRAY['org_unit_level', 'level', 'org_unit', 'all'])[c.left_out + 1] AS segment_kind,
       c.org_unit_id, u.name AS org_unit, c.level,
       c.goal_count, c.strategic_count, c.aligned_count, c.disconnected_count, c.unaligned_count,
       c.aligned_count::float8 / nullif(c.goal_count - c.strategic_count, 0) AS aligned_share,
       c.disconnected_count::float8 / nullif(c.goal_count - c.strategic_count, 0) AS disconnected_share,
       c.unaligned_count::float8 / nullif(c.goal_count - c.strategic_count, 0) AS unaligned_share,
       c.staffed_count,
       c.staffed_reaching_count::float8 / nullif(c.staffed_count, 0) AS work_reaching_share,
       c.capacity_fte,
       coalesce(c.reaching_capacity, 0) / nullif(c.capacity_fte, 0) AS capacity_reaching_share,
       c.cost_amount,
       coalesce(c.reaching_cost, 0) / nullif(c.cost_amount, 0) AS cost_reaching_share,
       coalesce(w.worked_count, 0) AS strategic_worked_count,
       coalesce(w.worked_count, 0)::float8 / nullif(t.goal_count, 0) AS strategic_worked_share,
       coalesce(w.worked_weight, 0) / nullif(t.weight, 0) AS importance_worked_share,
       coalesce(p.person_count, 0) AS person_count
FROM counted c
CROSS JOIN total t
LEFT JOIN org_unit u ON u.id = c.org_unit_id
LEFT JOIN worked w ON w.left_out = c.left_out AND w.level IS NOT DISTINCT FROM c.level
                  AND w.org_unit_id IS NOT DISTINCT FROM c.org_unit_id
LEFT JOIN person p ON p.left_out = c.left_out AND p.level IS NOT DISTINCT FROM c.level
                  AND p.org_unit_id IS NOT DISTINCT FROM c.org_unit_id;
COMMENT ON VIEW cascade_by_level IS 'How far strategy reaches, both ways: work that reaches strategy, strategy that has work. One row for all goals in force, one per level, per unit, and per unit and level (segment_kind): filter on one kind before adding up.';
COMMENT ON COLUMN cascade_by_level.id IS 'Key of the row: what the goals have in common.';
COMMENT ON COLUMN cascade_by_level.segment_kind IS 'all, level, org_unit or org_unit_level.';
COMMENT ON COLUMN cascade_by_level.org_unit_id IS 'The unit that holds the goals. NULL: all units, or goals without one.';
COMMENT ON COLUMN cascade_by_level.org_unit IS 'Name of the unit.';
COMMENT ON COLUMN cascade_by_level.level IS 'strategic, department, team or individual. NULL: all levels.';
COMMENT ON COLUMN cascade_by_level.goal_count IS 'Goals in force.';
COMMENT ON COLUMN cascade_by_level.strategic_count IS 'Strategic goals among them.';
COMMENT ON COLUMN cascade_by_level.aligned_count IS 'Goals that reach a strategic goal.';
COMMENT ON COLUMN cascade_by_level.disconnected_count IS 'Goals that have a parent but reach no strategic goal.';
COMMENT ON COLUMN cascade_by_level.unaligned_count IS 'Goals without a parent.';
COMMENT ON COLUMN cascade_by_level.aligned_share IS 'Aligned goals as a share of those that are not strategic, 0 to 1. NULL: there are none.';
COMMENT ON COLUMN cascade_by_level.disconnected_share IS 'Disconnected goals as a share of those that are not strategic, 0 to 1. NULL: there are none.';
COMMENT ON COLUMN cascade_by_level.unaligned_share IS 'Unaligned goals as a share of those that are not strategic, 0 to 1. NULL: there are none.';
COMMENT ON COLUMN cascade_by_level.staffed_count IS 'Goals somebody works on (see goal_effort).';
COMMENT ON COLUMN cascade_by_level.work_reaching_share IS 'Share of the goals somebody works on that contribute to a strategic goal, 0 to 1. NULL: nobody works on any.';
COMMENT ON COLUMN cascade_by_level.capacity_fte IS 'Full-time equivalents at work on the goals.';
COMMENT ON COLUMN cascade_by_level.capacity_reaching_share IS 'Share of that capacity that reaches strategy, 0 to 1. NULL: no capacity known.';
COMMENT ON COLUMN cascade_by_level.cost_amount IS 'Cost of the active assignments, split over their goals. NULL: not known.';
COMMENT ON COLUMN cascade_by_level.cost_reaching_share IS 'Share of that cost that reaches strategy, 0 to 1. NULL: no cost known.';
COMMENT ON COLUMN cascade_by_level.strategic_worked_count IS 'Strategic goals that a goal of this row somebody works on contributes to.';
COMMENT ON COLUMN cascade_by_level.strategic_worked_share IS 'These as a share of all strategic goals in force, 0 to 1. NULL: there are none.';
COMMENT ON COLUMN cascade_by_level.importance_worked_share IS 'The same weighted by importance, 0 to 1. NULL: no strategic goal has a weight.';
COMMENT ON COLUMN cascade_by_level.person_count IS 'People whose goals these are: owners, contributors, assignees who named them.';
