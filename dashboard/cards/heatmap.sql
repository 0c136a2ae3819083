SELECT stakeholder_a, stakeholder_b, alignment_score, pair_count
FROM hr.stakeholder_heatmap
ORDER BY a_order, b_order;
