SELECT period_start, scope, scope_kind, alignment_score, assignment_count, misaligned_share, same_move_change, same_move_count
FROM hr.alignment_trend
ORDER BY array_position(ARRAY['unit', 'purpose', 'region'], scope_kind) NULLS FIRST, scope, period_start;
