CREATE OR REPLACE VIEW rule_check_in_overdue WITH (security_invoker = true) AS
WITH looked AS (
  SELECT p.goal_id, p.goal_title,
         gmalign.today() - coalesce(gmalign.local_date(p.last_check_in_at), p.start_date, gmalign_private.finite(g.created_on)) AS days
  FROM goal_progress p
  JOIN goal g ON g.id = p.goal_id
  WHERE p.direction IS NOT NULL AND p.is_met IS NOT TRUE
    AND coalesce(p.status, '') NOT IN ('done', 'not_started')
)
SELECT l.goal_id AS id, l.goal_id AS subject_id, l.days::float8 AS score, 'stale' AS reason_code,
       jsonb_build_object('days', l.days)::text AS parameters,
       gmalign.reason_text('stale', jsonb_build_object('days', l.days)) AS reason,
       l.goal_title AS driver, l.goal_title AS subject_title
FROM looked l;
COMMENT ON VIEW rule_check_in_overdue IS 'Rule check_in_overdue: a key result nobody has looked at. One row per goal with a value of its own that is under way and not met.';
SELECT gmalign_private.comment_rule_columns('rule_check_in_overdue', 'goal', 'Days since the last check-in, or since the start. NULL: no date to count from.');
