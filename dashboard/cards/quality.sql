SELECT subject_kind, topic, expected_count, present_count, missing_count, present_share
FROM hr.data_completeness
WHERE expected_count > 0
ORDER BY sort_order;
