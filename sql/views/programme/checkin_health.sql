CREATE OR REPLACE VIEW checkin_health WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
active AS (
  SELECT a.id, a.gm_professional_id, gmalign_private.finite(a.start_date) AS start_date
  FROM assignment a CROSS JOIN clock c
  --+ move_end
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, c.today) = 'active'
),
talk AS (
  SELECT k.id, k.assignment_id, gmalign.local_date(k.checked_at) AS held_on, k.checked_at, k.status,
         lag(k.status) OVER (PARTITION BY k.assignment_id ORDER BY k.checked_at, k.id) AS status_before
  FROM check_in k
  JOIN active a ON a.id = k.assignment_id
  CROSS JOIN clock c
  WHERE gmalign.local_date(k.checked_at) <= c.today
),
restated AS (
  SELECT DISTINCT g.assignment_id, g.stated_on
  FROM assignment_goal g JOIN active a ON a.id = g.assignment_id CROSS JOIN clock c
  WHERE g.stated_on <= c.today
),
judged AS (
  -- it changed something: the status, or within 30 days what somebody wants
  SELECT t.assignment_id, t.held_on, t.checked_at,
         coalesce(t.status <> t.status_before, false)
           OR EXISTS (SELECT 1 FROM restated r
                      WHERE r.assignment_id = t.assignment_id
                        AND r.stated_on BETWEEN t.held_on AND t.held_on + 30) AS is_change
  FROM talk t
),
moved AS (
  SELECT a.id, a.gm_professional_id,
         max(j.checked_at) AS last_check_in_at,
         c.today - coalesce(max(j.held_on), a.start_date) AS days_quiet,
         count(j.assignment_id) FILTER (WHERE j.held_on > c.today - 365) AS check_in_count,
         count(j.assignment_id) FILTER (WHERE j.held_on > c.today - 365 AND j.is_change) AS changing_count
  FROM active a CROSS JOIN clock c
  LEFT JOIN judged j ON j.assignment_id = a.id
  GROUP BY a.id, a.gm_professional_id, a.start_date, c.today
)
SELECT coalesce(m.gm_professional_id::text, 'none') AS id, m.gm_professional_id,
       count(*)::integer AS active_assignment_count,
       (count(*) FILTER (WHERE m.days_quiet > r.check_in_every_days))::integer AS overdue_count,
       (count(*) FILTER (WHERE m.last_check_in_at IS NULL))::integer AS never_count,
       count(*) FILTER (WHERE m.days_quiet > r.check_in_every_days)::float8 / count(*) AS overdue_share,
       avg(m.days_quiet)::float8 AS mean_days_quiet,
       max(m.last_check_in_at) AS last_check_in_at,
       sum(m.check_in_count)::integer AS check_in_count,
       sum(m.changing_count)::integer AS changing_check_in_count,
       sum(m.changing_count)::float8 / nullif(sum(m.check_in_count), 0)::float8 AS changing_share,
       max(e.external_id) AS gm_professional_external_id                                              --? employee.external_id
       NULL::text AS gm_professional_external_id                                                      --! employee.external_id
FROM moved m CROSS JOIN setting_in_force r
LEFT JOIN employee e ON e.id = m.gm_professional_id                                                   --? employee.external_id
GROUP BY m.gm_professional_id;
COMMENT ON VIEW checkin_health IS 'Whether the coordinators of moves check in, and whether it changes anything. One row per GM professional with active moves, and one for moves without.';
COMMENT ON COLUMN checkin_health.id IS 'Key of the GM professional, or none.';
COMMENT ON COLUMN checkin_health.gm_professional_id IS 'The GM professional. NULL: moves without one.';
COMMENT ON COLUMN checkin_health.active_assignment_count IS 'Active moves.';
COMMENT ON COLUMN checkin_health.overdue_count IS 'Those without a check-in for longer than setting check_in_every_days.';
COMMENT ON COLUMN checkin_health.never_count IS 'Those that never had one.';
COMMENT ON COLUMN checkin_health.overdue_share IS 'Share of the active moves that is overdue, 0 to 1.';
COMMENT ON COLUMN checkin_health.mean_days_quiet IS 'Mean days since the last check-in, or since the start.';
COMMENT ON COLUMN checkin_health.last_check_in_at IS 'Latest check-in on any of the moves. NULL: none.';
COMMENT ON COLUMN checkin_health.check_in_count IS 'Check-ins on these moves in the last 365 days.';
COMMENT ON COLUMN checkin_health.changing_check_in_count IS 'Those after which something changed: another status than before, or priorities stated anew within 30 days.';
COMMENT ON COLUMN checkin_health.changing_share IS 'Share of the check-ins that changed something, 0 to 1. NULL: there were none.';
COMMENT ON COLUMN checkin_health.gm_professional_external_id IS 'The GM professional''s id in the HR system. NULL: nobody runs these moves, or not known.';
