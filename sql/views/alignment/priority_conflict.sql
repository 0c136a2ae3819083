CREATE OR REPLACE VIEW priority_conflict WITH (security_invoker = true) AS
WITH voice AS MATERIALIZED (
  SELECT a.assignment_id, a.assignee_id, gmalign_private.camp(s.code, p.party) AS camp, p.goal, p.points
  FROM assignment_points a
  CROSS JOIN LATERAL gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS p
  JOIN stakeholder s ON s.id = p.voice
  WHERE p.points IS NOT NULL AND a.assignment_status <> 'ended'
),
-- the points of a voice sum to one, so those of a camp count its voices
camp AS (
  SELECT m.camp, count(*) AS assignment_count, count(DISTINCT m.assignee_id) AS person_count, sum(m.voice_count) AS voice_count
  FROM (SELECT v.camp, v.assignment_id, v.assignee_id, round(sum(abs(v.points))) AS voice_count
        FROM voice v
        WHERE v.camp IS NOT NULL
        GROUP BY v.camp, v.assignment_id, v.assignee_id) AS m
  GROUP BY m.camp
),
heard AS (
  SELECT max(c.assignment_count) FILTER (WHERE c.camp = 'hr') AS hr, max(c.voice_count) FILTER (WHERE c.camp = 'hr') AS hr_voices,
         max(c.assignment_count) FILTER (WHERE c.camp = 'leadership') AS leadership,
         max(c.voice_count) FILTER (WHERE c.camp = 'leadership') AS leadership_voices,
         max(c.assignment_count) FILTER (WHERE c.camp = 'gm') AS gm, max(c.voice_count) FILTER (WHERE c.camp = 'gm') AS gm_voices,
         max(c.voice_count) FILTER (WHERE c.camp = 'assignee') AS assignee_voices,
         min(c.person_count) AS person_count
  FROM camp c
),
named AS (
  SELECT v.goal,
         gmalign_private.total(v.points) FILTER (WHERE v.camp = 'hr') AS hr, gmalign_private.total(v.points) FILTER (WHERE v.camp = 'leadership') AS leadership,
         gmalign_private.total(v.points) FILTER (WHERE v.camp = 'gm') AS gm, gmalign_private.total(v.points) FILTER (WHERE v.camp = 'assignee') AS assignee
  FROM voice v
  WHERE v.camp IS NOT NULL
  GROUP BY v.goal
),
-- points move up as those of parties do
compared AS (
  SELECT coalesce(l.compared_goal_id, n.goal) AS goal_id,
         gmalign_private.shown(coalesce(gmalign_private.total(n.hr * coalesce(l.lift_share, 1)), 0) / h.hr_voices) AS hr_points,
         gmalign_private.shown(coalesce(gmalign_private.total(n.leadership * coalesce(l.lift_share, 1)), 0) / h.leadership_voices) AS leadership_points,
         gmalign_private.shown(coalesce(gmalign_private.total(n.gm * coalesce(l.lift_share, 1)), 0) / h.gm_voices) AS gm_points,
         gmalign_private.shown(coalesce(gmalign_private.total(n.assignee * coalesce(l.lift_share, 1)), 0) / h.assignee_voices) AS assignee_points
  FROM named n
  CROSS JOIN heard h
  LEFT JOIN goal_lift l ON l.goal_id = n.goal
  GROUP BY coalesce(l.compared_goal_id, n.goal), h.hr_voices, h.leadership_voices, h.gm_voices, h.assignee_voices
),
total AS (
  SELECT nullif(gmalign_private.total(abs(c.gm_points) + abs(c.hr_points)), 0) AS gm_hr,
         nullif(gmalign_private.total(abs(c.gm_points) + abs(c.leadership_points)), 0) AS gm_leadership,
         nullif(gmalign_private.total(abs(c.hr_points) + abs(c.leadership_points)), 0) AS hr_leadership
  FROM compared c
),
parted AS (
  SELECT c.*,
         gmalign_private.shown(gmalign.alignment_loss(c.gm_points, c.hr_points, 1, t.gm_hr)) AS gm_hr,
         gmalign_private.shown(gmalign.alignment_loss(c.gm_points, c.leadership_points, 1, t.gm_leadership)) AS gm_leadership,
         gmalign_private.shown(gmalign.alignment_loss(c.hr_points, c.leadership_points, 1, t.hr_leadership)) AS hr_leadership
  FROM compared c CROSS JOIN total t
),
widest AS (
  SELECT p.*, greatest(p.gm_hr, p.gm_leadership, p.hr_leadership) AS loss_share,
         gmalign_private.widest_pair(p.gm_hr, p.gm_leadership, p.hr_leadership) AS pair
  FROM parted p
)
SELECT w.goal_id AS id, w.goal_id, g.title AS goal_title, g.level = 'strategic' AS is_strategic,
       w.hr_points, w.leadership_points, w.gm_points, w.assignee_points,
       gmalign_private.shown(greatest(w.hr_points, w.leadership_points, w.gm_points) - least(w.hr_points, w.leadership_points, w.gm_points)) AS spread_points,
       w.pair AS widest_pair,
       CASE w.pair WHEN 'gm|hr' THEN gmalign_private.loss_kind(w.gm_points, w.hr_points)
                   WHEN 'gm|leadership' THEN gmalign_private.loss_kind(w.gm_points, w.leadership_points)
                   ELSE gmalign_private.loss_kind(w.hr_points, w.leadership_points) END AS kind,
       w.loss_share,
       row_number() OVER (ORDER BY w.loss_share DESC NULLS LAST, w.goal_id) AS rank_order,
       coalesce(h.hr, 0) AS hr_assignment_count,
       coalesce(h.leadership, 0) AS leadership_assignment_count,
       coalesce(h.gm, 0) AS gm_assignment_count,
       h.person_count
FROM widest w
CROSS JOIN heard h
JOIN goal g ON g.id = w.goal_id;
COMMENT ON VIEW priority_conflict IS 'Where HR, leadership and the GM professionals part, goal by goal, over all moves that have not ended. Points after every goal moved up to the strategic goals it serves. One row per goal compared.';
COMMENT ON COLUMN priority_conflict.id IS 'Key of the goal compared.';
COMMENT ON COLUMN priority_conflict.goal_id IS 'The goal compared: a strategic goal, or an own goal as far as it serves none.';
COMMENT ON COLUMN priority_conflict.goal_title IS 'Its title.';
COMMENT ON COLUMN priority_conflict.is_strategic IS 'Whether it is strategic.';
COMMENT ON COLUMN priority_conflict.hr_points IS 'Mean points of HR, -1 to 1; over all goals the magnitudes of a voice sum to 1. NULL: HR is heard nowhere.';
COMMENT ON COLUMN priority_conflict.leadership_points IS 'Mean points of leadership (senior leadership, sponsor, or the organization as one voice), -1 to 1. NULL: heard nowhere.';
COMMENT ON COLUMN priority_conflict.gm_points IS 'Mean points of the GM professionals, -1 to 1. NULL: heard nowhere.';
COMMENT ON COLUMN priority_conflict.assignee_points IS 'Mean points of assignees and families, -1 to 1. NULL: heard nowhere.';
COMMENT ON COLUMN priority_conflict.spread_points IS 'Largest minus smallest of HR, leadership and GM, 0 to 2.';
COMMENT ON COLUMN priority_conflict.widest_pair IS 'The two of them with the largest loss on this goal, as a|b. NULL: fewer than two are heard.';
COMMENT ON COLUMN priority_conflict.kind IS 'opposed, unshared or strength (see alignment_driver). NULL: no difference.';
COMMENT ON COLUMN priority_conflict.loss_share IS 'This goal''s share of that pair''s loss of alignment, 0 to 1; over all goals a pair''s sum to 1 minus its score.';
COMMENT ON COLUMN priority_conflict.rank_order IS 'Place in the list, 1 first: by loss.';
COMMENT ON COLUMN priority_conflict.hr_assignment_count IS 'Moves on which HR is heard.';
COMMENT ON COLUMN priority_conflict.leadership_assignment_count IS 'Moves on which leadership is heard.';
COMMENT ON COLUMN priority_conflict.gm_assignment_count IS 'Moves on which the GM professional is heard.';
COMMENT ON COLUMN priority_conflict.person_count IS 'Assignees behind the figures, of the voice heard on the fewest moves.';
