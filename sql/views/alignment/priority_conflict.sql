CREATE OR REPLACE VIEW priority_conflict WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
voice AS (
  SELECT p.assignment_id, a.assignee_id,
         CASE WHEN p.stakeholder = 'hr' THEN 'hr'
              WHEN p.stakeholder IN ('senior_leadership', 'sponsor', 'organization') THEN 'leadership'
              WHEN p.party = 'gm_professional' THEN 'gm'
              WHEN p.party = 'assignee' THEN 'assignee' END AS camp,
         p.stakeholder_id, p.goal_id, p.points
  FROM assignment_priority p
  JOIN assignment a ON a.id = p.assignment_id
  CROSS JOIN clock c
  WHERE p.points IS NOT NULL
    AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) <> 'ended'
),
camp AS (
  SELECT v.camp, count(DISTINCT (v.assignment_id, v.stakeholder_id)) AS voice_count,
         count(DISTINCT v.assignment_id) AS assignment_count, count(DISTINCT v.assignee_id) AS person_count
  FROM voice v
  WHERE v.camp IS NOT NULL
  GROUP BY v.camp
),
summed AS (
  SELECT v.camp, v.goal_id, sum(v.points) AS points FROM voice v WHERE v.camp IS NOT NULL GROUP BY v.camp, v.goal_id
),
lifted AS (
  SELECT s.camp, coalesce(l.compared_goal_id, s.goal_id) AS goal_id,
         sum(s.points * coalesce(l.lift_share, 1)) / c.voice_count AS points
  FROM summed s
  JOIN camp c ON c.camp = s.camp
  LEFT JOIN goal_lift l ON l.goal_id = s.goal_id
  GROUP BY s.camp, coalesce(l.compared_goal_id, s.goal_id), c.voice_count
),
heard AS (
  SELECT max(c.assignment_count) FILTER (WHERE c.camp = 'hr') AS hr,
         max(c.assignment_count) FILTER (WHERE c.camp = 'leadership') AS leadership,
         max(c.assignment_count) FILTER (WHERE c.camp = 'gm') AS gm,
         max(c.assignment_count) FILTER (WHERE c.camp = 'assignee') AS assignee,
         min(c.person_count) AS person_count
  FROM camp c
),
compared AS (
  SELECT l.goal_id,
         CASE WHEN h.hr > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'hr'), 0) END AS hr_points,
         CASE WHEN h.leadership > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'leadership'), 0) END AS leadership_points,
         CASE WHEN h.gm > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'gm'), 0) END AS gm_points,
         CASE WHEN h.assignee > 0 THEN coalesce(sum(l.points) FILTER (WHERE l.camp = 'assignee'), 0) END AS assignee_points
  FROM lifted l CROSS JOIN heard h
  GROUP BY l.goal_id, h.hr, h.leadership, h.gm, h.assignee
),
pair AS (
  SELECT c.goal_id, v.pair, v.x, v.y,
         gmalign.alignment_loss(v.x, v.y, 1, nullif(sum(abs(v.x) + abs(v.y)) OVER (PARTITION BY v.pair), 0)) AS loss_share
  FROM compared c
  CROSS JOIN LATERAL (VALUES ('gm|hr', c.gm_points, c.hr_points), ('gm|leadership', c.gm_points, c.leadership_points),
                             ('hr|leadership', c.hr_points, c.leadership_points)) AS v (pair, x, y)
  WHERE v.x IS NOT NULL AND v.y IS NOT NULL
),
widest AS (
  SELECT DISTINCT ON (p.goal_id) p.goal_id, p.pair, p.loss_share,
         CASE WHEN p.x = p.y THEN NULL
              WHEN p.x * p.y < 0 THEN 'opposed'
              WHEN p.x = 0 OR p.y = 0 THEN 'unshared'
              ELSE 'strength' END AS kind
  FROM pair p
  ORDER BY p.goal_id, p.loss_share DESC NULLS LAST, p.pair
)
SELECT c.goal_id AS id, c.goal_id, g.title AS goal_title, g.level = 'strategic' AS is_strategic,
       c.hr_points, c.leadership_points, c.gm_points, c.assignee_points,
       greatest(c.hr_points, c.leadership_points, c.gm_points) - least(c.hr_points, c.leadership_points, c.gm_points) AS spread_points,
       w.pair AS widest_pair, w.kind, w.loss_share,
       row_number() OVER (ORDER BY w.loss_share DESC NULLS LAST, c.goal_id) AS rank_order,
       coalesce(h.hr, 0) AS hr_assignment_count,
       coalesce(h.leadership, 0) AS leadership_assignment_count,
       coalesce(h.gm, 0) AS gm_assignment_count,
       h.person_count
FROM compared c
CROSS JOIN heard h
JOIN goal g ON g.id = c.goal_id
LEFT JOIN widest w ON w.goal_id = c.goal_id;
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
