-- Views, cascade: how far strategy reaches into each level and unit, whether
-- effort follows importance, and the way up from each goal.

CREATE FUNCTION gmalign.make_view_cascade_by_level() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW cascade_by_level WITH (security_invoker = true) AS
  WITH link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
  graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
  ),
  strategic_goal AS MATERIALIZED (
    SELECT s.id, s.weight
    FROM link l JOIN goal s ON s.id = l.goal_id
    WHERE l.parent_goal_id IS NULL AND s.level = 'strategic'
  ),
  strategic AS MATERIALIZED (SELECT coalesce(array_agg(s.id), '{}') AS goals FROM strategic_goal s),
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
END $make$;
COMMENT ON FUNCTION gmalign.make_view_cascade_by_level() IS
  'Called by gmalign.install(): makes or replaces the view cascade_by_level in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_effort_vs_priority() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW effort_vs_priority WITH (security_invoker = true) AS
  WITH rule AS (
    SELECT coalesce(max(s.number_value), max(d.number_value)) AS out_of_balance_from
    FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code
    WHERE d.code = 'out_of_balance_from'
  ),
  share AS (
    -- what reaches no strategic goal is worth nothing to it: its gaps are
    -- all of its effort, and the gaps add up to 0
    SELECT c.*,
           c.effort_share - coalesce(c.importance_share, 0) AS effort_gap,
           c.cost_share - coalesce(c.importance_share, 0) AS cost_gap,
           c.assignment_share - coalesce(c.importance_share, 0) AS assignment_gap
    FROM cascade_coverage c
  )
  SELECT s.id, s.strategic_goal_id, s.goal_title, s.goal_dimension,
         s.importance_share, s.effort_share, s.cost_share, s.assignment_share,
         s.effort_gap, s.cost_gap, s.assignment_gap,
         s.capacity_fte, s.cost_amount, s.assignment_count,
         b.balance,
         CASE b.balance
           WHEN 'nothing' THEN 'nobody works on it'
           WHEN 'less' THEN format('%s%% of the strategy, but only %s%% of the effort', p.importance, p.effort)
           WHEN 'more' THEN format('%s%% of the effort for %s%% of the strategy', p.effort, p.importance)
           WHEN 'outside' THEN format('%s%% of the effort reaches no strategic goal', p.effort)
         END AS finding
  FROM share s
  CROSS JOIN rule r
  CROSS JOIN LATERAL (SELECT round(100 * coalesce(s.effort_share, 0)) AS effort, round(100 * s.importance_share) AS importance) p
  CROSS JOIN LATERAL (SELECT CASE WHEN s.strategic_goal_id IS NULL THEN 'outside'
                                  WHEN coalesce(s.effort_share, 0) = 0 THEN 'nothing'
                                  WHEN s.effort_share >= r.out_of_balance_from * coalesce(s.importance_share, 0) THEN 'more'
                                  WHEN s.effort_share * r.out_of_balance_from <= s.importance_share THEN 'less'
                                  ELSE 'even' END AS balance) b;
  COMMENT ON VIEW effort_vs_priority IS 'Whether effort and money follow strategy. One row per strategic goal in force today, and one for effort that reaches none.';
  COMMENT ON COLUMN effort_vs_priority.id IS 'Key of the row: the strategic goal, or none.';
  COMMENT ON COLUMN effort_vs_priority.strategic_goal_id IS 'The strategic goal. NULL: effort that reaches none.';
  COMMENT ON COLUMN effort_vs_priority.goal_title IS 'Title of the strategic goal.';
  COMMENT ON COLUMN effort_vs_priority.goal_dimension IS 'Its dimension. NULL: none.';
  COMMENT ON COLUMN effort_vs_priority.importance_share IS 'Its weight as a share of all strategic goals'' weights, 0 to 1. NULL for effort that reaches none.';
  COMMENT ON COLUMN effort_vs_priority.effort_share IS 'Its share of all capacity, 0 to 1. NULL: no capacity known anywhere.';
  COMMENT ON COLUMN effort_vs_priority.cost_share IS 'Its share of all assignment cost, 0 to 1. NULL: no cost known anywhere.';
  COMMENT ON COLUMN effort_vs_priority.assignment_share IS 'Its share of the active assignments, 0 to 1: each counts as 1, split over the goals it serves. NULL: there are none.';
  COMMENT ON COLUMN effort_vs_priority.effort_gap IS 'Effort share less importance, -1 to 1: above 0 it gets more than its weight. The rows add up to 0.';
  COMMENT ON COLUMN effort_vs_priority.cost_gap IS 'Cost share less importance, -1 to 1. NULL: no cost known anywhere.';
  COMMENT ON COLUMN effort_vs_priority.assignment_gap IS 'Assignment share less importance, -1 to 1. NULL: there are no active assignments.';
  COMMENT ON COLUMN effort_vs_priority.capacity_fte IS 'Full-time equivalents that reach it; the rows add up to all.';
  COMMENT ON COLUMN effort_vs_priority.cost_amount IS 'Cost of active assignments that reaches it; the rows add up to all that is known.';
  COMMENT ON COLUMN effort_vs_priority.assignment_count IS 'Active assignments that serve it; one may serve several.';
  COMMENT ON COLUMN effort_vs_priority.balance IS 'nothing, less, even or more: effort against importance, less or more by setting out_of_balance_from times; outside: effort that reaches no strategic goal.';
  COMMENT ON COLUMN effort_vs_priority.finding IS 'The same in words. NULL: even.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_effort_vs_priority() IS
  'Called by gmalign.install(): makes or replaces the view effort_vs_priority in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_goal_path() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW goal_path WITH (security_invoker = true) AS
  WITH link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
  graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
  ),
  strategic AS MATERIALIZED (
    SELECT coalesce(array_agg(l.goal_id), '{}') AS goals
    FROM link l JOIN goal s ON s.id = l.goal_id
    WHERE l.parent_goal_id IS NULL AND s.level = 'strategic'
  ),
  way AS (
    SELECT p.goal, p.strategic_goal, p.path_kind, max(p.step) AS step_count,
           (array_agg(p.path_contribution ORDER BY p.step DESC))[1] AS contribution,
           string_agg(t.title, ' > ' ORDER BY p.step) AS path_text
    FROM graph CROSS JOIN strategic
    -- every goal: a NULL of whatever type the keys have
    CROSS JOIN LATERAL gmalign.goal_path(graph.g, nullif(strategic.goals, strategic.goals), strategic.goals) AS p
    JOIN goal t ON t.id = p.step_goal
    GROUP BY p.goal, p.strategic_goal, p.path_kind
  )
  SELECT w.path_kind || ' ' || w.goal AS id, w.goal AS goal_id, g.title AS goal_title, g.owner_id,
         w.path_kind, w.strategic_goal AS strategic_goal_id, s.title AS strategic_goal_title,
         w.step_count, w.contribution, w.path_text
  FROM way w
  JOIN goal g ON g.id = w.goal
  JOIN goal s ON s.id = w.strategic_goal;
  COMMENT ON VIEW goal_path IS 'The way from a goal up to strategy, in words. Two rows per goal in force today that reaches a strategic goal: the strongest way and the shortest.';
  COMMENT ON COLUMN goal_path.id IS 'Key of the row: the kind of way and the goal.';
  COMMENT ON COLUMN goal_path.goal_id IS 'The goal the way begins at.';
  COMMENT ON COLUMN goal_path.goal_title IS 'Its title.';
  COMMENT ON COLUMN goal_path.owner_id IS 'The person who owns it. NULL: nobody.';
  COMMENT ON COLUMN goal_path.path_kind IS 'strongest: the largest product of positive contributions, missing where there is none; shortest: the fewest links of any kind.';
  COMMENT ON COLUMN goal_path.strategic_goal_id IS 'The strategic goal the way ends at.';
  COMMENT ON COLUMN goal_path.strategic_goal_title IS 'Its title.';
  COMMENT ON COLUMN goal_path.step_count IS 'Links on the way, 0 for a strategic goal.';
  COMMENT ON COLUMN goal_path.contribution IS 'Product of the contributions on the way, -1 to 1. NULL: a link says nothing.';
  COMMENT ON COLUMN goal_path.path_text IS 'Titles from the goal up, joined by " > ".';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_goal_path() IS
  'Called by gmalign.install(): makes or replaces the view goal_path in the first schema of the search path.';
