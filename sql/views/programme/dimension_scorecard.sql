CREATE OR REPLACE VIEW dimension_scorecard WITH (security_invoker = true) AS
-- the graph and the points are made once, and read by all that follows
WITH frame AS MATERIALIZED (SELECT f.graph, f.strategic_goals AS goals FROM cascade_graph f),
move AS MATERIALIZED (
  SELECT m.*, gmalign_private.mutual_alignment(m.points) AS mutual_alignment_score
  FROM (SELECT a.id, a.assignee_id, gmalign_private.amount(a.fte_share) AS fte, coalesce(gmalign_private.amount(a.actual_cost::float8), gmalign_private.amount(a.cost_estimate::float8)) AS cost,
        --+ running_points
        GROUP BY a.id, a.assignee_id, a.fte_share, a.actual_cost, a.cost_estimate, a.start_date, a.end_date, a.purpose) AS m
),
served AS (
  -- a move counts in a dimension with the share of its organization's points
  -- that reaches a strategic goal there
  SELECT c.dimension_id, m.id, m.assignee_id, m.mutual_alignment_score, w.points
  FROM move m
  CROSS JOIN points_frame f
  CROSS JOIN LATERAL gmalign_private.reach_rows(m.points, f.no_goal, 'organization') AS w
  JOIN goal c ON c.id = w.goal
  WHERE m.mutual_alignment_score IS NOT NULL
),
moves AS (
  SELECT s.dimension_id, gmalign_private.distinct_count(s.id) AS assignment_count,
         gmalign_private.distinct_count(s.assignee_id) AS person_count,
         gmalign_private.ratio(gmalign_private.total(gmalign_private.product(s.points, s.mutual_alignment_score)), gmalign_private.total(s.points)) AS alignment_score
  FROM served s
  GROUP BY s.dimension_id
),
--+ own_progress
progress AS (
  SELECT r.goal, r.value
  FROM frame f CROSS JOIN own o
  CROSS JOIN LATERAL gmalign_private.rollup_of(coalesce(o.kept_graph, f.graph), o.goals, o.progress, o.weights, f.goals) AS r
),
work AS (
  SELECT gmalign_private.goal_work_combine(
           (SELECT gmalign_private.goal_work(m.points, m.fte, m.cost) FROM move m WHERE m.assignment_status = 'active'),
           (SELECT k.work FROM contributor_work k)) AS work
),
cover AS (
  SELECT c.*, g.dimension_id, gmalign_private.amount(g.weight) AS weight, p.value AS progress,
         gmalign_private.total(gmalign_private.amount(g.weight)) OVER () AS weight_total, gmalign_private.total(c.fte) OVER () AS fte_total,
         gmalign_private.total(c.cost) OVER () AS cost_total
  FROM frame f CROSS JOIN work w
  CROSS JOIN LATERAL gmalign_private.cover_rows(f.graph, f.goals, w.work) AS c
  LEFT JOIN goal g ON g.id = c.strategic_goal
  LEFT JOIN progress p ON p.goal = c.strategic_goal
),
summed AS (
  SELECT c.dimension_id, count(*) AS strategic_goal_count,
         gmalign_private.ratio(gmalign_private.total(c.weight), max(c.weight_total)) AS importance_share,
         gmalign_private.ratio(gmalign_private.total(gmalign_private.product(c.weight, c.weighted_coverage)), gmalign_private.total(c.weight)) AS coverage_share,
         gmalign_private.ratio(gmalign_private.total(gmalign_private.product(c.weight, c.progress)),
                               gmalign_private.total(c.weight) FILTER (WHERE c.progress IS NOT NULL)) AS progress_share,
         gmalign_private.ratio(gmalign_private.total(c.fte), max(c.fte_total)) AS effort_share,
         gmalign_private.ratio(gmalign_private.total(c.cost), max(c.cost_total)) AS cost_share,
         sum(c.conflicting_count) AS conflicting_goal_count,
         count(*) FILTER (WHERE c.weighted_coverage = 0) AS uncovered_goal_count
  FROM cover c
  WHERE c.strategic_goal IS NOT NULL
  GROUP BY c.dimension_id
)
SELECT d.id, d.code AS dimension_code, coalesce(d.name, d.code) AS dimension_name, d.sort_order,
       gmalign_private.ratio(gmalign_private.amount(d.weight), gmalign_private.total(gmalign_private.amount(d.weight)) OVER ()) AS weight_share,
       coalesce(s.strategic_goal_count, 0)::integer AS strategic_goal_count,
       s.importance_share, s.coverage_share, s.progress_share, s.effort_share, s.cost_share,
       coalesce(s.conflicting_goal_count, 0)::integer AS conflicting_goal_count,
       coalesce(s.uncovered_goal_count, 0)::integer AS uncovered_goal_count,
       m.alignment_score,
       coalesce(m.assignment_count, 0)::integer AS assignment_count,
       coalesce(m.person_count, 0)::integer AS person_count
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
