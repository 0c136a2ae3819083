CREATE OR REPLACE VIEW landmark_alignment WITH (security_invoker = true) AS
WITH reached AS (
  SELECT a.id AS assignment_id, a.start_date + r.landmark_days AS landmark_date,
         gmalign_private.party_points((SELECT f.voices FROM points_frame f), (SELECT f.lift FROM points_frame f),
                                      a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points
  FROM assignment a
  CROSS JOIN setting_in_force r
  --+ move_end
  LEFT JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= a.start_date + r.landmark_days
  WHERE isfinite(a.start_date) AND a.start_date + r.landmark_days <= gmalign.today()
    AND (a.end_date IS NULL OR a.end_date >= a.start_date + r.landmark_days)
    AND (x.left_on IS NULL OR x.left_on >= a.start_date + r.landmark_days) AND x.is_cancelled IS NOT TRUE
  GROUP BY a.id, a.start_date, r.landmark_days
)
-- as it was recorded then, or from what had been stated
SELECT a.assignment_id AS id, a.assignment_id, a.landmark_date,
       coalesce(n.alignment_band, v.alignment_band) AS alignment_band,
       n.alignment_band IS NOT NULL AS is_from_snapshot
FROM reached a
CROSS JOIN setting_in_force r
LEFT JOIN LATERAL (
  SELECT n.alignment_band
  FROM alignment_snapshot n
  WHERE n.assignment_id = a.assignment_id::text
    AND n.taken_on BETWEEN a.landmark_date - 31 AND a.landmark_date
    AND n.alignment_band IN ('aligned', 'mixed', 'misaligned', 'cannot tell')
  ORDER BY n.taken_on DESC
  LIMIT 1) AS n ON true
CROSS JOIN LATERAL gmalign_private.verdict(a.points, (SELECT f.no_goal FROM points_frame f),
                                           r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                           r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                           r.answer_reliability, r.answer_step) AS v;
COMMENT ON VIEW landmark_alignment IS 'The alignment band of each move at its landmark (setting landmark_days after the start). One row per move that was still under way then.';
COMMENT ON COLUMN landmark_alignment.id IS 'Key of the assignment.';
COMMENT ON COLUMN landmark_alignment.assignment_id IS 'The assignment.';
COMMENT ON COLUMN landmark_alignment.landmark_date IS 'The day looked at.';
COMMENT ON COLUMN landmark_alignment.alignment_band IS 'aligned, mixed, misaligned, cannot tell or not scored: by the latest snapshot of the 31 days up to the landmark, else by what had been stated by then, lifted by the links between goals in force today.';
COMMENT ON COLUMN landmark_alignment.is_from_snapshot IS 'Whether a snapshot says so.';
