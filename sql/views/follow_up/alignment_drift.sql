CREATE OR REPLACE VIEW alignment_drift WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- the last snapshot of each month of the last setting drift_days, found by index:
-- a year of nightly snapshots of a large programme is too much to read for a trend;
-- where they are spread over nodes, each reads its own
taken AS (
  SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n                                            --! gmalign_coordinator
          WHERE n.taken_on <= c.today AND n.taken_on >= m.month AND n.taken_on < m.month + interval '1 month') AS taken_on  --! gmalign_coordinator
  FROM clock c                                                                                        --! gmalign_coordinator
  CROSS JOIN setting_in_force r                                                                       --! gmalign_coordinator
  CROSS JOIN generate_series(date_trunc('month', (c.today - r.drift_days)::timestamp), c.today::timestamp, interval '1 month') AS m (month)  --! gmalign_coordinator
  SELECT max(n.taken_on) AS taken_on                                                                  --? gmalign_coordinator
  FROM alignment_snapshot n CROSS JOIN clock c CROSS JOIN setting_in_force r                          --? gmalign_coordinator
  WHERE n.taken_on BETWEEN date_trunc('month', (c.today - r.drift_days)::timestamp) AND c.today       --? gmalign_coordinator
  GROUP BY date_trunc('month', n.taken_on::timestamp)                                                 --? gmalign_coordinator
),
drift AS (
  SELECT a.id, a.external_id, a.assignment_type, a.purpose, a.home_country, a.host_country, a.org_unit_id,
         a.gm_professional_id, a.start_date, a.planned_end_date, a.end_date, max(x.left_on) AS left_on, bool_or(x.is_cancelled) AS is_cancelled,
         gmalign_private.drift(n.taken_on, n.mutual_alignment, CASE WHEN n.weakest_alignment BETWEEN 0 AND 1 THEN n.weakest_alignment END,
                               r.misaligned_below, r.score_noise)
           -- a condition on the row, not of the join: fewer rows would be guessed, and sorted with all their columns
           FILTER (WHERE x.left_on IS NULL OR n.taken_on <= x.left_on) AS d
  FROM assignment a
  --+ move_end
  CROSS JOIN setting_in_force r
  JOIN alignment_snapshot n ON n.assignment_id = a.id
  WHERE n.taken_on = ANY (ARRAY(SELECT t.taken_on FROM taken t CROSS JOIN clock c CROSS JOIN setting_in_force r
                                WHERE t.taken_on > c.today - r.drift_days))
    AND n.mutual_alignment BETWEEN 0 AND 1 AND coalesce(n.assignment_status, '') NOT IN ('ended', 'cancelled')
  GROUP BY a.id, a.external_id, a.assignment_type, a.purpose, a.home_country, a.host_country, a.org_unit_id,
           a.gm_professional_id, a.start_date, a.planned_end_date, a.end_date
)
SELECT a.id,
       a.id AS assignment_id, a.external_id AS assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
       gmalign_private.finite(a.start_date) AS start_date, gmalign_private.finite(a.planned_end_date) AS planned_end_date,
       gmalign_private.assignment_status(a.start_date, a.end_date, a.left_on, a.is_cancelled, gmalign.today()) AS assignment_status,
       (a.d).snapshot_count::integer AS snapshot_count, (a.d).first_snapshot_on, (a.d).last_snapshot_on,
       (a.d).first_score, (a.d).last_score, (a.d).last_weakest_score,
       (a.d).monthly_change, (a.d).weakest_monthly_change,
       (a.d).days_below AS days_below_threshold, (a.d).points_below AS points_below_threshold,
       CASE WHEN gmalign_private.is_below((a.d).weakest_monthly_change, 0)
              AND NOT gmalign_private.is_below((a.d).last_weakest_score, r.misaligned_below)
            THEN gmalign_private.ratio((a.d).last_weakest_score - r.misaligned_below, -(a.d).weakest_monthly_change)
       END AS months_to_threshold,
       (a.d).statement_count::integer AS statement_count, (a.d).monthly_change_standard_error, (a.d).monthly_change_low, (a.d).monthly_change_high,
       k.external_id AS gm_professional_external_id                                                   --? employee.external_id
       NULL::text AS gm_professional_external_id                                                      --! employee.external_id
FROM drift a
-- joined again: as a column of the groups it would be sorted by
CROSS JOIN setting_in_force r
LEFT JOIN employee k ON k.id = a.gm_professional_id                                                   --? employee.external_id
LEFT JOIN org_unit u ON u.id = a.org_unit_id
-- all of its snapshots may be of after the assignee left
WHERE (a.d).snapshot_count IS NOT NULL;
COMMENT ON VIEW alignment_drift IS 'How the goal alignment of each move has drifted over the last setting drift_days, from the last snapshot of each month. One row per assignment with a scored snapshot there.';
SELECT gmalign_private.comment_assignment_columns('alignment_drift');
COMMENT ON COLUMN alignment_drift.id IS 'Key of the assignment.';
COMMENT ON COLUMN alignment_drift.snapshot_count IS 'Snapshots used.';
COMMENT ON COLUMN alignment_drift.first_snapshot_on IS 'Day of the first one.';
COMMENT ON COLUMN alignment_drift.last_snapshot_on IS 'Day of the last one.';
COMMENT ON COLUMN alignment_drift.first_score IS 'Mutual alignment at the first one, 0 to 1.';
COMMENT ON COLUMN alignment_drift.last_score IS 'Mutual alignment at the last one, 0 to 1.';
COMMENT ON COLUMN alignment_drift.last_weakest_score IS 'Lowest goal alignment of two parties at the last one, 0 to 1.';
COMMENT ON COLUMN alignment_drift.monthly_change IS 'Change of mutual alignment a month, as the slope of a straight line through what was stated (statement_count); negative: it falls. NULL: fewer than three snapshots.';
COMMENT ON COLUMN alignment_drift.weakest_monthly_change IS 'The same for the lowest alignment of two parties.';
COMMENT ON COLUMN alignment_drift.days_below_threshold IS 'Days on which the lowest alignment was below setting misaligned_below, taking it to move in a straight line between snapshots; what lies between two of them that are more than 61 days apart is not known and not counted.';
COMMENT ON COLUMN alignment_drift.points_below_threshold IS 'Damage so far: those days times how far below, in score times days. 30 days at .10 below are 3.';
COMMENT ON COLUMN alignment_drift.months_to_threshold IS 'Months until the lowest alignment falls below the threshold if nothing changes. NULL: it does not fall, or is below already.';
COMMENT ON COLUMN alignment_drift.statement_count IS 'How often the mutual alignment was another than in the snapshot before, the first included: what the change rests on.';
COMMENT ON COLUMN alignment_drift.monthly_change_standard_error IS 'Standard error of monthly_change, from how the scores lie about the line and from setting score_noise. NULL: fewer than three statements.';
COMMENT ON COLUMN alignment_drift.monthly_change_low IS 'Lower 95 % confidence limit of monthly_change.';
COMMENT ON COLUMN alignment_drift.monthly_change_high IS 'Its upper limit: below 0, alignment falls by more than noise makes it.';
