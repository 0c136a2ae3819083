SELECT goal_title, importance_share, weighted_coverage_share, coverage_band, effort_share, progress_share,
       staffed_count, goal_count, conflicting_goal_count, gap_reason
FROM hr.cascade_coverage
ORDER BY importance_share DESC NULLS LAST, goal_title;
