CREATE OR REPLACE VIEW rule_drift WITH (security_invoker = true) AS
SELECT d.assignment_id AS id, d.assignment_id AS subject_id, d.monthly_change_high AS score, 'falling_alignment' AS reason_code,
       p.parameters::text AS parameters, gmalign.reason_text('falling_alignment', p.parameters) AS reason,
       NULL AS driver, coalesce(d.assignment_external_id, d.assignment_id::text) AS subject_title
FROM alignment_drift d
-- a function of FROM is evaluated once a row
CROSS JOIN LATERAL jsonb_build_object('monthly_change', d.monthly_change::numeric,
                                      'monthly_change_low', d.monthly_change_low::numeric,
                                      'monthly_change_high', d.monthly_change_high::numeric, 'first_score', d.first_score::numeric,
                                      'last_score', d.last_score::numeric, 'days_below', d.days_below_threshold::numeric,
                                      'points_below', d.points_below_threshold::numeric,
                                      'months_to_threshold', d.months_to_threshold::numeric) AS p (parameters)
-- a line through two statements has no limits, one through a few weeks is no drift
WHERE d.assignment_status NOT IN ('ended', 'cancelled') AND d.monthly_change_high IS NOT NULL
  AND d.last_snapshot_on - d.first_snapshot_on >= 60;
COMMENT ON VIEW rule_drift IS 'Rule drift: the alignment of a move wears away. One row per assignment with three statements and snapshots of at least three months.';
SELECT gmalign_private.comment_rule_columns('rule_drift', 'assignment', 'Upper 95 % limit of the change of mutual alignment a month: it falls at least so much.');
