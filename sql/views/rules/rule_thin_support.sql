CREATE OR REPLACE VIEW rule_thin_support WITH (security_invoker = true) AS
WITH looked AS (
  SELECT c.strategic_goal_id, c.goal_title,
         least(gmalign_private.ratio(c.contribution_total, r.thin_contribution_below),
               gmalign_private.ratio(c.weighted_coverage_share, r.thin_coverage_below)) AS score,
         jsonb_build_object('gap', gmalign_private.gap_code(c.goal_count, c.staffed_count, c.coverage_band), 'coverage_band', c.coverage_band,
                            'coverage_share', c.weighted_coverage_share::numeric, 'contribution', c.contribution_total::numeric) AS parameters
  FROM cascade_coverage c CROSS JOIN setting_in_force r
  WHERE c.strategic_goal_id IS NOT NULL
)
SELECT l.strategic_goal_id AS id, l.strategic_goal_id AS subject_id, l.score, 'thin_support' AS reason_code,
       l.parameters::text AS parameters, gmalign.reason_text('thin_support', l.parameters) AS reason,
       l.goal_title AS driver, l.goal_title AS subject_title
FROM looked l;
COMMENT ON VIEW rule_thin_support IS 'Rule thin_support: a strategic goal with little or no work behind it. One row per strategic goal.';
SELECT gmalign_private.comment_rule_columns('rule_thin_support', 'strategic goal', 'Work behind it as a multiple of what the settings thin_contribution_below and thin_coverage_below ask for, the lower of the two; below 1 the band is thin or none.');
