CREATE OR REPLACE VIEW alignment_drift WITH (security_invoker = true) AS
WITH RECURSIVE clock AS (SELECT gmalign.today() AS today),
-- the last snapshot of each month, found by index: a year of nightly
-- snapshots of a large programme is too much to read for a trend
taken AS (
  SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on <= c.today) AS taken_on
  FROM clock c
  UNION ALL
  SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n
          WHERE n.taken_on < date_trunc('month', t.taken_on::timestamp)::date)
  FROM taken t CROSS JOIN clock c CROSS JOIN setting_in_force r
  WHERE t.taken_on > c.today - r.drift_days
),
snap AS (
  SELECT n.assignment_id, n.taken_on, n.mutual_alignment AS mutual, n.weakest_alignment AS weakest,
         lead(n.taken_on) OVER w - n.taken_on AS days,
         lead(n.weakest_alignment) OVER w AS next_weakest
  FROM alignment_snapshot n
  WHERE n.taken_on = ANY (ARRAY(SELECT t.taken_on FROM taken t CROSS JOIN clock c CROSS JOIN setting_in_force r
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
  FROM snap s CROSS JOIN setting_in_force r
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
       gmalign_private.assignment_status(a.start_date, a.end_date, c.today) AS assignment_status,
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
CROSS JOIN setting_in_force r
LEFT JOIN org_unit u ON u.id = a.org_unit_id;
COMMENT ON VIEW alignment_drift IS 'How the goal alignment of each move has drifted over the last setting drift_days, from the last snapshot of each month. One row per assignment with a scored snapshot there.';
SELECT gmalign_private.comment_assignment_columns('alignment_drift');
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
