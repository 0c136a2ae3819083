CREATE OR REPLACE VIEW stakeholder_heatmap WITH (security_invoker = true) AS
WITH met AS (
  -- a voice with itself: the moves it is heard on
  SELECT p.a, p.b, gmalign_private.mean(p.score) AS alignment_score, gmalign_private.mean(p.beyond_chance) AS beyond_chance,
         count(*) AS pair_count, gmalign_private.distinct_count(s.assignee_id) AS person_count,
         gmalign_private.distinct_count(s.assignee_id) FILTER (WHERE p.beyond_chance IS NOT NULL) AS beyond_person_count
  FROM assignment_points s
  CROSS JOIN LATERAL gmalign_private.voice_pair_rows(s.points, s.no_voice, true) AS p
  WHERE s.assignment_status NOT IN ('ended', 'cancelled')
  GROUP BY p.a, p.b
),
place AS (
  SELECT v.id, v.code AS stakeholder, v.name, h.pair_count AS assignment_count, h.person_count,
         row_number() OVER (ORDER BY array_position(ARRAY['organization', 'gm_professional', 'assignee'], v.party), v.code)::integer AS place
  FROM met h JOIN stakeholder v ON v.id = h.a
  WHERE h.a = h.b
)
SELECT a.stakeholder || '|' || b.stakeholder AS id,
       a.name AS stakeholder_a, b.name AS stakeholder_b,
       CASE WHEN a.id = b.id THEN 1 ELSE c.alignment_score END AS alignment_score,
       (CASE WHEN a.id = b.id THEN a.assignment_count ELSE coalesce(c.pair_count, 0) END)::integer AS pair_count,
       false AS is_suppressed,
       a.place AS a_order, b.place AS b_order,
       (CASE WHEN a.id = b.id THEN a.person_count
             ELSE coalesce(least(c.person_count, nullif(c.beyond_person_count, 0)), 0) END)::integer AS person_count,
       CASE WHEN a.id <> b.id THEN c.beyond_chance END AS beyond_chance_index
FROM place a
CROSS JOIN place b
-- of a pair there is one row, whichever of the two comes first
LEFT JOIN met c ON (c.a = a.id AND c.b = b.id OR c.a = b.id AND c.b = a.id) AND a.id <> b.id;
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
