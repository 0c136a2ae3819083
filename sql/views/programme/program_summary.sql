CREATE OR REPLACE VIEW program_summary WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- the graph is made once, and read by all that follows
frame AS MATERIALIZED (SELECT f.graph, f.strategic_goals AS goals FROM cascade_graph f),
past AS (
  SELECT count(*) AS ended_count
  FROM assignment a CROSS JOIN clock c
  --+ move_end
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, c.today) = 'ended'
),
-- scores and work in one pass
score AS (
  SELECT count(w.id) AS assignment_count,
         count(*) FILTER (WHERE w.assignment_status = 'active') AS active_count,
         count(*) FILTER (WHERE w.assignment_status = 'planned') AS planned_count,
         count(*) FILTER (WHERE w.pair_count = 3) AS scored_count,
         count(*) FILTER (WHERE w.alignment_band = 'aligned') AS aligned_count,
         count(*) FILTER (WHERE w.alignment_band = 'mixed') AS mixed_count,
         count(*) FILTER (WHERE w.alignment_band = 'misaligned') AS misaligned_count,
         count(*) FILTER (WHERE w.alignment_band = 'cannot tell') AS cannot_tell_count,
         count(*) FILTER (WHERE w.pair_count <> 3) AS unscored_count,
         count(*) FILTER (WHERE NOT w.is_organization_heard) AS organization_unheard_count,
         count(*) FILTER (WHERE NOT w.is_gm_professional_heard) AS gm_unheard_count,
         count(*) FILTER (WHERE NOT w.is_assignee_heard) AS assignee_unheard_count,
         gmalign_private.mean(w.mutual_alignment_score) AS mean_alignment_score,
         gmalign_private.mean(w.mutual_alignment_score - w.previous_score) AS mean_score_change,
         gmalign_private.mean(w.default_priority_share) AS default_priority_share,
         gmalign_private.goal_work(w.points, w.fte_share, NULL) FILTER (WHERE w.assignment_status = 'active') AS work
  FROM (SELECT m.id, m.assignment_status, v.pair_count, v.alignment_band,
               v.is_organization_heard, v.is_gm_professional_heard, v.is_assignee_heard,
               v.mutual_alignment_score, v.default_priority_share,
               coalesce(l.mutual_alignment,
                        (SELECT n.mutual_alignment
                         FROM alignment_snapshot n
                         WHERE n.assignment_id = m.id AND n.taken_on < c.today AND n.mutual_alignment BETWEEN 0 AND 1
                         ORDER BY n.taken_on DESC
                         LIMIT 1)) AS previous_score,
               m.points, m.fte_share
        FROM (SELECT a.id, gmalign_private.amount(a.fte_share) AS fte_share,
              --+ running_points
              GROUP BY a.id, a.fte_share, a.start_date, a.end_date, a.purpose) AS m
        CROSS JOIN (SELECT gmalign.today() AS today) AS c
        CROSS JOIN points_frame f
        CROSS JOIN setting_in_force r
        CROSS JOIN LATERAL gmalign_private.verdict(m.points, f.no_goal,
                                                   r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                                   r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                                   r.answer_reliability, r.answer_step) AS v
        LEFT JOIN alignment_snapshot l ON l.assignment_id = m.id AND l.mutual_alignment BETWEEN 0 AND 1
          AND l.taken_on = (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on < gmalign.today())) AS w
),
--+ own_progress
progress AS (
  SELECT r.goal, r.value
  FROM frame f CROSS JOIN own o
  CROSS JOIN LATERAL gmalign_private.rollup_of(coalesce(o.kept_graph, f.graph), o.goals, o.progress, o.weights, f.goals) AS r
),
cover AS (
  SELECT count(c.strategic_goal) AS strategic_goal_count,
         count(c.strategic_goal) FILTER (WHERE c.weighted_coverage = 0
                                            OR gmalign_private.is_below(c.contribution_total, r.thin_contribution_below)
                                            OR gmalign_private.is_below(c.weighted_coverage, r.thin_coverage_below)) AS thin_goal_count,
         gmalign_private.ratio(gmalign_private.total(gmalign_private.product(gmalign_private.amount(g.weight), c.weighted_coverage)),
                               gmalign_private.total(gmalign_private.amount(g.weight))) AS coverage_share,
         gmalign_private.ratio(gmalign_private.total(c.fte) FILTER (WHERE c.strategic_goal IS NULL AND cardinality(f.goals) > 0), gmalign_private.total(c.fte)) AS idle_effort_share,
         gmalign_private.ratio(gmalign_private.total(gmalign_private.product(gmalign_private.amount(g.weight), p.value)),
                               gmalign_private.total(gmalign_private.amount(g.weight)) FILTER (WHERE p.value IS NOT NULL)) AS progress_share
  FROM frame f CROSS JOIN score w CROSS JOIN setting_in_force r
  CROSS JOIN LATERAL gmalign_private.cover_rows(f.graph, f.goals, gmalign_private.goal_work_combine(w.work, (SELECT k.work FROM contributor_work k))) AS c
  LEFT JOIN goal g ON g.id = c.strategic_goal
  LEFT JOIN progress p ON p.goal = c.strategic_goal
),
goals AS (
  SELECT count(*) AS goal_count,
         avg((s.state IN ('strategic', 'aligned'))::integer) FILTER (WHERE cardinality(f.goals) > 0)::float8 AS aligned_goal_share
  FROM frame f
  CROSS JOIN LATERAL gmalign.goal_states(f.graph, f.goals, false) AS s
),
checked AS (
  SELECT count(*) FILTER (WHERE k.score > r.check_in_every_days) AS overdue_check_in_count
  FROM rule_move_check_in_overdue k CROSS JOIN setting_in_force r
),
flags AS (
  SELECT count(*) AS open_flag_count
  FROM flag f CROSS JOIN clock c
  WHERE f.opened_on <= c.today AND (f.closed_on IS NULL OR f.closed_on > c.today)
    AND f.subject_kind <> 'person'
  --+ flag_leads
),
run AS (
  SELECT max(r.as_of) AS as_of                                                                        --? check_run.skipped
  FROM check_run r CROSS JOIN clock c                                                                 --? check_run.skipped
  WHERE r.as_of <= c.today AND r.finished_at IS NOT NULL AND r.flag_ms IS NOT NULL                    --? check_run.skipped
    AND r.skipped IS NULL                                                                             --? check_run.skipped
    -- of a rule that failed nobody knows how many it would have found
    AND r.failed_count = 0                                                                            --? check_run.skipped check_run.failed_count
  SELECT NULL::date AS as_of                                                                          --! check_run.skipped
)
SELECT 'program' AS id, k.today AS as_of_date,
       s.assignment_count::integer AS assignment_count, s.active_count::integer AS active_count,
       s.planned_count::integer AS planned_count, e.ended_count::integer AS ended_count,
       s.scored_count::integer AS scored_count, s.aligned_count::integer AS aligned_count, s.mixed_count::integer AS mixed_count,
       s.misaligned_count::integer AS misaligned_count, s.unscored_count::integer AS unscored_count,
       s.misaligned_count::float8 / nullif(s.scored_count, 0) AS misaligned_share,
       s.organization_unheard_count::integer AS organization_unheard_count, s.gm_unheard_count::integer AS gm_unheard_count,
       s.assignee_unheard_count::integer AS assignee_unheard_count,
       s.mean_alignment_score, s.mean_score_change, s.default_priority_share,
       c.strategic_goal_count::integer AS strategic_goal_count,
       CASE WHEN c.strategic_goal_count > 0 THEN c.thin_goal_count::integer END AS thin_goal_count, c.coverage_share, c.progress_share, c.idle_effort_share,
       g.goal_count::integer AS goal_count, g.aligned_goal_share,
       h.overdue_check_in_count::integer AS overdue_check_in_count,
       f.open_flag_count::integer AS open_flag_count,
       s.cannot_tell_count::integer AS cannot_tell_count,
       r.as_of AS last_complete_check_date
FROM clock k CROSS JOIN score s CROSS JOIN past e CROSS JOIN cover c CROSS JOIN goals g CROSS JOIN checked h CROSS JOIN flags f CROSS JOIN run r;
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
COMMENT ON COLUMN program_summary.thin_goal_count IS 'Those without work behind them, or with little. NULL: no strategic goal.';
COMMENT ON COLUMN program_summary.coverage_share IS 'Weighted coverage of strategy, by importance, 0 to 1. NULL: no strategic goal.';
COMMENT ON COLUMN program_summary.progress_share IS 'Progress of strategy, by importance, 0 to 1. NULL: nothing known.';
COMMENT ON COLUMN program_summary.idle_effort_share IS 'Share of capacity that reaches no strategic goal, 0 to 1. NULL: no capacity known, or no strategic goal in force.';
COMMENT ON COLUMN program_summary.goal_count IS 'Goals in force.';
COMMENT ON COLUMN program_summary.aligned_goal_share IS 'Share of them that are strategic or reach strategy, 0 to 1. NULL: no goals, or none of them strategic.';
COMMENT ON COLUMN program_summary.overdue_check_in_count IS 'Active moves without a check-in for longer than setting check_in_every_days.';
COMMENT ON COLUMN program_summary.open_flag_count IS 'Open flags about moves and goals; one folded into another counts there.';
COMMENT ON COLUMN program_summary.cannot_tell_count IS 'Those of which it cannot be told: assignment_alignment says what to ask next.';
COMMENT ON COLUMN program_summary.last_complete_check_date IS 'The day of the last nightly check that looked at everything: neither skipped nor with a rule that failed. Yesterday or today when all is well. NULL: there was none.';
