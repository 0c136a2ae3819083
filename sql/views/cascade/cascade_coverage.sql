CREATE OR REPLACE VIEW cascade_coverage WITH (security_invoker = true) AS
WITH work AS MATERIALIZED (SELECT w.graph, w.strategic_goals, w.work FROM goal_work w),
--+ own_progress
progress AS (
  -- grouped, so that a query that asks for no progress works none out
  SELECT r.goal AS goal_id, max(r.value) AS progress_share
  FROM work w CROSS JOIN own
  CROSS JOIN LATERAL gmalign_private.rollup_of(coalesce(own.kept_graph, w.graph), own.goals, own.progress, own.weights, w.strategic_goals) AS r
  GROUP BY r.goal
),
banded AS (
  SELECT c.*,
         CASE WHEN c.strategic_goal IS NULL THEN NULL
              WHEN c.weighted_coverage = 0 THEN 'none'
              WHEN gmalign_private.is_below(c.contribution_total, r.thin_contribution_below)
                OR gmalign_private.is_below(c.weighted_coverage, r.thin_coverage_below) THEN 'thin'
              WHEN gmalign_private.is_below(c.weighted_coverage, r.covered_from) THEN 'partial'
              ELSE 'covered'
         END AS coverage_band,
         gmalign_private.total(c.fte) OVER () AS fte_total,
         gmalign_private.total(c.cost) OVER () AS cost_total,
         gmalign_private.total(c.moves_split) OVER () AS move_total,
         CASE WHEN cardinality(w.strategic_goals) = 0 THEN gmalign_private.sentence('unknown.no_strategy') END AS unknown_reason
  FROM work w
  CROSS JOIN LATERAL gmalign_private.cover_rows(w.graph, w.strategic_goals, w.work) AS c
  CROSS JOIN setting_in_force r
)
SELECT coalesce(b.strategic_goal::text, 'none') AS id,
       b.strategic_goal AS strategic_goal_id,
       coalesce(g.title, gmalign_private.sentence('gap.no_strategic_goal')) AS goal_title,
       d.name AS goal_dimension,
       gmalign_private.ratio(gmalign_private.amount(g.weight), gmalign_private.total(gmalign_private.amount(g.weight)) OVER ()) AS importance_share,
       b.goal_count::integer AS goal_count, b.leaf_count::integer AS leaf_count, b.staffed_count::integer AS staffed_count,
       b.staffed_leaf_count::integer AS staffed_leaf_count,
       b.coverage AS coverage_share,
       b.weighted_coverage AS weighted_coverage_share,
       b.contribution_total,
       b.conflicting_count::integer AS conflicting_goal_count,
       b.move_count::integer AS assignment_count,
       b.fte AS capacity_fte,
       CASE WHEN b.unknown_reason IS NULL THEN gmalign_private.ratio(b.fte, b.fte_total) END AS effort_share,
       CASE WHEN b.unknown_reason IS NULL THEN gmalign_private.ratio(b.cost, b.cost_total) END AS cost_share,
       p.progress_share,
       b.coverage_band,
       CASE WHEN b.unknown_reason IS NOT NULL THEN b.unknown_reason
            WHEN b.strategic_goal IS NULL THEN gmalign_private.sentence('gap.outside')
            ELSE gmalign_private.sentence('gap.' || nullif(gmalign_private.gap_code(b.goal_count, b.staffed_count, b.coverage_band), 'covered'))
       END AS gap_reason,
       b.cost AS cost_amount,
       CASE WHEN b.unknown_reason IS NULL THEN gmalign_private.ratio(b.moves_split, b.move_total) END AS assignment_share,
       b.unknown_reason
FROM banded b
LEFT JOIN goal g ON g.id = b.strategic_goal
LEFT JOIN goal_dimension d ON d.id = g.dimension_id
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
COMMENT ON COLUMN cascade_coverage.contribution_total IS 'Contributions of the goals somebody works on, added; at least 0, above 1 when several serve it fully. A goal somebody works on counts once, with what lies below it; one nobody works on with what its own goals bring, at most the whole of it.';
COMMENT ON COLUMN cascade_coverage.conflicting_goal_count IS 'Goals below it that work against it on balance.';
COMMENT ON COLUMN cascade_coverage.assignment_count IS 'Active assignments with a positive priority that serves it; one may serve several.';
COMMENT ON COLUMN cascade_coverage.capacity_fte IS 'Full-time equivalents that reach it, split over the goals they serve; the rows add up to all.';
COMMENT ON COLUMN cascade_coverage.effort_share IS 'Its share of all capacity, 0 to 1. NULL: no capacity known, or no strategic goal in force.';
COMMENT ON COLUMN cascade_coverage.cost_share IS 'Its share of all assignment cost, 0 to 1. NULL: no cost known, or no strategic goal in force.';
COMMENT ON COLUMN cascade_coverage.progress_share IS 'Progress rolled up to it, 0 to 1. NULL: nothing known below.';
COMMENT ON COLUMN cascade_coverage.coverage_band IS 'none, thin, partial or covered (thresholds in setting). NULL for work that reaches none.';
COMMENT ON COLUMN cascade_coverage.gap_reason IS 'What is missing, in words. NULL: nothing.';
COMMENT ON COLUMN cascade_coverage.cost_amount IS 'Cost of the active assignments that reaches it, split like capacity; the rows add up to all that is known.';
COMMENT ON COLUMN cascade_coverage.assignment_share IS 'Its share of the active assignments, 0 to 1: each counts as 1, split over its goals by points and on like capacity. NULL: there are none, or no strategic goal in force.';
COMMENT ON COLUMN cascade_coverage.unknown_reason IS 'Why no share is known of what reaches strategy, in words. NULL: it is.';
