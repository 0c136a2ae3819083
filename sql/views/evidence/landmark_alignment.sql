CREATE OR REPLACE VIEW landmark_alignment WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
reached AS (
  SELECT a.id AS assignment_id, a.purpose, a.start_date + r.landmark_days AS landmark_date
  FROM assignment a CROSS JOIN setting_in_force r CROSS JOIN clock c
  WHERE a.start_date + r.landmark_days <= c.today
    AND (a.end_date IS NULL OR a.end_date >= a.start_date + r.landmark_days)
),
-- as it was recorded then
snapshot AS (
  SELECT DISTINCT ON (r.assignment_id) r.assignment_id, n.alignment_band
  FROM reached r
  JOIN alignment_snapshot n ON n.assignment_id = r.assignment_id::text
   AND n.taken_on BETWEEN r.landmark_date - 31 AND r.landmark_date
  WHERE n.alignment_band IN ('aligned', 'mixed', 'misaligned')
  ORDER BY r.assignment_id, n.taken_on DESC
),
-- or, as in assignment_priority and party_points, from what had been stated
stated AS (
  SELECT g.assignment_id, g.stakeholder_id, g.goal_id, g.priority, g.stated_on,
         max(g.stated_on) OVER (PARTITION BY g.assignment_id, g.stakeholder_id) AS latest_on
  FROM assignment_goal g
  JOIN reached r ON r.assignment_id = g.assignment_id
  WHERE g.stated_on <= r.landmark_date
),
in_force AS (
  SELECT s.assignment_id, s.stakeholder_id, s.goal_id, s.priority
  FROM stated s
  -- the same as =, which the planner would take for a handful of rows
  WHERE s.stated_on >= s.latest_on
  UNION ALL
  SELECT r.assignment_id, p.stakeholder_id, p.goal_id, p.priority
  FROM reached r
  JOIN purpose_goal p ON p.purpose = r.purpose
  JOIN stakeholder v ON v.id = p.stakeholder_id AND v.party <> 'assignee'
  WHERE NOT EXISTS (SELECT FROM assignment_goal o
                    WHERE o.assignment_id = r.assignment_id AND o.stakeholder_id = p.stakeholder_id
                      AND o.stated_on <= r.landmark_date)
),
voice AS (
  SELECT f.assignment_id, v.party, f.stakeholder_id, f.goal_id,
         f.priority / nullif(sum(abs(f.priority)) OVER (PARTITION BY f.assignment_id, f.stakeholder_id), 0) AS points
  FROM in_force f
  JOIN stakeholder v ON v.id = f.stakeholder_id
),
-- a party is the equal mean of its voices, which its points count: those of a
-- voice sum to one
own AS (
  SELECT v.assignment_id, v.party, v.goal_id,
         v.points / round(sum(abs(v.points)) OVER (PARTITION BY v.assignment_id, v.party)) AS points
  FROM voice v
  WHERE v.points IS NOT NULL
),
scored AS (
  SELECT o.assignment_id,
         gmalign.stakeholder_pairs(o.party, coalesce(l.compared_goal_id, o.goal_id), o.points * coalesce(l.lift_share, 1)) AS pairs
  FROM own o
  LEFT JOIN goal_lift l ON l.goal_id = o.goal_id
  GROUP BY o.assignment_id
),
judged AS (
  SELECT s.assignment_id, j.standing
  FROM scored s
  CROSS JOIN setting_in_force r
  CROSS JOIN LATERAL gmalign_private.judge_pairs(s.pairs, r.misaligned_below, r.opposed_from, r.aligned_from, r.beyond_chance_from) AS j
)
SELECT r.assignment_id AS id, r.assignment_id, r.landmark_date,
       coalesce(n.alignment_band, (ARRAY['misaligned', 'mixed', 'aligned'])[j.standing], 'not scored') AS alignment_band,
       n.assignment_id IS NOT NULL AS is_from_snapshot
FROM reached r
LEFT JOIN snapshot n ON n.assignment_id = r.assignment_id
LEFT JOIN judged j ON j.assignment_id = r.assignment_id;
COMMENT ON VIEW landmark_alignment IS 'The alignment band of each move at its landmark (setting landmark_days after the start). One row per move that was still under way then.';
COMMENT ON COLUMN landmark_alignment.id IS 'Key of the assignment.';
COMMENT ON COLUMN landmark_alignment.assignment_id IS 'The assignment.';
COMMENT ON COLUMN landmark_alignment.landmark_date IS 'The day looked at.';
COMMENT ON COLUMN landmark_alignment.alignment_band IS 'aligned, mixed, misaligned or not scored: by the latest snapshot of the 31 days up to the landmark, else by what had been stated by then, lifted by the links between goals in force today.';
COMMENT ON COLUMN landmark_alignment.is_from_snapshot IS 'Whether a snapshot says so.';
