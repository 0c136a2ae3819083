-- Views, programme: where voices part across all moves, how the programme
-- stands, its dimensions, its check-ins and what is missing from its records.

CREATE FUNCTION gmalign.make_view_checkin_health() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW checkin_health WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'check_in_every_days')::integer AS check_in_every_days
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  active AS (
    SELECT a.id, a.gm_professional_id, a.start_date
    FROM assignment a CROSS JOIN clock c
    WHERE gmalign.assignment_status(a.start_date, a.end_date, c.today) = 'active'
  ),
  talk AS (
    SELECT k.id, k.assignment_id, gmalign.local_date(k.checked_at) AS held_on, k.checked_at, k.status,
           lag(k.status) OVER (PARTITION BY k.assignment_id ORDER BY k.checked_at, k.id) AS status_before
    FROM check_in k
    JOIN active a ON a.id = k.assignment_id
    CROSS JOIN clock c
    WHERE gmalign.local_date(k.checked_at) <= c.today
  ),
  restated AS (
    SELECT DISTINCT g.assignment_id, g.stated_on
    FROM assignment_goal g JOIN active a ON a.id = g.assignment_id CROSS JOIN clock c
    WHERE g.stated_on <= c.today
  ),
  judged AS (
    -- it changed something: the status, or within 30 days what somebody wants
    SELECT t.assignment_id, t.held_on, t.checked_at,
           coalesce(t.status <> t.status_before, false)
             OR EXISTS (SELECT FROM restated r
                        WHERE r.assignment_id = t.assignment_id
                          AND r.stated_on BETWEEN t.held_on AND t.held_on + 30) AS is_change
    FROM talk t
  ),
  moved AS (
    SELECT a.id, a.gm_professional_id,
           max(j.checked_at) AS last_check_in_at,
           c.today - coalesce(max(j.held_on), a.start_date) AS days_quiet,
           count(j.assignment_id) FILTER (WHERE j.held_on > c.today - 365) AS check_in_count,
           count(j.assignment_id) FILTER (WHERE j.held_on > c.today - 365 AND j.is_change) AS changing_count
    FROM active a CROSS JOIN clock c
    LEFT JOIN judged j ON j.assignment_id = a.id
    GROUP BY a.id, a.gm_professional_id, a.start_date, c.today
  )
  SELECT coalesce(m.gm_professional_id::text, 'none') AS id, m.gm_professional_id,
         count(*) AS active_assignment_count,
         count(*) FILTER (WHERE m.days_quiet > r.check_in_every_days) AS overdue_count,
         count(*) FILTER (WHERE m.last_check_in_at IS NULL) AS never_count,
         count(*) FILTER (WHERE m.days_quiet > r.check_in_every_days)::float8 / count(*) AS overdue_share,
         avg(m.days_quiet)::float8 AS mean_days_quiet,
         max(m.last_check_in_at) AS last_check_in_at,
         sum(m.check_in_count)::bigint AS check_in_count,
         sum(m.changing_count)::bigint AS changing_check_in_count,
         sum(m.changing_count)::float8 / nullif(sum(m.check_in_count), 0)::float8 AS changing_share
  FROM moved m CROSS JOIN rule r
  GROUP BY m.gm_professional_id;
  COMMENT ON VIEW checkin_health IS 'Whether the coordinators of moves check in, and whether it changes anything. One row per GM professional with active moves, and one for moves without.';
  COMMENT ON COLUMN checkin_health.id IS 'Key of the GM professional, or none.';
  COMMENT ON COLUMN checkin_health.gm_professional_id IS 'The GM professional. NULL: moves without one.';
  COMMENT ON COLUMN checkin_health.active_assignment_count IS 'Active moves.';
  COMMENT ON COLUMN checkin_health.overdue_count IS 'Those without a check-in for longer than setting check_in_every_days.';
  COMMENT ON COLUMN checkin_health.never_count IS 'Those that never had one.';
  COMMENT ON COLUMN checkin_health.overdue_share IS 'Share of the active moves that is overdue, 0 to 1.';
  COMMENT ON COLUMN checkin_health.mean_days_quiet IS 'Mean days since the last check-in, or since the start.';
  COMMENT ON COLUMN checkin_health.last_check_in_at IS 'Latest check-in on any of the moves. NULL: none.';
  COMMENT ON COLUMN checkin_health.check_in_count IS 'Check-ins on these moves in the last 365 days.';
  COMMENT ON COLUMN checkin_health.changing_check_in_count IS 'Those after which something changed: another status than before, or priorities stated anew within 30 days.';
  COMMENT ON COLUMN checkin_health.changing_share IS 'Share of the check-ins that changed something, 0 to 1. NULL: there were none.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_checkin_health() IS
  'Called by gmalign.install(): makes or replaces the view checkin_health in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_program_summary() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW program_summary WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  score AS (
    SELECT count(*) FILTER (WHERE a.assignment_status <> 'ended') AS assignment_count,
           count(*) FILTER (WHERE a.assignment_status = 'active') AS active_count,
           count(*) FILTER (WHERE a.assignment_status = 'planned') AS planned_count,
           count(*) FILTER (WHERE a.assignment_status = 'ended') AS ended_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND a.is_scored) AS scored_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND a.alignment_band = 'aligned') AS aligned_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND a.alignment_band = 'mixed') AS mixed_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND a.alignment_band = 'misaligned') AS misaligned_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND NOT a.is_scored) AS unscored_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND NOT a.is_organization_heard) AS organization_unheard_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND NOT a.is_gm_professional_heard) AS gm_unheard_count,
           count(*) FILTER (WHERE a.assignment_status <> 'ended' AND NOT a.is_assignee_heard) AS assignee_unheard_count,
           avg(a.mutual_alignment_score) FILTER (WHERE a.assignment_status <> 'ended') AS mean_alignment_score,
           avg(a.score_change) FILTER (WHERE a.assignment_status <> 'ended') AS mean_score_change,
           avg(a.default_priority_share) FILTER (WHERE a.assignment_status <> 'ended') AS default_priority_share
    FROM assignment_alignment a
  ),
  cover AS (
    SELECT count(*) FILTER (WHERE c.strategic_goal_id IS NOT NULL) AS strategic_goal_count,
           count(*) FILTER (WHERE c.coverage_band IN ('none', 'thin')) AS thin_goal_count,
           sum(c.importance_share * c.weighted_coverage_share) AS coverage_share,
           max(c.effort_share) FILTER (WHERE c.strategic_goal_id IS NULL) AS idle_effort_share,
           sum(c.importance_share * c.progress_share) / nullif(sum(c.importance_share) FILTER (WHERE c.progress_share IS NOT NULL), 0) AS progress_share
    FROM cascade_coverage c
  ),
  goals AS (
    SELECT count(*) AS goal_count,
           avg((s.state IN ('strategic', 'aligned'))::integer)::float8 AS aligned_goal_share
    FROM goal_state s
  ),
  checked AS (
    SELECT sum(k.overdue_count)::bigint AS overdue_check_in_count FROM checkin_health k
  ),
  flags AS (
    SELECT count(*) AS open_flag_count
    FROM flag f CROSS JOIN clock c
    WHERE f.opened_on <= c.today AND (f.closed_on IS NULL OR f.closed_on > c.today)
      AND f.subject_kind <> 'person'
  )
  SELECT 'program' AS id, k.today AS as_of_date,
         s.assignment_count, s.active_count, s.planned_count, s.ended_count,
         s.scored_count, s.aligned_count, s.mixed_count, s.misaligned_count, s.unscored_count,
         s.misaligned_count::float8 / nullif(s.scored_count, 0) AS misaligned_share,
         s.organization_unheard_count, s.gm_unheard_count, s.assignee_unheard_count,
         s.mean_alignment_score, s.mean_score_change, s.default_priority_share,
         c.strategic_goal_count, c.thin_goal_count, c.coverage_share, c.progress_share, c.idle_effort_share,
         g.goal_count, g.aligned_goal_share,
         coalesce(h.overdue_check_in_count, 0) AS overdue_check_in_count,
         f.open_flag_count
  FROM clock k CROSS JOIN score s CROSS JOIN cover c CROSS JOIN goals g CROSS JOIN checked h CROSS JOIN flags f;
  COMMENT ON VIEW program_summary IS 'The programme in one row.';
  COMMENT ON COLUMN program_summary.id IS 'Always program.';
  COMMENT ON COLUMN program_summary.as_of_date IS 'The day it is about.';
  COMMENT ON COLUMN program_summary.assignment_count IS 'Moves that have not ended.';
  COMMENT ON COLUMN program_summary.active_count IS 'Those under way.';
  COMMENT ON COLUMN program_summary.planned_count IS 'Those ahead.';
  COMMENT ON COLUMN program_summary.ended_count IS 'Moves that have ended.';
  COMMENT ON COLUMN program_summary.scored_count IS 'Moves that have not ended and are scored.';
  COMMENT ON COLUMN program_summary.aligned_count IS 'Those aligned.';
  COMMENT ON COLUMN program_summary.mixed_count IS 'Those mixed.';
  COMMENT ON COLUMN program_summary.misaligned_count IS 'Those misaligned.';
  COMMENT ON COLUMN program_summary.unscored_count IS 'Moves that have not ended and cannot be scored.';
  COMMENT ON COLUMN program_summary.misaligned_share IS 'Misaligned moves as a share of the scored, 0 to 1. NULL: none scored.';
  COMMENT ON COLUMN program_summary.organization_unheard_count IS 'Moves that have not ended on which no voice of the organization is heard.';
  COMMENT ON COLUMN program_summary.gm_unheard_count IS 'Moves that have not ended on which the GM professional is not heard.';
  COMMENT ON COLUMN program_summary.assignee_unheard_count IS 'Moves that have not ended on which the assignee is not heard.';
  COMMENT ON COLUMN program_summary.mean_alignment_score IS 'Mean mutual alignment of the scored moves, 0 to 1. NULL: none scored.';
  COMMENT ON COLUMN program_summary.mean_score_change IS 'Mean change since the last snapshot, -1 to 1. NULL: not known.';
  COMMENT ON COLUMN program_summary.default_priority_share IS 'How much of the scores rests on defaults of the purpose, 0 to 1. NULL: nobody heard.';
  COMMENT ON COLUMN program_summary.strategic_goal_count IS 'Strategic goals in force.';
  COMMENT ON COLUMN program_summary.thin_goal_count IS 'Those without work behind them, or with little.';
  COMMENT ON COLUMN program_summary.coverage_share IS 'Weighted coverage of strategy, by importance, 0 to 1. NULL: no strategic goal.';
  COMMENT ON COLUMN program_summary.progress_share IS 'Progress of strategy, by importance, 0 to 1. NULL: nothing known.';
  COMMENT ON COLUMN program_summary.idle_effort_share IS 'Share of capacity that reaches no strategic goal, 0 to 1. NULL: no capacity known.';
  COMMENT ON COLUMN program_summary.goal_count IS 'Goals in force.';
  COMMENT ON COLUMN program_summary.aligned_goal_share IS 'Share of them that are strategic or reach strategy, 0 to 1. NULL: no goals.';
  COMMENT ON COLUMN program_summary.overdue_check_in_count IS 'Active moves without a check-in for longer than setting check_in_every_days.';
  COMMENT ON COLUMN program_summary.open_flag_count IS 'Open flags about moves and goals.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_program_summary() IS
  'Called by gmalign.install(): makes or replaces the view program_summary in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_priority_conflict() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW priority_conflict WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  voice AS (
    SELECT p.assignment_id, a.assignee_id,
           CASE WHEN p.stakeholder = 'hr' THEN 'hr'
                WHEN p.stakeholder IN ('senior_leadership', 'sponsor', 'organization') THEN 'leadership'
                WHEN p.party = 'gm_professional' THEN 'gm'
                WHEN p.party = 'assignee' THEN 'assignee' END AS camp,
           p.stakeholder_id, p.goal_id, p.points
    FROM assignment_priority p
    JOIN assignment a ON a.id = p.assignment_id
    CROSS JOIN clock c
    WHERE p.points IS NOT NULL
      AND gmalign.assignment_status(a.start_date, a.end_date, c.today) <> 'ended'
  ),
  camp AS (
    SELECT v.camp, count(DISTINCT (v.assignment_id, v.stakeholder_id)) AS voice_count,
           count(DISTINCT v.assignment_id) AS assignment_count, count(DISTINCT v.assignee_id) AS person_count
    FROM voice v
    WHERE v.camp IS NOT NULL
    GROUP BY v.camp
  ),
  summed AS (
    SELECT v.camp, v.goal_id, sum(v.points) AS points FROM voice v WHERE v.camp IS NOT NULL GROUP BY v.camp, v.goal_id
  ),
  lifted AS (
    SELECT s.camp, coalesce(l.compared_goal_id, s.goal_id) AS goal_id,
           sum(s.points * coalesce(l.lift_share, 1)) / c.voice_count AS points
    FROM summed s
    JOIN camp c ON c.camp = s.camp
    LEFT JOIN goal_lift l ON l.goal_id = s.goal_id
    GROUP BY s.camp, coalesce(l.compared_goal_id, s.goal_id), c.voice_count
  ),
  heard AS (
    SELECT max(c.assignment_count) FILTER (WHERE c.camp = 'hr') AS hr,
           max(c.assignment_count) FILTER (WHERE c.camp = 'leadership') AS leadership,
           max(c.assignment_count) FILTER (WHERE c.camp = 'gm') AS gm,
           max(c.assignment_count) FILTER (WHERE c.camp = 'assignee') AS assignee,
           min(c.person_count) AS person_count
    FROM camp c
  ),
  compared AS (
    SELECT l.goal_id,
           CASE WHEN h.hr > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'hr'), 0) END AS hr_points,
           CASE WHEN h.leadership > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'leadership'), 0) END AS leadership_points,
           CASE WHEN h.gm > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'gm'), 0) END AS gm_points,
           CASE WHEN h.assignee > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'assignee'), 0) END AS assignee_points
    FROM lifted l CROSS JOIN heard h
    GROUP BY l.goal_id, h.hr, h.leadership, h.gm, h.assignee
  ),
  pair AS (
    SELECT c.goal_id, v.pair, v.x, v.y,
           gmalign.alignment_loss(v.x, v.y, 1, nullif(sum(abs(v.x) + abs(v.y)) OVER (PARTITION BY v.pair), 0)) AS loss_share
    FROM compared c
    CROSS JOIN LATERAL (VALUES ('gm|hr', c.gm_points, c.hr_points), ('gm|leadership', c.gm_points, c.leadership_points),
                               ('hr|leadership', c.hr_points, c.leadership_points)) AS v (pair, x, y)
    WHERE v.x IS NOT NULL AND v.y IS NOT NULL
  ),
  widest AS (
    SELECT DISTINCT ON (p.goal_id) p.goal_id, p.pair, p.loss_share,
           CASE WHEN p.x = p.y THEN NULL
                WHEN p.x * p.y < 0 THEN 'opposed'
                WHEN p.x = 0 OR p.y = 0 THEN 'unshared'
                ELSE 'strength' END AS kind
    FROM pair p
    ORDER BY p.goal_id, p.loss_share DESC NULLS LAST, p.pair
  )
  SELECT c.goal_id AS id, c.goal_id, g.title AS goal_title, g.level = 'strategic' AS is_strategic,
         c.hr_points, c.leadership_points, c.gm_points, c.assignee_points,
         greatest(c.hr_points, c.leadership_points, c.gm_points) - least(c.hr_points, c.leadership_points, c.gm_points) AS spread_points,
         w.pair AS widest_pair, w.kind, w.loss_share,
         row_number() OVER (ORDER BY w.loss_share DESC NULLS LAST, c.goal_id) AS rank_order,
         coalesce(h.hr, 0) AS hr_assignment_count,
         coalesce(h.leadership, 0) AS leadership_assignment_count,
         coalesce(h.gm, 0) AS gm_assignment_count,
         h.person_count
  FROM compared c
  CROSS JOIN heard h
  JOIN goal g ON g.id = c.goal_id
  LEFT JOIN widest w ON w.goal_id = c.goal_id;
  COMMENT ON VIEW priority_conflict IS 'Where HR, leadership and the GM professionals part, goal by goal, over all moves that have not ended. Points after every goal moved up to the strategic goals it serves. One row per goal compared.';
  COMMENT ON COLUMN priority_conflict.id IS 'Key of the goal compared.';
  COMMENT ON COLUMN priority_conflict.goal_id IS 'The goal compared: a strategic goal, or an own goal as far as it serves none.';
  COMMENT ON COLUMN priority_conflict.goal_title IS 'Its title.';
  COMMENT ON COLUMN priority_conflict.is_strategic IS 'Whether it is strategic.';
  COMMENT ON COLUMN priority_conflict.hr_points IS 'Mean points of HR, -1 to 1; over all goals the magnitudes of a voice sum to 1. NULL: HR is heard nowhere.';
  COMMENT ON COLUMN priority_conflict.leadership_points IS 'Mean points of leadership (senior leadership, sponsor, or the organization as one voice), -1 to 1. NULL: heard nowhere.';
  COMMENT ON COLUMN priority_conflict.gm_points IS 'Mean points of the GM professionals, -1 to 1. NULL: heard nowhere.';
  COMMENT ON COLUMN priority_conflict.assignee_points IS 'Mean points of assignees and families, -1 to 1. NULL: heard nowhere.';
  COMMENT ON COLUMN priority_conflict.spread_points IS 'Largest minus smallest of HR, leadership and GM, 0 to 2.';
  COMMENT ON COLUMN priority_conflict.widest_pair IS 'The two of them with the largest loss on this goal, as a|b. NULL: fewer than two are heard.';
  COMMENT ON COLUMN priority_conflict.kind IS 'opposed, unshared or strength (see alignment_driver). NULL: no difference.';
  COMMENT ON COLUMN priority_conflict.loss_share IS 'This goal''s share of that pair''s loss of alignment, 0 to 1; over all goals a pair''s sum to 1 minus its score.';
  COMMENT ON COLUMN priority_conflict.rank_order IS 'Place in the list, 1 first: by loss.';
  COMMENT ON COLUMN priority_conflict.hr_assignment_count IS 'Moves on which HR is heard.';
  COMMENT ON COLUMN priority_conflict.leadership_assignment_count IS 'Moves on which leadership is heard.';
  COMMENT ON COLUMN priority_conflict.gm_assignment_count IS 'Moves on which the GM professional is heard.';
  COMMENT ON COLUMN priority_conflict.person_count IS 'Assignees behind the figures, of the voice heard on the fewest moves.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_priority_conflict() IS
  'Called by gmalign.install(): makes or replaces the view priority_conflict in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_dimension_scorecard() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW dimension_scorecard WITH (security_invoker = true) AS
  WITH cover AS MATERIALIZED (
    SELECT c.strategic_goal_id, g.dimension_id, g.weight, c.importance_share, c.goal_count, c.staffed_count,
           c.weighted_coverage_share, c.progress_share, c.effort_share, c.cost_share, c.conflicting_goal_count
    FROM cascade_coverage c
    JOIN goal g ON g.id = c.strategic_goal_id
  ),
  wanted AS (
    SELECT p.assignment_id, p.goal_id,
           p.points / nullif(sum(abs(p.points)) OVER (PARTITION BY p.assignment_id), 0) AS points
    FROM assignment_priority p
    WHERE p.party = 'organization'
  ),
  served AS (
    -- a move counts in a dimension with the share of its organization's points
    -- that reaches a strategic goal there
    SELECT c.dimension_id, w.assignment_id, sum(abs(w.points * l.lift_share)) AS points
    FROM wanted w
    JOIN goal_lift l ON l.goal_id = w.goal_id AND l.is_strategic
    JOIN goal c ON c.id = l.compared_goal_id
    WHERE w.points <> 0
    GROUP BY c.dimension_id, w.assignment_id
  ),
  moves AS (
    SELECT s.dimension_id, count(*) AS assignment_count, count(DISTINCT a.assignee_id) AS person_count,
           sum(s.points * m.mutual_alignment_score) / nullif(sum(s.points), 0) AS alignment_score
    FROM served s
    JOIN assignment a ON a.id = s.assignment_id
    JOIN assignment_alignment m ON m.assignment_id = s.assignment_id
    WHERE m.is_scored AND m.assignment_status <> 'ended'
    GROUP BY s.dimension_id
  ),
  summed AS (
    SELECT c.dimension_id, count(*) AS strategic_goal_count,
           sum(c.importance_share) AS importance_share,
           sum(c.importance_share * c.weighted_coverage_share) / nullif(sum(c.importance_share), 0) AS coverage_share,
           sum(c.importance_share * c.progress_share)
             / nullif(sum(c.importance_share) FILTER (WHERE c.progress_share IS NOT NULL), 0) AS progress_share,
           sum(c.effort_share) AS effort_share, sum(c.cost_share) AS cost_share,
           sum(c.conflicting_goal_count)::bigint AS conflicting_goal_count,
           count(*) FILTER (WHERE c.weighted_coverage_share = 0) AS uncovered_goal_count
    FROM cover c
    GROUP BY c.dimension_id
  )
  SELECT d.id, d.code AS dimension_code, coalesce(d.name, d.code) AS dimension_name, d.sort_order,
         d.weight / nullif(sum(d.weight) OVER (), 0) AS weight_share,
         coalesce(s.strategic_goal_count, 0) AS strategic_goal_count,
         s.importance_share, s.coverage_share, s.progress_share, s.effort_share, s.cost_share,
         coalesce(s.conflicting_goal_count, 0) AS conflicting_goal_count,
         coalesce(s.uncovered_goal_count, 0) AS uncovered_goal_count,
         m.alignment_score,
         coalesce(m.assignment_count, 0) AS assignment_count,
         coalesce(m.person_count, 0) AS person_count
  FROM goal_dimension d
  LEFT JOIN summed s ON s.dimension_id = d.id
  LEFT JOIN moves m ON m.dimension_id = d.id;
  COMMENT ON VIEW dimension_scorecard IS 'How the programme stands in each of its dimensions. One row per row of goal_dimension, whatever they are called.';
  COMMENT ON COLUMN dimension_scorecard.id IS 'Key of the dimension.';
  COMMENT ON COLUMN dimension_scorecard.dimension_code IS 'Its code.';
  COMMENT ON COLUMN dimension_scorecard.dimension_name IS 'Its name, or its code when it has none.';
  COMMENT ON COLUMN dimension_scorecard.sort_order IS 'Its place in lists. NULL: none given.';
  COMMENT ON COLUMN dimension_scorecard.weight_share IS 'Its weight as a share of all dimensions'' weights, 0 to 1.';
  COMMENT ON COLUMN dimension_scorecard.strategic_goal_count IS 'Strategic goals in force that count in it.';
  COMMENT ON COLUMN dimension_scorecard.importance_share IS 'Their importance, as a share of all strategic goals'', 0 to 1. NULL: none.';
  COMMENT ON COLUMN dimension_scorecard.coverage_share IS 'Their weighted coverage, by importance, 0 to 1. NULL: none.';
  COMMENT ON COLUMN dimension_scorecard.progress_share IS 'Their progress, by importance, 0 to 1. NULL: nothing known.';
  COMMENT ON COLUMN dimension_scorecard.effort_share IS 'Share of all capacity that reaches them, 0 to 1. NULL: no capacity known.';
  COMMENT ON COLUMN dimension_scorecard.cost_share IS 'Share of all assignment cost that reaches them, 0 to 1. NULL: no cost known.';
  COMMENT ON COLUMN dimension_scorecard.conflicting_goal_count IS 'Goals below them that work against them on balance.';
  COMMENT ON COLUMN dimension_scorecard.uncovered_goal_count IS 'Those of them without any work behind them.';
  COMMENT ON COLUMN dimension_scorecard.alignment_score IS 'Mean mutual alignment of the moves that serve it, weighted by the organization''s points, 0 to 1. NULL: none scored.';
  COMMENT ON COLUMN dimension_scorecard.assignment_count IS 'Scored moves that have not ended to which the organization gives points here.';
  COMMENT ON COLUMN dimension_scorecard.person_count IS 'Assignees on these moves.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_dimension_scorecard() IS
  'Called by gmalign.install(): makes or replaces the view dimension_scorecard in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_data_completeness() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW data_completeness WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  move AS (
    SELECT a.gm_professional_id, a.sponsor_id, a.purpose, a.planned_end_date, a.cost_estimate, a.why_organization,
           m.is_organization_heard, m.is_gm_professional_heard, m.is_assignee_heard, m.oldest_priority_date, m.default_priority_share
    FROM assignment a
    JOIN assignment_alignment m ON m.assignment_id = a.id
    WHERE m.assignment_status <> 'ended'
  ),
  ended AS (
    SELECT a.end_reason, a.actual_cost, a.benefit,
           EXISTS (SELECT FROM assignment_outcome o WHERE o.assignment_id = a.id) AS is_judged
    FROM assignment a CROSS JOIN clock c
    WHERE gmalign.assignment_status(a.start_date, a.end_date, c.today) = 'ended'
  ),
  topic AS (
    SELECT v.* FROM (
      SELECT count(*) AS n, count(*) FILTER (WHERE m.is_organization_heard) AS organization,
             count(*) FILTER (WHERE m.is_gm_professional_heard) AS gm, count(*) FILTER (WHERE m.is_assignee_heard) AS assignee,
             count(*) FILTER (WHERE m.default_priority_share = 0) AS asked,
             count(*) FILTER (WHERE m.oldest_priority_date > c.today - 365) AS fresh,
             count(m.gm_professional_id) AS professional, count(m.sponsor_id) AS sponsor, count(m.purpose) AS purpose,
             count(m.planned_end_date) AS planned_end, count(m.cost_estimate) AS estimate,
             count(m.why_organization) AS why
      FROM move m CROSS JOIN clock c) q
    CROSS JOIN LATERAL (VALUES
      (10, 'organization heard', 'assignment', q.n, q.organization),
      (11, 'GM professional heard', 'assignment', q.n, q.gm),
      (12, 'assignee heard', 'assignment', q.n, q.assignee),
      (13, 'priorities asked for, none by default', 'assignment', q.n, q.asked),
      (14, 'priorities stated within a year', 'assignment', q.n, q.fresh),
      (20, 'GM professional known', 'assignment', q.n, q.professional),
      (21, 'sponsor known', 'assignment', q.n, q.sponsor),
      (22, 'purpose known', 'assignment', q.n, q.purpose),
      (23, 'why of the organization stated', 'assignment', q.n, q.why),
      (24, 'planned end known', 'assignment', q.n, q.planned_end),
      (25, 'cost estimated', 'assignment', q.n, q.estimate)
    ) AS v (place, topic, subject_kind, expected_count, present_count)
    UNION ALL
    SELECT v.* FROM (
      SELECT count(*) AS n, count(e.end_reason) AS reason, count(e.actual_cost) AS cost, count(e.benefit) AS benefit,
             count(*) FILTER (WHERE e.is_judged) AS judged
      FROM ended e) q
    CROSS JOIN LATERAL (VALUES
      (30, 'end reason known', 'ended assignment', q.n, q.reason),
      (31, 'outcome judged', 'ended assignment', q.n, q.judged),
      (32, 'actual cost known', 'ended assignment', q.n, q.cost),
      (33, 'benefit valued', 'ended assignment', q.n, q.benefit)
    ) AS v (place, topic, subject_kind, expected_count, present_count)
    UNION ALL
    SELECT v.* FROM (
      SELECT count(*) AS n, count(s.owner_id) AS owned, count(*) FILTER (WHERE s.has_why) AS why,
             count(*) FILTER (WHERE s.is_time_bound) AS dated,
             count(*) FILTER (WHERE s.goal_type = 'key_result') AS key_results,
             count(*) FILTER (WHERE s.goal_type = 'key_result' AND s.is_measurable) AS measurable,
             count(*) FILTER (WHERE s.state = 'strategic') AS strategic,
             count(g.dimension_id) FILTER (WHERE s.state = 'strategic') AS dimensioned,
             count(*) FILTER (WHERE s.state <> 'strategic') AS below,
             count(*) FILTER (WHERE s.state IN ('aligned', 'disconnected')) AS linked
      FROM goal_state s JOIN goal g ON g.id = s.goal_id) q
    CROSS JOIN LATERAL (VALUES
      (40, 'owner known', 'goal', q.n, q.owned),
      (41, 'why stated', 'goal', q.n, q.why),
      (42, 'start and due date known', 'goal', q.n, q.dated),
      (43, 'linked to a goal above', 'goal', q.below, q.linked),
      (44, 'direction and target known', 'key result', q.key_results, q.measurable),
      (45, 'dimension known', 'strategic goal', q.strategic, q.dimensioned)
    ) AS v (place, topic, subject_kind, expected_count, present_count)
    UNION ALL
    SELECT v.* FROM (
      SELECT count(*) AS n, count(e.org_unit_id) AS unit, count(e.is_high_performer) AS rated
      FROM employee e CROSS JOIN clock c
      WHERE (e.departure_date IS NULL OR e.departure_date >= c.today)
        AND (e.hire_date IS NULL OR e.hire_date <= c.today)) q
    CROSS JOIN LATERAL (VALUES
      (50, 'unit known', 'person', q.n, q.unit),
      (51, 'high performer or not', 'person', q.n, q.rated)
    ) AS v (place, topic, subject_kind, expected_count, present_count)
    UNION ALL
    SELECT 60 AS place, 'rows loaded, not rejected' AS topic, 'source row' AS subject_kind, NULL::bigint AS expected_count, NULL::bigint AS present_count
  )
  SELECT t.subject_kind || ': ' || t.topic AS id, t.subject_kind, t.topic,
         t.expected_count, t.present_count,
         CASE WHEN t.place = 60 THEN (SELECT count(*) FROM load_reject) ELSE t.expected_count - t.present_count END AS missing_count,
         t.present_count::float8 / nullif(t.expected_count, 0) AS present_share,
         t.place AS sort_order
  FROM topic t;
  COMMENT ON VIEW data_completeness IS 'What is missing from the records the other views rest on. One row per topic.';
  COMMENT ON COLUMN data_completeness.id IS 'Key of the row: what it is about, and the topic.';
  COMMENT ON COLUMN data_completeness.subject_kind IS 'What it is about: assignment (not ended), ended assignment, goal, key result, strategic goal, person, source row.';
  COMMENT ON COLUMN data_completeness.topic IS 'What should be known.';
  COMMENT ON COLUMN data_completeness.expected_count IS 'How many there are. NULL: not known.';
  COMMENT ON COLUMN data_completeness.present_count IS 'For how many it is known. NULL: not known.';
  COMMENT ON COLUMN data_completeness.missing_count IS 'For how many it is missing; for source rows: rows in load_reject.';
  COMMENT ON COLUMN data_completeness.present_share IS 'Share for which it is known, 0 to 1. NULL: there are none.';
  COMMENT ON COLUMN data_completeness.sort_order IS 'Place in lists.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_data_completeness() IS
  'Called by gmalign.install(): makes or replaces the view data_completeness in the first schema of the search path.';
