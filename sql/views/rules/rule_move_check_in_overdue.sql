CREATE OR REPLACE VIEW rule_move_check_in_overdue WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
talk AS (
  SELECT k.assignment_id, max(gmalign.local_date(k.checked_at)) AS held_on
  FROM check_in k CROSS JOIN clock c
  WHERE k.assignment_id IS NOT NULL AND gmalign.local_date(k.checked_at) <= c.today
  GROUP BY k.assignment_id
),
looked AS (
  SELECT a.id, c.today - coalesce(t.held_on, gmalign_private.finite(a.start_date)) AS days,
         a.external_id                                                                                --? assignment.external_id
         NULL::text AS external_id                                                                    --! assignment.external_id
  FROM assignment a
  CROSS JOIN clock c
  LEFT JOIN talk t ON t.assignment_id = a.id
  --+ move_end
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, c.today) = 'active'
)
SELECT l.id, l.id AS subject_id, l.days::float8 AS score, 'stale' AS reason_code,
       jsonb_build_object('days', l.days)::text AS parameters,
       gmalign.reason_text('stale', jsonb_build_object('days', l.days)) AS reason,
       NULL AS driver, coalesce(l.external_id, l.id::text) AS subject_title
FROM looked l;
COMMENT ON VIEW rule_move_check_in_overdue IS 'Rule move_check_in_overdue: a move nobody has checked in on. One row per active assignment.';
SELECT gmalign_private.comment_rule_columns('rule_move_check_in_overdue', 'assignment', 'Days since the last check-in, or since the start.');
