SELECT coalesce(assignment_external_id, assignment_id::text) AS move,
       org_unit, coalesce(gm_professional_external_id, gm_professional_id::text) AS gm_professional,
       purpose, home_country, host_country, assignment_status,
       alignment_band, mutual_alignment_score, weakest_pair, weakest_alignment_score, weakest_alignment_low,
       weakest_alignment_high, unscored_reason
FROM hr.assignment_alignment
WHERE assignment_status IN ('planned', 'active')
ORDER BY weakest_alignment_score, move;
