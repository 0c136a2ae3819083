SELECT coalesce(assignment_external_id, assignment_id::text) AS move,
       pair, a, b, pair_band, alignment_score, alignment_low, alignment_high, finding, ask_next
FROM hr.alignment_pair
WHERE assignment_status IN ('planned', 'active')
ORDER BY move, alignment_score, pair;
