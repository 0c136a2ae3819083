CREATE OR REPLACE VIEW goal_progress WITH (security_invoker = true) AS
WITH graph AS MATERIALIZED (SELECT p.graph AS g FROM progress_graph p),
measured AS MATERIALIZED (SELECT m.* FROM goal_measure m),
input AS (
  SELECT array_agg(m.goal_id) AS goals,
         array_agg(m.own_progress_share) AS progress,
         array_agg(m.goal_weight) AS weights
  FROM measured m
)
SELECT m.id, m.goal_id, m.goal_title, m.level, m.direction,
       m.start_value, m.target_value, m.current_value,
       r.value AS progress_share, m.progress_raw, m.expected_progress_share,
       gmalign_private.ratio(r.value, m.expected_progress_share) AS pace_ratio,
       m.is_met, m.is_stale, m.last_check_in_at,
       r.leaf_count::integer AS leaf_count, r.missing_count::integer AS missing_count, m.status,
       CASE WHEN m.status = 'on_track' AND m.is_still AND m.is_met IS NOT TRUE
            THEN gmalign_private.sentence('conflict.not_moving', jsonb_build_object('days', m.not_moving_days))
       END AS status_conflict,
       m.start_date, m.due_date,
       m.is_past_due AND m.is_met IS NOT TRUE AND coalesce(r.value, 0) < 1 AND coalesce(m.status, '') <> 'done' AS is_overdue
FROM graph
CROSS JOIN input
CROSS JOIN LATERAL gmalign.cascade_rollup(graph.g, input.goals, input.progress, input.weights) AS r
JOIN measured m ON m.goal_id = r.goal AND m.is_open;
COMMENT ON VIEW goal_progress IS 'How far each goal has come: a key result by its value, the others rolled up from below by weight and contribution. One row per goal in force today.';
COMMENT ON COLUMN goal_progress.id IS 'Key of the goal.';
COMMENT ON COLUMN goal_progress.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_progress.goal_title IS 'Title of the goal.';
COMMENT ON COLUMN goal_progress.level IS 'strategic, department, team or individual.';
COMMENT ON COLUMN goal_progress.direction IS 'How its value is to move. NULL: no value of its own.';
COMMENT ON COLUMN goal_progress.start_value IS 'Value at the start, in the goal''s unit.';
COMMENT ON COLUMN goal_progress.target_value IS 'Value to reach, in the goal''s unit; the lower bound of a range.';
COMMENT ON COLUMN goal_progress.current_value IS 'Value now, in the goal''s unit: the latest check-in with one, else as entered.';
COMMENT ON COLUMN goal_progress.progress_share IS 'Progress, 0 to 1. A goal without a value of its own: weighted mean of what serves it. NULL: nothing known below.';
COMMENT ON COLUMN goal_progress.progress_raw IS 'Progress of the goal''s own value before it is held between 0 and 1; above 1: more than the target. NULL: no value of its own.';
COMMENT ON COLUMN goal_progress.expected_progress_share IS 'Progress expected by now, 0 to 1: that of the last milestone due, else linear in time. NULL: no dates, or a milestone whose progress is not known.';
COMMENT ON COLUMN goal_progress.pace_ratio IS 'Progress over expected progress; 1 = on time, below 1 = behind. NULL: nothing expected yet, or not known.';
COMMENT ON COLUMN goal_progress.is_met IS 'Whether the goal''s own value meets its target. NULL: not known.';
COMMENT ON COLUMN goal_progress.is_stale IS 'Whether nobody has checked in for longer than setting stale_after_days. NULL: no date to count from.';
COMMENT ON COLUMN goal_progress.last_check_in_at IS 'Latest check-in. NULL: none.';
COMMENT ON COLUMN goal_progress.leaf_count IS 'Goals at or below it whose own progress makes up this one.';
COMMENT ON COLUMN goal_progress.missing_count IS 'Those of them without a known progress; they count neither for nor against.';
COMMENT ON COLUMN goal_progress.status IS 'Status as reported, in the latest check-in or on the goal.';
COMMENT ON COLUMN goal_progress.status_conflict IS 'Where status and value contradict each other, in words. NULL: they do not.';
COMMENT ON COLUMN goal_progress.start_date IS 'First day of work on it, its own or its cycle''s. NULL: not known.';
COMMENT ON COLUMN goal_progress.due_date IS 'Day by which it is to be reached, its own or its cycle''s. NULL: none.';
COMMENT ON COLUMN goal_progress.is_overdue IS 'Whether that day has passed and the goal is not reached: neither met, nor at full progress, nor reported done. NULL: it has no due date.';
