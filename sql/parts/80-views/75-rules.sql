-- Views, rules: where the nightly check looks. Each has a row per subject it
-- looks at, whether or not anything is wrong: flag_rule holds the thresholds.
-- A rule of your own is a view like these and a row in flag_rule.

CREATE FUNCTION gmalign.comment_rule_columns(view_name text, subject text, score text) RETURNS void
  LANGUAGE plpgsql AS $make$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT v.column_name, v.comment
    FROM (VALUES
      ('id', 'Key of the ' || subject || '.'),
      ('subject_id', 'Key of the ' || subject || '.'),
      ('score', score),
      ('reason_code', 'Why it would be flagged, as a code.'),
      ('parameters', 'What the words of the reason are filled with, as a JSON object.'),
      ('reason', 'The reason in words.'),
      ('driver', 'What drives it. NULL: nothing in particular.')
    ) AS v (column_name, comment)
  LOOP
    EXECUTE pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L', view_name, c.column_name, c.comment);
  END LOOP;
END $make$;
COMMENT ON FUNCTION gmalign.comment_rule_columns(text, text, text) IS
  'Called by gmalign.install(): comments the columns that all rule views share.';

CREATE FUNCTION gmalign.make_view_rule_pair_below_band() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_pair_below_band WITH (security_invoker = true) AS
  WITH rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'opposed_from') AS opposed_from,
           max(v.number_value) FILTER (WHERE v.code = 'reach_from') AS reach_from
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  looked AS MATERIALIZED (
    SELECT a.assignment_id, a.weakest_alignment_score AS score,
           split_part(a.weakest_pair, '|', 1) AS a, split_part(a.weakest_pair, '|', 2) AS b,
           a.weakest_driver_goal_id AS driver_goal_id, a.weakest_opposed_share AS opposed_share,
           a.weakest_unshared_share AS unshared_share, a.weakest_strength_share AS strength_share, a.assignee_reach_share
    FROM assignment_alignment a
    WHERE a.assignment_status <> 'ended'
  ),
  -- the points of the two on the goal that drives them apart, and the assignee's
  -- own goals that reach no strategic goal
  fought AS (
    SELECT l.assignment_id,
           sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a) AS a_points,
           sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b) AS b_points,
           (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a))[1] AS a_own_goal,
           (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b))[1] AS b_own_goal,
           (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.party = 'assignee' AND NOT l.has_line_of_sight))[1] AS assignee_goal
    FROM lifted_points l
    JOIN looked k ON k.assignment_id = l.assignment_id
    JOIN goal g ON g.id = l.own_goal_id
    -- in coalesce, because comparing columns the planner expects next to no rows
    WHERE coalesce(l.party IN (k.a, k.b) AND (l.goal_id = k.driver_goal_id OR (l.party = 'assignee' AND NOT l.has_line_of_sight)), false)
    GROUP BY l.assignment_id
  ),
  worded AS (
    SELECT k.assignment_id, k.score, d.title AS driver,
           gmalign.parting_reason(k.a, k.opposed_share, k.unshared_share, k.strength_share, k.assignee_reach_share,
                                  r.opposed_from, r.reach_from) AS reason_code,
           jsonb_build_object('a', k.a, 'b', k.b, 'goal', d.title, 'goal_id', k.driver_goal_id,
                              'own_goal', gmalign.fought_through(f.a_points, f.b_points, f.a_own_goal, f.b_own_goal),
                              'assignee_goal', f.assignee_goal,
                              -- numeric: the text of a float8 depends on the session
                              'opposed_share', k.opposed_share::numeric, 'unshared_share', k.unshared_share::numeric,
                              'assignee_reach_share', k.assignee_reach_share::numeric) AS parameters
    FROM looked k
    CROSS JOIN rule r
    LEFT JOIN fought f ON f.assignment_id = k.assignment_id
    LEFT JOIN goal d ON d.id = k.driver_goal_id
  )
  SELECT w.assignment_id AS id, w.assignment_id AS subject_id, w.score, w.reason_code,
         w.parameters::text AS parameters, gmalign.reason_text(w.reason_code, w.parameters) AS reason, w.driver
  FROM worded w;
  COMMENT ON VIEW rule_pair_below_band IS 'Rule pair_below_band: two parties of a move share too little. One row per assignment that has not ended.';
  PERFORM gmalign.comment_rule_columns('rule_pair_below_band', 'assignment', 'Lowest goal alignment of the three pairs, 0 to 1. NULL: not scored.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_pair_below_band() IS
  'Called by gmalign.install(): makes or replaces the view rule_pair_below_band in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_opposed_pair() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_opposed_pair WITH (security_invoker = true) AS
  WITH looked AS MATERIALIZED (
    SELECT a.assignment_id, a.most_opposed_share AS score,
           split_part(a.most_opposed_pair, '|', 1) AS a, split_part(a.most_opposed_pair, '|', 2) AS b,
           a.most_opposed_driver_goal_id AS driver_goal_id
    FROM assignment_alignment a
    WHERE a.assignment_status <> 'ended'
  ),
  -- the points of the two on the goal that drives them apart
  fought AS (
    SELECT l.assignment_id,
           sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a) AS a_points,
           sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b) AS b_points,
           (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a))[1] AS a_own_goal,
           (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b))[1] AS b_own_goal
    FROM lifted_points l
    JOIN looked k ON k.assignment_id = l.assignment_id
    JOIN goal g ON g.id = l.own_goal_id
    -- in coalesce, because comparing columns the planner expects next to no rows
    WHERE coalesce(l.party IN (k.a, k.b) AND l.goal_id = k.driver_goal_id, false)
    GROUP BY l.assignment_id
  ),
  worded AS (
    SELECT k.assignment_id, k.score, d.title AS driver,
           jsonb_build_object('a', k.a, 'b', k.b, 'goal', d.title, 'goal_id', k.driver_goal_id,
                              'own_goal', gmalign.fought_through(f.a_points, f.b_points, f.a_own_goal, f.b_own_goal),
                              -- numeric: the text of a float8 depends on the session
                              'opposed_share', k.score::numeric) AS parameters
    FROM looked k
    LEFT JOIN fought f ON f.assignment_id = k.assignment_id
    LEFT JOIN goal d ON d.id = k.driver_goal_id
  )
  SELECT w.assignment_id AS id, w.assignment_id AS subject_id, w.score, 'opposed' AS reason_code,
         w.parameters::text AS parameters, gmalign.reason_text('opposed', w.parameters) AS reason, w.driver
  FROM worded w;
  COMMENT ON VIEW rule_opposed_pair IS 'Rule opposed_pair: two parties of a move pull in opposite directions. One row per assignment that has not ended.';
  PERFORM gmalign.comment_rule_columns('rule_opposed_pair', 'assignment', 'Largest share on which two parties pull in opposite directions, 0 to 1. NULL: not scored.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_opposed_pair() IS
  'Called by gmalign.install(): makes or replaces the view rule_opposed_pair in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_party_not_heard() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_party_not_heard WITH (security_invoker = true) AS
  SELECT a.assignment_id AS id, a.assignment_id AS subject_id, a.party_count::float8 AS score,
         'not_heard' AS reason_code,
         jsonb_build_object('why', a.unscored_reason, 'party_count', a.party_count)::text AS parameters,
         gmalign.reason_text('not_heard', jsonb_build_object('why', a.unscored_reason)) AS reason,
         NULL AS driver
  FROM assignment_alignment a
  WHERE a.assignment_status <> 'ended';
  COMMENT ON VIEW rule_party_not_heard IS 'Rule party_not_heard: a party of a move has not said what it wants. One row per assignment that has not ended.';
  PERFORM gmalign.comment_rule_columns('rule_party_not_heard', 'assignment', 'Parties heard, 0 to 3.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_party_not_heard() IS
  'Called by gmalign.install(): makes or replaces the view rule_party_not_heard in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_goal_without_sight() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
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
  PERFORM gmalign.comment_rule_columns('rule_goal_without_sight', 'goal', 'Full-time equivalents at work on it. 0: nobody said how much.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_goal_without_sight() IS
  'Called by gmalign.install(): makes or replaces the view rule_goal_without_sight in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_thin_support() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_thin_support WITH (security_invoker = true) AS
  WITH rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'thin_contribution_below') AS thin_contribution_below,
           max(v.number_value) FILTER (WHERE v.code = 'thin_coverage_below') AS thin_coverage_below
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  looked AS (
    SELECT c.strategic_goal_id, c.goal_title,
           least(c.contribution_total / nullif(r.thin_contribution_below, 0),
                 c.weighted_coverage_share / nullif(r.thin_coverage_below, 0)) AS score,
           jsonb_build_object('gap', coalesce(c.gap_reason, c.coverage_band), 'coverage_band', c.coverage_band,
                              'coverage_share', c.weighted_coverage_share::numeric, 'contribution', c.contribution_total::numeric) AS parameters
    FROM cascade_coverage c CROSS JOIN rule r
    WHERE c.strategic_goal_id IS NOT NULL
  )
  SELECT l.strategic_goal_id AS id, l.strategic_goal_id AS subject_id, l.score, 'thin_support' AS reason_code,
         l.parameters::text AS parameters, gmalign.reason_text('thin_support', l.parameters) AS reason,
         l.goal_title AS driver
  FROM looked l;
  COMMENT ON VIEW rule_thin_support IS 'Rule thin_support: a strategic goal with little or no work behind it. One row per strategic goal.';
  PERFORM gmalign.comment_rule_columns('rule_thin_support', 'strategic goal', 'Work behind it as a multiple of what the settings thin_contribution_below and thin_coverage_below ask for, the lower of the two; below 1 the band is thin or none.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_thin_support() IS
  'Called by gmalign.install(): makes or replaces the view rule_thin_support in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_weak_link() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_weak_link WITH (security_invoker = true) AS
  WITH lowest AS (
    -- of a person's acts, the one with the weakest link
    SELECT DISTINCT ON (e.person_id) e.person_id, e.weakest_link_value, 'weak_' || e.weakest_link AS reason_code,
           jsonb_build_object('link', e.weakest_link, 'value', e.weakest_link_value::numeric, 'act', e.act,
                              'driver', e.weakest_driver, 'survey_id', e.survey_id) AS parameters,
           coalesce(e.weakest_driver, e.weakest_link) AS driver
    FROM expectancy e
    WHERE e.is_latest AND e.weakest_link_value IS NOT NULL
    ORDER BY e.person_id, e.weakest_link_value, e.survey_id
  )
  SELECT l.person_id AS id, l.person_id AS subject_id, l.weakest_link_value AS score, l.reason_code,
         l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason, l.driver
  FROM lowest l;
  COMMENT ON VIEW rule_weak_link IS 'Rule weak_link: a person who cannot, or for whom it does not pay, or who does not want to. One row per person with an answered survey.';
  PERFORM gmalign.comment_rule_columns('rule_weak_link', 'person', 'Weakest link of motivation in the latest surveys, 0 to 1.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_weak_link() IS
  'Called by gmalign.install(): makes or replaces the view rule_weak_link in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_reward_not_valued() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_reward_not_valued WITH (security_invoker = true) AS
  WITH lowest AS (
    SELECT DISTINCT ON (e.person_id) e.person_id, e.reward_fit_score,
           jsonb_build_object('fit', e.reward_fit_score::numeric, 'reward', e.best_reward_code, 'act', e.act,
                              'survey_id', e.survey_id) AS parameters,
           e.best_reward_code AS driver
    FROM expectancy e
    WHERE e.is_latest AND e.reward_fit_score IS NOT NULL
    ORDER BY e.person_id, e.reward_fit_score, e.survey_id
  )
  SELECT l.person_id AS id, l.person_id AS subject_id, l.reward_fit_score AS score, 'reward_mismatch' AS reason_code,
         l.parameters::text AS parameters, gmalign.reason_text('reward_mismatch', l.parameters) AS reason, l.driver
  FROM lowest l;
  COMMENT ON VIEW rule_reward_not_valued IS 'Rule reward_not_valued: what is offered is not what is wanted. One row per person with an answered survey.';
  PERFORM gmalign.comment_rule_columns('rule_reward_not_valued', 'person', 'How far the rewards offered are those wanted, in the latest surveys, 0 to 1.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_reward_not_valued() IS
  'Called by gmalign.install(): makes or replaces the view rule_reward_not_valued in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_check_in_overdue() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_check_in_overdue WITH (security_invoker = true) AS
  WITH looked AS (
    SELECT p.goal_id, p.goal_title,
           gmalign.today() - coalesce(gmalign.local_date(p.last_check_in_at), g.start_date, g.created_on) AS days
    FROM goal_progress p
    JOIN goal g ON g.id = p.goal_id
    WHERE p.direction IS NOT NULL AND p.is_met IS NOT TRUE
      AND coalesce(p.status, '') NOT IN ('done', 'not_started')
  )
  SELECT l.goal_id AS id, l.goal_id AS subject_id, l.days::float8 AS score, 'stale' AS reason_code,
         jsonb_build_object('days', l.days)::text AS parameters,
         gmalign.reason_text('stale', jsonb_build_object('days', l.days)) AS reason,
         l.goal_title AS driver
  FROM looked l;
  COMMENT ON VIEW rule_check_in_overdue IS 'Rule check_in_overdue: a key result nobody has looked at. One row per goal with a value of its own that is under way and not met.';
  PERFORM gmalign.comment_rule_columns('rule_check_in_overdue', 'goal', 'Days since the last check-in, or since the start. NULL: no date to count from.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_check_in_overdue() IS
  'Called by gmalign.install(): makes or replaces the view rule_check_in_overdue in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_move_check_in_overdue() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_move_check_in_overdue WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  talk AS (
    SELECT k.assignment_id, max(gmalign.local_date(k.checked_at)) AS held_on
    FROM check_in k CROSS JOIN clock c
    WHERE k.assignment_id IS NOT NULL AND gmalign.local_date(k.checked_at) <= c.today
    GROUP BY k.assignment_id
  ),
  looked AS (
    SELECT a.id, c.today - coalesce(t.held_on, a.start_date) AS days
    FROM assignment a
    CROSS JOIN clock c
    LEFT JOIN talk t ON t.assignment_id = a.id
    WHERE gmalign.assignment_status(a.start_date, a.end_date, c.today) = 'active'
  )
  SELECT l.id, l.id AS subject_id, l.days::float8 AS score, 'stale' AS reason_code,
         jsonb_build_object('days', l.days)::text AS parameters,
         gmalign.reason_text('stale', jsonb_build_object('days', l.days)) AS reason,
         NULL AS driver
  FROM looked l;
  COMMENT ON VIEW rule_move_check_in_overdue IS 'Rule move_check_in_overdue: a move nobody has checked in on. One row per active assignment.';
  PERFORM gmalign.comment_rule_columns('rule_move_check_in_overdue', 'assignment', 'Days since the last check-in, or since the start.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_move_check_in_overdue() IS
  'Called by gmalign.install(): makes or replaces the view rule_move_check_in_overdue in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_performer_without_path() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_performer_without_path WITH (security_invoker = true) AS
  WITH looked AS (
    SELECT p.person_id, w.missing_count,
           w.first_code AS reason_code, jsonb_build_object('signals', 'high performer: ' || w.says || '.') AS parameters,
           w.first_says AS driver
    FROM retention_risk p
    CROSS JOIN LATERAL (
      SELECT count(*) AS missing_count, string_agg(v.says, '; ' ORDER BY v.place) AS says,
             (array_agg(v.code ORDER BY v.place))[1] AS first_code, (array_agg(v.says ORDER BY v.place))[1] AS first_says
      FROM (VALUES
        (1, 'no_line_of_sight', p.has_line_of_sight, 'no line of sight to strategy'),
        (2, 'no_growth_goal', p.has_growth_goal, 'no growth goal'),
        (3, 'no_forward_feedback', p.has_forward_feedback, 'feedback never looks forward'),
        (4, 'no_next_role', p.has_next_role_agreed OR p.months_to_return > 6, 'return is near and no role after it is agreed')
      ) AS v (place, code, is_there, says)
      WHERE v.is_there = false) w
    WHERE p.is_high_performer AND NOT p.has_departed
  )
  SELECT l.person_id AS id, l.person_id AS subject_id, l.missing_count::float8 AS score, l.reason_code,
         l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason, l.driver
  FROM looked l;
  COMMENT ON VIEW rule_performer_without_path IS 'Rule performer_without_path: a high performer for whom nothing leads on. One row per high performer still employed.';
  PERFORM gmalign.comment_rule_columns('rule_performer_without_path', 'person', 'Of line of sight, growth goal, forward-looking feedback and role after a near return, how many are known to be missing, 0 to 4.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_performer_without_path() IS
  'Called by gmalign.install(): makes or replaces the view rule_performer_without_path in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_end_near() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
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
      AND gmalign.assignment_status(a.start_date, a.end_date, c.today) = 'active'
  )
  SELECT l.id, l.id AS subject_id, l.days_to_end::float8 AS score, l.reason_code,
         l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason,
         l.goals AS driver
  FROM looked l
  WHERE l.reason_code IS NOT NULL;
  COMMENT ON VIEW rule_end_near IS 'Rule end_near: a move that ends before the role after return is agreed or its goals are met. One row per active assignment that ends within a year and lacks one of them.';
  PERFORM gmalign.comment_rule_columns('rule_end_near', 'assignment', 'Days to the planned end; negative: past it.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_end_near() IS
  'Called by gmalign.install(): makes or replaces the view rule_end_near in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_not_moving() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_not_moving WITH (security_invoker = true) AS
  SELECT p.goal_id AS id, p.goal_id AS subject_id, p.progress_share AS score, 'not_moving' AS reason_code,
         jsonb_build_object('conflict', p.status_conflict, 'value', p.current_value::numeric)::text AS parameters,
         gmalign.reason_text('not_moving', jsonb_build_object('conflict', p.status_conflict)) AS reason,
         p.goal_title AS driver
  FROM goal_progress p
  WHERE p.status_conflict IS NOT NULL;
  COMMENT ON VIEW rule_not_moving IS 'Rule not_moving: reported on track, but the value stands still. One row per such key result.';
  PERFORM gmalign.comment_rule_columns('rule_not_moving', 'goal', 'Its progress, 0 to 1.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_not_moving() IS
  'Called by gmalign.install(): makes or replaces the view rule_not_moving in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_rule_drift() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW rule_drift WITH (security_invoker = true) AS
  WITH looked AS (
    SELECT d.assignment_id, d.monthly_change,
           jsonb_build_object('monthly_change', d.monthly_change::numeric, 'first_score', d.first_score::numeric, 'last_score', d.last_score::numeric,
                              'days_below', d.days_below_threshold::numeric, 'points_below', d.points_below_threshold::numeric,
                              'months_to_threshold', d.months_to_threshold::numeric) AS parameters
    FROM alignment_drift d
    -- a line through two points, or through a few weeks, is no drift
    WHERE d.assignment_status <> 'ended' AND d.snapshot_count >= 3
      AND d.last_snapshot_on - d.first_snapshot_on >= 60
  )
  SELECT l.assignment_id AS id, l.assignment_id AS subject_id, l.monthly_change AS score, 'falling_alignment' AS reason_code,
         l.parameters::text AS parameters, gmalign.reason_text('falling_alignment', l.parameters) AS reason,
         NULL AS driver
  FROM looked l;
  COMMENT ON VIEW rule_drift IS 'Rule drift: the alignment of a move wears away. One row per assignment with snapshots of at least three months.';
  PERFORM gmalign.comment_rule_columns('rule_drift', 'assignment', 'Change of mutual alignment a month; negative: it falls.');
END $make$;
COMMENT ON FUNCTION gmalign.make_view_rule_drift() IS
  'Called by gmalign.install(): makes or replaces the view rule_drift in the first schema of the search path.';
