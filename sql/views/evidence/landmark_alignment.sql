CREATE OR REPLACE VIEW landmark_alignment WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today)
-- as it was recorded then, else from what had been stated, with goals, links,
-- defaults and thresholds of that day: what was learnt later explains nothing
SELECT a.id, a.id AS assignment_id, m.landmark_date,
       coalesce(n.alignment_band, v.alignment_band, 'not scored') AS alignment_band,
       n.alignment_band IS NOT NULL AS is_from_snapshot,
       n.alignment_band IS NOT NULL OR k.settings IS NOT NULL AS has_settings_of_then,
       a.external_id AS assignment_external_id                                                        --? assignment.external_id
       NULL::text AS assignment_external_id                                                           --! assignment.external_id
FROM assignment a
--+ move_end
CROSS JOIN setting_in_force r
CROSS JOIN clock c
CROSS JOIN LATERAL (SELECT gmalign_private.finite(a.start_date) + r.landmark_days AS landmark_date) AS m
LEFT JOIN LATERAL (
  SELECT t.alignment_band
  FROM alignment_snapshot t
  WHERE t.assignment_id = a.id
    AND t.taken_on BETWEEN m.landmark_date - 31 AND m.landmark_date
    AND t.alignment_band <> 'not scored'
  ORDER BY t.taken_on DESC
  LIMIT 1) AS n ON true
LEFT JOIN LATERAL (                                                                                   --? check_run.settings
  SELECT t.settings                                                                                   --? check_run.settings
  FROM check_run t                                                                                    --? check_run.settings
  WHERE t.as_of <= m.landmark_date AND t.settings IS NOT NULL                                         --? check_run.settings
  ORDER BY t.as_of DESC, t.id DESC                                                                    --? check_run.settings
  LIMIT 1) AS k ON n.alignment_band IS NULL                                                           --? check_run.settings
CROSS JOIN (SELECT NULL::jsonb AS settings) AS k                                                      --! check_run.settings
-- the defaults of that day; without days they may be hindsight
LEFT JOIN LATERAL (                                                                                   --? purpose_goal.valid_from purpose_goal.valid_to
  SELECT a.purpose, gmalign_private.voice_map(v.ids, v.parties, w.purposes, w.voices, w.goals, w.priorities) AS voices  --? purpose_goal.valid_from purpose_goal.valid_to
  FROM (SELECT array_agg(s.id) AS ids, array_agg(s.party) AS parties                                  --? purpose_goal.valid_from purpose_goal.valid_to
        FROM stakeholder s WHERE n.alignment_band IS NULL) AS v                                       --? purpose_goal.valid_from purpose_goal.valid_to
  CROSS JOIN (SELECT array_agg(q.purpose) AS purposes, array_agg(q.stakeholder_id) AS voices,         --? purpose_goal.valid_from purpose_goal.valid_to
                     array_agg(q.goal_id) AS goals, array_agg(q.priority) AS priorities               --? purpose_goal.valid_from purpose_goal.valid_to
              FROM (SELECT DISTINCT ON (d.stakeholder_id, d.goal_id)                                  --? purpose_goal.valid_from purpose_goal.valid_to
                           d.purpose, d.stakeholder_id, d.goal_id, d.priority                         --? purpose_goal.valid_from purpose_goal.valid_to
                    FROM purpose_goal d                                                               --? purpose_goal.valid_from purpose_goal.valid_to
                    WHERE n.alignment_band IS NULL                                                    --? purpose_goal.valid_from purpose_goal.valid_to
                      AND d.purpose = a.purpose AND d.valid_from <= m.landmark_date                   --? purpose_goal.valid_from purpose_goal.valid_to
                      AND (d.valid_to IS NULL OR d.valid_to >= m.landmark_date)                       --? purpose_goal.valid_from purpose_goal.valid_to
                    ORDER BY d.stakeholder_id, d.goal_id, d.valid_from DESC) AS q) AS w) AS f ON true --? purpose_goal.valid_from purpose_goal.valid_to
CROSS JOIN (SELECT NULL::text AS purpose, p.voices FROM points_frame p) AS f                          --! purpose_goal.valid_from purpose_goal.valid_to
LEFT JOIN LATERAL (
  SELECT gmalign_private.party_points(f.voices, NULL, f.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points
  FROM assignment w
  LEFT JOIN assignment_goal g ON g.assignment_id = w.id AND g.stated_on <= m.landmark_date
  WHERE w.id = a.id AND n.alignment_band IS NULL) AS p ON true
LEFT JOIN LATERAL gmalign_private.verdict(
    gmalign_private.points_on(p.points, (SELECT f.past FROM points_frame f), m.landmark_date),
    (SELECT f.no_goal FROM points_frame f),
    coalesce((k.settings->>'opposed_from')::float8, r.opposed_from),
    coalesce((k.settings->>'aligned_from')::float8, r.aligned_from),
    coalesce((k.settings->>'beyond_chance_from')::float8, r.beyond_chance_from),
    coalesce((k.settings->>'opposed_signed_from')::float8, r.opposed_signed_from),
    coalesce((k.settings->>'aligned_p')::float8, r.aligned_p),
    coalesce((k.settings->>'misaligned_p')::float8, r.misaligned_p),
    coalesce((k.settings->>'comparable_from')::float8, r.comparable_from),
    coalesce((k.settings->>'answer_reliability')::float8, r.answer_reliability),
    coalesce((k.settings->>'answer_step')::float8, r.answer_step)) AS v ON n.alignment_band IS NULL
WHERE m.landmark_date <= c.today
  AND (a.end_date IS NULL OR a.end_date >= m.landmark_date)
  AND (x.left_on IS NULL OR x.left_on >= m.landmark_date) AND x.is_cancelled IS NOT TRUE;
COMMENT ON VIEW landmark_alignment IS 'The alignment band of each move at its landmark (setting landmark_days after the start), as it could be known on that day: what was stated by then, with the goals, links, defaults and thresholds in force then. Purposes, levels of goals and parties of voices have no days and are those of today. One row per move that was still under way then.';
COMMENT ON COLUMN landmark_alignment.id IS 'Key of the assignment.';
COMMENT ON COLUMN landmark_alignment.assignment_id IS 'The assignment.';
COMMENT ON COLUMN landmark_alignment.landmark_date IS 'The day looked at.';
COMMENT ON COLUMN landmark_alignment.alignment_band IS 'aligned, mixed, misaligned, cannot tell or not scored: by the latest snapshot of the 31 days up to the landmark, else by what had been stated by then, lifted by the links between goals in force on that day. Goals and links without a first day count as having been there always, defaults without one as not yet.';
COMMENT ON COLUMN landmark_alignment.is_from_snapshot IS 'Whether a snapshot says so.';
COMMENT ON COLUMN landmark_alignment.has_settings_of_then IS 'Whether the thresholds are those of then: of the snapshot, or recorded by the latest check up to the landmark. Otherwise they are those of today.';
COMMENT ON COLUMN landmark_alignment.assignment_external_id IS 'The assignment''s id in the source system.';
