-- Views, cascade: which goals serve strategy, how far they have come, and
-- which strategy has nobody at work.
--
-- The functions of this folder hold the views that gmalign.install() makes, with
-- the target schema first on the search path. The rules all views keep: an id
-- column; plain types only; every column commented; row-level views run with
-- the rights of whoever asks (security_invoker); today is gmalign.today();
-- columns are only ever added at the end.

CREATE FUNCTION gmalign.make_view_cascade_link() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW cascade_link WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today)
  SELECT 'link ' || l.id AS id,
         l.child_id AS goal_id,
         l.parent_id AS parent_goal_id,
         l.relation,
         gmalign.link_contribution(l.relation, l.contribution) AS contribution
  FROM goal_link l
  CROSS JOIN clock c
  -- with the table itself, of which the planner knows that a link has one child
  JOIN goal child ON child.id = l.child_id
  JOIN goal parent ON parent.id = l.parent_id
  WHERE (l.valid_from IS NULL OR l.valid_from <= c.today)
    AND (l.valid_to IS NULL OR l.valid_to >= c.today)
    AND gmalign.is_goal_in_force(child.status, child.created_on, child.closed_on, c.today)
    AND gmalign.is_goal_in_force(parent.status, parent.created_on, parent.closed_on, c.today)
  UNION ALL
  SELECT 'goal ' || g.id AS id, g.id AS goal_id, NULL AS parent_goal_id, NULL AS relation, NULL AS contribution
  FROM goal g CROSS JOIN clock c
  WHERE gmalign.is_goal_in_force(g.status, g.created_on, g.closed_on, c.today);
  COMMENT ON VIEW cascade_link IS 'The goals and links in force today, ready for gmalign.goal_graph(goal_id, parent_goal_id, contribution). One row per link, and one per goal with no parent.';
  COMMENT ON COLUMN cascade_link.id IS 'Key of the row: "link " or "goal " and the key there.';
  COMMENT ON COLUMN cascade_link.goal_id IS 'The goal that serves.';
  COMMENT ON COLUMN cascade_link.parent_goal_id IS 'The goal that is served. NULL: the row stands for the goal alone.';
  COMMENT ON COLUMN cascade_link.relation IS 'contributes, supports or conflicts.';
  COMMENT ON COLUMN cascade_link.contribution IS 'Contribution of the link, -1 to 1; negative works against. NULL: nobody says how much.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_cascade_link() IS
  'Called by gmalign.install(): makes or replaces the view cascade_link in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_assignment_priority() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW assignment_priority WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  -- the voice is looked up here, where the planner knows the columns, and what
  -- is latest is a boolean, of which it takes half: comparing columns further up
  -- would let it expect next to no rows
  stated AS (
    SELECT ag.assignment_id, v.party, ag.stakeholder_id, v.code, ag.goal_id, ag.priority, ag.stated_on,
           ag.stated_on = max(ag.stated_on) OVER (PARTITION BY ag.assignment_id, ag.stakeholder_id) AS is_latest
    FROM assignment_goal ag
    JOIN stakeholder v ON v.id = ag.stakeholder_id
    CROSS JOIN clock c
    WHERE ag.stated_on <= c.today
  ),
  -- points within either source, because a voice is heard in one only: what is
  -- stated is sorted by voice already
  in_force AS (
    SELECT s.assignment_id, s.party, s.stakeholder_id, s.code, s.goal_id, s.priority,
           s.priority / nullif(sum(abs(s.priority)) OVER (PARTITION BY s.assignment_id, s.stakeholder_id), 0) AS points,
           s.stated_on, false AS is_default
    FROM stated s
    WHERE s.is_latest
    UNION ALL
    SELECT a.id AS assignment_id, v.party, p.stakeholder_id, v.code, p.goal_id, p.priority,
           p.priority / nullif(sum(abs(p.priority)) OVER (PARTITION BY a.id, p.stakeholder_id), 0) AS points,
           NULL AS stated_on, true AS is_default
    FROM assignment a
    JOIN purpose_goal p ON p.purpose = a.purpose
    JOIN stakeholder v ON v.id = p.stakeholder_id AND v.party <> 'assignee'
    CROSS JOIN clock c
    WHERE NOT EXISTS (SELECT FROM assignment_goal o
                      WHERE o.assignment_id = a.id AND o.stakeholder_id = p.stakeholder_id
                        AND o.stated_on <= c.today)
  )
  SELECT f.assignment_id || ' ' || f.stakeholder_id || ' ' || f.goal_id AS id,
         f.assignment_id, f.party, f.stakeholder_id, f.code AS stakeholder, f.goal_id,
         f.priority, f.points, f.stated_on, f.is_default
  FROM in_force f;
  COMMENT ON VIEW assignment_priority IS 'What each voice wants from each assignment today: its latest statement, or the defaults of the purpose. One row per assignment, voice and goal.';
  COMMENT ON COLUMN assignment_priority.id IS 'Key of the row: assignment, voice and goal.';
  COMMENT ON COLUMN assignment_priority.assignment_id IS 'The assignment.';
  COMMENT ON COLUMN assignment_priority.party IS 'The party the voice speaks for: organization, gm_professional or assignee.';
  COMMENT ON COLUMN assignment_priority.stakeholder_id IS 'The voice.';
  COMMENT ON COLUMN assignment_priority.stakeholder IS 'Code of the voice, such as line_manager.';
  COMMENT ON COLUMN assignment_priority.goal_id IS 'The goal.';
  COMMENT ON COLUMN assignment_priority.priority IS 'Priority as stated, -1 to 1. NULL: not asked.';
  COMMENT ON COLUMN assignment_priority.points IS 'The priority as a share of the voice''s own total, -1 to 1; the magnitudes of a voice sum to 1. NULL: not asked, or the voice wants nothing.';
  COMMENT ON COLUMN assignment_priority.stated_on IS 'Day of the statement. NULL: a default.';
  COMMENT ON COLUMN assignment_priority.is_default IS 'Whether it comes from the purpose of the move and not from the voice.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_assignment_priority() IS
  'Called by gmalign.install(): makes or replaces the view assignment_priority in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_goal_effort() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW goal_effort WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  assigned AS (
    SELECT p.goal_id, p.assignment_id, a.fte_share,
           coalesce(a.actual_cost, a.cost_estimate)::float8 AS cost,
           p.points / sum(p.points) OVER (PARTITION BY p.assignment_id) AS share
    FROM assignment_priority p
    JOIN assignment a ON a.id = p.assignment_id
    CROSS JOIN clock c
    WHERE p.points > 0
      AND gmalign.assignment_status(a.start_date, a.end_date, c.today) = 'active'
  ),
  effort AS (
    SELECT s.goal_id, s.fte_share * s.share AS fte, s.cost * s.share AS cost, s.share AS assignment_amount,
           s.assignment_id, NULL AS employee_id
    FROM assigned s
    UNION ALL
    SELECT k.goal_id, k.fte_share AS fte, NULL AS cost, NULL AS assignment_amount, NULL AS assignment_id, k.employee_id
    FROM goal_contributor k CROSS JOIN clock c
    WHERE (k.valid_from IS NULL OR k.valid_from <= c.today)
      AND (k.valid_to IS NULL OR k.valid_to >= c.today)
  )
  SELECT g.id, g.id AS goal_id,
         bool_and(g.level <> 'strategic') AS is_staffed,
         coalesce(sum(e.fte), 0) AS capacity_fte,
         sum(e.cost) AS cost_amount,
         count(DISTINCT e.assignment_id) AS assignment_count,
         count(DISTINCT e.employee_id) AS contributor_count,
         coalesce(sum(e.assignment_amount), 0) AS assignment_amount
  FROM effort e
  JOIN goal g ON g.id = e.goal_id
  GROUP BY g.id;
  COMMENT ON VIEW goal_effort IS 'Goals somebody works on today: a contributor, or an active assignment that gives the goal a positive priority. One row per such goal.';
  COMMENT ON COLUMN goal_effort.id IS 'Key of the goal.';
  COMMENT ON COLUMN goal_effort.goal_id IS 'Key of the goal.';
  COMMENT ON COLUMN goal_effort.is_staffed IS 'Whether it counts as staffed. A strategic goal does not: it is served by others, however many name it.';
  COMMENT ON COLUMN goal_effort.capacity_fte IS 'Full-time equivalents at work on it: contributors'' shares, and each assignment''s share split over its goals by points. 0: nobody said how much.';
  COMMENT ON COLUMN goal_effort.cost_amount IS 'Cost of the assignments (actual, else estimated), split the same way. NULL: not known.';
  COMMENT ON COLUMN goal_effort.assignment_count IS 'Active assignments that work on it.';
  COMMENT ON COLUMN goal_effort.contributor_count IS 'People who contribute without an assignment.';
  COMMENT ON COLUMN goal_effort.assignment_amount IS 'Active assignments, each counted as 1 and split over its goals by points; at least 0. The rows add up to all of them.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_goal_effort() IS
  'Called by gmalign.install(): makes or replaces the view goal_effort in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_goal_state() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW goal_state WITH (security_invoker = true) AS
  WITH graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM cascade_link l
  ),
  strategic AS (
    SELECT coalesce(array_agg(l.goal_id), '{}') AS goals
    FROM cascade_link l JOIN goal s ON s.id = l.goal_id
    WHERE l.parent_goal_id IS NULL AND s.level = 'strategic'
  ),
  dated AS (
    SELECT l.goal_id,
           bool_and(child.start_date >= parent.start_date AND child.due_date <= parent.due_date) AS is_inside
    FROM cascade_link l
    JOIN goal child ON child.id = l.goal_id
    JOIN goal parent ON parent.id = l.parent_goal_id
    WHERE l.relation <> 'conflicts'
      AND num_nulls(child.start_date, child.due_date, parent.start_date, parent.due_date) = 0
    GROUP BY l.goal_id
  )
  SELECT g.id, g.id AS goal_id, g.external_id AS goal_external_id, g.title AS goal_title,
         g.level, g.goal_type, g.owner_id, u.name AS org_unit,
         s.state, s.depth, s.parent_count, s.child_count, s.is_in_cycle,
         coalesce(g.why, '') <> '' AS has_why,
         (g.start_date IS NOT NULL AND g.due_date IS NOT NULL) AS is_time_bound,
         d.is_inside AS is_inside_parent_dates,
         (g.direction IS NOT NULL AND (g.target_value IS NOT NULL OR g.direction = 'binary')) AS is_measurable,
         coalesce(e.is_staffed, false) AS is_staffed
  FROM graph
  CROSS JOIN strategic
  CROSS JOIN LATERAL gmalign.goal_states(graph.g, strategic.goals, false) AS s
  JOIN goal g ON g.id = s.goal
  LEFT JOIN org_unit u ON u.id = g.org_unit_id
  LEFT JOIN dated d ON d.goal_id = g.id
  LEFT JOIN goal_effort e ON e.goal_id = g.id;
  COMMENT ON VIEW goal_state IS 'Where each goal stands between work and strategy. One row per goal in force today.';
  COMMENT ON COLUMN goal_state.id IS 'Key of the goal.';
  COMMENT ON COLUMN goal_state.goal_id IS 'Key of the goal.';
  COMMENT ON COLUMN goal_state.goal_external_id IS 'The goal''s id in the source system.';
  COMMENT ON COLUMN goal_state.goal_title IS 'Title of the goal.';
  COMMENT ON COLUMN goal_state.level IS 'strategic, department, team or individual.';
  COMMENT ON COLUMN goal_state.goal_type IS 'objective, key_result, initiative or personal.';
  COMMENT ON COLUMN goal_state.owner_id IS 'The person who owns it. NULL: nobody.';
  COMMENT ON COLUMN goal_state.org_unit IS 'The unit that holds it. NULL: not known.';
  COMMENT ON COLUMN goal_state.state IS 'strategic; aligned: reaches a strategic goal; disconnected: has a parent but reaches none; unaligned: no parent.';
  COMMENT ON COLUMN goal_state.depth IS 'Links to the nearest strategic goal, 0 for a strategic goal. NULL: reaches none.';
  COMMENT ON COLUMN goal_state.parent_count IS 'Goals it is linked to above.';
  COMMENT ON COLUMN goal_state.child_count IS 'Goals linked to it from below.';
  COMMENT ON COLUMN goal_state.is_in_cycle IS 'Whether it serves itself through other goals.';
  COMMENT ON COLUMN goal_state.has_why IS 'Whether somebody said why it matters.';
  COMMENT ON COLUMN goal_state.is_time_bound IS 'Whether it has a start and a due date.';
  COMMENT ON COLUMN goal_state.is_inside_parent_dates IS 'Whether its dates lie inside those of every parent that has dates. NULL: no dates to compare.';
  COMMENT ON COLUMN goal_state.is_measurable IS 'Whether it has a direction and a target.';
  COMMENT ON COLUMN goal_state.is_staffed IS 'Whether somebody works on it (see goal_effort).';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_goal_state() IS
  'Called by gmalign.install(): makes or replaces the view goal_state in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_goal_progress() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW goal_progress WITH (security_invoker = true) AS
  WITH graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM cascade_link l
  ),
  measured AS MATERIALIZED (SELECT m.* FROM goal_measure m),
  input AS (
    SELECT array_agg(m.goal_id) AS goals,
           array_agg(m.own_progress_share) AS progress,
           array_agg(m.goal_weight) AS weights
    FROM measured m
  )
  SELECT m.id, m.goal_id, m.goal_title, m.level, m.direction,
         m.start_value, m.target_value, m.current_value,
         r.value AS progress_share, m.progress_raw, m.expected_progress_share,
         r.value / nullif(m.expected_progress_share, 0) AS pace_ratio,
         m.is_met, m.is_stale, m.last_check_in_at,
         r.leaf_count, r.missing_count, m.status,
         CASE WHEN m.status = 'on_track' AND m.is_still AND m.is_met IS NOT TRUE
              THEN format('reported on track, but the value has not moved for %s days', m.not_moving_days)
         END AS status_conflict
  FROM graph
  CROSS JOIN input
  CROSS JOIN LATERAL gmalign.cascade_rollup(graph.g, input.goals, input.progress, input.weights) AS r
  JOIN measured m ON m.goal_id = r.goal;
  COMMENT ON VIEW goal_progress IS 'How far each goal has come: a key result by its value, the others rolled up from below by weight and contribution. One row per goal in force today.';
  COMMENT ON COLUMN goal_progress.id IS 'Key of the goal.';
  COMMENT ON COLUMN goal_progress.goal_id IS 'Key of the goal.';
  COMMENT ON COLUMN goal_progress.goal_title IS 'Title of the goal.';
  COMMENT ON COLUMN goal_progress.level IS 'strategic, department, team or individual.';
  COMMENT ON COLUMN goal_progress.direction IS 'How its value is to move. NULL: no value of its own.';
  COMMENT ON COLUMN goal_progress.start_value IS 'Value at the start, in the goal''s unit.';
  COMMENT ON COLUMN goal_progress.target_value IS 'Value to reach, in the goal''s unit; the lower bound of a range.';
  COMMENT ON COLUMN goal_progress.current_value IS 'Value now, in the goal''s unit: the latest check-in with one, else as entered.';
  COMMENT ON COLUMN goal_progress.progress_share IS 'Progress, 0 to 1. A goal without a value of its own: weighted mean of what serves it. NULL: nothing known below.';
  COMMENT ON COLUMN goal_progress.progress_raw IS 'Progress of the goal''s own value before it is held between 0 and 1; above 1: more than the target. NULL: no value of its own.';
  COMMENT ON COLUMN goal_progress.expected_progress_share IS 'Progress expected by now, 0 to 1: that of the last milestone due, else linear in time. NULL: no dates, or a milestone whose progress is not known.';
  COMMENT ON COLUMN goal_progress.pace_ratio IS 'Progress over expected progress; 1 = on time, below 1 = behind. NULL: nothing expected yet, or not known.';
  COMMENT ON COLUMN goal_progress.is_met IS 'Whether the goal''s own value meets its target. NULL: not known.';
  COMMENT ON COLUMN goal_progress.is_stale IS 'Whether nobody has checked in for longer than setting stale_after_days. NULL: no date to count from.';
  COMMENT ON COLUMN goal_progress.last_check_in_at IS 'Latest check-in. NULL: none.';
  COMMENT ON COLUMN goal_progress.leaf_count IS 'Goals at or below it whose own progress makes up this one.';
  COMMENT ON COLUMN goal_progress.missing_count IS 'Those of them without a known progress; they count neither for nor against.';
  COMMENT ON COLUMN goal_progress.status IS 'Status as reported, in the latest check-in or on the goal.';
  COMMENT ON COLUMN goal_progress.status_conflict IS 'Where status and value contradict each other, in words. NULL: they do not.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_goal_progress() IS
  'Called by gmalign.install(): makes or replaces the view goal_progress in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_cascade_coverage() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW cascade_coverage WITH (security_invoker = true) AS
  WITH rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'thin_contribution_below') AS thin_contribution_below,
           max(v.number_value) FILTER (WHERE v.code = 'thin_coverage_below') AS thin_coverage_below,
           max(v.number_value) FILTER (WHERE v.code = 'covered_from') AS covered_from
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
  graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
  ),
  strategic AS MATERIALIZED (
    SELECT coalesce(array_agg(l.goal_id), '{}') AS goals
    FROM link l JOIN goal s ON s.id = l.goal_id
    WHERE l.parent_goal_id IS NULL AND s.level = 'strategic'
  ),
  worked AS MATERIALIZED (
    SELECT e.goal_id, e.is_staffed, e.capacity_fte, e.cost_amount, e.assignment_amount FROM goal_effort e
  ),
  effort AS MATERIALIZED (
    SELECT coalesce(array_agg(e.goal_id), '{}') AS goals,
           coalesce(array_agg(e.capacity_fte), '{}') AS capacity,
           coalesce(array_agg(e.cost_amount), '{}') AS cost,
           coalesce(array_agg(e.assignment_amount), '{}') AS assignments
    FROM worked e
    JOIN link l ON l.goal_id = e.goal_id AND l.parent_goal_id IS NULL
    WHERE e.is_staffed
  ),
  covered AS (
    -- what is spent on a strategic goal by its own name staffs nothing, but
    -- it is effort that reaches it
    SELECT c.strategic_goal, c.goal_count, c.leaf_count, c.staffed_count, c.staffed_leaf_count,
           c.coverage, c.weighted_coverage, c.contribution_total,
           c.capacity + coalesce(d.capacity_fte, 0) AS capacity,
           k.capacity + coalesce(d.cost_amount, 0) AS cost,
           m.capacity + coalesce(d.assignment_amount, 0) AS assignments
    FROM graph CROSS JOIN strategic CROSS JOIN effort
    CROSS JOIN LATERAL gmalign.cascade_coverage(graph.g, strategic.goals, effort.goals, effort.capacity) AS c
    JOIN LATERAL gmalign.cascade_coverage(graph.g, strategic.goals, effort.goals, effort.cost) AS k
      ON k.strategic_goal IS NOT DISTINCT FROM c.strategic_goal
    JOIN LATERAL gmalign.cascade_coverage(graph.g, strategic.goals, effort.goals, effort.assignments) AS m
      ON m.strategic_goal IS NOT DISTINCT FROM c.strategic_goal
    LEFT JOIN worked d ON d.goal_id = c.strategic_goal
  ),
  sight AS MATERIALIZED (
    SELECT s.goal, s.strategic_goal, s.contribution
    FROM graph CROSS JOIN strategic
    CROSS JOIN LATERAL gmalign.line_of_sight(graph.g, strategic.goals) AS s
  ),
  conflict AS (
    SELECT s.strategic_goal, count(*) AS conflicting_goal_count
    FROM sight s WHERE s.contribution < 0 GROUP BY s.strategic_goal
  ),
  served AS (
    -- a move counts where it serves: once per strategic goal, or as idle. By the
    -- id of the row, so that a query that does not ask need not count.
    SELECT coalesce(s.strategic_goal::text, 'none') AS id, count(DISTINCT p.assignment_id) AS assignment_count
    FROM assignment_priority p
    JOIN assignment a ON a.id = p.assignment_id
    LEFT JOIN sight s ON s.goal = p.goal_id AND s.contribution > 0
    WHERE p.points > 0
      AND gmalign.assignment_status(a.start_date, a.end_date, gmalign.today()) = 'active'
    GROUP BY coalesce(s.strategic_goal::text, 'none')
  ),
  own AS MATERIALIZED (
    SELECT array_agg(m.goal_id) AS goals,
           array_agg(m.own_progress_share) AS progress,
           array_agg(m.goal_weight) AS weights
    FROM goal_measure m
  ),
  progress AS (
    SELECT r.goal AS goal_id, r.value AS progress_share
    FROM graph CROSS JOIN own
    CROSS JOIN LATERAL gmalign.cascade_rollup(graph.g, own.goals, own.progress, own.weights) AS r
  ),
  banded AS (
    SELECT c.*,
           CASE WHEN c.strategic_goal IS NULL THEN NULL
                WHEN c.weighted_coverage = 0 THEN 'none'
                WHEN c.contribution_total < r.thin_contribution_below
                  OR c.weighted_coverage < r.thin_coverage_below THEN 'thin'
                WHEN c.weighted_coverage < r.covered_from THEN 'partial'
                ELSE 'covered'
           END AS coverage_band,
           sum(c.capacity) OVER () AS capacity_total,
           sum(c.cost) OVER () AS cost_total,
           sum(c.assignments) OVER () AS assignment_total
    FROM covered c CROSS JOIN rule r
  )
  SELECT coalesce(b.strategic_goal::text, 'none') AS id,
         b.strategic_goal AS strategic_goal_id,
         coalesce(g.title, 'No strategic goal') AS goal_title,
         d.name AS goal_dimension,
         g.weight / nullif(sum(g.weight) OVER (), 0) AS importance_share,
         b.goal_count, b.leaf_count, b.staffed_count, b.staffed_leaf_count,
         b.coverage AS coverage_share,
         b.weighted_coverage AS weighted_coverage_share,
         b.contribution_total,
         CASE WHEN b.strategic_goal IS NOT NULL
              THEN coalesce(x.conflicting_goal_count, 0) END AS conflicting_goal_count,
         coalesce(v.assignment_count, 0) AS assignment_count,
         b.capacity AS capacity_fte,
         b.capacity / nullif(b.capacity_total, 0) AS effort_share,
         b.cost / nullif(b.cost_total, 0) AS cost_share,
         p.progress_share,
         b.coverage_band,
         CASE WHEN b.strategic_goal IS NULL THEN 'work that reaches no strategic goal'
              WHEN b.goal_count = 1 THEN 'no goal serves it'
              WHEN b.staffed_count = 0 THEN 'goals serve it, but nobody works on them'
              WHEN b.coverage_band = 'none' THEN 'those at work on it work against it'
              WHEN b.coverage_band = 'thin' THEN 'few of the goals that serve it are worked on'
              WHEN b.coverage_band = 'partial' THEN 'some of the goals that serve it are not worked on'
         END AS gap_reason,
         b.cost AS cost_amount,
         b.assignments / nullif(b.assignment_total, 0) AS assignment_share
  FROM banded b
  LEFT JOIN goal g ON g.id = b.strategic_goal
  LEFT JOIN goal_dimension d ON d.id = g.dimension_id
  LEFT JOIN conflict x ON x.strategic_goal = b.strategic_goal
  LEFT JOIN served v ON v.id = coalesce(b.strategic_goal::text, 'none')
  -- by the table's key, of which the planner knows that it comes once
  LEFT JOIN progress p ON p.goal_id = g.id;
  COMMENT ON VIEW cascade_coverage IS 'Which strategic goals have work behind them. One row per strategic goal in force today, and one for work that reaches none.';
  COMMENT ON COLUMN cascade_coverage.id IS 'Key of the row: the strategic goal, or none.';
  COMMENT ON COLUMN cascade_coverage.strategic_goal_id IS 'The strategic goal. NULL: work that reaches none.';
  COMMENT ON COLUMN cascade_coverage.goal_title IS 'Title of the strategic goal.';
  COMMENT ON COLUMN cascade_coverage.goal_dimension IS 'Its dimension. NULL: none.';
  COMMENT ON COLUMN cascade_coverage.importance_share IS 'Its weight as a share of all strategic goals'' weights, 0 to 1.';
  COMMENT ON COLUMN cascade_coverage.goal_count IS 'Distinct goals at or below it, conflicting ones included.';
  COMMENT ON COLUMN cascade_coverage.leaf_count IS 'Goals at the bottom of what supports it.';
  COMMENT ON COLUMN cascade_coverage.staffed_count IS 'Distinct goals at or below it that somebody works on.';
  COMMENT ON COLUMN cascade_coverage.staffed_leaf_count IS 'Goals at the bottom of what supports it that somebody works on.';
  COMMENT ON COLUMN cascade_coverage.coverage_share IS 'Share of the bottom goals that somebody works on, 0 to 1. NULL: there is no bottom, only a cycle.';
  COMMENT ON COLUMN cascade_coverage.weighted_coverage_share IS 'The headline: coverage weighted by contribution, 0 to 1; a goal somebody works on is covered, the others are the weighted mean of what serves them.';
  COMMENT ON COLUMN cascade_coverage.contribution_total IS 'Contributions of the goals somebody works on, added; at least 0, above 1 when several serve it fully.';
  COMMENT ON COLUMN cascade_coverage.conflicting_goal_count IS 'Goals below it that work against it on balance.';
  COMMENT ON COLUMN cascade_coverage.assignment_count IS 'Active assignments with a positive priority that serves it; one may serve several.';
  COMMENT ON COLUMN cascade_coverage.capacity_fte IS 'Full-time equivalents that reach it, split over the goals they serve; the rows add up to all.';
  COMMENT ON COLUMN cascade_coverage.effort_share IS 'Its share of all capacity, 0 to 1.';
  COMMENT ON COLUMN cascade_coverage.cost_share IS 'Its share of all assignment cost, 0 to 1. NULL: no cost known.';
  COMMENT ON COLUMN cascade_coverage.progress_share IS 'Progress rolled up to it, 0 to 1. NULL: nothing known below.';
  COMMENT ON COLUMN cascade_coverage.coverage_band IS 'none, thin, partial or covered (thresholds in setting). NULL for work that reaches none.';
  COMMENT ON COLUMN cascade_coverage.gap_reason IS 'What is missing, in words. NULL: nothing.';
  COMMENT ON COLUMN cascade_coverage.cost_amount IS 'Cost of the active assignments that reaches it, split like capacity; the rows add up to all that is known.';
  COMMENT ON COLUMN cascade_coverage.assignment_share IS 'Its share of the active assignments, 0 to 1: each counts as 1, split over its goals by points and on like capacity.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_cascade_coverage() IS
  'Called by gmalign.install(): makes or replaces the view cascade_coverage in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_person_line_of_sight() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW person_line_of_sight WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
  graph AS MATERIALIZED (
    SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
  ),
  strategic AS MATERIALIZED (
    SELECT coalesce(array_agg(l.goal_id), '{}') AS goals
    FROM link l JOIN goal s ON s.id = l.goal_id
    WHERE l.parent_goal_id IS NULL AND s.level = 'strategic'
  ),
  state AS (
    SELECT s.goal, s.state
    FROM graph CROSS JOIN strategic
    CROSS JOIN LATERAL gmalign.goal_states(graph.g, strategic.goals, false) AS s
  ),
  counted AS (
    SELECT p.person_id,
           count(*) AS goal_count,
           count(*) FILTER (WHERE s.state IN ('aligned', 'strategic')) AS aligned_goal_count,
           count(*) FILTER (WHERE s.state = 'disconnected') AS disconnected_goal_count,
           count(*) FILTER (WHERE s.state = 'unaligned') AS unaligned_goal_count
    FROM person_goal p
    JOIN state s ON s.goal = p.goal_id
    GROUP BY p.person_id
  ),
  seen AS (
    SELECT DISTINCT ON (p.person_id) p.person_id, l.strategic_goal, l.contribution,
           min(l.distance) OVER (PARTITION BY p.person_id) AS nearest_distance
    FROM graph CROSS JOIN strategic
    CROSS JOIN LATERAL gmalign.line_of_sight(graph.g, strategic.goals) AS l
    JOIN person_goal p ON p.goal_id = l.goal
    ORDER BY p.person_id, l.contribution DESC NULLS LAST, l.distance, l.strategic_goal
  ),
  known AS (
    SELECT k.employee_id AS person_id, avg(k.knows_goal::integer)::float8 AS knows_goal_share
    FROM (SELECT DISTINCT ON (w.employee_id, w.goal_id) w.employee_id, w.knows_goal
          FROM goal_awareness w CROSS JOIN clock c
          WHERE w.asked_on <= c.today
          ORDER BY w.employee_id, w.goal_id, w.asked_on DESC) k
    GROUP BY k.employee_id
  )
  SELECT e.id, e.id AS person_id, u.name AS org_unit,
         coalesce(n.goal_count, 0) AS goal_count,
         coalesce(n.aligned_goal_count, 0) AS aligned_goal_count,
         coalesce(n.disconnected_goal_count, 0) AS disconnected_goal_count,
         coalesce(n.unaligned_goal_count, 0) AS unaligned_goal_count,
         coalesce(n.aligned_goal_count, 0) > 0 AS has_line_of_sight,
         s.nearest_distance,
         s.contribution AS strongest_contribution,
         s.strategic_goal AS strategic_goal_id,
         g.title AS strategic_goal_title,
         k.knows_goal_share
  FROM employee e
  CROSS JOIN clock c
  LEFT JOIN org_unit u ON u.id = e.org_unit_id
  LEFT JOIN counted n ON n.person_id = e.id
  LEFT JOIN seen s ON s.person_id = e.id
  LEFT JOIN goal g ON g.id = s.strategic_goal
  LEFT JOIN known k ON k.person_id = e.id
  WHERE (e.departure_date IS NULL OR e.departure_date >= c.today)
    AND (e.hire_date IS NULL OR e.hire_date <= c.today);
  COMMENT ON VIEW person_line_of_sight IS 'Whether a person''s work reaches strategy. One row per person employed today. Goals of a person: owned, worked on as a contributor, or named by the person as an assignee on an active assignment.';
  COMMENT ON COLUMN person_line_of_sight.id IS 'Key of the person.';
  COMMENT ON COLUMN person_line_of_sight.person_id IS 'Key of the person.';
  COMMENT ON COLUMN person_line_of_sight.org_unit IS 'The person''s unit.';
  COMMENT ON COLUMN person_line_of_sight.goal_count IS 'Goals of the person.';
  COMMENT ON COLUMN person_line_of_sight.aligned_goal_count IS 'Those that reach or are a strategic goal.';
  COMMENT ON COLUMN person_line_of_sight.disconnected_goal_count IS 'Those with a parent that reach no strategic goal.';
  COMMENT ON COLUMN person_line_of_sight.unaligned_goal_count IS 'Those without a parent.';
  COMMENT ON COLUMN person_line_of_sight.has_line_of_sight IS 'Whether at least one goal reaches strategy.';
  COMMENT ON COLUMN person_line_of_sight.nearest_distance IS 'Links from the nearest goal to strategy. NULL: none reaches it.';
  COMMENT ON COLUMN person_line_of_sight.strongest_contribution IS 'Largest contribution of one of the goals to a strategic goal. NULL: none known.';
  COMMENT ON COLUMN person_line_of_sight.strategic_goal_id IS 'The strategic goal it goes to.';
  COMMENT ON COLUMN person_line_of_sight.strategic_goal_title IS 'Its title.';
  COMMENT ON COLUMN person_line_of_sight.knows_goal_share IS 'Share of the goals asked about that the person can name, 0 to 1. NULL: not asked.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_person_line_of_sight() IS
  'Called by gmalign.install(): makes or replaces the view person_line_of_sight in the first schema of the search path.';
