-- Views, drift: slow damage before it breaks, what was done about flags, and
-- how long before somebody left the first flag was there.

CREATE FUNCTION gmalign.make_view_alignment_drift() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW alignment_drift WITH (security_invoker = true) AS
  WITH RECURSIVE clock AS (SELECT gmalign.today() AS today),
  rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'misaligned_below') AS misaligned_below,
           max(v.number_value) FILTER (WHERE v.code = 'drift_days')::integer AS drift_days
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  -- the last snapshot of each month, found by index: a year of nightly
  -- snapshots of a large programme is too much to read for a trend
  taken AS (
    SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on <= c.today) AS taken_on
    FROM clock c
    UNION ALL
    SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n
            WHERE n.taken_on < date_trunc('month', t.taken_on::timestamp)::date)
    FROM taken t CROSS JOIN clock c CROSS JOIN rule r
    WHERE t.taken_on > c.today - r.drift_days
  ),
  snap AS (
    SELECT n.assignment_id, n.taken_on, n.mutual_alignment AS mutual, n.weakest_alignment AS weakest,
           lead(n.taken_on) OVER w - n.taken_on AS days,
           lead(n.weakest_alignment) OVER w AS next_weakest
    FROM alignment_snapshot n
    WHERE n.taken_on = ANY (ARRAY(SELECT t.taken_on FROM taken t CROSS JOIN clock c CROSS JOIN rule r
                                  WHERE t.taken_on > c.today - r.drift_days))
      AND n.mutual_alignment IS NOT NULL AND n.assignment_status IS DISTINCT FROM 'ended'
    WINDOW w AS (PARTITION BY n.assignment_id ORDER BY n.taken_on)
  ),
  segment AS (
    -- between two snapshots the score is taken to move in a straight line:
    -- depth is how far it is below at the deeper end, share the part of the
    -- time that it is below
    SELECT s.assignment_id, s.taken_on, s.mutual, s.weakest, s.days,
           r.misaligned_below - least(s.weakest, s.next_weakest) AS depth,
           CASE WHEN greatest(s.weakest, s.next_weakest) < r.misaligned_below THEN 1
                WHEN least(s.weakest, s.next_weakest) >= r.misaligned_below THEN 0
                ELSE (r.misaligned_below - least(s.weakest, s.next_weakest)) / abs(s.weakest - s.next_weakest)
           END AS share,
           greatest(r.misaligned_below - greatest(s.weakest, s.next_weakest), 0) AS shallow
    FROM snap s CROSS JOIN rule r
  ),
  drift AS (
    SELECT g.assignment_id, count(*) AS snapshot_count,
           min(g.taken_on) AS first_snapshot_on, max(g.taken_on) AS last_snapshot_on,
           (array_agg(g.mutual ORDER BY g.taken_on))[1] AS first_score,
           (array_agg(g.mutual ORDER BY g.taken_on DESC))[1] AS last_score,
           (array_agg(g.weakest ORDER BY g.taken_on DESC))[1] AS last_weakest_score,
           -- a month is the 1461 / 48 days of the mean one
           regr_slope(g.mutual, g.taken_on - date '2000-01-01') * 1461 / 48 AS monthly_change,
           regr_slope(g.weakest, g.taken_on - date '2000-01-01') * 1461 / 48 AS weakest_monthly_change,
           coalesce(sum(g.days * g.share), 0) AS days_below_threshold,
           coalesce(sum(g.days * g.share * (g.depth + g.shallow) / 2) FILTER (WHERE g.share > 0), 0) AS points_below_threshold
    FROM segment g
    GROUP BY g.assignment_id
  )
  SELECT a.id,
         a.id AS assignment_id, a.external_id AS assignment_external_id, a.assignment_type, a.purpose,
         a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
         a.start_date, a.planned_end_date,
         gmalign.assignment_status(a.start_date, a.end_date, c.today) AS assignment_status,
         d.snapshot_count, d.first_snapshot_on, d.last_snapshot_on,
         d.first_score, d.last_score, d.last_weakest_score,
         d.monthly_change, d.weakest_monthly_change,
         d.days_below_threshold, d.points_below_threshold,
         CASE WHEN d.weakest_monthly_change < 0 AND d.last_weakest_score >= r.misaligned_below
              THEN (d.last_weakest_score - r.misaligned_below) / -d.weakest_monthly_change
         END AS months_to_threshold
  FROM drift d
  JOIN assignment a ON a.id::text = d.assignment_id
  CROSS JOIN clock c
  CROSS JOIN rule r
  LEFT JOIN org_unit u ON u.id = a.org_unit_id;
  COMMENT ON VIEW alignment_drift IS 'How the goal alignment of each move has drifted over the last setting drift_days, from the last snapshot of each month. One row per assignment with a scored snapshot there.';
  PERFORM gmalign.comment_assignment_columns('alignment_drift');
  COMMENT ON COLUMN alignment_drift.id IS 'Key of the assignment.';
  COMMENT ON COLUMN alignment_drift.snapshot_count IS 'Snapshots used.';
  COMMENT ON COLUMN alignment_drift.first_snapshot_on IS 'Day of the first one.';
  COMMENT ON COLUMN alignment_drift.last_snapshot_on IS 'Day of the last one.';
  COMMENT ON COLUMN alignment_drift.first_score IS 'Mutual alignment at the first one, 0 to 1.';
  COMMENT ON COLUMN alignment_drift.last_score IS 'Mutual alignment at the last one, 0 to 1.';
  COMMENT ON COLUMN alignment_drift.last_weakest_score IS 'Lowest goal alignment of two parties at the last one, 0 to 1.';
  COMMENT ON COLUMN alignment_drift.monthly_change IS 'Change of mutual alignment a month, as the slope of a straight line through the snapshots; negative: it falls. NULL: one snapshot.';
  COMMENT ON COLUMN alignment_drift.weakest_monthly_change IS 'The same for the lowest alignment of two parties.';
  COMMENT ON COLUMN alignment_drift.days_below_threshold IS 'Days on which the lowest alignment was below setting misaligned_below, taking it to move in a straight line between snapshots.';
  COMMENT ON COLUMN alignment_drift.points_below_threshold IS 'Damage so far: those days times how far below, in score times days. 30 days at .10 below are 3.';
  COMMENT ON COLUMN alignment_drift.months_to_threshold IS 'Months until the lowest alignment falls below the threshold if nothing changes. NULL: it does not fall, or is below already.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_alignment_drift() IS
  'Called by gmalign.install(): makes or replaces the view alignment_drift in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_follow_up_by_strategy() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW follow_up_by_strategy WITH (security_invoker = true) AS
  SELECT s.strategy AS id, s.strategy,
         count(f.id) AS flag_count,
         count(f.id) FILTER (WHERE f.is_open) AS open_count,
         count(f.id) FILTER (WHERE f.acknowledged_on <= c.today) AS acknowledged_count,
         count(f.id) FILTER (WHERE f.action_taken IS NOT NULL) AS acted_count,
         count(f.id) FILTER (WHERE f.action_taken IS NOT NULL AND f.is_recovered) AS acted_recovered_count,
         count(f.id) FILTER (WHERE f.action_taken IS NULL AND f.is_recovered) AS untouched_recovered_count,
         count(f.id) FILTER (WHERE f.outcome IS NOT NULL) AS outcome_count,
         avg(f.closed_on - f.opened_on) FILTER (WHERE f.action_taken IS NOT NULL AND f.is_recovered)::float8 AS mean_days_to_recovery
  FROM unnest(ARRAY['state_the_why', 'design_for_alignment', 'check_in', 'show_the_data', 'develop_gm']) AS s (strategy)
  CROSS JOIN (SELECT gmalign.today() AS today) c
  LEFT JOIN action a ON a.strategy = s.strategy
  LEFT JOIN LATERAL (
    SELECT g.id, g.acknowledged_on, g.action_taken, g.outcome, g.opened_on, g.closed_on,
           g.closed_on IS NULL OR g.closed_on > c.today AS is_open,
           g.closed_on <= c.today AND g.close_code = 'recovered' AS is_recovered
    FROM flag g
    WHERE g.action_code = a.code AND g.opened_on <= c.today) f ON true
  GROUP BY s.strategy;
  COMMENT ON VIEW follow_up_by_strategy IS 'What was done about flags, and whether it helped. One row per strategy, by the action suggested or, once acted on, taken.';
  COMMENT ON COLUMN follow_up_by_strategy.id IS 'The strategy.';
  COMMENT ON COLUMN follow_up_by_strategy.strategy IS 'state_the_why, design_for_alignment, check_in, show_the_data or develop_gm.';
  COMMENT ON COLUMN follow_up_by_strategy.flag_count IS 'Flags whose action belongs to it.';
  COMMENT ON COLUMN follow_up_by_strategy.open_count IS 'Those open.';
  COMMENT ON COLUMN follow_up_by_strategy.acknowledged_count IS 'Those somebody took note of.';
  COMMENT ON COLUMN follow_up_by_strategy.acted_count IS 'Those somebody acted on.';
  COMMENT ON COLUMN follow_up_by_strategy.acted_recovered_count IS 'Those acted on that have recovered.';
  COMMENT ON COLUMN follow_up_by_strategy.untouched_recovered_count IS 'Those that recovered without anybody acting.';
  COMMENT ON COLUMN follow_up_by_strategy.outcome_count IS 'Those with an outcome noted.';
  COMMENT ON COLUMN follow_up_by_strategy.mean_days_to_recovery IS 'Mean days from opening to recovery of those acted on. NULL: none has recovered.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_follow_up_by_strategy() IS
  'Called by gmalign.install(): makes or replaces the view follow_up_by_strategy in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_flag_before_exit() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW flag_before_exit WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  leaver AS (
    SELECT e.id AS person_id, e.departure_date, e.departure_type, e.is_high_performer
    FROM employee e CROSS JOIN clock c
    WHERE e.departure_date <= c.today
  ),
  about AS (
    SELECT f.subject_id, f.rule_code, f.opened_on, f.id, 'person' AS subject_kind
    FROM flag f WHERE f.subject_kind = 'person'
    UNION ALL
    SELECT a.assignee_id::text AS subject_id, f.rule_code, f.opened_on, f.id, 'assignment' AS subject_kind
    FROM flag f JOIN assignment a ON a.id::text = f.subject_id
    WHERE f.subject_kind = 'assignment'
  )
  SELECT l.person_id AS id, l.person_id, l.departure_date, l.departure_type, l.is_high_performer,
         min(b.opened_on) AS first_flag_on,
         (array_agg(b.rule_code ORDER BY b.opened_on, b.id) FILTER (WHERE b.id IS NOT NULL))[1] AS first_rule_code,
         l.departure_date - min(b.opened_on) AS days_flag_to_exit,
         count(b.id) AS flag_count
  FROM leaver l
  LEFT JOIN about b ON b.subject_id = l.person_id::text AND b.opened_on <= l.departure_date
  GROUP BY l.person_id, l.departure_date, l.departure_type, l.is_high_performer;
  COMMENT ON VIEW flag_before_exit IS 'How long before somebody left the first flag about the person or one of the person''s moves was there. One row per person who left, also when nothing was flagged.';
  COMMENT ON COLUMN flag_before_exit.id IS 'Key of the person.';
  COMMENT ON COLUMN flag_before_exit.person_id IS 'Key of the person.';
  COMMENT ON COLUMN flag_before_exit.departure_date IS 'Last day of employment.';
  COMMENT ON COLUMN flag_before_exit.departure_type IS 'voluntary, involuntary, retirement or other. NULL: not known.';
  COMMENT ON COLUMN flag_before_exit.is_high_performer IS 'Whether the organisation counted the person among its high performers. NULL: not rated.';
  COMMENT ON COLUMN flag_before_exit.first_flag_on IS 'Day the first flag opened. NULL: none did.';
  COMMENT ON COLUMN flag_before_exit.first_rule_code IS 'The rule that fired.';
  COMMENT ON COLUMN flag_before_exit.days_flag_to_exit IS 'Days from there to the last day: the time there was to act. NULL: none was flagged.';
  COMMENT ON COLUMN flag_before_exit.flag_count IS 'Flags opened up to the last day.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_flag_before_exit() IS
  'Called by gmalign.install(): makes or replaces the view flag_before_exit in the first schema of the search path.';
