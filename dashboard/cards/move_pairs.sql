SELECT assignment_external_id, pair, a, b, pair_band, alignment_score, alignment_low, alignment_high, finding, ask_next
FROM hr.alignment_pair
WHERE assignment_status IN ('planned', 'active')
ORDER BY assignment_external_id, alignment_score, pair;
