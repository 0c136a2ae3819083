CREATE OR REPLACE VIEW rule_not_moving WITH (security_invoker = true) AS
SELECT p.goal_id AS id, p.goal_id AS subject_id, p.progress_share AS score, 'not_moving' AS reason_code,
       jsonb_build_object('conflict', p.status_conflict, 'value', p.current_value::numeric)::text AS parameters,
       gmalign.reason_text('not_moving', jsonb_build_object('conflict', p.status_conflict)) AS reason,
       p.goal_title AS driver, p.goal_title AS subject_title
FROM goal_progress p
WHERE p.status_conflict IS NOT NULL;
COMMENT ON VIEW rule_not_moving IS 'Rule not_moving: reported on track, but the value stands still. One row per such key result.';
SELECT gmalign_private.comment_rule_columns('rule_not_moving', 'goal', 'Its progress, 0 to 1.');
