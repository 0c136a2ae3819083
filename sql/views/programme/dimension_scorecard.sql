CREATE OR REPLACE VIEW dimension_scorecard WITH (security_invoker = true) AS
WITH cover AS MATERIALIZED (
  SELECT c.strategic_goal_id, g.dimension_id, g.weight, c.importance_share, c.goal_count, c.staffed_count,
         c.weighted_coverage_share, c.progress_share, c.effort_share, c.cost_share, c.conflicting_goal_count
  FROM cascade_coverage c
  JOIN goal g ON g.id = c.strategic_goal_id
),
served AS (
  -- a move counts in a dimension with the share of its organization's points
  -- that reaches a strategic goal there
  SELECT c.dimension_id, a.assignment_id, a.assignee_id, v.mutual_alignment_score, gmalign_private.total(w.points) AS points
  FROM assignment_points a
  CROSS JOIN setting_in_force r
  CROSS JOIN LATERAL gmalign_private.verdict(a.points, a.no_goal, r.misaligned_below, r.opposed_from, r.aligned_from,
                                             r.beyond_chance_from) AS v
  CROSS JOIN LATERAL gmalign_private.reach_rows(a.points, a.no_goal, 'organization') AS w
  JOIN goal c ON c.id = w.goal
  WHERE v.pair_count = 3 AND (a.end_date IS NULL OR a.end_date >= gmalign.today())
  GROUP BY c.dimension_id, a.assignment_id, a.assignee_id, v.mutual_alignment_score
),
moves AS (
  SELECT s.dimension_id, count(*) AS assignment_count, count(DISTINCT s.assignee_id) AS person_count,
         gmalign_private.shown(gmalign_private.total(s.points * s.mutual_alignment_score) / nullif(gmalign_private.total(s.points), 0)) AS alignment_score
  FROM served s
  GROUP BY s.dimension_id
),
summed AS (
  SELECT c.dimension_id, count(*) AS strategic_goal_count,
         gmalign_private.total(c.importance_share) AS importance_share,
         gmalign_private.shown(gmalign_private.total(c.importance_share * c.weighted_coverage_share) / nullif(gmalign_private.total(c.importance_share), 0)) AS coverage_share,
         gmalign_private.shown(gmalign_private.total(c.importance_share * c.progress_share)
           / nullif(gmalign_private.total(c.importance_share) FILTER (WHERE c.progress_share IS NOT NULL), 0)) AS progress_share,
         gmalign_private.total(c.effort_share) AS effort_share, gmalign_private.total(c.cost_share) AS cost_share,
         sum(c.conflicting_goal_count)::bigint AS conflicting_goal_count,
         count(*) FILTER (WHERE c.weighted_coverage_share = 0) AS uncovered_goal_count
  FROM cover c
  GROUP BY c.dimension_id
)
SELECT d.id, d.code AS dimension_code, coalesce(d.name, d.code) AS dimension_name, d.sort_order,
       gmalign_private.shown(d.weight / nullif(gmalign_private.total(d.weight) OVER (), 0)) AS weight_share,
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
