CREATE OR REPLACE VIEW priority_conflict WITH (security_invoker = true) AS
WITH camp AS MATERIALIZED (
  SELECT array_agg(s.id) AS voices, array_agg(gmalign_private.camp(s.code, s.party)) AS camps FROM stakeholder s
),
heard AS MATERIALIZED (
  SELECT gmalign_private.camp_points(a.points, c.voices, c.camps) AS camps,
         count(*) FILTER (WHERE h.camps & 1 > 0) AS hr,
         count(*) FILTER (WHERE h.camps & 2 > 0) AS leadership,
         count(*) FILTER (WHERE h.camps & 4 > 0) AS gm,
         least(nullif(count(DISTINCT a.assignee_id) FILTER (WHERE h.camps & 1 > 0), 0),
               nullif(count(DISTINCT a.assignee_id) FILTER (WHERE h.camps & 2 > 0), 0),
               nullif(count(DISTINCT a.assignee_id) FILTER (WHERE h.camps & 4 > 0), 0),
               nullif(count(DISTINCT a.assignee_id) FILTER (WHERE h.camps & 8 > 0), 0)) AS person_count
  FROM assignment_points a
  CROSS JOIN camp c
  -- a function of FROM is evaluated once a move
  CROSS JOIN LATERAL gmalign_private.camps_heard(a.points, c.voices, c.camps) AS h (camps)
  WHERE a.assignment_status NOT IN ('ended', 'cancelled')
)
SELECT w.goal AS id, w.goal AS goal_id, g.title AS goal_title, g.level = 'strategic' AS is_strategic,
       w.hr_points, w.leadership_points, w.gm_points, w.assignee_points,
       gmalign_private.shown(greatest(w.hr_points, w.leadership_points, w.gm_points) - least(w.hr_points, w.leadership_points, w.gm_points)) AS spread_points,
       w.pair AS widest_pair, w.kind, w.loss_share, w.rank_order::integer AS rank_order,
       h.hr::integer AS hr_assignment_count, h.leadership::integer AS leadership_assignment_count, h.gm::integer AS gm_assignment_count,
       h.person_count::integer AS person_count
FROM heard h
CROSS JOIN LATERAL gmalign_private.camp_rows(h.camps, (SELECT f.no_goal FROM points_frame f)) AS w
JOIN goal g ON g.id = w.goal;
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
