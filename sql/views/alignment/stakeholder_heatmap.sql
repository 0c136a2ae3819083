CREATE OR REPLACE VIEW stakeholder_heatmap WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
lifted AS (
  SELECT p.assignment_id, a.assignee_id, p.stakeholder, coalesce(l.compared_goal_id, p.goal_id) AS goal_id,
         p.points * coalesce(l.lift_share, 1) AS points
  FROM assignment_priority p
  JOIN assignment a ON a.id = p.assignment_id
  CROSS JOIN clock c
  LEFT JOIN goal_lift l ON l.goal_id = p.goal_id
  WHERE p.points IS NOT NULL
    AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) <> 'ended'
),
heard AS (
  SELECT l.stakeholder, count(DISTINCT l.assignment_id) AS assignment_count, count(DISTINCT l.assignee_id) AS person_count
  FROM lifted l
  GROUP BY l.stakeholder
),
place AS (
  SELECT h.stakeholder, v.name, h.assignment_count, h.person_count,
         row_number() OVER (ORDER BY array_position(ARRAY['organization', 'gm_professional', 'assignee'], v.party), h.stakeholder)::integer AS place
  FROM heard h JOIN stakeholder v ON v.code = h.stakeholder
),
scored AS (
  SELECT l.assignment_id, l.assignee_id, gmalign.stakeholder_pairs(l.stakeholder, l.goal_id, l.points) AS pairs
  FROM lifted l
  GROUP BY l.assignment_id, l.assignee_id
),
cell AS (
  SELECT p.a, p.b, avg(p.score) AS alignment_score, avg(p.beyond_chance) AS beyond_chance,
         count(*) AS pair_count,
         least(count(DISTINCT s.assignee_id),
               nullif(count(DISTINCT s.assignee_id) FILTER (WHERE p.beyond_chance IS NOT NULL), 0)) AS person_count
  FROM scored s
  CROSS JOIN LATERAL unnest(s.pairs) AS p
  WHERE p.score IS NOT NULL
  GROUP BY p.a, p.b
)
SELECT a.stakeholder || '|' || b.stakeholder AS id,
       a.name AS stakeholder_a, b.name AS stakeholder_b,
       CASE WHEN a.stakeholder = b.stakeholder THEN 1 ELSE c.alignment_score END AS alignment_score,
       CASE WHEN a.stakeholder = b.stakeholder THEN a.assignment_count ELSE coalesce(c.pair_count, 0) END AS pair_count,
       false AS is_suppressed,
       a.place AS a_order, b.place AS b_order,
       CASE WHEN a.stakeholder = b.stakeholder THEN a.person_count ELSE coalesce(c.person_count, 0) END AS person_count,
       CASE WHEN a.stakeholder <> b.stakeholder THEN c.beyond_chance END AS beyond_chance_index
FROM place a
CROSS JOIN place b
LEFT JOIN cell c ON c.a = least(a.stakeholder COLLATE "C", b.stakeholder COLLATE "C")
                AND c.b = greatest(a.stakeholder COLLATE "C", b.stakeholder COLLATE "C");
COMMENT ON VIEW stakeholder_heatmap IS 'Which voices agree with which, over all moves that have not ended. One row per pair of voices heard: both directions and the diagonal, so that it draws as a square.';
COMMENT ON COLUMN stakeholder_heatmap.id IS 'Key of the row: the two voices, as a|b.';
COMMENT ON COLUMN stakeholder_heatmap.stakeholder_a IS 'Name of the first voice.';
COMMENT ON COLUMN stakeholder_heatmap.stakeholder_b IS 'Name of the second voice.';
COMMENT ON COLUMN stakeholder_heatmap.alignment_score IS 'Mean goal alignment of the two over the moves on which both are heard, 0 to 1; 1 on the diagonal. NULL: no such move.';
COMMENT ON COLUMN stakeholder_heatmap.pair_count IS 'Moves on which both are heard.';
COMMENT ON COLUMN stakeholder_heatmap.is_suppressed IS 'Whether the figures are withheld because too few people stand behind them; never here, but in the public view.';
COMMENT ON COLUMN stakeholder_heatmap.a_order IS 'Place of the first voice in the square.';
COMMENT ON COLUMN stakeholder_heatmap.b_order IS 'Place of the second voice in the square.';
COMMENT ON COLUMN stakeholder_heatmap.person_count IS 'Assignees on these moves, the fewest behind either figure.';
COMMENT ON COLUMN stakeholder_heatmap.beyond_chance_index IS 'Mean alignment beyond chance, at most 1; 0 = as random priorities would. NULL: no such move, nothing to correct, or the diagonal.';
