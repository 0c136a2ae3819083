CREATE OR REPLACE VIEW rule_not_moving WITH (security_invoker = true) AS
SELECT p.goal_id AS id, p.goal_id AS subject_id, p.progress_share AS score, 'not_moving' AS reason_code,
       q.parameters::text AS parameters, gmalign.reason_text('not_moving', q.parameters) AS reason,
       p.goal_title AS driver, p.goal_title AS subject_title
FROM goal_progress p
CROSS JOIN setting_in_force r
-- a function of FROM is evaluated once a row
CROSS JOIN LATERAL jsonb_build_object('days', r.not_moving_days, 'value', p.current_value::numeric) AS q (parameters)
WHERE p.status_conflict IS NOT NULL;
COMMENT ON VIEW rule_not_moving IS 'Rule not_moving: reported on track, but the value stands still. One row per such key result.';
SELECT gmalign_private.comment_rule_columns('rule_not_moving', 'goal', 'Its progress, 0 to 1.');
