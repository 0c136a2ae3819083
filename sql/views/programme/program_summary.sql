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
