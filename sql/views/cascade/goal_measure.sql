CREATE OR REPLACE VIEW goal_measure WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
checked AS (
  SELECT k.goal_id,
         max(k.checked_at) AS last_check_in_at,
         gmalign_private.latest(k.value, k.checked_at, k.id) FILTER (WHERE gmalign_private.finite(k.value) IS NOT NULL) AS value,
         gmalign_private.latest(k.value, k.checked_at, k.id)
           FILTER (WHERE gmalign_private.finite(k.value) IS NOT NULL AND gmalign.local_date(k.checked_at) <= c.today - r.not_moving_days) AS earlier_value,
         gmalign_private.latest(k.status, k.checked_at, k.id) FILTER (WHERE k.status IS NOT NULL) AS status
  FROM check_in k CROSS JOIN clock c CROSS JOIN setting_in_force r
  WHERE k.goal_id IS NOT NULL AND gmalign.local_date(k.checked_at) <= c.today
  GROUP BY k.goal_id
),
milestone AS (
  SELECT DISTINCT ON (m.goal_id) m.goal_id,
         CASE WHEN m.due_date <= c.today THEN gmalign_private.finite(m.value) END AS value
  FROM key_result_milestone m CROSS JOIN clock c
  WHERE isfinite(m.due_date)
  ORDER BY m.goal_id, m.due_date > c.today, abs(m.due_date - c.today)
)
SELECT g.id, g.id AS goal_id, g.title AS goal_title, g.level, g.direction, gmalign_private.amount(g.weight) AS goal_weight,
       n.start_value, n.target_value,
       coalesce(k.value, n.current_value) AS current_value,
       p.raw AS progress_raw,
       -- least and greatest pass over a NULL
       CASE WHEN p.raw IS NOT NULL THEN least(1, greatest(0, p.raw)) END AS own_progress_share,
       CASE WHEN m.goal_id IS NOT NULL AND m.value IS NULL THEN 0
            WHEN e.progress IS NOT NULL THEN least(1, greatest(0, e.progress))
            WHEN m.goal_id IS NOT NULL THEN NULL
            WHEN d.due_date > d.start_date
              THEN least(1, greatest(0, (c.today - d.start_date)::float8 / (d.due_date - d.start_date)))
            WHEN d.due_date = d.start_date THEN (c.today >= d.due_date)::integer::float8
       END AS expected_progress_share,
       CASE WHEN n.direction IS NULL THEN CASE WHEN p.raw = 1 THEN true END
            ELSE gmalign.key_result_is_met(n.direction, n.start_value, v.value, n.target_value, n.target_high) END AS is_met,
       n.direction IS NOT NULL AND coalesce(k.status, g.status, '') NOT IN ('done', 'not_started')
         AND coalesce(gmalign.local_date(k.last_check_in_at), d.start_date, gmalign_private.finite(g.created_on))
             < c.today - r.stale_after_days AS is_stale,
       -- a value that stood still all the time, and has been there long enough to move
       gmalign_private.rounded(coalesce(k.earlier_value, CASE WHEN d.start_date <= c.today - r.not_moving_days THEN n.start_value END))
         = gmalign_private.rounded(coalesce(k.value, n.current_value)) AS is_still,
       r.not_moving_days,
       k.last_check_in_at,
       coalesce(k.status, g.status) AS status,
       d.start_date, d.due_date,
       d.due_date < c.today AS is_past_due,
       gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, c.today) AS is_open
FROM goal g
CROSS JOIN clock c
CROSS JOIN setting_in_force r
--+ goal_dates
LEFT JOIN checked k ON k.goal_id = g.id
LEFT JOIN milestone m ON m.goal_id = g.id
-- what is no number, no upper bound or no direction is not known
CROSS JOIN LATERAL (SELECT CASE WHEN g.direction IN ('increase', 'decrease', 'at_least', 'at_most', 'range', 'exact', 'binary') THEN g.direction END AS direction,
                           gmalign_private.finite(g.start_value) AS start_value, gmalign_private.finite(g.target_value) AS target_value,
                           CASE WHEN (g.target_high < g.target_value) IS NOT TRUE THEN gmalign_private.finite(g.target_high) END AS target_high,
                           gmalign_private.finite(g.current_value) AS current_value) n
-- joined: asked of each goal, it would cost the planner so much that it compiles
LEFT JOIN (SELECT DISTINCT l.parent_id FROM goal_link l WHERE l.relation = 'contributes') b ON b.parent_id = g.id
-- the status of a binary result says its value
CROSS JOIN LATERAL (SELECT CASE WHEN n.direction = 'binary' AND coalesce(k.status, g.status) = 'done' THEN coalesce(n.target_value, 1)
                                WHEN n.direction = 'binary' AND coalesce(k.status, g.status) IS NOT NULL
                                  THEN coalesce(k.value, n.current_value, 0)
                                ELSE coalesce(k.value, n.current_value) END AS value) v
-- what has no value and nothing below it is done when it is said to be
CROSS JOIN LATERAL (SELECT CASE WHEN n.direction IS NOT NULL
                                  THEN gmalign.key_result_progress(n.direction, n.start_value, v.value, n.target_value, n.target_high)
                                WHEN coalesce(k.status, g.status) = 'done'
                                  AND b.parent_id IS NULL
                                  THEN 1 END AS raw) p
CROSS JOIN LATERAL (SELECT gmalign.key_result_progress(
  n.direction, n.start_value, m.value, n.target_value, n.target_high) AS progress) e
WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, c.today)
   OR gmalign_private.is_closed_as_done(g.status, g.created_on, g.closed_on, c.today);
COMMENT ON VIEW goal_measure IS 'What each goal''s own value says, before anything is rolled up. One row per goal in force today or closed as done, which keeps its last progress.';
COMMENT ON COLUMN goal_measure.id IS 'Key of the goal.';
COMMENT ON COLUMN goal_measure.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_measure.goal_title IS 'Title of the goal.';
COMMENT ON COLUMN goal_measure.level IS 'strategic, department, team or individual.';
COMMENT ON COLUMN goal_measure.direction IS 'How the value is to move. NULL: no value of its own.';
COMMENT ON COLUMN goal_measure.goal_weight IS 'Weight in its parents'' progress, at least 0.';
COMMENT ON COLUMN goal_measure.start_value IS 'Value at the start, in the goal''s unit.';
COMMENT ON COLUMN goal_measure.target_value IS 'Value to reach, in the goal''s unit.';
COMMENT ON COLUMN goal_measure.current_value IS 'Value now, in the goal''s unit: the latest check-in with one, else as entered.';
COMMENT ON COLUMN goal_measure.progress_raw IS 'Progress of the value, 0 at the start and 1 at the target, not held between them; of a binary result without a value, and of a goal without a value and with nothing below it, 1 when its status is done. NULL: not known.';
COMMENT ON COLUMN goal_measure.own_progress_share IS 'The same, held between 0 and 1. NULL: not known.';
COMMENT ON COLUMN goal_measure.expected_progress_share IS 'Progress expected by now, 0 to 1: that of the last milestone due, else linear in time. NULL: no dates, or a milestone whose progress is not known.';
COMMENT ON COLUMN goal_measure.is_met IS 'Whether the value meets its target. NULL: not known.';
COMMENT ON COLUMN goal_measure.is_stale IS 'Whether nobody has checked in for longer than setting stale_after_days. NULL: no date to count from.';
COMMENT ON COLUMN goal_measure.is_still IS 'Whether the value has not moved for setting not_moving_days. NULL: not known.';
COMMENT ON COLUMN goal_measure.not_moving_days IS 'The setting not_moving_days.';
COMMENT ON COLUMN goal_measure.last_check_in_at IS 'Latest check-in. NULL: none.';
COMMENT ON COLUMN goal_measure.status IS 'Status as reported, in the latest check-in or on the goal.';
COMMENT ON COLUMN goal_measure.start_date IS 'First day of work on it, its own or its cycle''s. NULL: not known.';
COMMENT ON COLUMN goal_measure.due_date IS 'Day by which it is to be reached, its own or its cycle''s. NULL: none.';
COMMENT ON COLUMN goal_measure.is_past_due IS 'Whether that day has passed. NULL: there is none.';
COMMENT ON COLUMN goal_measure.is_open IS 'Whether the goal is in force today. False: closed as done, it counts in the progress of its parents only.';
